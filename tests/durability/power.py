"""A recorded run of the real site, and power cuts at any point of it (tests only)."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from dropbox.site.settings import SiteSettings
from tests.builders import Drop
from tests.durability.crash import CrashingDisk
from tests.durability.crowd import JSON, Crowd
from tests.durability.disk import Change, Disk
from tests.durability.ledger import Ledger, everything
from tests.durability.running import check_database, start_site
from tests.memory import memory_folder
from tests.site.opened import OCTETS, OpenSite, small_settings

CLIENTS = 6
REST_S = 0.35
# The folder that is there before the site's own, which the site makes.
ROOT = "disk"
LETTERS_MAX, CHUNKS_MAX, CHUNKS_EXTENT = 256, 48, 16


@dataclass(frozen=True)
class Recording:
    """What a run changed on its disk, and what it promised meanwhile."""

    root: str
    changes: list[Change]
    ledger: Ledger
    settings: SiteSettings


def record_site(seed: int, requests: int, *, failing: bool = False) -> Recording:
    """Run the site from its first start under a few clients; they rest so that journals are cut.

    `failing`: on a disk that fails now and then.
    """
    desk = Drop()
    with memory_folder() as folder, memory_folder() as beside:
        root = folder / ROOT
        root.mkdir()
        with Disk(root, beside, logs=True) as disk:
            ledger = Ledger(desk, lambda: disk.count)
            with start_site(
                folder,
                desk,
                disk,
                data=f"{ROOT}/data",
                letters_max=LETTERS_MAX,
                chunks_max=CHUNKS_MAX,
                chunks_extent=CHUNKS_EXTENT,
            ) as site:
                done = 0
                while done < requests:
                    crowd = Crowd(site, ledger, CLIENTS, seed + done, pause_s=0.01)
                    if failing:
                        _fail_now_and_then(disk, random.Random(seed + done))  # noqa: S311
                    time.sleep(REST_S)
                    crowd.stop()
                    done += crowd.done
                    time.sleep(REST_S)
            settings = replace(
                small_settings(folder),
                letters_max=LETTERS_MAX,
                chunks_max=CHUNKS_MAX,
                chunks_extent=CHUNKS_EXTENT,
            )
            return Recording(str(root), disk.changes(), ledger, settings)


def _fail_now_and_then(disk: Disk, chance: random.Random) -> None:
    for _ in range(3):
        with disk.struck(after=chance.randrange(40), changes=chance.randrange(1, 4)):
            time.sleep(0.1)


@contextmanager
def _opened(folder: Path, recording: Recording) -> Iterator[OpenSite]:
    settings = replace(recording.settings, data=folder / ROOT / "data")
    with OpenSite(folder, recording.ledger.desk, settings) as site:
        yield site


def check_image(folder: Path, recording: Recording, moment: int) -> None:
    """Start the site on what a power cut left, and fail where it does not keep its promises."""
    with _opened(folder, recording) as site:
        _check(site, recording, moment)
        letter = site.give_letter()
    check_database(folder / ROOT / "data")
    with _opened(folder, recording) as site:
        kept = [record for pickup in site.close_epoch() for record in _records(site, pickup)]
        assert letter in kept


def _records(site: OpenSite, pickup: dict[str, object]) -> list[bytes]:
    return site.records(site.fetch(pickup["epoch"]))


def _check(site: OpenSite, recording: Recording, moment: int) -> None:
    def ask(method: str, path: str, body: bytes) -> tuple[int, bytes]:
        kind = OCTETS if path == "/deliveries" else JSON
        answer = site.courier.open(path, method=method, data=body, content_type=kind)
        return answer.status_code, bytes(answer.data)

    board = site.custody.shown.board if site.custody.shown else b""
    recording.ledger.check(everything(ask, recording.ledger.desk, board), moment)


def cut_power(recording: Recording, seed: int, images: int) -> Iterator[int]:
    """Check that many power cuts; yield the number of changes before each.

    Every point of the run is as likely as any other.
    """
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    disk = CrashingDisk(chance)
    played = 0
    for moment in sorted(chance.randint(0, len(recording.changes)) for _ in range(images)):
        disk.play(recording.changes[played:moment])
        played = moment
        with memory_folder() as folder:
            (folder / ROOT).mkdir()
            disk.leave(recording.root, folder / ROOT)
            try:
                check_image(folder, recording, moment)
            except BaseException as failure:
                failure.add_note(f"power cut of seed {seed} before change {moment}")
                raise
        yield moment
