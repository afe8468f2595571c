"""Letters at rest: whose they are, of what type, which chunks are theirs (§4.1, §5.3)."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from dropbox.protocol.body import DECOY, FOLLOW_UP, REPORT, WITHDRAWAL, write_letter_body
from dropbox.protocol.canonical import JsonObject
from dropbox.protocol.chunk import CID_LEN, seal_chunk
from dropbox.protocol.intake import IntakeKey
from dropbox.protocol.letter import letter_plain, seal_decoy, seal_letter
from dropbox.protocol.sizes import LETTER_LEN
from dropbox.protocol.thread import ThreadKeys
from tests.games.houses import DESK, House, ordinary, titip
from tests.games.measures import of_bytes, of_place, of_places, of_two
from tests.games.scoring import Example, assert_chance, assert_won, coin

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1_800)]
INTAKE = IntakeKey(DESK.intake_seed)
NAME_LEN = 16
PAIRS = 20
VISITS = 8
PIECE = b"%PDF-1.7 " * 99
CHANCES = random.SystemRandom()
Sealer = Callable[[int, ThreadKeys], bytes]


def new_thread() -> ThreadKeys:
    return ThreadKeys(os.urandom(32), os.urandom(32))


def body(letter_type: int) -> bytes:
    """What a letter of that type usually says: a long report, a short rest."""
    fields: JsonObject = {"language": "id"}
    if letter_type == REPORT:
        account = "Saya melihat sendiri. " * CHANCES.randrange(60, 900)
        fields |= {"category": "anggaran", "what": "Uang hilang", "account": account}
    elif letter_type == FOLLOW_UP:
        fields |= {"text": "Masih berlangsung. " * CHANCES.randrange(1, 60)}
    return b"" if letter_type == DECOY else write_letter_body(letter_type, fields)


def sealed(letter_type: int, thread: ThreadKeys) -> bytes:
    if letter_type == DECOY:
        return seal_decoy(DESK.did, INTAKE.pk)
    return seal_letter(letter_type, thread, body(letter_type), DESK.did, INTAKE.pk)


# -- controls: the same letters with one protection taken away


def with_thread_outside(letter_type: int, thread: ThreadKeys) -> bytes:
    """A letter whose envelope names its thread, as a mailbox number would."""
    return thread.author_pk[:NAME_LEN] + sealed(letter_type, thread)[NAME_LEN:]


def with_type_outside(letter_type: int, thread: ThreadKeys) -> bytes:
    """A letter whose type stands before the seal."""
    return bytes([letter_type]) + sealed(letter_type, thread)[1:]


def with_padding_outside(letter_type: int, thread: ThreadKeys) -> bytes:
    """A letter that is sealed first and brought to the one length afterwards."""
    shown = LETTER_LEN - len(
        letter_plain(letter_type, bytes(16), thread, b"", DESK.did, INTAKE.pk).rstrip(b"\0")
    )
    ending = max(0, shown - len(body(letter_type)))
    return sealed(letter_type, thread)[: LETTER_LEN - ending] + bytes(ending)


# -- does one thread write two letters, or do two?


@dataclass(frozen=True)
class Threads:
    """A report and a follow-up: of one thread, which sent them one after the other, or of two.

    That is the worst case: whoever learns what came next to what learns what belongs together.
    """

    house: House
    seal: Sealer

    def __call__(self, count: int) -> list[Example]:
        examples: list[Example] = []
        while len(examples) < count:
            examples += self._arrive(min(PAIRS, count - len(examples)))
        return examples

    def _arrive(self, pairs: int) -> list[Example]:
        truths = [coin() for _ in range(pairs)]
        letters: list[tuple[bytes, bytes]] = []
        together: list[list[bytes]] = []
        for one_thread in truths:
            first = new_thread()
            second = first if one_thread else new_thread()
            pair = self.seal(REPORT, first), self.seal(FOLLOW_UP, second)
            letters.append(pair)
            together += [list(pair)] if one_thread else [[pair[0]], [pair[1]]]
        CHANCES.shuffle(together)
        arrived = [letter for visit in together for letter in visit]
        found = dict(zip(arrived, self.house(arrived), strict=True))
        return [
            Example(of_two(left, right) | of_places(found[left], found[right]), truth)
            for (left, right), truth in zip(letters, truths, strict=True)
        ]


def test_two_letters_come_from_one_thread_or_two() -> None:
    assert_chance(Threads(titip, sealed))


def test_control_a_thread_that_is_named_outside() -> None:
    assert_won(Threads(titip, with_thread_outside))


def test_control_letters_that_lie_as_they_came() -> None:
    assert_won(Threads(ordinary, sealed))


# -- of which type is it?


@dataclass(frozen=True)
class Types:
    """One letter: a report, or of the other type?"""

    other: int
    seal: Sealer

    def __call__(self, count: int) -> list[Example]:
        examples: list[Example] = []
        while len(examples) < count:
            truths = [coin() for _ in range(min(2 * PAIRS, count - len(examples)))]
            letters = [
                self.seal(REPORT if is_report else self.other, new_thread()) for is_report in truths
            ]
            examples += [
                Example(of_bytes(letter) | of_place(found), truth)
                for letter, found, truth in zip(letters, titip(letters), truths, strict=True)
            ]
        return examples


OTHERS = pytest.mark.parametrize(
    "other", [FOLLOW_UP, WITHDRAWAL, DECOY], ids=["follow_up", "withdrawal", "decoy"]
)


@OTHERS
def test_a_letter_is_a_report_or_not(other: int) -> None:
    assert_chance(Types(other, sealed))


@OTHERS
def test_control_types_that_are_named_outside(other: int) -> None:
    assert_won(Types(other, with_type_outside))


@OTHERS
def test_control_letters_that_are_padded_outside(other: int) -> None:
    assert_won(Types(other, with_padding_outside))


# -- which chunks belong to which letter, and to each other?


def chunks(fk: bytes, pieces: int) -> list[bytes]:
    """The chunk records of one letter, shuffled as they are sent (§5.4)."""
    records = [seal_chunk(fk, index, pieces, PIECE, DESK.did) for index in range(pieces)]
    CHANCES.shuffle(records)
    return records


def plain_letter(_fk: bytes) -> bytes:
    return sealed(REPORT, new_thread())


def naming_letter(fk: bytes) -> bytes:
    """A letter that says outside which chunks are its own."""
    return fk[:NAME_LEN] + plain_letter(fk)[NAME_LEN:]


def named_chunks(fk: bytes, pieces: int) -> list[bytes]:
    """Chunks whose cids begin with what the letter says, and go on at random."""
    rest = CID_LEN - NAME_LEN
    return [fk[:NAME_LEN] + os.urandom(rest) + raw[CID_LEN:] for raw in chunks(fk, pieces)]


@dataclass(frozen=True)
class Visits:
    """Visits of one letter and its chunks each, one after the other.

    Half of them lend the other half their chunks, so that each question has chunks of its own.
    `with_letter`: is the one chunk this letter's? Otherwise: are two chunks of one letter?
    """

    house: House
    with_letter: bool
    write: Callable[[bytes], bytes] = plain_letter
    cut: Callable[[bytes, int], list[bytes]] = chunks

    def __call__(self, count: int) -> list[Example]:
        examples: list[Example] = []
        while len(examples) < count:
            examples += self._arrive(min(VISITS, count - len(examples)))
        return examples

    def _arrive(self, count: int) -> list[Example]:
        visits = []
        for _ in range(2 * count):
            fk = os.urandom(32)
            visits.append([self.write(fk), *self.cut(fk, 1 if self.with_letter else 2)])
        arrived = [record for visit in visits for record in visit]
        found = dict(zip(arrived, self.house(arrived), strict=True))
        CHANCES.shuffle(visits)
        examples = []
        for own, other in zip(visits[:count], visits[count:], strict=True):
            belongs = coin()
            left = own[0] if self.with_letter else own[1]
            right = own[-1] if belongs else other[-1]
            measured = of_two(left, right) | of_places(found[left], found[right])
            examples.append(Example(measured, belongs))
        return examples


def test_a_chunk_belongs_to_this_letter_or_to_another() -> None:
    assert_chance(Visits(titip, with_letter=True))


def test_two_chunks_belong_to_one_letter_or_to_two() -> None:
    assert_chance(Visits(titip, with_letter=False))


def test_control_chunks_and_letters_that_name_each_other() -> None:
    assert_won(Visits(titip, with_letter=True, write=naming_letter, cut=named_chunks))
    assert_won(Visits(titip, with_letter=False, write=naming_letter, cut=named_chunks))


def test_control_chunks_that_lie_as_they_came() -> None:
    assert_won(Visits(ordinary, with_letter=True))
    assert_won(Visits(ordinary, with_letter=False))
