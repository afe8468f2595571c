"""What is due today, at one glance."""

from __future__ import annotations

from dataclasses import dataclass

from dropbox.workstation.cases import CaseBook
from dropbox.workstation.ceremony import is_demo
from dropbox.workstation.epochs import EpochReport, report_epochs
from dropbox.workstation.replies import due_receipts
from dropbox.workstation.seeds import SeedStore
from dropbox.workstation.vault import Vault

CERTIFICATE_WARN_DAYS = 21


@dataclass(frozen=True)
class Summary:
    """What is due today; days are days since 1970, None where there was none yet."""

    today: int
    demo: bool
    cases: int
    cases_open: int
    letters_unread: int
    replies_waiting: int
    receipts_waiting: int
    overdue: list[str]
    set_aside: dict[str, int]
    last_number: int | None
    last_delivery_day: int | None
    next_delivery_day: int | None
    delivery_unwritten: bool
    delivery_due: bool
    last_pickup_day: int | None
    epochs: EpochReport
    keys_until_day: int | None
    keys_to_confirm: list[int]
    keys_lost: list[int]
    certificate_until_day: int
    certificate_due: bool


def summarize(vault: Vault, seeds: SeedStore, book: CaseBook, today: int) -> Summary:
    """Return what is due on the day `today`."""
    cases = book.cases()
    last = vault.row(
        "SELECT number, issued, next_day, exported FROM bulletins ORDER BY number DESC LIMIT 1"
    )
    live = [key for key in seeds.all_keys() if key.destroyed_day is None]
    until = vault.number("SELECT max(to_day) FROM signing_keys WHERE seed IS NOT NULL")
    return Summary(
        today=today,
        demo=is_demo(vault),
        cases=len(cases),
        cases_open=sum(not case.closed for case in cases),
        letters_unread=sum(case.unread for case in cases),
        replies_waiting=sum(case.waiting for case in cases),
        receipts_waiting=len(due_receipts(vault, today)),
        overdue=[c.number for c in cases if c.deadline is not None and c.deadline.day < today],
        set_aside=book.counts_set_aside(),
        last_number=last[0] if last else None,
        last_delivery_day=last[1] if last else None,
        next_delivery_day=last[2] if last else None,
        delivery_unwritten=last is not None and not last[3],
        delivery_due=last is None or not last[3] or today >= last[2],
        last_pickup_day=vault.number("SELECT max(imported_day) FROM pickups") or None,
        epochs=report_epochs(vault, today),
        keys_until_day=max((key.to_day for key in live), default=None),
        keys_to_confirm=[key.from_day for key in seeds.to_confirm(today)],
        keys_lost=[key.from_day for key in seeds.lost()],
        certificate_until_day=until,
        certificate_due=today >= until - CERTIFICATE_WARN_DAYS,
    )
