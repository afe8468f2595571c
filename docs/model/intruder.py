"""The attacker of Dolev and Yao, who is the network, and the search for what he can bring about.

He hears everything, sends anything that he can make, and makes whatever the functions allow. What
he sends is left open for as long as it does not matter: a message that somebody will accept is a
pattern with variables, and the *constraint* that he can make it from what he has heard so far is
solved by unification (Millen and Shmatikov 2001; Basin, Mödersheim and Viganò 2005). So messages
have any size and any shape, and no list of guesses limits him; the number of steps that honest
people take is bounded, and within that bound the search is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from docs.model.terms import App, Subst, Term, Var, opened, resolve, shorten, unify, walk


@dataclass(frozen=True)
class State:
    """What has happened so far.

    `heard`: everything sent, in order. `wanted`: how much of it was heard when the attacker had to
    make a term. `facts`: what honest people remember and what they believe, in order.
    """

    heard: tuple[Term, ...] = ()
    wanted: tuple[tuple[int, Term], ...] = ()
    subst: Subst = field(default_factory=dict)
    facts: tuple[tuple[Term | str, ...], ...] = ()
    trace: tuple[str | Term, ...] = ()
    fresh: int = 0

    def variables(self, *names: str) -> tuple[State, tuple[Var, ...]]:
        """Return variables that stand nowhere else."""
        made = tuple(Var(f"{name}{self.fresh}") for name in names)
        return replace(self, fresh=self.fresh + 1), made

    def tell(self, what: str, *terms: Term) -> State:
        """Send terms to everybody, with a line for the trace."""
        return replace(self, heard=self.heard + terms, trace=(*self.trace, what, *terms))

    def fact(self, kind: str, *terms: Term) -> State:
        """Remember something."""
        return replace(self, facts=(*self.facts, (kind, *terms)))

    def of_kind(self, kind: str) -> list[tuple[Term, ...]]:
        """Return what is remembered of one kind, with all that is known of its variables."""
        return [
            tuple(resolve(term, self.subst) for term in fact[1:] if not isinstance(term, str))
            for fact in self.facts
            if fact[0] == kind
        ]

    def receive(self, what: str, pattern: Term) -> Iterator[State]:
        """Yield the states in which the attacker sends something of that form."""
        asked = replace(
            self,
            wanted=(*self.wanted, (len(self.heard), pattern)),
            trace=(*self.trace, what, pattern),
        )
        yield from asked.solve()

    def can_make(self, term: Term) -> Iterator[State]:
        """Yield the states in which the attacker knows the term."""
        yield from self.receive("the attacker makes", term)

    def same(self, left: Term, right: Term) -> Iterator[State]:
        """Yield the states in which two terms are the same."""
        found = unify(left, right, self.subst)
        if found is not None:
            yield from replace(self, subst=found).solve()

    def solve(self) -> Iterator[State]:
        """Yield every way in which the attacker can make all that is wanted."""
        for place, (moment, asked) in enumerate(self.wanted):
            term = walk(asked, self.subst)
            if isinstance(term, Var):
                continue
            rest = self.wanted[:place] + self.wanted[place + 1 :]
            known = _taken_apart(self.heard[:moment], self.subst)
            if _makes(known, resolve(term, self.subst)) and not _open(term, self.subst):
                yield from replace(self, wanted=rest).solve()
                return
            for heard in known:
                if not isinstance(heard, Var):
                    found = unify(term, heard, self.subst)
                    if found is not None:
                        yield from replace(self, wanted=rest, subst=found).solve()
            if isinstance(term, App):
                parts = tuple((moment, arg) for arg in term.args)
                yield from replace(self, wanted=rest + parts).solve()
            return
        yield self

    def story(self, names: Mapping[Term, str]) -> list[str]:
        """Return the trace in words, one line for each message; `names` shorten terms."""
        return [
            f"{part}:" if isinstance(part, str) else f"    {shorten(part, self.subst, names)}"
            for part in self.trace
        ]


def _open(term: Term, subst: Subst) -> bool:
    term = walk(term, subst)
    return isinstance(term, Var) or (
        isinstance(term, App) and any(_open(arg, subst) for arg in term.args)
    )


def _taken_apart(heard: Iterable[Term], subst: Subst) -> list[Term]:
    """Return all that can be read out of what was heard.

    A variable stands for something that the attacker made himself, so he knows it.
    """
    known = dict.fromkeys(resolve(term, subst) for term in heard)
    waiting = [term for term in known if isinstance(term, App)]
    moved = True
    while moved:
        moved = False
        for term in list(waiting):
            found = opened(term)
            if found is None:
                continue
            key, inside = found
            if key is None or _makes(known, key):
                waiting.remove(term)
                for part in inside:
                    if part not in known:
                        known[part] = None
                        if isinstance(part, App):
                            waiting.append(part)
                moved = True
    return list(known)


def _makes(known: Iterable[Term], term: Term) -> bool:
    if isinstance(term, Var) or term in known:
        return True
    return isinstance(term, App) and all(_makes(known, arg) for arg in term.args)


def knowledge(heard: Iterable[Term]) -> tuple[list[Term], Callable[[Term], bool]]:
    """Return all that can be read out of terms without variables, and a test of what follows."""
    known = dict.fromkeys(_taken_apart(heard, {}))
    return list(known), lambda term: _makes(known, term)


# One step of somebody honest: every way in which it can come about.
Step = Callable[[State], Iterator[State]]
# What must never be: every way in which it is so.
Attack = Callable[[State], Iterator[State]]


def find_attack(
    start: State, strands: tuple[tuple[Step, ...], ...], attack: Attack
) -> State | None:
    """Return the first state in which the attack has come about, in any order of the strands.

    None: there is none, whatever the attacker sends, in as many steps as the strands have.
    """
    for found in attack(start):
        return found
    for place, strand in enumerate(strands):
        if strand:
            rest = (*strands[:place], strand[1:], *strands[place + 1 :])
            for after in strand[0](start):
                found_later = find_attack(after, rest, attack)
                if found_later is not None:
                    return found_later
    return None
