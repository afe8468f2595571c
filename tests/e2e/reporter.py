"""What a reporter does on the page, as steps that tests share (screens: pages/machine.js)."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.e2e.browser import Browser, BrowserError

REPORT = {
    "what": "Pembayaran perjalanan dinas fiktif",
    "account": "Kuitansi hotel dibuat sendiri oleh bendahara. Nilainya tiga kali lipat.",
}
CATEGORY = "#category-0"


def screen(browser: Browser, name: str, seconds: int = 60) -> None:
    """Wait until the screen is shown."""
    browser.wait_visible(f'main[data-screen="{name}"]', seconds)


def arrive(browser: Browser, url: str) -> None:
    """Open the page and wait for its two doors."""
    browser.goto(url)
    screen(browser, "home")


def to_form(browser: Browser) -> None:
    """Open the form of a report; the page must be at home."""
    browser.click("#door-report")
    screen(browser, "route")
    browser.click("#route-here")
    screen(browser, "report")


def write_report(browser: Browser, fields: dict[str, str]) -> None:
    """Fill the form; the page must be at home."""
    to_form(browser)
    browser.click(CATEGORY)
    for name, text in fields.items():
        browser.paste(f"#field-{name}", text)


def to_last_part(browser: Browser) -> None:
    """Go forward through the parts of the form, where the window is so narrow that it has any."""
    while browser.is_visible("#part-next"):
        browser.click("#part-next")


def to_passphrase(browser: Browser) -> list[str]:
    """Review, and return the eight words that the page shows."""
    to_last_part(browser)
    browser.click("#to-review")
    screen(browser, "review")
    browser.click("#to-passphrase")
    screen(browser, "passphrase")
    return browser.texts("#words [data-word]")


def confirm_and_send(browser: Browser, words: list[str]) -> None:
    """Type the words that are asked for, and press send."""
    browser.click("#words-next")
    screen(browser, "confirm")
    asked = [place for place in range(1, 9) if browser.is_visible(f"#confirm-{place}")]
    assert len(asked) == 2
    for place in asked:
        browser.type_keys(f"#confirm-{place}", words[place - 1])
    browser.click("#send")


def send_report(browser: Browser, fields: dict[str, str]) -> list[str]:
    """Write and send a whole report; returns its passphrase."""
    write_report(browser, fields)
    words = to_passphrase(browser)
    confirm_and_send(browser, words)
    screen(browser, "delivered", 120)
    return words


def come_back(browser: Browser, passphrase: str) -> None:
    """Open the thread of a passphrase; the page must be at home."""
    browser.click("#door-open")
    screen(browser, "open")
    browser.paste("#field-passphrase", passphrase)
    browser.click("#open")


def send_follow_up(browser: Browser, text: str) -> None:
    """Send another letter from the thread's screen."""
    browser.click("#to-follow-up")
    screen(browser, "followUp")
    browser.paste("#field-text", text)
    browser.click("#send")
    screen(browser, "delivered", 120)


def wait_until(holds: Callable[[], bool], seconds: int = 30) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def wait_until_left(browser: Browser) -> None:
    """Wait until the page has given way to the empty one."""

    def left() -> bool:
        try:
            return browser.url() == "about:blank"
        except BrowserError:
            return False  # asked between two pages

    wait_until(left)
