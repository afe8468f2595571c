"""What is kept, until when, and how the courier gets it (§8, §10)."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN, PICKUP_HEADER_LEN
from dropbox.site.custody import UnknownPickupError
from dropbox.site.store import FILE_NAME, Reading, StoreError, StoreInUseError
from tests.builders import Drop
from tests.site.opened import OpenSite, a_chunk, a_letter, small_settings, wait_until


def test_a_pickup_holds_what_was_given_and_nothing_else(site: OpenSite) -> None:
    given = sorted(site.give_letter() for _ in range(9))
    chunks = sorted(site.give_chunk() for _ in range(3))
    [listed] = site.close_epoch()
    raw = site.fetch(listed["epoch"])
    verified = site.verified(raw)
    assert verified.id.hex() == listed["id"]
    assert len(raw) == listed["len"]
    assert verified.header.closed_day == listed["closed"] == site.day
    assert site.records(raw) == [*given, *chunks]


@pytest.mark.parametrize("step", [1 << 20, 32_768, 32_769, 99_991])
def test_a_pickup_read_in_pieces_is_the_same_file(site: OpenSite, step: int) -> None:
    for _ in range(5):
        site.give_letter()
    site.give_chunk()
    [listed] = site.close_epoch()
    assert site.fetch(listed["epoch"], step) == site.fetch(listed["epoch"])


def test_every_single_offset_around_the_borders_of_records(site: OpenSite) -> None:
    site.give_letter()
    site.give_letter()
    site.give_chunk()
    [listed] = site.close_epoch()
    whole = site.fetch(listed["epoch"])
    borders = [0, PICKUP_HEADER_LEN]
    borders += [PICKUP_HEADER_LEN + LETTER_LEN, PICKUP_HEADER_LEN + 2 * LETTER_LEN, len(whole)]
    for border in borders:
        for offset in range(max(border - 2, 0), border + 3):
            for length in (1, 3, LETTER_LEN):
                assert site.read(listed["epoch"], offset, length) == whole[offset : offset + length]


def test_letters_that_begin_alike_are_sorted_whole(site: OpenSite) -> None:
    beginning = os.urandom(1_000)
    alike = [beginning + os.urandom(LETTER_LEN - 1_000) for _ in range(8)]
    for letter in alike:
        site.give_letter(letter)
    [listed] = site.close_epoch()
    raw = site.fetch(listed["epoch"])
    site.verified(raw)
    assert site.records(raw) == sorted(alike)


def test_a_letter_that_is_sent_again_is_kept_once(site: OpenSite) -> None:
    letter = site.give_letter()
    site.give_letter(letter)
    site.reopen()
    site.give_letter(letter)
    [listed] = site.close_epoch()
    site.give_letter(letter)
    assert site.records(site.fetch(listed["epoch"])) == [letter]
    assert site.stored() == 1


def test_the_first_chunk_under_a_cid_stays(site: OpenSite) -> None:
    first = site.give_chunk()
    site.give_chunk(first[:32] + os.urandom(CHUNK_RECORD_LEN - 32))
    site.reopen()
    site.give_chunk(first[:32] + os.urandom(CHUNK_RECORD_LEN - 32))
    [listed] = site.close_epoch()
    assert site.records(site.fetch(listed["epoch"])) == [first]


def test_a_full_site_says_so_and_letters_do_not_need_the_room_of_chunks(tiny: OpenSite) -> None:
    kept = [tiny.give_chunk() for _ in range(2)]
    refused = tiny.post("/chunks", a_chunk())
    assert (refused.status_code, refused.json and refused.json["error"]) == (507, "full")
    tiny.give_chunk(kept[0])
    letters = [tiny.give_letter() for _ in range(3)]
    assert tiny.post("/letters", a_letter()).status_code == 507
    tiny.give_letter(letters[0])
    assert tiny.stored() == 5


def test_there_is_room_again_once_a_delivery_named_the_pickup(tiny: OpenSite, desk: Drop) -> None:
    letters = [tiny.give_letter() for _ in range(3)]
    [listed] = tiny.close_epoch()
    assert tiny.deliver(desk.deliver((bytes.fromhex(str(listed["id"])),))).status_code == 204
    wait_until(lambda: tiny.stored() == 0)
    assert tiny.custody.pickups()[0] == []
    with pytest.raises(UnknownPickupError):
        tiny.custody.read_pickup(1, 0, 100)
    assert tiny.courier.post("/pickups/read", json={"epoch": 1, "offset": 0, "len": 1}).json == {
        "error": "not_found",
        "id": "Tidak ada apa pun di alamat ini.",
        "en": "There is nothing here.",
    }
    tiny.give_letter(letters[0])
    [second] = tiny.close_epoch()
    assert second["epoch"] == 2


def test_what_was_freed_is_forgotten_in_memory_too(site: OpenSite, desk: Drop) -> None:
    site.give_letter()
    [listed] = site.close_epoch()
    site.fetch(listed["epoch"])
    assert list(site.custody._plans) == [listed["epoch"]]
    assert site.deliver(desk.deliver([bytes.fromhex(str(listed["id"]))])).status_code == 204
    assert site.custody.pickups()[0] == []
    assert not site.custody._plans


def test_a_bulletin_is_shown_only_once_it_is_durable(
    site: OpenSite, desk: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert site.deliver(desk.deliver()).status_code == 204
    before = site.custody.shown
    seen: list[object] = []
    database = site.custody._database

    def look_and_fail() -> None:
        seen.append(site.custody.shown)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(database, "commit", look_and_fail)
        assert site.deliver(desk.deliver()).status_code == 503
    assert seen == [before]
    assert site.custody.shown == before
    assert site.deliver(desk.wrap(desk.last)).status_code == 204
    assert site.custody.shown != before


def test_what_no_delivery_named_stays_through_a_restart(site: OpenSite, desk: Drop) -> None:
    site.give_letter()
    [first] = site.close_epoch()
    site.give_letter()
    both = site.close_epoch()
    raw = site.fetch(2)
    assert site.deliver(desk.deliver((bytes.fromhex(str(first["id"])),))).status_code == 204
    site.reopen()
    assert site.custody.shown is not None
    assert site.custody.shown.bulletin.raw == desk.last
    assert site.custody.shown.board == desk.board
    assert site.courier.get("/pickups").json == {"pickups": both[1:], "open": 3}
    assert site.fetch(2) == raw


def test_an_empty_epoch_gives_one_empty_pickup_a_day(site: OpenSite) -> None:
    [listed] = site.close_epoch()
    assert site.verified(site.fetch(listed["epoch"])).header.letters == 0
    assert site.close_epoch() == [listed]
    site.reopen()
    assert site.close_epoch() == [listed]
    site.give_letter()
    assert len(site.close_epoch()) == 2
    assert len(site.close_epoch()) == 3
    assert len(site.close_epoch()) == 3
    site.day += 1
    assert [pickup["epoch"] for pickup in site.close_epoch()] == [1, 2, 3, 4]


def test_an_epoch_of_seven_days_closes_itself(site: OpenSite) -> None:
    site.give_letter()
    site.day += 6
    site.give_letter()
    assert site.courier.get("/pickups").json == {"pickups": [], "open": 1}
    site.day += 1
    site.reopen()
    wait_until(lambda: site.custody.pickups()[1] == 2)
    [pickup] = site.custody.pickups()[0]
    assert (pickup.closed, pickup.len) == (site.day, PICKUP_HEADER_LEN + 2 * LETTER_LEN)


def test_days_of_closing_never_fall(site: OpenSite) -> None:
    site.give_letter()
    site.close_epoch()
    site.day -= 3
    site.give_letter()
    first, second = (pickup["closed"] for pickup in site.close_epoch())
    assert first == second == site.day + 3


def test_the_day_is_noticed_while_the_site_runs(site: OpenSite) -> None:
    site.give_letter()
    site.day += 7
    site.give_letter()
    wait_until(lambda: site.custody.pickups()[1] == 2)


def test_what_nobody_fetched_is_overwritten_after_sixty_days(site: OpenSite) -> None:
    letter = site.give_letter()
    site.close_epoch()
    site.day += 59
    site.reopen()
    site.custody.pickups()
    assert site.fetch(1)
    site.day += 1
    site.reopen()
    wait_until(lambda: 1 not in [pickup.epoch for pickup in site.custody.pickups()[0]])
    wait_until(lambda: site.stored() == 0)
    site.custody.close()
    assert letter[:64] not in site.files()
    site.open()


def test_an_epoch_closes_before_it_outgrows_one_file(tmp_path: Path, desk: Drop) -> None:
    most = PICKUP_HEADER_LEN + 2 * LETTER_LEN + CHUNK_RECORD_LEN
    with OpenSite(tmp_path, desk, small_settings(tmp_path), pickup_max_len=most) as site:
        for _ in range(2):
            site.give_letter()
        site.give_chunk()
        assert site.custody.pickups()[1] == 1
        site.give_letter()
        [pickup], open_epoch = site.custody.pickups()
        assert (pickup.len, open_epoch) == (most, 2)


def test_numbers_go_on_after_everything_was_freed(site: OpenSite, desk: Drop) -> None:
    ids = tuple(bytes.fromhex(str(pickup["id"])) for pickup in site.close_epoch())
    site.deliver(desk.deliver(ids))
    wait_until(lambda: site.custody.pickups() == ([], 2))
    site.reopen()
    assert site.custody.pickups() == ([], 2)


def test_slots_are_added_in_whole_extents(tmp_path: Path, desk: Drop) -> None:
    with OpenSite(tmp_path, desk, small_settings(tmp_path)) as site:
        kinds = site.custody._kinds
        with Reading(site.settings.data) as reading:
            assert reading.count(kinds[0]) == (64, 0)
            assert reading.count(kinds[1]) == (8, 0)
        for _ in range(5):
            site.give_chunk()
        wait_until(lambda: site.custody._chunks.total == 16)
        for _ in range(11):
            site.give_chunk()
        with Reading(site.settings.data) as reading:
            assert reading.count(kinds[1]) == (16, 16)
        assert site.post("/chunks", a_chunk()).status_code == 507


def test_a_second_site_may_not_use_the_folder(site: OpenSite) -> None:
    with pytest.raises(StoreInUseError, match="already serves"):
        OpenSite(site.folder, site.desk, site.settings)
    site.give_letter()


def test_a_disk_that_fails_loses_nothing_and_is_survived(site: OpenSite) -> None:
    kept = site.give_letter()
    connection = site.custody._database._connection
    wait_until(lambda: site.custody._writer._commits == 0)
    # SQLite's own refusal to write: what a full disk gives, without filling one.
    connection.execute("PRAGMA query_only = ON").fetchall()
    answer = site.post("/letters", a_letter())
    assert (answer.status_code, answer.json and answer.json["error"]) == (503, "busy")
    assert int(answer.headers["Retry-After"]) > 0
    connection.execute("PRAGMA query_only = OFF").fetchall()
    second = site.give_letter()
    [listed] = site.close_epoch()
    assert site.records(site.fetch(listed["epoch"])) == sorted([kept, second])


def test_a_folder_without_a_database_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Start titip site serve"):
        Reading(tmp_path)


def test_a_database_of_a_newer_release_is_left_alone(site: OpenSite) -> None:
    site.custody._database._connection.execute("PRAGMA user_version = 99")
    site.custody.close()
    before = (site.settings.data / FILE_NAME).read_bytes()
    with pytest.raises(StoreError, match="newer release"):
        site.open()
    assert (site.settings.data / FILE_NAME).read_bytes() == before
    site.settings = replace(site.settings, data=site.folder / "other")
    site.open()
