"""Keys die on time: late couriers, wrong clocks, cut-off rewrites, and what a thief finds."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nacl.exceptions
import nacl.secret
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlcipher3 import dbapi2

from dropbox.protocol.errors import NotForThisKeyError
from dropbox.protocol.intake import IntakeKey
from dropbox.protocol.letter import open_letter
from dropbox.workstation.alarms import alarm_lines
from dropbox.workstation.days import iso
from dropbox.workstation.desk import Desk
from dropbox.workstation.errors import ClockError, SeedsError
from dropbox.workstation.seeds import SeedStore
from dropbox.workstation.vault import KEY_FILE, VAULT_FILE
from dropbox.workstation.wrapping import unwrap_key
from tests.workstation.builders import DAY, PASSPHRASE, Office, new_thread

DAY_IN_2030 = 22_100
DOOMED = DAY


def live(office: Office) -> list[int]:
    return [key.from_day for key in list(office.desk.keys()) if key.destroyed_day is None]


def pass_weeks(office: Office, weeks: int, *, pickups: bool = True) -> None:
    for _ in range(weeks):
        office.day += 7
        if pickups:
            office.take()
        office.deliver()


# -- couriers and clocks -----------------------------------------------------------------


@pytest.mark.parametrize("weeks", [3, 6, 12])
def test_a_courier_who_is_late_finds_the_key_still_there(office: Office, weeks: int) -> None:
    path = office.pickup([office.report(new_thread())])
    pass_weeks(office, weeks, pickups=False)
    assert DOOMED in live(office)
    assert office.desk.import_pickup(path, office.day).opened_cases == 1
    # That pickup was closed within the week; only one closed after its end lets the key go.
    assert DOOMED in live(office)
    office.take()
    assert DOOMED not in live(office)


def test_empty_pickups_close_weeks_too(office: Office) -> None:
    pass_weeks(office, 2)
    office.day += 7
    office.take()
    assert live(office)[0] == DAY + 7


def test_a_clock_that_jumps_to_2030_and_back_harms_nothing(office: Office) -> None:
    letter = office.report(new_thread())
    root = office.settings.vault_dir / "root.box"
    seeds = office.settings.seeds_path.read_bytes()
    path = office.pickup([letter])
    written = set(office.folder.iterdir())
    for attempt in (
        lambda: office.desk.import_pickup(path, DAY_IN_2030),
        lambda: office.desk.deliver(office.folder, DAY_IN_2030),
        lambda: office.desk.deliver(office.folder, DAY_IN_2030, early=True, again=True),
        lambda: office.desk.confirm_destroy(DAY_IN_2030),
        lambda: office.desk.replace_lost_keys(DAY_IN_2030),
        lambda: office.desk.renew_signing(root, PASSPHRASE, DAY_IN_2030),
    ):
        with pytest.raises(ClockError, match="2030"):
            attempt()
    office.desk.close()
    office.desk = Desk.open(office.settings, PASSPHRASE, DAY_IN_2030)
    office.desk.summary(DAY_IN_2030)
    office.desk.preview_delivery(DAY_IN_2030)
    assert office.settings.seeds_path.read_bytes() == seeds
    assert set(office.folder.iterdir()) == written

    office.reopen()
    assert live(office) == [DAY + 7 * week for week in range(6)]
    assert office.desk.import_pickup(path, office.day).opened_cases == 1
    pass_weeks(office, 1)
    assert office.delivered[-1].bulletin.issued == DAY + 7
    assert office.desk.verify() == []


def test_a_clock_that_runs_behind_signs_and_destroys_nothing(office: Office) -> None:
    pass_weeks(office, 2)
    seeds = office.settings.seeds_path.read_bytes()
    path = office.pickup()
    for day in (office.day - 1, DAY, DAY - 400, 0):
        with pytest.raises(ClockError, match="Set the machine's date right"):
            office.desk.deliver(office.folder, day, sure=True)
        with pytest.raises(ClockError):
            office.desk.import_pickup(path, day, sure=True)
        with pytest.raises(ClockError):
            office.desk.confirm_destroy(day, sure=True)
    assert office.settings.seeds_path.read_bytes() == seeds
    assert office.desk.import_pickup(path, office.day).letters == 0


def test_even_a_confirmed_wrong_date_destroys_no_week_whose_pickups_are_not_here(
    office: Office,
) -> None:
    letter = office.report(new_thread())
    office.desk.import_pickup(office.pickup(), DAY_IN_2030, sure=True)
    assert DOOMED in live(office)
    assert office.desk.import_pickup(office.pickup([letter]), DAY_IN_2030).opened_cases == 1


# -- said before it is too late ------------------------------------------------------------


def test_what_runs_out_is_said_weeks_before(office: Office) -> None:
    def said() -> str:
        return "\n".join(alarm_lines(office.desk.summary(office.day)))

    assert said() == ""
    # One delivery is missed, then another: three weeks are left, then two.
    office.day = DAY + 13
    assert said() == ""
    office.day = DAY + 14
    assert f"From {iso(DAY + 35)} on nobody can write to you" in said()
    assert office.desk.summary(office.day).sealing_until_day == DAY + 35
    pass_weeks(office, 1)
    assert said() == ""
    while office.day < DAY + 77:
        pass_weeks(office, 1)
        assert "certificate" not in said()
    pass_weeks(office, 1)
    assert f"certificate ends on {iso(DAY + 100)}" in said()
    office.desk.renew_signing(office.settings.vault_dir / "root.box", PASSPHRASE, office.day)
    assert said() == ""
    office.settings.seeds_path.unlink()
    office.reopen()
    assert "seeds of the intake keys" in said()
    assert "keys --replace-lost" in said()


def test_keys_that_wait_for_a_yes_are_said(office: Office) -> None:
    pass_weeks(office, 9, pickups=False)
    text = "\n".join(alarm_lines(office.desk.summary(office.day)))
    assert f"The keys of the weeks {iso(DAY)}" in text


# -- rewriting the seeds -----------------------------------------------------------------


class CutOffError(Exception):
    pass


@contextlib.contextmanager
def cut_at(call: int, *, error: type[Exception]) -> Iterator[list[str]]:
    """Fail at the given call to the operating system that writing a file makes."""
    calls: list[str] = []

    def counted(name: str, real: object) -> object:
        def step(*arguments: object, **named: object) -> object:
            calls.append(name)
            if len(calls) - 1 == call:
                raise error
            return real(*arguments, **named)  # type: ignore[operator]

        return step

    with pytest.MonkeyPatch.context() as patch:
        for name in ("open", "fdopen", "fsync", "pwrite"):
            patch.setattr(os, name, counted(name, getattr(os, name)))
        for name in ("replace", "unlink", "hardlink_to"):
            patch.setattr(Path, name, counted(name, getattr(Path, name)))
        yield calls


@pytest.mark.parametrize("error", [CutOffError, OSError])
@pytest.mark.parametrize("change", ["destroy", "create"])
def test_cut_off_at_any_write_the_seeds_are_the_old_or_the_new(
    office: Office, change: str, error: type[Exception]
) -> None:
    """CutOffError: the program ends there. OSError: it goes on, as after a full disk."""
    path = office.settings.seeds_path
    pass_weeks(office, 1)
    sealed_under: dict[bytes, bytes] = {}
    for call in range(60):
        weeks = live(office)
        day = office.day + 7
        store = office.desk._seeds

        def rewrite(store: SeedStore = store, day: int = day) -> None:
            if change == "create":
                store.create_ahead(day, 6, "uji")
            else:
                store.destroy(store.all_keys()[-1:], day, "uji")

        with cut_at(call, error=error) as calls, contextlib.suppress(error):
            rewrite()
        cut = len(calls) > call
        if error is OSError:
            # And then the power fails in the middle of the next attempt.
            with cut_at(0, error=CutOffError), contextlib.suppress(CutOffError):
                rewrite()
        office.reopen()
        assert not office.desk.summary(office.day).keys_lost
        _note_box(office, sealed_under)
        rewrite(office.desk._seeds)
        office.reopen()
        expected = sorted({*weeks, office.desk.keys()[-1].from_day})
        assert live(office) == (expected if change == "create" else expected[:-1])
        assert not office.desk.summary(office.day).keys_lost
        assert office.desk.verify() == []
        assert {p.name for p in path.parent.iterdir()} == {
            "CACHEDIR.TAG",
            "intake.seeds",
            "numbers.mark",
        }
        assert office.desk._vault.get("seeds_key_next") is None
        _note_box(office, sealed_under)
        office.day += 7
        if change == "destroy":
            office.desk._seeds.create_ahead(office.day, 6, "uji")
        if not cut:
            assert call > 8
            return
    pytest.fail("the rewriting never came to its end")


def _note_box(office: Office, sealed_under: dict[bytes, bytes]) -> None:
    # One key never seals two files.
    raw = office.settings.seeds_path.read_bytes()
    assert sealed_under.setdefault(office.desk._vault.need("seeds_key"), raw) == raw


_KILLED = """
import sys
from dropbox.workstation.desk import Desk
from dropbox.workstation.settings import WorkstationSettings
from pathlib import Path
desk = Desk.open(WorkstationSettings(vault_dir=Path(sys.argv[1])), sys.argv[2], int(sys.argv[3]))
store = desk._seeds
print("ready", flush=True)
while True:
    store._replace(dict(store._seeds), int(sys.argv[3]), "uji")
