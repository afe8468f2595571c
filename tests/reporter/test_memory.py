"""200 MB of attachments: neither the reporter's machine nor the site holds them in memory.

The files are sparse, but every byte of them is read, sealed, sent and stored like any other.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.house import House
from tests.memory import memory_folder, peak_len, run_measured
from tests.reporter.test_attachments import command, link, save_bulletin

WHOLE_LEN = 200_000_000
CLIENTS = 4
MIB = 1 << 20

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with memory_folder() as folder:
        yield folder


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    built = House(tmp_path / "house")
    built.start_site()
    built.deliver()
    yield built
    built.stop_site()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "laporan.json"
    path.write_text(json.dumps({"category": "lainnya", "what": "Rekaman", "account": "Terlampir."}))
    return path


def sparse(path: Path, length: int) -> Path:
    with path.open("wb") as file:
        file.truncate(length)
    return path


def test_sealing_200_mb_needs_hardly_more_memory_than_sealing_a_byte(
    house: House, report: Path, tmp_path: Path
) -> None:
    given = ("--link", link(house), "--bulletin", save_bulletin(house, tmp_path))
    out, peaks = tmp_path, []
    for length in (1, WHOLE_LEN):
        path, out = sparse(tmp_path / "rekaman.mkv", length), tmp_path / f"out-{length}"
        status, peak = run_measured(
            command("seal", *given, "--report", report, "--out", out, "--attach", path)
        )
        assert status == 0
        peaks.append(peak)
    assert sum(path.stat().st_size for path in out.iterdir()) > WHOLE_LEN
    assert peaks[1] - peaks[0] < 24 * MIB, peaks


def test_200_mb_pass_through_the_site_under_150_mb_of_memory(
    house: House, report: Path, tmp_path: Path
) -> None:
    assert house.site_id is not None
    quiet = peak_len(house.site_id)
    path = sparse(tmp_path / "rekaman.mkv", WHOLE_LEN // CLIENTS)
    sends = command("send", "--link", link(house), "--report", report, "--attach", path)
    ended: list[tuple[int, int]] = []
    clients = [
        threading.Thread(target=lambda: ended.append(run_measured(sends))) for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert [status for status, _ in ended] == [0] * CLIENTS
    assert (house.site_dir / "site.db").stat().st_size > WHOLE_LEN
    peak = peak_len(house.site_id)
    assert peak < 150_000_000, (quiet, peak)
    # Four pieces side by side in each, and the board.
    assert max(most for _, most in ended) < 100_000_000, ended
    # The pickup of all that is read, verified and carried in pieces, too.
    (imported,) = house.carry_in()
    assert (imported.letters, imported.chunks) == (CLIENTS, CLIENTS * 192)
    assert peak_len(house.site_id) < 150_000_000, (quiet, peak)
