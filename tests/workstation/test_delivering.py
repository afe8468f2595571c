import threading
from pathlib import Path

import pytest

from dropbox.protocol.bulletin import check_succession
from dropbox.protocol.delivery import verify_delivery
from dropbox.protocol.errors import ReplyBodyError, ReplyTooLongError
from dropbox.protocol.letter import seal_decoy
from dropbox.protocol.sheet import sheet_hash
from dropbox.protocol.sizes import SHEET_LEN
from dropbox.workstation import delivering
from dropbox.workstation.cases import ReplyItem, StepItem
from dropbox.workstation.desk import Desk
from dropbox.workstation.errors import (
    CaseError,
    CertificateDueError,
    ClockError,
    EarlyDeliveryError,
    StickError,
)
from dropbox.workstation.settings import WorkstationSettings
from tests.workstation.builders import DAY, PASSPHRASE, Office, new_thread, open_office


def only_case(office: Office) -> str:
    (case,) = office.desk.cases()
    return case.number


def test_every_letter_gets_a_receipt_that_its_reporter_reads(office: Office) -> None:
    thread = new_thread()
    office.take([office.report(thread), office.follow_up(thread)])
    assert office.desk.summary(office.day).receipts_waiting == 2
    office.day += 7
    result = office.deliver()
    assert (result.receipts, result.replies, result.waiting) == (2, 0, 0)
    first, second = office.bodies(thread, "receipt")
    assert (first["ordinal"], first["letter_type"], first["day"]) == (1, 1, office.day)
    assert (second["ordinal"], second["letter_type"], second["pieces"]) == (2, 2, 0)
    assert office.desk.summary(office.day).receipts_waiting == 0
    assert office.read(new_thread()).opened == 0


def test_a_reporter_reads_the_receipts_of_a_delivery_before_its_answers(office: Office) -> None:
    thread, other = new_thread(), new_thread()
    office.take([office.report(thread), office.follow_up(thread), office.report(other)])
    for case in office.desk.cases():
        office.desk.reply(case.number, "Terima kasih.", office.day)
        office.desk.set_status(case.number, "verifikasi", None, office.day)
    office.deliver()
    for keys, letters in ((thread, 2), (other, 1)):
        kinds = [reply.body["kind"] for reply in office.read(keys).replies]
        assert kinds == ["receipt"] * letters + ["message", "status"]
        seqs = [reply.seq for reply in office.read(keys).replies]
        assert seqs == list(range(seqs[0], seqs[0] + letters + 2))


def test_decoys_and_letters_set_aside_get_no_receipt(office: Office) -> None:
    did, pk = office.did, office.intake_pk
    office.take([seal_decoy(did, pk), office.seal_raw(1, new_thread(), b"{}")])
    assert office.deliver().receipts == 0


def test_a_reply_longer_than_one_cell_is_read_whole(office: Office) -> None:
    thread = new_thread()
    office.take([office.report(thread)])
    text = "Terima kasih. 🙏 \u0645\u0631\u062d\u0628\u0627 " * 120
    office.desk.reply(only_case(office), text, office.day)
    office.deliver()
    assert [body["text"] for body in office.bodies(thread, "message")] == [text]
    assert office.read(thread).opened > 3


def test_an_empty_or_too_long_reply_is_refused_and_the_draft_kept(office: Office) -> None:
    office.take([office.report(new_thread())])
    number = only_case(office)
    office.desk.save_draft(number, "sedang ditulis")
    with pytest.raises(ReplyBodyError):
        office.desk.reply(number, "", office.day)
    with pytest.raises(ReplyTooLongError):
        office.desk.reply(number, "a" * 23_700, office.day)
    assert office.desk.draft(number) == "sedang ditulis"
    assert office.desk.case(number).has_draft
    office.desk.reply(number, "selesai ditulis", office.day)
    assert office.desk.draft(number) == ""
    assert office.desk.case(number).waiting == 1


def test_the_longest_reply_fits_a_delivery(office: Office) -> None:
    thread = new_thread()
    office.take([office.report(thread)])
    # What is due, as long as it can be, has its room in every reply.
    due = '"due":{"day":4294967295,"step":"conclude"},'
    text = "b" * (23_648 - len(f'{{"day":20696,{due}"kind":"message","text":""}}'))
    office.desk.reply(only_case(office), text, office.day)
    assert office.deliver().waiting == 0
    assert office.bodies(thread, "message")[0]["text"] == text


