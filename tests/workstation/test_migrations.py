"""A vault of an earlier release, opened by this one."""

from __future__ import annotations

from pathlib import Path

import pytest

from dropbox.workstation import vault as vaults
from dropbox.workstation.crowds import find_crowds
from dropbox.workstation.likeness import SKETCH_LEN
from dropbox.workstation.schema import MIGRATIONS
from dropbox.workstation.vault import Vault
from dropbox.workstation.wrapping import Cost
from tests.workstation.builders import DAY, PASSPHRASE

INSERT_MESSAGE = (
    "INSERT INTO replies (case_id, entry, kind, fields, queued_day, who)"
    " VALUES (1, 9, 'message', x'', 1, 'A')"
)
CASES = ("untouched", "answered", "noted", "moved", "drafted", "wrote again")


def old_vault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a vault of the second version, with a case of each kind."""
    with monkeypatch.context() as patch:
        patch.setattr(vaults, "MIGRATIONS", MIGRATIONS[:2])
        vault = Vault.create(folder, PASSPHRASE, Cost.TRIAL)
    for pickup in (b"1", b"2"):
        vault.change("INSERT INTO pickups VALUES (?, 1, ?, ?, 0, 0, 0, 0)", pickup, DAY, DAY)
    body = b'{"account":"Kepala bagian membuat kuitansi fiktif","language":"id","what":"Kuitansi"}'
    for number, name in enumerate(CASES, 1):
        vault.change(
            "INSERT INTO cases (number, tid, thread_key, author_pk, opened_day, language, status,"
            " unread) VALUES (?, ?, x'', x'', ?, 'id', 'diterima', 1)",
            name,
            name.encode(),
            DAY,
        )
        for place in range(1 + (name == "moved")):
            vault.change(
                "INSERT INTO steps (case_id, entry, day, who, status) VALUES (?, ?, ?, 'A', 'x')",
                number,
                100 * number + place,
                DAY,
            )
        for ordinal in range(1, 2 + (name == "wrote again")):
            vault.change(
                "INSERT INTO letters (case_id, pickup_id, entry, ordinal, letter_type, message_id,"
                " body, day, pieces, pieces_received, signature, over_limit)"
                " VALUES (?, ?, ?, ?, 1, ?, ?, ?, 0, 0, x'', 0)",
                number,
                str(ordinal).encode(),
                1000 * number + ordinal,
                ordinal,
                str(ordinal).encode(),
                body,
                DAY,
            )
        for place, kind in enumerate(("receipt", "message")[: 1 + (name == "answered")]):
            vault.change(
                "INSERT INTO replies (case_id, entry, kind, fields, queued_day, who)"
                " VALUES (?, ?, ?, x'7b7d', ?, 'A')",
                number,
                10_000 * number + place,
                kind,
                DAY,
            )
    vault.change("INSERT INTO notes (case_id, entry, day, who, text) VALUES (3, 7, 1, 'A', 'x')")
    vault.change("INSERT INTO drafts VALUES (5, 'x')")
    vault.close()


def test_a_vault_without_sketches_learns_who_was_worked_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_vault(tmp_path, monkeypatch)
    with Vault.open(tmp_path, PASSPHRASE) as vault:
        assert vault.number("PRAGMA user_version") == len(MIGRATIONS)
        rows: dict[str, int] = dict(vault.rows("SELECT number, touched FROM cases"))
        assert rows == {
            "untouched": 0,
            "answered": 1,
            "noted": 1,
            "moved": 1,
            "drafted": 1,
            "wrote again": 0,
        }
        assert vault.rows("SELECT number FROM cases WHERE returned > 0") == [("wrote again",)]
        with vault.transaction():
            find_crowds(vault)
        found = vault.rows("SELECT number, length(sketch), crowd FROM cases WHERE touched = 0")
        assert found == [("untouched", SKETCH_LEN, 2), ("wrote again", SKETCH_LEN, 2)]
        assert vault.faults() == []


@pytest.mark.parametrize(
    "work",
    [
        "INSERT INTO notes (case_id, entry, day, who, text) VALUES (1, 6, 1, 'A', 'x')",
        "INSERT INTO drafts VALUES (1, 'x')",
        "UPDATE cases SET status = 'telaah' WHERE id = 1",
        INSERT_MESSAGE,
    ],
)
def test_no_way_of_working_on_a_case_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    old_vault(tmp_path, monkeypatch)
    with Vault.open(tmp_path, PASSPHRASE) as vault:
        vault.change(
            "INSERT INTO replies (case_id, entry, kind, fields, queued_day, who)"
            " VALUES (1, 8, 'receipt', x'', 1, 'A')"
        )
        assert not vault.number("SELECT touched FROM cases WHERE id = 1")
        vault.change(work)
        assert vault.number("SELECT touched FROM cases WHERE id = 1")
