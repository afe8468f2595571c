"""What holds for all that is sealed or signed: round trips, no flipped bit, no junk."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dropbox.protocol import (
    bulletin,
    cell,
    certificate,
    chunk,
    delivery,
    letter,
    pickup,
    reply,
    sheet,
)
from dropbox.protocol.errors import (
    CellFormError,
    ChunkError,
    LetterFormError,
    LetterLengthError,
    LetterSignatureError,
    NotForThisKeyError,
    NotForThisThreadError,
    TitipError,
)
from dropbox.protocol.intake import IntakeKey
from dropbox.protocol.signing import signing_pk
from dropbox.protocol.sizes import CELL_PLAIN_LEN, LETTER_LEN, LETTER_PLAIN_LEN, PIECE_LEN
from dropbox.protocol.thread import ThreadKeys
from tests.protocol.cases.bulletin_fields import DID, PERIOD, ROOT, SID, SIGNER, content
from tests.protocol.cases.maker import fixed

KEY = IntakeKey(fixed("intake"))
THREAD = ThreadKeys(fixed("thread key"), fixed("author"))
THREAD_KEY = THREAD.thread_key
QUICK = settings(deadline=None, max_examples=60)
SECRETS = st.binary(min_size=32, max_size=32)


def flipped(raw: bytes, bit: int) -> bytes:
    at = bit // 8
    return raw[:at] + bytes([raw[at] ^ 1 << bit % 8]) + raw[at + 1 :]


def bits_of(raw: bytes) -> st.SearchStrategy[int]:
    return st.integers(0, len(raw) * 8 - 1)


# -- letters ---------------------------------------------------------------------------------------

LETTER = letter.seal_letter(1, THREAD, b"body", DID, KEY.pk)
PLAIN = letter.letter_plain(1, fixed("id", 16), THREAD, b"body", DID, KEY.pk)


@QUICK
@given(st.integers(1, 3), SECRETS, SECRETS, st.binary(max_size=2_000))
def test_letter_round_trip(letter_type: int, thread_key: bytes, author: bytes, body: bytes) -> None:
    thread = ThreadKeys(thread_key, author)
    opened = letter.open_letter(
        letter.seal_letter(letter_type, thread, body, DID, KEY.pk), KEY, DID
    )
    assert (opened.letter_type, opened.body) == (letter_type, body)
    assert (opened.thread_key, opened.author_pk) == (thread_key, thread.author_pk)


def test_two_letters_share_nothing_and_decoys_open() -> None:
    again = letter.seal_letter(1, THREAD, b"body", DID, KEY.pk)
    equal = sum(left == right for left, right in zip(LETTER, again, strict=True))
    assert equal < 1_000
    decoy = letter.open_letter(letter.seal_decoy(DID, KEY.pk), KEY, DID)
    assert (decoy.letter_type, decoy.body) == (0, b"")


@QUICK
@given(bits_of(LETTER))
def test_no_bit_of_a_letter_may_change(bit: int) -> None:
    with pytest.raises(NotForThisKeyError):
        letter.open_letter(flipped(LETTER, bit), KEY, DID)


@QUICK
@given(bits_of(PLAIN))
def test_no_bit_inside_a_letter_may_change(bit: int) -> None:
    sealed = letter.seal_plain(flipped(PLAIN, bit), DID, KEY.pk)
    with pytest.raises((LetterFormError, LetterSignatureError)):
        letter.open_letter(sealed, KEY, DID)


@QUICK
@given(st.binary(max_size=300), st.integers(0, LETTER_PLAIN_LEN - 300))
def test_junk_inside_a_letter_is_refused(junk: bytes, at: int) -> None:
    plain = (bytes(at) + junk).ljust(LETTER_PLAIN_LEN, b"\0")
    sealed = letter.seal_plain(plain, DID, KEY.pk)
    try:
        opened = letter.open_letter(sealed, KEY, DID)
    except (LetterFormError, LetterSignatureError):
        return
    # Zeros are a point of small order, under which a signature of zeros may verify. Whoever names
    # such a key as his own lets everybody sign for him, and for nobody else.
    assert opened.author_pk == bytes(32)


@QUICK
@given(st.binary(max_size=2_000), st.sampled_from((0, LETTER_LEN)))
def test_junk_is_no_letter(junk: bytes, length: int) -> None:
    raw = junk.ljust(length, junk[-1:] or b"\0")
    expected = NotForThisKeyError if len(raw) == LETTER_LEN else LetterLengthError
    with pytest.raises(expected):
        letter.open_letter(raw, KEY, DID)


# -- chunks ----------------------------------------------------------------------------------------

SEALER = chunk.ChunkSealer(fixed("fk"), 7, DID)
RECORD = SEALER.seal(3, b"piece")


@QUICK
@given(SECRETS, st.integers(0, 9), st.integers(1, 10), st.binary(max_size=1_000))
def test_chunk_round_trip(fk: bytes, index: int, more: int, piece: bytes) -> None:
    pieces = index + more
    record = chunk.seal_chunk(fk, index, pieces, piece, DID)
    opened = chunk.open_chunk(record, fk, index, pieces, DID)
    assert opened == piece.ljust(PIECE_LEN, b"\0")


@QUICK
@given(bits_of(RECORD))
def test_no_bit_of_a_chunk_may_change(bit: int) -> None:
    with pytest.raises(ChunkError):
        chunk.open_chunk(flipped(RECORD, bit), fixed("fk"), 3, 7, DID)


@QUICK
@given(st.integers(-2, 9), st.integers(-2, 9))
def test_a_chunk_opens_at_its_own_place_only(index: int, pieces: int) -> None:
    if (index, pieces) == (3, 7):
        assert chunk.open_chunk(RECORD, fixed("fk"), index, pieces, DID).startswith(b"piece\0")
    else:
        with pytest.raises(ChunkError):
            chunk.open_chunk(RECORD, fixed("fk"), index, pieces, DID)


# -- cells and replies -----------------------------------------------------------------------------


@QUICK
@given(st.binary(min_size=1, max_size=5_000), st.integers(0, 2**32 - 1))
def test_cell_round_trip(joined: bytes, seq: int) -> None:
    parts = [
        cell.open_cell(one, THREAD_KEY, DID)
        for one in cell.seal_cells(joined, seq, THREAD_KEY, DID)
    ]
    assert b"".join(part.slice for part in parts) == joined
    assert [(part.seq, part.part, part.parts) for part in parts] == [
        (seq, place, len(parts)) for place in range(len(parts))
    ]


(CELL,) = cell.seal_cells(b"joined", 1, THREAD_KEY, DID)


@QUICK
@given(bits_of(CELL))
def test_no_bit_of_a_cell_may_change(bit: int) -> None:
    with pytest.raises(NotForThisThreadError):
        cell.open_cell(flipped(CELL, bit), THREAD_KEY, DID)


@QUICK
@given(
    st.binary(min_size=8, max_size=8)
    | st.tuples(st.integers(0, 26), st.integers(0, 26), st.integers(0, 990)).map(
        lambda n: b"\0\0\0\1" + bytes(n[:2]) + n[2].to_bytes(2, "big")
    ),
    st.binary(max_size=CELL_PLAIN_LEN - 8),
)
def test_a_cell_is_laid_out_in_one_way(head: bytes, rest: bytes) -> None:
    plain = (head + rest).ljust(CELL_PLAIN_LEN, b"\0")
    sealed = cell.seal_cell_with(plain, THREAD_KEY, DID, bytes(12))
    try:
        part = cell.open_cell(sealed, THREAD_KEY, DID)
    except CellFormError:
        return
    again = part.seq.to_bytes(4, "big") + bytes([part.part, part.parts])
    again += len(part.slice).to_bytes(2, "big") + part.slice
    assert again.ljust(CELL_PLAIN_LEN, b"\0") == plain


@QUICK
@given(
    st.lists(st.text(min_size=1, max_size=900), max_size=4, unique=True),
    st.integers(0, 6),
    st.randoms(use_true_random=False),
)
def test_replies_come_back_whatever_the_order(texts: list[str], decoys: int, random: Any) -> None:  # noqa: ANN401 -- hypothesis's own Random
    bodies = [{"kind": "message", "day": 20_000, "text": text} for text in texts]
    cells = [cell.decoy_cell() for _ in range(decoys)]
    for seq, body in enumerate(bodies):
        joined = reply.sign_reply(SIGNER, DID, THREAD_KEY, seq, reply.write_reply_body(body))
        cells += cell.seal_cells(joined, seq, THREAD_KEY, DID)
    random.shuffle(cells)
    found = reply.read_replies(cells, THREAD_KEY, DID, [signing_pk(SIGNER)])
    assert found.opened == len(cells) - decoys
    assert [one.body for one in found.replies] == bodies
    assert not found.refused
    assert not any(one.conflict for one in found.replies)
    stranger = reply.read_replies(cells, fixed("other"), DID, [signing_pk(SIGNER)])
    assert (stranger.opened, stranger.replies, stranger.refused) == (0, [], [])


# -- signed files ----------------------------------------------------------------------------------

CERTIFICATE = certificate.make_certificate(
    ROOT, DID, signing_pk(SIGNER), PERIOD["from_day"], PERIOD["to_day"]
)
SHEET = sheet.make_sheet([fixed(f"cell {number}", 1_024) for number in range(32)])
BULLETIN = bulletin.make_bulletin(
    SID,
    signing_pk(ROOT),
    CERTIFICATE,
    SIGNER,
    content(sheets=[{"hash": sheet.sheet_hash(SHEET).hex(), "until": 20_100}]),
)
DELIVERY = delivery.make_delivery(SIGNER, DID, BULLETIN, SHEET, [fixed("pickup")])
PICKUP = pickup.make_pickup(SID, 1, 20_000, [LETTER], [RECORD])


def _verify_pickup(raw: bytes) -> bytes:
    return pickup.verify_pickup(io.BytesIO(raw), SID).id


FILES: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
    "bulletin": (BULLETIN, lambda raw: bulletin.verify_bulletin(raw, DID)),
    "bulletin without a link": (BULLETIN, lambda raw: bulletin.verify_bulletin(raw, None)),
    "delivery": (DELIVERY, lambda raw: delivery.verify_delivery(raw, DID)),
    "sheet": (SHEET, lambda raw: sheet.board_sheets(raw, [sheet.sheet_hash(SHEET)])),
}


@pytest.mark.parametrize("name", FILES)
@QUICK
@given(data=st.data())
def test_no_bit_of_a_signed_file_may_change(name: str, data: st.DataObject) -> None:
    raw, verify = FILES[name]
    verify(raw)
    bit = data.draw(bits_of(raw[:400]) | bits_of(raw))
    with pytest.raises(TitipError):
        verify(flipped(raw, bit))


@pytest.mark.parametrize("name", FILES)
@QUICK
@given(data=st.data())
def test_no_signed_file_may_be_cut_or_grow(name: str, data: st.DataObject) -> None:
    raw, verify = FILES[name]
    length = data.draw(st.integers(0, len(raw) - 1))
    rest = data.draw(st.binary(min_size=1, max_size=40_000))
    for changed in (raw[:length], raw + rest, rest + raw):
        with pytest.raises(TitipError):
            verify(changed)


@QUICK
@given(
    st.sampled_from((b"", bulletin.MAGIC, pickup.MAGIC, delivery.MAGIC)), st.binary(max_size=3_000)
)
def test_junk_is_no_file(magic: bytes, junk: bytes) -> None:
    for verify in (*(verify for _, verify in FILES.values()), _verify_pickup):
        with pytest.raises(TitipError):
            verify(magic + junk)


@QUICK
@given(st.integers(0, len(PICKUP) * 8 - 1) | st.integers(0, 319))
def test_a_changed_pickup_has_another_name(bit: int) -> None:
    try:
        assert _verify_pickup(flipped(PICKUP, bit)) != _verify_pickup(PICKUP)
    except TitipError:
        assert bit < 320


@QUICK
@given(
    st.lists(st.binary(min_size=4, max_size=4), max_size=5, unique=True),
    st.lists(st.binary(min_size=4, max_size=4), max_size=2, unique=True),
)
def test_pickup_round_trip(letters: list[bytes], chunks: list[bytes]) -> None:
    long = (
        [one.ljust(LETTER_LEN, b"\0") for one in letters],
        [one.ljust(len(RECORD), b"\0") for one in chunks],
    )
    raw = pickup.make_pickup(SID, 2, 20_000, *long)
    records = list(pickup.read_records(io.BytesIO(raw), SID))
    assert [record for kind, record in records if kind == "letter"] == sorted(long[0])
    assert [record for kind, record in records if kind == "chunk"] == sorted(long[1])
    assert len(_verify_pickup(raw)) == 32