def test_a_status_is_told_with_its_reason_and_kept_in_the_history(office: Office) -> None:
    thread = new_thread()
    office.take([office.report(thread)])
    number = only_case(office)
    office.desk.set_status(number, "tidak_dapat_ditindaklanjuti", " Tanpa bukti awal. ", office.day)
    office.deliver()
    (body,) = office.bodies(thread, "status")
    assert (body["status"], body["reason"]) == ("tidak_dapat_ditindaklanjuti", "Tanpa bukti awal.")
    assert office.desk.case(number).closed
    steps = [i for i in office.desk.conversation(number) if isinstance(i, StepItem)]
    assert [step.status for step in steps] == ["diterima", "tidak_dapat_ditindaklanjuti"]


def test_a_status_without_its_reason_or_unknown_changes_nothing(office: Office) -> None:
    office.take([office.report(new_thread())])
    number = only_case(office)
    for code, reason in (("tidak_dapat_ditindaklanjuti", "  "), ("selesai", None)):
        with pytest.raises(CaseError):
            office.desk.set_status(number, code, reason, office.day)
    assert office.desk.case(number).status == "diterima"
    assert office.desk.case(number).waiting == 0


def test_a_reply_can_be_taken_back_until_it_went_out(office: Office) -> None:
    thread = new_thread()
    office.take([office.report(thread)])
    number = only_case(office)
    reply_id = office.desk.reply(number, "Jangan", office.day)
    office.desk.cancel_reply(reply_id, office.day)
    reply_id = office.desk.reply(number, "Ya", office.day)
    office.deliver()
    assert [body["text"] for body in office.bodies(thread, "message")] == ["Ya"]
    with pytest.raises(CaseError):
        office.desk.cancel_reply(reply_id, office.day)


