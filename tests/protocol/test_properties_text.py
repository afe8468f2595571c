"""What holds for every input: text forms, bodies, passphrase, pieces (§1, §3.5, §4.4, §5.2)."""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import islice, takewhile
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dropbox.protocol.body import read_letter_body
from dropbox.protocol.bulletin_json import check_bulletin_json
from dropbox.protocol.canonical import (
    from_base64url,
    from_hex,
    read_canonical,
    to_base64url,
    write_canonical,
)
from dropbox.protocol.drop import drop_id_digits, read_fragment, write_fragment
from dropbox.protocol.errors import (
    CanonicalError,
    CheckError,
    EncodingError,
    FragmentError,
    LetterBodyError,
    PassphraseError,
    ReplyBodyError,
    ShapeError,
)
from dropbox.protocol.passphrase import (
    check_passphrase,
    make_passphrase,
    mend_passphrase,
    passphrase_words,
    typed_words,
    with_check,
    word_candidates,
)
from dropbox.protocol.pieces import padded_pieces
from dropbox.protocol.reply import read_reply_body
from dropbox.protocol.sizes import PIECE_LEN, PIECES_MAX
from dropbox.protocol.words import WORDS

QUICK = settings(deadline=None, max_examples=50)

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)
LEAVES = st.none() | st.booleans() | st.integers(0, 2**53 - 1) | st.text()
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=8
)
OBJECTS = st.dictionaries(KEYS, VALUES, max_size=4)
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def written(value: dict[str, Any]) -> bytes | None:
    """The canonical form, None where the value is too deep for one."""
    try:
        return write_canonical(value)
    except CanonicalError:
        return None


@QUICK
@given(OBJECTS)
def test_canonical_round_trip(value: dict[str, Any]) -> None:
    raw = written(value)
    if raw is not None:
        assert read_canonical(raw) == value
        assert json.loads(raw) == value


@QUICK
@given(OBJECTS, st.data())
def test_a_changed_byte_is_refused_or_another_value(
    value: dict[str, Any], data: st.DataObject
) -> None:
    raw = written(value)
    if raw is None:
        return
    at = data.draw(st.integers(0, len(raw) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != raw[at]))
    changed = raw[:at] + bytes([byte]) + raw[at + 1 :]
    with suppress(CanonicalError):
        assert write_canonical(read_canonical(changed)) == changed


@QUICK
@given(OBJECTS)
def test_every_other_way_to_write_it_is_refused(value: dict[str, Any]) -> None:
    raw = written(value)
    for other in (
        json.dumps(value),
        json.dumps(value, indent=1),
        json.dumps(value, sort_keys=True),
    ):
        if other.encode() != raw:
            with pytest.raises(CanonicalError):
                read_canonical(other.encode())


@QUICK
@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(b"[" * 100_000)
@example(b'{"a":' * 100_000)
@example(b'{"a":' + b"9" * 100_000 + b"}")
def test_junk_is_refused(raw: bytes) -> None:
    with suppress(CanonicalError):
        assert write_canonical(read_canonical(raw)) == raw
    with suppress(LetterBodyError):
        assert write_canonical(read_letter_body(1, raw)) == raw
    with suppress(ReplyBodyError):
        assert write_canonical(read_reply_body(raw)) == raw


@QUICK
@given(OBJECTS)
def test_foreign_objects_are_no_bodies(value: dict[str, Any]) -> None:
    raw = written(value)
    if raw is None:
        return
    for letter_type in range(5):
        with pytest.raises(LetterBodyError):
            read_letter_body(letter_type, raw)
    with pytest.raises(ReplyBodyError):
        read_reply_body(raw)
    with pytest.raises((ShapeError, EncodingError)):
        check_bulletin_json(value)


@QUICK
@given(st.binary(max_size=80))
def test_base64url_and_hex_round_trip(raw: bytes) -> None:
    assert from_base64url(to_base64url(raw), len(raw)) == raw
    assert from_hex(raw.hex(), len(raw)) == raw


@QUICK
@given(st.text(max_size=60) | st.from_regex(r"[A-Za-z0-9_-]*", fullmatch=True), st.integers(0, 45))
def test_other_texts_are_refused(text: str, length: int) -> None:
    for read, write in ((from_base64url, to_base64url), (from_hex, bytes.hex)):
        try:
            raw = read(text, length)
        except EncodingError:
            continue
        assert len(raw) == length
        assert write(raw) == text


