"""What the documents point to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("keys/*.md")]
    if path.is_file()
)
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
_NAMED = re.compile(r"`((?:tests|scripts|docs|dropbox|keys)/[A-Za-z0-9_./-]+)`")


def test_there_are_documents() -> None:
    assert len(DOCUMENTS) > 10


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_paths_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    missing = [link for link in _LINK.findall(text) if not (document.parent / link).exists()]
    built = ("dropbox/site/static", "tests/node_modules")
    missing += [
        path
        for path in _NAMED.findall(text)
        if not path.startswith(built)
        and not (ROOT / path).exists()
        and not list(ROOT.glob(path.rstrip("/") + "*"))
    ]
    assert missing == []
