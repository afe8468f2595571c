"""What Tor's SOCKS proxy means by its refusals, in words for whoever waits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dropbox.carriage_errors import (
    AuthorizationError,
    CarriageError,
    ProxyError,
    UnreachableError,
    printable,
)

_TOR_CODE = re.compile(r"b'\\x(f[0-7])' is not a valid SOCKS5ReplyCode")


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and what led to it."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def explained_proxy(text: str, *, onion: bool) -> CarriageError:
    """Return what the library's `text` means; `onion`: whether an onion address was asked for."""
    if "could not connect" not in text:
        return no_socks()
    if onion and "Host unreachable" in text:
        return _onion_not_found()
    if onion and "General SOCKS server failure" in text:
        # All that Tor says without ExtendedErrors where it found the address and cannot open it.
        return _not_authorized()
    if "TTL expired" in text:
        return too_slow_tor()
    return UnreachableError(
        f"Tor tidak dapat menyambung ke situs ({printable(text)[-40:]}).",
        f"Tor cannot connect to the site ({printable(text)[-40:]}).",
        passing=True,
    )


def explained_code(error: BaseException) -> CarriageError:
    """Return what Tor means by the codes that it gives with ExtendedErrors, as Tor Browser's does.

    The library knows none of them and quotes the code that it could not read (Tor's proposal 304).
    """
    quoted = (_TOR_CODE.search(str(cause)) for cause in causes(error))
    code = next((match[1] for match in quoted if match), "")
    if code in {"f4", "f5"}:
        return _not_authorized()
    if code in {"f1", "f6"}:
        return UnreachableError(
            "Alamat .onion salah ketik. Salin lagi seluruhnya.",
            "The .onion address is mistyped. Copy the whole of it again.",
        )
    if code == "f0":
        return _onion_not_found()
    if code in {"f2", "f3", "f7"}:
        return UnreachableError(
            "Tor menemukan situs, tetapi situs tidak menyambut sambungan.",
            "Tor found the site, but the site does not take the connection.",
            passing=True,
        )
    return no_socks()


def _onion_not_found() -> UnreachableError:
    return UnreachableError(
        "Alamat .onion tidak ditemukan: layanannya mati atau alamatnya salah ketik.",
        "The .onion address is not found: the service is down, or the address is mistyped.",
        passing=True,
    )


def _not_authorized() -> AuthorizationError:
    return AuthorizationError(
        "Tor menemukan alamat .onion ini, tetapi tidak dapat membukanya: kunci kurir tidak "
        "dipasang di Tor ini (ClientOnionAuthDir), atau situs tidak mengenalnya. Bila kuncinya "
        "benar, Tor mungkin belum siap: tunggu semenit.",
        "Tor found this .onion address but cannot open it: the courier's key is not in this Tor "
        "(ClientOnionAuthDir), or the site does not know it. Where the key is right, Tor may not "
        "be ready: wait a minute.",
    )


def no_socks() -> ProxyError:
    """Return the error of something that listens and is no Tor."""
    return ProxyError(
        "Yang menjawab di alamat SOCKS itu bukan Tor. Porta Tor biasanya 9050, Tor Browser 9150.",
        "What answers at the address of SOCKS is not Tor. Tor's port is usually 9050, Tor "
        "Browser's 9150.",
    )


def too_slow_tor() -> UnreachableError:
    """Return the error of a Tor that does not get through; it often is the clock."""
    return UnreachableError(
        "Tor terlalu lama tidak menyambung. Periksa apakah Tor sudah tersambung dan jam komputer "
        "ini benar: dengan jam yang salah Tor tidak dapat bekerja.",
        "Tor took too long to connect. See whether Tor is connected and this computer's clock is "
        "right: with a wrong one Tor cannot work.",
        passing=True,
    )
