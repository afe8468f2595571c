"""What replies promise: the next deadline, the end of the case; and the survey after it."""

import json

import pytest

from dropbox.protocol.body import FOLLOW_UP
from dropbox.protocol.errors import ReplyTooLongError
from dropbox.protocol.sizes import REPLY_BODY_MAX_LEN
from dropbox.workstation.cases import LetterItem
from dropbox.workstation.deadlines import add_working_days
from tests.workstation.builders import DAY, Office, new_thread


def number_of_only_case(office: Office) -> str:
    (case,) = office.desk.cases()
    return case.number


def test_replies_say_what_is_owed_next_in_working_days(office: Office) -> None:
    thread = new_thread()
    office.take([office.report(thread)])
    office.day += 7
    office.deliver()
    (receipt,) = office.bodies(thread, "receipt")
    assert receipt["due"] == {"step": "verify", "day": add_working_days(DAY, 7)}

    number = number_of_only_case(office)
    office.desk.set_status(number, "verifikasi", None, office.day)
    office.desk.reply(number, "Mohon keterangan.", office.day)
    office.day += 7
    office.deliver()
    conclude = {"step": "conclude", "day": add_working_days(DAY, 60)}
    (status,), (message,) = office.bodies(thread, "status"), office.bodies(thread, "message")
    assert status["due"] == message["due"] == conclude
    assert "closed" not in status


def test_the_status_that_ends_a_case_says_so_and_promises_nothing(office: Office) -> None:
    thread = new_thread()
    office.take([office.report(thread)])
    number = number_of_only_case(office)
    office.desk.set_status(number, "telaah", None, office.day)
    office.desk.set_status(number, "selesai_terbukti", "Sudah ditindak.", office.day)
    office.desk.reply(number, "Terima kasih.", office.day)
    office.day += 7
    office.deliver()
    found = office.read(thread)
    assert not found.refused
    assert all("due" not in reply.body for reply in found.replies)
    closed = [reply.body.get("closed") for reply in found.replies if "status" in reply.body]
    assert closed == [None, True]


def test_a_message_of_the_greatest_length_still_goes_out_with_its_deadline(office: Office) -> None:
    thread = new_thread()
    office.take([office.report(thread)])
    number = number_of_only_case(office)
    with pytest.raises(ReplyTooLongError) as refused:
        office.desk.reply(number, "x" * REPLY_BODY_MAX_LEN, office.day)
    office.desk.reply(number, "x" * (REPLY_BODY_MAX_LEN - refused.value.excess), office.day)
    office.day += 7
    office.deliver()
    (message,) = office.bodies(thread, "message")
    assert message["due"]["step"] == "verify"


def test_surveys_are_stored_shown_and_counted_once_per_case(office: Office) -> None:
    first, second, silent = new_thread(), new_thread(), new_thread()
    office.take([office.report(thread) for thread in (first, second, silent)])

    def survey(**answers: int) -> dict[str, object]:
        return {"survey": answers}

    office.take(
        [
            office.seal(FOLLOW_UP, first, survey(ease=1, safety=1, handling=1)),
            office.seal(FOLLOW_UP, second, survey(safety=4)),
        ]
    )
    # The last survey of a thread counts; one with words is a letter like any other besides.
    office.take([office.follow_up(first, "Terima kasih.", survey={"ease": 4, "handling": 3})])
    counts = office.desk.summary(office.day).surveys
    assert counts.cases == 2
    assert counts.answers == {
        "ease": (0, 0, 0, 1),
        "safety": (0, 0, 0, 1),
        "handling": (0, 0, 1, 0),
    }
    letters = [
        item
        for case in office.desk.cases()
        for item in office.desk.conversation(case.number)
        if isinstance(item, LetterItem) and "survey" in item.fields
    ]
    assert {json.dumps(letter.fields["survey"], sort_keys=True) for letter in letters} == {
        '{"ease": 1, "handling": 1, "safety": 1}',
        '{"safety": 4}',
        '{"ease": 4, "handling": 3}',
    }
    # Each gets its receipt, like any letter.
    office.day += 7
    office.deliver()
    assert [body["ordinal"] for body in office.bodies(second, "receipt")] == [1, 2]