def test_every_delivery_adds_the_same_number_of_sheets_whatever_there_is_to_say(
    tmp_path: Path,
) -> None:
    office = open_office(tmp_path, sheets_per_delivery=2)
    with office.desk:
        thread = new_thread()
        for week in range(4):
            office.day += 7
            if week % 2:
                office.take([office.report(new_thread()) for _ in range(20)])
                office.take([office.report(thread)])
                office.desk.reply(office.desk.cases()[0].number, "x" * 5_000, office.day)
            assert office.deliver().new_sheets == 2
        boards = [delivery.board for delivery in office.delivered]
        assert [len(board) // SHEET_LEN for board in boards] == [2, 4, 6, 8, 10]
        # Nothing that was published changes until it expires.
        assert boards[4].startswith(boards[3])


def test_what_does_not_fit_waits_and_keeps_its_order(office: Office) -> None:
    threads = [new_thread() for _ in range(3)]
    for thread in threads:
        office.take([office.report(thread)])
    numbers = sorted(case.number for case in office.desk.cases())
    for number in numbers:
        office.desk.reply(number, "panjang " * 1_400, office.day)  # 12 cells
        office.desk.reply(number, "pendek", office.day)
    first = office.deliver()
    assert first.waiting > 0
    read = [[body["text"][:7] for body in office.bodies(t, "message")] for t in threads]
    # The third case's long reply did not fit, and its short one did not overtake it.
    assert read == [["panjang", "pendek"], ["panjang", "pendek"], []]
    office.day += 7
    assert office.deliver().waiting == 0
    assert [b["text"][:7] for b in office.bodies(threads[2], "message")] == ["panjang", "pendek"]
    assert all(len(office.bodies(thread, "receipt")) == 1 for thread in threads)


def test_one_loud_thread_does_not_keep_others_from_their_receipt(office: Office) -> None:
    loud, quiet = new_thread(), new_thread()
    office.take([office.follow_up(loud, str(number)) for number in range(40)])
    office.take([office.report(quiet)])
    assert office.deliver().waiting == 9
    assert len(office.bodies(quiet, "receipt")) == 1
    assert [body["ordinal"] for body in office.bodies(loud, "receipt")] == list(range(1, 32))


def test_sheets_expire_whole_after_ninety_days(office: Office) -> None:
    first = office.delivered[0].bulletin.sheet_hashes[0]
    for _ in range(12):
        office.day += 7
        office.deliver()
        assert office.delivered[-1].bulletin.sheet_hashes[0] == first
    office.day += 7
    result = office.deliver()
    assert office.day - DAY == 91
    assert first not in office.delivered[-1].bulletin.sheet_hashes
    assert result.sheets == 13
    assert office.desk._vault.number("SELECT count(*) FROM sheets") == 13


def test_the_last_reply_of_an_open_case_outlives_its_sheet(office: Office) -> None:
    thread, closed = new_thread(), new_thread()
    office.take([office.report(thread)])
    office.desk.reply(only_case(office), "Kami bekerja.", office.day)
    office.take([office.report(closed)])
    (other,) = [c.number for c in office.desk.cases() if c.number != "P-2026-0001"]
    office.desk.set_status(other, "selesai_terbukti", None, office.day)
    office.deliver()
    seqs = [reply.seq for reply in office.read(thread).replies]
    for week in range(30):
        office.day += 7
        if week == 10:
            root = office.settings.vault_dir / "root.box"
            office.desk.renew_signing(root, PASSPHRASE, office.day)
        if week == 24:
            root = office.settings.vault_dir / "root.box"
            office.desk.renew_signing(root, PASSPHRASE, office.day)
        result = office.deliver()
        assert result.new_sheets == 1
        found = office.read(thread)
        assert not found.refused
        assert not any(reply.conflict for reply in found.replies)
        assert found.replies[-1].seq == max(seqs)
        assert office.delivered[-1].bulletin.content["demo"] is True
    assert [reply.seq for reply in office.read(thread).replies] == [max(seqs)]
    assert office.read(closed).opened == 0


def test_bulletins_are_numbered_chained_and_name_what_the_site_and_reporters_need(
    office: Office,
) -> None:
    path = office.pickup([office.report(new_thread())])
    imported = office.desk.import_pickup(path, office.day)
    office.day += 7
    office.deliver()
    first, second = office.delivered
    assert first.bulletin.content["prev"] == "0" * 64
    assert second.bulletin.content["prev"] == first.bulletin.hash.hex()
    check_succession(first.bulletin, second.bulletin)
    assert [delivery.bulletin.number for delivery in office.delivered] == [1, 2]
    assert [raw.hex() for raw in second.pickup_ids] == [imported.pickup_id]
    content = second.bulletin.content
    assert (content["issued"], content["next"]) == (office.day, office.day + 7)
    assert content["expires"] == office.day + 35
    assert [key["from"] for key in content["keys"]] == [DAY + 7 * week for week in range(1, 7)]
    assert {entry["code"] for entry in content["statuses"]} >= {"diterima", "diteruskan"}
    assert len(content["categories"]) == 9
    assert content["log"] != first.bulletin.content["log"]
    assert office.desk.verify() == []


def test_pickups_are_named_for_sixty_days(office: Office) -> None:
    imported = office.take([])
    for _ in range(8):
        office.day += 7
        office.deliver()
        assert [raw.hex() for raw in office.delivered[-1].pickup_ids] == [imported.pickup_id]
    office.day += 7
    office.deliver()
    assert office.delivered[-1].pickup_ids == []


def test_texts_that_were_edited_go_out_with_the_next_bulletin(office: Office) -> None:
    with office.settings.texts_path.open("a", encoding="utf-8") as file:
        file.write('\n[[notices]]\nday = 2026-09-01\nid = "Libur."\nen = "Closed."\n')
    office.deliver()
    assert office.delivered[-1].bulletin.content["notices"] == [
        {"day": 20_697, "id": "Libur.", "en": "Closed."}
    ]


@pytest.mark.parametrize("after", ["_compose", "_sign", "keep_sealed", "write_atomically"])
def test_cut_off_while_delivering_no_number_is_signed_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    class CutOffError(Exception):
        pass

    thread = new_thread()
    office.take([office.report(thread)])
    office.desk.reply(only_case(office), "Halo", office.day)
    owner = delivering if hasattr(delivering, after) else delivering.Composer
    real = getattr(owner, after)

    def cut(*arguments: object, **named: object) -> None:
        real(*arguments, **named)
        raise CutOffError

    with monkeypatch.context() as patch:
        patch.setattr(owner, after, cut)
        with pytest.raises(CutOffError):
            office.desk.deliver(office.folder, office.day)
    written = sorted(office.folder.glob("*.delivery"))
    kept = written[1].read_bytes() if len(written) > 1 else None
    office.reopen()
    result = office.deliver()
    # What was cut off before the vault held it has used up its number.
    assert result.number == (3 if kept is None else 2)
    if kept is not None:
        assert result.again
        assert Path(result.path).read_bytes() == kept
    assert [body["text"] for body in office.bodies(thread, "message")] == ["Halo"]
    assert office.desk._vault.number("SELECT count(*) FROM sheets") == 2
    assert office.deliver().number == result.number + 1
    assert office.desk.verify() == []


def test_a_stick_that_is_gone_loses_nothing(office: Office, tmp_path: Path) -> None:
    with pytest.raises(StickError, match="jalankan lagi"):
        office.desk.deliver(tmp_path / "tidak" / "ada", office.day)
    assert office.desk.summary(office.day).delivery_unwritten
    result = office.deliver()
    assert (result.number, result.again) == (2, True)


def test_the_last_delivery_can_be_written_again_byte_for_byte(office: Office) -> None:
    office.day += 7
    raw = Path(office.deliver().path).read_bytes()
    result = office.desk.deliver(office.folder / "lain", office.day, again=True)
    assert result.again
    assert (office.folder / "lain").read_bytes() == raw


def test_what_was_composed_and_lay_too_long_is_followed_by_a_new_number(
    office: Office, tmp_path: Path
) -> None:
    with pytest.raises(StickError):
        office.desk.deliver(tmp_path / "tidak" / "ada", office.day)
    office.day += 15
    result = office.deliver()
    assert (result.number, result.again) == (3, False)


def test_dates_that_cannot_be_right_are_refused(office: Office) -> None:
    with pytest.raises(ClockError, match="2026-08-30"):
        office.desk.deliver(office.folder, DAY - 1)
    with pytest.raises(ClockError, match="--yes-the-date-is-right"):
        office.desk.deliver(office.folder, DAY + 61)
    assert office.desk.summary(office.day).last_number == 1
    assert office.desk.deliver(office.folder, DAY + 61, sure=True).number == 2


def test_without_a_certificate_nothing_is_signed(office: Office) -> None:
    for _ in range(14):
        office.day += 7
        office.deliver()
    office.day += 7
    assert office.desk.summary(office.day).certificate_due
    with pytest.raises(CertificateDueError, match="renew-signing"):
        office.deliver()
    office.desk.renew_signing(office.settings.vault_dir / "root.box", PASSPHRASE, office.day)
    assert office.deliver().number == 16
    signers = office.delivered[-1].bulletin.content["signers"]
    assert [signer["from"] for signer in signers] == [DAY]


def test_a_vault_that_is_no_demo_keeps_to_its_days(tmp_path: Path) -> None:
    settings = WorkstationSettings(vault_dir=tmp_path / "vault")
    Desk.init(settings, PASSPHRASE, DAY)
    with Desk.open(settings, PASSPHRASE, DAY) as desk:
        desk.deliver(tmp_path, DAY)
        with pytest.raises(EarlyDeliveryError, match="2026-09-07"):
            desk.deliver(tmp_path, DAY + 6)
        early = desk.deliver(tmp_path, DAY + 6, early=True)
        assert (early.number, early.next_day) == (2, DAY + 7)
        # A late one does not move the days that follow.
        late = desk.deliver(tmp_path, DAY + 9)
        assert (late.number, late.next_day) == (3, DAY + 14)
        raw = Path(late.path).read_bytes()
        delivery = verify_delivery(raw, bytes.fromhex(desk.identity().did))
        assert delivery.bulletin.content["demo"] is False
        hashes = delivery.bulletin.sheet_hashes
        sheets = [delivery.board[at : at + SHEET_LEN] for at in range(0, 3 * SHEET_LEN, SHEET_LEN)]
        assert [sheet_hash(sheet) for sheet in sheets] == hashes


def test_the_conversation_tells_what_waits_and_what_went_out(office: Office) -> None:
    office.take([office.report(new_thread())])
    number = only_case(office)
    office.desk.add_note(number, "Periksa SPJ.", office.day)
    office.desk.reply(number, "Halo", office.day)
    kinds = [item.kind for item in office.desk.conversation(number)]
    assert kinds == ["step", "letter", "note", "reply"]
    office.deliver()
    replies = [i for i in office.desk.conversation(number) if isinstance(i, ReplyItem)]
    assert [(reply.reply_kind, reply.bulletin) for reply in replies] == [
        ("message", 2),
        ("receipt", 2),
    ]


def test_carrying_from_several_threads_follows_one_another(office: Office) -> None:
    paths = [office.pickup([office.report(new_thread())]) for _ in range(4)]
    office.day += 7
    failures: list[Exception] = []

    def carry(path: Path) -> None:
        try:
            office.desk.import_pickup(path, office.day)
            office.desk.deliver(office.folder, office.day)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            failures.append(error)

    threads = [threading.Thread(target=carry, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert office.desk.summary(office.day).last_number == 5
    office.reopen()
    assert office.desk.verify() == []
    assert len(office.desk.cases()) == 4
