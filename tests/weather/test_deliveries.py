"""What a delivery may go through before it reaches the site, and what it frees there (§9)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dropbox.protocol.errors import PickupFormError
from dropbox.site.settings import SiteIdentity
from tests.builders import Drop
from tests.site.opened import OpenSite, small_settings, wait_until
from tests.workstation.builders import Office, new_thread


@pytest.fixture
def opened(tmp_path: Path, office: Office) -> Iterator[_Site]:
    """The site of that office, on the same day."""
    folder = tmp_path / "situs"
    folder.mkdir()
    keys = Drop(sid=office.sid)
    # What the site knows is public: the same SID and root key as the vault's.
    root_pk = bytes.fromhex(office.desk.identity().root_pk)
    with _Site(folder, keys, root_pk, office) as site:
        yield site


class _Site(OpenSite):
    def __init__(self, folder: Path, keys: Drop, root_pk: bytes, office: Office) -> None:
        self._root_pk, self._office = root_pk, office
        super().__init__(folder, keys, small_settings(folder))

    def open(self) -> None:
        self.identity = SiteIdentity(self._office.sid, self._root_pk)
        self.day = self._office.day
        super().open()

    def carry(self, office: Office) -> int:
        """Bring every waiting pickup to the workstation; return how many were new there."""
        new = 0
        for entry in self.close_epoch():
            path = office.folder / f"{entry['epoch']}.pickup"
            path.write_bytes(self.fetch(entry["epoch"]))
            new += not office.desk.import_pickup(path, office.day).repeated
        return new

    def settled(self, count: int) -> bool:
        """Tell whether `count` records remain, after the writer did what it had to do."""
        wait_until(lambda: not any(epoch.freeing for epoch in self.custody._epochs.values()))
        return self.stored() == count


def made(office: Office) -> bytes:
    """Let the workstation write the next delivery; return its bytes."""
    return Path(office.deliver().path).read_bytes()


def given(site: OpenSite, office: Office, letters: int = 1, chunks: int = 1) -> None:
    for _ in range(letters):
        site.give_letter(office.report(new_thread()))
    for _ in range(chunks):
        site.give_chunk()


def test_only_a_delivery_that_names_a_pickup_frees_its_slots(opened: _Site, office: Office) -> None:
    given(opened, office, 2, 2)
    # Made before the pickup was imported: it cannot name it, and frees nothing.
    early = made(office)
    assert opened.carry(office) == 1
    assert opened.deliver(early).status_code == 204
    assert opened.settled(4)
    assert len(opened.close_epoch()) >= 1
    assert opened.deliver(made(office)).status_code == 204
    assert opened.settled(0)


def test_what_came_after_the_pickup_is_not_freed_with_it(opened: _Site, office: Office) -> None:
    given(opened, office)
    opened.carry(office)
    given(opened, office, 3, 0)
    assert opened.deliver(made(office)).status_code == 204
    assert opened.settled(3)
    assert opened.carry(office) == 1
    assert opened.deliver(made(office)).status_code == 204
    assert opened.settled(0)


def test_naming_what_the_site_never_had_or_has_freed_is_harmless(
    opened: _Site, office: Office
) -> None:
    stranger = office.pickup([office.report(new_thread())])
    office.epoch = 0
    stranger = stranger.rename(office.folder / "dari-situs-lama.pickup")
    office.desk.import_pickup(stranger, office.day)
    given(opened, office)
    first = made(office)
    assert opened.deliver(first).status_code == 204
    assert opened.settled(2)
    opened.carry(office)
    for _ in range(3):
        # Every one of them names both pickups again.
        raw = made(office)
        assert len(office.delivered[-1].pickup_ids) == 2
        assert opened.deliver(raw).status_code == 204
        assert opened.settled(0)
    given(opened, office)
    assert opened.settled(2)


def test_a_lost_delivery_is_healed_by_the_next(opened: _Site, office: Office) -> None:
    given(opened, office, 2, 1)
    opened.carry(office)
    lost = [made(office) for _ in range(2)]
    assert opened.settled(3)
    # Two numbers are missing in the chain that the site sees.
    last = made(office)
    assert opened.deliver(last).status_code == 204
    assert opened.settled(0)
    assert opened.public.get("/board").data == office.delivered[-1].board
    # What was lost turns up: older, so refused, and what is shown stays.
    for raw in lost:
        refused = opened.deliver(raw)
        assert refused.status_code == 422
        assert refused.json is not None
        assert refused.json["error"] == "BulletinRollbackError"
        assert refused.json["id"]
        assert refused.json["en"]
    assert opened.public.get("/bulletin").data == office.delivered[-1].bulletin.raw


def test_the_same_delivery_twice_is_the_same_and_frees_what_was_closed_meanwhile(
    opened: _Site, office: Office
) -> None:
    given(opened, office)
    opened.carry(office)
    raw = made(office)
    for _ in range(3):
        assert opened.deliver(raw).status_code == 204
        assert opened.settled(0)
    opened.reopen()
    assert opened.deliver(raw).status_code == 204
    assert opened.public.get("/bulletin").data == office.delivered[-1].bulletin.raw


def test_a_pickup_is_named_for_sixty_days_and_then_no_more(office: Office) -> None:
    office.take([office.report(new_thread())])
    imported = office.day
    named = []
    for days in (0, 59, 60):
        office.day = imported + days
        office.deliver()
        named.append(len(office.delivered[-1].pickup_ids))
    assert named == [1, 1, 0]


def test_a_site_that_gets_nothing_back_for_sixty_days_frees_by_itself(
    opened: _Site, office: Office
) -> None:
    given(opened, office)
    opened.carry(office)
    opened.day += 59
    opened.close_epoch()
    assert opened.settled(2)
    opened.day += 1
    opened.close_epoch()
    wait_until(lambda: opened.stored() == 0)


def test_a_delivery_cut_anywhere_changes_nothing(opened: _Site, office: Office) -> None:
    given(opened, office)
    opened.carry(office)
    shown = made(office)
    assert opened.deliver(shown).status_code == 204
    assert opened.settled(0)
    given(opened, office)
    opened.carry(office)
    whole = made(office)
    before = opened.public.get("/bulletin").data
    cuts = [0, 1, 79, 80, 111, 112, 400, len(whole) - 32_768, len(whole) - 1]
    for raw in [whole[:cut] for cut in cuts] + [whole + b"\0"]:
        refused = opened.deliver(raw)
        assert refused.status_code in {411, 422}, len(raw)
        assert opened.settled(2)
        assert opened.public.get("/bulletin").data == before
    assert opened.deliver(whole).status_code == 204
    assert opened.settled(0)


def test_a_pickup_is_not_acknowledged_before_all_of_it_is_imported(
    opened: _Site, office: Office
) -> None:
    given(opened, office)
    [entry] = opened.close_epoch()
    path = office.folder / "rusak.pickup"
    raw = bytearray(opened.fetch(entry["epoch"]))
    raw[7] ^= 1
    path.write_bytes(raw)
    with pytest.raises(PickupFormError):
        office.desk.import_pickup(path, office.day)
    assert opened.deliver(made(office)).status_code == 204
    assert office.delivered[-1].pickup_ids == []
    assert opened.settled(2)
    path.unlink()
    # With it comes the empty one of the epoch since.
    assert opened.carry(office) == 2
    assert len(office.desk.cases()) == 1
    assert opened.deliver(made(office)).status_code == 204
    assert opened.settled(0)
