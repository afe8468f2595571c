"""A stick that somebody prepared, and a courier who recomposes what he carries (point 7).

A FIFO that is waited for would hold a test until its time is over.
"""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dropbox.protocol.errors import PickupFormError, PickupLengthError, PickupOrderError
from dropbox.protocol.labels import digest
from dropbox.protocol.pickup import make_pickup
from dropbox.stick import open_anew, open_plain, open_to_continue
from dropbox.stick_names import SHOWN_BOARD, SHOWN_BULLETIN
from dropbox.workstation.errors import StickError
from dropbox.workstation.shown import read_shown
from dropbox.workstation.ui.folders import PICKUPS_SHOWN, find_pickups
from tests.carriers.inspectorate import Inspectorate
from tests.carriers.running import Site, courier, write_courier_config
from tests.workstation.builders import Office, new_thread

pytestmark = pytest.mark.timeout(120)

FILES = 100_000
SECRET = b"kunci yang tidak boleh disentuh\n"


def as_link(path: Path, _: Path) -> None:
    target = path.with_name("asli")
    target.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(target)


def as_link_to_a_device(path: Path, _: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def as_dangling_link(path: Path, _: Path) -> None:
    path.unlink()
    path.symlink_to("tidak-ada")


def as_loop(path: Path, _: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def as_fifo(path: Path, _: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def as_folder(path: Path, _: Path) -> None:
    path.unlink()
    path.mkdir()


def as_socket(path: Path, _: Path) -> None:
    path.unlink()
    with socket.socket(socket.AF_UNIX) as listener:
        # Bound by a short name: the path of a test may be longer than a socket's may.
        here = os.open(path.parent, os.O_RDONLY)
        try:
            listener.bind(f"/proc/self/fd/{here}/{path.name}")
        finally:
            os.close(here)


DISGUISES = (
    as_link,
    as_link_to_a_device,
    as_dangling_link,
    as_loop,
    as_fifo,
    as_folder,
    as_socket,
)
Disguise = Callable[[Path, Path], None]


@pytest.mark.parametrize("disguise", DISGUISES)
def test_the_workstation_imports_plain_files_only(office: Office, disguise: Disguise) -> None:
    path = office.pickup([office.report(new_thread())])
    disguise(path, path)
    with pytest.raises(StickError) as told:
        office.desk.import_pickup(path, office.day)
    assert "tidak terbaca" in str(told.value)
    assert office.desk.cases() == []


def test_the_workstation_opens_no_device(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    real = os.open

    def noting(path: Path, flags: int, *mode: int) -> int:
        opened.append(str(path))
        return real(path, flags, *mode)

    monkeypatch.setattr("dropbox.stick.os.open", noting)
    for device in ("/dev/zero", "/dev/tty", "/dev/full"):
        with pytest.raises(StickError):
            office.desk.import_pickup(Path(device), office.day)
    # Not even for a moment: opening alone makes some devices act.
    assert not [path for path in opened if path.startswith("/dev/z") or "tty" in path]


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("name", [SHOWN_BULLETIN, SHOWN_BOARD])
def test_what_the_site_shows_is_read_from_plain_files_only(
    office: Office, disguise: Disguise, name: str
) -> None:
    delivery = office.delivered[-1]
    (office.folder / SHOWN_BULLETIN).write_bytes(delivery.bulletin.raw)
    (office.folder / SHOWN_BOARD).write_bytes(delivery.board)
    shown = read_shown(office.folder, office.did)
    assert shown is not None
    assert shown.sheets is not None
    disguise(office.folder / name, office.folder)
    shown = read_shown(office.folder, office.did)
    assert shown is None if name == SHOWN_BULLETIN else shown is not None and shown.sheets is None


@pytest.mark.parametrize("disguise", [as_link, as_fifo, as_folder, as_socket])
@pytest.mark.parametrize("opened", [open_plain, open_to_continue])
def test_a_file_that_is_swapped_after_it_was_looked_at_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    disguise: Disguise,
    opened: Callable[[Path], object],
) -> None:
    path = tmp_path / "berkas"
    path.write_bytes(SECRET)
    look = os.lstat

    def look_and_swap(looked_at: Path) -> os.stat_result:
        status = look(looked_at)
        disguise(path, path)
        return status

    monkeypatch.setattr("dropbox.stick.os.lstat", look_and_swap)
    with pytest.raises(OSError, match=r".+"):
        opened(path)


def test_a_plain_file_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "berkas"
    with open_to_continue(path) as file:
        file.write(b"satu")
    with open_to_continue(path) as file:
        file.write(b" dua")
    with open_plain(path) as file:
        assert file.read() == b"satu dua"
    with open_anew(path) as file:
        file.write(b"tiga")
    assert path.read_bytes() == b"tiga"


@pytest.mark.parametrize("kept_len", [0, 1 << 20])
def test_a_pickup_that_changes_after_it_was_read_is_imported_not_at_all(
    office: Office, monkeypatch: pytest.MonkeyPatch, kept_len: int
) -> None:
    # Letters are read once more where there was no room to keep them, and junk always.
    monkeypatch.setattr("dropbox.workstation.importing.KEPT_LEN_MAX", kept_len)
    letters = [office.report(new_thread()) for _ in range(3)]
    letters += [os.urandom(32_768)] if kept_len else []
    path = office.pickup(letters)
    swapped = make_pickup(office.sid, 1, office.day, [office.report(new_thread())], [])

    def swap(stage: str, done: int, _whole: int) -> None:
        if (stage, done) == ("join", 0):
            path.write_bytes(swapped)

    with pytest.raises(PickupFormError):
        office.desk.import_pickup(path, office.day, swap)
    assert office.desk.cases() == []
    path.write_bytes(make_pickup(office.sid, 1, office.day, letters, []))
    assert office.desk.import_pickup(path, office.day).opened_cases == 3


# -- a crowded stick ---------------------------------------------------------------------


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    folder = tmp_path / "stik"
    folder.mkdir()
    here = os.open(folder, os.O_RDONLY)
    for number in range(FILES):
        name = f"{number:06d}.pickup" if number % 2 else f"foto-{number}.jpg"
        os.close(os.open(name, os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    return folder


def test_a_stick_with_a_hundred_thousand_files_shows_the_newest(crowded: Path) -> None:
    found = find_pickups([crowded])
    assert len(found) == PICKUPS_SHOWN
    assert found[0].name == "099999.pickup"


def test_links_odd_names_and_deep_folders_are_not_offered(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "stik", tmp_path / "rumah"
    folder.mkdir()
    elsewhere.mkdir()
    (elsewhere / "rahasia.pickup").write_bytes(SECRET)
    (folder / "tautan").symlink_to(elsewhere)
    (folder / "satu.pickup").symlink_to(elsewhere / "rahasia.pickup")
    os.mkfifo(folder / "dua.pickup")
    (folder / "tiga.pickup").mkdir()
    for odd in ("\udcff.pickup", "a\nb.pickup", "\u202egnp.pickup", "\x1b[2J.pickup"):
        (folder / odd).write_bytes(b"")
    deep = folder / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "dalam.pickup").write_bytes(b"")
    # Names that differ in case only are two files here, and a name may be as long as they get.
    plain = ["A.pickup", "a.pickup", "x" * 248 + ".pickup"]
    for name in plain:
        (folder / name).write_bytes(b"")
    assert {path.name for path in find_pickups([folder])} == set(plain)


# -- a courier who recomposes ------------------------------------------------------------


def test_pieces_of_two_pickups_put_together_double_nothing(office: Office) -> None:
    threads = [new_thread() for _ in range(4)]
    first, second, third, fourth = (office.report(thread) for thread in threads)
    attachments, records = office.attach({"bukti.bin": os.urandom(300_000)})
    fifth = office.report(new_thread(), attachments=attachments)
    a = office.pickup([first, second], records[:1])
    b = office.pickup([third, fourth, fifth], records[1:])
    # Letters left out, letters of another pickup put in, under the first one's epoch.
    spliced = office.folder / "gabungan.pickup"
    spliced.write_bytes(make_pickup(office.sid, 1, office.day, [first, fourth, fifth], records))
    result = office.desk.import_pickup(spliced, office.day)
    assert result.opened_cases == 3
    outcomes = [office.desk.import_pickup(path, office.day) for path in (a, b, spliced)]
    assert [(one.opened_cases, one.resent, one.repeated) for one in outcomes] == [
        (1, 1, False),
        (1, 2, False),
        (0, 0, True),
    ]
    assert len(office.desk.cases()) == 5
    assert {case.letters for case in office.desk.cases()} == {1}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda raw: raw[:-32_768], PickupLengthError),
        (lambda raw: raw + raw[-32_768:], PickupLengthError),
        (lambda raw: raw[:40] + raw[40 + 32_768 :] + raw[40 : 40 + 32_768], PickupOrderError),
        (lambda raw: raw[:40] + raw[40 : 40 + 32_768] * 2, PickupOrderError),
        (lambda raw: raw[:35] + b"\x01" + raw[36:], PickupLengthError),
        (lambda raw: raw[:40], PickupLengthError),
        (lambda raw: raw[:39], PickupFormError),
        (lambda raw: b"TITIP/1P" + raw[8:], PickupFormError),
    ],
    ids=["cut", "doubled", "turned", "one twice", "counts", "header", "half header", "magic"],
)
def test_a_recomposed_pickup_of_another_form_is_refused_whole(
    office: Office, change: Callable[[bytes], bytes], error: type[Exception]
) -> None:
    path = office.pickup([office.report(new_thread()) for _ in range(2)])
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(error):
        office.desk.import_pickup(path, office.day)
    assert office.desk.cases() == []


# -- a stick in the courier's machine ----------------------------------------------------


@pytest.fixture(scope="module")
def desk() -> Inspectorate:
    return Inspectorate()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, desk: Inspectorate) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("rumah") / "site", desk) as running:
        running.deliver(desk.deliver())
        yield running


