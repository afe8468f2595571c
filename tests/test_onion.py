"""Onion addresses and the keys of client authorization."""

from __future__ import annotations

import base64
import hashlib

import pytest

from dropbox.onion import ClientKey, OnionError, check_authorized_line, check_onion_host

# The Tor Project's own, from its website.
TOR = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"


def _of_version(version: int) -> str:
    """Return an address whose check fits its key and this version."""
    rest = bytes(32) + bytes([version])
    check = hashlib.sha3_256(b".onion checksum" + rest).digest()[:2]
    raw = rest[:32] + check + rest[32:]
    return f"{base64.b32encode(raw).decode().lower()}.onion"


def test_a_genuine_address_passes() -> None:
    assert check_onion_host(TOR) == TOR
    assert check_onion_host(_of_version(3)) == _of_version(3)


@pytest.mark.parametrize(
    "host",
    [
        TOR.replace("2g", "3g", 1),
        TOR.replace("gz", "zg", 1),
        TOR.upper(),
        TOR[1:],
        f"www.{TOR}",
        f"{TOR}\n",
        _of_version(4),
        "expyuzz4wqqyqhjn.onion",
    ],
)
def test_a_slip_is_found(host: str) -> None:
    with pytest.raises(OnionError):
        check_onion_host(host)


def test_the_public_half_fits_the_private() -> None:
    # RFC 7748, section 6.1: the keys of Alice.
    private = bytes.fromhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
    public = bytes.fromhex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")
    key = ClientKey(private)
    encoded = base64.b32encode(public).decode().rstrip("=")
    assert key.authorized_line == f"descriptor:x25519:{encoded}"
    assert check_authorized_line(key.authorized_line) == key.authorized_line
    kept = base64.b32encode(private).decode().rstrip("=")
    assert key.private_line(TOR) == f"{TOR[:56]}:descriptor:x25519:{kept}"
    assert kept not in repr(key)


@pytest.mark.parametrize("line", ["", "descriptor:x25519:", f"descriptor:x25519:{'A' * 51}B"])
def test_a_line_that_is_no_key_is_refused(line: str) -> None:
    with pytest.raises(OnionError):
        check_authorized_line(line)
