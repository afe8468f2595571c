"""The browsers that are measured, and the page that the bench serves to them."""

from __future__ import annotations

import functools
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.bench.figure import Plan
from tests.e2e.browser import Browser
from tests.e2e.node import node_command

SOURCE = Path(__file__).with_name("page.js")
ESBUILD = SOURCE.parents[2] / "dropbox/site/browser/node_modules/esbuild/bin/esbuild"
# Starting a browser, on a machine that others use too.
LAUNCH_S = 5.0


@dataclass(frozen=True)
class Kind:
    """One way to run a browser; `jit` is whether its scripts are compiled."""

    name: str
    kind: str
    jit: bool


KINDS = (
    Kind("Chromium", "chrome", jit=True),
    Kind("Firefox", "firefox", jit=True),
    Kind("Firefox without JIT", "firefox", jit=False),
    Kind("Chromium without JIT", "chrome", jit=False),
)


class _JitlessChromium(Browser):
    def _ask(self, command: str, **parameters: Any) -> Any:  # noqa: ANN401 - as the class above
        if command == "launch":
            parameters["jit"] = False
        return super()._ask(command, **parameters)


def launch(kind: Kind, profile: Path) -> Browser:
    """Start the browser.

    Firefox without JIT has all of Tor Browser's "Safer" switches but resistFingerprinting, which
    makes the page's clock too coarse to measure with.
    """
    if kind.kind == "chrome":
        return Browser("chrome", profile) if kind.jit else _JitlessChromium("chrome", profile)
    return Browser(
        "firefox", profile, safer=not kind.jit, prefs={"privacy.resistFingerprinting": False}
    )


def installed(plan: Plan) -> list[Kind]:
    """Return the kinds whose browser is there; the others are noted as left out."""
    found = []
    for kind in KINDS:
        if shutil.which("chromium" if kind.kind == "chrome" else "firefox-esr"):
            found.append(kind)
        else:
            plan.skip(kind.name, "not installed")
    return found


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Write no line for each request."""


@contextmanager
def bench_page(folder: Path) -> Iterator[str]:
    """Build the bench's page from the protocol's own modules, serve it, and yield its address."""
    subprocess.run(
        [
            *node_command(),
            str(ESBUILD),
            str(SOURCE),
            "--bundle",
            "--minify",
            "--format=esm",
            "--log-level=warning",
            f"--outfile={folder / 'page.js'}",
        ],
        check=True,
    )
    page = "<!doctype html><meta charset=utf-8><title>bench</title>"
    (folder / "index.html").write_text(f"{page}<script type=module src=page.js></script>")
    handler = functools.partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        # As the name of this machine: a secure context, in which WebCrypto is to be had.
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
