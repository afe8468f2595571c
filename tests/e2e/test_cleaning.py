"""One file of each kind, cleaned in real browsers, arrives clean; the page says what was in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cleaning import planted as p
from tests.cleaning.films import make_film, samples_of
from tests.cleaning.judging import clean, holds, unzipped
from tests.cleaning.office import make_documents
from tests.cleaning.papers import make_everything, unpacked
from tests.e2e.browser import DESK, PHONE, Browser
from tests.e2e.conftest import open_browser
from tests.e2e.files import choose, save_all
from tests.e2e.house import House
from tests.e2e.reporter import (
    arrive,
    confirm_and_send,
    screen,
    to_last_part,
    to_passphrase,
    write_report,
)
from tests.e2e.wire import Wire

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

REPORT = {"what": "Hal", "account": "Uraian"}


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A PDF, a document, a film, and a photograph of a kind that is not cleaned."""
    folder = tmp_path_factory.mktemp("perangkat")
    make_everything(folder / "lengkap.pdf")
    make_documents(folder, tmp_path_factory.mktemp("kantor"), "docx")
    make_film(folder, "rapat.mp4")
    (folder / "foto.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(999))
    return [folder / name for name in ("lengkap.pdf", "surat.docx", "rapat.mp4", "foto.heic")]


def data(browser: Browser, place: int, name: str) -> str:
    script = f"document.querySelectorAll('#attached > li')[{place}].dataset.{name} ?? ''"
    return str(browser.evaluate(script))


@pytest.mark.parametrize(("kind", "size"), [("chromium", PHONE), ("firefox-safer", DESK)])
def test_each_kind_is_cleaned_and_said(
    kind: str,
    size: tuple[int, int],
    originals: list[Path],
    tmp_path: Path,
    wire: Wire,
    house: House,
) -> None:
    with open_browser(kind, tmp_path / "profile", size=size) as browser:
        arrive(browser, wire.url + house.fragment)
        write_report(browser, REPORT)
        to_last_part(browser)
        before = wire.paths()
        choose(browser, *originals)
        treatments = [data(browser, place, "treatment") for place in range(4)]
        assert treatments == ["cleaned", "cleaned", "cleaned", "untreated"]
        assert [data(browser, place, "obstacle") for place in range(4)] == ["", "", "", "photo"]
        said = browser.text("#attached")
        # The values themselves, in the reporter's language.
        for value in (p.AUTHOR, p.COMPANY, p.INSIDE, p.TEMPLATE, "-6.20879, 106.84560", "HEIC"):
            assert value in said, value
        assert "nama pembuat atau pemilik" in said
        assert "komentar: 1" in said
        # Comments go by wish, and the same names are said again.
        browser.click("#remarks-1")
        browser.wait_visible('#attached > li:nth-child(2)[data-state="ready"]', 60)
        assert "remarks" not in data(browser, 1, "remains").split()
        assert browser.is_visible("#remarks-1")
        # Nothing of this was told to anybody.
        assert wire.paths() == before
        browser.screenshot(tmp_path / f"lampiran-{kind}.png")
        words = to_passphrase(browser)
        confirm_and_send(browser, words)
        screen(browser, "delivered", 200)
        assert browser.console()["errors"] == []

    house.carry_in()
    back = save_all(house)
    assert [(file.name, file.treatment) for file in back] == [
        ("lampiran-1.pdf", "cleaned"),
        ("lampiran-2.docx", "cleaned"),
        ("lampiran-3.mp4", "cleaned"),
        ("lampiran-4.heic", "untreated"),
    ]
    copies = [tmp_path / path.name for path in originals]
    for copy, original in zip(copies, originals, strict=True):
        copy.write_bytes(original.read_bytes())
    clean(*copies[:3])
    # The browser makes the same of them as Node does, whose files are judged in tests/cleaning.
    for place in (0, 2):
        assert (
            back[place].raw == copies[place].with_name(f"{copies[place].name}.cleaned").read_bytes()
        )
    document = unzipped(back[1].raw)
    for secret in (p.AUTHOR, p.READER, p.COMPANY, p.TEMPLATE, p.SERIAL, p.REMARK):
        assert holds(unzipped(originals[1].read_bytes()), secret)
        assert not holds(document, secret)
    assert p.SENTENCE.encode() in document
    film = tmp_path / "diterima.mp4"
    film.write_bytes(back[2].raw)
    assert samples_of(film) == samples_of(originals[2])
    paper = tmp_path / "diterima.pdf"
    paper.write_bytes(back[0].raw)
    assert not holds(unpacked(paper), p.AUTHOR)
    assert back[3].raw == originals[3].read_bytes()
