"""Leaving: by the button or Esc twice, and what the Back button finds afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.browser import DESK, PHONE, Browser
from tests.e2e.conftest import open_browser
from tests.e2e.house import House
from tests.e2e.reporter import REPORT, arrive, screen, wait_until_left, write_report

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]

LEAVE_ON_TOP = """(() => {
  const box = document.getElementById("leave").getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return document.elementFromPoint(x, y)?.id === "leave";
})()"""


def typed_on(browser: Browser) -> bool:
    return bool(
        browser.evaluate(
            "[document.documentElement.outerHTML, ...[...document.querySelectorAll("
            "'input, textarea')].map(field => field.value)].join()"
            f".includes({REPORT['account'][:12]!r})"
        )
    )


@pytest.mark.parametrize("kind", ["chromium", "firefox"])
def test_nothing_comes_back_after_leaving(kind: str, house: House, tmp_path: Path) -> None:
    with open_browser(kind, tmp_path / "profile") as browser:
        leave_by_keys_and_button(browser, house)
        go_elsewhere_and_back(browser, house)


def leave_by_keys_and_button(browser: Browser, house: House) -> None:
    url = f"http://127.0.0.1:{house.port}/"
    before = f"{url}licenses.txt"
    browser.goto(before)
    arrive(browser, url + house.fragment)
    assert "#" not in browser.url()
    write_report(browser, REPORT)
    assert typed_on(browser)
    # The button is at hand wherever one has scrolled to, on a phone too.
    browser.resize(PHONE)
    for place in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
        browser.evaluate(f"scrollTo(0, {place})")
        assert browser.evaluate(LEAVE_ON_TOP), place
    browser.resize(DESK)
    # Once is a warning, which goes away; a slow second one is a first one again.
    browser.press("Escape")
    browser.wait_visible("#hint")
    browser.wait_hidden("#hint")
    browser.press("Escape")
    browser.wait_visible("#hint")
    assert browser.is_visible('main[data-screen="report"]')
    browser.press("Escape")
    wait_until_left(browser)
    assert browser.text("body") == ""
    # The page's entry in the history of the tab was replaced: Back leads to what was before it.
    browser.go_back()
    assert browser.url() == before
    browser.goto(url)
    screen(browser, "home")
    browser.wait_visible("#leave")
    browser.click("#leave")
    wait_until_left(browser)


def go_elsewhere_and_back(browser: Browser, house: House) -> None:
    url = f"http://127.0.0.1:{house.port}/"
    arrive(browser, url + house.fragment)
    write_report(browser, REPORT)
    # No button of the page: somebody types another address over it.
    browser.goto(f"{url}licenses.txt")
    browser.go_back()
    screen(browser, "home")
    assert not typed_on(browser)
    # The fragment is in no entry of the tab either, so the key must be compared by eye.
    assert browser.evaluate("document.querySelector('#key-line').dataset.trust") == "unchecked"
    browser.click("#door-report")
    screen(browser, "route")
    browser.click("#route-here")
    screen(browser, "compare")
    browser.click("#compare-same")
    screen(browser, "report")
    assert not typed_on(browser)
