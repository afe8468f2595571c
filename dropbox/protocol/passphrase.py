"""The passphrase: made, checked, mended, and turned into the root secret (§3.5, §3.6)."""

from __future__ import annotations

import itertools
import re
import unicodedata

from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from dropbox.protocol.errors import CheckError, UnknownWordError, WordCountError
from dropbox.protocol.labels import digest, label
from dropbox.protocol.randomness import random_bytes
from dropbox.protocol.words import WORDS

WORD_COUNT = 8
PASSPHRASE_LEN = 11
ROUNDS = 1_000_000
_LONGEST_WORD = max(map(len, WORDS))
_INDEX = {word: index for index, word in enumerate(WORDS)}
_BY_START = {word[:4]: word for word in WORDS}
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def make_passphrase() -> list[str]:
    """Return eight fresh words: 84 random bits and 4 check bits (§3.5)."""
    return passphrase_words(with_check(random_bytes(PASSPHRASE_LEN)))


def with_check(random: bytes) -> bytes:
    """Return P, 11 bytes: the first 84 bits of `random` (11 bytes) and their check (§3.5)."""
    bare = random[:10] + bytes([random[10] & 0xF0])
    return bare[:10] + bytes([bare[10] | digest(label("check"), bare)[0] >> 4])


def passphrase_words(passphrase: bytes) -> list[str]:
    """Return the eight words of P, 11 bytes (§3.5)."""
    number = int.from_bytes(passphrase, "big")
    return [WORDS[number >> 11 * (WORD_COUNT - 1 - place) & 0x7FF] for place in range(WORD_COUNT)]


def typed_words(text: str) -> list[str]:
    """Return the runs of a-z in what somebody typed, after NFKC and lower-casing (§3.5)."""
    return re.findall(r"[a-z]+", unicodedata.normalize("NFKC", text).lower())


def word_candidates(typed: str) -> list[str]:
    """Return the words of the list that `typed` may stand for, in order of the list (§3.5)."""
    if typed in _INDEX:
        return [typed]
    namesake = _BY_START.get(typed[:4])
    found = set()
    if len(typed) <= _LONGEST_WORD + 1:
        found = {slip for slip in _slips(typed) if slip in _INDEX}
    if namesake:
        found.add(namesake)
    return sorted(found)


def check_passphrase(text: str) -> bytes:
    """Return P, 11 bytes, for eight words exactly as they stand in the list.

    Case, white space and punctuation do not matter. Raises WordCountError, UnknownWordError (with
    places and candidates) or CheckError (§3.5).
    """
    typed = typed_words(text)
    if len(typed) != WORD_COUNT:
        raise WordCountError(len(typed))
    unknown = {
        place: word_candidates(word) for place, word in enumerate(typed) if word not in _INDEX
    }
    if unknown:
        raise UnknownWordError(unknown)
    return _joined(typed)


def mend_passphrase(text: str) -> list[list[str]]:
    """Return every reading of eight typed words that passes the check, often one or none (§3.5).

    Raises WordCountError. At most 4,096 combinations are tried.
    """
    typed = typed_words(text)
    if len(typed) != WORD_COUNT:
        raise WordCountError(len(typed))
    readings = []
    for words in itertools.islice(itertools.product(*map(word_candidates, typed)), 4096):
        try:
            _joined(words)
        except CheckError:
            continue
        readings.append(list(words))
    return readings


def root_secret(passphrase: bytes, sid: bytes) -> bytes:
    """Return the root secret, 32 bytes, of P (11 bytes) at a site (SID, 16 bytes) (§3.6)."""
    salt = digest(label("pass"), sid)
    return PBKDF2HMAC(algorithm=SHA512(), length=32, salt=salt, iterations=ROUNDS).derive(
        passphrase
    )


def _joined(words: list[str] | tuple[str, ...]) -> bytes:
    number = 0
    for word in words:
        number = number << 11 | _INDEX[word]
    passphrase = number.to_bytes(PASSPHRASE_LEN, "big")
    if with_check(passphrase) != passphrase:
        raise CheckError
    return passphrase


def _slips(word: str) -> set[str]:
    """Return all that is one slip away: a letter wrong, missing, added, two swapped."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return {
        *(head + tail[1:] for head, tail in cuts if tail),
        *(head + letter + tail[1:] for head, tail in cuts if tail for letter in _ALPHABET),
        *(head + letter + tail for head, tail in cuts for letter in _ALPHABET),
        *(head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1),
    }
