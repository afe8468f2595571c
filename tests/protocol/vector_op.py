"""The register of ops: what a case of the vectors can do (PROTOCOL §12)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dropbox.protocol.errors import TitipError

Fields = dict[str, Any]
Op = Callable[[Fields], Fields]
OPS: dict[str, Op] = {}
# Their outputs differ from run to run; all others give the same bytes in both languages.
RANDOM_OPS = frozenset({"seal_plain"})


def op(function: Op) -> Op:
    """Enter a function, from the decoded input to the output, under its name."""
    OPS[function.__name__] = function
    return function


def run(name: str, given: Fields) -> tuple[str, Fields]:
    """Return what an op does with a decoded input: "ok" or the error's name, and the output.

    The output of a refusal is what the error carries: count, positions, excess.
    """
    try:
        return "ok", OPS[name](given)
    except TitipError as error:
        carried = {key: value for key, value in vars(error).items() if not key.startswith("_")}
        if "positions" in carried:
            carried["positions"] = {str(at): words for at, words in carried["positions"].items()}
        return type(error).__name__, carried
