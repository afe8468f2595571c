"""Carries bytes between this computer and a site: HTTP, direct or through SOCKS (§10).

Courier and reporter share it. It tells the site nothing that it need not know (no name or version
of the program, no cookies, a circuit of its own through Tor), believes nothing that comes back
without a bound, and follows no redirect.
"""

from __future__ import annotations

import contextlib
import json
import re
import secrets
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import certifi
import httpx
from socksio.exceptions import SOCKSError

from dropbox.carriage_errors import (
    AddressError,
    AnswerError,
    AuthorizationError,
    CarriageError,
    ProxyError,
    RefusalError,
    UnreachableError,
    printable,
)
from dropbox.onion import OnionError, check_onion_host
from dropbox.tor_words import causes, explained_code, explained_proxy, too_slow_tor

__all__ = [
    "AddressError",
    "Answer",
    "AnswerError",
    "AuthorizationError",
    "Carriage",
    "CarriageError",
    "Patience",
    "ProxyError",
    "RefusalError",
    "UnreachableError",
    "check_address",
    "is_onion",
    "is_this_computer",
    "printable",
]
from dropbox.time_limit import TimeLimit

OCTETS = "application/octet-stream"
JSON = "application/json"
_REFUSAL_MAX_LEN = 8_192
_LEAST_PACE = 1_024
# A number, not a name: a name would have to be asked for, outside Tor.
_SOCKS = re.compile(r"(\[[0-9a-fA-F:]+\]|[0-9]+(?:\.[0-9]+){3}|localhost):([0-9]{1,5})\Z")


@dataclass(frozen=True)
class Patience:
    """How long to try: tries per request, and seconds: between them, of silence, of one try.

    A site that answers and names a time to wait is there: those tries (`asked_tries`) are counted
    by themselves, so that a flood, in which everybody waits for his turn, ends no sending.

    A short answer gets less than the whole `total_s`: twice the silence, and a second per KiB.
    """

    tries: int = 6
    first_wait_s: float = 1.0
    longest_wait_s: float = 120.0
    asked_tries: int = 200
    longest_asked_s: float = 600.0
    silence_s: float = 60.0
    total_s: float = 900.0

    def limit_s(self, length: int) -> float:
        """Return the seconds for one try in which `length` bytes may pass."""
        return min(self.total_s, 2 * self.silence_s + length / _LEAST_PACE)


