"""The search for secrets finds what it should: the control of test_nothing_written.py."""

from __future__ import annotations

import gzip
import os
import zlib

import pytest

from tests.e2e.leaks import dresses, find_secrets

SECRETS = ["perjalananfiktif", "kata sandi rahasia kami", "127.83.71.59", "مخالفة"]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("wrap", [bytes, gzip.compress, zlib.compress])
def test_every_dress_is_found(secret: str, wrap: type[bytes]) -> None:
    for name, dress in dresses(secret).items():
        noise = os.urandom(5000)
        planted = noise + wrap(b"prefix " + dress + b" suffix") + noise
        assert secret in {found for found, _ in find_secrets(planted, SECRETS)}, name


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("prefix", [b"", b"a", b"ab", b"abc"])
def test_base64_is_found_at_every_alignment(secret: str, prefix: bytes) -> None:
    import base64

    planted = base64.b64encode(prefix + secret.encode() + b" and more")
    assert (secret) in {found for found, _ in find_secrets(planted, [secret])}


def test_noise_holds_none() -> None:
    assert find_secrets(os.urandom(2_000_000), SECRETS) == set()
