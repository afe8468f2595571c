"""What every screen stands on: room, gate, day and courier, and how a screen is drawn from them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol

from flask import Response, current_app, g, render_template, request, url_for

from dropbox.workstation.delivering import DeliveryResult
from dropbox.workstation.desk import Desk
from dropbox.workstation.ui.gate import Gate, Session
from dropbox.workstation.ui.room import BusyError, LockedError, Room
from dropbox.workstation.ui.wording import Wording

HOME = "/meja"
_KEY = "titip"


class DemoCourier(Protocol):
    """Plays the courier in a demo."""

    def fetch(self) -> list[Path]:
        """Return the pickups fetched from the demo's site."""

    def publish(self, delivery_path: Path) -> str:
        """Publish a delivery on the demo's site; returns what to tell, in both languages."""


@dataclass
class Workplace:
    """One running interface.

    `host` is what the Host header must be; `today` returns the day; `end` stops the program;
    `written` is the last delivery that was written out here.
    """

    room: Room
    gate: Gate
    host: str
    today: Callable[[], int]
    end: Callable[[], None]
    sticks: tuple[Path, ...] = ()
    courier: DemoCourier | None = None
    demo: bool = False
    written: DeliveryResult | None = None


def workplace() -> Workplace:
    """Return the workplace of the running interface."""
    found: Workplace = current_app.extensions[_KEY]
    return found


def settle(app_extensions: dict[str, object], place: Workplace) -> None:
    """Make `place` the workplace of an application."""
    app_extensions[_KEY] = place


def session() -> Session:
    """Return the session of this request; the guard let nobody in without one."""
    found: Session = g.session
    return found


def words() -> Wording:
    """Return the words in the language of this request."""
    entered: Session | None = g.get("session")
    return Wording(entered.language if entered else "id")


def page(template: str, code: int = 200, /, **values: object) -> Response:
    """Return a screen."""
    place = workplace()
    entered: Session | None = g.get("session")
    notice = None
    if entered is not None and entered.notice is not None and code == 200:
        key, filling = entered.notice
        notice, entered.notice = words()(key, **filling), None
    html = render_template(
        template,
        t=words(),
        csrf=entered.csrf if entered else "",
        notice=notice,
        demo=place.demo,
        courier=place.courier is not None,
        locked=place.room.is_locked,
        today=place.today(),
        idle_s=int(place.room.idle_s),
        **values,
    )
    return Response(html, code, content_type="text/html; charset=utf-8")


def seen_at(url: str) -> Response:
    """Return a redirect by which a form's answer is seen at another address."""
    return Response(status=HTTPStatus.SEE_OTHER, headers={"Location": url})


def note(key: str, **filling: object) -> None:
    """Leave a message for the next screen."""
    session().notice = (key, filling)


def go(endpoint: str, **values: Any) -> Response:  # noqa: ANN401 - as url_for takes them
    """Return a redirect to another screen, so that loading a page again repeats nothing."""
    return seen_at(url_for(endpoint, **values))


def screen(view: Callable[..., Response]) -> Callable[..., Response]:
    """Wrap a view that takes the desk first.

    While the vault is locked or busy, what was typed is held under the page it was typed on, and
    the screen of the unlocking or of the import is shown.
    """

    @functools.wraps(view)
    def guarded(**arguments: str) -> Response:
        try:
            with workplace().room.desk() as desk:
                workplace().demo = desk.demo
                return view(desk, **arguments)
        except (LockedError, BusyError) as error:
            endpoint = "unlock" if isinstance(error, LockedError) else "import_progress"
            if request.method == "POST":
                hold(page_of(request.path), request.form)
                return go(endpoint, next=page_of(request.path))
            return go(endpoint, next=request.path)

    return guarded


def hold(path: str, form: Mapping[str, str]) -> None:
    """Keep what was typed on a page until it is saved; an empty field is kept no longer."""
    kept = session().held.setdefault(path, {})
    for name, value in form.items():
        if name in {"csrf", "held"}:
            continue
        if value.strip():
            kept[name] = value.replace("\r\n", "\n")
        else:
            kept.pop(name, None)


def held_here() -> dict[str, str]:
    """Return what was typed on this page and not saved yet."""
    return dict(session().held.get(page_of(request.path), {}))


def let_go(*names: str) -> None:
    """Forget fields of this page: they are saved now."""
    kept = session().held.get(page_of(request.path), {})
    for name in names:
        kept.pop(name, None)


def page_of(path: str) -> str:
    """Return the page on which a form that is sent to `path` stands."""
    parts = path.split("/")
    kept = 4 if parts[2:3] == ["perkara"] else 3
    return "/".join(parts[:kept])


def typed(name: str) -> str:
    """Return a field of the form as it was typed: browsers send line breaks as CR LF."""
    return request.form.get(name, "").replace("\r\n", "\n")


def desk_texts(desk: Desk) -> dict[str, Callable[[str | None], str]]:
    """Return functions that name categories and statuses by their codes."""
    texts, wording = desk.texts, words()
    categories = {entry.code: wording.named(entry) for entry in texts.categories}
    statuses = {entry.code: wording.named(entry) for entry in texts.statuses}
    return {
        "category_name": lambda code: (
            wording("cases.no_category") if code is None else categories.get(code, code)
        ),
        "status_name": lambda code: statuses.get(code or "", code or ""),
    }
