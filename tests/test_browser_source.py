"""What the linter has no rule for: ways to make markup, code or requests out of text."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

BROWSER = Path(__file__).parent.parent / "dropbox" / "site" / "browser"
FORBIDDEN = {
    "markup from text": r"\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|setHTML"
    r"|parseHTMLUnsafe|createContextualFragment|DOMParser|srcdoc)\b|\bdocument\.write",
    "code from text": r"\beval\s*\(|\bnew Function\b|\bset(?:Timeout|Interval)\s*\(\s*[\"'`]",
    "something left on the device": r"\b(localStorage|sessionStorage|indexedDB|serviceWorker"
    r"|document\.cookie|caches\.)",
    "a request past the one module that fetches": r"\b(XMLHttpRequest|sendBeacon|WebSocket"
    r"|EventSource|WebTransport|RTCPeerConnection)\b",
}


def sources() -> Iterator[Path]:
    for path in sorted(BROWSER.rglob("*.js")):
        if "node_modules" not in path.parts:
            yield path


@pytest.mark.parametrize("why", FORBIDDEN)
def test_page_sources_never_use(why: str) -> None:
    found = [
        f"{path.relative_to(BROWSER)}:{number}: {line.strip()}"
        for path in sources()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(FORBIDDEN[why], line) and not line.lstrip().startswith(("//", "*", "/*"))
    ]
    assert not found, f"{why}:\n" + "\n".join(found)


def test_there_are_sources_to_look_at() -> None:
    assert list(sources())
