"""Which bulletin number may be signed next, and whether this vault may sign at all.

A vault from a backup is older than what was published. The mark and what the site shows tell; until
then nothing is signed.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from pathlib import Path

from dropbox.protocol.bulletin import verify_bulletin
from dropbox.protocol.labels import digest
from dropbox.protocol.sizes import BULLETIN_NUMBER_MAX
from dropbox.workstation import audit
from dropbox.workstation.days import iso
from dropbox.workstation.errors import ClockError, ForeignBulletinError, SetBackError
from dropbox.workstation.mark import HASH_LEN, Mark, MarkFile
from dropbox.workstation.seeds import SeedStore
from dropbox.workstation.shown import Shown, read_shown
from dropbox.workstation.taking_over import TakenOver, take_over
from dropbox.workstation.vault import Vault

# Deliveries that may be on their way when a vault is restored and nothing tells how many.
SKIPPED = 16


class Standing(Enum):
    """How the vault stands to what was signed, by the mark."""

    CURRENT = "current"
    SET_BACK = "set_back"
    UNSURE = "unsure"


class Numbering:
    """The numbers of one vault's bulletins."""

    def __init__(
        self, vault: Vault, mark: MarkFile, seeds: SeedStore, did: bytes, who: str
    ) -> None:
        self._vault = vault
        self._mark = mark
        self._seeds = seeds
        self._did = did
        self._who = who
        self._finish()

    def _finish(self) -> None:
        # Cut off between the vault's commit and the mark: nothing but that delivery can have
        # used the number that was reserved for it.
        mark, (last, hashed) = self._mark.read(), self._last()
        if mark is not None and mark.signed < last == mark.reserved:
            self._mark.write(Mark(last, last, hashed))

    def standing(self) -> Standing:
        """Return how the vault stands to what was signed."""
        mark, (last, hashed) = self._mark.read(), self._last()
        if mark is None:
            return Standing.UNSURE
        if (mark.signed, mark.signed_hash) == (last, hashed):
            return Standing.CURRENT
        # More in the vault than the mark knows: the mark itself is an old one.
        return Standing.UNSURE if mark.signed < last else Standing.SET_BACK

    def foreign(self) -> int | None:
        """Return the number of a bulletin that was met and not signed here, while it matters."""
        raw = self._vault.get("shown_foreign")
        if raw is None:
            return None
        bulletin = verify_bulletin(raw, self._did)
        # §7.5: a certificate of ours that starts later goes before whatever it signed.
        return None if bulletin.certificate.from_day < self._own_from() else bulletin.number

    def reserve(self) -> int:
        """Return the next number, on the disk as used before anything is signed with it.

        Raises SetBackError where this vault may sign nothing, OSError.
        """
        mark = self._mark.read()
        if mark is None or self.standing() is not Standing.CURRENT:
            raise _no_shown()
        number = max(mark.reserved, mark.signed) + 1
        if number > BULLETIN_NUMBER_MAX:
            raise _no_numbers()
        self._mark.write(replace(mark, reserved=number))
        return number

    def settle(self) -> None:
        """Note that the vault holds the delivery of the number reserved last. Raises OSError."""
        self._finish()

    # -- meeting what the site shows ---------------------------------------------------

    def meet(self, folder: Path, today: int) -> TakenOver | None:
        """Look at what the courier brought beside a pickup; never in the way of importing it.

        Returns what was taken over, where the vault was older. Raises OSError.
        """
        shown = read_shown(folder, self._did)
        if shown is None or shown.bulletin.issued > today:
            return None
        # Without the mark nobody can tell whether the stick is an old one; that is asked at the
        # delivery.
        if not self._knows(shown) and self._is_foreign(shown):
            self._note_foreign(shown, today)
        elif (
            not self._knows(shown)
            and self.standing() is Standing.SET_BACK
            and self._may_take(shown)
            and shown.sheets is not None
        ):
            return self._take(shown, today, skip=False)
        return None

    def before_delivery(
        self, folder: Path, today: int, *, shown_number: int | None = None, force: bool = False
    ) -> TakenOver | None:
        """Return what was taken over before a delivery may be made, None where nothing was.

        `shown_number` is what the page shows, where the courier cannot bring it; `force` takes over
        a bulletin that this vault did not sign although it is current. Raises SetBackError,
        ForeignBulletinError, ClockError, OSError.
        """
        taken = self._meet_for_delivery(folder, today, shown_number, force=force)
        foreign = self.foreign()
        if foreign is not None:
            raise _foreign(foreign)
        if self.standing() is not Standing.CURRENT:
            if shown_number is None:
                raise _no_shown()
            self._skip_beyond(shown_number, today)
        return taken

    def _meet_for_delivery(
        self, folder: Path, today: int, shown_number: int | None, *, force: bool
    ) -> TakenOver | None:
        shown = read_shown(folder, self._did)
        if shown is None:
            return None
        number, standing = shown.bulletin.number, self.standing()
        if shown_number not in {None, number}:
            raise _other_number(number)
        if standing is Standing.UNSURE and shown_number is None and not force:
            raise _compare(number)
        if self._knows(shown):
            if standing is Standing.UNSURE:
                self._confirm()
            return None
        if self._is_foreign(shown) and not force:
            self._note_foreign(shown, today)
            return None
        if not force and (
            standing is Standing.CURRENT or not (self._may_take(shown) or shown_number)
        ):
            return None
        if shown.bulletin.issued > today:
            raise ClockError(
                f"Tanggal mesin ini {iso(today)}, padahal maklumat di situs bertanggal "
                f"{iso(shown.bulletin.issued)}. Betulkan tanggal mesin, lalu ulangi.",
                f"This machine's date is {iso(today)}, but the site's bulletin is of "
                f"{iso(shown.bulletin.issued)}. Set the machine's date right, then try again.",
            )
        if shown.sheets is None:
            raise _no_board()
        skip = standing is Standing.UNSURE or shown_number is not None
        return self._take(shown, today, skip=skip)

    def _knows(self, shown: Shown) -> bool:
        row = self._vault.row("SELECT raw FROM bulletins WHERE number = ?", shown.bulletin.number)
        return row is not None and bytes(row[0]) == shown.bulletin.raw

    def _confirm(self) -> None:
        # The site shows nothing that this vault lacks. What was signed and nobody has shown yet
        # may still be on a stick, beyond what the vault knows.
        mark, (last, hashed) = self._mark.read(), self._last()
        reserved = max(last, mark.reserved if mark else 0) + SKIPPED
        self._mark.write(Mark(reserved, last, hashed))

    def _is_foreign(self, shown: Shown) -> bool:
        if self.standing() is Standing.CURRENT:
            return shown.bulletin.certificate.from_day >= self._own_from()
        mark, (last, _) = self._mark.read(), self._last()
        return shown.bulletin.number <= last and (
            mark is None or mark.signed_hash != shown.bulletin.hash
        )

    def _may_take(self, shown: Shown) -> bool:
        # Below what the mark says was signed, the last delivery is still on its way.
        mark = self._mark.read()
        return self.standing() is not Standing.CURRENT and (
            mark is None or shown.bulletin.number >= mark.signed
        )

    def _take(self, shown: Shown, today: int, *, skip: bool) -> TakenOver:
        mark, (last, _) = self._mark.read(), self._last()
        used = max(last, shown.bulletin.number, mark.reserved if mark else 0)
        if used + SKIPPED >= BULLETIN_NUMBER_MAX:
            raise _no_numbers()
        live = [key.pk for key in self._seeds.live_keys()]
        with self._vault.transaction():
            taken = take_over(self._vault, shown, live, today, self._who)
        reserved = used + SKIPPED if skip else used
        self._mark.write(Mark(reserved, shown.bulletin.number, shown.bulletin.hash))
        return taken

    def _skip_beyond(self, shown_number: int, today: int) -> None:
        mark, (last, hashed) = self._mark.read(), self._last()
        reserved = max(shown_number, last, mark.reserved if mark else 0) + SKIPPED
        if reserved >= BULLETIN_NUMBER_MAX:
            raise _no_numbers()
        audit.record(self._vault, today, self._who, "numbers_skipped", str(reserved))
        self._mark.write(Mark(reserved, last, hashed))

    def _note_foreign(self, shown: Shown, today: int) -> None:
        if self._vault.get("shown_foreign") == shown.bulletin.raw:
            return
        with self._vault.transaction():
            self._vault.set("shown_foreign", shown.bulletin.raw)
            number = str(shown.bulletin.number)
            audit.record(self._vault, today, self._who, "foreign_bulletin", number)

    def _last(self) -> tuple[int, bytes]:
        row = self._vault.row("SELECT number, raw FROM bulletins ORDER BY number DESC LIMIT 1")
        return (int(row[0]), digest(bytes(row[1]))) if row else (0, bytes(HASH_LEN))

    def _own_from(self) -> int:
        return self._vault.number("SELECT max(from_day) FROM signing_keys WHERE seed IS NOT NULL")