@QUICK
@given(st.binary(min_size=32, max_size=32))
def test_drop_id(did: bytes) -> None:
    assert read_fragment(write_fragment(did)) == did
    groups = drop_id_digits(did)
    assert [len(group) for group in groups] == [5] * 8
    assert int("".join(groups)) == int.from_bytes(did, "big") % 10**40


@QUICK
@given(st.text(max_size=60) | st.text(max_size=60).map("#k=".__add__))
def test_other_fragments_are_refused(fragment: str) -> None:
    try:
        did = read_fragment(fragment)
    except FragmentError:
        return
    assert write_fragment(did) == fragment


@QUICK
@given(st.binary(min_size=11, max_size=11))
def test_passphrase_round_trip(random: bytes) -> None:
    passphrase = with_check(random)
    assert passphrase[:10] == random[:10]
    assert passphrase[10] >> 4 == random[10] >> 4
    words = passphrase_words(passphrase)
    assert check_passphrase(" ".join(words)) == passphrase
    assert check_passphrase("-".join(words).upper()) == passphrase
    assert mend_passphrase(" ".join(words)) == [words]


def test_made_passphrases_differ_and_pass() -> None:
    made = [make_passphrase() for _ in range(50)]
    assert len({tuple(words) for words in made}) == 50
    assert len({word for words in made for word in words}) > 250
    for words in made:
        assert check_passphrase(" ".join(words))


def slips(word: str) -> set[str]:
    """All that one slip makes of a word, written here a second time, in another way."""
    found = set()
    for at in range(len(word) + 1):
        for letter in ALPHABET:
            found.add(word[:at] + letter + word[at:])
            if at < len(word):
                found.add(word[:at] + letter + word[at + 1 :])
        if at < len(word):
            found.add(word[:at] + word[at + 1 :])
        if at + 1 < len(word):
            found.add(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    return found - {word}


def test_a_word_with_one_slip_has_what_was_given_out_among_its_candidates() -> None:
    for word in WORDS[::31]:
        for slip in slips(word):
            assert word in word_candidates(slip), slip


def test_a_word_cut_after_four_letters_or_more_has_it_too() -> None:
    for word in WORDS:
        for length in range(4, len(word) + 1):
            assert word in word_candidates(word[:length])


@QUICK
@given(st.binary(min_size=11, max_size=11), st.integers(0, 7), st.data())
def test_one_slip_is_mended(random: bytes, place: int, data: st.DataObject) -> None:
    words = passphrase_words(with_check(random))
    slip = data.draw(st.sampled_from(sorted(slips(words[place]))))
    typed = " ".join([*words[:place], slip, *words[place + 1 :]])
    with pytest.raises(PassphraseError):
        check_passphrase(typed)
    assert words in mend_passphrase(typed)


@QUICK
@given(st.binary(min_size=11, max_size=11), st.integers(0, 7), st.sampled_from(WORDS))
def test_another_word_passes_only_with_the_right_check(
    random: bytes, place: int, word: str
) -> None:
    words = passphrase_words(with_check(random))
    words[place] = word
    try:
        passphrase = check_passphrase(" ".join(words))
    except CheckError:
        assert mend_passphrase(" ".join(words)) == []
    else:
        assert with_check(passphrase) == passphrase
        assert passphrase_words(passphrase) == words


@QUICK
@given(st.text())
@example("x" * 100_000)
@example("a " * 8)
@example("beri " * 8)
def test_whatever_is_typed(text: str) -> None:
    for word in typed_words(text):
        assert set(word) <= set(ALPHABET)
        assert set(word_candidates(word)) <= set(WORDS)
    for read in (check_passphrase, mend_passphrase):
        try:
            read(text)
        except PassphraseError:
            continue


def series() -> list[int]:
    """1, 2, 3, 4, 6, 8, 12 … 65,536."""
    found = {factor << power for factor in (1, 3) for power in range(17)}
    return sorted(takewhile(lambda number: number <= PIECES_MAX, sorted(found)))


@QUICK
@given(st.integers(0, PIECES_MAX * PIECE_LEN))
def test_pieces_are_the_least_of_the_series(total_len: int) -> None:
    enough = (number for number in series() if number * PIECE_LEN >= total_len)
    assert [padded_pieces(total_len)] == list(islice(enough, 1))
