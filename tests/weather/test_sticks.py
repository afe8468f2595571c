"""Full sticks, FAT32 sticks, and a workstation that is cut off while it writes to one.

The full stick is a real file system of a few hundred KiB in a mount namespace of its own, whose
kernel answers ENOSPC. FAT32 is a real image, made by mkfs.vfat; because kernels of build machines
often lack its driver, files go in and out through mtools, which applies the same rules of names and
lengths. What only the driver could show, its own bugs, is not shown here.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dropbox.courier.commands import EXIT_FAILED
from dropbox.courier.door import PickupEntry
from dropbox.courier.fetching import part_name, pickup_name
from dropbox.protocol.delivery import DELIVERY_MAX_LEN, verify_delivery
from dropbox.protocol.letter import seal_decoy
from dropbox.protocol.pickup import verify_pickup
from dropbox.protocol.randomness import random_bytes
from dropbox.protocol.sizes import CHUNK_RECORD_LEN, PICKUP_MAX_LEN
from dropbox.workstation.delivering import delivery_name
from dropbox.workstation.desk import Desk
from tests.carriers.inspectorate import Inspectorate
from tests.carriers.running import Site, courier
from tests.workstation.builders import PASSPHRASE, Office, new_thread

# FAT32: files below 4 GiB; some drivers and tools stop at 2 GiB.
FAT32_FILE_MAX_LEN = (1 << 32) - 1
_FAT_NAME = re.compile(r'[^\x00-\x1f"*/:<>?\\|\x7f]{1,255}\Z')


def on_a_small_stick(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a shell script in which `$1` is a stick of 16 MiB that is nobody else's; see `mount`.

    All but 1 MiB is taken by the file `.isi`, by whose removal the script makes room.
    """
    alone = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    taken = 15 << 20
    mounted = (
        f'mount -t tmpfs -o size=16m titip "$1"\nhead -c {taken} /dev/zero >"$1/.isi"\n{script}'
    )
    return subprocess.run(
        [*alone, "bash", "-c", mounted, "bash", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_full_stick_says_so_and_goes_on_after_room_was_made(
    site: Site, desk: Inspectorate, config: Path, stick: Path, tmp_path: Path
) -> None:
    site.post("/letters", seal_decoy(desk.did, desk.intake.pk))
    for _ in range(8):
        site.post("/chunks", random_bytes(CHUNK_RECORD_LEN))
    out = tmp_path / "keluar"
    out.mkdir()
    fetch = f"{shlex.quote(sys.executable)} -m dropbox.cli courier pickup"
    fetch += f" --config {shlex.quote(str(config))} --to"
    done = on_a_small_stick(
        f"""
        {fetch} "$1"; echo "first $?"
        ls "$1"
        rm "$1/.isi"
        {fetch} "$1"; echo "second $?"
        ls "$1"
        cp "$1"/* "$2"
        """,
        stick,
        out,
    )
    assert done.stderr.count("penuh") == 1, done
    first, second = done.stdout.split("second 0\n")
    assert first.startswith(f"first {EXIT_FAILED}\n")
    # What was fetched is kept, and not under the name of a whole one.
    assert [name.rpartition(".")[2] for name in first.splitlines()[1:]] == ["part"]
    assert ".part" not in second
    lengths = []
    for path in out.glob("*.pickup"):
        with path.open("rb") as file:
            header = verify_pickup(file, desk.sid).header
        lengths.append((header.letters, header.chunks))
    assert (1, 8) in lengths


def test_a_delivery_that_does_not_fit_is_kept_in_the_vault_and_written_again(
    office: Office, tmp_path: Path
) -> None:
    stick = tmp_path / "stik-kosong"
    stick.mkdir()
    for _ in range(39):
        office.day += 2
        office.deliver()
    office.take([office.report(new_thread())])
    office.day += 7
    office.desk.close()
    config = tmp_path / "config.toml"
    config.write_text(f'[workstation]\nvault_dir = "{office.settings.vault_dir}"\n')
    passphrase = tmp_path / "frasa"
    passphrase.write_text(PASSPHRASE + "\n")
    out = tmp_path / "keluar"
    out.mkdir()
    today = f"$(date -u -d @{office.day * 86_400} +%F)"
    write = f"{shlex.quote(sys.executable)} -m dropbox.cli workstation deliver"
    files = f"--config {shlex.quote(str(config))} --passphrase-file {shlex.quote(str(passphrase))}"
    write += f" {files} --today {today}"
    done = on_a_small_stick(
        f"""
        {write} "$1"; echo "first $?"
        ls -A --ignore=.isi "$1"
        rm "$1/.isi"
        {write} "$1"; echo "second $?"
        cp "$1"/*.delivery "$2"
        """,
        stick,
        out,
    )
    # Nothing is left on the stick that did not take it.
    outcomes = [line for line in done.stdout.splitlines() if line.startswith(("first", "second"))]
    assert outcomes == ["first 1", "second 0"], done
    assert done.stdout.partition("first 1\n")[2].partition("\n")[0].startswith("/"), done
    assert "tidak tertulis" in done.stderr
    (path,) = out.iterdir()
    office.desk = Desk.open(office.settings, PASSPHRASE, office.day)
    delivery = verify_delivery(path.read_bytes(), office.did)
    # One number was signed, once: forty before it, and this one.
    assert delivery.bulletin.number == 41
    assert office.desk.verify() == []


@pytest.mark.slow
def test_a_workstation_that_is_killed_while_it_delivers_leaves_no_half_file_and_one_number(
    office: Office, tmp_path: Path
) -> None:
    stick = tmp_path / "stik-kosong"
    stick.mkdir()
    office.take([office.report(new_thread())])
    office.day += 7
    office.desk.close()
    script = (
        "import sys, pathlib\n"
        "from dropbox.workstation import files\n"
        "from dropbox.workstation.desk import Desk\n"
        "from dropbox.workstation.settings import WorkstationSettings\n"
        "vault, stick, day, passphrase, step = sys.argv[1:]\n"
        "import os, signal\n"
        "left = [int(step)]\n"
        # Killed, as by the power, before the n-th thing that the system is asked to do with a file.
        "def hook(event, arguments):\n"
        "    if event in ('open', 'os.rename', 'os.remove') and stick in str(arguments[0]):\n"
        "        left[0] -= 1\n"
        "        if left[0] == 0:\n"
        "            os.kill(os.getpid(), signal.SIGKILL)\n"
        "settings = WorkstationSettings(vault_dir=pathlib.Path(vault))\n"
        "with Desk.open(settings, passphrase, int(day)) as desk:\n"
        "    sys.addaudithook(hook)\n"
        "    desk.deliver(pathlib.Path(stick), int(day))\n"
    )

    def deliver(step: int) -> int:
        vault = office.settings.vault_dir
        arguments = [str(vault), str(stick), str(office.day), PASSPHRASE, str(step)]
        return subprocess.run(
            [sys.executable, "-c", script, *arguments],
            check=False,
            stderr=subprocess.DEVNULL,
        ).returncode

    killed, written = 0, set()
    for step in range(1, 20):
        status = deliver(step)
        for path in stick.glob("*.delivery"):
            raw = path.read_bytes()
            assert verify_delivery(raw, office.did).bulletin.number == 2
            written.add(raw)
        if status == 0:
            break
        assert status == -signal.SIGKILL
        killed += 1
    # Before the file is opened, before it is renamed, before it is read back.
    assert killed >= 3
    assert len(written) == 1
    office.desk = Desk.open(office.settings, PASSPHRASE, office.day)
    assert office.desk.verify() == []


def test_names_and_lengths_fit_a_fat32_stick() -> None:
    entry = PickupEntry((1 << 32) - 1, 0, PICKUP_MAX_LEN, bytes(range(32)))
    for name in (pickup_name(entry), part_name(entry), delivery_name((1 << 24) - 1)):
        assert _FAT_NAME.match(name)
        assert name.isascii()
        assert not name.endswith((".", " "))
        # FAT32 does not tell cases apart.
        assert name == name.lower()
    assert max(PICKUP_MAX_LEN, DELIVERY_MAX_LEN) < FAT32_FILE_MAX_LEN
    assert PICKUP_MAX_LEN < 1 << 31


@pytest.mark.slow
def test_a_real_fat32_image_gives_back_what_was_put_on_it(
    site: Site, desk: Inspectorate, config: Path, stick: Path, tmp_path: Path
) -> None:
    for _ in range(3):
        site.post("/chunks", random_bytes(CHUNK_RECORD_LEN))
    courier("pickup", "--config", config, "--to", stick)
    (stick / delivery_name(1)).write_bytes(desk.deliver())
    (fetched,) = stick.glob("*.pickup")
    # The longest name there is, of a part that was carried on an unplugged stick.
    entry = PickupEntry((1 << 32) - 1, 0, PICKUP_MAX_LEN, random_bytes(32))
    shutil.copy(fetched, stick / part_name(entry))
    image, back = tmp_path / "stik.img", tmp_path / "kembali"
    back.mkdir()
    with image.open("wb") as file:
        # The least on which mkfs.vfat makes the clusters that FAT32 asks for; sparse.
        file.truncate(64 << 20)
    tools = {
        **os.environ,
        "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin",
        "MTOOLS_SKIP_CHECK": "1",
    }

    def run(*command: object) -> None:
        subprocess.run(list(map(str, command)), check=True, env=tools, capture_output=True)

    run("mkfs.vfat", "-F", 32, image)
    names = [path.name for path in stick.iterdir()]
    run("mcopy", "-i", image, *stick.iterdir(), "::/")
    run("mcopy", "-i", image, *[f"::/{name}" for name in names], back)
    assert {path.name: path.read_bytes() for path in back.iterdir()} == {
        name: (stick / name).read_bytes() for name in names
    }
    # A stick that came from there is known again.
    said = courier("pickup", "--config", config, "--to", back)
    assert "sudah ada" in said.stderr
