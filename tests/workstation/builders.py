"""A workstation with a real vault, and reporters who write to it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from dropbox.protocol.body import FOLLOW_UP, REPORT, WITHDRAWAL, write_letter_body
from dropbox.protocol.bulletin import choose_intake_pk, verify_bulletin
from dropbox.protocol.canonical import JsonObject, to_base64url
from dropbox.protocol.chunk import seal_chunk
from dropbox.protocol.delivery import Delivery, verify_delivery
from dropbox.protocol.letter import letter_plain, seal_plain
from dropbox.protocol.pickup import make_pickup
from dropbox.protocol.pieces import padded_pieces
from dropbox.protocol.reply import ThreadReplies, read_replies
from dropbox.protocol.sheet import board_cells
from dropbox.protocol.sizes import PIECE_LEN
from dropbox.protocol.thread import ThreadKeys
from dropbox.workstation.delivering import DeliveryResult
from dropbox.workstation.desk import Desk
from dropbox.workstation.importing import ImportResult
from dropbox.workstation.settings import WorkstationSettings

# A Monday, so that the first intake key has its whole week before it.
DAY = 20_696
PASSPHRASE = "rahasia-percobaan-brankas"


def new_thread() -> ThreadKeys:
    """Return a reporter's keys.

    What PBKDF2 makes of a passphrase is 64 random bytes all the same.
    """
    return ThreadKeys(os.urandom(32), os.urandom(32))


@dataclass
class Office:
    """An open desk with its stick, and the site's side of the carrying."""

    folder: Path
    desk: Desk
    settings: WorkstationSettings
    day: int = DAY
    epoch: int = 0
    delivered: list[Delivery] = field(default_factory=list)
    threads: list[ThreadKeys] = field(default_factory=list)

    @property
    def sid(self) -> bytes:
        return bytes.fromhex(self.desk.identity().sid)

    @property
    def did(self) -> bytes:
        return bytes.fromhex(self.desk.identity().did)

    @property
    def intake_pk(self) -> bytes:
        """The key that a reporter's page chooses today."""
        return choose_intake_pk(self.delivered[-1].bulletin, self.day)

    # -- reporters ---------------------------------------------------------------

    def seal(
        self,
        letter_type: int,
        thread: ThreadKeys,
        fields: JsonObject,
        *,
        message_id: bytes | None = None,
    ) -> bytes:
        body = write_letter_body(letter_type, {"language": "id", **fields})
        return self.seal_raw(letter_type, thread, body, message_id=message_id)

    def seal_raw(
        self, letter_type: int, thread: ThreadKeys, body: bytes, *, message_id: bytes | None = None
    ) -> bytes:
        pk = self.intake_pk
        chosen = message_id or os.urandom(16)
        return seal_plain(
            letter_plain(letter_type, chosen, thread, body, self.did, pk), self.did, pk
        )

    def report(self, thread: ThreadKeys, what: str = "Uang hilang", **fields: object) -> bytes:
        report = {"category": "suap", "what": what, "account": "Uraian kejadian.", **fields}
        return self.seal(REPORT, thread, report)

    def follow_up(self, thread: ThreadKeys, text: str = "Tambahan.", **fields: object) -> bytes:
        return self.seal(FOLLOW_UP, thread, {"text": text, **fields})

    def withdrawal(self, thread: ThreadKeys) -> bytes:
        return self.seal(WITHDRAWAL, thread, {"reason": "Sudah selesai."})

    def attach(self, files: dict[str, bytes]) -> tuple[JsonObject, list[bytes]]:
        """Return the `attachments` of a letter and all its chunk records."""
        fk, whole = os.urandom(32), b"".join(files.values())
        pieces = padded_pieces(len(whole))
        records = [
            seal_chunk(fk, i, pieces, whole[i * PIECE_LEN : (i + 1) * PIECE_LEN], self.did)
            for i in range(pieces)
        ]
        named = [
            {"name": name, "len": len(raw), "treatment": "kept"} for name, raw in files.items()
        ]
        return {"fk": to_base64url(fk), "pieces": pieces, "files": named}, records

    # -- carrying ----------------------------------------------------------------

    def pickup(
        self,
        letters: Iterable[bytes] = (),
        chunks: Iterable[bytes] = (),
        *,
        closed: int | None = None,
    ) -> Path:
        self.epoch += 1
        path = self.folder / f"{self.epoch}.pickup"
        closed_day = self.day if closed is None else closed
        path.write_bytes(make_pickup(self.sid, self.epoch, closed_day, list(letters), list(chunks)))
        return path

    def take(self, letters: Iterable[bytes] = (), chunks: Iterable[bytes] = ()) -> ImportResult:
        return self.desk.import_pickup(self.pickup(letters, chunks), self.day)

    def deliver(self, *, shown_number: int | None = None) -> DeliveryResult:
        result = self.desk.deliver(self.folder, self.day, shown_number=shown_number)
        self.delivered.append(verify_delivery(Path(result.path).read_bytes(), self.did))
        return result

    def read(self, thread: ThreadKeys) -> ThreadReplies:
        """Return what a reporter reads on the board of the last delivery."""
        delivery = self.delivered[-1]
        cells = board_cells(delivery.board, delivery.bulletin.sheet_hashes)
        return read_replies(cells, thread.thread_key, self.did, delivery.bulletin.signing_pks)

    def bodies(self, thread: ThreadKeys, kind: str) -> list[JsonObject]:
        found = self.read(thread)
        assert not found.refused
        return [reply.body for reply in found.replies if reply.body["kind"] == kind]

    # -- the vault ---------------------------------------------------------------

    def reopen(self) -> None:
        self.desk.close()
        self.desk = Desk.open(self.settings, PASSPHRASE, self.day)

    def bulletin_hash(self) -> bytes:
        return verify_bulletin(self.delivered[-1].bulletin.raw, self.did).hash


def open_office(folder: Path, **settings: object) -> Office:
    """Return a demo office (cheap to unlock) on DAY, with its first delivery made."""
    chosen = WorkstationSettings(vault_dir=folder / "vault", **settings)  # type: ignore[arg-type]
    stick = folder / "stick"
    stick.mkdir()
    Desk.init(chosen, PASSPHRASE, DAY, demo=True)
    office = Office(stick, Desk.open(chosen, PASSPHRASE, DAY), chosen)
    office.deliver()
    return office
