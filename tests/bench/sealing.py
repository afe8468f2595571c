"""Sealing and opening, beside the bare call of the library with the same sizes."""

from __future__ import annotations

import os
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dropbox.protocol.body import REPORT, write_letter_body
from dropbox.protocol.chunk import NONCE_LEN, ChunkSealer, chunk_id, open_chunk
from dropbox.protocol.intake import SUITE, IntakeKey, letter_info, sealing_key
from dropbox.protocol.letter import open_letter, seal_letter
from dropbox.protocol.sizes import LETTER_PLAIN_LEN, PIECE_LEN
from dropbox.protocol.thread import ThreadKeys
from tests.bench.figure import Figure, Plan, compare, per_second

LETTERS = 150
PIECES = 64
MIB = 1 << 20


def _repeat(count: int, call: Callable[[], object]) -> Callable[[], float]:
    def run() -> float:
        return per_second(count, lambda: [call() for _ in range(count)])

    return run


def measure(plan: Plan) -> list[Figure]:
    """Return the figures of letters a second and of chunks in MiB a second."""
    return _letters(plan) + _chunks(plan)


def _letters(plan: Plan) -> list[Figure]:
    did, key = os.urandom(32), IntakeKey(os.urandom(32))
    thread = ThreadKeys(os.urandom(32), os.urandom(32))
    fields = {"language": "id", "category": "suap", "what": "Hal", "account": "Uraian " * 300}
    body = write_letter_body(REPORT, fields)
    plain, public = os.urandom(LETTER_PLAIN_LEN), sealing_key(key.pk)
    bound = letter_info(did, key.pk)
    letter, sealed = (
        seal_letter(REPORT, thread, body, did, key.pk),
        SUITE.encrypt(plain, public, info=bound),
    )
    found = plan.interleave(
        {
            "seal_letter": _repeat(LETTERS, lambda: seal_letter(REPORT, thread, body, did, key.pk)),
            "HPKE seal alone": _repeat(LETTERS, lambda: SUITE.encrypt(plain, public, info=bound)),
            "open_letter": _repeat(LETTERS, lambda: open_letter(letter, key, did)),
            "HPKE open alone": _repeat(
                LETTERS, lambda: SUITE.decrypt(sealed, key.private, info=bound)
            ),
        },
        share=0.5,
    )
    return [
        compare(
            plan.family,
            f"{name}, one core",
            "letters/s",
            "higher",
            found[name],
            (limit, found[limit]),
        )
        for name, limit in (
            ("seal_letter", "HPKE seal alone"),
            ("open_letter", "HPKE open alone"),
        )
    ]


def _chunks(plan: Plan) -> list[Figure]:
    fk, did, piece = os.urandom(32), os.urandom(32), os.urandom(PIECE_LEN)
    sealer, aead = ChunkSealer(fk, PIECES, did), AESGCM(os.urandom(32))
    nonce, bound = os.urandom(NONCE_LEN), os.urandom(88)
    records = [sealer.seal(index, piece) for index in range(PIECES)]
    sealed = aead.encrypt(nonce, piece, bound)
    mib = PIECES * PIECE_LEN / MIB

    def seal_all() -> object:
        return [sealer.seal(index, piece) for index in range(PIECES)]

    def open_all() -> object:
        return [open_chunk(record, fk, index, PIECES, did) for index, record in enumerate(records)]

    def encrypt_all() -> object:
        return [aead.encrypt(nonce, piece, bound) for _ in range(PIECES)]

    def decrypt_all() -> object:
        return [aead.decrypt(nonce, sealed, bound) for _ in range(PIECES)]

    assert chunk_id(fk, 0) == records[0][:32]
    found = plan.interleave(
        {
            "ChunkSealer.seal": lambda: per_second(mib, seal_all),
            "AES-256-GCM seal alone": lambda: per_second(mib, encrypt_all),
            "open_chunk": lambda: per_second(mib, open_all),
            "AES-256-GCM open alone": lambda: per_second(mib, decrypt_all),
        }
    )
    return [
        compare(
            plan.family, f"{name}, one core", "MiB/s", "higher", found[name], (limit, found[limit])
        )
        for name, limit in (
            ("ChunkSealer.seal", "AES-256-GCM seal alone"),
            ("open_chunk", "AES-256-GCM open alone"),
        )
    ]
