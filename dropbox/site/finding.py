"""One thing that `titip site check` looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dropbox.protocol.errors import TitipError
from dropbox.settings import SettingsError
from dropbox.site.store import StoreError


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it is right, and what was seen or is to be done.

    `advice`: it could be better, but the site serves well as it is.
    """

    what: str
    ok: bool
    text: str
    advice: bool = False


def found(what: str, look: Callable[[], str], *, advice: bool = False) -> Finding:
    """Return what `look` returned, or the error that it raised, as a Finding."""
    try:
        return Finding(what, ok=True, text=look())
    except (SettingsError, StoreError, TitipError) as error:
        return Finding(what, ok=False, text=str(error), advice=advice)
    except OSError as error:
        text = f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror)
        return Finding(what, ok=False, text=text, advice=advice)
