"""What honest people do in the protocol, step by step, and what must never come of it.

Every rule that protects something can be taken away by its name in `REMOVABLE`; the tests demand
that an attack appears then, and none where everything is in place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from docs.model.intruder import State, Step
from docs.model.terms import (
    App,
    Name,
    Term,
    aead,
    cat,
    const,
    derive,
    digest,
    public,
    resolve,
    seal,
    sign,
)

REMOVABLE = (
    "signature in the letter",  # §4.1
    "DID in the info",  # §4.1
    "DID in the letter's signature",  # §4.1
    "intake key in the letter's signature",  # §4.1
    "type in the letter's signature",  # §4.1
    "author pinned by the thread",  # §4.5
    "message id accepted once",  # §4.5
    "DID in the thread key",  # §3.6
    "DID in the certificate",  # §3.3
    "drop id checked by the reader",  # §7.3
    "signature on the bulletin",  # §7.1
    "signature on the reply",  # §6.2
    "tid in the reply's signature",  # §6.2
    "seq in the reply's signature",  # §6.2
    "intake key destroyed",  # §8.4
)

# §1.2: one label for one purpose.
DESK, CERT, PASS, THREAD, AUTHOR, TID = map(
    const, ("desk", "cert", "pass", "thread", "author", "tid")
)
CELL, LETTER, WRITTEN, REPLY, BULLETIN = map(
    const, ("cell", "letter", "written", "reply", "bulletin")
)
REPORT, FOLLOW_UP, WITHDRAWAL = map(const, ("report", "follow_up", "withdrawal"))


@dataclass(frozen=True)
class Drop:
    """One drop's keys (§3); `intake` one for each week."""

    sid: Term
    root: Term
    signing: Term
    intake: tuple[Term, ...]

    @property
    def did(self) -> Term:
        """§3.1."""
        return digest(DESK, self.sid, public(self.root))


@dataclass(frozen=True)
class Reporter:
    """One reporter: what the passphrase gives, and the drop id of the poster."""

    passphrase: Term
    drop: Drop
    without: frozenset[str]

    @property
    def names(self) -> dict[Term, str]:
        """Short names for what would fill lines of a story."""
        return {
            self.drop.did: "DID",
            self.thread_key: "thread key",
            self.author_seed: "author seed",
            public(self.author_seed): "APK",
            derive(self.thread_key, TID): "tid",
            derive(self.thread_key, CELL): "cell key",
        }

    @property
    def _root_secret(self) -> Term:
        return derive(self.passphrase, PASS, self.drop.sid)

    @property
    def thread_key(self) -> Term:
        """§3.6."""
        return derive(self._root_secret, *_unless(self, "DID in the thread key", THREAD))

    @property
    def author_seed(self) -> Term:
        """§3.6."""
        return derive(self._root_secret, AUTHOR, self.drop.did)

    # -- steps

    def write(self, letter_type: Term, body: Term) -> Step:
        """Read a bulletin, seal a letter to the key that it names (§4.2, §7.3)."""

        def step(state: State) -> Iterator[State]:
            for ready, intake_pk in self._read_bulletin(state):
                message_id, chance = Name(f"mid of {body}"), Name(f"chance of {body}")
                header = cat(letter_type, message_id, self.thread_key, public(self.author_seed))
                signature = _written(
                    self.without, self.author_seed, self.drop.did, intake_pk, header, body
                )
                letter = seal(
                    intake_pk,
                    _letter_context(self.without, self.drop.did, intake_pk),
                    chance,
                    cat(header, signature, body),
                )
                noted = ready.fact(
                    "wrote",
                    self.drop.did,
                    *(intake_pk, self.thread_key, public(self.author_seed)),
                    *(letter_type, message_id, body, chance),
                )
                yield noted.tell("a reporter sends a letter", letter)

        return step

    def _read_bulletin(self, state: State) -> Iterator[tuple[State, Term]]:
        state, (root, signing, intake, sid) = state.variables("root", "signing", "intake", "sid")
        did: Term = digest(DESK, sid, public(root))
        if "drop id checked by the reader" in self.without:
            did = self.drop.did
        certificate = make_certificate(self.without, root, did, public(signing))
        signature: Term = sign(signing, BULLETIN, did, public(intake))
        if "signature on the bulletin" in self.without:
            state, (signature,) = state.variables("unchecked")
        pattern = cat(sid, public(root), public(signing), certificate, signature, public(intake))
        for known in state.same(did, self.drop.did):
            for after in known.receive("a reporter takes a bulletin from the site", pattern):
                yield after, public(intake)

    def read(self) -> Step:
        """Try a cell, believe what verifies (§6.3, §6.4)."""

        def step(state: State) -> Iterator[State]:
            state, (seq, body, nonce) = state.variables("seq", "body", "nonce")
            tid, did = derive(self.thread_key, TID), self.drop.did
            signature = _replied(self.without, self.drop.signing, did, tid, seq, body)
            if "signature on the reply" in self.without:
                state, (signature,) = state.variables("unchecked")
            cell = aead(
                derive(self.thread_key, CELL), cat(CELL, did, tid), nonce, cat(seq, signature, body)
            )
            for after in state.receive("a reporter opens a cell of the board", cell):
                yield after.fact("read", did, tid, seq, body)

        return step


