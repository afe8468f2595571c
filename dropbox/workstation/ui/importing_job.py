"""An import in the background: what it is doing now, and what came of each pickup."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dropbox.workstation.desk import Desk
from dropbox.workstation.importing import ImportResult


@dataclass(frozen=True)
class Outcome:
    """What came of one pickup: a result, or the error that refused it."""

    name: str
    result: ImportResult | None = None
    error: Exception | None = None


class ImportingJob:
    """Imports pickups one after another; `find` says which, and may itself take a while."""

    def __init__(self, find: Callable[[], list[Path]], today: int, *, sure: bool = False) -> None:
        """Take `sure`: the inspector has said that the machine's date is right."""
        self._find = find
        self._today = today
        self._sure = sure
        self._done = threading.Event()
        self.name = ""
        self.last_path: Path | None = None
        self.stage, self.count, self.whole = "fetch", 0, 0
        self.outcomes: list[Outcome] = []
        self.search_error: Exception | None = None

    @property
    def finished(self) -> bool:
        """Whether everything that could be done is done."""
        return self._done.is_set()

    def start(self, desk: Desk) -> None:
        """Begin, in a thread of its own."""
        threading.Thread(target=self._run, args=(desk,), name="import", daemon=True).start()

    def wait(self) -> None:
        """Return when it is finished."""
        self._done.wait()

    def _run(self, desk: Desk) -> None:
        try:
            self._import_all(desk)
        finally:
            self._done.set()

    def _import_all(self, desk: Desk) -> None:
        try:
            paths = self._find()
        except Exception as error:  # noqa: BLE001 - whatever the courier met is shown, not lost with the thread
            self.search_error = error
            return
        for path in paths:
            self.name, self.last_path = path.name, path
            try:
                result = desk.import_pickup(path, self._today, self._progress, sure=self._sure)
            except Exception as error:  # noqa: BLE001 - shown on the page of results; the next pickup may be whole
                self.outcomes.append(Outcome(path.name, error=error))
            else:
                self.outcomes.append(Outcome(path.name, result))

    def _progress(self, stage: str, count: int, whole: int) -> None:
        self.stage, self.count, self.whole = stage, count, whole
