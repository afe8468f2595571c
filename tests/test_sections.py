"""The specification and the code name each other: no rule without code, no citation of nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROTOCOL = ROOT / "docs" / "PROTOCOL.md"
SUFFIXES = {".py", ".js", ".mjs"}
NOT_OURS = {"node_modules", "static", "__pycache__"}
HEADING = re.compile(r"^#{2,3} (\d+(?:\.\d+)?)\.? ", re.MULTILINE)
# §4.2, §4.2 and §5, but no section of a threat model or an RFC, whose names stand before it.
CITED = re.compile(r"(?<!THREAT_MODEL )(?<!RFC \d{4} )§(\d+(?:\.\d+)?)")
# Chapters whose text binds no single piece of code.
WITHOUT_RULES = {
    "2": "words: they are names everywhere",
    "11": "limits: each is cited by its own section",
    "12": "vectors: cited by the tests",
}


def sources() -> Iterator[Path]:
    for path in sorted((ROOT / "dropbox").rglob("*")):
        if path.suffix in SUFFIXES and not NOT_OURS & set(path.parts):
            yield path


def sections() -> set[str]:
    return set(HEADING.findall(PROTOCOL.read_text()))


def test_there_is_something_to_compare() -> None:
    found = sections()
    assert {"1", "10.3", "12"} <= found
    assert len(found) > 40
    assert len(list(sources())) > 40


def test_every_section_is_cited_by_code() -> None:
    cited = {number for path in sources() for number in CITED.findall(path.read_text())}
    numbered = {
        number
        for number in sections()
        if "." in number and number.partition(".")[0] not in WITHOUT_RULES
    }
    assert sorted(numbered - cited) == []


def test_every_citation_names_a_section() -> None:
    known = sections()
    wrong = [
        f"{path.relative_to(ROOT)}: §{number}"
        for path in (*sources(), PROTOCOL)
        for number in CITED.findall(path.read_text())
        if number not in known
    ]
    assert wrong == []


def test_a_section_that_does_not_exist_would_be_found() -> None:
    assert CITED.findall("see §4.2, §77.1; RFC 8032 §5") == ["4.2", "77.1"]
    assert "77.1" not in sections()
