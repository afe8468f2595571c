"""A workstation in a process of its own, which does one thing at a time (tests only).

`python -m tests.durability.office VAULT` reads a line of JSON for each thing to do, and answers
with a line when it is done. What a person would type is in the line; the vault, its keys and its
files are the real ones.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from dropbox.workstation.desk import Desk
from dropbox.workstation.settings import WorkstationSettings
from tests.workstation.builders import PASSPHRASE

Line = dict[str, Any]


class StepFailedError(Exception):
    """The workstation said that it could not; its process goes on."""


class RunningOffice:
    """The process, for as long as the block runs. Raises ConnectionError once it has ended."""

    def __init__(self, vault: Path, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.durability.office", str(vault)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | environment,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def do(self, step: str, **arguments: object) -> Line:
        """Return what came of it. Raises StepFailedError, ConnectionError."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"step": step, **arguments}) + "\n")
        self._process.stdin.flush()
        said = self._process.stdout.readline()
        if not said:
            raise ConnectionResetError
        answer: Line = json.loads(said)
        if "failed" in answer:
            raise StepFailedError(answer["failed"])
        return answer


def destroyed_weeks(desk: Desk) -> list[int]:
    """Return the first days of the weeks whose intake keys are destroyed."""
    keys = desk.keys()
    return [key.from_day for key in keys if key.destroyed_day is not None]


def _steps(desk: Desk) -> dict[str, Callable[..., Line]]:
    def take(path: str, day: int) -> Line:
        return {"letters": desk.import_pickup(Path(path), day).letters}

    def reply(text: str, day: int) -> Line:
        return {"id": desk.reply(desk.cases()[0].number, text, day)}

    def set_status(reason: str, day: int) -> Line:
        return {"id": desk.set_status(desk.cases()[0].number, "telaah", reason, day)}

    def deliver(path: str, day: int) -> Line:
        result = desk.deliver(Path(path), day)
        return {"path": result.path, "number": result.number}

    return {"take": take, "reply": reply, "set_status": set_status, "deliver": deliver}


def main() -> None:
    """Serve until the other side ends."""
    settings = WorkstationSettings(vault_dir=Path(sys.argv[1]))
    desk: Desk | None = None
    for line in sys.stdin:
        wanted: Line = json.loads(line)
        try:
            if desk is None:
                desk = Desk.open(settings, PASSPHRASE, wanted["day"])
            answer = _steps(desk)[wanted.pop("step")](**wanted)
            answer["destroyed"] = destroyed_weeks(desk)
        except Exception as error:  # noqa: BLE001 - whatever a broken disk makes of it
            answer = {"failed": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