@dataclass(frozen=True)
class Inspectorate:
    """The honest desk of one drop."""

    drop: Drop
    without: frozenset[str]

    def publish(self, state: State, week: int) -> State:
        """Sign a bulletin with the intake key of a week (§7.1)."""
        drop, did = self.drop, self.drop.did
        intake_pk = public(drop.intake[week])
        bulletin = cat(
            drop.sid,
            public(drop.root),
            public(drop.signing),
            make_certificate(self.without, drop.root, did, public(drop.signing)),
            sign(drop.signing, BULLETIN, did, intake_pk),
            intake_pk,
        )
        return state.tell(f"the inspectorate publishes the bulletin of week {week + 1}", bulletin)

    def announce(self, week: int) -> Step:
        """Publish a later bulletin."""

        def step(state: State) -> Iterator[State]:
            yield self.publish(state, week)

        return step

    def take(self, *weeks: int) -> Step:
        """Open a letter with a live key, verify it, join it to its thread (§4.3, §4.5)."""

        def step(state: State) -> Iterator[State]:
            for week in weeks:
                yield from self._take(state, self.drop.intake[week])

        return step

    def _take(self, state: State, intake: Term) -> Iterator[State]:
        if intake in [fact[0] for fact in state.of_kind("destroyed")]:
            return
        state, (kind, message_id, key, author, chance, body) = state.variables(
            "type", "mid", "thread", "author", "chance", "body"
        )
        did, intake_pk = self.drop.did, public(intake)
        header = cat(kind, message_id, key, public(author))
        signature = _written(self.without, author, did, intake_pk, header, body)
        state, (unread,) = state.variables("unread")
        context = _letter_context(self.without, did, intake_pk)
        sealed = seal(intake_pk, context, chance, cat(header, unread, body))
        for after in state.receive("the inspectorate opens a letter", sealed):
            opened = after.fact("opened", did, chance).fact("plain", key, header, unread, body)
            if "signature in the letter" in self.without:
                accepted: Iterator[State] = iter([opened])
            else:
                accepted = opened.same(unread, signature)
            for verified in accepted:
                yield from self._join(verified, intake_pk, kind, message_id, key, author, body)
            # Opened and refused: shown, and not acted on (§4.3, step 4).
            yield opened

    def _join(
        self,
        state: State,
        intake_pk: Term,
        kind: Term,
        message_id: Term,
        key: Term,
        author: Term,
        body: Term,
    ) -> Iterator[State]:
        accepted = (self.drop.did, intake_pk, key, public(author), kind, message_id, body)
        pins = state.of_kind("pinned")
        for pinned_key, pinned_author in pins:
            for same_thread in state.same(key, pinned_key):
                followed: Iterator[State] = iter([same_thread])
                if "author pinned by the thread" not in self.without:
                    followed = same_thread.same(public(author), pinned_author)
                for joined in followed:
                    if self._is_new(joined, key, message_id):
                        yield joined.fact("accepted", *accepted)
        # Another thread than all that are known.
        known = [pinned[0] for pinned in pins]
        if resolve(key, state.subst) not in known:
            yield state.fact("pinned", key, public(author)).fact("accepted", *accepted)

    def _is_new(self, state: State, key: Term, message_id: Term) -> bool:
        if "message id accepted once" in self.without:
            return True
        seen = [(fact[2], fact[5]) for fact in state.of_kind("accepted")]
        return (resolve(key, state.subst), resolve(message_id, state.subst)) not in seen

    def reply(self, thread_key: Term, seq: Term, body: Term) -> Step:
        """Answer a thread that is known (§6.2)."""

        def step(state: State) -> Iterator[State]:
            if thread_key not in [fact[0] for fact in state.of_kind("pinned")]:
                return
            did, tid = self.drop.did, derive(thread_key, TID)
            signature = _replied(self.without, self.drop.signing, did, tid, seq, body)
            cell = aead(
                derive(thread_key, CELL),
                cat(CELL, did, tid),
                Name(f"nonce of {body}"),
                cat(seq, signature, body),
            )
            said = state.fact("said", did, tid, seq, body)
            yield said.tell("the inspectorate puts a cell on the board", cell)

        return step

    def set_back(self, *weeks: int) -> Step:
        """Destroy intake keys (§8.4), then lose the vault to an older one that knows no thread."""

        def step(state: State) -> Iterator[State]:
            for week in weeks:
                if "intake key destroyed" not in self.without:
                    state = state.fact("destroyed", self.drop.intake[week])
            old = state.of_kind("accepted")
            kept = tuple(fact for fact in state.facts if fact[0] not in ("pinned", "accepted"))
            forgotten = replace(state, facts=kept)
            for letter in old:
                forgotten = forgotten.fact("accepted before", *letter)
            yield forgotten.tell("the vault is set back to a day before the first letter")

        return step


