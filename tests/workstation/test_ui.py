"""The local interface, by Flask's test client and over a real port, on a real vault."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from dropbox.protocol.delivery import Delivery, verify_delivery
from dropbox.protocol.thread import ThreadKeys
from dropbox.workstation.desk import Desk
from dropbox.workstation.errors import WrongPassphraseError
from dropbox.workstation.numbering import SKIPPED
from dropbox.workstation.shown import SHOWN_BOARD, SHOWN_BULLETIN
from dropbox.workstation.ui.app import make_app
from dropbox.workstation.ui.gate import WRONG_TOKENS_MAX
from dropbox.workstation.ui.headers import POLICY
from dropbox.workstation.ui.server import Interface
from dropbox.workstation.ui.wording import Wording
from tests.workstation.builders import DAY, PASSPHRASE, Office, new_thread
from tests.workstation.interface import ORIGIN, Browser, import_it, plain

SCREENS = (
    "/meja/",
    "/meja/perkara",
    "/meja/impor",
    "/meja/antaran",
    "/meja/disisihkan",
    "/meja/jejak",
    "/meja/pilah",
    "/meja/sampah",
)


@dataclass(frozen=True)
class Waiting:
    """A pickup on the stick, and the thread of its first letter."""

    path: Path
    thread: ThreadKeys


@pytest.fixture
def waiting(office: Office) -> Waiting:
    """Two reports, one with an attachment."""
    thread = new_thread()
    attachments, records = office.attach({"bukti.txt": b"isi bukti"})
    letters = [
        office.report(thread, "Kuitansi fiktif", attachments=attachments),
        office.report(new_thread(), "Perkara kedua"),
    ]
    return Waiting(office.pickup(letters, records), thread)


def case_of(browser: Browser, title: str) -> str:
    found = re.findall(
        r'data-case="([^"]+)".*?<span class="title">(.*?)</span>',
        browser.page("/meja/perkara?status=*"),
        re.DOTALL,
    )
    return str(next(number for number, shown in found if title in shown))


# -- the gate ------------------------------------------------------------------------


def test_the_link_works_once(outside: Browser) -> None:
    assert outside.enter().status_code == 200
    stranger = outside.client.application.test_client()
    again = stranger.get(f"/?once={outside.place.gate.token}", base_url=ORIGIN)
    assert again.status_code == 403
    assert "sudah dipakai" in again.text
    assert "Set-Cookie" not in again.headers
    assert not outside.ended


def test_the_cookie_is_kept_from_scripts_other_sites_and_other_paths(outside: Browser) -> None:
    cookie = outside.enter().headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/meja"} <= set(cookie.split("; "))
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie


def test_five_wrong_tokens_end_the_program(outside: Browser) -> None:
    for _ in range(WRONG_TOKENS_MAX - 1):
        assert outside.get("/?once=salah").status_code == 403
    assert not outside.ended
    assert outside.get("/?once=salah").status_code == 403
    assert outside.ended == [True]


@pytest.mark.parametrize("path", [*SCREENS, "/meja/perkara/P-2026-0001", "/meja/buka", "/meja/x"])
def test_nothing_is_shown_without_the_session(outside: Browser, path: str) -> None:
    answer = outside.get(path)
    assert answer.status_code == 403
    assert "tautan sekali pakai" in answer.text
    assert "one-time link" in answer.text


def test_a_wrong_cookie_is_no_session(outside: Browser) -> None:
    outside.enter()
    stranger = outside.client.application.test_client()
    stranger.set_cookie("titip_meja", "x" * 43, domain="127.0.0.1", path="/meja")
    assert stranger.get("/meja/", base_url=ORIGIN).status_code == 403


@pytest.mark.parametrize("host", ["evil.example:8090", "127.0.0.1:8091", "localhost:8090"])
def test_another_host_name_is_refused(inside: Browser, host: str) -> None:
    answer = inside.client.get("/meja/", base_url=ORIGIN, headers={"Host": host})
    assert answer.status_code == 421
    assert inside.get("/meja/").status_code == 200


def test_the_link_does_not_open_under_another_host_name(outside: Browser) -> None:
    path = f"/?once={outside.place.gate.token}"
    assert outside.client.get(path, base_url="http://evil.example").status_code == 421
    assert outside.enter().status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:8080", None])
def test_a_form_from_another_page_is_refused(inside: Browser, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    answer = inside.client.post(
        "/meja/kunci", base_url=ORIGIN, data={"csrf": inside.csrf}, headers=headers
    )
    assert answer.status_code == 403
    assert not inside.place.room.is_locked


@pytest.mark.parametrize("token", ["", "x" * 43])
def test_a_form_without_our_token_is_refused(inside: Browser, token: str) -> None:
    assert inside.post("/meja/kunci", {"csrf": token}).status_code == 403
    assert not inside.place.room.is_locked


def test_a_page_elsewhere_cannot_lead_in(inside: Browser) -> None:
    answer = inside.get("/meja/", **{"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_every_form_carries_the_token(inside: Browser, waiting: Waiting) -> None:
    import_it(inside, waiting.path)
    number = case_of(inside, "Kuitansi")
    for path in (*SCREENS, f"/meja/perkara/{number}"):
        forms = re.findall(r"<form method=\"post\".*?</form>", inside.page(path), re.DOTALL)
        assert forms
        assert all(f'name="csrf" value="{inside.csrf}"' in form for form in forms)


# -- headers -------------------------------------------------------------------------


def test_every_answer_carries_policy_and_no_store(inside: Browser, waiting: Waiting) -> None:
    import_it(inside, waiting.path)
    number = case_of(inside, "Kuitansi")
    static = ["/meja/static/style.css", "/meja/static/draft.js", "/meja/static/missing"]
    asked = [*SCREENS, f"/meja/perkara/{number}", "/meja/impor-hasil", "/meja/x", "/", *static]
    answers = [inside.get(path) for path in asked]
    answers += [inside.get("/?once=x"), inside.post("/meja/kunci", {"csrf": ""})]
    for answer in answers:
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_every_screen_says_demo_and_holds_nothing_inline(inside: Browser, waiting: Waiting) -> None:
    import_it(inside, waiting.path)
    number = case_of(inside, "Kuitansi")
    for path in (*SCREENS, f"/meja/perkara/{number}", "/meja/impor-hasil", "/meja/buka"):
        page = inside.page(path)
        assert 'id="demo"' in page
        assert "– DEMO</title>" in page
        assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son[a-z]+=", page)
        assert not re.search(r"(?:src|href|action)=\"(?!/meja/|#)", page)


# -- the lock ------------------------------------------------------------------------


def test_a_locked_vault_shows_only_the_unlock_screen(outside: Browser) -> None:
    outside.enter()
    for path in SCREENS:
        answer = outside.get(path)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/meja/buka")
    assert "sekitar satu detik" in outside.page("/meja/buka")


def test_a_wrong_passphrase_is_said_and_opens_nothing(outside: Browser) -> None:
    outside.enter()
    answer = outside.unlock("salah sama sekali", who="Rina Wulandari")
    assert answer.status_code == 422
    assert "Frasa sandi salah" in answer.text
    assert 'value="Rina Wulandari"' in answer.text
    assert "salah sama sekali" not in answer.text
    assert outside.place.room.is_locked


def test_unlocking_goes_on_to_a_page_of_ours_alone(outside: Browser) -> None:
    outside.enter()
    fields = {"passphrase": PASSPHRASE, "who": "Rina"}
    for target, seen in (
        ("/meja/antaran", "/meja/antaran"),
        ("//evil.example", "/meja/"),
        ("/meja/../x", "/meja/"),
        ("/meja/\\evil", "/meja/"),
        ("https://evil.example/meja/", "/meja/"),
    ):
        answer = outside.post("/meja/buka", {**fields, "next": target})
        assert answer.headers["Location"] == seen


def test_nobody_at_work_locks_the_vault(inside: Browser) -> None:
    inside.pass_seconds(599)
    assert not inside.place.room.lock_if_idle()
    assert inside.post("/meja/bekerja", {}).status_code == 204
    inside.pass_seconds(599)
    assert not inside.place.room.lock_if_idle()
    inside.pass_seconds(1)
    assert inside.place.room.lock_if_idle()
    assert inside.get("/meja/perkara").status_code == 303
    # The vault's lock is free again: another process may open it.
    Desk.open(inside.office.settings, PASSPHRASE, DAY).close()


def test_what_was_typed_outlives_the_lock(inside: Browser, waiting: Waiting) -> None:
    import_it(inside, waiting.path)
    path = f"/meja/perkara/{case_of(inside, 'Kuitansi')}"
    inside.place.room.lock()
    answer = inside.post(f"{path}/catatan", {"note": "Catatan <yang> tidak hilang"})
    assert answer.headers["Location"].startswith("/meja/buka")
    answer = inside.post(f"{path}/draf", {"reply": "Balasan setengah jadi"})
    assert answer.status_code == 423
    inside.unlock()
    page = inside.page(path)
    assert "Catatan &lt;yang&gt; tidak hilang</textarea>" in page
    assert "Balasan setengah jadi</textarea>" in page


def test_another_forms_text_outlives_a_form_that_is_sent(inside: Browser, waiting: Waiting) -> None:
    import_it(inside, waiting.path)
    path = f"/meja/perkara/{case_of(inside, 'Kuitansi')}"
    inside.post(f"{path}/status", {"status": "telaah", "held": '{"note": "belum disimpan"}'})
    assert "belum disimpan</textarea>" in inside.page(path)
    inside.post(f"{path}/catatan", {"note": "belum disimpan"})
    assert "belum disimpan</textarea>" not in inside.page(path)


# -- the whole way ---------------------------------------------------------------------


def test_a_letter_is_read_and_answered(inside: Browser, waiting: Waiting) -> None:
    thread, path = waiting.thread, waiting.path
    assert path.name in inside.page("/meja/impor")
    result = plain(import_it(inside, path))
    assert re.search(r"2\s+perkara baru", result)
    assert "2 surat belum dibaca" in plain(inside.page("/meja/"))

    number = case_of(inside, "Kuitansi fiktif")
    case = f"/meja/perkara/{number}"
    page = inside.page(case)
    assert "Kuitansi fiktif" in page
    assert "1 dari 1 potongan tiba" in page
    assert "1 surat belum dibaca" in plain(inside.page("/meja/"))

    text = "Terima kasih.\r\n\r\nMohon sebutkan bulannya."
    answer = inside.post(f"{case}/balas", {"reply": text})
    assert answer.status_code == 303
    assert "menunggu antaran berikutnya" in inside.page(case)
    inside.post(f"{case}/status", {"status": "verifikasi", "reason": "Berkas diperiksa"})
    inside.post(f"{case}/catatan", {"note": "Hanya untuk kita"})
    page = plain(inside.page(case))
    assert "Verifikasi" in page
    assert "Hanya untuk kita" in page

    preview = inside.page("/meja/antaran")
    assert re.search(r'id="preview-replies">2<', preview)
    assert re.search(r'id="preview-receipts">2<', preview)
    assert re.search(r'id="preview-cells">.*?4 dari 32 sel', preview)
    answer = inside.post("/meja/antaran", {"path": str(inside.office.folder)})
    assert answer.status_code == 303, answer.text
    assert "nomor 2" in inside.page("/meja/antaran-hasil")
    inside.post("/meja/kurir-antar", {})
    assert [path.name for path in inside.courier.published] == ["titip-antaran-000002.delivery"]
    assert "Terbit." in inside.page("/meja/antaran-hasil")

    inside.place.room.lock()
    office = inside.office
    office.reopen()
    raw = inside.courier.published[0].read_bytes()
    office.delivered.append(verify_delivery(raw, office.did))
    assert [body["text"] for body in office.bodies(thread, "message")] == [
        "Terima kasih.\n\nMohon sebutkan bulannya."
    ]
    assert [body["status"] for body in office.bodies(thread, "status")] == ["verifikasi"]
    assert len(office.bodies(thread, "receipt")) == 1
    who = {(entry.action, entry.who) for entry in office.desk.log()}
    assert {("reply_queued", "Rina"), ("status_set", "Rina"), ("note_added", "Rina")} <= who


def test_the_demo_courier_fetches_and_its_failure_is_told(
    inside: Browser, waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside.courier.pickups = [waiting.path]
    inside.post("/meja/kurir-ambil", {})
    assert "perkara baru" in inside.finish_import()

    def fail() -> list[Path]:
        raise RuntimeError("situs tidak menyala")

    monkeypatch.setattr(inside.courier, "fetch", fail)
    inside.post("/meja/kurir-ambil", {})
    assert "situs tidak menyala" in inside.finish_import()


def test_without_a_courier_there_are_no_courier_buttons(outside: Browser) -> None:
    place = outside.place
    place.courier = None
    client = make_app(place).test_client()
    browser = Browser(outside.office, place, client, outside.courier)
    browser.enter()
    browser.unlock()
    assert "kurir-ambil" not in browser.page("/meja/impor")
    assert browser.post("/meja/kurir-ambil", {}).status_code == 404


# -- import and delivery ----------------------------------------------------------------


def test_a_refused_pickup_says_why(inside: Browser, tmp_path: Path) -> None:
    junk = tmp_path / "junk.pickup"
    junk.write_bytes(b"bukan ambilan")
    assert "bukan ambilan, atau berubah" in import_it(inside, junk)
    answer = inside.post("/meja/impor", {"path": "/tidak/ada.pickup"})
    assert answer.status_code == 422
    assert 'value="/tidak/ada.pickup"' in answer.text
    assert inside.post("/meja/impor", {}).status_code == 422


def test_the_same_pickup_twice_changes_nothing(inside: Browser, waiting: Waiting) -> None:
    import_it(inside, waiting.path)
    assert "sudah pernah diimpor" in import_it(inside, waiting.path)


def test_a_delivery_needs_a_folder_that_is_there(inside: Browser) -> None:
    answer = inside.post("/meja/antaran", {"path": "/tidak/ada"})
    assert answer.status_code == 422
    assert 'value="/tidak/ada"' in answer.text
    assert "Folder /tidak/ada tidak ada" in answer.text


def test_the_last_delivery_can_be_written_again(inside: Browser) -> None:
    fields = {"path": str(inside.office.folder), "again": "yes"}
    before = max(inside.office.folder.glob("*.delivery")).read_bytes()
    inside.post("/meja/antaran", fields)
    assert "sekali lagi" in inside.page("/meja/antaran-hasil")
    assert max(inside.office.folder.glob("*.delivery")).read_bytes() == before


def test_while_an_import_runs_everything_else_waits(inside: Browser, waiting: Waiting) -> None:
    path = f"/meja/perkara/{'P-2026-0001'}"
    going = threading.Event()

    def fetch() -> list[Path]:
        going.wait()
        return [waiting.path]

    inside.courier.fetch = fetch  # type: ignore[method-assign]
    inside.post("/meja/kurir-ambil", {})
    try:
        assert inside.get("/meja/perkara").headers["Location"].startswith("/meja/impor-berjalan")
        assert "Jangan cabut stik" in inside.page("/meja/impor-berjalan")
        assert inside.post(f"{path}/draf", {"reply": "sambil menunggu"}).status_code == 423
        inside.post("/meja/kunci", {})
        assert not inside.place.room.is_locked
    finally:
        going.set()
    inside.finish_import()
    assert "sambil menunggu</textarea>" in inside.page(path)


# -- a vault from a backup --------------------------------------------------------------------


@dataclass(frozen=True)
class Restored:
    """A vault that was put back from a backup without its seeds and mark: it cannot tell."""

    browser: Browser
    shown: Delivery

    def bring(self) -> None:
        """Put on the stick what `titip courier pickup` puts there."""
        folder = self.browser.office.folder
        (folder / SHOWN_BULLETIN).write_bytes(self.shown.bulletin.raw)
        (folder / SHOWN_BOARD).write_bytes(self.shown.board)

    def deliver(self, **fields: str) -> TestResponse:
        path = str(self.browser.office.folder)
        return self.browser.post("/meja/antaran", {"path": path, **fields})


def restore(inside: Browser, tmp_path: Path, *, renewed: bool = False) -> Restored:
    office = inside.office
    vault_dir, copy = office.settings.vault_dir, tmp_path / "cadangan"
    inside.place.room.lock()
    shutil.copytree(vault_dir, copy, ignore=shutil.ignore_patterns("seeds", "lock"))
    with Desk.open(office.settings, PASSPHRASE, office.day) as office.desk:
        office.day += 7
        if renewed:
            office.desk.renew_signing(vault_dir / "root.box", PASSPHRASE, office.day)
        office.deliver()
    shutil.rmtree(vault_dir)
    copy.rename(vault_dir)
    inside.unlock()
    lost = plain(inside.page("/meja/"))
    assert "Benih kunci penerimaan minggu" in lost
    assert "keys --replace-lost" in lost
    inside.place.room.lock()
    with Desk.open(office.settings, PASSPHRASE, office.day) as desk:
        desk.replace_lost_keys(office.day)
    inside.unlock()
    return Restored(inside, office.delivered[-1])


@pytest.fixture
def restored(inside: Browser, tmp_path: Path) -> Restored:
    return restore(inside, tmp_path)


def written(browser: Browser) -> set[Path]:
    return set(browser.office.folder.glob("*.delivery"))


def test_a_restored_vault_delivers_once_the_number_on_the_page_is_given(restored: Restored) -> None:
    browser = restored.browser
    browser.office.day += 7
    assert "Tanda nomor (numbers.mark) hilang" in plain(browser.page("/meja/"))
    assert 'name="shown_number"' not in browser.page("/meja/antaran")
    before = written(browser)
    restored.bring()
    for fields in ({}, {"shown_number": "1"}, {"shown_number": "3"}):
        answer = restored.deliver(**fields)
        assert answer.status_code == 422
        assert "Stik membawa maklumat 2" in plain(answer.text)
        assert '<label for="shown-number">' in answer.text
        assert f'name="shown_number" value="{fields.get("shown_number", "")}"' in answer.text
    for wrong in ("0", "2.000", "dua", "-2", "٢", "9" * 13):
        answer = restored.deliver(shown_number=wrong)
        assert answer.status_code == 422
        assert "dengan angka saja" in plain(answer.text)
    assert written(browser) == before

    assert restored.deliver(shown_number=" 2 ").status_code == 303
    (path,) = written(browser) - before
    bulletin = verify_delivery(path.read_bytes(), browser.office.did).bulletin
    assert bulletin.number == 2 + SKIPPED + 1
    result = plain(browser.page("/meja/antaran-hasil"))
    assert "Maklumat 2 diambil alih" in result
    assert "benihnya tidak ada di sini" in result
    assert "Maklumat situs diambil alih" in plain(browser.page("/meja/jejak"))
    assert "numbers.mark" not in browser.page("/meja/")
    browser.post("/meja/bahasa", {"language": "en", "page": "/meja/"})
    english = plain(browser.page("/meja/antaran-hasil"))
    assert "Bulletin 2 was taken over" in english
    assert "diambil alih" not in english


def test_an_odd_date_and_a_missing_number_are_confirmed_in_one_form(restored: Restored) -> None:
    browser = restored.browser
    browser.office.day += 100
    restored.bring()
    answer = restored.deliver()
    assert answer.status_code == 422
    assert re.search(r'name="sure" value="yes" id="sure">', answer.text)
    assert 'name="shown_number"' not in answer.text
    answer = restored.deliver(sure="yes")
    assert answer.status_code == 422
    # The tick stays for the next attempt, on this page alone.
    assert re.search(r'name="sure" value="yes" id="sure" checked>', answer.text)
    assert 'name="shown_number"' in answer.text
    assert 'name="sure"' not in browser.page("/meja/antaran")
    answer = restored.deliver(shown_number="2")
    assert answer.status_code == 422
    assert 'name="shown_number" value="2"' in answer.text


@pytest.fixture
def foreign(inside: Browser, tmp_path: Path) -> Browser:
    """A current vault beside a stick with a bulletin that its own copy signed."""
    office = inside.office
    twin = tmp_path / "kembar"
    inside.place.room.lock()
    shutil.copytree(office.settings.vault_dir, twin, ignore=shutil.ignore_patterns("lock"))
    office.day += 7
    with Desk.open(replace(office.settings, vault_dir=twin), PASSPHRASE, office.day) as office.desk:
        office.deliver()
    for path in written(inside):
        path.unlink()
    inside.unlock()
    Restored(inside, office.delivered[-1]).bring()
    return inside


def test_a_foreign_bulletin_is_taken_over_by_a_tick_that_names_it(foreign: Browser) -> None:
    fields = {"path": str(foreign.office.folder)}
    # Before anybody has read which bulletin it is, no tick counts.
    for tick in ({"force": "2"}, {}, {"force": "yes"}, {"force": "3"}):
        answer = foreign.post("/meja/antaran", {**fields, **tick})
        assert answer.status_code == 422
        assert "tidak ditandatangani di sini" in plain(answer.text)
        assert re.search(r'name="force" value="2" id="force" aria-\w+="force-hint">', answer.text)
    assert not written(foreign)
    assert "Situs menampilkan maklumat 2" in plain(foreign.page("/meja/"))
    assert foreign.post("/meja/antaran", {**fields, "force": "2"}).status_code == 303
    (path,) = written(foreign)
    assert verify_delivery(path.read_bytes(), foreign.office.did).bulletin.number == 3
    assert "Maklumat 2 diambil alih" in plain(foreign.page("/meja/antaran-hasil"))


def test_an_import_says_what_a_vault_that_was_set_back_took_over(
    inside: Browser, tmp_path: Path
) -> None:
    office = inside.office
    vault, copy = office.settings.vault_dir / "vault.db", tmp_path / "lama.db"
    inside.place.room.lock()
    shutil.copy(vault, copy)
    with Desk.open(office.settings, PASSPHRASE, office.day) as office.desk:
        # In the same week no intake key is made: the seeds file stays one that the old vault opens.
        office.day += 1
        office.deliver()
    shutil.copy(copy, vault)
    inside.unlock()
    assert "lebih tua dari yang sudah diterbitkan" in plain(inside.page("/meja/"))
    Restored(inside, office.delivered[-1]).bring()
    result = plain(import_it(inside, office.pickup()))
    assert "Maklumat 2 diambil alih" in result
    assert "lebih tua" not in inside.page("/meja/")


def test_what_was_taken_over_before_a_refusal_is_said(inside: Browser, tmp_path: Path) -> None:
    # The site shows a later certificate, so the restored vault's own key is a retired one.
    restored = restore(inside, tmp_path, renewed=True)
    restored.bring()
    answer = restored.deliver(shown_number="2")
    assert answer.status_code == 422
    assert "Maklumat 2 diambil alih" in plain(answer.text)
    assert "sudah diganti yang lebih baru" in plain(inside.page("/meja/"))
    again = restored.deliver()
    assert again.status_code == 422
    assert "diambil alih" not in plain(again.text)


def test_what_runs_out_is_said_on_the_summary(inside: Browser) -> None:
    summary = inside.page("/meja/")
    assert 'class="urgent alarm"' not in summary
    inside.office.day += 14
    day = Wording("id").day(DAY + 35)
    assert f"Mulai {day} tidak ada yang dapat menulis" in plain(inside.page("/meja/"))
    inside.office.day = DAY + 90
    summary = plain(inside.page("/meja/"))
    assert f"Sertifikat kunci tanda tangan berakhir {Wording('id').day(DAY + 100)}" in summary
    assert "titip workstation renew-signing" in summary


# -- one case -----------------------------------------------------------------------------


def test_a_draft_survives_a_reload_and_a_restart(inside: Browser, waiting: Waiting) -> None:
    import_it(inside, waiting.path)
    number = case_of(inside, "Kuitansi")
    case = f"/meja/perkara/{number}"
    assert inside.post(f"{case}/draf", {"reply": "Baris satu\nBaris dua"}).status_code == 204
    assert "Baris satu\nBaris dua</textarea>" in inside.page(case)
    inside.place.room.lock()
    inside.unlock()
    assert "Baris satu\nBaris dua</textarea>" in inside.page(case)
    assert number in inside.page("/meja/")
    inside.post(f"{case}/balas", {"reply": "Baris satu\r\nBaris dua"})
    assert "Baris dua</textarea>" not in inside.page(case)


def test_a_refused_form_shows_what_was_typed(inside: Browser, waiting: Waiting) -> None:
    import_it(inside, waiting.path)
    case = f"/meja/perkara/{case_of(inside, 'Kuitansi')}"
    longest = "é" * 12_000
    answer = inside.post(f"{case}/balas", {"reply": longest})
    assert answer.status_code == 422
    assert f"{longest}</textarea>" in answer.text
    assert "terlalu panjang" in answer.text
    answer = inside.post(f"{case}/status", {"status": "tidak_dapat_ditindaklanjuti"})
    assert answer.status_code == 422
    assert "memerlukan alasan" in answer.text
    assert '<option value="tidak_dapat_ditindaklanjuti" selected' in answer.text
    answer = inside.post(f"{case}/status", {"reason": "Alasan saya"})
    assert answer.status_code == 422
    assert "Alasan saya</textarea>" in answer.text
    assert inside.post(f"{case}/balas", {"reply": " \n"}).status_code == 422
    assert inside.post(f"{case}/catatan", {"note": " "}).status_code == 422


def test_a_waiting_reply_can_be_taken_back(inside: Browser, waiting: Waiting) -> None:
    import_it(inside, waiting.path)
    case = f"/meja/perkara/{case_of(inside, 'Kuitansi')}"
    inside.post(f"{case}/balas", {"reply": "Terlalu cepat"})
    found = re.search(r'name="reply_id" value="(\d+)"', inside.page(case))
    assert found
    inside.post(f"{case}/batal", {"reply_id": found[1]})
    page = inside.page(case)
    assert "Terlalu cepat</textarea>" in page
    assert 'data-reply="message"' not in page
    assert inside.post(f"{case}/batal", {"reply_id": found[1]}).status_code == 422


def test_attachments_are_saved_byte_for_byte(
    inside: Browser, waiting: Waiting, tmp_path: Path
) -> None:
    import_it(inside, waiting.path)
    case = f"/meja/perkara/{case_of(inside, 'Kuitansi')}"
    found = re.search(r'name="letter_id" value="(\d+)"', inside.page(case))
    assert found
    folder = tmp_path / "keluar"
    inside.post(f"{case}/lampiran", {"letter_id": found[1], "folder": str(folder)})
    assert [path.read_bytes() for path in folder.iterdir()] == [b"isi bukti"]
    other = f"/meja/perkara/{case_of(inside, 'Perkara kedua')}"
    answer = inside.post(f"{other}/lampiran", {"letter_id": found[1], "folder": str(folder)})
    assert answer.status_code == 422
    assert len(list(folder.iterdir())) == 1
    answer = inside.post(f"{case}/lampiran", {"letter_id": found[1], "folder": "relatif"})
    assert answer.status_code == 422


def test_an_unknown_case_is_an_answer_not_a_crash(inside: Browser) -> None:
    answer = inside.get("/meja/perkara/P-1999-0001")
    assert answer.status_code == 422
    assert "P-1999-0001 tidak ada" in answer.text


def test_a_search_is_sent_in_the_body(inside: Browser, waiting: Waiting) -> None:
    import_it(inside, waiting.path)
    answer = inside.post("/meja/perkara", {"search": "kuitansi"})
    assert answer.text.count("data-case=") == 1
    assert '<form method="post" action="/meja/perkara" role="search"' in answer.text


def test_a_failure_is_told_without_what_was_typed(
    inside: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("rahasia di dalam pesan")

    monkeypatch.setattr(Desk, "add_note", fail)
    answer = inside.post("/meja/perkara/P-2026-0001/catatan", {"note": "rahasia yang diketik"})
    assert answer.status_code == 500
    assert "rahasia" not in answer.text
    assert "RuntimeError" in caplog.text
    assert "rahasia" not in caplog.text


# -- what strangers write -------------------------------------------------------------------


def test_markup_is_text(inside: Browser, hostile: Path) -> None:
    import_it(inside, hostile)
    page = inside.page(f"/meja/perkara/{case_of(inside, 'Judul')}")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "</textarea><b>" not in page


def test_controls_and_turning_marks_become_visible(inside: Browser, hostile: Path) -> None:
    import_it(inside, hostile)
    number = case_of(inside, "Judul")
    for page in (inside.page(f"/meja/perkara/{number}"), inside.page("/meja/perkara")):
        assert not re.search(
            r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", page
        )
        assert "⟦U+202E⟧" in page
    page = inside.page(f"/meja/perkara/{number}")
    for sign in ("⟦U+0000⟧", "⟦U+001B⟧", "⟦U+2067⟧", "⟦U+200F⟧", "⟦U+0085⟧", "⟦U+FEFF⟧"):
        assert sign in page
    assert 'daftar<span class="sign">⟦U+202E⟧</span>fdp.exe' in page


def test_other_scripts_emoji_and_a_long_line_stay_whole(inside: Browser, hostile: Path) -> None:
    import_it(inside, hostile)
    page = inside.page(f"/meja/perkara/{case_of(inside, 'Judul')}")
    assert '<p dir="auto">שלום עולם</p>' in page
    assert '<p dir="auto">مرحبا بالعالم</p>' in page
    assert "👨‍👩‍👧‍👦" in page
    assert "x" * 20_000 in page


@pytest.fixture
def hostile(office: Office) -> Path:
    account = "\n".join(
        (
            "<script>alert(1)</script><img src=x onerror=alert(2)></textarea><b>",
            "bidi \u202ekilab\u202c \u2067x\u2069 \u200f NUL \x00 ESC \x1b[31m NEL \x85 BOM \ufeff",
            "שלום עולם",
            "مرحبا بالعالم",
            "👨‍👩‍👧‍👦 😀",
            "x" * 20_000,
        )
    )
    attachments, records = office.attach({"daftar\u202efdp.exe": b"x"})
    letter = office.report(
        new_thread(), "Judul \u202ekilabret <b>", account=account, attachments=attachments
    )
    return office.pickup([letter], records)


def test_a_letter_of_another_author_is_set_aside_and_explained(
    inside: Browser, forged: dict[str, Path]
) -> None:
    import_it(inside, forged["first"])
    result = import_it(inside, forged["second"])
    assert re.search(r"1\s+dikarantina", plain(result))
    number = case_of(inside, "Asli")
    page = inside.page("/meja/disisihkan")
    assert "Penulisnya lain" in page
    assert "&lt;i&gt;Hentikan" in page
    assert number in page
    case = inside.page(f"/meja/perkara/{number}")
    assert 'id="has-aside"' in case
    assert "Hentikan" not in case
    assert "1 surat disisihkan dan belum dilihat" in plain(inside.page("/meja/"))


@pytest.fixture
def forged(office: Office) -> dict[str, Path]:
    thread = new_thread()
    other = ThreadKeys(thread.thread_key, new_thread().author_seed)
    return {
        "first": office.pickup([office.report(thread, "Asli")]),
        "second": office.pickup([office.follow_up(other, "<i>Hentikan pemeriksaan")]),
    }


def test_a_withdrawal_is_shown(inside: Browser, withdrawn: Path) -> None:
    import_it(inside, withdrawn)
    assert 'id="withdrawn"' in inside.page(f"/meja/perkara/{case_of(inside, 'Ditarik')}")


@pytest.fixture
def withdrawn(office: Office) -> Path:
    thread = new_thread()
    return office.pickup([office.report(thread, "Ditarik"), office.withdrawal(thread)])


# -- both languages -------------------------------------------------------------------------


def test_english_is_one_button_away(inside: Browser, waiting: Waiting) -> None:
    import_it(inside, waiting.path)
    number = case_of(inside, "Kuitansi")
    answer = inside.post("/meja/bahasa", {"language": "en", "page": f"/meja/perkara/{number}"})
    assert answer.headers["Location"] == f"/meja/perkara/{number}"
    page = inside.page(f"/meja/perkara/{number}")
    assert '<html lang="en">' in page
    assert "Reply to the reporter" in page
    for path in SCREENS:
        assert '<html lang="en">' in inside.page(path)


# -- a running server -------------------------------------------------------------------------


@pytest.fixture
def running(office: Office) -> Iterator[Interface]:
    office.desk.close()
    interface = Interface(office.settings, port=0, today=lambda: office.day, who="Rina")
    thread = threading.Thread(target=interface.serve)
    thread.start()
    yield interface
    interface.stop()
    thread.join()


def ask(
    interface: Interface, method: str, path: str, body: str = "", **headers: str
) -> tuple[int, dict[str, str], str]:
    host, port = interface.link.split("/")[2].split(":")
    connection = HTTPConnection(host, int(port), timeout=30)
    try:
        given = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        connection.request(method, path, body or None, given)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()
    finally:
        connection.close()


def test_the_server_listens_on_loopback_and_opens_by_its_link(
    running: Interface, capfd: pytest.CaptureFixture[str]
) -> None:
    path = running.link[running.link.index("/?") :]
    assert running.link.startswith("http://127.0.0.1:")
    status, headers, _ = ask(running, "GET", path)
    assert status == 200
    assert headers["Server"] == "titip"
    cookie = headers["Set-Cookie"].split(";")[0]
    assert ask(running, "GET", path)[0] == 403

    status, headers, page = ask(running, "GET", "/meja/buka", Cookie=cookie)
    assert status == 200
    assert headers["Content-Security-Policy"] == POLICY
    csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    body = urlencode({"csrf": csrf, "passphrase": PASSPHRASE, "who": "Rina"})
    origin = running.link.split("/?")[0]
    assert ask(running, "POST", "/meja/buka", body, Cookie=cookie, Origin="http://x")[0] == 403
    status, headers, _ = ask(running, "POST", "/meja/buka", body, Cookie=cookie, Origin=origin)
    assert (status, headers["Location"]) == (303, "/meja/")
    status, _, page = ask(running, "GET", "/meja/", Cookie=cookie)
    assert status == 200
    assert 'id="demo"' in page
    assert ask(running, "GET", "/meja/", Cookie=cookie, Host="evil.example")[0] == 421
    written = capfd.readouterr()
    assert written.out + written.err == ""


def test_five_wrong_links_stop_the_server(office: Office) -> None:
    office.desk.close()
    interface = Interface(office.settings, port=0, today=lambda: office.day)
    thread = threading.Thread(target=interface.serve)
    thread.start()
    for _ in range(WRONG_TOKENS_MAX):
        assert ask(interface, "GET", "/?once=tebakan")[0] == 403
    thread.join()
    assert interface.besieged


def test_a_given_passphrase_that_is_wrong_leaves_no_server(office: Office) -> None:
    office.desk.close()
    with pytest.raises(WrongPassphraseError):
        Interface(office.settings, port=0, passphrase="salah", today=lambda: office.day)
