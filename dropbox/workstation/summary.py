"""What is due today, at one glance."""

from __future__ import annotations

from dataclasses import dataclass

from dropbox.protocol.bulletin import verify_bulletin
from dropbox.workstation.case_list import ALIKE, NEW, WROTE_AGAIN, CaseList, Wanted
from dropbox.workstation.cases import CaseBook
from dropbox.workstation.ceremony import is_demo, read_identity
from dropbox.workstation.epochs import EpochReport, report_epochs
from dropbox.workstation.numbering import Numbering
from dropbox.workstation.replies import receipts_waiting, replies_waiting
from dropbox.workstation.seeds import SeedStore
from dropbox.workstation.surveys import SurveyCounts, count_surveys
from dropbox.workstation.vault import Vault

CERTIFICATE_WARN_DAYS = 21
# A bulletin seals for 35 days; with three weeks left at least one weekly delivery was missed.
SEALING_WARN_DAYS = 21


@dataclass(frozen=True)
class Summary:
    """What is due today; days are days since 1970, None where there was none yet.

    `sealing_until_day` is the day from which nobody can write to us any more, by the last bulletin.
    `letters_new` counts threads that nobody has worked on, `letters_alike` those of them that look
    like many others or like no words; `junk` what lies in the tray, `junk_wrote_again` what of it
    has a letter since that nobody has read. `numbers` is how the vault stands to what was
    published: `current`, `set_back` or `unsure`; `foreign_number` a bulletin that it never signed.
    """

    today: int
    demo: bool
    cases: int
    cases_open: int
    letters_unread: int
    letters_new: int
    letters_alike: int
    junk: int
    junk_wrote_again: int
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
    signing_retired: bool
    sealing_until_day: int | None
    sealing_ends_soon: bool
    numbers: str
    foreign_number: int | None
    surveys: SurveyCounts


def summarize(
    vault: Vault,
    seeds: SeedStore,
    numbering: Numbering,
    lists: tuple[CaseBook, CaseList],
    today: int,
) -> Summary:
    """Return what is due on the day `today`."""
    book, cases = lists
    last = vault.row(
        "SELECT number, issued, next_day, exported FROM bulletins ORDER BY number DESC LIMIT 1"
    )
    live = [key for key in seeds.all_keys() if key.destroyed_day is None]
    until = vault.number("SELECT max(to_day) FROM signing_keys WHERE seed IS NOT NULL")
    retired = vault.number("SELECT max(from_day) FROM signing_keys") > vault.number(
        "SELECT max(from_day) FROM signing_keys WHERE seed IS NOT NULL"
    )
    sealing = _sealing_until(vault)
    return Summary(
        today=today,
        demo=is_demo(vault),
        cases=cases.count(Wanted()),
        cases_open=cases.count(Wanted(open_only=True)),
        letters_unread=vault.number("SELECT sum(unread) FROM cases WHERE dismissal IS NULL"),
        letters_new=vault.number(f"SELECT count(*) FROM cases WHERE {NEW}"),  # noqa: S608
        letters_alike=vault.number(f"SELECT count(*) FROM cases WHERE {NEW} AND {ALIKE}"),  # noqa: S608
        junk=vault.number("SELECT count(*) FROM cases WHERE dismissal NOT NULL"),
        junk_wrote_again=vault.number(
            f"SELECT count(*) FROM cases WHERE unread > 0 AND id IN ({WROTE_AGAIN})"  # noqa: S608
        ),
        replies_waiting=replies_waiting(vault),
        receipts_waiting=receipts_waiting(vault),
        overdue=cases.numbers(Wanted(overdue=today)),
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
        certificate_due=retired or today >= until - CERTIFICATE_WARN_DAYS,
        signing_retired=retired,
        sealing_until_day=sealing,
        sealing_ends_soon=sealing is not None and today >= sealing - SEALING_WARN_DAYS,
        numbers=numbering.standing().value,
        foreign_number=numbering.foreign(),
        surveys=count_surveys(vault),
    )


def _sealing_until(vault: Vault) -> int | None:
    # §7.4: a page seals while the bulletin has not expired and names a key of its day.
    row = vault.row("SELECT raw FROM bulletins ORDER BY number DESC LIMIT 1")
    if row is None:
        return None
    content = verify_bulletin(row[0], read_identity(vault).did).content
    return min(int(content["expires"]), int(content["keys"][-1]["to"]))
