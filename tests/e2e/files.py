"""Files at both ends: chosen on the page, saved at the workstation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dropbox.workstation.days import utc_today
from tests.e2e.browser import Browser
from tests.e2e.house import House


@dataclass
class Saved:
    """A file as the workstation wrote it back."""

    name: str
    treatment: str
    raw: bytes


def save_all(house: House, letter_place: int = 0) -> list[Saved]:
    """Return the files of the only case's letter, as an inspector saves them."""
    _, letters = house.only_case_letters()
    letter_id = letters[letter_place].id
    folder = house.folder / "saved"
    with house.desk() as desk:
        return [
            Saved(
                file.name,
                file.treatment,
                desk.save_attachment(letter_id, file.place, folder, utc_today()).read_bytes(),
            )
            for file in desk.attachments(letter_id)
        ]


def choose(browser: Browser, *paths: Path) -> None:
    """Choose files and wait until the page has looked into all of them."""
    before = len(browser.texts("#attached > li"))
    if not paths:
        return
    browser.upload("#field-files", *paths)
    for place in range(before, before + len(paths)):
        browser.wait_visible(f'#attached > li:nth-child({place + 1})[data-state="ready"]', 60)
