"""Whether an onlooker can tell two worlds apart: static equivalence of what he sees (§4, §5, §6).

What was seen is taken apart as far as the onlooker's keys go. Of what remains, a sealed thing, a
hash or a key of which he does not know the inside, he can tell one thing only: whether it is the
very thing that he saw elsewhere. So each such thing becomes a box, numbered by first appearance;
worlds with the same patterns are the same to him (Abadi and Rogaway 2002). Sealing is taken to hide
everything but the length, also to which key; lengths are therefore part of what is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest

from docs.model.intruder import knowledge
from docs.model.terms import App, Name, Term, Var, opened


def pattern(seen: Sequence[Term]) -> list[str]:
    """Return what an onlooker can tell of each thing that he saw, in order."""
    _, follows = knowledge(seen)
    boxes: dict[Term, int] = {}
    return [_pattern(term, follows, boxes) for term in seen]


def difference(left: Sequence[Term], right: Sequence[Term]) -> str | None:
    """Return the first thing by which an onlooker tells two worlds apart; None: by nothing."""
    pairs = zip_longest(pattern(left), pattern(right), fillvalue="nothing")
    for place, (one, other) in enumerate(pairs, start=1):
        if one != other:
            return f"thing {place} is {one} in the one world and {other} in the other"
    return None


def _pattern(term: Term, follows: Callable[[Term], bool], boxes: dict[Term, int]) -> str:
    if isinstance(term, (Var, Name)) or not _is_open(term, follows):
        return f"□{boxes.setdefault(term, len(boxes) + 1)}"
    if not term.args:
        return term.function
    inner = ", ".join(_pattern(arg, follows, boxes) for arg in term.args)
    return f"{term.function}({inner})"


def _is_open(term: App, follows: Callable[[Term], bool]) -> bool:
    # Made again by the onlooker from its parts, or taken apart with a key that he has.
    if all(map(follows, term.args)):
        return True
    found = opened(term)
    return found is not None and (found[0] is None or follows(found[0]))
