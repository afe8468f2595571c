"""The bench itself: that it measures what it says. No figure is judged here."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dropbox.protocol.sizes import CHUNK_RECORD_LEN, LETTER_LEN
from dropbox.site.custody import CID_LEN, TAG_LEN
from dropbox.site.slots import SlotKind
from dropbox.site.store import Reading
from tests.bench.__main__ import FAMILIES, Family, main
from tests.bench.figure import Budget, Figure, Plan, compare
from tests.bench.load import RefusedByTheSiteError, hand_in
from tests.bench.report import table
from tests.bench.serving import RunningSite
from tests.bench.storing import Appended, PlainTable, SlotStore
from tests.builders import Drop

ROOT = Path(__file__).parents[2]
SERIES = {"name": str, "value": float, "low": float, "high": float, "rounds": list}
FIGURE = {
    "family": str,
    "name": str,
    "unit": str,
    "better": str,
    "value": float,
    "low": float,
    "high": float,
    "rounds": list,
    "limit": dict,
    "ratio": float,
    "ratio_low": float,
    "ratio_high": float,
    "wanted": float | None,
    "reached": bool | None,
}
MACHINE = {"cores", "processor", "memory_mib", "kernel", "python", "sqlite", "cryptography", "node"}


def bench(*families: str) -> dict[str, Any]:
    only = [word for family in families for word in ("--only", family)]
    done = subprocess.run(
        [ROOT / "scripts/bench", "--quick", *only, "--json", "-"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    content = json.loads(done.stdout)
    assert isinstance(content, dict)
    return content


def check_shape(content: dict[str, Any], families: Sequence[str]) -> None:
    assert set(content) == {"format", "quick", "seconds", "machine", "figures", "skipped"}
    assert content["format"] == 1
    assert content["quick"] is True
    assert set(content["machine"]) >= MACHINE
    assert [*dict.fromkeys(figure["family"] for figure in content["figures"])] == list(families)
    for figure in content["figures"]:
        assert set(figure) == set(FIGURE)
        assert all(isinstance(figure[name], kind) for name, kind in FIGURE.items()), figure
        limit = figure["limit"]
        assert set(limit) == set(SERIES)
        assert all(isinstance(limit[name], kind) for name, kind in SERIES.items()), limit
        assert len(figure["rounds"]) == len(limit["rounds"]) > 0
        assert all(value > 0 for value in figure["rounds"] + limit["rounds"])
        assert figure["low"] <= figure["value"] <= figure["high"]
        assert figure["ratio_low"] <= figure["ratio"] <= figure["ratio_high"]
    names = [
        (figure["family"], figure["name"], figure["limit"]["name"]) for figure in content["figures"]
    ]
    assert len(set(names)) == len(names)


def test_a_quick_run_says_what_it_measured_as_json() -> None:
    content = bench("sealing")
    check_shape(content, ["sealing"])
    assert content["skipped"] == []
    assert {figure["name"].split(",")[0] for figure in content["figures"]} == {
        "seal_letter",
        "open_letter",
        "ChunkSealer.seal",
        "open_chunk",
    }


@pytest.mark.slow
def test_site_and_workstation_are_measured() -> None:
    check_shape(bench("letters", "chunks", "import"), ["letters", "chunks", "import"])


def test_an_unknown_family_is_refused() -> None:
    done = subprocess.run(
        [ROOT / "scripts/bench", "--only", "nothing"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "invalid choice" in done.stderr


def test_a_family_that_fails_loses_no_other(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Plan) -> list[Figure]:
        raise OSError("no disk")

    monkeypatch.setitem(FAMILIES, "letters", Family(fail, 1, 1))
    assert main(["--quick", "--only", "letters", "--only", "sealing", "--json", "-"]) == 1
    content = json.loads(capsys.readouterr().out)
    check_shape(content, ["sealing"])
    assert content["skipped"] == [
        {"family": "letters", "name": "all", "why": "failed: OSError"},
    ]


@pytest.mark.parametrize("keep", [True, False])
def test_what_was_handed_in_is_stored(tmp_path: Path, *, keep: bool) -> None:
    letters = [os.urandom(LETTER_LEN) for _ in range(9)]
    with RunningSite(tmp_path / "site", Drop()) as site:
        outcome = hand_in(site.address, "/letters", letters, 4, keep=keep)
        assert len(outcome.latencies) == 9
        assert 0 < max(outcome.latencies) <= outcome.seconds
    with Reading(tmp_path / "site" / "site") as reading:
        kind = SlotKind("letters", LETTER_LEN, TAG_LEN, 64, 64)
        assert reading.count(kind) == (64, 9)
        stored = {reading.read(kind, slot, 0, LETTER_LEN) for slot in range(1, 65)}
    assert set(letters) <= stored


def test_a_refusal_is_no_figure(tmp_path: Path) -> None:
    with (
        RunningSite(tmp_path / "bare", Drop(), bare=True) as site,
        pytest.raises(RefusedByTheSiteError, match="400"),
    ):
        hand_in(site.address, "/letters", [b"short"], 1, keep=True)


def test_the_site_without_its_store_answers_alike(tmp_path: Path) -> None:
    with RunningSite(tmp_path / "bare", Drop(), bare=True) as site:
        for path, length in (("/letters", LETTER_LEN), ("/chunks", CHUNK_RECORD_LEN)):
            outcome = hand_in(site.address, path, [os.urandom(length)] * 3, 2, keep=True)
            assert len(outcome.latencies) == 3
    assert not (tmp_path / "bare" / "site").exists()


def test_the_parts_alone_store_every_byte(tmp_path: Path) -> None:
    records = [os.urandom(CHUNK_RECORD_LEN) for _ in range(5)]
    kind = SlotKind("chunks", CHUNK_RECORD_LEN, CID_LEN, 8, 8)
    with SlotStore(tmp_path / "slots", kind) as store:
        store.store(records, 2)
    with Reading(tmp_path / "slots") as reading:
        assert reading.count(kind) == (8, 5)
    plain, appended = PlainTable(tmp_path / "plain.db"), Appended(tmp_path / "appended")
    plain.store(records)
    assert plain._connection.execute("SELECT body FROM records").fetchall() == [
        (record,) for record in records
    ]
    assert plain._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    plain.close()
    appended.store(records)
    appended.close()
    assert (tmp_path / "appended").read_bytes() == b"".join(records)


def test_rounds_are_taken_in_turns() -> None:
    seen: list[str] = []

    def note(name: str) -> float:
        seen.append(name)
        return float(len(seen))

    plan = Plan("f", quick=True, rounds=3, budget=Budget(60), skipped=[])
    found = plan.interleave({"a": lambda: note("a"), "b": lambda: note("b")})
    assert seen == ["a", "b", "b", "a", "a", "b"]
    assert found == {"a": [1.0, 4.0, 5.0], "b": [2.0, 3.0, 6.0]}


def test_without_time_one_round_is_taken_and_the_rest_is_noted() -> None:
    plan = Plan("f", quick=True, rounds=3, budget=Budget(0), skipped=[])
    assert plan.interleave({"a": lambda: 1.0}) == {"a": [1.0]}
    assert not plan.has_time("what", 1)
    assert plan.skipped == [{"family": "f", "name": "what", "why": "no time left"}]


def test_a_ratio_is_the_median_of_the_rounds_own() -> None:
    more = compare("f", "n", "u", "higher", [1.0, 8.0, 3.0], ("most", [2.0, 10.0, 5.0]), 0.6)
    assert (more.value, more.limit.value, more.ratio) == (3.0, 5.0, 0.6)
    assert (more.ratio_low, more.ratio_high, more.reached) == (0.5, 0.8, True)
    less = compare("f", "n", "ms", "lower", [9.0], ("least", [3.0]), 2.0)
    assert less.reached is False
    assert compare("f", "n", "u", "higher", [1.0], ("most", [1.0])).reached is None
    text = table([more, less])
    assert "≥ 0.6 yes" in text
    assert "≤ 2 NO" in text
