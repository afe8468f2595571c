"""Composes a delivery.

A constant number of new sheets, the bulletin that names all live ones, the pickups that arrived
(§6, §7, §9). Everything is in the vault before a byte is on the stick. A number is never signed
twice: what was cut off is written out again, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dropbox.protocol.bulletin import (
    check_succession,
    make_bulletin,
    verify_bulletin,
    write_signer,
)
from dropbox.protocol.bulletin_json import FIRST_PREV, SIGNERS_MAX
from dropbox.protocol.canonical import to_base64url
from dropbox.protocol.cell import decoy_cell
from dropbox.protocol.certificate import Certificate
from dropbox.protocol.delivery import Delivery, make_delivery, verify_delivery
from dropbox.protocol.reply import read_replies
from dropbox.protocol.sheet import make_sheet, sheet_cells, sheet_hash
from dropbox.protocol.sizes import (
    BULLETIN_BEHIND_DAYS_MAX,
    BULLETIN_CLOSED_DAYS,
    DELIVERY_PICKUPS_MAX,
    SHEET_CELLS,
    SHEETS_MAX,
)
from dropbox.workstation import audit
from dropbox.workstation.ceremony import is_demo, read_identity
from dropbox.workstation.days import iso
from dropbox.workstation.deadlines import owed_after_answer
from dropbox.workstation.errors import (
    CertificateDueError,
    EarlyDeliveryError,
    StickError,
    VaultError,
)
from dropbox.workstation.files import write_atomically
from dropbox.workstation.numbering import Numbering
from dropbox.workstation.replies import (
    DueReply,
    SealedReply,
    choose,
    due_again,
    due_queued,
    due_receipts,
    keep_sealed,
    receipts_waiting,
    replies_waiting,
    seal_replies,
)
from dropbox.workstation.seeds import SeedStore
from dropbox.workstation.settings import WorkstationSettings
from dropbox.workstation.taking_over import TakenOver
from dropbox.workstation.texts import Texts
from dropbox.workstation.vault import Vault

PICKUP_DAYS = 60


@dataclass(frozen=True)
class DeliveryResult:
    """What was written where; `again`: the last one once more; `waiting` replies did not fit."""

    path: str
    number: int
    issued_day: int
    next_day: int
    expires_day: int
    sheets: int
    new_sheets: int
    pickups: int
    replies: int
    receipts: int
    resealed: int
    waiting: int
    again: bool
    taken_over: TakenOver | None = None


@dataclass(frozen=True)
class DeliveryPreview:
    """What a delivery made today would carry, and what would wait for the one after.

    Nothing is changed by looking. `going` holds the ids of the messages and statuses that fit.
    """

    cells: int
    cells_used: int
    replies: int
    receipts: int
    resealed: int
    waiting: int
    waiting_cells: int
    going: frozenset[int]


@dataclass(frozen=True)
class _SigningKey:
    id: int
    seed: bytes = field(repr=False)
    certificate: Certificate


class Composer:
    """Makes deliveries out of one vault."""

    def __init__(
        self,
        vault: Vault,
        seeds: SeedStore,
        numbering: Numbering,
        settings: WorkstationSettings,
        texts: Texts,
        who: str,
    ) -> None:
        self._vault = vault
        self._seeds = seeds
        self._numbering = numbering
        self._settings = settings
        self._texts = texts
        self._owed = owed_after_answer(settings, texts.closed_codes)
        self._who = who
        self._identity = read_identity(vault)

    def deliver(
        self, out_path: Path, today: int, *, early: bool = False, again: bool = False
    ) -> DeliveryResult:
        """Write the delivery to `out_path`, a file or the stick's folder; return what it holds.

        A delivery that was composed and never written out is written out first. `again` writes the
        last one once more; `early` allows one before its day, which outsiders see. Raises
        EarlyDeliveryError, CertificateDueError, SeedsError, StickError, VaultError.
        """
        last = self._vault.row(
            "SELECT number, issued, next_day, exported FROM bulletins ORDER BY number DESC LIMIT 1"
        )
        if again and last is None:
            raise VaultError("Belum pernah ada antaran.", "There was no delivery yet.")
        # A site refuses what is older than a fortnight: a new one follows instead.
        cut_off = last is not None and not last[3] and today <= last[1] + BULLETIN_BEHIND_DAYS_MAX
        if not again and not cut_off:
            if last is not None and today < last[2] and not early and not is_demo(self._vault):
                raise EarlyDeliveryError(
                    f"Antaran berikutnya jatuh pada {iso(last[2])}; yang menunggu ikut saat itu. "
                    "Menulis ulang yang terakhir: --again. Di luar jadwal (terlihat dari luar): "
                    "--early.",
                    f"The next delivery is due on {iso(last[2])}; what waits goes with it. To "
                    "write the last one again: --again. Off schedule, which outsiders see: "
                    "--early.",
                )
            self._seeds.create_ahead(today, self._settings.weeks_ahead, self._who)
            with self._vault.transaction():
                self._compose(today, last)
            self._numbering.settle()
        return self._export(out_path, today, again=again or cut_off)

    def preview(self, today: int) -> DeliveryPreview:
        """Return what a new delivery of today would carry."""
        last = self._vault.row(
            "SELECT number, issued, next_day FROM bulletins ORDER BY number DESC LIMIT 1"
        )
        chosen = self._choose(today, self._next_day(today, last))
        fresh = [due for due in chosen if due.joined is None]
        receipts = [due for due in fresh if due.reply_id is None]
        due, owed = due_queued(self._vault, today, self._owed), receipts_waiting(self._vault)
        return DeliveryPreview(
            cells=self._settings.sheets_per_delivery * SHEET_CELLS,
            cells_used=sum(reply.cells for reply in chosen),
            replies=len(fresh) - len(receipts),
            receipts=len(receipts),
            resealed=len(chosen) - len(fresh),
            waiting=len(due) + owed - len(fresh),
            waiting_cells=owed + sum(one.cells for one in due) - sum(one.cells for one in fresh),
            going=frozenset(reply.reply_id for reply in fresh if reply.reply_id is not None),
        )

    # -- composing ---------------------------------------------------------------

    def _compose(self, today: int, last: tuple[Any, ...] | None) -> None:
        vault, settings = self._vault, self._settings
        signing = self._signing_key(today)
        # Before the first signature: where this is cut off, the number is skipped and never used.
        number = self._numbering.reserve()
        until = max(today + settings.sheet_days, vault.number("SELECT max(until) FROM sheets"))
        vault.change("DELETE FROM sheets WHERE until <= ?", today)
        next_day = self._next_day(today, last)
        sealed = self._seal(today, next_day, number, signing)
        sheets = self._fill(sealed)
        if vault.number("SELECT count(*) FROM sheets") + len(sheets) > SHEETS_MAX:
            raise VaultError(
                f"Papan penuh: {SHEETS_MAX} lembar masih berlaku. Tunggu sampai ada yang "
                "kedaluwarsa.",
                f"The board is full: {SHEETS_MAX} sheets are live. Wait until some expire.",
            )
        vault.change("UPDATE bulletins SET delivery = NULL")
        vault.change(
            "INSERT INTO bulletins (number, issued, next_day, raw, delivery, exported, resealed,"
            " signing_key, attachments_len) VALUES (?, ?, ?, x'', NULL, 0, ?, ?, ?)",
            number,
            today,
            next_day,
            sum(reply.due.joined is not None for reply in sealed),
            signing.id,
            settings.attachments_len,
        )
        for place, sheet in enumerate(sheets):
            vault.change(
                "INSERT INTO sheets VALUES (?, ?, ?, ?, ?)",
                sheet_hash(sheet),
                number,
                place,
                until,
                sheet,
            )
        for reply in sealed:
            keep_sealed(vault, reply, number, signing.id, until, today)
        audit.record(vault, today, self._who, "delivery_composed", str(number))
        raw = self._sign(number, today, next_day, signing, last)
        delivery = self._verify(raw, last, sealed, sheets)
        vault.change(
            "UPDATE bulletins SET raw = ?, delivery = ? WHERE number = ?",
            delivery.bulletin.raw,
            raw,
            number,
        )

    def _seal(
        self, today: int, next_day: int, number: int, signing: _SigningKey
    ) -> list[SealedReply]:
        chosen = self._choose(today, next_day)
        return seal_replies(chosen, number, signing.id, signing.seed, self._identity.did)

    def _choose(self, today: int, next_day: int) -> list[DueReply]:
        vault, closed = self._vault, self._texts.closed_codes
        soon = today + 3 * self._settings.delivery_days
        # What would vanish before the next delivery, people's words, receipts; room that is left
        # goes to what would vanish in some weeks, then to crowds that may be a flood.
        groups: list[Iterable[DueReply]] = [
            due_again(vault, next_day, closed, receipts=False),
            due_queued(vault, today, self._owed),
            due_receipts(vault, today, self._owed, crowds=False),
            due_again(vault, next_day, closed, receipts=True),
            due_again(vault, soon, closed, receipts=False),
            due_receipts(vault, today, self._owed, crowds=True),
            due_again(vault, soon, closed, receipts=True),
        ]
        return choose(groups, self._settings.sheets_per_delivery * SHEET_CELLS)

    def _fill(self, sealed: list[SealedReply]) -> list[bytes]:
        count = self._settings.sheets_per_delivery
        cells = [cell for reply in sealed for cell in reply.cells]
        cells += [decoy_cell() for _ in range(count * SHEET_CELLS - len(cells))]
        # Sorted over all sheets: neither the place nor the sheet of a cell tells what it is.
        cells.sort()
        return [make_sheet(cells[place::count]) for place in range(count)]

    def _sign(
        self,
        number: int,
        today: int,
        next_day: int,
        signing: _SigningKey,
        last: tuple[Any, ...] | None,
    ) -> bytes:
        vault, settings, identity = self._vault, self._settings, self._identity
        board = vault.rows("SELECT hash, until, sheet FROM sheets ORDER BY until, bulletin, place")
        # The first number may have been skipped by a crash (§7.5).
        prev = FIRST_PREV if number == 1 else identity.did.hex()
        if last is not None:
            raw = vault.need_row("SELECT raw FROM bulletins WHERE number = ?", last[0])[0]
            prev = verify_bulletin(raw, identity.did).hash.hex()
        content = {
            "attachments_len": settings.attachments_len,
            "categories": [
                {"code": entry.code, "id": entry.id, "en": entry.en}
                for entry in self._texts.categories
            ],
            "demo": is_demo(vault),
            "desk": {"id": settings.desk_id, "en": settings.desk_en},
            "expires": today + BULLETIN_CLOSED_DAYS,
            "issued": today,
            "keys": [
                {"from": key.from_day, "to": key.to_day, "pk": to_base64url(key.pk)}
                for key in self._seeds.published(today, settings.weeks_ahead)
            ],
            "links": [
                {"code": link.code, "id": link.id, "en": link.en, "url": link.url}
                for link in self._texts.links
            ],
            "log": audit.head(vault).hex(),
            "next": next_day,
            "notices": [
                {"day": notice.day, "id": notice.id, "en": notice.en}
                for notice in self._texts.notices
            ],
            "number": number,
            "prev": prev,
            "sheets": [{"hash": hashed.hex(), "until": until} for hashed, until, _ in board],
            "signers": self._signers(signing),
            "statuses": [
                {"code": entry.code, "id": entry.id, "en": entry.en}
                for entry in self._texts.statuses
            ],
            "totals": [],
        }
        bulletin = make_bulletin(
            identity.sid, identity.root_pk, signing.certificate, signing.seed, content
        )
        pickup_ids = [
            bytes(row[0])
            for row in vault.rows(
                "SELECT id FROM pickups WHERE imported_day > ? ORDER BY imported_day DESC, rowid "
                "DESC LIMIT ?",
                today - PICKUP_DAYS,
                DELIVERY_PICKUPS_MAX,
            )
        ]
        sheets = b"".join(sheet for _, _, sheet in board)
        return make_delivery(signing.seed, identity.did, bulletin, sheets, pickup_ids)

    def _verify(
        self,
        raw: bytes,
        last: tuple[Any, ...] | None,
        sealed: list[SealedReply],
        sheets: list[bytes],
    ) -> Delivery:
        # Read as the site and the reporters will. An error here rolls everything back.
        did = self._identity.did
        delivery = verify_delivery(raw, did)
        if last is not None:
            earlier = self._vault.need_row("SELECT raw FROM bulletins WHERE number = ?", last[0])[0]
            check_succession(verify_bulletin(earlier, did), delivery.bulletin)
        cells = [cell for sheet in sheets for cell in sheet_cells(sheet)]
        for reply in sealed:
            found = read_replies(cells, reply.due.thread_key, did, delivery.bulletin.signing_pks)
            if found.refused or reply.seq not in {read.seq for read in found.replies}:
                raise VaultError(
                    "Sebuah balasan tidak terbaca kembali; antaran tidak dibuat.",
                    "A reply could not be read back; no delivery was made.",
                )
        return delivery

    def _next_day(self, today: int, last: tuple[Any, ...] | None) -> int:
        # Counted on from the days that were announced, so that one late delivery does not move all
        # that follow.
        step = self._settings.delivery_days
        if last is None:
            return today + step
        next_day = int(last[2])
        if next_day <= today:
            next_day += -(-(today + 1 - next_day) // step) * step
        return min(next_day, today + BULLETIN_CLOSED_DAYS)

    def _signing_key(self, today: int) -> _SigningKey:
        rows = self._vault.rows(
            "SELECT id, seed, pk, from_day, to_day, signature FROM signing_keys"
            " WHERE seed IS NOT NULL ORDER BY id DESC LIMIT 1"
        )
        for key_id, seed, *certificate in rows:
            certified = Certificate(*certificate)
            # §7.5: what a key signs after a later one was certified, everybody refuses.
            retired = self._vault.row(
                "SELECT 1 FROM signing_keys WHERE from_day > ?", certified.from_day
            )
            if certified.holds_on(today) and not retired:
                return _SigningKey(key_id, seed, certified)
        raise CertificateDueError(
            "Sertifikat kunci tanda tangan tidak berlaku hari ini, atau sudah diganti yang lebih "
            "baru. Perpanjang dengan kunci akar: titip workstation renew-signing",
            "The signing key's certificate does not hold today, or a later one has replaced it. "
            "Renew it with the root key: titip workstation renew-signing",
        )

    def _signers(self, signing: _SigningKey) -> list[dict[str, Any]]:
        # Every earlier key that signed for a live sheet, whether a reply is on it or not: naming
        # only those in use would tell outsiders that sheets of decoys hold nothing.
        rows = self._vault.rows(
            "SELECT pk, from_day, to_day, signature FROM signing_keys WHERE id != ? AND (id IN"
            " (SELECT signing_key FROM bulletins JOIN sheets ON bulletin = number)"
            " OR named_until > (SELECT max(issued) FROM bulletins))"
            " ORDER BY from_day DESC, id DESC LIMIT ?",
            signing.id,
            SIGNERS_MAX,
        )
        return [write_signer(Certificate(*row)) for row in rows]

    # -- writing out ---------------------------------------------------------------

    def _export(self, out_path: Path, today: int, *, again: bool) -> DeliveryResult:
        vault = self._vault
        number, raw = vault.need_row(
            "SELECT number, delivery FROM bulletins ORDER BY number DESC LIMIT 1"
        )
        path = out_path / delivery_name(number) if out_path.is_dir() else out_path
        delivery = verify_delivery(raw, self._identity.did)
        try:
            write_atomically(path, raw)
            written = path.read_bytes()
        except OSError as error:
            raise StickError(
                f"{path}: tidak tertulis ({error.strerror}). Antaran tersimpan di brankas; "
                "jalankan lagi.",
                f"{path}: cannot be written ({error.strerror}). The vault keeps the delivery; run "
                "it again.",
            ) from None
        if written != raw:
            raise StickError(
                f"{path}: stik mengembalikan isi lain. Pakai stik lain, jalankan lagi.",
                f"{path}: the stick gives back other bytes. Use another one, run it again.",
            )
        with vault.transaction():
            vault.change("UPDATE bulletins SET exported = 1 WHERE number = ?", number)
            audit.record(vault, today, self._who, "delivery_written", str(number))
        content = delivery.bulletin.content
        counts: dict[int, int] = dict(
            vault.rows(
                "SELECT kind = 'receipt', count(*) FROM replies WHERE bulletin = ? GROUP BY 1",
                number,
            )
        )
        new_sheets = vault.number("SELECT count(*) FROM sheets WHERE bulletin = ?", number)
        return DeliveryResult(
            str(path),
            number,
            content["issued"],
            content["next"],
            content["expires"],
            len(content["sheets"]),
            new_sheets,
            len(delivery.pickup_ids),
            counts.get(0, 0),
            counts.get(1, 0),
            vault.number("SELECT resealed FROM bulletins WHERE number = ?", number),
            replies_waiting(vault) + receipts_waiting(vault),
            again,
        )


def delivery_name(number: int) -> str:
    """Return the name of a delivery on the stick; fit for FAT32."""
    return f"titip-antaran-{number:06d}.delivery"
