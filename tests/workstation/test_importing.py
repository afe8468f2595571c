import os

import pytest

from dropbox.protocol.errors import (
    PickupForeignError,
    PickupFormError,
    PickupLengthError,
    PickupOrderError,
)
from dropbox.protocol.labels import digest
from dropbox.protocol.letter import letter_plain, open_letter, seal_decoy, seal_plain
from dropbox.protocol.pickup import make_pickup, verify_pickup
from dropbox.protocol.sizes import LETTER_LEN
from dropbox.protocol.thread import ThreadKeys
from dropbox.workstation import audit, importing
from dropbox.workstation.cases import LetterItem
from dropbox.workstation.errors import ClockError, SeedsError, StickError
from tests.workstation.builders import DAY, PASSPHRASE, Office, new_thread


def letters_of(office: Office, number: str) -> list[LetterItem]:
    return [item for item in office.desk.conversation(number) if isinstance(item, LetterItem)]


def snapshot(office: Office) -> dict[str, list[object]]:
    """Return what the vault holds, but for what is random (hashes of the log)."""
    tables = (
        "SELECT number, tid, category, status, unread FROM cases ORDER BY id",
        "SELECT case_id, ordinal, body, pieces, pieces_received FROM letters ORDER BY id",
        "SELECT hash, fault FROM set_aside ORDER BY hash",
        "SELECT hash, cid FROM chunks ORDER BY hash",
        "SELECT cid, piece, chunk FROM expected ORDER BY cid",
        "SELECT id, epoch, letters, chunks, decoys, resent FROM pickups ORDER BY id",
    )
    return {table: list(office.desk._vault.rows(table)) for table in tables}


def test_a_report_becomes_a_case_and_keeps_every_word(office: Office) -> None:
    thread = new_thread()
    what = "Uang 🧾 hilang \u202eterbalik"
    result = office.take([office.report(thread, what, who="Kepala bagian")])
    assert (result.opened_cases, result.letters) == (1, 1)
    (case,) = office.desk.cases()
    assert (case.number, case.category, case.status) == ("P-2026-0001", "suap", "diterima")
    assert case.unread == 1
    (letter,) = letters_of(office, case.number)
    assert letter.fields["what"] == what
    assert letter.fields["who"] == "Kepala bagian"


def test_a_second_letter_lands_in_the_same_case(office: Office) -> None:
    thread = new_thread()
    office.take([office.report(thread)])
    result = office.take([office.follow_up(thread, "Ini buktinya.")])
    assert (result.opened_cases, result.joined) == (0, 1)
    (case,) = office.desk.cases()
    assert [letter.ordinal for letter in letters_of(office, case.number)] == [1, 2]
    assert letters_of(office, case.number)[1].fields["text"] == "Ini buktinya."


def test_letters_of_one_pickup_are_joined_reports_first(office: Office) -> None:
    thread = new_thread()
    # Twelve follow-ups: the chance that the report is first in the pickup's own order is 1 in 13.
    letters = [office.follow_up(thread, str(n)) for n in range(12)] + [office.report(thread)]
    office.take([*letters, office.withdrawal(thread)])
    (case,) = office.desk.cases()
    kinds = [letter.letter_type for letter in letters_of(office, case.number)]
    assert kinds == ["report", *["follow_up"] * 12, "withdrawal"]


def test_case_numbers_start_anew_each_year_and_never_repeat(office: Office) -> None:
    office.take([office.report(new_thread()) for _ in range(3)])
    office.day += 7 * 7
    office.deliver()
    office.day = 20_819  # 2027-01-01
    root = office.settings.vault_dir / "root.box"
    office.desk.renew_signing(root, PASSPHRASE, office.day, sure=True)
    office.desk.deliver(office.folder, office.day, sure=True)
    office.deliver()
    office.desk.import_pickup(office.pickup([office.report(new_thread())]), office.day, sure=True)
    numbers = {case.number for case in office.desk.cases()}
    assert numbers == {"P-2026-0001", "P-2026-0002", "P-2026-0003", "P-2027-0001"}


