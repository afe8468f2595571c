"""The screens that look over everything: summary, letters set aside, audit log."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date

from flask import Flask, Response

from dropbox.workstation.alarms import alarms
from dropbox.workstation.audit import AuditEntry
from dropbox.workstation.case_list import Wanted
from dropbox.workstation.cases import SetAside
from dropbox.workstation.days import day_of
from dropbox.workstation.desk import Desk
from dropbox.workstation.ui.workplace import HOME, desk_texts, page, screen, words, workplace

LOG_SHOWN = 500
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
JUNK = re.compile(r"([0-9]+) \(([0-9]+)\)")
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
    today, wording = workplace().today(), words()
    due = desk.summary(today)
    return page(
        "summary.html",
        summary=due,
        alarms=[wording.of(texts) for texts in alarms(due, wording.day)],
        drafts=desk.case_page(Wanted(draft=True))[1],
    )


@screen
def aside(desk: Desk) -> Response:
    """Show the letters that are never acted on."""
    counts = desk.summary(workplace().today()).set_aside
    letters = desk.quarantine(with_unopened=False)
    return page(
        "aside.html",
        counts=counts,
        letters=[(letter, readable(letter)) for letter in letters],
        unseen=[letter.id for letter in letters if letter.seen_day is None],
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
        subject=lambda entry: subject_text(entry, desk_texts(desk)["status_name"]),
    )


def subject_text(entry: AuditEntry, status_name: Callable[[str | None], str]) -> str:
    """Return what an entry of the log is about, in words."""
    subject, wording = entry.subject, words()
    if entry.action == "status_set" and " " in subject:
        number, code = subject.split(" ", 1)
        return f"{number}: {status_name(code)}"
    if entry.action.startswith("key_") and ISO_DAY.fullmatch(subject):
        return wording("audit.week", day=wording.day(day_of(date.fromisoformat(subject))))
    if entry.action.startswith("junk_") and (acted := JUNK.fullmatch(subject)):
        return wording("audit.junk", number=acted[1], count=int(acted[2]))
    if entry.action.startswith("delivery_"):
        return wording("audit.delivery", number=subject)
    # Hashes: enough to compare by eye with what the courier's program prints.
    return f"{subject[:16]}…" if len(subject) > 32 else subject


def readable(letter: SetAside) -> list[tuple[str, str]]:
    """Return what a letter that was set aside says: fields and their texts, in a report's order."""
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
