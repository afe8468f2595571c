"""What a disk may hold after a power cut: made from the changes of a real run (tests only).

What a program had synced is there. Of every later write, any of its sectors may be there or not,
in any order; a file may have its new length with zeros or noise where the write should be; a
truncation may have happened or not. Names are kept in order, as a file system's journal keeps them:
those up to the last sync of their folder are there, and any number of the later ones. Where a sync
failed, what it should have kept may be lost for good, also when a later sync succeeds: Linux throws
such pages away.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.durability.disk import Change, Kind

SECTOR_LEN = 512
# How likely a sector that was not synced is there. 0: none is; 1: all are.
_SHARES = (0.0, 0.1, 0.5, 0.9, 0.99, 1.0)


@dataclass
class _File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Change] = field(default_factory=list)
    # What a failed sync may have thrown away, by its place in `pending`.
    doubtful: int = 0

    def sync(self, chance: random.Random) -> None:
        for number, change in enumerate(self.pending):
            if number >= self.doubtful or chance.random() < 0.5:
                _apply(self.durable, change)
        self.pending.clear()
        self.doubtful = 0

    def survive(self, chance: random.Random) -> bytearray:
        left = bytearray(self.durable)
        share = chance.choice(_SHARES)
        noise = chance.random() < 0.25
        prefix = chance.random() < 0.5
        pending = self.pending[: chance.randint(0, len(self.pending))] if prefix else self.pending
        for change in pending:
            if change.kind is Kind.TRUNCATE:
                if chance.random() < share:
                    _apply(left, change)
                continue
            for sector in _sectors(change):
                if chance.random() < share:
                    _apply(left, sector)
                elif noise:
                    _apply(left, _noise(sector, chance))
        longest = max((c.at + len(c.raw) for c in pending if c.kind is Kind.WRITE), default=0)
        if longest > len(left) and chance.random() < share:
            left.extend(bytes(longest - len(left)))
        return left


def _apply(raw: bytearray, change: Change) -> None:
    end = change.at + len(change.raw)
    if change.kind is Kind.TRUNCATE:
        del raw[change.at :]
        end = change.at
    if len(raw) < end:
        raw.extend(bytes(end - len(raw)))
    if change.kind is Kind.WRITE:
        raw[change.at : end] = change.raw


def _sectors(change: Change) -> Iterator[Change]:
    start = 0
    while start < len(change.raw):
        stop = min(len(change.raw), start + SECTOR_LEN - (change.at + start) % SECTOR_LEN)
        yield Change(change.kind, 0, change.path, change.at + start, change.raw[start:stop])
        start = stop


def _noise(sector: Change, chance: random.Random) -> Change:
    return Change(sector.kind, 0, sector.path, sector.at, chance.randbytes(len(sector.raw)))


class CrashingDisk:
    """Plays the changes of a run, and says at any point what a power cut would leave."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._files: dict[int, _File] = {}
        # Names as the program sees them; None is a folder.
        self._names: dict[str, int | None] = {}
        self._kept_names: dict[str, int | None] = {}
        self._name_changes: list[Change] = []

    def begin(self, folder: Path) -> None:
        """Take what lies in the folder as there and synced."""
        for path in sorted(folder.rglob("*")):
            if not path.is_dir():
                self._files[len(self._files)] = _File(bytearray(path.read_bytes()))
            self._names[str(path)] = None if path.is_dir() else len(self._files) - 1
        self._kept_names = dict(self._names)

    def play(self, changes: Iterable[Change]) -> None:
        """Let more changes happen."""
        for change in changes:
            self._play(change)

    def _play(self, change: Change) -> None:
        name = self._names.get(change.path)
        if change.kind is Kind.SYNC:
            if name is None:
                self._sync_folder(change)
            elif change.error:
                self._files[name].doubtful = len(self._files[name].pending)
            else:
                self._files[name].sync(self._chance)
        elif change.error or change.path.endswith(" (deleted)"):
            return
        elif change.kind in {Kind.WRITE, Kind.TRUNCATE}:
            assert name is not None, change.path
            self._files[name].pending.append(change)
        else:
            if change.kind is Kind.CREATE:
                self._files[len(self._files)] = _File()
                change = Change(change.kind, 0, change.path, len(self._files) - 1, b"")
            _rename(self._names, change)
            self._name_changes.append(change)

    def _sync_folder(self, change: Change) -> None:
        if change.error:
            return
        # All names up to the last one that was changed in this folder.
        upto = max(
            (
                number + 1
                for number, earlier in enumerate(self._name_changes)
                if os.path.dirname(earlier.path) == change.path  # noqa: PTH120 - texts of a log
            ),
            default=0,
        )
        for earlier in self._name_changes[:upto]:
            _rename(self._kept_names, earlier)
        del self._name_changes[:upto]

    def leave(self, root: str, target: Path) -> None:
        """Write into `target` what a power cut now would leave of the folder `root`."""
        names = dict(self._kept_names)
        for change in self._name_changes[: self._chance.randint(0, len(self._name_changes))]:
            _rename(names, change)
        for path, number in sorted(names.items()):
            at = target / Path(path).relative_to(root)
            if number is None:
                at.mkdir(mode=0o700, exist_ok=True)
                continue
            raw = self._files[number].survive(self._chance)
            if path.endswith("-shm"):
                # Memory shared by processes: whatever the kernel wrote back last.
                raw = bytearray(self._chance.randbytes(len(raw)))
            at.write_bytes(raw)
            at.chmod(0o600)


def _rename(names: dict[str, int | None], change: Change) -> None:
    if change.kind is Kind.CREATE:
        names[change.path] = change.at
    elif change.kind is Kind.MAKE_FOLDER:
        names[change.path] = None
    elif change.kind is Kind.REMOVE:
        names.pop(change.path, None)
    elif change.path in names and change.kind is Kind.LINK:
        names[os.fsdecode(change.raw)] = names[change.path]
    elif change.path in names:
        names[os.fsdecode(change.raw)] = names.pop(change.path)
