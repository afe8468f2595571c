"""The list of cases and one case: reading, answering, judging."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, request, url_for

from dropbox.protocol.errors import TitipError
from dropbox.protocol.reply import write_reply_body
from dropbox.protocol.signing import SIGNATURE_LEN
from dropbox.protocol.sizes import REPLY_BODY_MAX_LEN, REPLY_PARTS_MAX, SLICE_LEN
from dropbox.workstation.case_list import Wanted
from dropbox.workstation.cases import LetterItem, NoteItem, ReplyItem, StepItem
from dropbox.workstation.crowds import CROWD
from dropbox.workstation.desk import Desk
from dropbox.workstation.errors import WorkstationError
from dropbox.workstation.ui.conversation import by_day
from dropbox.workstation.ui.overview import ORDER
from dropbox.workstation.ui.room import BusyError, LockedError
from dropbox.workstation.ui.triage_screens import may_dismiss
from dropbox.workstation.ui.wording import refused
from dropbox.workstation.ui.workplace import (
    HOME,
    desk_texts,
    go,
    held_here,
    hold,
    let_go,
    note,
    page,
    page_of,
    screen,
    typed,
    words,
    workplace,
)

CASES_SHOWN = 100
# The fields of a case's screen that somebody has thought about.
FORM_TEXTS = ("reply", "reason", "note")


def register(app: Flask) -> None:
    """Add the routes of these screens."""
    one = f"{HOME}/perkara/<number>"
    app.add_url_rule(f"{HOME}/perkara", "cases", cases, methods=["GET", "POST"])
    app.add_url_rule(one, "case", case)
    for path, endpoint, view in (
        ("balas", "reply", reply),
        ("batal", "cancel", cancel),
        ("status", "set_status", set_status),
        ("catatan", "add_note", add_note),
        ("lampiran", "save_files", save_files),
        ("potongan", "accept_files", accept_files),
        ("draf", "save_draft", save_draft),
    ):
        app.add_url_rule(f"{one}/{path}", endpoint, view, methods=["POST"])


@screen
def cases(desk: Desk) -> Response:
    """List cases. A search comes by POST: its words must not stay in the browser's history."""
    search = typed("search").strip() if request.method == "POST" else ""
    status = "*" if search else request.args.get("status", "")
    wanted = Wanted(status if status not in {"", "*"} else None, not status, search)
    place = max(number_of(request.args.get("halaman", "")), 1)
    count, found = desk.case_page(wanted, (place - 1) * CASES_SHOWN, CASES_SHOWN)
    pages = max(1, -(-count // CASES_SHOWN))
    if place > pages:
        place = pages
        _, found = desk.case_page(wanted, (place - 1) * CASES_SHOWN, CASES_SHOWN)
    return page(
        "cases.html",
        count=count,
        cases=found,
        place=place,
        pages=pages,
        crowd=CROWD,
        new=desk.triage().count_new(),
        junk=desk.triage().count_junk(),
        status=status,
        search=search,
        statuses=desk.texts.statuses,
        **desk_texts(desk),
    )


@screen
def case(desk: Desk, number: str) -> Response:
    """Show a case, and take away its mark of news."""
    return case_page(desk, number)


@screen
def reply(desk: Desk, number: str) -> Response:
    """Let a reply wait for the next delivery."""
    text = typed("reply")
    try:
        if not text.strip():
            raise refused("reply.missing")
        desk.reply(number, text, workplace().today())
    except (WorkstationError, TitipError) as error:
        return case_page(desk, number, problem=("reply", words().refusal(error)))
    let_go("reply")
    note("reply.queued")
    return go("case", number=number)


@screen
def cancel(desk: Desk, number: str) -> Response:
    """Take back a reply that still waits; its text becomes the draft again where there is none."""
    reply_id = row_id("reply_id")
    waiting = next(
        (
            item
            for item in desk.conversation(number)
            if isinstance(item, ReplyItem) and item.id == reply_id and "text" in item.fields
        ),
        None,
    )
    try:
        desk.cancel_reply(reply_id, workplace().today())
    except WorkstationError as error:
        return case_page(desk, number, problem=("reply", words().refusal(error)))
    if waiting is not None and not desk.draft(number):
        desk.save_draft(number, str(waiting.fields["text"]))
        note("reply.cancelled")
    else:
        note("reply.cancelled.draft")
    return go("case", number=number)


@screen
def set_status(desk: Desk, number: str) -> Response:
    """Set a status, with the reason that the reporter reads."""
    code, reason = request.form.get("status", ""), typed("reason")
    wording = words()
    if not code:
        return case_page(desk, number, problem=("status", wording("status.missing")))
    try:
        desk.set_status(number, code, reason, workplace().today())
    except (WorkstationError, TitipError) as error:
        return case_page(desk, number, problem=("status", wording.refusal(error)))
    let_go("status", "reason")
    note("status.done", status=desk_texts(desk)["status_name"](code))
    return go("case", number=number)


@screen
def add_note(desk: Desk, number: str) -> Response:
    """Add a note among inspectors."""
    try:
        desk.add_note(number, typed("note"), workplace().today())
    except WorkstationError as error:
        return case_page(desk, number, problem=("note", words().refusal(error)))
    let_go("note")
    note("notes.saved")
    return go("case", number=number)


@screen
def save_files(desk: Desk, number: str) -> Response:
    """Write the complete attachments of one letter into a folder."""
    letter_id, folder = row_id("letter_id"), typed("folder").strip()
    saved = 0
    try:
        check_letter(desk, number, letter_id)
        target = Path(folder).expanduser()
        if not target.is_absolute():
            raise refused("files.absolute")
        for file in desk.attachments(letter_id):
            if file.complete:
                desk.save_attachment(letter_id, file.place, target, workplace().today())
                saved += 1
    except (WorkstationError, TitipError, OSError) as error:
        return case_page(desk, number, problem=(f"letter-{letter_id}", words().refusal(error)))
    let_go("folder", "letter_id")
    note("files.saved", count=saved, folder=str(target))
    return go("case", number=number)


@screen
def accept_files(desk: Desk, number: str) -> Response:
    """Look for the pieces of a letter that announced more than any bulletin allowed."""
    letter_id = row_id("letter_id")
    try:
        check_letter(desk, number, letter_id)
        desk.accept_attachments(letter_id, workplace().today())
    except (WorkstationError, TitipError) as error:
        return case_page(desk, number, problem=(f"letter-{letter_id}", words().refusal(error)))
    note("files.accepted")
    return go("case", number=number)


def save_draft(number: str) -> Response:
    """Keep what is typed; the page's script calls this at every pause and shows the answer."""
    text = typed("reply")
    try:
        with workplace().room.desk() as desk:
            desk.save_draft(number, text)
        let_go("reply")
    except (LockedError, BusyError):
        hold(page_of(request.path), {"reply": text})
        return Response("held", HTTPStatus.LOCKED, content_type="text/plain")
    workplace().room.touch()
    return Response(status=HTTPStatus.NO_CONTENT)


def case_page(desk: Desk, number: str, problem: tuple[str, str] | None = None) -> Response:
    """Return the screen of a case.

    After a refusal, `problem` says at which form and why, and every form keeps its text.
    """
    shown, today = desk.case(number), workplace().today()
    items = desk.conversation(number)
    draft = desk.draft(number)
    before = held_here()
    unsaved = {name for name in FORM_TEXTS if before.get(name, "") not in {"", draft}}
    if problem is not None:
        before |= {name: typed(name) for name in request.form}
    letters = [item for item in items if isinstance(item, LetterItem)]
    summary = desk.summary(today)
    answer = page(
        "case.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
        case=shown,
        days=by_day(items),
        steps=[item for item in items if isinstance(item, StepItem)],
        notes=[item for item in items if isinstance(item, NoteItem)],
        new_letters={letter.id for letter in letters[len(letters) - shown.unread :]},
        files={letter.id: desk.attachments(letter.id) for letter in letters if letter.pieces},
        order=ORDER,
        aside=desk.count_aside(number),
        may_dismiss=may_dismiss(shown),
        statuses=desk.texts.statuses,
        next_day=summary.next_delivery_day,
        draft=before.get("reply") or draft,
        has_draft=bool(draft) and problem is None,
        fields=before,
        was_held=bool(unsaved),
        problem=problem,
        folder=str(Path.home() / "titip-lampiran" / number),
        most=REPLY_BODY_MAX_LEN - empty_body_len(today),
        cells_of={"overhead": SIGNATURE_LEN + empty_body_len(today), "slice": SLICE_LEN},
        cells_all=REPLY_PARTS_MAX,
        draft_url=url_for("save_draft", number=number),
        **desk_texts(desk),
    )
    desk.mark_read(number)
    return answer


def row_id(name: str) -> int:
    """Return the number of a row that a form names, 0 where it is none."""
    return number_of(request.form.get(name, ""))


def number_of(text: str) -> int:
    """Return the whole number that a text is, 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def empty_body_len(today: int) -> int:
    """Return how many bytes of a message's body are not its text (§6.1), what is due included."""
    due = {"step": "conclude", "day": (1 << 32) - 1}
    return len(write_reply_body({"kind": "message", "day": today, "due": due, "text": "x"})) - 1


def check_letter(desk: Desk, number: str, letter_id: int) -> None:
    """Raise WorkstationError unless the letter belongs to the case whose page was sent."""
    if not any(
        item.kind == "letter" and item.id == letter_id for item in desk.conversation(number)
    ):
        raise refused("files.no_letter")
