"""Every state of the page for everybody: axe-core, 320 px, 200 %, dark, forced colours, keyboard.

Pictures of every state are kept in the folder that TITIP_STATES names (scripts/screenshots).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from dropbox.protocol.canonical import to_base64url
from tests.e2e.browser import DESK, PHONE, Browser
from tests.e2e.conftest import open_browser
from tests.e2e.house import House
from tests.e2e.looking import NARROW, Keyboard, Onlooker
from tests.e2e.reporter import (
    REPORT,
    arrive,
    come_back,
    confirm_and_send,
    screen,
    to_passphrase,
    wait_until_left,
    write_report,
)
from tests.e2e.test_coming_back import LONG
from tests.e2e.wire import Wire

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

TELLING = "Saya sebagai kepala seksi, NIP 198503152010011005, siti@example.org, 081234567890."
FORTY_DAYS = "{ const now = Date.now; Date.now = () => now() + 40 * 86_400_000; }"
# Whatever screens.js may grow: a state that nobody looks at is found by its name.
SCREENS = Path(__file__).parents[2] / "dropbox" / "site" / "browser" / "pages" / "machine.js"


def pictures(kind: str) -> Path | None:
    folder = os.environ.get("TITIP_STATES")
    if not folder:
        return None
    kept = Path(folder).resolve() / kind
    kept.mkdir(parents=True, exist_ok=True)
    return kept


def hold(wire: Wire, path: str, act: Callable[[], None]) -> None:
    """Do something whose request to `path` does not get through until it is let go."""
    wire.clear()
    wire.held = {path}
    act()
    wire.wait_for(path)


def before_writing(eyes: Onlooker, wire: Wire, house: House) -> None:
    browser = eyes.browser
    link = wire.url + house.fragment
    wire.held = {"/bulletin"}
    browser.goto(link)
    eyes.look("loading")
    wire.sever()
    screen(browser, "stop")
    eyes.look("stop-offline")
    wire.mend()
    browser.click("#retry")
    screen(browser, "boot")
    eyes.look("boot")
    wire.held = set()
    screen(browser, "home")
    browser.goto("about:blank")
    browser.goto(wire.url + "#k=" + to_base64url(os.urandom(32)))
    screen(browser, "stop")
    eyes.look("stop-foreign", languages=True)
    browser.goto("about:blank")
    browser.goto(wire.url + "#k=short")
    screen(browser, "stop")
    eyes.look("stop-fragment")
    browser.goto("about:blank")
    arrive(browser, link)
    eyes.look("home", languages=True)
    browser.press("Escape")
    browser.wait_visible("#hint")
    eyes.glance("leave-hint")
    browser.wait_hidden("#hint")
    browser.goto("about:blank")
    arrive(browser, wire.url)
    browser.click("#door-report")
    screen(browser, "route")
    eyes.look("route", languages=True)
    browser.click("#route-here")
    screen(browser, "compare")
    browser.click("#compare-none summary")
    eyes.look("compare", languages=True)


def look_at_each_part(eyes: Onlooker) -> None:
    """Look at the parts of the form, of which a narrow window shows one at a time."""
    browser = eyes.browser
    browser.resize(NARROW)
    # The part with the newest file or field, which is not the first.
    browser.wait_visible("#part-back")
    while not browser.is_visible('#report-form[data-part="0"]'):
        browser.click("#part-back")
    shown = set()
    for part in range(1, 6):
        eyes.glance(f"report-part-{part}")
        shown |= {
            one for one in ("#field-account-identity li", "#attached li") if browser.is_visible(one)
        }
        if part < 5:
            browser.click("#part-next")
    assert len(shown) == 2


def writing(eyes: Onlooker, wire: Wire, house: House, folder: Path) -> list[str]:
    browser = eyes.browser
    arrive(browser, wire.url + house.fragment)
    browser.resize(DESK)
    write_report(browser, {})
    eyes.look("report", languages=True)
    browser.resize(DESK)
    browser.click("#to-review")
    browser.wait_visible("#problems")
    eyes.look("report-problems")
    browser.resize(DESK)
    browser.paste("#field-what", REPORT["what"])
    browser.paste("#field-account", TELLING + " x" * 20_000)
    browser.wait_visible("#room[data-excess]")
    eyes.look("report-too-long")
    browser.resize(DESK)
    browser.paste("#field-account", TELLING)
    browser.paste("#field-how_known", "Saya duduk di sebelahnya.")
    photo, paper = folder / "foto.png", folder / "catatan.xyz"
    Image.new("RGB", (64, 48), "navy").save(photo)
    paper.write_text("Isi.")
    browser.upload("#field-files", photo, paper)
    browser.wait_visible("#attached li:nth-child(2)")
    browser.wait_hidden('#attached li[data-state="looking"]')
    eyes.look("report-hints-attachments", languages=True)
    look_at_each_part(eyes)
    browser.resize(DESK)
    browser.click("#to-review")
    screen(browser, "review")
    eyes.look("review", languages=True)
    browser.click("#to-passphrase")
    screen(browser, "passphrase")
    words = browser.texts("#words [data-word]")
    eyes.look("passphrase", languages=True)
    browser.click("#words-next")
    screen(browser, "confirm")
    eyes.look("confirm", languages=True)
    places = [place for place in range(1, 9) if browser.is_visible(f"#confirm-{place}")]
    for place in places:
        browser.type_keys(f"#confirm-{place}", "salah")
    browser.click("#send")
    browser.wait_visible("#problems")
    eyes.look("confirm-wrong")
    for place in places:
        browser.paste(f"#confirm-{place}", words[place - 1])
    return words


def sending(eyes: Onlooker, wire: Wire) -> None:
    browser = eyes.browser
    hold(wire, "/letters", lambda: browser.click("#send"))
    browser.wait_visible('#progress[data-phase="post"]')
    eyes.look("sending", languages=True)
    wire.sever()
    browser.wait_visible('#progress[data-phase="wait"]')
    eyes.look("sending-broken")
    wire.held = {"/chunks"}
    wire.mend()
    if browser.is_visible("#send-now"):
        browser.click("#send-now")
    screen(browser, "pieces", 120)
    eyes.look("pieces", languages=True)
    browser.click("#pause")
    browser.wait_visible("#resume")
    eyes.look("pieces-paused")
    wire.held = set()
    browser.click("#resume")
    screen(browser, "delivered", 120)
    eyes.look("delivered", languages=True)


def coming_back(eyes: Onlooker, wire: Wire, house: House, words: list[str]) -> None:
    browser = eyes.browser
    browser.goto("about:blank")
    arrive(browser, wire.url + house.fragment)
    browser.click("#door-open")
    screen(browser, "open")
    eyes.look("open", languages=True)
    for state, text in (
        ("open-count", " ".join(words[:5]) + " " + words[5][:2]),
        ("open-unknown", " ".join([words[0] + "q", *words[1:]])),
    ):
        browser.paste("#field-passphrase", text)
        browser.click("#open")
        browser.wait_visible("#problems")
        eyes.look(state)
    browser.paste("#field-passphrase", " ".join(words))
    browser.click("#open")
    screen(browser, "thread", 120)
    browser.wait_visible("#no-reply")
    browser.click("#to-follow-up")
    browser.wait_visible("#problems")
    eyes.look("thread-nothing-found", languages=True)


def answered(eyes: Onlooker, wire: Wire, house: House, words: list[str]) -> None:
    browser = eyes.browser
    house.carry_in()
    number, _ = house.only_case_letters()
    with house.desk() as desk:
        desk.reply(number, LONG, house.today())
        desk.set_status(number, "perlu_keterangan", None, house.today())
    house.deliver()
    reread(browser, wire, house, words)
    eyes.look("thread", languages=True)
    browser.click("#to-follow-up")
    screen(browser, "followUp")
    eyes.look("follow-up", languages=True)
    browser.click("#back")
    screen(browser, "thread")
    browser.click("#to-withdraw")
    screen(browser, "withdraw")
    browser.click("#send")
    browser.wait_visible("#problems")
    eyes.look("withdraw", languages=True)
    with house.desk() as desk:
        desk.set_status(number, "selesai_tidak_terbukti", "Tanpa bukti.", house.today())
    house.deliver()
    reread(browser, wire, house, words)
    eyes.look("thread-ended")
    browser.click("#to-survey")
    screen(browser, "survey")
    eyes.look("survey", languages=True)
    hold(wire, "/board", lambda: browser.evaluate("void location.reload()"))
    screen(browser, "home")
    if browser.evaluate("document.querySelector('#key-line').dataset.trust") == "unchecked":
        browser.click("#door-open")
        screen(browser, "compare")
        browser.click("#compare-same")
    screen(browser, "open")
    browser.paste("#field-passphrase", " ".join(words))
    browser.click("#open")
    screen(browser, "reading")
    browser.wait_visible('#progress[data-phase="board"]', 60)
    eyes.look("reading")
    wire.held = set()
    screen(browser, "thread", 120)


def reread(browser: Browser, wire: Wire, house: House, words: list[str]) -> None:
    browser.goto("about:blank")
    arrive(browser, wire.url + house.fragment)
    come_back(browser, " ".join(words))
    screen(browser, "thread", 120)


def closed(eyes: Onlooker, wire: Wire, house: House) -> None:
    browser = eyes.browser
    browser.prepare(FORTY_DAYS)
    browser.goto("about:blank")
    browser.goto(wire.url + house.fragment)
    screen(browser, "clock")
    browser.click("#clock-set")
    browser.wait_visible("#problems")
    eyes.look("clock", languages=True)
    browser.click("#clock-yes")
    screen(browser, "home")
    browser.wait_visible("#closed")
    eyes.look("closed", languages=True)


def test_every_state_in_chromium(wire: Wire, house: House, tmp_path: Path) -> None:
    with open_browser("chromium", tmp_path / "profile", size=PHONE) as browser:
        eyes = Onlooker(browser, pictures("chromium"))
        before_writing(eyes, wire, house)
        words = writing(eyes, wire, house, tmp_path)
        sending(eyes, wire)
        coming_back(eyes, wire, house, words)
        answered(eyes, wire, house, words)
        closed(eyes, wire, house)
        assert browser.console()["errors"] == []
    with open_browser("chromium", tmp_path / "bare", javascript=False, size=PHONE) as browser:
        bare = Onlooker(browser, pictures("chromium"), media=False)
        browser.goto(wire.url)
        bare.look_only("no-javascript")
    with open_browser("chromium", tmp_path / "old", size=PHONE) as browser:
        old = Onlooker(browser, pictures("chromium"))
        browser.prepare("delete Array.prototype.findLast")
        browser.goto(wire.url)
        browser.wait_visible("#without")
        old.look("old-browser")
    wrong = [*eyes.wrong, *bare.wrong, *old.wrong]
    assert not wrong, "\n".join(wrong)
    # A screen that is added is looked at, or this fails.
    screens = set(re.findall(r"^  (\w+): \[", SCREENS.read_text(), re.MULTILINE))
    looked = {re.sub(r"-(\w)", lambda at: at[1].upper(), state) for state in eyes.seen}
    assert {name for name in screens if not any(one.startswith(name) for one in looked)} == set()


def test_the_main_states_in_firefox(wire: Wire, house: House, tmp_path: Path) -> None:
    with open_browser("firefox", tmp_path / "profile", size=PHONE) as browser:
        eyes = Onlooker(browser, pictures("firefox"), media=False)
        arrive(browser, wire.url + house.fragment)
        eyes.look("home")
        browser.resize(DESK)
        write_report(browser, REPORT)
        eyes.look("report")
        browser.resize(DESK)
        words = to_passphrase(browser)
        eyes.look("passphrase")
        confirm_and_send(browser, words)
        screen(browser, "delivered", 120)
        eyes.look("delivered")
        browser.click("#home")
        come_back(browser, " ".join(words))
        screen(browser, "thread", 120)
        eyes.look("thread")
        assert not eyes.wrong, "\n".join(eyes.wrong)


def test_without_a_mouse(chromium: Browser, wire: Wire, house: House) -> None:
    hands = Keyboard(chromium)
    arrive(chromium, wire.url + house.fragment)
    # The first stop skips what stands on every screen; then leaving and the languages.
    hands.tab_to("skip")
    hands.press("door-report")
    screen(chromium, "route")
    hands.press("route-here")
    screen(chromium, "report")
    hands.press("category-0", "Space")
    hands.write("field-what", REPORT["what"])
    hands.write("field-account", REPORT["account"])
    hands.press("to-review")
    screen(chromium, "review")
    hands.press("to-passphrase")
    screen(chromium, "passphrase")
    words = chromium.texts("#words [data-word]")
    hands.press("words-next")
    screen(chromium, "confirm")
    for place in (place for place in range(1, 9) if chromium.is_visible(f"#confirm-{place}")):
        hands.write(f"confirm-{place}", words[place - 1])
    chromium.press("Enter")
    screen(chromium, "delivered", 120)
    hands.press("home")
    screen(chromium, "home")
    hands.press("door-open")
    screen(chromium, "open")
    hands.write("field-passphrase", " ".join(words))
    hands.press("open")
    screen(chromium, "thread", 120)
    hands.press("sure", "Space")
    hands.press("to-follow-up")
    screen(chromium, "followUp")
    # Round the whole screen and back to the same field: nothing holds the focus.
    hands.tab_to("field-text")
    hands.passed.clear()
    hands.tab_to("field-text")
    assert {"leave", "language-id", "language-en", "send", "back"} <= set(hands.passed)
    hands.press("leave")
    wait_until_left(chromium)
