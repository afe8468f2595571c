"""The screens that look over everything: summary, letters set aside, audit log."""

from __future__ import annotations

import json

from flask import Flask, Response

from dropbox.workstation.cases import SetAside
from dropbox.workstation.desk import Desk
from dropbox.workstation.ui.workplace import HOME, desk_texts, page, screen, workplace

LOG_SHOWN = 500
ASIDE_SHOWN = 1000
ORDER = (
    "what", "account", "text", "who", "when", "where", "how", "why",
    "unit", "how_known", "who_else", "reason",
)  # fmt: skip


def register(app: Flask) -> None:
    """Add the routes of these screens."""
    app.add_url_rule(f"{HOME}/", "summary", summary)
    app.add_url_rule(f"{HOME}/disisihkan", "aside", aside)
    app.add_url_rule(f"{HOME}/jejak", "audit", audit)


@screen
def summary(desk: Desk) -> Response:
    """Show what is due."""
    today = workplace().today()
    cases = desk.cases()
    return page(
        "summary.html",
        summary=desk.summary(today),
        drafts=[case for case in cases if case.has_draft],
        overdue=[case for case in cases if case.deadline and case.deadline.day < today],
    )


@screen
def aside(desk: Desk) -> Response:
    """Show the letters that are never acted on."""
    counts = desk.summary(workplace().today()).set_aside
    letters = desk.quarantine(with_unopened=False)[:ASIDE_SHOWN]
    return page(
        "aside.html",
        counts=counts,
        letters=[(letter, readable(letter)) for letter in letters],
        truncated=ASIDE_SHOWN if len(letters) == ASIDE_SHOWN else 0,
        **desk_texts(desk),
    )


@screen
def audit(desk: Desk) -> Response:
    """Show who did what."""
    return page(
        "audit.html",
        entries=desk.log(LOG_SHOWN),
        broken=desk.broken_log_entry(),
        **desk_texts(desk),
    )


def readable(letter: SetAside) -> list[tuple[str, str]]:
    """Return what a letter that was set aside says: pairs of a field and its text, in the order of a report."""
    if letter.body is None:
        return []
    try:
        fields = json.loads(letter.body)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        return [("text", letter.body)]
    known = [(name, str(fields[name])) for name in ORDER if name in fields]
    return known or [("text", letter.body)]