def test_another_author_key_is_quarantined_and_not_acted_on(office: Office) -> None:
    thread = new_thread()
    office.take([office.report(thread)])
    # What an inspector could do, who knows the thread key.
    forger = ThreadKeys(thread.thread_key, os.urandom(32))
    result = office.take([office.withdrawal(forger), office.follow_up(forger, "Saya tarik semua")])
    assert (result.quarantined, result.joined) == (2, 0)
    (case,) = office.desk.cases()
    assert case.letters == 1
    assert case.withdrawn_day is None
    aside = office.desk.quarantine()
    assert {letter.fault for letter in aside} == {"AuthorError"}
    assert {letter.case_number for letter in aside} == {case.number}
    assert any("Saya tarik semua" in (letter.body or "") for letter in aside)


def test_an_unknown_thread_with_two_authors_in_one_pickup_is_quarantined_whole(
    office: Office,
) -> None:
    thread = new_thread()
    forger = ThreadKeys(thread.thread_key, os.urandom(32))
    result = office.take([office.report(thread), office.report(forger)])
    assert (result.quarantined, result.opened_cases) == (2, 0)
    assert office.desk.cases() == []


def test_the_same_letter_again_is_dropped_silently(office: Office) -> None:
    thread = new_thread()
    letter = office.report(thread)
    office.take([letter])
    result = office.take([letter])
    assert (result.resent, result.joined, result.quarantined) == (1, 0, 0)
    (case,) = office.desk.cases()
    assert (case.letters, case.unread) == (1, 1)


def test_a_message_id_used_for_something_else_is_quarantined(office: Office) -> None:
    thread, message_id = new_thread(), os.urandom(16)
    office.take([office.seal(2, thread, {"text": "satu"}, message_id=message_id)])
    result = office.take([office.seal(2, thread, {"text": "dua"}, message_id=message_id)])
    assert result.quarantined == 1
    assert [letter.fault for letter in office.desk.quarantine()] == ["ReplayError"]


def test_a_letter_sealed_again_under_another_weeks_key_is_a_replay(office: Office) -> None:
    thread, message_id = new_thread(), os.urandom(16)
    office.take([office.seal(2, thread, {"text": "satu"}, message_id=message_id)])
    office.day += 7
    office.deliver()
    result = office.take([office.seal(2, thread, {"text": "satu"}, message_id=message_id)])
    assert (result.resent, result.quarantined) == (0, 1)


def test_a_quarantined_letter_uses_up_no_message_id(office: Office) -> None:
    thread, message_id = new_thread(), os.urandom(16)
    office.take([office.report(thread)])
    forger = ThreadKeys(thread.thread_key, os.urandom(32))
    office.take([office.seal(2, forger, {"text": "palsu"}, message_id=message_id)])
    result = office.take([office.seal(2, thread, {"text": "asli"}, message_id=message_id)])
    assert result.joined == 1


