"""Compares what a site answers with a release, byte for byte and header for header (§10)."""

from __future__ import annotations

import hashlib
import secrets
import zlib

from dropbox.carriage import OCTETS, Answer, printable
from dropbox.examining.circuits import Circuit
from dropbox.examining.findings import Examination
from dropbox.protocol.canonical import from_hex, read_canonical
from dropbox.protocol.drop import drop_id
from dropbox.protocol.errors import TitipError
from dropbox.protocol.sizes import (
    BULLETIN_HEADER_LEN,
    BULLETIN_JSON_MAX_LEN,
    SHEET_LEN,
    SHEETS_MAX,
)
from dropbox.site.headers import HEADERS
from dropbox.site.refusals import JSON, REFUSALS
from dropbox.site.static_files import CODINGS, StaticFile

BULLETIN_MAX_LEN = BULLETIN_HEADER_LEN + BULLETIN_JSON_MAX_LEN

# What the page of every visitor asks for (§10.1); the scripts follow those that the release has.
OPENING = ("/", "/style.css", "/app.js", "/bulletin")
# What must not be there: other ways into a page, what browsers ask for by themselves, leftovers.
ABSENT = (
    *("/index.html", "/favicon.ico", "/robots.txt", "/sw.js", "/service-worker.js"),
    *("/app.js.map", "/packed.json", "/.well-known/security.txt", "/crossdomain.xml"),
)
# What may stand in an answer beside the headers of the release: transport, and no power over the
# page. Everything else is named.
HARMLESS = frozenset(
    {
        *("connection", "content-length", "date", "keep-alive", "server"),
        *("strict-transport-security", "transfer-encoding"),
    }
)


