"""Writing on a phone and on a desk: one form, nothing lost; what may name the author is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from dropbox.protocol.words import WORDS
from tests.e2e.browser import DESK, PHONE, Browser
from tests.e2e.conftest import open_browser
from tests.e2e.house import House
from tests.e2e.reporter import (
    CATEGORY,
    REPORT,
    arrive,
    screen,
    to_form,
    to_last_part,
    to_passphrase,
    write_report,
)

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

ACCOUNT = "Kuitansi dibuat sendiri. Waktu itu saya selaku verifikator hadir.\n\nHormat saya,\nSiti"


def shown_parts(browser: Browser) -> list[str]:
    script = (
        "[...document.querySelectorAll('#report-form > section')]"
        ".filter((part) => part.offsetParent).map((part) => part.dataset.in)"
    )
    return list(browser.evaluate(script))


def selected(browser: Browser, field: str) -> str:
    script = f"(({field}) => {field}.value.slice({field}.selectionStart, {field}.selectionEnd))"
    return str(browser.evaluate(f"{script}(document.querySelector('#{field.replace('_', '-')}'))"))


@pytest.fixture(params=["chromium", "firefox-safer"])
def phone(request: pytest.FixtureRequest, tmp_path: Path, house: House) -> Iterator[Browser]:
    """A browser at the first part of the form."""
    with open_browser(request.param, tmp_path / "profile", size=PHONE) as browser:
        arrive(browser, f"http://127.0.0.1:{house.port}/{house.fragment}")
        to_form(browser)
        yield browser
        assert browser.console()["errors"] == []


def test_one_form_in_parts_and_on_one_page(phone: Browser) -> None:
    entries = phone.evaluate("history.length")
    assert shown_parts(phone) == ["0"]

    # What a part asks for is asked for there.
    phone.click("#part-next")
    assert shown_parts(phone) == ["0"]
    assert "Pilih satu kategori." in phone.text("#problems")
    phone.click(CATEGORY)
    phone.click("#part-next")
    assert shown_parts(phone) == ["1"]
    assert phone.evaluate("document.activeElement.id") == "part-1"
    assert not phone.is_visible("#problems")
    phone.type_keys("#field-what", "Perjalanan fiktif")
    phone.type_keys("#field-account", "Awal. ")

    # The phone is turned while somebody writes, and turned back: the same field, the same text.
    phone.resize(DESK)
    assert shown_parts(phone) == ["0", "1", "2", "3", "4"]
    assert not phone.is_visible("#part-next")
    phone.type_keys("#field-how_known", "Dari papan")
    phone.resize(PHONE)
    assert shown_parts(phone) == ["3"]
    assert phone.evaluate("document.activeElement.id") == "field-how_known"
    assert phone.value("#field-account") == "Awal. "
    phone.click("#part-back")
    phone.click("#part-back")
    assert shown_parts(phone) == ["1"]

    # A change of language keeps the part and all that was written.
    phone.click("#language-en")
    assert shown_parts(phone) == ["1"]
    phone.click("#language-id")

    # Parts are no entries of the history: "back" never shows what was written.
    assert phone.evaluate("history.length") == entries


def test_what_may_name_the_author_is_shown_and_hinders_nobody(phone: Browser) -> None:
    phone.click(CATEGORY)
    phone.click("#part-next")
    phone.paste("#field-what", "Perjalanan fiktif")
    # What may name the author stands below the field, and is selected in it.
    phone.paste("#field-account", ACCOUNT)
    phone.wait_visible("#field-account-identity")
    script = "[...document.querySelectorAll('#field-account-identity li')]"
    traces = phone.evaluate(f"{script}.map((item) => item.dataset.trace)")
    assert traces == ["role", "signature"]
    phone.click("#field-account-identity li button")
    assert selected(phone, "field_account") == "saya selaku verifikator"

    # It hinders nobody, and is marked once more before anything is sent.
    to_last_part(phone)
    phone.click("#to-review")
    screen(phone, "review")
    assert phone.texts("#written mark") == ["saya selaku verifikator", "Siti"]
    assert "2 bagian" in phone.text("#review-identity")
    assert phone.is_visible("#review-who-else")
    phone.click("#change")
    screen(phone, "report")
    phone.paste("#field-account", "Kuitansi dibuat sendiri.")
    phone.paste("#field-who_else", "Banyak pegawai")
    phone.wait_hidden("#field-account-identity")
    to_last_part(phone)
    phone.click("#to-review")
    screen(phone, "review")
    assert phone.texts("#written mark") == []
    assert not phone.is_visible("#review-who-else")


def test_a_problem_in_another_part_is_shown_there(chromium: Browser, house: House) -> None:
    chromium.resize(PHONE)
    arrive(chromium, f"http://127.0.0.1:{house.port}/{house.fragment}")
    to_form(chromium)
    chromium.click(CATEGORY)
    chromium.click("#part-next")
    chromium.paste("#field-what", "Hal")
    chromium.paste("#field-account", "x" * 40_000)
    to_last_part(chromium)
    chromium.click("#to-review")
    assert shown_parts(chromium) == ["1"]
    chromium.click("#part-back")
    assert shown_parts(chromium) == ["0"]
    chromium.click("#problems button")
    assert shown_parts(chromium) == ["1"]
    assert chromium.evaluate("document.activeElement.id") == "field-account"
    assert len(chromium.value("#field-account")) == 40_000


# The words of the list that do not fit beside their number, in the last place.
UNFIT = """(() => {
  const line = document.querySelector("#words li:last-child");
  const shown = line.querySelector("[data-word]");
  const room = line.getBoundingClientRect().right + 0.5;
  return WORDS.filter((word) => {
    shown.textContent = word;
    return shown.getClientRects().length > 1 || shown.getBoundingClientRect().right > room ||
      line.getBoundingClientRect().height > 1.9 * shown.getBoundingClientRect().height;
  });
})()"""


def test_each_word_stands_on_one_line_with_its_number(chromium: Browser, house: House) -> None:
    arrive(chromium, f"http://127.0.0.1:{house.port}/{house.fragment}")
    write_report(chromium, REPORT)
    to_passphrase(chromium)
    for width in (320, 360, 480, 545, 705, 768, 1280):
        chromium.resize((width, 800))
        unfit = chromium.evaluate(UNFIT.replace("WORDS", json.dumps(WORDS)))
        assert (width, unfit) == (width, [])


def test_by_keyboard_alone(chromium: Browser, house: House) -> None:
    """From the door to the review; Enter in a line of the form never counts as done."""
    arrive(chromium, f"http://127.0.0.1:{house.port}/{house.fragment}")

    def tab_to(wanted: str) -> None:
        for _ in range(60):
            if chromium.evaluate("document.activeElement.id") == wanted:
                return
            chromium.press("Tab")
        raise AssertionError(wanted)

    def write(name: str, text: str) -> None:
        tab_to(f"field-{name}")
        for letter in text:
            chromium.press(letter)

    tab_to("door-report")
    chromium.press("Enter")
    screen(chromium, "route")
    tab_to("route-here")
    chromium.press("Enter")
    screen(chromium, "report")
    tab_to("category-0")
    chromium.press("Space")
    write("what", "Hal")
    chromium.press("Enter")
    screen(chromium, "report")
    write("account", "Uraian")
    tab_to("to-review")
    chromium.press("Enter")
    screen(chromium, "review")
    assert chromium.text('#written [data-field="account"]') == "Uraian"