def _no_shown() -> SetBackError:
    return SetBackError(
        "Brankas ini lebih tua dari yang sudah diterbitkan, atau tidak dapat memastikannya "
        "(dipulihkan dari cadangan?). Jalankan titip courier pickup, lalu pasang stik itu di sini: "
        "brankas mengambil alih maklumat dan papan balasan yang tampil di situs. Antaran yang "
        "sudah dibuat tetapi belum tampil: antar dulu. Bila stik tidak mungkin: deliver "
        "--shown-number N dengan nomor maklumat yang tampil; balasan yang tidak dikenal brankas "
        "ini hilang dari papan.",
        "This vault is older than what was published, or cannot tell (restored from a backup?). "
        "Run titip courier pickup and plug that stick in here: the vault takes over the bulletin "
        "and the board that the site shows. Bring a delivery that was made and is not shown yet "
        "to the site first. Where no stick can be had: deliver --shown-number N with the number "
        "of the bulletin that the page shows; replies that this vault does not know leave the "
        "board.",
    )


def _compare(number: int) -> SetBackError:
    return SetBackError(
        f"Brankas ini tidak dapat memastikan apakah ia yang terbaru. Stik membawa maklumat "
        f"{number}. Samakan dengan nomor yang sekarang tampil di halaman situs. Bila sama: deliver "
        f"--shown-number {number}. Bila halaman menampilkan yang lebih tinggi, stik ini lama: "
        "jalankan titip courier pickup lagi.",
        "This vault cannot tell whether it is the latest. The stick holds bulletin "
        f"{number}. Compare it with the number that the site's page shows now. If they are the "
        f"same: deliver --shown-number {number}. If the page shows a higher one, this stick is an "
        "old one: run titip courier pickup again.",
    )


