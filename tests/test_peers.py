"""Every failure of a peer in docs/PEERS.md is held by a test that exists; and a few such tests."""

from __future__ import annotations

import ast
import inspect
import re
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import Phase

from tests.protocol import test_properties_sealed, test_properties_text

ROOT = Path(__file__).resolve().parent.parent
TABLE = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "PEERS.md").read_text().splitlines()
    if line.startswith("| ")
][1:]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
PROPERTIES = (test_properties_sealed, test_properties_text)
EXAMPLES_LEAST = 20


def names_of(path: Path) -> set[str]:
    """Return the names of the test functions in a file."""
    tree = ast.parse(path.read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_the_table_is_read() -> None:
    assert len(TABLE) > 25
    assert all(len(row) == 3 for row in TABLE)


@pytest.mark.parametrize("row", TABLE, ids=[row[0][:50] for row in TABLE])
def test_every_failure_has_a_test_that_exists(row: list[str]) -> None:
    named = NAMED.findall(row[2])
    assert named, row
    assert len(named) == row[2].count("::")
    for file, name in named:
        assert name in names_of(ROOT / file), f"{file}::{name}"


@pytest.mark.parametrize("module", PROPERTIES, ids=lambda module: module.__name__)
def test_properties_are_tried(module: ModuleType) -> None:
    found = [
        test
        for name, test in inspect.getmembers(module, inspect.isfunction)
        if name.startswith("test_") and hasattr(test, "hypothesis")
    ]
    assert len(found) >= 10
    for test in found:
        settings = test._hypothesis_internal_use_settings  # type: ignore[attr-defined]
        assert settings.max_examples >= EXAMPLES_LEAST, test.__name__
        assert Phase.generate in settings.phases, test.__name__


def test_no_check_is_an_assertion() -> None:
    sources = sorted((ROOT / "dropbox").rglob("*.py"))
    assert len(sources) > 100
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Assert):
                assert ast.unparse(node).endswith(" is not None"), (path, node.lineno)


class Elements(HTMLParser):
    """Collects what a browser without JavaScript could send something with."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)


def test_the_page_without_javascript_has_no_form() -> None:
    page = Elements()
    page.feed((ROOT / "dropbox/site/browser/pages/index.html").read_text())
    assert {"script", "main"} <= page.tags
    assert not page.tags & {"form", "input", "textarea", "iframe", "object", "embed"}
