"""The workstation as one object: what the command line and the local interface both stand on."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import Self

from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN
from dropbox.workstation import audit, ceremony
from dropbox.workstation.attachments import Attachment, Attachments
from dropbox.workstation.audit import AuditEntry
from dropbox.workstation.case_list import CaseList, Wanted
from dropbox.workstation.cases import Case, CaseBook, ConversationItem, SetAside
from dropbox.workstation.casework import CaseWork
from dropbox.workstation.checking import find_faults
from dropbox.workstation.chunks import ChunkShelf
from dropbox.workstation.ciphertext import CiphertextFolder
from dropbox.workstation.clock import check_clock
from dropbox.workstation.delivering import Composer, DeliveryPreview, DeliveryResult
from dropbox.workstation.epochs import confirm_epochs
from dropbox.workstation.errors import StickError, WorkstationError
from dropbox.workstation.files import private_umask
from dropbox.workstation.identity import DropIdentity
from dropbox.workstation.importing import ImportResult, PickupImport
from dropbox.workstation.joining import expect_pieces
from dropbox.workstation.mark import MarkFile
from dropbox.workstation.numbering import Numbering
from dropbox.workstation.progress import Progress, silent
from dropbox.workstation.seeds import SeedStore, WeekKey
from dropbox.workstation.settings import WorkstationSettings
from dropbox.workstation.summary import Summary, summarize
from dropbox.workstation.texts import Texts, read_texts
from dropbox.workstation.triage import Triage
from dropbox.workstation.vault import Vault

DEFAULT_WHO = "inspektorat"


class Desk:
    """An open workstation. Used with `with`.

    Methods may be called from several threads, one works at a time. Every method raises
    WorkstationError, TitipError or SettingsError with a text fit to be shown.
    """

    def __init__(self, settings: WorkstationSettings, vault: Vault, today: int, who: str) -> None:
        self.settings = settings
        self.who = who
        self._vault = vault
        # Importing, delivering and what changes keys write files beside the vault: one at a time.
        self._carrying = threading.RLock()
        self._identity = ceremony.read_identity(vault)
        self._seeds = SeedStore.open(vault, settings.seeds_path, today)
        mark = MarkFile(vault, settings.mark_path)
        self._numbering = Numbering(vault, mark, self._seeds, self._identity.did, who)
        self._chunks = CiphertextFolder(settings.vault_dir / "chunks", CHUNK_RECORD_LEN)
        self._letters = CiphertextFolder(settings.vault_dir / "letters", LETTER_LEN)

    def __repr__(self) -> str:
        return f"<Desk {self.settings.vault_dir}>"

    @classmethod
    def init(
        cls,
        settings: WorkstationSettings,
        passphrase: str,
        today: int,
        *,
        who: str = DEFAULT_WHO,
        demo: bool = False,
    ) -> DropIdentity:
        """Hold the ceremony; returns what stands on the posters.

        Raises VaultError, WorkstationError.
        """
        private_umask()
        identity = ceremony.hold_ceremony(settings.checked(), passphrase, today, who, demo=demo)
        return DropIdentity.of(identity)

    @classmethod
    def open(
        cls,
        settings: WorkstationSettings,
        passphrase: str,
        today: int,
        *,
        who: str = DEFAULT_WHO,
    ) -> Desk:
        """Open the vault in settings.vault_dir, and keep other processes out until `close`.

        Raises VaultError, VaultBusyError, WrappedKeyFormError, WrongPassphraseError.
        """
        private_umask()
        vault = Vault.open(settings.vault_dir, passphrase)
        try:
            return cls(settings.checked(), vault, today, who)
        except BaseException:
            vault.close()
            raise

    def close(self) -> None:
        """Lock the vault, after what is being carried, and let others in; may be repeated."""
        with self._carrying:
            self._vault.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    # -- looking ------------------------------------------------------------------

    @property
    def demo(self) -> bool:
        """Whether everything here is a trial, and every screen must say DEMO."""
        return ceremony.is_demo(self._vault)

    @property
    def texts(self) -> Texts:
        """The categories, statuses, notices and links of texts.toml, read anew.

        Raises SettingsError.
        """
        return read_texts(self.settings.texts_path)

    def identity(self) -> DropIdentity:
        """Return what stands on the posters."""
        return DropIdentity.of(self._identity)

    def poster(self) -> str:
        """Return the text of a poster with the link and the digits (§3.2)."""
        return ceremony.poster_text(self._identity, self.settings, demo=self.demo)

    def cases(
        self, *, status: str | None = None, open_only: bool = False, search: str = ""
    ) -> list[Case]:
        """Return all such cases, but for those in the junk tray; see `case_page`."""
        return self.case_page(Wanted(status, open_only, search))[1]

    def case_page(
        self, wanted: Wanted, first: int = 0, most: int | None = None
    ) -> tuple[int, list[Case]]:
        """Return how many cases are wanted, and at most `most` of them from the place `first` on.

        News of known threads comes first, then new threads, then those that look like many others,
        then what was read; the youngest first.
        """
        return self._list().page(wanted, first, most)

    def case(self, number: str) -> Case:
        """Return one case; raises CaseError."""
        return self._book().case(number)

    def conversation(self, number: str) -> list[ConversationItem]:
        """Return letters, replies, notes and steps of a case in the order in which they came.

        Raises CaseError.
        """
        return self._book().conversation(number)

    def quarantine(self, *, with_unopened: bool = True) -> list[SetAside]:
        """Return the letters that are kept and never acted on (§4.5), the newest first."""
        return self._book().set_aside(with_unopened=with_unopened)

    def count_aside(self, number: str) -> int:
        """Return how many letters set aside claim to belong to a case; raises CaseError."""
        return self._vault.number(
            "SELECT count(*) FROM set_aside WHERE case_id = ?", self.case(number).id
        )

    def log(self, limit: int = 200) -> list[AuditEntry]:
        """Return the last entries of the audit log, the newest first."""
        return audit.entries(self._vault, limit)

    def broken_log_entry(self) -> int | None:
        """Return the number of the log's first entry that breaks the chain, or None."""
        return audit.broken_entry(self._vault)

    def keys(self) -> list[WeekKey]:
        """Return the public side of all intake keys."""
        return self._seeds.all_keys()

    def summary(self, today: int) -> Summary:
        """Return what is due."""
        return summarize(
            self._vault, self._seeds, self._numbering, (self._book(), self._list()), today
        )

    # -- the way in ---------------------------------------------------------------

    def import_pickup(
        self, path: Path, today: int, progress: Progress = silent, *, sure: bool = False
    ) -> ImportResult:
        """Import the pickup at `path`, all of it or nothing, and destroy intake keys that are due.

        A vault that was set back takes over what the site shows, where that lies beside it.
        `progress(stage, done, whole)` is told of the stages `verify`, `chunks`, `letters`. Raises
        ClockError, StickError, SeedsError and the refusals of §8.2.
        """
        with self._carrying:
            check_clock(self._vault, today, sure=sure)
            importer = PickupImport(
                self._vault,
                self._seeds,
                ChunkShelf(self._vault, self._chunks, self._identity.did),
                self._letters,
                self.who,
                progress,
            )
            result = importer.run(path, today)
            self._seeds.destroy(self._seeds.due(today), today, self.who)
            result.taken_over = self._numbering.meet(path.parent, today)
            return result

    def attachments(self, letter_id: int) -> list[Attachment]:
        """Return the files of a letter and whether they are complete; raises AttachmentError."""
        return self._files(letter_id).files()

    def save_attachment(self, letter_id: int, place: int, folder: Path, today: int) -> Path:
        """Write a file of a letter byte for byte into `folder`; returns where.

        See Attachments.save.
        """
        files = self._files(letter_id)
        try:
            path = files.save(place, folder)
        except OSError as error:
            raise StickError(
                f"{folder}: tidak tertulis ({error.strerror}).",
                f"{folder}: cannot be written ({error.strerror}).",
            ) from None
        number = self._number_of_letter(letter_id)
        audit.record(self._vault, today, self.who, "attachment_saved", f"{number} {place + 1}")
        return path

    def read_attachment(self, letter_id: int, place: int) -> bytes:
        """Return a file of a letter whole; for small ones. Raises AttachmentError, ChunkError."""
        return b"".join(self._files(letter_id).read(place))

    def accept_attachments(self, letter_id: int, today: int) -> None:
        """Look for the pieces of a letter that announced more than any bulletin allowed (§5.1).

        Only where an inspector asks for it. Raises AttachmentError.
        """
        self._files(letter_id)
        (body,) = self._vault.need_row("SELECT body FROM letters WHERE id = ?", letter_id)
        with self._vault.transaction():
            self._vault.change("UPDATE letters SET over_limit = 0 WHERE id = ?", letter_id)
            expect_pieces(self._vault, letter_id, json.loads(body)["attachments"])
            ChunkShelf(self._vault, self._chunks, self._identity.did).match({letter_id}, set())
            number = self._number_of_letter(letter_id)
            audit.record(self._vault, today, self.who, "attachments_accepted", number)

    # -- working on a case ----------------------------------------------------------

    def mark_read(self, number: str) -> None:
        """Take away the mark of news; raises CaseError."""
        self._work().mark_read(number)

    def reply(self, number: str, text: str, today: int) -> int:
        """Let a message wait for the next delivery and forget the draft; returns its id.

        Raises CaseError, ReplyBodyError for an empty text, ReplyTooLongError with the excess in
        bytes.
        """
        return self._work().reply(number, text, today)

    def cancel_reply(self, reply_id: int, today: int) -> None:
        """Take back a reply that still waits; raises CaseError where a delivery has it already."""
        self._work().cancel_reply(reply_id, today)

    def set_status(self, number: str, code: str, reason: str | None, today: int) -> int:
        """Set a status and let the reporter know with the next delivery.

        Returns the id of that reply. Raises CaseError for an unknown code or a reason that is
        missing, ReplyTooLongError.
        """
        return self._work().set_status(number, self.texts, code, reason, today)

    def add_note(self, number: str, text: str, today: int) -> int:
        """Add a note, which never leaves the vault; returns its id. Raises CaseError."""
        return self._work().add_note(number, text, today)

    def draft(self, number: str) -> str:
        """Return the draft of a reply, empty where there is none; raises CaseError."""
        return self._work().draft(number)

    def save_draft(self, number: str, text: str) -> None:
        """Keep what is being typed; an empty text forgets the draft. Raises CaseError."""
        self._work().save_draft(number, text)

    def triage(self) -> Triage:
        """Return what sorts new threads and keeps the junk tray."""
        return Triage(self._vault, self._list(), self.who)

    def mark_seen(self, letter_ids: list[int], today: int) -> int:
        """Tick off letters that were set aside; returns how many were not yet.

        They stay where they are, and in the log stands who has seen how many.
        """
        with self._vault.transaction():
            seen = sum(
                self._vault.change_count(
                    "UPDATE set_aside SET seen_day = ? WHERE id = ? AND seen_day IS NULL",
                    today,
                    letter_id,
                )
                for letter_id in letter_ids
            )
            if seen:
                audit.record(self._vault, today, self.who, "set_aside_seen", str(seen))
        return seen

    def confirm_epochs(self, today: int) -> list[str]:
        """Say that a person has looked at the irregular epochs (§8.4); returns which, in words.

        What is missing counts as empty from then on; what is irregular later is shown again. Raises
        CaseError where none is.
        """
        return confirm_epochs(self._vault, today, self.who)

    # -- the way out ----------------------------------------------------------------

    def deliver(
        self,
        out_path: Path,
        today: int,
        *,
        early: bool = False,
        again: bool = False,
        sure: bool = False,
        shown_number: int | None = None,
        force: bool = False,
    ) -> DeliveryResult:
        """Write the next delivery to `out_path`, a file or a folder; see Composer.deliver.

        A vault that was set back first takes over what the site shows, or is told by
        `shown_number`; `force` takes over a bulletin that a current vault did not sign. Raises
        ClockError, SetBackError, ForeignBulletinError, EarlyDeliveryError, CertificateDueError,
        SeedsError, StickError, VaultError.
        """
        with self._carrying:
            check_clock(self._vault, today, sure=sure)
            self._seeds.destroy(self._seeds.due(today), today, self.who)
            folder = out_path if out_path.is_dir() else out_path.parent
            taken = self._numbering.before_delivery(
                folder, today, shown_number=shown_number, force=force
            )
            try:
                result = self._composer().deliver(out_path, today, early=early, again=again)
            except WorkstationError as error:
                # It happens once: who is refused now would never read of it.
                error.taken_over = taken
                raise
            return replace(result, taken_over=taken)

    def preview_delivery(self, today: int) -> DeliveryPreview:
        """Return what a delivery of today would carry, and what would wait."""
        return self._composer().preview(today)

    # -- keys and health --------------------------------------------------------------

    def confirm_destroy(self, today: int, *, sure: bool = False) -> list[WeekKey]:
        """Destroy the keys that summary lists as `keys_to_confirm` (§8.4); returns them."""
        with self._carrying:
            check_clock(self._vault, today, sure=sure)
            keys = self._seeds.to_confirm(today)
            self._seeds.destroy(keys, today, self.who)
            return keys

    def replace_lost_keys(self, today: int, *, sure: bool = False) -> int:
        """Give up intake keys whose seeds are lost, and make new ones.

        Returns how many were given up.
        """
        with self._carrying:
            check_clock(self._vault, today, sure=sure)
            return self._seeds.replace_lost(today, self.settings.weeks_ahead, self.who)

    def renew_signing(
        self, root_box: Path, passphrase: str, today: int, *, sure: bool = False
    ) -> int:
        """Certify a fresh signing key with the root key in the file `root_box`.

        Returns its last day, exclusive. Raises ClockError, StickError, WrappedKeyFormError,
        WrongPassphraseError, VaultError.
        """
        try:
            wrapped = root_box.read_bytes()
        except OSError as error:
            raise StickError(
                f"{root_box}: tidak terbaca ({error.strerror}). Di stik mana kunci akar disimpan?",
                f"{root_box}: cannot be read ({error.strerror}). On which stick is the root key?",
            ) from None
        public_dir = self.settings.vault_dir / ceremony.PUBLIC_DIR
        with self._carrying:
            # A certificate of a wrong year would go before every right one until that year (§7.5).
            check_clock(self._vault, today, sure=sure)
            return ceremony.renew_signing(
                self._vault, wrapped, passphrase, today, self.who, public_dir
            ).to_day

    def verify(self) -> list[str]:
        """Return what is wrong with the vault, its log, its bulletins, keys and chunks.

        Empty when all is well.
        """
        return find_faults(self._vault, self._identity, self._seeds, self._chunks)

    def _composer(self) -> Composer:
        vault, seeds = self._vault, self._seeds
        return Composer(vault, seeds, self._numbering, self.settings, self.texts, self.who)

    def _book(self) -> CaseBook:
        return CaseBook(self._vault, self.settings, self.texts.closed_codes)

    def _list(self) -> CaseList:
        return CaseList(self._vault, self.settings, self.texts.closed_codes)

    def _work(self) -> CaseWork:
        return CaseWork(self._vault, self._book(), self.who)

    def _files(self, letter_id: int) -> Attachments:
        return Attachments(self._vault, self._chunks, self._identity.did, letter_id)

    def _number_of_letter(self, letter_id: int) -> str:
        row = self._vault.need_row(
            "SELECT number FROM cases JOIN letters ON case_id = cases.id WHERE letters.id = ?",
            letter_id,
        )
        return str(row[0])