@pytest.fixture
def config(tmp_path: Path, site: Site, desk: Inspectorate) -> Path:
    folder = tmp_path / "courier"
    folder.mkdir()
    return write_courier_config(folder, site, desk)


def test_the_courier_writes_through_no_link_and_waits_for_no_fifo(
    tmp_path: Path, site: Site, config: Path
) -> None:
    stick, home = tmp_path / "stik", tmp_path / "rumah"
    stick.mkdir()
    home.mkdir()
    secret = home / "kunci"
    secret.write_bytes(SECRET)
    site.post("/letters", os.urandom(32_768))
    courier("pickup", "--config", config, "--to", stick)
    (whole,) = stick.glob("*.pickup")
    genuine = whole.read_bytes()
    part = stick / f"{whole.name.rsplit('-', 1)[0]}-{digest(genuine).hex()}.part"

    def again(expect: int = 0) -> str:
        done = courier("pickup", "--config", config, "--to", stick, expect=expect)
        assert secret.read_bytes() == SECRET
        return done.stderr

    # A pickup that is a link is none, and is replaced by a file.
    whole.unlink()
    (home / "salinan").write_bytes(genuine)
    whole.symlink_to(home / "salinan")
    again()
    assert stat.S_ISREG(whole.lstat().st_mode)
    assert whole.read_bytes() == genuine

    for disguise in (as_link, as_fifo, as_folder, as_dangling_link):
        whole.unlink(missing_ok=True)
        part.write_bytes(SECRET)
        disguise(part, part)
        assert "Stik" in again(expect=1)
        assert not whole.exists()
        part.rmdir() if disguise is as_folder else part.unlink()
    whole.mkdir()
    assert "Stik" in again(expect=1)
    whole.rmdir()

    # What the site shows goes to the stick by way of a file with a fixed name.
    for name in (SHOWN_BULLETIN, SHOWN_BOARD):
        (stick / name).with_suffix(".part").symlink_to(secret)
        (stick / name).unlink(missing_ok=True)
        (stick / name).symlink_to(secret)
    again()
    for name in (SHOWN_BULLETIN, SHOWN_BOARD):
        assert stat.S_ISREG((stick / name).lstat().st_mode)
    (stick / SHOWN_BULLETIN).with_suffix(".part").mkdir()
    assert "Stik" in again(expect=1)


def test_the_courier_delivers_plain_files_only(
    tmp_path: Path, desk: Inspectorate, config: Path
) -> None:
    path = tmp_path / "antaran"
    for disguise in DISGUISES:
        path.write_bytes(desk.deliver())
        disguise(path, path)
        said = courier("deliver", path, "--config", config, expect=1).stderr
        assert "tidak terbaca" in said, disguise
        path.rmdir() if disguise is as_folder else path.unlink()
    path.write_bytes(desk.deliver())
    courier("deliver", path, "--config", config)
