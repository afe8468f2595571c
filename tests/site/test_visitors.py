"""Visitors are counted without being known (§10)."""

from __future__ import annotations

import logging
from io import StringIO

import pytest

from dropbox.site.quiet_log import QuietFormatter
from dropbox.site.visitors import KEY_S, Visitors, read_proxy_line


def test_one_visitor_has_one_name_for_an_hour_and_then_another() -> None:
    now = 1_000.0
    visitors = Visitors(lambda: now)
    first = visitors.name("203.0.113.7")
    now += KEY_S - 1
    assert visitors.name("203.0.113.7") == first
    now += 1
    assert visitors.name("203.0.113.7") != first


def test_a_name_cannot_be_computed_by_somebody_else() -> None:
    assert Visitors().name("203.0.113.7") != Visitors().name("203.0.113.7")


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("fc00:dead:beef:4dad::0:38", "fc00:dead:beef:4dad::0:39", False),
        ("fc00:dead:beef:4dad::0:38", "fc00:dead:beef:4dad::1:38", False),
        ("fc00:dead:beef:4dad::0:38", "fc00:dead:beef:4dad::38", True),
    ],
)
def test_who_counts_as_one_visitor(left: str, right: str, same: bool) -> None:  # noqa: FBT001
    visitors = Visitors()
    assert (visitors.name(left) == visitors.name(right)) is same


def test_tors_line_is_read() -> None:
    line = b"PROXY TCP6 fc00:dead:beef:4dad::0:38 ::1 56 80"
    assert read_proxy_line(line) == "fc00:dead:beef:4dad::0:38"
    assert read_proxy_line(b"PROXY TCP4 203.0.113.7 127.0.0.1 56 80") == "203.0.113.7"


@pytest.mark.parametrize(
    "line",
    [b"", b"PROXY", b"PROXY UNKNOWN", b"PROXY TCP4 999.1.1.1 127.0.0.1 1 2", b"GET / HTTP/1.1"],
)
def test_another_line_names_nobody(line: bytes) -> None:
    assert read_proxy_line(line) is None


def test_the_log_says_where_and_never_what() -> None:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(QuietFormatter())
    logger = logging.getLogger("tests.site.quiet")
    logger.propagate = False
    logger.addHandler(handler)
    try:
        read_proxy_line(None)  # type: ignore[arg-type]
    except TypeError:
        logger.exception("request from %s", "203.0.113.7")
    written = stream.getvalue()
    assert "TypeError" in written
    assert "dropbox/site/visitors.py:" in written
    for secret in ("203", "request", "NoneType", "expected"):
        assert secret not in written
