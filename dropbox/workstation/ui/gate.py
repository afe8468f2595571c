"""Who may talk to the interface: whoever has the one-time link, and then one session in memory.

Any program and any web page on this machine can reach a port of 127.0.0.1. What they cannot do is
read the link that the terminal printed, read an HttpOnly cookie, or send our Host and Origin from
another page.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field

from dropbox.protocol.labels import digest
from dropbox.workstation.triage import Choice

WRONG_TOKENS_MAX = 5
_TOKEN_LEN = 32


@dataclass
class Session:
    """What is known of the browser that used the link. It lies in memory and ends with the program.

    `held` keeps the fields of forms that came while the vault was locked or busy, under the path of
    their page, so that nothing typed is lost. `notice` is the message for the next screen: a key of
    the wording and what fills it. `choice` is by what new threads are being sorted.
    """

    csrf: str = field(repr=False, default_factory=lambda: secrets.token_urlsafe(_TOKEN_LEN))
    language: str = "id"
    held: dict[str, dict[str, str]] = field(repr=False, default_factory=dict)
    notice: tuple[str, dict[str, object]] | None = None
    choice: Choice = field(repr=False, default_factory=Choice)


class Gate:
    """The one-time link and the session that it starts."""

    def __init__(self) -> None:
        self._token = secrets.token_urlsafe(_TOKEN_LEN)
        self._used = False
        self._wrong = 0
        self._cookie_digest: bytes | None = None
        self._session: Session | None = None

    def __repr__(self) -> str:
        return "<Gate>"

    @property
    def token(self) -> str:
        """The token of the one-time link; worth nothing once it was used."""
        return self._token

    @property
    def besieged(self) -> bool:
        """Whether so many wrong tokens came that somebody is guessing, and the program must end."""
        return self._wrong >= WRONG_TOKENS_MAX

    def enter(self, token: str) -> str | None:
        """Return the cookie of a fresh session if `token` is the unused one, else None."""
        if not hmac.compare_digest(token.encode(), self._token.encode()):
            self._wrong += 1
            return None
        if self._used:
            return None
        self._used = True
        cookie = secrets.token_urlsafe(_TOKEN_LEN)
        self._cookie_digest = digest(cookie.encode())
        self._session = Session()
        return cookie

    def session(self, cookie: str | None) -> Session | None:
        """Return the session that the cookie belongs to, or None."""
        if cookie is None or self._cookie_digest is None:
            return None
        # Compared as digests: the time of a comparison tells nothing about the cookie itself.
        if not hmac.compare_digest(digest(cookie.encode()), self._cookie_digest):
            return None
        return self._session


def same_token(given: str, known: str) -> bool:
    """Tell whether two tokens are equal, in a time that does not depend on where they differ."""
    return hmac.compare_digest(given.encode(), known.encode())
