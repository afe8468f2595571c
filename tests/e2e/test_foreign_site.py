"""A page that is shown another key than the poster's stops, and asks nothing of anybody."""

from __future__ import annotations

import os

import pytest

from dropbox.protocol.canonical import to_base64url
from tests.e2e.browser import Browser
from tests.e2e.house import House
from tests.e2e.reporter import arrive, screen
from tests.e2e.wire import Wire

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]


def test_another_key_than_the_link_names(chromium: Browser, wire: Wire) -> None:
    chromium.goto(wire.url + "#k=" + to_base64url(os.urandom(32)))
    screen(chromium, "stop")
    assert chromium.is_visible('[data-stop="Foreign"]')
    assert not chromium.is_visible("#door-report")
    assert not [path for method, path in wire.paths() if method == "POST"]


@pytest.mark.parametrize("fragment", ["#k=abc", "#k=" + "A" * 44, "#x=1"])
def test_a_damaged_link_is_said(chromium: Browser, wire: Wire, fragment: str) -> None:
    chromium.goto(wire.url + fragment)
    screen(chromium, "stop")
    assert chromium.is_visible('[data-stop="Fragment"]')


def test_without_a_link_the_digits_are_compared_first(
    chromium: Browser, wire: Wire, house: House
) -> None:
    arrive(chromium, wire.url)
    chromium.click("#door-report")
    screen(chromium, "route")
    chromium.click("#route-here")
    screen(chromium, "compare")
    assert chromium.texts("main .digits li") == house.digits
    chromium.click("#compare-same")
    screen(chromium, "report")
