"""Messages as terms: who does not hold the key learns nothing from what is sealed under it.

A term is a variable (something that an attacker may choose), a name (a secret or a random value of
somebody), or a function of terms. Anybody may apply any function; only `OPENED` can be undone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Var:
    """What an attacker may choose."""

    name: str

    def __str__(self) -> str:
        return f"?{self.name}"


@dataclass(frozen=True)
class Name:
    """A value that nobody can guess."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class App:
    """A function of terms; without arguments a public constant."""

    function: str
    args: tuple[Term, ...] = ()
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Terms are deep and looked up without end.
        object.__setattr__(self, "_hash", hash((self.function, self.args)))

    def __hash__(self) -> int:
        return self._hash

    def __str__(self) -> str:
        if not self.args:
            return self.function
        inner = ", ".join(map(str, self.args))
        return f"⟨{inner}⟩" if self.function == "cat" else f"{self.function}({inner})"


Term: TypeAlias = Var | Name | App
Subst = Mapping[Var, Term]


def const(name: str) -> App:
    """Return a public constant."""
    return App(name)


def cat(*terms: Term) -> App:
    """Return terms one after the other: everybody can take them apart."""
    return App("cat", terms)


def digest(*terms: Term) -> App:
    """Return H of terms (§1.1), which cannot be undone."""
    return App("hash", terms)


def derive(key: Term, *info: Term) -> App:
    """Return K(key, info), or PBKDF2 (§1.2, §3.6): cannot be undone without guessing the key."""
    return App("derive", (key, *info))


def public(secret: Term) -> App:
    """Return the public key of a secret."""
    return App("pk", (secret,))


def sign(secret: Term, *terms: Term) -> App:
    """Return a signature; it is taken to give away what was signed, which is the worse case."""
    return App("sign", (secret, cat(*terms)))


def seal(pk: Term, context: Term, chance: Term, content: Term) -> App:
    """Return an HPKE seal of `content` to a public key with `context` as its info (§4.1)."""
    return App("seal", (pk, context, chance, content))


def aead(key: Term, bound: Term, nonce: Term, content: Term) -> App:
    """Return AES-GCM of `content` with `bound` as associated data (§5.3, §6.2)."""
    return App("aead", (key, bound, nonce, content))


def opened(term: App) -> tuple[Term | None, tuple[Term, ...]] | None:
    """Return what opens a term, None where nothing is needed, and what is inside.

    Returns None for what cannot be undone: a hash, or a seal to something that is no public key.
    """
    if term.function == "cat":
        return None, term.args
    if term.function == "sign":
        return None, (term.args[1],)
    if term.function == "aead":
        return term.args[0], (term.args[3],)
    if term.function == "seal":
        pk = term.args[0]
        if isinstance(pk, App) and pk.function == "pk":
            return pk.args[0], (term.args[3],)
    return None


def walk(term: Term, subst: Subst) -> Term:
    """Return what a term is, as far as its outermost function."""
    while isinstance(term, Var) and term in subst:
        term = subst[term]
    return term


def resolve(term: Term, subst: Subst) -> Term:
    """Return the term with all that is known of its variables."""
    term = walk(term, subst)
    if isinstance(term, App) and term.args:
        return App(term.function, tuple(resolve(arg, subst) for arg in term.args))
    return term


def shorten(term: Term, subst: Subst, names: Mapping[Term, str]) -> Term:
    """Return a term in which what has a short name is written by it."""
    term = resolve(term, subst)
    if term in names:
        return Name(names[term])
    if isinstance(term, App) and term.args:
        return App(term.function, tuple(shorten(arg, subst, names) for arg in term.args))
    return term


def unify(left: Term, right: Term, subst: Subst) -> Subst | None:
    """Return the least that must be known for both to be the same; None where they never are."""
    left, right = walk(left, subst), walk(right, subst)
    if left == right:
        return subst
    if isinstance(left, Var):
        return None if _occurs(left, right, subst) else {**subst, left: right}
    if isinstance(right, Var):
        return unify(right, left, subst)
    if (
        isinstance(left, App)
        and isinstance(right, App)
        and (left.function, len(left.args)) == (right.function, len(right.args))
    ):
        found: Subst | None = subst
        for one, other in zip(left.args, right.args, strict=True):
            if found is not None:
                found = unify(one, other, found)
        return found
    return None


def _occurs(var: Var, term: Term, subst: Subst) -> bool:
    return any(found == var for found in variables(resolve(term, subst)))


def variables(term: Term) -> Iterator[Var]:
    """Yield the variables of a resolved term."""
    if isinstance(term, Var):
        yield term
    elif isinstance(term, App):
        for arg in term.args:
            yield from variables(arg)
