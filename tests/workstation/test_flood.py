"""A flood of sealed junk: who was there before comes first, and three acts clear the desk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dropbox.protocol.sizes import LETTER_LEN
from dropbox.protocol.thread import ThreadKeys
from dropbox.workstation import importing, opening_letters
from dropbox.workstation.case_list import Wanted
from dropbox.workstation.cases import LetterItem
from dropbox.workstation.desk import Desk
from dropbox.workstation.errors import CaseError
from dropbox.workstation.likeness import Look, gather, likeness, look_of, sketch_text
from dropbox.workstation.triage import UNLIKE, Choice
from tests.memory import memory_folder
from tests.workstation.builders import PASSPHRASE, Office, new_thread
from tests.workstation.floods import HONEST, Flooded, flood, junk_letters, titles

JUNK = 500


@pytest.fixture(scope="module")
def shared() -> Iterator[Flooded]:
    with memory_folder() as folder:
        flooded = flood(folder, JUNK)
        flooded.office.desk.close()
        yield flooded


@pytest.fixture
def flooded(shared: Flooded, tmp_path: Path) -> Iterator[Flooded]:
    """A copy of the same flood for each test."""
    office = shared.office
    shutil.copytree(office.settings.vault_dir.parent, tmp_path, dirs_exist_ok=True)
    settings = replace(office.settings, vault_dir=tmp_path / "vault")
    copied = replace(
        office,
        folder=tmp_path / "stick",
        desk=Desk.open(settings, PASSPHRASE, office.day),
        settings=settings,
        delivered=list(office.delivered),
    )
    yield replace(shared, office=copied)
    copied.desk.close()


def test_everything_is_there_once_and_nothing_of_the_honest_ones_is_lost(flooded: Flooded) -> None:
    result, office = flooded.result, flooded.office
    assert (result.opened_cases, result.joined, result.unopened) == (JUNK + 3, 2, 20)
    number = flooded.number("Kuitansi")
    letters = [item for item in office.desk.conversation(number) if isinstance(item, LetterItem)]
    assert [letter.fields.get("text", "") for letter in letters] == ["", "Ini buktinya."]
    assert letters[1].pieces_received == letters[1].pieces == 2
    assert len(office.desk.read_attachment(letters[1].id, 0)) == 300_000
    assert office.desk.verify() == []


def test_threads_that_were_there_come_first_everywhere(flooded: Flooded) -> None:
    assert titles(flooded.office, 2) == ["Kuitansi fiktif", "Lembur palsu"]
    assert set(titles(flooded.office, 5)[2:]) == set(HONEST)
    assert set(flooded.result.case_numbers[:2]) == set(flooded.first)
    entries = flooded.office.desk._vault.rows(
        "SELECT case_id FROM letters WHERE pickup_id = ? ORDER BY entry",
        bytes.fromhex(flooded.result.pickup_id),
    )
    assert {row[0] for row in entries[:2]} == {1, 2}


def test_the_groups_hold_the_junk_and_only_that(flooded: Flooded) -> None:
    groups = flooded.office.desk.triage().groups()
    assert [group.count for group in groups] == [JUNK // 2, JUNK // 2, 3]
    assert groups[-1].number == UNLIKE
    assert {case.title for case in groups[-1].samples} == set(HONEST)
    # Threads that wrote before are in none.
    assert sum(group.count for group in groups) == JUNK + 3


def test_junk_is_dismissed_in_three_acts_and_one_brings_it_back(flooded: Flooded) -> None:
    office, triage = flooded.office, flooded.office.desk.triage()
    before = titles(office, JUNK + 10)
    choice = flooded.junk()
    count = triage.look(choice).count
    assert count == JUNK
    dismissal = triage.dismiss(choice, count, office.day)
    assert set(titles(office, JUNK)) == {"Kuitansi fiktif", "Lembur palsu", *HONEST}
    summary = office.desk.summary(office.day)
    assert (summary.cases, summary.junk, summary.letters_unread) == (5, JUNK, 5)
    assert office.desk.case_page(Wanted(junk=True))[0] == JUNK
    assert triage.undo(dismissal, office.day) == JUNK
    assert titles(office, JUNK + 10) == before
    actions = [(entry.action, entry.subject) for entry in office.desk.log(2)]
    assert actions == [
        ("junk_undone", f"{dismissal} ({JUNK})"),
        ("junk_dismissed", f"{dismissal} ({JUNK})"),
    ]


def test_receipts_go_to_the_known_then_the_new_then_what_room_is_left(flooded: Flooded) -> None:
    office = flooded.office
    office.day += 7
    office.deliver()
    # 32 cells: two threads that were there, three new ones, and then as many of the flood.
    for thread in (flooded.worked, flooded.known):
        assert len(office.bodies(thread, "receipt")) == 2
    for thread in flooded.honest:
        assert len(office.bodies(thread, "receipt")) == 1
    summary = office.desk.summary(office.day)
    assert summary.receipts_waiting == JUNK + 5 - 32


def test_what_was_dismissed_gives_its_room_back_and_gets_it_when_restored(
    flooded: Flooded,
) -> None:
    office, triage = flooded.office, flooded.office.desk.triage()
    # By mistake, one real report goes too.
    wrong = flooded.number("Jual beli jabatan")
    triage.dismiss(Choice(cases=(wrong,)), 1, office.day)
    triage.dismiss(flooded.junk(), JUNK, office.day)
    assert office.desk.preview_delivery(office.day).waiting == 0
    office.day += 7
    office.deliver()
    assert not office.bodies(flooded.honest[1], "receipt")
    assert len(office.bodies(flooded.honest[0], "receipt")) == 1
    # The reporter, left without a receipt, writes again: that shows.
    office.take([office.follow_up(flooded.honest[1], "Apakah sudah diterima?")])
    assert triage.wrote_again() == {wrong}
    assert office.desk.summary(office.day).junk_wrote_again == 1
    assert office.desk.case_page(Wanted(junk=True), 0, 1)[1][0].number == wrong
    triage.restore(wrong, office.day)
    assert titles(office, 1) == ["Jual beli jabatan"]
    office.day += 7
    office.deliver()
    assert len(office.bodies(flooded.honest[1], "receipt")) == 2


def test_a_dismissed_thread_is_not_sealed_again_and_not_answered(flooded: Flooded) -> None:
    office, triage = flooded.office, flooded.office.desk.triage()
    office.day += 7
    office.deliver()
    triage.dismiss(flooded.junk(), JUNK, office.day)
    number = office.desk.case_page(Wanted(junk=True), 0, 1)[1][0].number
    for work in (
        lambda: office.desk.reply(number, "Halo", office.day),
        lambda: office.desk.set_status(number, "telaah", None, office.day),
        lambda: office.desk.add_note(number, "x", office.day),
        lambda: office.desk.save_draft(number, "x"),
    ):
        with pytest.raises(CaseError, match="Kembalikan dulu"):
            work()
    office.day += 80
    office.desk.renew_signing(
        office.settings.vault_dir / "root.box", PASSPHRASE, office.day, sure=True
    )
    office.desk.deliver(office.folder, office.day, sure=True)
    office.day += 7
    resealed = office.desk.preview_delivery(office.day).resealed
    # 27 receipts of the flood went out and are forgotten; five threads are kept on the board.
    assert resealed <= 5


def test_what_somebody_has_worked_on_cannot_be_dismissed(flooded: Flooded) -> None:
    office, triage = flooded.office, flooded.office.desk.triage()
    number = flooded.number("Perjalanan dinas")
    office.desk.add_note(number, "Diperiksa.", office.day)
    with pytest.raises(CaseError, match="sudah dikerjakan"):
        triage.dismiss(Choice(cases=(number,)), 1, office.day)
    assert triage.look(Choice(returned=True)).count == JUNK + 3


def test_more_than_was_looked_over_is_not_dismissed(flooded: Flooded) -> None:
    office, triage = flooded.office, flooded.office.desk.triage()
    choice = flooded.junk()
    office.take(list(junk_letters(office, 2, seed=2)))
    with pytest.raises(CaseError, match=f"{JUNK + 2}, bukan {JUNK}"):
        triage.dismiss(choice, JUNK, office.day)
    assert office.desk.summary(office.day).junk == 0


def test_the_same_flood_again_is_told_from_what_was_dismissed(flooded: Flooded) -> None:
    office, triage = flooded.office, flooded.office.desk.triage()
    triage.dismiss(flooded.junk(), JUNK, office.day)
    office.take(list(junk_letters(office, 4, seed=3)))
    again = {group.number: group for group in triage.groups()}
    assert sum(group.count for number, group in again.items() if number != UNLIKE) == 4
    assert {group.dismissed for number, group in again.items() if number != UNLIKE} == {JUNK // 2}
    # Still last, though they are few this time.
    assert set(titles(office, 9)[5:]) & set(HONEST) == set()


@pytest.mark.parametrize(
    ("choice", "count"),
    [
        (Choice(text="tolong diperiksa"), JUNK // 2),
        (Choice(category="suap", language="id", single=True, bare=True), JUNK + 3),
        (Choice(language="en"), 0),
        (Choice(day=1), 0),
        (Choice(read=False, returned=True), JUNK + 4),
    ],
)
def test_conditions_narrow_the_choice_down(flooded: Flooded, choice: Choice, count: int) -> None:
    assert flooded.office.desk.triage().look(choice).count == count


def test_the_strangest_are_shown_before_anything_is_dismissed(flooded: Flooded) -> None:
    office = flooded.office
    group = next(g for g in office.desk.triage().groups() if "penting" in g.samples[0].title)
    honest = office.desk.cases(search="Perjalanan dinas")[0]
    # Somebody made an honest report look like one of a flood.
    office.desk._vault.change(
        "UPDATE cases SET alike = ?, crowd = ? WHERE number = ?",
        group.number,
        JUNK,
        honest.number,
    )
    found = office.desk.triage().look(Choice(groups=(group.number,)))
    assert found.count == JUNK // 2 + 1
    assert honest.number in {case.number for case in found.strangest}
    # Also where the other groups are chosen with it.
    found = office.desk.triage().look(flooded.junk())
    assert honest.number in {case.number for case in found.strangest}


def test_many_letters_are_opened_in_other_processes_with_the_same_result(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening_letters, "PROCESSES_FROM", 4)
    monkeypatch.setattr(importing, "KEPT_LEN_MAX", 1_000)
    asked: list[int] = []
    real = opening_letters.LetterOpener._submit

    def submit(opener: opening_letters.LetterOpener, batch: list[bytes]) -> object:
        asked.append(len(batch))
        future = real(opener, batch)
        assert future is not None
        return future

    thread = new_thread()
    forger = ThreadKeys(thread.thread_key, os.urandom(32))
    office.take([office.report(thread, "Kuitansi fiktif")])
    monkeypatch.setattr(opening_letters.LetterOpener, "_submit", submit)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})
    letters = [*junk_letters(office, 40), os.urandom(LETTER_LEN), office.follow_up(forger)]
    result = office.take([*letters, office.follow_up(thread, "Asli")])
    assert (result.opened_cases, result.joined, result.unopened) == (40, 1, 1)
    assert result.quarantined == 1
    # Opened once, and once more what there was no room for.
    assert sum(asked) > len(letters) + 20
    assert {case.title for case in office.desk.cases(search="Laporan penting")} == {
        f"Laporan penting {number}" for number in range(0, 40, 2)
    }


def test_a_flood_of_announced_files_does_not_fill_the_vault(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "EXPECTED_MAX", 30)
    known = new_thread()
    office.take([office.report(known, "Kuitansi fiktif")])
    named, records = office.attach({"a": b"isi"})
    small, small_records = office.attach({"b": b"isi"})
    letters = [office.follow_up(known, attachments=named)]
    letters.append(office.report(new_thread(), "Kecil", attachments=small))
    for _ in range(4):
        large, _ = office.attach({"c": bytes(3_000_000)})
        letters.append(office.report(new_thread(), "Besar", attachments=large))
    office.take(letters, records + small_records)
    assert office.desk._vault.number("SELECT count(*) FROM expected") <= 30
    for title in ("Kuitansi", "Kecil"):
        (case,) = office.desk.cases(search=title)
        assert case.pieces_received == 1
    waiting = [
        item
        for case in office.desk.cases(search="Besar")
        for item in office.desk.conversation(case.number)
        if isinstance(item, LetterItem) and item.over_limit
    ]
    assert waiting
    office.desk.accept_attachments(waiting[0].id, office.day)
    assert office.desk._vault.number("SELECT count(*) FROM expected") > 12


def test_likeness() -> None:
    first = sketch_text("Kepala bagian keuangan membuat kuitansi fiktif untuk rapat di hotel 12")
    same = sketch_text("KEPALA bagian keuangan, membuat kuitansi fiktif untuk rapat di hotel 99!")
    other = sketch_text("Panitia lelang meminta uang kepada pemenang sebelum kontrak diteken")
    assert first == same
    assert likeness(first, other) < 0.3
    assert likeness(sketch_text("123"), sketch_text("456")) == 0
    assert gather(
        [(1, first), (2, other), (3, same), (4, sketch_text("1")), (5, b"\xff" * 96)]
    ) == {
        1: 1,
        2: 2,
        3: 1,
        4: 4,
        5: 5,
    }


@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("", Look.NEARLY_EMPTY),
        ("tes tes", Look.NEARLY_EMPTY),
        ("Kepala bagian keuangan membuat kuitansi fiktif", Look.WORDS),
        ("The head of finance writes false receipts through the whole year", Look.WORDS),
        ("xkq wzrtp qqvbn jhgfd mnbvcx qwrtp zxcvb", Look.NONSENSE),
        ("ꦏꦥꦭꦧꦒꦶꦪꦤ꧀ꦏꦺꦴꦠꦩꦺꦴꦚꦺꦴꦭꦺꦴꦁ ꦢꦸꦮꦶꦠ꧀ ꦲꦶꦁ ꦏꦤ꧀ꦠꦺꦴꦂ ꦥꦸꦱꦠ꧀", Look.WORDS),
        ("رئيس القسم يأخذ المال من المقاول كل شهر", Look.WORDS),
    ],
)
def test_looks(text: str, look: Look) -> None:
    assert look_of(text) is look
