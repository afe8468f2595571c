"""What the site sees in two worlds that it must not tell apart, and what it would see otherwise.

`SPOILS` names what a weaker protocol would do; the tests demand that the site then sees it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from docs.model.scenarios import Office
from docs.model.terms import Name, Term, aead, cat, const, derive, digest, public, seal, sign
from docs.model.titip import CELL, FOLLOW_UP, REPLY, REPORT, TID, WITHDRAWAL, WRITTEN, Reporter

CHUNK, CKEY, CID, DECOY = map(const, ("chunk", "ckey", "cid", "decoy"))
SPOILS = (
    "the thread's name outside the letter",
    "the author's key outside the letter",
    "the type outside the letter",
    "letters of the length of what is in them",
    "attachment keys derived from the thread key",
    "the letter's message id in its cids",
    "decoys of zeros",
    "cells that name their thread",
    "cells under a nonce of the thread",
    "an intake key that the site has",
)


@dataclass(frozen=True)
class View:
    """What is seen of one protocol, spoilt or not."""

    spoils: frozenset[str]

    def thread(self, name: str) -> Reporter:
        """Return a reporter of the drop."""
        return Reporter(Name(f"passphrase {name}"), Office(frozenset()).drop, frozenset())

    def known(self) -> tuple[Term, ...]:
        """Return what the site knows beforehand: the bulletin, and its own letter and thread."""
        office = Office(frozenset())
        begun = office.begin(0).heard
        spoilt = (
            (office.drop.intake[0],) if "an intake key that the site has" in self.spoils else ()
        )
        own = self.thread("of the attacker")
        return (*begun, own.passphrase, *spoilt, *self.letter(own, REPORT, "of the attacker"))

    def letter(self, writer: Reporter, kind: Term, name: str) -> tuple[Term, ...]:
        """Return a letter with one chunk, as the site keeps them (§4.1, §5.3)."""
        drop, message_id = writer.drop, Name(f"mid {name}")
        intake_pk = public(drop.intake[0])
        fk: Term = Name(f"fk {name}")
        if "attachment keys derived from the thread key" in self.spoils:
            fk = derive(writer.thread_key, CKEY)
        header = cat(kind, message_id, writer.thread_key, public(writer.author_seed))
        body = cat(Name(f"text {name}"), fk)
        signature = sign(writer.author_seed, WRITTEN, drop.did, digest(intake_pk), header, body)
        sealed = seal(
            intake_pk,
            cat(drop.did, digest(intake_pk)),
            Name(f"chance {name}"),
            cat(header, signature, body),
        )
        outside = self._outside(writer, kind)
        cid = derive(fk, CID)
        if "the letter's message id in its cids" in self.spoils:
            cid, outside = cat(message_id, cid), (*outside, message_id)
        chunk = aead(derive(fk, CKEY), cat(CHUNK, drop.did, cid), Name(f"nonce {name}"), body)
        return cat(*outside, const("32768 bytes"), sealed), cat(cid, chunk)

    def _outside(self, writer: Reporter, kind: Term) -> tuple[Term, ...]:
        shown = {
            "the thread's name outside the letter": derive(writer.thread_key, TID),
            "the author's key outside the letter": public(writer.author_seed),
            "the type outside the letter": kind,
            "letters of the length of what is in them": cat(const("length of a"), kind),
        }
        return tuple(term for spoil, term in shown.items() if spoil in self.spoils)

    def cell(self, reader: Reporter | None, name: str) -> Term:
        """Return a cell of a reply, or a decoy where there is no reader (§6.2)."""
        if reader is None:
            return const("zeros") if "decoys of zeros" in self.spoils else Name(f"random {name}")
        drop, tid = reader.drop, derive(reader.thread_key, TID)
        signature = sign(drop.signing, REPLY, drop.did, tid, Name(f"answer {name}"))
        nonce: Term = Name(f"nonce of cell {name}")
        if "cells under a nonce of the thread" in self.spoils:
            nonce = derive(reader.thread_key, const("nonce"))
            return cat(nonce, aead(derive(reader.thread_key, CELL), tid, nonce, signature))
        sealed = aead(derive(reader.thread_key, CELL), cat(CELL, drop.did, tid), nonce, signature)
        return cat(tid, sealed) if "cells that name their thread" in self.spoils else sealed


Worlds = tuple[tuple[Term, ...], tuple[Term, ...]]


@dataclass(frozen=True)
class Question:
    """Two worlds that the site must not tell apart, and by which spoils it would."""

    asked: str
    worlds: Callable[[View], Worlds]
    spoilt_by: tuple[str, ...]

    def seen(self, spoils: frozenset[str] = frozenset()) -> Worlds:
        """Return what the site sees in either world."""
        view = View(spoils)
        left, right = self.worlds(view)
        return (*view.known(), *left), (*view.known(), *right)


def _one_thread_or_two(view: View) -> Worlds:
    anna, budi = view.thread("A"), view.thread("B")
    first = view.letter(anna, REPORT, "1")
    return (
        (*first, *view.letter(anna, FOLLOW_UP, "2")),
        (*first, *view.letter(budi, FOLLOW_UP, "2")),
    )


def _which_chunk(view: View) -> Worlds:
    (first, its), (second, other) = (
        view.letter(view.thread("A"), REPORT, "1"),
        view.letter(view.thread("B"), REPORT, "2"),
    )
    return (first, second, its, other), (first, second, other, its)


def _of_type(kind: Term) -> Callable[[View], Worlds]:
    def worlds(view: View) -> Worlds:
        anna = view.thread("A")
        return view.letter(anna, REPORT, "1"), view.letter(anna, kind, "1")

    return worlds


def _reply_or_decoy(view: View) -> Worlds:
    letter = view.letter(view.thread("A"), REPORT, "1")
    return (
        (*letter, view.cell(view.thread("A"), "1"), view.cell(None, "2")),
        (*letter, view.cell(None, "1"), view.cell(None, "2")),
    )


def _whose_reply(view: View) -> Worlds:
    anna, budi = view.thread("A"), view.thread("B")
    letters = (*view.letter(anna, REPORT, "1"), *view.letter(budi, REPORT, "2"))
    return (
        (*letters, view.cell(anna, "1"), view.cell(anna, "2")),
        (*letters, view.cell(anna, "1"), view.cell(budi, "2")),
    )


OUTSIDE, KEY = SPOILS[2:4], "an intake key that the site has"
QUESTIONS = (
    Question(
        "two letters: of one thread or of two", _one_thread_or_two, (*SPOILS[:2], SPOILS[4], KEY)
    ),
    Question("which chunk belongs to which letter", _which_chunk, (SPOILS[5], KEY)),
    Question("a report or a follow-up", _of_type(FOLLOW_UP), (*OUTSIDE, KEY)),
    Question("a report or a withdrawal", _of_type(WITHDRAWAL), (*OUTSIDE, KEY)),
    Question("a report or a decoy", _of_type(DECOY), (*OUTSIDE, KEY)),
    Question(
        "a reply or a decoy",
        _reply_or_decoy,
        ("decoys of zeros", "cells that name their thread", KEY),
    ),
    Question(
        "two replies: for one thread or for two",
        _whose_reply,
        ("cells that name their thread", "cells under a nonce of the thread", KEY),
    ),
)
