"""Looks at one state of the page as different people see it: small, large, dark, by keyboard."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.e2e.browser import DESK, Browser

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": WCAG}
LABELS = {
    "runOnly": [
        *("label", "button-name", "link-name", "summary-name", "input-button-name"),
        *("aria-input-field-name", "aria-command-name", "valid-lang", "html-has-lang"),
    ]
}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
NARROW = (320, 640)
# A desk of 1,280 by 900 at 200 %: half as many CSS pixels each way.
ZOOMED = (640, 450)
LIGHT = {"prefers_color_scheme": "light", "forced_colors": "none"}
DARK = {"prefers_color_scheme": "dark", "forced_colors": "none"}
FORCED = {"prefers_color_scheme": "dark", "forced_colors": "active"}
# What sticks out sideways, its own scroll bars apart.
OVERFLOW = """[...document.querySelectorAll("body *")].filter((one) =>
  one.getClientRects().length > 0 && !one.closest(".unseen, [hidden], #skip") &&
  one.getBoundingClientRect().right > innerWidth + 1
).map((one) => one.outerHTML.slice(0, 80))"""
# Two frames later, and once what fades has faded.
SETTLED = """new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))).then(
  () => Promise.all(document.getAnimations().map((one) =>
    one.effect.getComputedTiming().iterations === Infinity ? null : one.finished))
).then(() => true)"""
UNNAMED = """[...document.querySelectorAll("button, input, textarea, select, summary, a")].filter(
  (one) => one.getClientRects().length > 0 && !(one.textContent?.trim() || one.labels?.length ||
    one.getAttribute("aria-label"))
).map((one) => one.outerHTML.slice(0, 80))"""
FOCUSED = """(() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    id: one.id,
    html: one.outerHTML.slice(0, 80),
    body: one === document.body,
    seen: one.matches(":focus-visible") && style.outlineStyle !== "none" &&
      parseFloat(style.outlineWidth) >= 2 &&
      box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
})()"""


class Onlooker:
    """Gathers what is wrong with every state that it is shown, and keeps pictures of each."""

    def __init__(self, browser: Browser, pictures: Path | None, *, media: bool = True) -> None:
        self.browser = browser
        self.pictures = pictures
        self.media = media
        self.seen: list[str] = []
        self.wrong: list[str] = []

    def look(self, state: str, *, languages: bool = False) -> None:
        """Look at the present state in every way; `languages` looks at the English of it too."""
        self.seen.append(state)
        self._as("phone", state, NARROW, LIGHT, RULES)
        if languages:
            self._speak("en", state)
            self._speak("id", state)
        if self.media:
            self._as("dark", state, NARROW, DARK, COLOURS)
            self._as("forced", state, ZOOMED, FORCED, COLOURS)
        else:
            self._as("zoomed", state, ZOOMED, LIGHT, None)
        self._as("desk", state, DESK, LIGHT, None)

    def look_only(self, state: str) -> None:
        """Look at a state in which no script can run, axe-core neither."""
        self.seen.append(state)
        for how, size in (("phone", NARROW), ("zoomed", ZOOMED), ("desk", DESK)):
            self._as(how, state, size, LIGHT, None)

    def glance(self, state: str) -> None:
        """Look at a state that is gone in a moment, as it is."""
        self.seen.append(state)
        self.wrong += [f"{state}: {fault}" for fault in self._axe(RULES)]
        self.wrong += [f"{state} sticks out: {html}" for html in self.browser.evaluate(OVERFLOW)]
        if self.pictures:
            self.browser.screenshot(self.pictures / f"{len(self.seen):02d}-{state}.png")

    def _as(
        self,
        how: str,
        state: str,
        size: tuple[int, int],
        media: dict[str, str],
        rules: dict[str, Any] | None,
    ) -> None:
        browser = self.browser
        browser.resize(size)
        if self.media:
            browser.play_media(**media)
            for feature, value in media.items():
                query = f"({feature.replace('_', '-')}: {value})"
                assert browser.evaluate(f"matchMedia('{query}').matches"), query
            browser.evaluate(SETTLED)
        where = f"{state} ({how})"
        if rules is not None:
            self.wrong += [f"{where}: {fault}" for fault in self._axe(rules)]
        self.wrong += [f"{where} sticks out: {html}" for html in browser.evaluate(OVERFLOW)]
        if self.pictures and how != "zoomed":
            browser.screenshot(self.pictures / f"{len(self.seen):02d}-{state}-{how}.png")

    def _speak(self, language: str, state: str) -> None:
        self.browser.click(f"#language-{language}")
        self.browser.wait_visible(f'html[lang="{language}"] #language-{language}')
        where = f"{state} ({language})"
        self.wrong += [f"{where}: {fault}" for fault in self._axe(LABELS)]
        self.wrong += [f"{where} unnamed: {html}" for html in self.browser.evaluate(UNNAMED)]
        self.wrong += [f"{where} sticks out: {html}" for html in self.browser.evaluate(OVERFLOW)]

    def _axe(self, rules: dict[str, Any]) -> list[str]:
        if not self.browser.evaluate("'axe' in window"):
            self.browser.evaluate(AXE.read_text(encoding="utf-8") + ";true")
        found: dict[str, Any] = self.browser.evaluate(f"axe.run({json.dumps(rules)})")
        return [f"{entry['id']}: {entry['nodes'][0]['html']}" for entry in found["violations"]]


class Keyboard:
    """Somebody who has no mouse: reaches everything by Tab, and sees where it is."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.passed: list[str] = []

    def tab_to(self, wanted: str) -> None:
        """Press Tab until the element of this id has the focus; every stop on the way is seen."""
        for _ in range(150):
            self.browser.press("Tab")
            now = self.browser.evaluate(FOCUSED)
            # Between the last element and the first the focus is with the browser itself.
            assert now["body"] or now["seen"], f"focus is not seen: {now['html']}"
            self.passed.append(now["id"])
            if now["id"] == wanted:
                return
        raise AssertionError(f"Tab does not lead to {wanted}: {self.passed[-150:]}")

    def press(self, wanted: str, key: str = "Enter") -> None:
        """Go to an element and press it."""
        self.tab_to(wanted)
        self.browser.press(key)

    def write(self, wanted: str, text: str) -> None:
        """Go to a field and type."""
        self.tab_to(wanted)
        self.browser.type_keys(f"#{wanted}", text)