def test_a_letter_that_two_keys_open_is_quarantined(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody can make such a letter for honest keys; here every live key opens what the first one
    # does.
    letter = office.report(new_thread())
    first = office.desk._seeds.live_keys()[0]
    monkeypatch.setattr(
        "dropbox.protocol.letter.open_letter",
        lambda sealed, _key, did: open_letter(sealed, first, did),
    )
    result = office.take([letter])
    assert (result.quarantined, result.opened_cases) == (1, 0)
    assert [aside.fault for aside in office.desk.quarantine()] == ["LetterAmbiguousError"]


def test_junk_decoys_and_broken_letters_are_counted_kept_and_change_nothing(office: Office) -> None:
    did, pk = office.did, office.intake_pk
    thread = new_thread()
    plain = bytearray(letter_plain(2, os.urandom(16), thread, b"{}", did, pk))
    bad_signature = bytes(plain[:100]) + bytes([plain[100] ^ 1]) + bytes(plain[101:])
    bad_padding = bytes(plain[:-1]) + b"\1"
    no_json = letter_plain(1, os.urandom(16), thread, b"halo", did, pk)
    letters = [
        os.urandom(LETTER_LEN),
        os.urandom(LETTER_LEN),
        seal_decoy(did, pk),
        *(seal_plain(broken, did, pk) for broken in (bad_signature, bad_padding, no_json)),
    ]
    result = office.take(letters)
    assert (result.unopened, result.decoys, result.broken) == (2, 1, 3)
    assert result.letters == 6
    assert office.desk.cases() == []
    aside = office.desk.quarantine()
    assert sorted(letter.fault for letter in aside) == [
        "LetterBodyError",
        "LetterFormError",
        "LetterSignatureError",
        "NotForThisKeyError",
        "NotForThisKeyError",
    ]
    kept = {path.read_bytes() for path in (office.settings.vault_dir / "letters").glob("*/*")}
    assert kept == {letter for letter in letters if letter != letters[2]}
    assert office.desk.summary(office.day).set_aside == {
        "unopened": 2,
        "broken": 3,
        "quarantined": 0,
        "unseen": 3,
    }
    assert len(office.desk.quarantine(with_unopened=False)) == 3


def test_a_follow_up_without_report_is_a_case_marked_so(office: Office) -> None:
    thread = new_thread()
    office.take([office.follow_up(thread)])
    (case,) = office.desk.cases()
    assert case.without_report
    assert case.category is None
    office.take([office.report(thread)])
    (case,) = office.desk.cases()
    assert not case.without_report
    assert case.category == "suap"


def test_a_withdrawal_acts_when_its_thread_has_a_report_in_whatever_order(office: Office) -> None:
    thread = new_thread()
    office.take([office.withdrawal(thread)])
    assert office.desk.cases()[0].withdrawn_day is None
    office.day += 1
    office.take([office.report(thread)])
    (case,) = office.desk.cases()
    assert case.withdrawn_day == office.day
    assert case.letters == 2


def test_importing_again_has_no_effect(office: Office) -> None:
    letters = [office.report(new_thread()), os.urandom(LETTER_LEN)]
    path = office.pickup(letters, office.attach({"a": b"x"})[1])
    office.desk.import_pickup(path, office.day)
    before, head = snapshot(office), audit.head(office.desk._vault)
    assert office.desk.import_pickup(path, office.day).repeated
    assert snapshot(office) == before
    assert audit.head(office.desk._vault) == head


@pytest.mark.parametrize(
    ("damage", "error"),
    [
        (lambda raw: raw[:-1], PickupLengthError),
        (lambda raw: raw + b"\0", PickupLengthError),
        (lambda raw: raw[:39], PickupFormError),
        (lambda raw: b"X" + raw[1:], PickupFormError),
        (lambda raw: raw[:8] + bytes([raw[8] ^ 1]) + raw[9:], PickupForeignError),
        (
            lambda raw: raw[:40] + raw[40 + LETTER_LEN :] + raw[40 : 40 + LETTER_LEN],
            PickupOrderError,
        ),
    ],
)
def test_a_damaged_or_foreign_pickup_is_refused_and_nothing_is_imported(
    office: Office, damage: object, error: type[Exception]
) -> None:
    path = office.pickup([office.report(new_thread()), office.report(new_thread())])
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    before = snapshot(office)
    with pytest.raises(error):
        office.desk.import_pickup(path, office.day)
    assert snapshot(office) == before
    assert not list((office.settings.vault_dir / "letters").glob("*/*"))


def test_a_missing_file_is_told_in_words(office: Office) -> None:
    with pytest.raises(StickError, match="tidak terbaca"):
        office.desk.import_pickup(office.folder / "tidak-ada", office.day)


def test_a_stick_that_changes_between_two_readings_is_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = office.report(new_thread()), office.report(new_thread())
    path = office.pickup([first])
    real = verify_pickup

    def swap(stream: object, sid: bytes) -> object:
        verified = real(stream, sid)  # type: ignore[arg-type]
        path.write_bytes(make_pickup(sid, 1, office.day, [second], []))
        return verified

    monkeypatch.setattr(importing, "verify_pickup", swap)
    with pytest.raises(PickupFormError):
        office.desk.import_pickup(path, office.day)
    assert office.desk.cases() == []


class CutOffError(Exception):
    """The power went."""


STEPS = [
    ("dropbox.workstation.ciphertext.CiphertextFolder.put", 1),
    ("dropbox.workstation.ciphertext.CiphertextFolder.put", 3),
    ("dropbox.workstation.opening_letters.open_one", 1),
    ("dropbox.workstation.importing.PickupImport._announce", 1),
    ("dropbox.workstation.joining.Joiner.join", 1),
    ("dropbox.workstation.joining.Joiner.join", 2),
    ("dropbox.workstation.joining.Joiner.set_aside", 1),
    ("dropbox.workstation.joining.expect_pieces", 1),
    ("dropbox.workstation.importing.find_crowds", 1),
    ("dropbox.workstation.chunks.ChunkShelf.enter", 1),
    ("dropbox.workstation.chunks.ChunkShelf.match", 1),
    ("dropbox.workstation.chunks.ChunkShelf.sync", 1),
    ("dropbox.workstation.importing.audit.record", 1),
    ("dropbox.workstation.chunks.ChunkShelf.drop_unneeded", 1),
    ("dropbox.workstation.seeds.SeedStore.destroy", 1),
]


@pytest.mark.parametrize(("step", "call"), STEPS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_cut_off_at_any_step_and_repeated_the_result_is_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch, step: str, call: int, when: str
) -> None:
    thread = new_thread()
    attachments, chunks = office.attach({"satu.txt": b"isi" * 100_000})
    letters = [
        office.report(thread, attachments=attachments),
        office.follow_up(thread),
        office.follow_up(new_thread()),
        os.urandom(LETTER_LEN),
    ]
    path = office.pickup(letters, chunks)
    with monkeypatch.context() as patch:
        _cut(patch, step, call, after=when == "after")
        with pytest.raises(CutOffError):
            office.desk.import_pickup(path, office.day)
    office.reopen()
    office.desk.import_pickup(path, office.day)
    cut_off = snapshot(office)

    # The same letters at the same desk without any cut: forget the import, and import once more.
    for table in ("expected", "chunks", "set_aside", "steps", "letters", "cases", "pickups"):
        office.desk._vault.change(f"DELETE FROM {table}")  # noqa: S608
    result = office.desk.import_pickup(path, office.day)
    assert snapshot(office) == cut_off
    assert (result.opened_cases, result.joined, result.unopened) == (2, 1, 1)
    assert office.desk.cases()[1].pieces_received == attachments["pieces"]
    assert office.desk.verify() == []


def _cut(patch: pytest.MonkeyPatch, step: str, call: int, *, after: bool) -> None:
    from importlib import import_module

    owner_name, _, name = step.rpartition(".")
    module_name, _, class_name = owner_name.rpartition(".")
    try:
        owner = import_module(owner_name)
    except ModuleNotFoundError:
        owner = getattr(import_module(module_name), class_name)
    real, calls = getattr(owner, name), 0

    def cut(*arguments: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls < call:
            return real(*arguments, **named)
        if after:
            real(*arguments, **named)
        raise CutOffError

    patch.setattr(owner, name, cut)


def test_what_a_power_cut_tore_is_written_anew(office: Office) -> None:
    attachments, chunks = office.attach({"a": b"isi"})
    junk = os.urandom(LETTER_LEN)
    path = office.pickup([office.report(new_thread(), attachments=attachments), junk], chunks)
    for folder, raw in (("chunks", chunks[0]), ("letters", junk)):
        name = digest(raw).hex()
        torn = office.settings.vault_dir / folder / name[:2] / name
        torn.parent.mkdir(parents=True)
        torn.write_bytes(bytes(len(raw)))
    office.desk.import_pickup(path, office.day)
    assert office.desk.cases()[0].pieces_received == 1
    kept = {path.read_bytes() for path in (office.settings.vault_dir / "letters").glob("*/*")}
    assert kept == {junk}


def test_without_its_seeds_nothing_is_imported(office: Office) -> None:
    path = office.pickup([office.report(new_thread())])
    office.settings.seeds_path.unlink()
    office.reopen()
    with pytest.raises(SeedsError, match="--replace-lost"):
        office.desk.import_pickup(path, office.day)
    assert office.desk.cases() == []


def test_a_date_before_the_last_delivery_is_refused(office: Office) -> None:
    path = office.pickup([office.report(new_thread())])
    with pytest.raises(ClockError):
        office.desk.import_pickup(path, DAY - 1)
    with pytest.raises(ClockError):
        office.desk.import_pickup(path, DAY + 61)
    assert office.desk.cases() == []


def test_progress_is_told_from_beginning_to_end(office: Office) -> None:
    attachments, chunks = office.attach({"a": b"x" * 600_000})
    path = office.pickup([office.report(new_thread(), attachments=attachments)], chunks)
    told: list[tuple[str, int, int]] = []
    office.desk.import_pickup(path, office.day, lambda *step: told.append(step))
    assert told == [
        ("verify", 0, 1),
        ("verify", 1, 1),
        ("letters", 0, 1),
        ("letters", 1, 1),
        ("chunks", 0, 3),
        ("chunks", 1, 3),
        ("chunks", 2, 3),
        ("chunks", 3, 3),
        ("join", 0, 1),
        ("join", 1, 1),
    ]
