"""Who is there, what each may do, and what must not come of it.

A scenario is bounded by its steps; within them the attacker may do anything. `needs` names the
rules of `titip.REMOVABLE` that hold it up: without any one of these sets, there is an attack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docs.model.intruder import Attack, State, Step, find_attack
from docs.model.terms import Name, Term, const, public
from docs.model.titip import (
    FOLLOW_UP,
    REPORT,
    Drop,
    Inspectorate,
    Reporter,
    leak,
    lose,
    make_certificate,
)

Strands = tuple[tuple[Step, ...], ...]
Setting = tuple[State, Strands, Attack]
SID, OTHER_SID = const("sid"), const("sid of another drop")
REPORTED, FOLLOWING, ELSEWHERE = Name("report"), Name("follow-up"), Name("report elsewhere")
ANSWER, SECOND_ANSWER, TO_ATTACKER = Name("answer"), Name("second answer"), Name("answer to him")
PASSPHRASE, HIS_PASSPHRASE = Name("passphrase"), Name("the attacker's passphrase")
FIRST_SEQ, SECOND_SEQ = const("seq 1"), const("seq 2")


@dataclass(frozen=True)
class Scenario:
    """One promise, by what it stands."""

    promise: str
    setting: Callable[[frozenset[str]], Setting]
    needs: tuple[frozenset[str], ...]

    def attack(self, without: frozenset[str] = frozenset()) -> State | None:
        """Return how the promise is broken when these rules are left out; None: it is not."""
        return find_attack(*self.setting(without))

    def story(self, without: frozenset[str]) -> list[str]:
        """Return an attack in words, one line for each message; none: no lines."""
        found = self.attack(without)
        return found.story(Office(without).reporter.names) if found else []


@dataclass(frozen=True)
class Office:
    """The honest drop, a reporter of it, and what everybody knows at the beginning."""

    without: frozenset[str]

    @property
    def drop(self) -> Drop:
        """The drop of the poster."""
        weeks = Name("intake key of week 1"), Name("intake key of week 2")
        return Drop(SID, Name("root key"), Name("signing key"), weeks)

    @property
    def desk(self) -> Inspectorate:
        """Its inspectorate."""
        return Inspectorate(self.drop, self.without)

    @property
    def reporter(self) -> Reporter:
        """Somebody who writes to it."""
        return Reporter(PASSPHRASE, self.drop, self.without)

    def begin(self, *weeks: int) -> State:
        """Return the state in which the bulletins of some weeks are known."""
        state = State().tell("everybody knows the ids of the drops", SID, OTHER_SID)
        for week in weeks:
            state = self.desk.publish(state, week)
        return state


# -- what must never be


def learns(*secrets: Term) -> Attack:
    """The attacker knows one of the secrets."""

    def attack(state: State) -> Iterator[State]:
        for secret in secrets:
            yield from state.can_make(secret)

    return attack


def forged_letter(state: State) -> Iterator[State]:
    """A letter counts as a reporter's who did not write it for this drop and this key (§4.5).

    Counted as his is what bears his author key, and what stands in a thread that he began.
    """
    wrote = [fact[:7] for fact in state.of_kind("wrote")]
    authors = {fact[3] for fact in wrote}
    begun = {fact[0] for fact in state.of_kind("pinned") if fact[1] in authors}
    for letter in state.of_kind("accepted"):
        if (letter[3] in authors or letter[2] in begun) and letter not in wrote:
            yield state.tell("accepted, and not written by its author", *letter[4:])


def doubled_letter(state: State) -> Iterator[State]:
    """One letter counts twice, also after the vault was set back (§4.5, §8.4)."""
    letters = [
        (letter[2], letter[5])
        for kind in ("accepted before", "accepted")
        for letter in state.of_kind(kind)
    ]
    if len(set(letters)) < len(letters):
        yield state.tell("one letter was accepted twice")


def opened_elsewhere(state: State) -> Iterator[State]:
    """What a reporter sealed for one drop opens at another (§4.1)."""
    sealed = {(fact[7], fact[0]) for fact in state.of_kind("wrote")}
    for did, chance in state.of_kind("opened"):
        if any(own == chance and meant != did for own, meant in sealed):
            yield state.tell("opened at a drop that it was not sealed for")


def forged_reply(state: State) -> Iterator[State]:
    """A reporter believes what the inspectorate never said to this thread under this seq (§6.4)."""
    said = state.of_kind("said")
    for reply in state.of_kind("read"):
        if reply not in said:
            yield state.tell("read, and never said like this", *reply[2:])


# -- scenarios


def _letters_are_secret(without: frozenset[str]) -> Setting:
    office = Office(without)
    # The same root certifies a second drop's signing key, and that one is the attacker's.
    thief = Name("signing key of another drop")
    other = Drop(OTHER_SID, office.drop.root, thief, ())
    certificate = make_certificate(without, office.drop.root, other.did, public(thief))
    state = office.begin(0, 1).tell("another drop of the same root, bought", thief, certificate)
    writer = office.reporter
    strands = (
        (writer.write(REPORT, REPORTED), writer.write(FOLLOW_UP, FOLLOWING)),
        (office.desk.take(0, 1), office.desk.reply(writer.thread_key, FIRST_SEQ, ANSWER)),
    )
    return state, strands, learns(REPORTED, FOLLOWING, ANSWER, PASSPHRASE)


def _destroyed_keys_open_nothing(without: frozenset[str]) -> Setting:
    office = Office(without)
    kept = () if "intake key destroyed" not in without else (office.drop.intake[0],)
    seized = lose(
        "later, all keys are seized",
        *(office.drop.root, office.drop.signing, office.drop.intake[1], *kept),
    )
    return (
        office.begin(0),
        ((office.reporter.write(REPORT, REPORTED), seized),),
        learns(REPORTED, PASSPHRASE),
    )


def _inspectors_cannot_write(without: frozenset[str]) -> Setting:
    office, writer = Office(without), Office(without).reporter
    strands = (
        (writer.write(REPORT, REPORTED), writer.write(FOLLOW_UP, FOLLOWING)),
        (office.desk.take(0), leak(writer), office.desk.take(0)),
    )
    return office.begin(0), strands, forged_letter


def _inspectors_do_not_learn_the_passphrase(without: frozenset[str]) -> Setting:
    office, writer = Office(without), Office(without).reporter
    strands = (
        (writer.write(REPORT, REPORTED), writer.write(FOLLOW_UP, FOLLOWING)),
        (office.desk.take(0), leak(writer), office.desk.take(0), leak(writer)),
    )
    return office.begin(0), strands, learns(PASSPHRASE, writer.author_seed)


def _hostile_drop(without: frozenset[str]) -> tuple[Office, Reporter, State]:
    office = Office(without)
    # Its makers chose the honest drop's id as their own; they know all their keys.
    root, signing = Name("root key of a hostile drop"), Name("signing key of a hostile drop")
    hostile = Drop(SID, root, signing, ())
    there = Reporter(PASSPHRASE, hostile, without)
    return office, there, office.begin(0).tell("a hostile drop with the same id", root, signing)


def _a_hostile_drop_passes_nothing_on(without: frozenset[str]) -> Setting:
    office, there, state = _hostile_drop(without)
    strands = ((there.write(REPORT, ELSEWHERE),), (office.desk.take(0),))
    return state, strands, forged_letter


def _a_letter_opens_where_it_was_meant_to(without: frozenset[str]) -> Setting:
    office, there, state = _hostile_drop(without)
    strands = ((there.write(REPORT, ELSEWHERE),), (office.desk.take(0),))
    return state, strands, opened_elsewhere


def _a_hostile_drop_reads_no_replies(without: frozenset[str]) -> Setting:
    office, there, state = _hostile_drop(without)
    writer = office.reporter
    strands = (
        (there.write(REPORT, ELSEWHERE),),
        (
            writer.write(REPORT, REPORTED),
            office.desk.take(0),
            office.desk.reply(writer.thread_key, FIRST_SEQ, ANSWER),
        ),
    )
    return state, strands, learns(ANSWER, REPORTED)


def _no_letter_counts_twice(without: frozenset[str]) -> Setting:
    office, writer = Office(without), Office(without).reporter
    strands = (
        (writer.write(REPORT, REPORTED),),
        (office.desk.take(0, 1), leak(writer), office.desk.take(0, 1)),
    )
    return office.begin(0, 1), strands, doubled_letter


def _not_even_after_the_vault_was_set_back(without: frozenset[str]) -> Setting:
    office, writer = Office(without), Office(without).reporter
    strands = (
        (
            writer.write(REPORT, REPORTED),
            office.desk.take(0),
            leak(writer),
            office.desk.set_back(0),
            office.desk.announce(1),
            office.desk.take(0, 1),
        ),
    )
    return office.begin(0), strands, doubled_letter


def _replies_are_the_inspectorate_s(without: frozenset[str]) -> Setting:
    office, writer = Office(without), Office(without).reporter
    attacker = Reporter(HIS_PASSPHRASE, office.drop, without)
    desk = office.desk
    strands = (
        (
            writer.write(REPORT, REPORTED),
            desk.take(0),
            leak(writer),
            lose("the attacker is a reporter, too", HIS_PASSPHRASE),
            attacker.write(REPORT, ELSEWHERE),
            desk.take(0),
            desk.reply(writer.thread_key, FIRST_SEQ, ANSWER),
            desk.reply(writer.thread_key, SECOND_SEQ, SECOND_ANSWER),
            desk.reply(attacker.thread_key, SECOND_SEQ, TO_ATTACKER),
        ),
        (writer.read(),),
    )
    return office.begin(0), strands, forged_reply


def _sets(*groups: str | tuple[str, ...]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset({group} if isinstance(group, str) else group) for group in groups)


TYPE, ID = "type in the letter's signature", "message id accepted once"
SIGNED_DID, SIGNED_KEY = "DID in the letter's signature", "intake key in the letter's signature"
SCENARIOS = (
    Scenario(
        "letters and replies are secret from everybody but the inspectorate",
        _letters_are_secret,
        _sets(
            "signature on the bulletin", "DID in the certificate", "drop id checked by the reader"
        ),
    ),
    Scenario(
        "what a destroyed intake key sealed stays sealed, whatever other keys are seized",
        _destroyed_keys_open_nothing,
        _sets("intake key destroyed"),
    ),
    Scenario(
        "an inspector with the thread key cannot write in the reporter's name",
        _inspectors_cannot_write,
        _sets("signature in the letter", "author pinned by the thread", TYPE),
    ),
    Scenario(
        "an inspector learns neither the passphrase nor the author seed",
        _inspectors_do_not_learn_the_passphrase,
        (),
    ),
    Scenario(
        "a hostile drop cannot pass a letter on as written for this one",
        _a_hostile_drop_passes_nothing_on,
        _sets((SIGNED_DID, SIGNED_KEY), (SIGNED_DID, "DID in the info")),
    ),
    Scenario(
        "a letter opens at no drop but the one it was sealed for",
        _a_letter_opens_where_it_was_meant_to,
        _sets("DID in the info"),
    ),
    Scenario(
        "a hostile drop where the same passphrase is used reads no replies of this one",
        _a_hostile_drop_reads_no_replies,
        _sets("DID in the thread key"),
    ),
    Scenario("no letter counts twice", _no_letter_counts_twice, _sets(ID)),
    Scenario(
        "no letter counts twice, also after its key was destroyed and the vault set back",
        _not_even_after_the_vault_was_set_back,
        _sets(SIGNED_KEY, "intake key destroyed"),
    ),
    Scenario(
        "a reply is believed only as the inspectorate said it, to this thread, under this seq",
        _replies_are_the_inspectorate_s,
        _sets(
            "signature on the reply",
            "tid in the reply's signature",
            "seq in the reply's signature",
        ),
    ),
)
