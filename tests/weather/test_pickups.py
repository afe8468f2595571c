"""What a pickup may go through before it reaches the workstation (§8)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dropbox.protocol.errors import PickupError, PickupForeignError
from dropbox.protocol.pickup import make_pickup
from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN, PICKUP_HEADER_LEN
from tests.workstation.builders import DAY, Office, new_thread

LETTERS, CHUNKS = 3, 3
FIRST_CHUNK = PICKUP_HEADER_LEN + LETTERS * LETTER_LEN
WHOLE = FIRST_CHUNK + CHUNKS * CHUNK_RECORD_LEN
CUTS = {
    "nothing": 0,
    "in the magic": 5,
    "in the header": PICKUP_HEADER_LEN - 1,
    "after the header": PICKUP_HEADER_LEN,
    "first byte of a letter": PICKUP_HEADER_LEN + 1,
    "in a letter": PICKUP_HEADER_LEN + LETTER_LEN + 9_999,
    "between letters": PICKUP_HEADER_LEN + 2 * LETTER_LEN,
    "before the chunks": FIRST_CHUNK,
    "in a cid": FIRST_CHUNK + 31,
    "in a chunk": FIRST_CHUNK + CHUNK_RECORD_LEN + 77_777,
    "between chunks": FIRST_CHUNK + 2 * CHUNK_RECORD_LEN,
    "last byte": WHOLE - 1,
}


def full_pickup(office: Office) -> Path:
    reporter = new_thread()
    attachments, records = office.attach({"bukti.bin": os.urandom(600_000)})
    report = office.report(reporter, attachments=attachments)
    letters = [report, office.follow_up(reporter), office.report(new_thread())]
    assert len(records) == CHUNKS
    return office.pickup(letters, records)


def kept(office: Office) -> tuple[int, int, int, int]:
    """Everything that an import could leave behind."""
    vault = office.desk._vault
    cases = vault.number("SELECT count(*) FROM cases")
    pickups = vault.number("SELECT count(*) FROM pickups")
    letters = vault.number("SELECT count(*) FROM letters")
    chunks = office.settings.vault_dir / "chunks"
    files = sum(path.is_file() for path in chunks.rglob("*")) if chunks.exists() else 0
    return cases, pickups, letters, files


def live(office: Office) -> set[int]:
    """The first days of the weeks whose keys still open letters."""
    keys = office.desk.keys()
    return {key.from_day for key in keys if key.destroyed_day is None}


@pytest.mark.parametrize("place", CUTS)
def test_a_cut_pickup_is_refused_whole_and_the_whole_one_is_taken(
    office: Office, place: str
) -> None:
    path = full_pickup(office)
    whole = path.read_bytes()
    assert len(whole) == WHOLE
    before = kept(office)
    path.write_bytes(whole[: CUTS[place]])
    with pytest.raises(PickupError):
        office.desk.import_pickup(path, office.day)
    assert kept(office) == before
    path.write_bytes(whole)
    result = office.desk.import_pickup(path, office.day)
    assert (result.opened_cases, result.joined, result.chunks_new) == (2, 1, 3)
    assert office.desk.verify() == []


def test_one_byte_more_is_refused(office: Office) -> None:
    path = full_pickup(office)
    before = kept(office)
    with path.open("ab") as file:
        file.write(b"\0")
    with pytest.raises(PickupError):
        office.desk.import_pickup(path, office.day)
    assert kept(office) == before


def test_again_and_under_another_name_it_is_the_same_pickup(office: Office) -> None:
    path = full_pickup(office)
    office.desk.import_pickup(path, office.day)
    after = kept(office)
    other = path.with_name("salinan (2).pickup")
    other.write_bytes(path.read_bytes())
    for again in (path, other):
        result = office.desk.import_pickup(again, office.day + 1)
        assert result.repeated
        assert (result.opened_cases, result.joined, result.chunks_new) == (0, 0, 0)
    assert kept(office) == after
    delivered = office.deliver()
    assert delivered.receipts == 3


def test_another_sites_pickup_is_refused_whatever_it_holds(office: Office) -> None:
    path = full_pickup(office)
    raw = bytearray(path.read_bytes())
    raw[8:24] = os.urandom(16)
    path.write_bytes(raw)
    before = kept(office)
    with pytest.raises(PickupForeignError):
        office.desk.import_pickup(path, office.day)
    assert kept(office) == before
    # Not even its epoch counts.
    assert office.desk.summary(office.day).epochs.missing == []


def test_pickups_out_of_order_join_all_the_same_and_their_keys_wait_for_the_gap(
    office: Office,
) -> None:
    thread = new_thread()
    attachments, records = office.attach({"bukti.bin": os.urandom(300_000)})
    first = office.pickup([office.report(thread, attachments=attachments)], records[:1])
    office.day += 7
    office.deliver()
    second = office.pickup([office.follow_up(thread)], records[1:])
    office.day += 14
    office.deliver()
    third = office.pickup([office.report(new_thread())])

    # The week from DAY and its fourteen days are over, and epoch 3 was closed after it. But what
    # was sealed to its key may still be on a stick.
    third_result = office.desk.import_pickup(third, office.day)
    assert third_result.opened_cases == 1
    assert DAY in live(office)
    assert office.desk.summary(office.day).epochs.missing == [1, 2]
    # The follow-up comes before its report: a case of its own thread, joined by what comes later.
    assert office.desk.import_pickup(second, office.day).opened_cases == 1
    assert DAY in live(office)
    assert office.desk.summary(office.day).epochs.missing == [1]
    result = office.desk.import_pickup(first, office.day)
    assert (result.opened_cases, result.joined, result.unopened) == (0, 1, 0)
    assert office.desk.summary(office.day).epochs.missing == []
    assert DAY not in live(office)
    assert len(office.desk.cases()) == 2


def test_two_different_pickups_of_one_epoch_destroy_nothing(office: Office) -> None:
    genuine = office.pickup([office.report(new_thread())])
    other = genuine.with_name("lain.pickup")
    other.write_bytes(make_pickup(office.sid, 1, DAY, [], []))
    office.day += 28
    closing = office.pickup()
    for path in (other, genuine, closing):
        office.desk.import_pickup(path, office.day)
    assert office.desk.summary(office.day).epochs.doubled == [1]
    assert DAY in live(office)
    assert len(office.desk.cases()) == 1
