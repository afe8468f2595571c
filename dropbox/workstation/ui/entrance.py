"""The way in and out: the one-time link, the passphrase, the lock, the language."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, request

from dropbox.settings import SettingsError
from dropbox.workstation.errors import WorkstationError
from dropbox.workstation.ui.guard import COOKIE, refusal
from dropbox.workstation.ui.room import BusyError
from dropbox.workstation.ui.workplace import (
    HOME,
    go,
    page,
    seen_at,
    session,
    typed,
    words,
    workplace,
)

WHO_MAX = 40


def register(app: Flask) -> None:
    """Add the routes of the entrance."""
    app.add_url_rule("/", "enter", enter)
    app.add_url_rule(f"{HOME}/buka", "unlock", unlock, methods=["GET", "POST"])
    app.add_url_rule(f"{HOME}/kunci", "lock", lock, methods=["POST"])
    app.add_url_rule(f"{HOME}/bekerja", "at_work", at_work, methods=["POST"])
    app.add_url_rule(f"{HOME}/bahasa", "language", language, methods=["POST"])


def enter() -> Response:
    """Turn the one-time link into a session."""
    place = workplace()
    token = request.args.get("once")
    if token is None:
        # The cookie is sent below HOME only, so whether this browser has entered is seen there.
        return seen_at(HOME + "/")
    cookie = place.gate.enter(token)
    if cookie is None:
        answer = page("once_refused.html", HTTPStatus.FORBIDDEN)
        if place.gate.besieged:
            place.end()
        return answer
    # A page that goes on by itself, not a redirect: browsers keep a Strict cookie back from a
    # redirect that began on another site, such as a terminal in a browser.
    answer = page("entered.html", home=HOME + "/")
    # Cookies know no ports: below a path of its own it is not sent to the pages of other programs
    # on 127.0.0.1.
    answer.set_cookie(COOKIE, cookie, path=HOME, httponly=True, samesite="Strict")
    return answer


def unlock() -> Response:
    """Ask for the passphrase and open the vault."""
    place = workplace()
    target = local_page(request.values.get("next", ""))
    if request.method == "GET":
        return page("unlock.html", target=target, who=place.room.last_who, held=session().held)
    who = " ".join(typed("who").split())
    problem = None
    if not 1 <= len(who) <= WHO_MAX or not who.isprintable():
        problem = words()("unlock.who.missing")
    else:
        try:
            place.room.unlock(request.form.get("passphrase", ""), place.today(), who)
        except (WorkstationError, SettingsError, OSError) as error:
            problem = words().refusal(error)
        except BusyError:
            return go("import_progress")
    if problem is not None:
        return page(
            "unlock.html",
            HTTPStatus.UNPROCESSABLE_ENTITY,
            target=target,
            who=who,
            problem=problem,
            held=session().held,
        )
    return seen_at(target)


def lock() -> Response:
    """Close the vault."""
    target = local_page(request.form.get("page", ""))
    workplace().room.lock()
    return go("unlock", next=target)


def at_work() -> Response:
    """Note that somebody reads or types, so that the vault stays open."""
    workplace().room.touch()
    return Response(status=HTTPStatus.NO_CONTENT)


def language() -> Response:
    """Change the language of the screens."""
    wanted = request.form.get("language")
    if wanted not in {"id", "en"}:
        return refusal("refused.missing", HTTPStatus.BAD_REQUEST)
    session().language = wanted
    target = local_page(request.form.get("page", ""))
    return seen_at(target)


def local_page(path: str) -> str:
    """Return `path` if it is a page of ours, else the summary: a form must not lead elsewhere."""
    ours = path.startswith(HOME + "/") and path.isprintable() and path.isascii()
    return path if ours and not {"\\", ".."} & {*path, *path.split("/")} else HOME + "/"
