"""Before the first field: where am I, is this the right door, how safe is this line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dropbox.workstation.defaults import LINKS
from tests.e2e.browser import PHONE, Browser
from tests.e2e.conftest import open_browser
from tests.e2e.house import House
from tests.e2e.reporter import arrive, screen
from tests.e2e.wire import Wire

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]


def test_the_first_screen_says_where_one_is(chromium: Browser, wire: Wire, house: House) -> None:
    chromium.resize(PHONE)
    arrive(chromium, wire.url + house.fragment)
    assert chromium.text("#where-desk") == "Inspektorat Uji"
    assert "tautan" in chromium.text("#where-key")
    assert chromium.text("#where-next") in chromium.text("#bulletin-line")
    # This address is on this device: the page says that it is no way to report.
    assert chromium.is_visible('#line[data-line="local"]')
    assert not chromium.evaluate("document.getElementById('tor-how').open")
    chromium.click("#tor-how summary")
    assert "torproject.org" in chromium.text("#tor-how ol")


def test_the_other_doors_come_from_the_bulletin_and_nothing_is_sent(
    chromium: Browser, wire: Wire, house: House
) -> None:
    arrive(chromium, wire.url + house.fragment)
    wire.wait_for("/board")
    wire.clear()
    chromium.click("#to-route")
    screen(chromium, "route")
    assert len(chromium.texts("[data-door]")) == len(LINKS)
    for link in LINKS:
        door = f'[data-door="{link.code}"]'
        name, *advice = link.id.split("\n")
        assert chromium.text(f"{door} summary") == name
        chromium.click(f"{door} summary")
        shown = chromium.text(door)
        assert all(line in shown for line in advice)
        assert chromium.evaluate(f"document.querySelector('{door} a').href") == link.url
    # Seven days and who one is: said before the first word is written.
    bawaslu = chromium.text('[data-door="bawaslu"]')
    assert "7 hari" in bawaslu
    assert "Identitas wajib" in bawaslu
    assert "30 hari kerja" in chromium.text('[data-door="gol"]')
    assert "Penyalahgunaan wewenang" in chromium.text("#route-inside")
    chromium.click("#language-en")
    assert "Election violations" in chromium.text('[data-door="bawaslu"] summary')
    chromium.click("#home")
    screen(chromium, "home")
    chromium.click("#door-report")
    chromium.click("#route-here")
    screen(chromium, "report")
    # The wire is not silent for lack of looking: it has just seen the visit.
    assert wire.paths() == []


def test_links_tell_the_other_door_nothing(chromium: Browser, wire: Wire, house: House) -> None:
    arrive(chromium, wire.url + house.fragment)
    chromium.click("#to-route")
    screen(chromium, "route")
    links = "[...document.querySelectorAll('#links a')]"
    assert chromium.evaluate(
        f"{links}.every((one) => one.referrerPolicy === 'no-referrer'"
        " && one.relList.contains('noopener') && one.relList.contains('noreferrer'))"
    )


def test_a_closed_drop_still_shows_the_other_doors(
    chromium: Browser, wire: Wire, house: House
) -> None:
    # Forty days on, by the device's clock: nobody has emptied the drop.
    chromium.prepare("{ const now = Date.now; Date.now = () => now() + 40 * 86_400_000; }")
    chromium.goto(wire.url + house.fragment)
    screen(chromium, "clock")
    chromium.click("#clock-yes")
    screen(chromium, "home")
    assert chromium.is_visible("#closed")
    assert not chromium.is_visible("#door-report")
    chromium.click("#to-route")
    screen(chromium, "route")
    assert not chromium.is_visible("#route-here")
    assert len(chromium.texts("[data-door]")) == len(LINKS)


def test_the_line_is_told_from_the_address(tmp_path: Path, wire: Wire, house: House) -> None:
    onion = f"{'a' * 56}.onion"
    clear = "lapor.example"
    prefs = {
        # Every name is this machine; both names count as secure, the one as in Tor Browser, the
        # other as if it had HTTPS.
        "network.dns.forceResolve": "127.0.0.1",
        "network.dns.blockDotOnion": False,
        "dom.securecontext.allowlist_onions": True,
        "dom.securecontext.allowlist": clear,
        "dom.security.https_first": False,
    }
    with open_browser("firefox", tmp_path / "profile", prefs=prefs, size=PHONE) as browser:
        for host, line, said in (
            (onion, "onion", "tidak melihat situs mana"),
            (clear, "clear", "menyembunyikan isi, bukan kunjungan"),
        ):
            arrive(browser, f"http://{host}:{wire.port}/{house.fragment}")
            assert browser.is_visible(f'#line[data-line="{line}"]')
            assert said in browser.text("#line")
            assert browser.is_visible("#tor-how") == (line == "clear")
        # Anything else without HTTPS is refused before a word can be typed.
        browser.goto(f"http://tanpa.example:{wire.port}/{house.fragment}")
        screen(browser, "stop")
        assert browser.is_visible('[data-stop="Insecure"]')
        assert browser.evaluate("document.querySelectorAll('input, textarea').length") == 0


def tab_to(browser: Browser, ident: str) -> None:
    """Press Tab until the element has the focus; what has it shows it."""
    for _ in range(40):
        browser.press("Tab")
        if browser.evaluate("document.activeElement.id") == ident:
            outline = "getComputedStyle(document.activeElement).outlineStyle"
            assert browser.evaluate(outline) != "none"
            return
    raise AssertionError(f"{ident} is not reached by Tab")


@pytest.mark.parametrize("linked", [True, False])
def test_the_way_to_the_form_by_keyboard_alone(
    chromium: Browser, wire: Wire, house: House, *, linked: bool
) -> None:
    chromium.resize(PHONE)
    arrive(chromium, wire.url + (house.fragment if linked else ""))
    way = {"door-report": "route", "route-here": "report" if linked else "compare"}
    if not linked:
        way["compare-same"] = "report"
    for ident, after in way.items():
        tab_to(chromium, ident)
        chromium.press("Enter")
        screen(chromium, after)
        # Whoever cannot see it hears what has come: its heading has the focus.
        assert chromium.evaluate("document.activeElement.tagName") == "H1"
    assert chromium.evaluate("document.activeElement.closest('main').dataset.screen") == "report"