"""


def test_killed_at_any_moment_the_seeds_are_whole(office: Office) -> None:
    pks = [key.pk for key in office.desk._seeds.live_keys()]
    office.desk.close()
    arguments = [str(office.settings.vault_dir), PASSPHRASE, str(office.day)]
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", _KILLED, *arguments], stdout=subprocess.PIPE
        )
        with process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(random.uniform(0.001, 0.06))  # noqa: S311 - when to kill is no secret
            process.send_signal(signal.SIGKILL)
        with Desk.open(office.settings, PASSPHRASE, office.day) as desk:
            assert [key.pk for key in desk._seeds.live_keys()] == pks
            assert desk.verify() == []
    office.desk = Desk.open(office.settings, PASSPHRASE, office.day)


def test_the_old_bytes_are_overwritten_before_they_lose_their_name(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = office.settings.seeds_path
    before, seen = path.read_bytes(), []
    real = Path.unlink

    def unlink(self: Path, *, missing_ok: bool = False) -> None:
        if self.name == ".intake.seeds.old":
            seen.append(self.read_bytes())
        real(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    pass_weeks(office, 1)
    assert len(seen) == 1
    assert len(seen[0]) == len(before)
    assert seen[0] != before
    assert before[8:40] not in seen[0]


# -- what a thief finds ------------------------------------------------------------------


def decrypted_pages(vault_dir: Path) -> bytes:
    """Return every page of the vault in the clear, free ones too (SQLCipher 4, raw key)."""
    key = unwrap_key((vault_dir / KEY_FILE).read_bytes(), PASSPHRASE, "vault")
    raw = (vault_dir / VAULT_FILE).read_bytes()
    pages = []
    for at in range(0, len(raw), 4096):
        page = raw[at : at + 4096]
        sealed = page[16 if at == 0 else 0 : -80]
        opened = Cipher(algorithms.AES(key), modes.CBC(page[-80:-64])).decryptor()
        pages.append(opened.update(sealed) + opened.finalize())
    clear = b"".join(pages)
    assert b"CREATE TABLE deployment" in clear
    return clear


def secrets_in(vault_dir: Path) -> list[bytes]:
    """Return every value of the vault's tables that could hold a key."""
    key = unwrap_key((vault_dir / KEY_FILE).read_bytes(), PASSPHRASE, "vault")
    connection = dbapi2.connect(str(vault_dir / VAULT_FILE))
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        tables = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        rows = [
            row
            for table in tables
            for row in connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - its own names
        ]
    finally:
        connection.close()
    values = [value for row in rows for value in row if isinstance(value, bytes)]
    return [key, *(value for value in values if 32 <= len(value) <= 256)]


