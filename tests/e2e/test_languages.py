"""Languages: switched at any moment, right for screen readers, and one more by one more file."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.browser import Browser
from tests.e2e.house import House
from tests.e2e.reporter import REPORT, arrive, screen, send_report, write_report
from tests.e2e.wire import Wire
from tests.test_build import BROWSER, NODE, build

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]

JAVANESE = "Basa Jawa"


def add_language(sources: Path) -> None:
    """Write texts/jv.js beside the others: every text marked, so that none comes from elsewhere."""
    script = f"""
        const {{ en }} = await import({json.dumps(str(sources / "texts" / "en.js"))});
        const plain = {{ languageName: {json.dumps(JAVANESE)}, letterLanguage: "id" }};
        const kept = ["weekdays", "months", "thousands", "decimals"];
        const marked = Object.entries(en).map(([key, text]) =>
            [key, kept.includes(key) ? text : text.replaceAll(/^/gm, "jv ")]);
        const texts = {{ ...Object.fromEntries(marked), ...plain }};
        process.stdout.write(`export const jv = ${{JSON.stringify(texts)}};\\n`);
    """
    made = subprocess.run(
        [NODE, "--input-type=module", "-e", script], capture_output=True, text=True, check=True
    )
    (sources / "texts" / "jv.js").write_text(made.stdout)


@pytest.fixture
def wide_house(tmp_path: Path) -> Iterator[House]:
    """A house whose page was built from sources with a third language."""
    sources = tmp_path / "sources"
    shutil.copytree(BROWSER, sources, ignore=shutil.ignore_patterns("node_modules"))
    add_language(sources)
    (tmp_path / "built").mkdir()
    build(tmp_path / "built", 0o022, {}, sources)
    house = House(tmp_path / "house")
    static = f'[site]\nstatic = "{tmp_path}/built/static"\n'
    house.config.write_text(house.config.read_text().replace("[site]\n", static))
    with house:
        yield house


def test_a_further_language_is_one_more_file(chromium: Browser, wide_house: House) -> None:
    url = f"http://127.0.0.1:{wide_house.port}/"
    arrive(chromium, url + wide_house.fragment)
    assert chromium.texts("#languages button") == ["Indonesia", "English", JAVANESE]
    chromium.click("#language-jv")
    chromium.wait_visible('html[lang="jv"]')
    assert chromium.text("main h1").startswith("jv ")
    # What the inspectorate wrote is shown in the language that this one names, and marked so.
    assert chromium.text("#where-desk") == "Inspektorat Uji"
    assert chromium.evaluate("document.getElementById('where-desk').lang") == "id"
    send_report(chromium, REPORT)
    assert chromium.text("main h1").startswith("jv ")
    wide_house.carry_in()
    _, (letter,) = wide_house.only_case_letters()
    assert letter.fields["language"] == "id"


def test_the_language_changes_at_any_moment(chromium: Browser, wire: Wire, house: House) -> None:
    arrive(chromium, wire.url + house.fragment)
    assert chromium.evaluate("document.documentElement.lang") == "id"
    # Each choice is written in the language that it stands for.
    choices = "[...document.querySelectorAll('#languages button')].map((one) => one.lang)"
    assert chromium.evaluate(choices) == ["id", "en"]
    wire.wait_for("/board")
    wire.clear()
    chromium.click("#language-en")
    assert chromium.evaluate("document.documentElement.lang") == "en"
    assert chromium.text("#where-desk") == "Trial Inspectorate"
    assert chromium.evaluate("document.activeElement.id") == "language-en"
    write_report(chromium, REPORT)
    chromium.click("#language-id")
    assert chromium.value("#field-account") == REPORT["account"]
    assert "Uraian" in chromium.text("label[for=field-account]")
    chromium.click("#language-en")
    assert chromium.value("#field-what") == REPORT["what"]
    # The server hears nothing of it.
    assert wire.paths() == []


def test_a_language_that_has_not_come_yet_is_waited_for(
    chromium: Browser, wire: Wire, house: House
) -> None:
    wire.held = {"/onward.js"}
    arrive(chromium, wire.url + house.fragment)
    chromium.click("#language-en")
    chromium.wait_visible("#hint")
    assert chromium.evaluate("document.documentElement.lang") == "id"
    wire.held = set()
    chromium.wait_visible('html[lang="en"]')
    chromium.wait_hidden("#hint")
    screen(chromium, "home")