@dataclass(frozen=True)
class Answer:
    """One answer as it came over the line: `headers` in lower case, `body` still packed."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Carriage:
    """Requests to one door of one site.

    `url` is the door's address; `socks` is `host:port` of a SOCKS5 proxy, which then resolves the
    name (socks5h), or empty; `token` is sent as the bearer (§10.2); `say` is told, in both
    languages, why there is a wait. Raises AddressError.
    """

    def __init__(
        self,
        url: str,
        *,
        socks: str = "",
        token: str | None = None,
        patience: Patience | None = None,
        say: Callable[[str], None] | None = None,
    ) -> None:
        address = check_address(url, socks=socks)
        self._onion = is_onion(url)
        # How far the site's clock is ahead of this computer's, in seconds; None before an answer.
        self.clock_ahead_s: int | None = None
        self._patience = patience or Patience()
        self._say = say or (lambda _text: None)
        self._through_socks = bool(socks)
        self._limit = TimeLimit()
        self._client = httpx.Client(
            base_url=address,
            proxy=_proxy(socks) if socks else None,
            # Nothing from the environment: no proxy, no netrc, no certificates, no key log.
            trust_env=False,
            verify=_tls(),
            follow_redirects=False,
            timeout=self._patience.silence_s,
        )
        self._client.headers.clear()
        # A compressed answer could grow without bound, and nothing that a site sends compresses.
        self._client.headers.update({"Accept": "*/*", "Accept-Encoding": "identity"})
        if token is not None:
            self._client.headers["Authorization"] = f"Bearer {token}"

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def get(self, path: str, most: int) -> bytes:
        """Return the body of `path`, at most `most` bytes; tries again. Raises CarriageError."""
        return self.patiently(lambda: b"".join(self.stream("GET", path, most)))

    def post(self, path: str, body: bytes, most: int = 0, content_type: str = OCTETS) -> bytes:
        """Return the answer, at most `most` bytes, to `body`; tries again with the same bytes.

        Every POST of the protocol may be repeated without a second effect (§10.1, §10.2). Raises
        CarriageError.
        """
        return self.patiently(lambda: b"".join(self.stream("POST", path, most, body, content_type)))

    def patiently(self, attempt: Callable[[], bytes]) -> bytes:
        """Return what `attempt` returns, trying again after errors that may pass."""
        failures = {True: 0, False: 0}
        while True:
            try:
                return attempt()
            except CarriageError as error:
                asked = error.wait_s is not None
                failures[asked] += 1
                self.wait_after(error, failures[asked])

    def wait_after(self, error: CarriageError, failures: int) -> None:
        """Wait before the next try, or raise `error` where none would help."""
        patience = self._patience
        wait_s = min(patience.first_wait_s * 2 ** (failures - 1), patience.longest_wait_s)
        tries, longest_s = patience.tries, patience.longest_wait_s
        if error.wait_s is not None:
            # Neither sooner than asked nor much later: a turn is kept for somebody only so long.
            wait_s = max(min(wait_s, 2 * error.wait_s), error.wait_s)
            tries, longest_s = patience.asked_tries, patience.longest_asked_s
        if not error.passing or failures >= tries or wait_s > longest_s:
            raise error
        self._say(
            f"{error.indonesian} Dicoba lagi dalam {wait_s:.0f} detik.\n"
            f"{error.english} Trying again in {wait_s:.0f} seconds."
        )
        time.sleep(wait_s)

    def stream(
        self,
        method: str,
        path: str,
        most: int,
        body: bytes | None = None,
        content_type: str = OCTETS,
    ) -> Iterator[bytes]:
        """Yield one answer's body as it arrives, in one try.

        Raises CarriageError, also after some bytes.
        """
        headers = {} if body is None else {"Content-Type": content_type}
        stored = method == "POST" and most == 0
        with (
            self._explaining(most + len(body or b"")),
            self._client.stream(
                method,
                path,
                content=body,
                headers=headers,
                extensions={"trace": self._limit.trace},
            ) as answer,
        ):
            self.clock_ahead_s = _clock_ahead(answer.headers.get("Date", ""))
            if not answer.is_success:
                raise self._refusal(answer)
            # Only the site's own word counts as "stored" (§10.1): a login page says 200 too.
            if answer.status_code != (204 if stored else 200):
                raise _foreign_answer()
            if answer.headers.get("Content-Encoding", "identity") != "identity":
                raise _foreign_answer()
            yield from self._pieces(answer, most)

    def ask(self, method: str, path: str, most: int, headers: dict[str, str]) -> Answer:
        """Return whatever answer comes, a refusal too, its body packed as it was sent; in one try.

        For whoever examines a site; `most` bytes at most. Raises CarriageError.
        """
        with (
            self._explaining(most),
            self._client.stream(
                method, path, headers=headers, extensions={"trace": self._limit.trace}
            ) as answer,
        ):
            body = b"".join(self._pieces(answer, most))
            return Answer(answer.status_code, answer.headers.multi_items(), body)

    def _pieces(self, answer: httpx.Response, most: int) -> Iterator[bytes]:
        length = 0
        for piece in answer.iter_raw(65_536):
            length += len(piece)
            if length > most:
                raise _foreign_answer()
            yield piece

    @contextlib.contextmanager
    def _explaining(self, length: int) -> Iterator[None]:
        limit_s = self._patience.limit_s(length)
        deadline = time.monotonic() + limit_s
        try:
            with self._limit.of(limit_s):
                yield
            if time.monotonic() >= deadline:
                # An answer without a length looks whole when it is ended.
                raise _too_slow()
        except httpx.HTTPError as error:
            if time.monotonic() >= deadline:
                raise _too_slow() from None
            raise self._explained(error) from None
        except (SOCKSError, AssertionError, OSError) as error:
            # What the SOCKS library lets through when the other side does not speak SOCKS5, or
            # gives a code of Tor's own.
            if not self._through_socks:
                raise
            raise explained_code(error) from None

    def _refusal(self, answer: httpx.Response) -> CarriageError:
        if answer.is_redirect or answer.is_informational:
            return _foreign_answer()
        raw = b""
        for piece in answer.iter_raw(1_024):
            raw += piece
            if len(raw) > _REFUSAL_MAX_LEN:
                raw = b""
                break
        return _read_refusal(answer.status_code, raw, answer.headers.get("Retry-After", ""))

    def _explained(self, error: httpx.HTTPError) -> CarriageError:
        found = list(causes(error))
        if isinstance(error, httpx.ProxyError):
            return explained_proxy(str(error), onion=self._onion)
        if isinstance(error, httpx.TimeoutException):
            return too_slow_tor() if self._through_socks else _too_slow()
        if any(isinstance(cause, ssl.SSLError) for cause in found):
            return UnreachableError(
                "Sertifikat TLS situs tidak sah: bisa jadi ada yang menyadap. Jangan lanjutkan; "
                "periksa alamatnya.",
                "The site's TLS certificate is not valid: somebody may be listening. Stop, and "
                "check the address.",
            )
        if isinstance(error, httpx.ConnectError) and self._through_socks:
            return ProxyError(
                "Proksi SOCKS tidak menjawab. Jalankan Tor, lalu periksa alamat dan porta SOCKS.",
                "The SOCKS proxy does not answer. Start Tor, then check the address and port of "
                "SOCKS.",
            )
        if any(isinstance(cause, socket.gaierror) for cause in found):
            return UnreachableError(
                "Nama situs tidak ditemukan. Periksa alamatnya dan sambungan internet.",
                "The site's name is not found. Check the address and the internet connection.",
            )
        return UnreachableError(
            "Situs tidak terjangkau, atau sambungan terputus.",
            "The site cannot be reached, or the connection broke.",
            passing=True,
        )


def check_address(url: str, *, socks: str = "") -> str:
    """Return `url` without a closing slash if it may be used; raises AddressError.

    It must be https, or http to an onion address or to this computer; an onion address needs
    `socks`, because asking the ordinary name service for it would tell the provider who is being
    called.
    """
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        parsed = httpx.URL()
    if not parsed.host or parsed.scheme not in {"http", "https"}:
        raise AddressError(
            "Alamat situs tidak lengkap. Tulis seperti https://… atau http://….onion",
            "The site's address is incomplete. Write it as https://… or http://….onion",
        )
    if parsed.userinfo or parsed.query or parsed.fragment:
        raise AddressError(
            "Alamat situs tidak boleh memuat nama pengguna, tanda ? atau tanda #.",
            "The site's address must not contain a user name, a question mark or a # sign.",
        )
    onion = is_onion(url)
    if onion:
        try:
            check_onion_host(".".join(parsed.host.rstrip(".").split(".")[-2:]))
        except OnionError as error:
            raise AddressError(*str(error).split("\n")) from None
    if parsed.scheme == "http" and not onion and not is_this_computer(url):
        raise AddressError(
            "Alamat http:// dapat disadap. Pakai https:// atau alamat .onion.",
            "An http:// address can be listened to. Use https:// or an .onion address.",
        )
    if onion and not socks:
        raise AddressError(
            "Alamat .onion hanya dapat dicapai lewat Tor. Isi alamat SOCKS, misalnya "
            "127.0.0.1:9050.",
            "An .onion address can be reached through Tor only. Give SOCKS, for example "
            "127.0.0.1:9050.",
        )
    return url.rstrip("/")


def is_onion(url: str) -> bool:
    """Tell whether the host of `url` is an onion address."""
    return httpx.URL(url).host.rstrip(".").endswith(".onion")


def is_this_computer(url: str) -> bool:
    """Tell whether `url` never leaves this computer."""
    host = httpx.URL(url).host
    return host in {"localhost", "::1"} or re.fullmatch(r"127(\.\d{1,3}){3}", host) is not None


def _proxy(socks: str) -> httpx.Proxy:
    match = _SOCKS.match(socks)
    if match is None or not 0 < int(match[2]) < 65_536:
        raise AddressError(
            "Alamat SOCKS ditulis sebagai host:porta, misalnya 127.0.0.1:9050.",
            "SOCKS is written as host:port, for example 127.0.0.1:9050.",
        )
    # Tor gives every user name a circuit of its own, so that two runs are not joined by their exit
    # or rendezvous.
    name = secrets.token_hex(16)
    return httpx.Proxy(f"socks5h://{match[1]}:{match[2]}", auth=(name, name))


def _tls() -> ssl.SSLContext:
    # ssl.create_default_context would write session keys to where SSLKEYLOGFILE says.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(certifi.where())
    return context


def _too_slow() -> UnreachableError:
    return UnreachableError(
        "Situs terlalu lama tidak menjawab.", "The site took too long to answer.", passing=True
    )


def _clock_ahead(date: str) -> int | None:
    try:
        return round(parsedate_to_datetime(date).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def _foreign_answer() -> AnswerError:
    return AnswerError(
        "Jawaban ini bukan dari situs Titip. Periksa alamatnya.",
        "This answer is not from a Titip site. Check the address.",
    )


def _read_refusal(status: int, raw: bytes, retry_after: str) -> CarriageError:
    wait_s = int(retry_after) if re.fullmatch(r"[0-9]{1,6}", retry_after) else None
    try:
        refusal = json.loads(raw)
    except (ValueError, RecursionError):
        refusal = None
    if not isinstance(refusal, dict):
        refusal = {}
    code = printable(refusal.get("error"))
    if status == 401:
        return RefusalError(
            status,
            code or "token",
            "Situs menolak token kurir. Samakan berkas token dengan milik situs.",
            "The site refuses the courier's token. Use the same token file as the site.",
        )
    indonesian, english = printable(refusal.get("id")), printable(refusal.get("en"))
    return RefusalError(
        status,
        code,
        indonesian or f"Situs menolak (kode {status}).",
        english or f"The site refused (status {status}).",
        wait_s,
    )