def windows(raw: bytes) -> Iterator[bytes]:
    for at in range(len(raw) - 31):
        yield raw[at : at + 32]


def opened_by_a_thief(copy: Path, letter: bytes, did: bytes, pk: bytes) -> bool:
    """Try everything that the copy holds, with the passphrase known, as the seed of that key."""
    secrets = secrets_in(copy)
    keys = {window for secret in secrets for window in windows(secret)}
    found = [path.read_bytes() for path in (copy / "seeds").rglob("*") if path.is_file()]
    for raw in list(found):
        for key in keys:
            # The whole file, and the box alone.
            for sealed in (raw, raw[8:]):
                with contextlib.suppress(nacl.exceptions.CryptoError, ValueError):
                    found.append(nacl.secret.SecretBox(key).decrypt(sealed))
    candidates = keys.union(*(set(windows(raw)) for raw in found))
    for candidate in candidates:
        if IntakeKey(candidate).pk == pk:
            with contextlib.suppress(NotForThisKeyError):
                open_letter(letter, IntakeKey(candidate), did)
                return True
    return False


def test_after_a_keys_end_nothing_in_vault_and_seeds_opens_its_letters(
    office: Office, tmp_path: Path
) -> None:
    letter, pk = office.report(new_thread()), office.intake_pk
    seed = office.desk._seeds._seeds[DOOMED]
    assert IntakeKey(seed).pk == pk
    boxes = {office.desk._vault.need("seeds_key")}
    office.take([letter])
    pass_weeks(office, 2)
    boxes.add(office.desk._vault.need("seeds_key"))
    before, after = tmp_path / "sebelum", tmp_path / "sesudah"
    office.desk.close()
    shutil.copytree(office.settings.vault_dir, before)
    office.desk = Desk.open(office.settings, PASSPHRASE, office.day)
    pass_weeks(office, 1)
    assert DOOMED not in live(office)
    office.desk.close()
    shutil.copytree(office.settings.vault_dir, after)
    office.desk = Desk.open(office.settings, PASSPHRASE, office.day)

    # Taken before: the very same search opens the letter.
    assert opened_by_a_thief(before, letter, office.did, pk)
    assert not opened_by_a_thief(after, letter, office.did, pk)
    # And neither the seed nor a key of an earlier seeds file is anywhere, at any offset.
    clear = decrypted_pages(after)
    for path in after.rglob("*"):
        if path.is_file():
            clear += path.read_bytes()
    assert office.desk._vault.need("seeds_key") in clear
    for secret in (seed, *boxes):
        assert secret not in clear
    assert not list(after.rglob("*-journal")) + list(after.rglob("*-wal"))
    # An old seeds file from a flash disk's cells does not help either.
    old = (before / "seeds" / "intake.seeds").read_bytes()
    for key in {window for value in secrets_in(after) for window in windows(value)}:
        with pytest.raises(nacl.exceptions.CryptoError):
            nacl.secret.SecretBox(key).decrypt(old[8:])


def test_letters_that_no_key_opens_are_kept_for_sixty_days(office: Office) -> None:
    junk, broken = os.urandom(32_768), office.seal_raw(1, new_thread(), b"{}")
    office.take([junk, broken])
    folder = office.settings.vault_dir / "letters"
    for weeks in (8, 1):
        kept = {letter.fault for letter in office.desk.quarantine()}
        assert kept == {"NotForThisKeyError", "LetterBodyError"}
        assert sum(path.is_file() for path in folder.rglob("*")) == 2
        pass_weeks(office, weeks)
    assert [letter.fault for letter in office.desk.quarantine()] == ["LetterBodyError"]
    assert sum(path.is_file() for path in folder.rglob("*")) == 1
    told = [entry.subject for entry in office.desk.log() if entry.action == "unopened_dropped"]
    assert told == ["1"]
    assert office.desk.verify() == []


def test_a_lost_seeds_file_stops_what_needs_it_and_no_reading(office: Office) -> None:
    office.take([office.report(new_thread())])
    office.settings.seeds_path.unlink()
    office.reopen()
    assert len(office.desk.cases()) == 1
    with pytest.raises(SeedsError):
        office.take()
