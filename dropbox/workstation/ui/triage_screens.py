"""Sorting new threads, the junk tray, and what a person ticks off."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from flask import Flask, Response, request

from dropbox.workstation.case_list import Wanted
from dropbox.workstation.cases import Case
from dropbox.workstation.desk import Desk
from dropbox.workstation.errors import WorkstationError
from dropbox.workstation.triage import NEARLY_EMPTY, NONSENSE, UNLIKE, Choice
from dropbox.workstation.ui.workplace import (
    HOME,
    desk_texts,
    go,
    note,
    page,
    screen,
    session,
    typed,
    words,
    workplace,
)

JUNK_SHOWN = 100
GROUP_WORDS = {
    NONSENSE: "triage.group.nonsense",
    NEARLY_EMPTY: "triage.group.empty",
    UNLIKE: "triage.group.unlike",
}


def register(app: Flask) -> None:
    """Add the routes of these screens."""
    one = f"{HOME}/perkara/<number>"
    for path, endpoint, view, methods in (
        (f"{HOME}/pilah", "triage", triage, ["GET", "POST"]),
        (f"{HOME}/pilah/tinjau", "look_over", look_over, ["GET", "POST"]),
        (f"{HOME}/pilah/buang", "dismiss", dismiss, ["POST"]),
        (f"{HOME}/sampah", "junk", junk, ["GET", "POST"]),
        (f"{HOME}/sampah/batal", "undo", undo, ["POST"]),
        (f"{one}/buang", "dismiss_case", dismiss_case, ["POST"]),
        (f"{one}/kembalikan", "restore_case", restore_case, ["POST"]),
        (f"{HOME}/disisihkan/dilihat", "see_aside", see_aside, ["POST"]),
        (f"{HOME}/babak", "confirm_epochs", confirm_epochs, ["POST"]),
    ):
        app.add_url_rule(path, endpoint, view, methods=methods)


@screen
def triage(desk: Desk) -> Response:
    """Show new threads by their looks.

    Conditions come by POST and are kept in memory: they may hold words of letters, and who looks
    into a thread on the way must find them again.
    """
    if request.method == "POST":
        session().choice = choice_of_form()
        return go("triage")
    if request.args.get("semua"):
        session().choice = Choice()
    return triage_page(desk)


def triage_page(desk: Desk, problem: str | None = None) -> Response:
    """Return the screen of the groups, narrowed down as was asked last."""
    choice, sorting, texts = session().choice, desk.triage(), desk.texts
    narrowed = choice != Choice(groups=choice.groups)
    groups = sorting.groups(replace(choice, groups=()))
    return page(
        "triage.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
        groups=groups,
        group_key=lambda group: GROUP_WORDS.get(group.number, "triage.group.alike"),
        unlike=UNLIKE,
        count=sum(group.count for group in groups),
        choice=choice,
        narrowed=narrowed,
        days=sorting.days(),
        categories=texts.categories,
        problem=problem,
        **desk_texts(desk),
    )


@screen
def look_over(desk: Desk) -> Response:
    """Show what was chosen before anything is dismissed."""
    if request.method == "POST":
        session().choice = choice_of_form()
        if session().choice.groups:
            return go("look_over")
    return look_page(desk, session().choice)


def look_page(desk: Desk, choice: Choice, problem: str | None = None) -> Response:
    """Return the screen that asks whether this is to be dismissed."""
    if not choice.groups:
        return triage_page(desk, words()("triage.nothing.chosen"))
    return page(
        "look_over.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
        choice=choice,
        chosen=desk.triage().look(choice),
        problem=problem,
        **desk_texts(desk),
    )


@screen
def dismiss(desk: Desk) -> Response:
    """Dismiss what was looked over."""
    choice, expected = choice_of_form(), int_of(typed("expected"))
    if not choice.groups:
        return triage_page(desk, words()("triage.nothing.chosen"))
    try:
        desk.triage().dismiss(choice, expected, workplace().today())
    except WorkstationError as error:
        return look_page(desk, choice, words().refusal(error))
    session().choice = Choice()
    note("junk.dismissed", count=expected)
    return go("junk")


@screen
def junk(desk: Desk) -> Response:
    """Show the junk tray. A search comes by POST, as in the list of cases."""
    search = typed("search").strip() if request.method == "POST" else ""
    place = max(int_of(request.args.get("halaman", "")), 1)
    wanted = Wanted(junk=True, search=search)
    count, cases = desk.case_page(wanted, (place - 1) * JUNK_SHOWN, JUNK_SHOWN)
    sorting = desk.triage()
    return page(
        "junk.html",
        count=count,
        cases=cases,
        again=sorting.wrote_again(),
        dismissals=sorting.dismissals(),
        search=search,
        place=place,
        pages=max(1, -(-count // JUNK_SHOWN)),
        **desk_texts(desk),
    )


@screen
def undo(desk: Desk) -> Response:
    """Bring back what one dismissal put into the tray."""
    count = desk.triage().undo(int_of(typed("dismissal")), workplace().today())
    note("junk.undone.note", count=count)
    return go("junk")


@screen
def dismiss_case(desk: Desk, number: str) -> Response:
    """Dismiss one case."""
    choice = Choice(cases=(number,), returned=True)
    desk.triage().dismiss(choice, 1, workplace().today())
    note("junk.dismissed", count=1)
    return go("junk")


@screen
def restore_case(desk: Desk, number: str) -> Response:
    """Bring back one case."""
    desk.triage().restore(number, workplace().today())
    note("junk.restored", number=number)
    return go("case", number=number)


@screen
def see_aside(desk: Desk) -> Response:
    """Tick off letters that were set aside."""
    letters = [int_of(value) for value in request.form.getlist("letter")]
    count = desk.mark_seen(letters, workplace().today())
    note("aside.seen.note", count=count)
    return go("aside")


@screen
def confirm_epochs(desk: Desk) -> Response:
    """Note that somebody has looked into the irregular epochs."""
    if request.form.get("sure") == "yes":
        desk.confirm_epochs(workplace().today())
        note("epochs.confirmed")
    return go("summary")


def choice_of_form() -> Choice:
    """Return the choice that the form describes; without a form, every new thread."""
    form = request.form
    day = int_of(form.get("day", ""))
    return Choice(
        groups=tuple(sorted({signed_of(value) for value in form.getlist("group")})),
        day=day or None,
        category=form.get("category") or None,
        language=form.get("language") or None,
        single=form.get("single") == "yes",
        bare=form.get("bare") == "yes",
        read=form.get("unread") != "yes",
        returned=form.get("returned") == "yes",
        text=typed("text").strip(),
    )


def int_of(text: str) -> int:
    """Return the whole number that a text is, 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def signed_of(text: str) -> int:
    """Return the number of a group, which may be below zero."""
    return -int_of(text[1:]) if text.startswith("-") else int_of(text)


def may_dismiss(case: Case) -> bool:
    """Tell whether a case can be dismissed as junk: nobody has worked on it."""
    return not case.touched and case.dismissal is None
