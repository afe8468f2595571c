"""What can go wrong between this computer and a site, in words for whoever waits (§10.3)."""

from __future__ import annotations

_TEXT_MAX_LEN = 500
# Answers after which the same request may succeed (§10.3); 502 and 504 come from a proxy before the
# site.
_PASSING_STATUSES = frozenset({408, 429, 502, 503, 504})


class CarriageError(Exception):
    """Something did not get through; `indonesian` and `english` say what to do.

    `passing` tells whether the same request may succeed later, `wait_s` after how many seconds
    where the site said so.
    """

    def __init__(
        self, indonesian: str, english: str, *, passing: bool = False, wait_s: int | None = None
    ) -> None:
        """Keep both sentences."""
        super().__init__(f"{indonesian}\n{english}")
        self.indonesian, self.english = indonesian, english
        self.passing, self.wait_s = passing, wait_s


class AddressError(CarriageError):
    """The address of the site or of the SOCKS proxy cannot be used safely."""


class UnreachableError(CarriageError):
    """No answer came, or only a part of one."""


class ProxyError(CarriageError):
    """The SOCKS proxy is not there, or is not one."""


class AuthorizationError(CarriageError):
    """Tor knows no key that opens the onion service, or not the right one."""


class AnswerError(CarriageError):
    """An answer came that no Titip site gives."""


class RefusalError(CarriageError):
    """The site refused; `status` is the HTTP status and `code` the site's word for it (§10.3)."""

    def __init__(
        self, status: int, code: str, indonesian: str, english: str, wait_s: int | None = None
    ) -> None:
        """Keep what the site said."""
        passing = status in _PASSING_STATUSES
        super().__init__(indonesian, english, passing=passing, wait_s=wait_s)
        self.status, self.code = status, code


def printable(text: object) -> str:
    """Return what a site said, cut to one line that cannot steer a terminal."""
    if not isinstance(text, str):
        return ""
    return "".join(sign if sign.isprintable() else " " for sign in text[:_TEXT_MAX_LEN]).strip()
