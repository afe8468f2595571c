"""The screens of a flood: sorting, the junk tray, what is ticked off."""

from __future__ import annotations

import re

import pytest

from dropbox.protocol.thread import ThreadKeys
from dropbox.workstation.triage import UNLIKE
from tests.workstation.builders import DAY, Office, new_thread
from tests.workstation.floods import HONEST, junk_letters
from tests.workstation.interface import Browser, import_it, plain

JUNK = 40


@pytest.fixture
def flooded(office: Office) -> Office:
    """A flood and three reports in the vault; made before a browser closes the office's desk."""
    letters = [
        office.report(new_thread(), what, account=account) for what, account in HONEST.items()
    ]
    office.take([*letters, *junk_letters(office, JUNK)])
    return office


def groups_of(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'data-group="(-?[0-9]+)"', page)]


def choose(browser: Browser, groups: list[int]) -> str:
    """Tick groups and look over what was chosen, as a browser's form does it."""
    answer = browser.post("/meja/pilah/tinjau", {"group": groups})  # type: ignore[dict-item]
    assert answer.status_code == 303
    return browser.page(answer.headers["Location"])


@pytest.mark.usefixtures("flooded")
def test_a_flood_is_sorted_dismissed_and_brought_back(inside: Browser) -> None:
    assert f"{JUNK} percakapan baru mirip satu sama lain" in plain(inside.page("/meja/"))
    page = inside.page("/meja/pilah")
    groups = groups_of(page)
    assert len(groups) == 3
    assert groups[-1] == UNLIKE
    look = choose(inside, groups[:2])
    assert f"Buang {JUNK} percakapan sebagai sampah?" in plain(look)
    # Whoever reads a thread on the way finds the choice again.
    assert inside.page("/meja/pilah/tinjau") == look
    fields = {"group": groups[:2], "expected": str(JUNK)}
    answer = inside.post("/meja/pilah/buang", fields)  # type: ignore[arg-type]
    assert answer.headers["Location"] == "/meja/sampah"
    tray = inside.page("/meja/sampah")
    assert f"{JUNK} percakapan dibuang ke baki sampah" in plain(tray)
    cases = inside.page("/meja/perkara")
    assert "3 perkara" in plain(cases)
    assert all(title in cases for title in HONEST)
    (dismissal,) = re.findall(r'data-dismissal="([0-9]+)"', tray)
    assert inside.post("/meja/sampah/batal", {"dismissal": dismissal}).status_code == 303
    assert f"{JUNK + 3} perkara" in plain(inside.page("/meja/perkara"))
    assert "Baki sampah kosong" in plain(inside.page("/meja/sampah"))
    log = plain(inside.page("/meja/jejak"))
    assert f"pembuangan 1, {JUNK} percakapan" in log


@pytest.mark.usefixtures("flooded")
def test_nothing_is_dismissed_that_was_not_looked_over(inside: Browser) -> None:
    groups = groups_of(inside.page("/meja/pilah"))
    refused = inside.post("/meja/pilah/tinjau", {})
    assert refused.status_code == 422
    assert "Pilih sedikitnya satu kelompok" in refused.text
    fields = {"group": groups[:1], "expected": "1"}
    refused = inside.post("/meja/pilah/buang", fields)  # type: ignore[arg-type]
    assert refused.status_code == 422
    assert f"Yang cocok sekarang {JUNK // 2}, bukan 1" in refused.text
    assert "Baki sampah kosong" in plain(inside.page("/meja/sampah"))


@pytest.mark.usefixtures("flooded")
def test_conditions_narrow_the_groups_down_and_stay_out_of_addresses(inside: Browser) -> None:
    answer = inside.post("/meja/pilah", {"text": "tolong diperiksa", "single": "yes"})
    assert answer.headers["Location"] == "/meja/pilah"
    page = inside.page("/meja/pilah")
    assert f"Dipersempit: {JUNK // 2} percakapan cocok" in plain(page)
    assert groups_of(page) == groups_of(page)[:1]
    assert "tolong diperiksa" in choose(inside, groups_of(page))[:0] + page
    assert len(groups_of(inside.page("/meja/pilah?semua=ya"))) == 3


@pytest.mark.usefixtures("flooded")
def test_a_single_case_goes_to_the_tray_and_comes_back(inside: Browser) -> None:
    page = inside.page("/meja/perkara")
    found = re.findall(r'data-case="([^"]+)".*?<span class="title">(.*?)</span>', page, re.DOTALL)
    number = next(number for number, title in found if "Jual beli" in title)
    one = f"/meja/perkara/{number}"
    assert 'id="dismiss-form"' in inside.page(one)
    inside.post(f"{one}/buang", {})
    shown = inside.page(one)
    assert 'id="in-junk"' in shown
    assert 'id="reply-form"' not in shown
    assert "Jual beli" not in inside.page("/meja/perkara")
    assert inside.post(f"{one}/kembalikan", {}).headers["Location"] == one
    shown = inside.page(one)
    assert 'id="reply-form"' in shown
    # Somebody has vouched for it: it is not offered for dismissal again.
    assert 'id="dismiss-form"' not in shown
    assert inside.post(f"{one}/buang", {}).status_code == 422


def test_letters_set_aside_are_ticked_off_and_stay(inside: Browser, office: Office) -> None:
    thread = new_thread()
    forger = ThreadKeys(thread.thread_key, new_thread().author_seed)
    office_pickup = office.pickup([office.report(thread)])
    import_it(inside, office_pickup)
    import_it(inside, office.pickup([office.follow_up(forger), office.withdrawal(forger)]))
    assert "2 surat disisihkan dan belum dilihat" in plain(inside.page("/meja/"))
    letters = re.findall(r'name="letter" value="([0-9]+)"', inside.page("/meja/disisihkan"))
    assert inside.post("/meja/disisihkan/dilihat", {"letter": letters[0]}).status_code == 303
    assert "1 surat disisihkan dan belum dilihat" in plain(inside.page("/meja/"))
    page = inside.page("/meja/disisihkan")
    assert page.count('class="panel aside"') == 2
    assert "Sudah dilihat pada 31 Agustus 2026" in plain(page)
    for letter in letters:
        inside.post("/meja/disisihkan/dilihat", {"letter": letter})
    assert "belum dilihat" not in plain(inside.page("/meja/"))


def test_irregular_epochs_are_confirmed_once(inside: Browser, office: Office) -> None:
    office.epoch = 3
    import_it(inside, office.pickup([office.report(new_thread())]))
    page = inside.page("/meja/")
    assert "Ambilan babak 1, 2, 3 belum pernah tiba" in plain(page)
    inside.post("/meja/babak", {})
    assert 'id="epochs"' in inside.page("/meja/")
    inside.post("/meja/babak", {"sure": "yes"})
    assert 'id="epochs"' not in inside.page("/meja/")
    assert "missing 1-3" in plain(inside.page("/meja/jejak"))


def test_that_the_date_is_right_is_asked_only_where_it_helps(
    inside: Browser, office: Office
) -> None:
    path = office.pickup([office.report(new_thread())])
    office.day = DAY - 3
    page = import_it(inside, path)
    assert "Betulkan tanggal mesin" in plain(page)
    assert 'name="sure"' not in page
    office.day = DAY + 61
    assert 'name="sure"' in import_it(inside, path)
