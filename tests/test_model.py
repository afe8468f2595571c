"""The symbolic model of the protocol: no attack with all rules, one without any of them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.model.equivalence import difference
from docs.model.intruder import State, Step, find_attack
from docs.model.scenarios import ANSWER, FIRST_SEQ, REPORTED, SCENARIOS, Office, Scenario, learns
from docs.model.terms import App, Name, Term, Var, aead, cat, const, digest, public, seal, unify
from docs.model.titip import REMOVABLE, REPORT
from docs.model.worlds import QUESTIONS, SPOILS, Question

MODEL = Path(__file__).resolve().parent.parent / "docs" / "model"
PROTOCOL = MODEL.parent / "PROTOCOL.md"
_log = logging.getLogger(__name__)
BROKEN = [(scenario, rules) for scenario in SCENARIOS for rules in scenario.needs]


# -- the protocol


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.promise)
def test_there_is_no_attack(scenario: Scenario) -> None:
    assert scenario.story(frozenset()) == []


@pytest.mark.parametrize(
    ("scenario", "rules"), BROKEN, ids=[" and ".join(sorted(rules)) for _, rules in BROKEN]
)
def test_without_its_rules_there_is_one(scenario: Scenario, rules: frozenset[str]) -> None:
    story = scenario.story(rules)
    head = f"without {' and '.join(sorted(rules))}, it is not true that {scenario.promise}:"
    _log.info("%s", "\n".join([head, *story]))
    assert len(story) > 4


def test_two_rules_that_stand_for_each_other_are_each_enough() -> None:
    for scenario, rules in BROKEN:
        for rule in rules:
            if len(rules) > 1:
                assert scenario.attack(frozenset({rule})) is None


def test_every_rule_is_needed_somewhere() -> None:
    assert set(REMOVABLE) == {rule for _, rules in BROKEN for rule in rules}


def test_every_rule_cites_a_section_that_exists() -> None:
    known = set(re.findall(r"^#{2,3} (\d+(?:\.\d+)?)", PROTOCOL.read_text(), re.MULTILINE))
    for path in MODEL.glob("*.*"):
        cited = set(re.findall(r"§(\d+(?:\.\d+)?)", path.read_text()))
        assert cited <= known, path
    rules = (MODEL / "titip.py").read_text().partition("REMOVABLE = (")[2].partition("\n)")[0]
    assert len(re.findall(r"# §", rules)) == len(REMOVABLE)


def test_honest_people_reach_each_other() -> None:
    """A model in which nothing ever happens would have no attacks either."""
    office, writer = Office(frozenset()), Office(frozenset()).reporter
    desk = office.desk
    strand = (
        writer.write(REPORT, REPORTED),
        desk.take(0),
        desk.reply(writer.thread_key, FIRST_SEQ, ANSWER),
        writer.read(),
    )

    def done(state: State) -> Iterator[State]:
        wrote = [fact[:7] for fact in state.of_kind("wrote")]
        said = state.of_kind("said")
        if state.of_kind("accepted") == wrote and said and state.of_kind("read") == said:
            yield state

    assert find_attack(office.begin(0), (strand,), done) is not None


# -- what the site can tell apart


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.asked)
def test_the_site_tells_nothing_apart(question: Question) -> None:
    assert difference(*question.seen()) is None


SPOILT = [(question, spoil) for question in QUESTIONS for spoil in question.spoilt_by]


@pytest.mark.parametrize(
    ("question", "spoil"), SPOILT, ids=[f"{asked.asked}, {spoil}" for asked, spoil in SPOILT]
)
def test_a_weaker_protocol_would_tell(question: Question, spoil: str) -> None:
    found = difference(*question.seen(frozenset({spoil})))
    _log.info("%s", found)
    assert found is not None


def test_every_spoil_is_tried() -> None:
    assert set(SPOILS) == {spoil for _, spoil in SPOILT}


# -- the search itself, on protocols whose attacks are known


def needham_schroeder(*, with_name: bool) -> tuple[State, tuple[tuple[Step, ...], ...]]:
    """Anna talks to the attacker, Budi believes that he talks to Anna (Lowe 1996)."""
    anna, budi, he = Name("anna"), Name("budi"), Name("he")
    start = State().tell("known", public(anna), public(budi), he)
    nonce_a, nonce_b = Name("nonce of anna"), Name("nonce of budi")

    def box(to: Term, number: str, *content: Term) -> Term:
        return seal(public(to), const("ns"), Name(f"chance {number}"), cat(*content))

    def expected(to: Term, *content: Term) -> tuple[Var, App]:
        chance = Var(f"chance for {to} {len(content)}")
        return chance, seal(public(to), const("ns"), chance, cat(*content))

    def anna_begins(state: State) -> Iterator[State]:
        yield state.tell("anna", box(he, "1", nonce_a, public(anna)))

    def anna_goes_on(state: State) -> Iterator[State]:
        other = Var("nonce to anna")
        who = (public(he),) if with_name else ()
        for after in state.receive("to anna", expected(anna, nonce_a, other, *who)[1]):
            yield after.tell("anna", box(he, "3", other))

    def budi_answers(state: State) -> Iterator[State]:
        other = Var("nonce to budi")
        who = (public(budi),) if with_name else ()
        for after in state.receive("to budi", expected(budi, other, public(anna))[1]):
            yield after.tell("budi", box(anna, "2", other, nonce_b, *who))

    def budi_believes(state: State) -> Iterator[State]:
        for after in state.receive("to budi", expected(budi, nonce_b)[1]):
            yield after.fact("believes")

    return start, ((anna_begins, anna_goes_on), (budi_answers, budi_believes))


def believes(state: State) -> Iterator[State]:
    if state.of_kind("believes"):
        yield state


def test_the_search_finds_lowe_s_attack_and_nothing_where_it_was_mended() -> None:
    nonce = learns(Name("nonce of budi"))
    assert find_attack(*needham_schroeder(with_name=False), believes) is not None
    assert find_attack(*needham_schroeder(with_name=False), nonce) is not None
    assert find_attack(*needham_schroeder(with_name=True), believes) is None
    assert find_attack(*needham_schroeder(with_name=True), nonce) is None


SECRET, KEY, OTHER = Name("secret"), Name("key"), Name("other")
BOUND, NONCE = const("bound"), const("nonce")


@pytest.mark.parametrize(
    ("heard", "known"),
    [
        ((SECRET,), True),
        ((aead(KEY, BOUND, NONCE, SECRET),), False),
        ((aead(KEY, BOUND, NONCE, SECRET), KEY), True),
        ((KEY, aead(KEY, BOUND, NONCE, cat(OTHER, SECRET))), True),
        # A key inside what another key opens, heard in any order.
        ((aead(OTHER, BOUND, NONCE, SECRET), aead(KEY, BOUND, NONCE, OTHER), KEY), True),
        ((aead(digest(KEY), BOUND, NONCE, SECRET), KEY), True),
        ((aead(KEY, BOUND, NONCE, SECRET), digest(KEY)), False),
        ((digest(SECRET),), False),
        ((seal(public(KEY), BOUND, NONCE, SECRET), public(KEY)), False),
        ((seal(public(KEY), BOUND, NONCE, SECRET), KEY), True),
    ],
)
def test_what_follows_from_what_was_heard(heard: tuple[Term, ...], known: bool) -> None:  # noqa: FBT001 - a parameter
    found = find_attack(State().tell("heard", *heard), (), learns(SECRET))
    assert (found is not None) == known


def test_a_term_is_not_inside_itself() -> None:
    assert unify(Var("x"), digest(Var("x")), {}) is None
    assert unify(cat(Var("x"), Var("x")), cat(KEY, OTHER), {}) is None
    assert unify(cat(Var("x"), Var("x")), cat(KEY, Var("y")), {}) == {Var("x"): KEY, Var("y"): KEY}


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ((Name("a"), Name("b")), (Name("c"), Name("d")), True),
        ((Name("a"), Name("a")), (Name("c"), Name("d")), False),
        ((digest(KEY),), (OTHER,), True),
        # With the key, a hash can be made again.
        ((KEY, digest(KEY)), (KEY, OTHER), False),
        ((KEY, aead(KEY, BOUND, Name("n"), BOUND)), (KEY, OTHER), False),
        ((aead(KEY, BOUND, Name("n"), BOUND),), (OTHER,), True),
        ((const("short"), KEY), (const("long"), KEY), False),
        ((KEY,), (KEY, OTHER), False),
    ],
)
def test_what_an_onlooker_tells_apart(
    left: tuple[Term, ...],
    right: tuple[Term, ...],
    same: bool,  # noqa: FBT001 - a parameter
) -> None:
    assert (difference(left, right) is None) == same