def leak(thread: Reporter) -> Step:
    """Somebody at the open vault keeps all that the letters of a thread hold (§4.1)."""

    def step(state: State) -> Iterator[State]:
        plain = [fact for fact in state.of_kind("plain") if fact[0] == thread.thread_key]
        if plain:
            inside = (term for letter in plain for term in letter)
            yield state.tell("an inspector who is the attacker reads the case", *inside)

    return step


def lose(what: str, *secrets: Term) -> Step:
    """The attacker gets keys."""

    def step(state: State) -> Iterator[State]:
        yield state.tell(what, *secrets)

    return step


# -- what is bound to what


def _unless(side: Reporter, name: str, *labels: Term) -> tuple[Term, ...]:
    return labels if name in side.without else (*labels, side.drop.did)


def make_certificate(without: frozenset[str], root: Term, did: Term, signing_pk: Term) -> Term:
    """Return what the root signs for a signing key (§3.3)."""
    if "DID in the certificate" in without:
        return sign(root, CERT, signing_pk)
    return sign(root, CERT, did, signing_pk)


def _letter_context(without: frozenset[str], did: Term, intake_pk: Term) -> Term:
    if "DID in the info" in without:
        return cat(LETTER, digest(intake_pk))
    return cat(LETTER, did, digest(intake_pk))


def _written(
    without: frozenset[str], author: Term, did: Term, intake_pk: Term, header: App, body: Term
) -> Term:
    bound: list[Term] = [WRITTEN]
    if "DID in the letter's signature" not in without:
        bound.append(did)
    if "intake key in the letter's signature" not in without:
        bound.append(digest(intake_pk))
    left_out = 1 if "type in the letter's signature" in without else 0
    return sign(author, *bound, *header.args[left_out:], body)


def _replied(
    without: frozenset[str], signing: Term, did: Term, tid: Term, seq: Term, body: Term
) -> Term:
    bound: list[Term] = [REPLY]
    bound.append(did)
    for name, term in (("tid", tid), ("seq", seq)):
        if f"{name} in the reply's signature" not in without:
            bound.append(term)
    return sign(signing, *bound, body)