def _other_number(number: int) -> SetBackError:
    return SetBackError(
        f"Stik membawa maklumat {number}, bukan nomor yang Anda berikan. Periksa halaman situs, "
        "jalankan titip courier pickup lagi, dan pakai stik itu.",
        f"The stick holds bulletin {number}, not the number that you gave. Look at the site's "
        "page, run titip courier pickup again, and use that stick.",
    )


def _no_board() -> SetBackError:
    return SetBackError(
        "Stik membawa maklumat tanpa papan balasan yang cocok; tanpa itu balasan hilang dari "
        "papan. Jalankan titip courier pickup lagi. Bila tidak mungkin: hapus "
        "titip-maklumat.bulletin dari stik dan pakai --shown-number.",
        "The stick holds the bulletin without its board, and without that replies would leave the "
        "board. Run titip courier pickup again. If that cannot be done: remove "
        "titip-maklumat.bulletin from the stick and use --shown-number.",
    )


def _foreign(number: int) -> ForeignBulletinError:
    return ForeignBulletinError(
        f"Situs menampilkan maklumat {number} yang sah tetapi tidak ditandatangani di sini. Bila "
        "ada salinan lain dari brankas ini, atau seluruh mesin dikembalikan ke keadaan lama: "
        "deliver --take-over dengan stik dari kurir. Bila tidak: kunci tanda tangan dicuri; "
        "perpanjang dengan kunci akar (titip workstation renew-signing), lalu antar.",
        f"The site shows bulletin {number}, which is genuine but was not signed here. If there is "
        "another copy of this vault, or the whole machine was set back: deliver --take-over with "
        "the courier's stick. If not, the signing key was stolen: renew it with the root key "
        "(titip workstation renew-signing), then deliver.",
    )


def _no_numbers() -> SetBackError:
    return SetBackError(
        "Nomor maklumat sudah habis. Drop ini perlu upacara baru.",
        "There are no bulletin numbers left. This drop needs a new ceremony.",
    )