class Examiner:
    """Compares the answers of one site with one release."""

    def __init__(self, files: dict[str, StaticFile], examination: Examination) -> None:
        self._files = files
        self._found = examination
        self._most = max(len(file.raw) for file in files.values()) + 1

    def every_file(self, circuit: Circuit) -> None:
        """Compare every file of the release in every coding that the site may send."""
        for path, file in self._files.items():
            for coding in ("identity", *CODINGS):
                self.one_file(circuit, path, coding, self._coded(file, coding))

    def one_visit(self, circuit: Circuit) -> tuple[bytes | None, bytes | None]:
        """Ask for what every visitor asks for; returns bulletin and board, None where refused."""
        scripts = [path for path in self._files if path.endswith(".js") and path not in OPENING]
        bulletin = None
        # The order of a visit: `app.js` asks for the others by name, longest way first.
        for path in (*OPENING, *sorted(scripts, key=_order_of_visit)):
            if path == "/bulletin":
                bulletin = self.shown(circuit, path, BULLETIN_MAX_LEN)
            else:
                file = self._files[path]
                best = next((coding for coding in CODINGS if coding in file.packed), "identity")
                self.one_file(circuit, path, None, best)
        return bulletin, self.shown(circuit, "/board", SHEETS_MAX * SHEET_LEN)

    def one_file(self, circuit: Circuit, path: str, asked: str | None, coding: str) -> None:
        """Compare one file; `asked` None asks as a browser does."""
        file = self._files[path]
        answer = circuit.ask(path, self._most, coding=asked)
        if not self._status(path, answer, 200):
            return
        expected = file.packed[coding] if coding != "identity" else file.raw
        if answer.body != expected:
            self._differs_in_bytes(path, coding, expected, answer.body)
        own = {"content-type": file.content_type, "vary": "Accept-Encoding"}
        if coding != "identity":
            own["content-encoding"] = coding
        # Tor Browser offers the onion address that a page on the clear web names; no other use.
        self._headers(path, answer, own, {"onion-location"} if path == "/" else set())

    def shown(self, circuit: Circuit, path: str, most: int) -> bytes | None:
        """Return what the site shows under `path`, unpacked; None where it is refused."""
        answer = circuit.ask(path, most)
        if not self._status(path, answer, 200):
            return None
        own = {"content-type": OCTETS}
        body: bytes | None = answer.body
        if path == "/bulletin":
            own["vary"] = "Accept-Encoding"
            if dict(answer.headers).get("content-encoding") == "gzip":
                own["content-encoding"] = "gzip"
                body = _gunzip(answer.body, most)
        self._headers(path, answer, own)
        if body is None:
            self._found.differs("bytes", path, "bukan gzip yang sah", "is no valid gzip")
        return body

    def refusals(self, circuit: Circuit) -> None:
        """Compare what the site answers where it must refuse, and what must not be there."""
        nowhere = f"/{secrets.token_hex(8)}"
        asked = [("GET", path, "not_found") for path in (nowhere, *ABSENT)]
        for method, path, code in (*asked, ("POST", "/", "method"), ("HEAD", nowhere, "not_found")):
            refusal = REFUSALS[code]
            answer = circuit.ask(path, self._most, method=method)
            where = path if method == "GET" else f"{method} {path}"
            if answer.status == 200:
                self._found.differs(
                    "extra",
                    where,
                    "ada di situs tetapi tidak di rilis",
                    "is on the site but not in the release",
                )
                continue
            if not self._status(where, answer, refusal.status):
                continue
            if method != "HEAD" and answer.body != refusal.body:
                self._differs_in_bytes(where, "identity", refusal.body, answer.body)
            self._headers(where, answer, {"content-type": JSON})

    def site_json(self, circuit: Circuit) -> bytes | None:
        """Return the drop id that the site names in site.json, None where it is none."""
        path = "/site.json"
        answer = circuit.ask(path, 4_096)
        if not self._status(path, answer, 200):
            return None
        self._headers(path, answer, {"content-type": JSON})
        try:
            named = read_canonical(answer.body)
            return drop_id(from_hex(named["sid"], 16), from_hex(named["root_pk"], 32))
        except (TitipError, KeyError):
            self._found.differs("bytes", path, "tidak terbaca", "cannot be read")
            return None

    def _status(self, path: str, answer: Answer, expected: int) -> bool:
        if answer.status == expected:
            return True
        if 300 <= answer.status < 400:
            to = printable(dict(answer.headers).get("location", "?"))
            self._found.differs("redirect", path, f"dialihkan ke {to}", f"is redirected to {to}")
        else:
            self._found.differs(
                "status",
                path,
                f"dijawab {answer.status}, seharusnya {expected}",
                f"is answered {answer.status} instead of {expected}",
            )
        return False

    def _differs_in_bytes(self, path: str, coding: str, expected: bytes, got: bytes) -> None:
        pairs = enumerate(zip(expected, got, strict=False))
        at = next(
            (place for place, (one, other) in pairs if one != other),
            min(len(expected), len(got)),
        )
        hashed = hashlib.sha256(got).hexdigest()[:16]
        self._found.differs(
            "bytes",
            path,
            f"bukan byte rilis ({coding}): byte ke-{at} dari {len(expected)}; SHA-256 {hashed}…",
            f"is not the release's ({coding}): byte {at} of {len(expected)}; SHA-256 {hashed}…",
        )

    def _headers(
        self, path: str, answer: Answer, own: dict[str, str], allowed: set[str] | None = None
    ) -> None:
        expected = {name.lower(): value for name, value in HEADERS} | own
        for name, value in expected.items():
            values = [got for header, got in answer.headers if header == name]
            if values != [value]:
                got = printable(", ".join(values)) or "–"
                self._found.differs(
                    "header", path, f"tajuk {name}: {got}", f"header {name} is: {got}"
                )
        for name, value in answer.headers:
            if name not in expected and name not in HARMLESS | (allowed or set()):
                text = printable(f"{name}: {value}")
                self._found.differs(
                    "header",
                    path,
                    f"tajuk yang tidak ada di rilis: {text}",
                    f"a header that the release has not: {text}",
                )

    @staticmethod
    def _coded(file: StaticFile, coding: str) -> str:
        return coding if coding in file.packed else "identity"


def _order_of_visit(path: str) -> tuple[bool, str]:
    # §10.1: onward.js before cleaning.js.
    return (path != "/onward.js", path)


def _gunzip(packed: bytes, most: int) -> bytes | None:
    try:
        return zlib.decompressobj(31).decompress(packed, most + 1)
    except zlib.error:
        return None
