"""Visitors of a site: each with a connection of its own, through Tor with a circuit of its own."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import PurePosixPath

from dropbox.carriage import Answer, Carriage, CarriageError
from dropbox.examining.findings import Examination

TRIES = 5
LONGEST_WAIT_S = 120
# A site must not be able to tell us from a visitor by what we say of ourselves.
VISITOR = {
    "User-Agent": "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "*/*",
    "Accept-Language": "en-US,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Connection": "keep-alive",
    "Sec-Fetch-Dest": "empty",
    "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Site": "same-origin",
}
# What differs where a browser loads the page itself, its style and its scripts.
_PAGE = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "none",
}
_STYLE = {"Accept": "text/css,*/*;q=0.1", "Sec-Fetch-Dest": "style", "Sec-Fetch-Mode": "no-cors"}
_SCRIPT = {"Sec-Fetch-Dest": "script"}


def visitor_headers(path: str) -> dict[str, str]:
    """Return what Tor Browser would say of itself when it asks for `path`."""
    kinds = {".css": _STYLE, ".js": _SCRIPT}
    return VISITOR | (_PAGE if path == "/" else kinds.get(PurePosixPath(path).suffix, {}))


class Circuit:
    """One visitor: a connection of its own, through Tor a circuit of its own."""

    def __init__(self, url: str, socks: str, examination: Examination) -> None:
        self._carriage = Carriage(url, socks=socks)
        self._examination = examination

    def close(self) -> None:
        """Close its connections."""
        self._carriage.close()

    def ask(
        self, path: str, most: int, *, coding: str | None = None, method: str = "GET"
    ) -> Answer:
        """Return the answer, waiting where the site is busy; raises CarriageError."""
        headers = visitor_headers(path)
        if coding is not None:
            headers["Accept-Encoding"] = coding
        attempt = 1
        while True:
            try:
                answer = self._carriage.ask(method, path, most, headers)
            except CarriageError as error:
                if not error.passing or attempt == TRIES:
                    raise
                wait_s = 2**attempt
            else:
                if answer.status not in {429, 503} or attempt == TRIES:
                    self._examination.answers += 1
                    return answer
                asked = dict(answer.headers).get("retry-after", "")
                wait_s = int(asked) if asked.isascii() and asked.isdigit() else 2**attempt
            time.sleep(min(wait_s, LONGEST_WAIT_S))
            attempt += 1


@contextlib.contextmanager
def opened_circuits(
    url: str, socks: str, count: int, found: Examination
) -> Iterator[list[Circuit]]:
    """Open `count` circuits, each under a SOCKS user name of its own, and close them."""
    with contextlib.ExitStack() as stack:
        circuits = []
        for _ in range(count):
            circuits.append(Circuit(url, socks, found))
            stack.callback(circuits[-1].close)
        yield circuits
