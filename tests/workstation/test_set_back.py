"""A vault that was restored from a backup: nothing is signed twice, nobody's reply is lost."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from dropbox.protocol import bulletin
from dropbox.protocol.delivery import verify_delivery
from dropbox.workstation import delivering, mark, numbering
from dropbox.workstation.desk import Desk
from dropbox.workstation.errors import (
    CertificateDueError,
    ClockError,
    ForeignBulletinError,
    SetBackError,
)
from dropbox.workstation.numbering import SKIPPED
from dropbox.workstation.shown import SHOWN_BOARD, SHOWN_BULLETIN
from tests.workstation.builders import DAY, PASSPHRASE, Office, new_thread
from tests.workstation.restoring import (
    Site,
    back_up,
    copy_everything,
    log,
    read_delivery,
    reporter,
    restore,
    texts,
    two_weeks_later,
    week,
)


@pytest.fixture
def site(office: Office) -> Site:
    return Site(office, office.delivered[-1].bulletin)


@pytest.mark.parametrize("seeds", [True, False])
def test_after_a_restore_no_number_and_no_seq_is_used_again(
    office: Office, site: Site, tmp_path: Path, *, seeds: bool
) -> None:
    known, number = reporter(office, site)
    office.desk.reply(number, "Sudah antre saat dicadangkan.", office.day)
    copy = back_up(office, tmp_path)
    week(office, site)
    office.desk.reply(number, "Sesudah cadangan.", office.day)
    office.desk.set_status(number, "verifikasi", None, office.day)
    unknown, other = reporter(office, site, "Tidak ada di cadangan")
    office.desk.reply(other, "Untuk orang yang brankas lupakan.", office.day)
    week(office, site)
    published = site.shown
    before = {key: dict(seen) for key, seen in site.seqs.items()}
    restore(office, copy, seeds=seeds)

    expected = "set_back" if seeds else "unsure"
    assert office.desk.summary(office.day).numbers == expected
    written = set(office.folder.iterdir())
    with pytest.raises(SetBackError, match="courier pickup"):
        office.desk.deliver(office.folder, office.day)
    assert set(office.folder.iterdir()) == written

    site.bring()
    office.day += 7
    if not seeds:
        # The files may be old ones: somebody has to look at the page.
        with pytest.raises(SetBackError, match="--shown-number 3"):
            office.deliver()
        for wrong in (2, 4):
            with pytest.raises(SetBackError, match="holds bulletin 3, not the number"):
                office.desk.deliver(office.folder, office.day, shown_number=wrong)
    result = office.deliver(shown_number=None if seeds else 3)
    assert result.number == published.number + 1 + (0 if seeds else SKIPPED)
    taken = result.taken_over
    assert taken is not None
    assert (taken.number, taken.sheets, taken.sheets_lost) == (published.number, 2, 0)
    site.show()
    # What was on the board stays there, to the last reply, with the same seq: also for the thread
    # that the vault does not know any more.
    for key, seen in before.items():
        assert seen
        assert seen.items() <= site.seqs[key].items()
    assert site.seqs[unknown.thread_key] == before[unknown.thread_key]
    # The conversation is whole again, and nothing is said twice.
    assert site.seqs[known.thread_key] == before[known.thread_key]
    assert sorted(texts(office, number)) == ["Sesudah cadangan.", "Sudah antre saat dicadangkan."]
    assert office.desk.case(number).status == "verifikasi"
    assert ("numbers_taken_over", str(published.number)) in log(office)
    assert office.desk.summary(office.day).numbers == "current"
    assert office.desk.verify() == []
    # And it goes on as ever.
    office.desk.reply(number, "Sesudah pemulihan.", office.day)
    assert week(office, site).number == result.number + 1
    assert "Sesudah pemulihan." in {
        body.get("text") for body in site.seqs[known.thread_key].values()
    }
    assert office.desk.verify() == []


def test_importing_beside_what_the_site_shows_takes_over(
    office: Office, site: Site, tmp_path: Path
) -> None:
    number = two_weeks_later(office, site, tmp_path, seeds=True)
    site.bring()
    result = office.take([office.report(new_thread())])
    assert result.taken_over is not None
    assert result.taken_over.found == 2
    assert result.taken_over.keys_lost == [key["from"] for key in site.shown.content["keys"]]
    assert texts(office, number) == ["Sesudah cadangan."]
    assert office.take().taken_over is None
    assert office.desk.summary(office.day).numbers == "current"
    assert week(office, site).number == 4


@pytest.mark.parametrize("seeds", [True, False])
def test_without_the_board_nothing_is_delivered(
    office: Office, site: Site, tmp_path: Path, *, seeds: bool
) -> None:
    two_weeks_later(office, site, tmp_path, seeds=seeds)
    site.bring(board=False)
    for board in (b"bukan papan", site.office.delivered[0].board):
        (office.folder / SHOWN_BOARD).write_bytes(board)
        assert office.take().taken_over is None
        with pytest.raises(SetBackError, match="without its board"):
            office.desk.deliver(office.folder, office.day, shown_number=None if seeds else 3)
    site.bring()
    office.day += 7
    taken = office.deliver(shown_number=None if seeds else 3).taken_over
    assert taken is not None
    assert taken.sheets_lost == 0


def test_an_old_stick_beside_a_vault_that_cannot_tell_is_no_proof(
    office: Office, site: Site, tmp_path: Path
) -> None:
    copy = back_up(office, tmp_path)
    site.bring()
    week(office, site)
    restore(office, copy, seeds=False)
    # The stick still holds number 1, which the vault knows; the site shows 2.
    with pytest.raises(SetBackError, match="--shown-number 1"):
        office.desk.deliver(office.folder, office.day)
    with pytest.raises(SetBackError, match="holds bulletin 1, not the number"):
        office.desk.deliver(office.folder, office.day, shown_number=2)
    site.bring()
    office.day += 7
    assert office.deliver(shown_number=2).number == 2 + SKIPPED + 1
    site.show()


@pytest.mark.parametrize("seeds", [True, False])
def test_with_nothing_but_the_number_on_the_page_a_restored_vault_skips_ahead(
    office: Office, site: Site, tmp_path: Path, *, seeds: bool
) -> None:
    two_weeks_later(office, site, tmp_path, seeds=seeds)
    result = office.desk.deliver(office.folder, office.day, shown_number=3)
    assert result.number == 3 + SKIPPED + 1
    office.delivered.append(read_delivery(office, result))
    site.show()
    assert ("numbers_skipped", str(3 + SKIPPED)) in log(office)
    assert office.deliver().number == result.number + 1
    assert office.desk.verify() == []


def test_a_vault_from_before_its_first_delivery_goes_on_too(office: Office, tmp_path: Path) -> None:
    settings = replace(office.settings, vault_dir=tmp_path / "lain")
    Desk.init(settings, PASSPHRASE, DAY, demo=True)
    shutil.rmtree(settings.seeds_path.parent)
    with Desk.open(settings, PASSPHRASE, DAY) as desk:
        desk.replace_lost_keys(DAY)
        with pytest.raises(SetBackError):
            desk.deliver(tmp_path, DAY)
        result = desk.deliver(tmp_path, DAY, shown_number=4)
        assert result.number == 4 + SKIPPED + 1
        assert desk.verify() == []


def test_a_delivery_that_is_still_on_its_way_comes_first(
    office: Office, site: Site, tmp_path: Path
) -> None:
    copy = back_up(office, tmp_path)
    week(office, site)
    site.bring()
    office.day += 7
    office.deliver()
    restore(office, copy, seeds=True)
    # The mark knows number 3; the site shows 2.
    with pytest.raises(SetBackError, match="to the site first"):
        office.desk.deliver(office.folder, office.day)
    site.show()
    site.bring()
    assert week(office, site).number == 4


def test_a_retired_signing_key_signs_nothing(office: Office, site: Site, tmp_path: Path) -> None:
    thread, number = reporter(office, site)
    root = office.settings.vault_dir / "root.box"
    copy = back_up(office, tmp_path)
    week(office, site)
    for text in ("Dengan kunci kedua.", "Dengan kunci ketiga."):
        office.day += 1
        office.desk.renew_signing(root, PASSPHRASE, office.day)
        office.desk.reply(number, text, office.day)
        week(office, site)
    before = dict(site.seqs[thread.thread_key])
    restore(office, copy, seeds=True)
    site.bring()
    office.day += 7
    with pytest.raises(CertificateDueError, match="a later one has replaced it"):
        office.deliver()
    summary = office.desk.summary(office.day)
    assert (summary.signing_retired, summary.certificate_due) == (True, True)
    office.desk.renew_signing(root, PASSPHRASE, office.day)
    assert not office.desk.summary(office.day).signing_retired
    office.deliver()
    site.show()
    assert site.shown.number == 5
    # All earlier keys are named, also those the vault never had, so their replies still verify.
    assert len(site.shown.content["signers"]) == 3
    assert len(before) == 3
    assert before.items() <= site.seqs[thread.thread_key].items()


def test_a_current_vault_that_meets_what_it_never_signed_raises_the_alarm(
    office: Office, site: Site, tmp_path: Path
) -> None:
    thread, number = reporter(office, site)
    twin = copy_everything(office, tmp_path)
    with twin.desk:
        twin.desk.reply(number, "Dari salinan.", office.day)
        week(twin, Site(twin, site.shown, site.seqs))
        office.day = twin.day
        office.desk.reply(number, "Dari sini.", office.day)
        own = office.deliver()
        office.delivered[-1:] = twin.delivered[-1:]
        site.show()
        site.bring()
    assert own.number == site.shown.number
    with pytest.raises(ForeignBulletinError, match="--take-over"):
        office.desk.deliver(office.folder, office.day)
    # It is not forgotten when the stick is another one.
    with pytest.raises(ForeignBulletinError, match="renew-signing"):
        office.desk.deliver(tmp_path, office.day)
    assert office.desk.summary(office.day).foreign_number == own.number
    assert log(office).count(("foreign_bulletin", str(own.number))) == 1
    assert office.take([office.report(new_thread())]).opened_cases == 1

    office.day += 7
    result = office.desk.deliver(office.folder, office.day, force=True)
    assert result.number == own.number + 1
    taken = result.taken_over
    assert taken is not None
    # Message and receipt had gone out on a sheet that nobody ever saw; the receipt is on the
    # other copy's sheet.
    assert (taken.waiting_again, taken.found) == (2, 2)
    office.delivered.append(read_delivery(office, result))
    site.show()
    said = [body.get("text") for _, body in sorted(site.seqs[thread.thread_key].items())]
    assert sorted(filter(None, said)) == ["Dari salinan.", "Dari sini."]
    assert office.desk.verify() == []


def test_after_a_renewal_the_other_bulletin_matters_no_more(
    office: Office, site: Site, tmp_path: Path
) -> None:
    twin = copy_everything(office, tmp_path)
    with twin.desk:
        week(twin, Site(twin, site.shown))
        office.day = twin.day
        (office.folder / SHOWN_BULLETIN).write_bytes(twin.delivered[-1].bulletin.raw)
        (office.folder / SHOWN_BOARD).write_bytes(twin.delivered[-1].board)
    with pytest.raises(ForeignBulletinError):
        office.deliver()
    office.desk.renew_signing(office.settings.vault_dir / "root.box", PASSPHRASE, office.day)
    assert office.desk.summary(office.day).foreign_number is None
    office.deliver()
    site.shown = twin.delivered[-1].bulletin
    site.show()
    assert office.desk.verify() == []


def test_a_clock_behind_what_the_site_shows_signs_nothing(
    office: Office, site: Site, tmp_path: Path
) -> None:
    two_weeks_later(office, site, tmp_path, seeds=True)
    site.bring()
    right, office.day = office.day, site.shown.issued - 1
    assert office.take().taken_over is None
    with pytest.raises(ClockError, match="the site's bulletin"):
        office.desk.deliver(office.folder, office.day)
    office.day = right
    assert week(office, site).number == 4


def test_what_is_not_this_drops_own_is_not_believed(
    office: Office, site: Site, tmp_path: Path
) -> None:
    other = replace(office.settings, vault_dir=tmp_path / "lain")
    Desk.init(other, PASSPHRASE, DAY, demo=True)
    with Desk.open(other, PASSPHRASE, DAY) as desk:
        did = bytes.fromhex(desk.identity().did)
        foreign = verify_delivery(
            Path(desk.deliver(tmp_path, DAY).path).read_bytes(), did
        ).bulletin.raw
    changed = bytearray(site.shown.raw)
    changed[-2] ^= 1
    for raw in (foreign, bytes(changed), b"", bytes(70_000)):
        (office.folder / SHOWN_BULLETIN).write_bytes(raw)
        assert week(office, site).taken_over is None
    two_weeks_later(office, site, tmp_path, seeds=False)
    (office.folder / SHOWN_BULLETIN).write_bytes(foreign)
    with pytest.raises(SetBackError):
        office.desk.deliver(office.folder, office.day)


def test_a_mark_that_is_lost_is_made_good_by_what_the_site_shows(
    office: Office, site: Site
) -> None:
    week(office, site)
    office.settings.mark_path.write_bytes(b"titip/1n" + bytes(80))
    office.reopen()
    assert office.desk.summary(office.day).numbers == "unsure"
    with pytest.raises(SetBackError):
        office.deliver()
    site.bring()
    assert office.deliver(shown_number=2).number == 2 + SKIPPED + 1
    assert office.desk.summary(office.day).numbers == "current"


def test_an_old_mark_beside_a_newer_vault_is_no_proof(office: Office, site: Site) -> None:
    older = office.settings.mark_path.read_bytes()
    week(office, site)
    week(office, site)
    office.settings.mark_path.write_bytes(older)
    office.reopen()
    assert office.desk.summary(office.day).numbers == "unsure"


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", ["mark", "take_over"])
@pytest.mark.parametrize("restored", [False, True])
def test_cut_off_anywhere_no_number_is_signed_twice(
    office: Office,
    site: Site,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    *,
    after: bool,
    restored: bool,
) -> None:
    class CutOffError(Exception):
        pass

    signed: dict[int, set[bytes]] = {}
    real_make = bulletin.make_bulletin

    def make(*arguments: object) -> bytes:
        raw = real_make(*arguments)  # type: ignore[arg-type]
        content: dict[str, int] = arguments[-1]  # type: ignore[assignment]
        signed.setdefault(content["number"], set()).add(raw)
        return raw

    monkeypatch.setattr(delivering, "make_bulletin", make)
    if restored:
        two_weeks_later(office, site, tmp_path, seeds=True)
    else:
        week(office, site)
    site.bring()
    office.day += 7
    owner, name = (mark, "write_atomically") if step == "mark" else (numbering, "take_over")
    real, cuts = getattr(owner, name), 0
    for call in range(4):
        seen = 0

        def cut(*arguments: object, **named: object) -> object:
            nonlocal seen
            seen += 1
            if seen - 1 == call and not after:  # noqa: B023 - called within the round
                raise CutOffError
            made = real(*arguments, **named)
            if seen - 1 == call:  # noqa: B023 - called within the round
                raise CutOffError
            return made

        with monkeypatch.context() as patch:
            patch.setattr(owner, name, cut)
            try:
                office.desk.deliver(office.folder, office.day)
            except CutOffError:
                cuts += 1
            office.desk.close()
        office.desk = Desk.open(office.settings, PASSPHRASE, office.day)
    result = office.deliver()
    assert cuts or (step == "take_over" and not restored)
    assert all(len(raws) == 1 for raws in signed.values())
    assert result.number == max(signed)
    site.show()
    assert office.desk.verify() == []
