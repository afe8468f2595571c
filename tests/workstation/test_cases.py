import pytest

from dropbox.workstation.days import date_of, day_of, iso
from dropbox.workstation.deadlines import add_working_days, is_working_day
from dropbox.workstation.errors import CaseError
from tests.workstation.builders import DAY, Office, new_thread


def test_reading_a_case_takes_its_news_away(office: Office) -> None:
    office.take([office.report(new_thread())])
    (case,) = office.desk.cases()
    assert office.desk.summary(DAY).letters_unread == 1
    office.desk.mark_read(case.number)
    assert office.desk.summary(DAY).letters_unread == 0


def test_cases_are_found_by_status_state_and_words(office: Office) -> None:
    for what in ("Pengadaan KURSI", "Honor fiktif"):
        office.take([office.report(new_thread(), what)])
    first, second = sorted(case.number for case in office.desk.cases())
    office.desk.set_status(first, "selesai_terbukti", None, DAY)
    office.desk.add_note(second, "Tanya Bu Ratna", DAY)

    def numbers(**wanted: object) -> list[str]:
        return [case.number for case in office.desk.cases(**wanted)]  # type: ignore[arg-type]

    assert numbers(open_only=True) == [second]
    assert numbers(status="selesai_terbukti") == [first]
    assert numbers(search="kursi") == [first]
    assert numbers(search="bu ratna") == [second]
    assert numbers(search=first.lower()) == [first]
    # Names of fields and codes of the protocol are no words of anybody.
    assert numbers(search="category") == []


def test_news_come_first(office: Office) -> None:
    old = new_thread()
    office.take([office.report(old)])
    office.take([office.report(new_thread())])
    for case in office.desk.cases():
        office.desk.mark_read(case.number)
    assert [case.number for case in office.desk.cases()] == ["P-2026-0002", "P-2026-0001"]
    office.take([office.follow_up(old)])
    assert [case.number for case in office.desk.cases()] == ["P-2026-0001", "P-2026-0002"]


def test_an_unknown_case_is_told_in_words(office: Office) -> None:
    for call in (
        lambda: office.desk.case("P-2026-0009"),
        lambda: office.desk.conversation("P-2026-0009"),
        lambda: office.desk.reply("P-2026-0009", "x", DAY),
        lambda: office.desk.save_draft("P-2026-0009", "x"),
        lambda: office.desk.mark_read("P-2026-0009"),
    ):
        with pytest.raises(CaseError, match="P-2026-0009"):
            call()


def test_deadlines_count_working_days(office: Office) -> None:
    office.take([office.report(new_thread())])
    (case,) = office.desk.cases()
    assert case.deadline is not None
    assert (case.deadline.step, iso(case.deadline.day)) == ("acknowledge", "2026-09-03")
    office.deliver()
    (case,) = office.desk.cases()
    assert case.deadline is not None
    assert (case.deadline.step, iso(case.deadline.day)) == ("verify", "2026-09-09")
    office.desk.set_status(case.number, "telaah", None, DAY)
    (case,) = office.desk.cases()
    assert case.deadline is not None
    assert case.deadline.step == "conclude"
    assert office.desk.summary(case.deadline.day).overdue == []
    assert office.desk.summary(case.deadline.day + 1).overdue == [case.number]
    office.desk.set_status(case.number, "diarsipkan", None, DAY)
    assert office.desk.case(case.number).deadline is None


def test_weekends_and_independence_day_are_no_working_days() -> None:
    friday = day_of(date_of(20_679))
    assert iso(friday) == "2026-08-14"
    assert not is_working_day(friday + 1)
    assert not is_working_day(friday + 3)
    assert iso(add_working_days(friday, 1)) == "2026-08-18"


def test_the_summary_tells_what_is_due(office: Office) -> None:
    summary = office.desk.summary(DAY)
    assert summary.demo
    assert (summary.last_number, summary.next_delivery_day) == (1, DAY + 7)
    assert not summary.delivery_due
    assert office.desk.summary(DAY + 7).delivery_due
    assert summary.certificate_until_day == DAY + 100
    assert not summary.certificate_due
    assert office.desk.summary(DAY + 79).certificate_due
    assert summary.keys_until_day == DAY + 42
    assert summary.last_pickup_day is None
    office.take()
    assert office.desk.summary(DAY).last_pickup_day == DAY


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("KUITANSI", 1),
        ("100%", 1),
        ("100_", 0),
        ("a!b_c", 1),
        ("a!b%c", 0),
        ('"kutip"', 1),
        ("ÉCLAIR 7", 1),
        ("uraian\nkedua", 1),
        ("account", 0),
    ],
)
def test_a_search_finds_the_very_text_whatever_its_case(
    office: Office, text: str, count: int
) -> None:
    account = 'Kuitansi 100% palsu, "kutip", a!b_c, éclair 7.\nUraian\nkedua'
    office.take([office.report(new_thread(), "Judul", account=account)])
    assert len(office.desk.cases(search=text)) == count
