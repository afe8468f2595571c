"""What the courier does with the stick, and what he refuses, against a site that runs."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from pathlib import Path

from dropbox.courier.commands import EXIT_FAILED
from dropbox.protocol.letter import seal_decoy
from dropbox.protocol.pickup import make_pickup, read_records, verify_pickup
from dropbox.protocol.randomness import random_bytes
from dropbox.protocol.sizes import CHUNK_RECORD_LEN
from tests.carriers.inspectorate import Inspectorate, today
from tests.carriers.line import Line
from tests.carriers.running import Site, courier, write_courier_config


def _fill(site: Site, desk: Inspectorate, letters: int = 3, chunks: int = 2) -> set[bytes]:
    sealed = [seal_decoy(desk.did, desk.intake.pk) for _ in range(letters)]
    records = [random_bytes(CHUNK_RECORD_LEN) for _ in range(chunks)]
    for letter in sealed:
        site.post("/letters", letter)
    for record in records:
        site.post("/chunks", record)
    return {*sealed, *records}


def _pickups(stick: Path) -> list[Path]:
    return sorted(stick.glob("*.pickup"))


def test_a_pickup_holds_what_was_sent_and_is_not_fetched_twice(
    site: Site, desk: Inspectorate, stick: Path, config: Path
) -> None:
    sent = _fill(site, desk)
    first = courier("pickup", "--config", config, "--to", stick, "--json")
    (path,) = _pickups(stick)
    with path.open("rb") as file:
        verified = verify_pickup(file, desk.sid)
    with path.open("rb") as file:
        assert {record for _, record in read_records(file, desk.sid)} == sent
    (entry,) = json.loads(first.stdout)["pickups"]
    assert entry["id"] == verified.id.hex()
    assert entry["path"] == str(path)
    assert path.name == f"titip-ambilan-{entry['epoch']:06d}-{entry['id'][:8]}.pickup"
    stamp = path.stat().st_mtime_ns
    again = courier("pickup", "--config", config, "--to", stick)
    assert "sudah ada" in again.stderr
    assert path.stat().st_mtime_ns == stamp


def test_a_dry_run_closes_and_writes_nothing(
    site: Site, desk: Inspectorate, stick: Path, config: Path
) -> None:
    _fill(site, desk, 1, 0)
    done = courier("pickup", "--config", config, "--to", stick, "--dry-run", "--json")
    assert json.loads(done.stdout)["pickups"] == []
    assert list(stick.iterdir()) == []
    courier("pickup", "--config", config, "--to", stick)
    listed = courier("pickup", "--config", config, "--to", stick, "--dry-run", "--json")
    assert len(json.loads(listed.stdout)["pickups"]) == 1


def test_a_line_that_breaks_again_and_again_is_resumed(
    site: Site, desk: Inspectorate, stick: Path, tmp_path: Path
) -> None:
    sent = _fill(site, desk, 2, 6)
    with Line(site.courier_port) as line:
        config = write_courier_config(tmp_path, site, desk, courier_url=line.url)
        line.cut_after = 600_000
        done = courier("pickup", "--config", config, "--to", stick)
        passed = line.passed
    (path,) = _pickups(stick)
    with path.open("rb") as file:
        assert {record for _, record in read_records(file, desk.sid)} == sent
    assert "Dicoba lagi" in done.stderr
    assert line.cuts >= 2
    # Resumed, not started again: hardly more than the file itself has passed.
    assert passed < path.stat().st_size * 1.3


def test_a_part_of_an_earlier_run_is_continued(
    site: Site, desk: Inspectorate, stick: Path, config: Path, tmp_path: Path
) -> None:
    _fill(site, desk, 1, 8)
    courier("pickup", "--config", config, "--to", stick)
    (path,) = _pickups(stick)
    whole = path.read_bytes()
    with path.open("rb") as file:
        pickup_id = verify_pickup(file, desk.sid).id
    path.unlink()
    part = stick / f"titip-ambilan-000001-{pickup_id.hex()}.part"
    part.write_bytes(whole[:2_000_000])
    with Line(site.courier_port) as line:
        through = write_courier_config(tmp_path, site, desk, courier_url=line.url)
        courier("pickup", "--config", through, "--to", stick)
        assert line.passed < 400_000
    assert path.read_bytes() == whole
    assert not part.exists()


def test_a_damaged_part_is_found_out_and_fetched_afresh(
    site: Site, desk: Inspectorate, stick: Path, config: Path
) -> None:
    _fill(site, desk, 2, 1)
    courier("pickup", "--config", config, "--to", stick)
    (path,) = _pickups(stick)
    whole = bytearray(path.read_bytes())
    with path.open("rb") as file:
        pickup_id = verify_pickup(file, desk.sid).id
    genuine = bytes(whole)
    path.unlink()
    whole[5_000] ^= 1
    part = stick / f"titip-ambilan-000001-{pickup_id.hex()}.part"
    part.write_bytes(whole[:60_000])
    courier("pickup", "--config", config, "--to", stick)
    assert path.read_bytes() == genuine


def test_a_broken_file_of_that_name_is_replaced(
    site: Site, desk: Inspectorate, stick: Path, config: Path
) -> None:
    _fill(site, desk, 1, 0)
    courier("pickup", "--config", config, "--to", stick)
    (path,) = _pickups(stick)
    genuine = path.read_bytes()
    path.write_bytes(genuine[:-1])
    courier("pickup", "--config", config, "--to", stick)
    assert path.read_bytes() == genuine


def test_bytes_changed_on_the_way_are_refused(
    site: Site, desk: Inspectorate, stick: Path, tmp_path: Path
) -> None:
    _fill(site, desk, 2, 0)
    with Line(site.courier_port) as line:
        config = write_courier_config(tmp_path, site, desk, courier_url=line.url)
        line.flip_at = 40_000
        done = courier("pickup", "--config", config, "--to", stick, expect=EXIT_FAILED)
    assert line.flips == 2
    assert "berubah di jalan" in done.stderr
    assert list(stick.iterdir()) == []


def test_another_drops_site_is_refused_before_its_letters_are_fetched(
    site: Site, desk: Inspectorate, stick: Path, tmp_path: Path
) -> None:
    _fill(site, desk, 20, 0)
    stranger = Inspectorate(root_seed=desk.root_seed)
    with Line(site.courier_port) as line:
        config = write_courier_config(tmp_path, site, stranger, courier_url=line.url)
        done = courier("pickup", "--config", config, "--to", stick, expect=EXIT_FAILED)
    assert "another site" in done.stderr
    assert "situs lain" in done.stderr
    assert list(stick.iterdir()) == []


def test_a_wrong_token_is_said_plainly(
    site: Site, desk: Inspectorate, stick: Path, tmp_path: Path
) -> None:
    config = write_courier_config(tmp_path, site, desk, token="x" * 64)
    done = courier("pickup", "--config", config, "--to", stick, expect=EXIT_FAILED)
    assert "token kurir" in done.stderr
    assert site.token not in done.stderr


def test_no_stick(config: Path, tmp_path: Path) -> None:
    done = courier("pickup", "--config", config, "--to", tmp_path / "none", expect=EXIT_FAILED)
    assert "tidak terpasang" in done.stderr
    done = courier("pickup", "--config", config, expect=EXIT_FAILED)
    assert "--to" in done.stderr


def test_a_full_stick_keeps_what_it_has(
    site: Site, desk: Inspectorate, stick: Path, config: Path
) -> None:
    _fill(site, desk, 1, 4)

    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    full = subprocess.run(
        [
            sys.executable,
            "-m",
            "dropbox.cli",
            "courier",
            "pickup",
            "--config",
            config,
            "--to",
            stick,
        ],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=small_files,
    )
    assert full.returncode == EXIT_FAILED
    assert "penuh" in full.stderr
    (part,) = stick.iterdir()
    assert part.stat().st_size == 500_000
    courier("pickup", "--config", config, "--to", stick)
    assert {path.suffix for path in stick.iterdir()} == {".pickup"}


def test_a_made_up_pickup_on_the_stick_is_not_mistaken_for_the_sites(
    site: Site, desk: Inspectorate, stick: Path, config: Path
) -> None:
    _fill(site, desk, 1, 0)
    courier("pickup", "--config", config, "--to", stick)
    (path,) = _pickups(stick)
    genuine = path.read_bytes()
    path.write_bytes(make_pickup(desk.sid, 1, today(), [], []))
    courier("pickup", "--config", config, "--to", stick)
    assert path.read_bytes() == genuine
