"""The memory of the running site: every page of the process is taken and searched.

The site is the real one, in a process of its own; it gets real letters, chunks and deliveries over
its doors. The order of arrival can be told from memory while the process runs: that is said in
THREAT_MODEL §4 and is no game here.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dropbox.protocol.body import FOLLOW_UP, REPORT, write_letter_body
from dropbox.protocol.cell import seal_cells
from dropbox.protocol.chunk import chunk_key, seal_chunk
from dropbox.protocol.intake import IntakeKey
from dropbox.protocol.letter import seal_letter
from dropbox.protocol.passphrase import check_passphrase, make_passphrase, root_secret
from dropbox.protocol.reply import sign_reply, write_reply_body
from dropbox.protocol.sheet import make_sheet
from dropbox.protocol.sizes import CELL_LEN, LETTER_LEN, SHEET_CELLS
from dropbox.protocol.thread import cell_key, thread_id, thread_keys
from tests.builders import Drop
from tests.site.opened import OCTETS
from tests.site.process import Process, request

pytestmark = pytest.mark.slow
TEXT = "Bendaharawan Sukmawijaya memalsukan kuitansi penginapan di Tanjungbatu"
FOLLOWING = "Dokumen aslinya disimpan di lemari besi Kepalabagian Perlengkapan"
REPLY = "Mohon sebutkan nomor kuitansinya, salam dari Inspektur Wirasembada"
PIECE = b"\x89PNG gambar kuitansi yang ditandatangani oleh Kepalabagian"
# Part of the address space that is not the process's own, or cannot be read.
NOT_MEMORY = ("[vvar]", "[vsyscall]", "[vdso]")
PART_LEN = 24


def memory(process_id: int) -> bytes:
    """Return everything that a process can write: heap, stacks, mapped files that it shares."""
    parts: list[bytes] = []
    maps = Path(f"/proc/{process_id}/maps").read_text().splitlines()
    with Path(f"/proc/{process_id}/mem").open("rb", buffering=0) as raw:
        for line in maps:
            found = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if found is None or line.endswith(NOT_MEMORY):
                continue
            start, end = (int(place, 16) for place in found.groups())
            raw.seek(start)
            while start < end and (part := raw.read(end - start)):
                parts.append(part)
                start += len(part)
    # A mark between the parts: what is found lies in one of them.
    return b"\0--\0".join(parts)


def forms(secret: bytes) -> Iterator[bytes]:
    """Yield a secret as it stands, in hex, base64 at every alignment, UTF-16 and UTF-32."""
    yield secret
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    for shift in range(3):
        # Without the characters that it shares with its neighbours.
        text = base64.b64encode(bytes(shift) + secret + bytes(3))[4 if shift else 0 :]
        text = text[: len(secret) * 4 // 3 - 5]
        yield text
        yield text.replace(b"+", b"-").replace(b"/", b"_")
    if secret.isascii():
        yield secret.decode().encode("utf-16-le")
        yield secret.decode().encode("utf-32-le")


class Visit:
    """One reporter with everything that is secret about him, and the inspectorate's keys."""

    def __init__(self, desk: Drop) -> None:
        self.words = make_passphrase()
        passphrase = check_passphrase(" ".join(self.words))
        keys = thread_keys(passphrase, desk.sid, desk.did)
        intake = IntakeKey(desk.intake_seed)
        fk = os.urandom(32)
        report = {"language": "id", "category": "anggaran", "what": "Kuitansi", "account": TEXT}
        self.letters = [
            seal_letter(
                letter_type, keys, write_letter_body(letter_type, body), desk.did, intake.pk
            )
            for letter_type, body in (
                (REPORT, report),
                (FOLLOW_UP, {"language": "id", "text": FOLLOWING}),
            )
        ]
        self.chunks = [seal_chunk(fk, index, 2, PIECE, desk.did) for index in range(2)]
        body = write_reply_body({"kind": "message", "day": 1, "text": REPLY})
        joined = sign_reply(desk.signing_seed, desk.did, keys.thread_key, 256, body)
        self.cells = seal_cells(joined, 256, keys.thread_key, desk.did)
        self.secrets = {
            "text of the report": TEXT.encode(),
            "text of the follow-up": FOLLOWING.encode(),
            "text of the reply": REPLY.encode(),
            "piece of a file": PIECE,
            "passphrase, spaces": " ".join(self.words).encode(),
            "passphrase, dashes": "-".join(self.words).encode(),
            "P": passphrase,
            "root secret": root_secret(passphrase, desk.sid),
            "thread key": keys.thread_key,
            "author seed": keys.author_seed,
            "author's public key": keys.author_pk,
            "tid": thread_id(keys.thread_key),
            "cell key": cell_key(keys.thread_key),
            "fk": fk,
            "chunk key": chunk_key(fk),
            "root seed": desk.root_seed,
            "signing seed": desk.signing_seed,
            "intake seed": desk.intake_seed,
        }

    def found_in(self, image: bytes) -> set[str]:
        return {
            name
            for name, secret in self.secrets.items()
            if any(form in image for form in forms(secret))
        }


def carry(process: Process, desk: Drop, visit: Visit) -> None:
    """Send the letters and chunks, fetch them, and bring a delivery with the reply."""
    for letter in visit.letters:
        assert process.ask(request("POST", "/letters", letter)).status == 204
    for chunk in visit.chunks:
        assert process.ask(request("POST", "/chunks", chunk)).status == 204
    assert process.ask_courier("POST", "/epochs/close").status == 200
    wanted = b'{"epoch":1,"len":8388608,"offset":0}'
    fetched = process.ask_courier("POST", "/pickups/read", wanted, "application/json")
    assert all(letter in fetched.body for letter in visit.letters)
    decoys = [os.urandom(CELL_LEN) for _ in range(SHEET_CELLS - len(visit.cells))]
    desk.sheets.append(make_sheet([*visit.cells, *decoys]))
    assert process.ask_courier("POST", "/deliveries", desk.deliver(), OCTETS).status == 204
    for path in ("/bulletin", "/board"):
        assert process.ask(request("GET", path)).status == 200


def test_memory_holds_no_text_no_passphrase_and_no_key(tmp_path: Path) -> None:
    desk = Drop()
    visit = Visit(desk)
    with Process(tmp_path, desk) as process:
        carry(process, desk, visit)
        image = memory(process._process.pid)
        # That it is the right memory: what the site did handle is in it.
        assert any(letter[:PART_LEN] in image for letter in visit.letters)
        assert visit.cells[0][:PART_LEN] in image
        assert visit.found_in(image) == set()


def test_control_everything_that_was_handed_in_unsealed_is_found(tmp_path: Path) -> None:
    desk = Drop()
    visit = Visit(desk)
    with Process(tmp_path, desk) as process:
        carry(process, desk, visit)
        unsealed = b"\n".join(visit.secrets.values()).ljust(LETTER_LEN, b"\0")
        assert process.ask(request("POST", "/letters", unsealed)).status == 204
        assert visit.found_in(memory(process._process.pid)) == set(visit.secrets)


@pytest.mark.parametrize("shift", range(3))
def test_every_form_is_recognised(shift: int) -> None:
    secret = TEXT.encode()
    dressed = [
        b"x" * shift + secret,
        (b"x" * shift + secret).hex().encode(),
        base64.b64encode(b"x" * shift + secret + b"yy"),
        base64.urlsafe_b64encode(b"x" * shift + secret),
        ("x" * shift + TEXT).encode("utf-16-le"),
    ]
    for image in dressed:
        assert any(form in image for form in forms(secret))
        assert not any(form in image for form in forms(FOLLOWING.encode()))
