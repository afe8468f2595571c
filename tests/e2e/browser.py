"""A real browser in the hands of a test: Chromium or stock Firefox, through browser.mjs."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.e2e.node import node_command

DRIVER = Path(__file__).with_name("browser.mjs")
PHONE = (360, 740)
DESK = (1280, 900)


class BrowserError(AssertionError):
    """The browser did not do what the test asked of it."""


class Browser:
    """One browser with one page and an empty profile of its own."""

    def __init__(
        self,
        kind: str,
        profile: Path,
        *,
        safer: bool = False,
        javascript: bool = True,
        size: tuple[int, int] = DESK,
        prefs: dict[str, Any] | None = None,
    ) -> None:
        """Start the browser: `kind` is chrome or firefox; `safer` sets Tor Browser's switches."""
        executable = shutil.which("chromium" if kind == "chrome" else "firefox-esr")
        assert executable, f"{kind} is not installed; scripts/test does that"
        self._kind = kind
        profile.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(
            [*node_command(), str(DRIVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.version = self._ask(
            "launch",
            kind=kind,
            executable=executable,
            profile=str(profile),
            safer=safer,
            javascript=javascript,
            width=size[0],
            height=size[1],
            prefs=prefs or {},
        )

    def _ask(self, command: str, **parameters: Any) -> Any:  # noqa: ANN401 - any JSON
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"command": command, **parameters}) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise BrowserError(f"{command}: the browser's driver ended")
        answer = json.loads(line)
        if "error" in answer:
            raise BrowserError(f"{command} {parameters}: {answer['error']}")
        return answer["result"]

    def goto(self, url: str) -> None:
        """Open `url` and wait until it has loaded."""
        self._ask("goto", url=url)

    def hasten(self, times: float) -> None:
        """Let the timers of pages that are opened from now on run so many times as fast."""
        self._ask("hasten", times=times)

    def slow(self, bytes_per_s: float, latency_ms: float) -> None:
        """Let the network be slow from now on (Chromium only)."""
        self._ask("slow", bytes=bytes_per_s, latency=latency_ms)

    def prepare(self, script: str) -> None:
        """Run a script in every page that is opened from now on, before the page's own."""
        self._ask("prepare", script=script)

    def reload(self) -> None:
        """Load the page again."""
        self._ask("reload")

    def url(self) -> str:
        """Return what the address bar holds."""
        return str(self._ask("url"))

    def resize(self, size: tuple[int, int]) -> None:
        """Set the width and height of the window's content in CSS pixels."""
        self._ask("viewport", width=size[0], height=size[1])

    def play_media(self, **features: str) -> None:
        """Play media features such as prefers_color_scheme="dark"; Chromium only."""
        self._ask("media", features={name.replace("_", "-"): features[name] for name in features})

    def wait_visible(self, selector: str, seconds: int = 30) -> None:
        """Wait until the element is shown."""
        self._ask("visible", selector=selector, timeout=seconds)

    def wait_hidden(self, selector: str, seconds: int = 30) -> None:
        """Wait until the element is hidden or gone."""
        self._ask("hidden", selector=selector, timeout=seconds)

    def is_visible(self, selector: str) -> bool:
        """Tell whether the element is shown now."""
        return bool(self._ask("is_visible", selector=selector))

    def click(self, selector: str) -> None:
        """Click where a person would, after scrolling there."""
        self._ask("click", selector=selector)

    def type_keys(self, selector: str, text: str) -> None:
        """Type key by key."""
        self._ask("type", selector=selector, text=text)

    def paste(self, selector: str, text: str) -> None:
        """Put a text into a field at once."""
        self._ask("paste", selector=selector, text=text)

    def choose(self, selector: str, value: str) -> None:
        """Choose an entry of a select element by its value."""
        self._ask("choose", selector=selector, value=value)

    def press(self, key: str) -> None:
        """Press one key."""
        self._ask("press", key=key)

    def upload(self, selector: str, *paths: Path) -> None:
        """Choose files in a file field."""
        self._ask("upload", selector=selector, paths=[str(path) for path in paths])

    def text(self, selector: str) -> str:
        """Return the text of the first element."""
        return str(self._ask("text", selector=selector))

    def texts(self, selector: str) -> list[str]:
        """Return the texts of all elements."""
        return list(self._ask("texts", selector=selector))

    def value(self, selector: str) -> str:
        """Return what a field holds."""
        return str(self._ask("value", selector=selector))

    def evaluate(self, script: str) -> Any:  # noqa: ANN401 - any JSON
        """Return the value of a JavaScript expression in the page."""
        return self._ask("evaluate", script=script)

    def screenshot(self, path: Path, *, full: bool = True) -> None:
        """Keep a picture of the page."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._ask("screenshot", path=str(path), full=full)

    def fall_asleep(self) -> None:
        """Freeze the tab (Chromium) or stop the whole browser (Firefox), as a phone does."""
        if self._kind == "chrome":
            self._ask("lifecycle", state="frozen")
        else:
            self._signal(signal.SIGSTOP)

    def wake(self) -> None:
        """Let it go on."""
        if self._kind == "chrome":
            self._ask("lifecycle", state="active")
        else:
            self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        """Send a signal to all processes of the browser, but not to its driver."""
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        ours = {self._process.pid}
        while more := {child for child, parent in parents.items() if parent in ours} - ours:
            ours |= more
        for process in ours - {self._process.pid}:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)

    def console(self) -> dict[str, list[str]]:
        """Return `lines` that the page wrote to the console and `errors` that nobody caught."""
        return dict(self._ask("console"))

    def go_back(self) -> None:
        """Press the browser's Back button, as far as there is somewhere to go."""
        self._ask("back")

    def kill(self) -> None:
        """End the browser at once, as a crash or a pulled plug does."""
        os.kill(int(self._ask("pid")), signal.SIGKILL)
        self._process.kill()
        self._process.communicate(timeout=30)

    def close(self) -> None:
        """End the browser and its driver."""
        if self._process.poll() is None:
            try:
                self._ask("close")
            finally:
                self._process.communicate(timeout=30)

    def __enter__(self) -> Self:
        """Return the browser; it is closed at the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the browser."""
        self.close()
