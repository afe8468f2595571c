"""The shared vectors: what each language made is opened by the other (PROTOCOL §12)."""

from __future__ import annotations

import copy
import inspect
import json
from typing import Any

import pytest

from dropbox.protocol import errors
from dropbox.protocol.labels import digest
from tests.protocol.vector_ops import OPS, RANDOM_OPS, run
from tests.protocol.vectors import (
    FOLDER,
    MAKERS,
    Case,
    VectorFile,
    VectorFileError,
    formats,
    load,
    read_file,
    write_form,
)

FILES = {(name, maker): load(name, maker) for name in formats() for maker in MAKERS}
CASES = [
    pytest.param(file, case, id=f"{name}-{maker}-{case.name}")
    for (name, maker), file in FILES.items()
    for case in file.cases
]


@pytest.mark.parametrize(("file", "case"), CASES)
def test_case(file: VectorFile, case: Case) -> None:
    expect, output = run(case.op, file.input_of(case))
    assert expect == case.expect
    assert output == file.decode(case.output)


@pytest.mark.parametrize("key", FILES, ids="-".join)
def test_what_the_other_language_made_is_made_the_same(key: tuple[str, str]) -> None:
    file = FILES[key]
    for name, recipe in file.made.items():
        expect, output = run(recipe["op"], file.decode(recipe["input"]))
        assert expect == "ok", name
        there = file.read(file.named[name])
        if recipe["op"] in RANDOM_OPS:
            assert len(output[recipe["field"]]) == len(there), name
            assert digest(output[recipe["field"]]) != digest(there), name
        else:
            assert output[recipe["field"]] == there, name


@pytest.mark.parametrize("name", formats())
def test_both_languages_write_the_same_file(name: str) -> None:
    texts = [(FOLDER / f"{name}.{maker}.json").read_text() for maker in MAKERS]
    python, javascript = (json.loads(text) for text in texts)
    assert python.pop("made_by") == "python"
    assert javascript.pop("made_by") == "javascript"
    drawn = [key for key, recipe in python["made"].items() if recipe["op"] in RANDOM_OPS]
    for key in drawn:
        assert python["bytes"].pop(key) != javascript["bytes"].pop(key)
    assert python == javascript
    if not drawn:
        assert texts[0].replace('"python"', '"javascript"') == texts[1]


def test_every_file_belongs_to_a_format() -> None:
    expected = {f"{name}.{maker}.json" for name in formats() for maker in MAKERS}
    assert {path.name for path in FOLDER.iterdir()} == expected | {"formats.json"}


def test_every_op_is_used() -> None:
    used = {case.op for file in FILES.values() for case in file.cases}
    used |= {recipe["op"] for file in FILES.values() for recipe in file.made.values()}
    assert used == set(OPS)


def test_every_error_is_shown_or_excused() -> None:
    classes = {
        name: kind
        for name, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.TitipError)
    }
    families = {base.__name__ for kind in classes.values() for base in kind.__bases__}
    table = json.loads((FOLDER / "formats.json").read_text())
    shown = {error for listed in table["formats"].values() for error in listed}
    assert shown | set(table["elsewhere"]) == set(classes) - families
    assert not shown & set(table["elsewhere"])


def _good() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / "drop.python.json").read_text())
    return content


def test_the_loader_takes_a_good_file() -> None:
    assert read_file(_good()).cases


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (lambda content: content.update(cases=[]), "no cases"),
        (lambda content: content.update(note="x"), "fields of the file"),
        (lambda content: content.pop("made"), "fields of the file"),
        (lambda content: content["cases"][0].update(note="x"), "fields of a case"),
        (lambda content: content["cases"][0].pop("comment"), "fields of a case"),
        (lambda content: content["cases"][0].update(comment=""), "without"),
        (lambda content: content["cases"].append(content["cases"][0]), "two cases"),
        (
            lambda content: content.update(
                cases=[case for case in content["cases"] if case["expect"] == "ok"]
            ),
            "FragmentError",
        ),
        (
            lambda content: content.update(
                cases=[case for case in content["cases"] if case["expect"] != "ok"]
            ),
            "no good case",
        ),
    ],
)
def test_the_loader_refuses(fault: Any, said: str) -> None:  # noqa: ANN401 -- a change of the file
    content = copy.deepcopy(_good())
    fault(content)
    with pytest.raises(VectorFileError, match=said):
        read_file(content)


@pytest.mark.parametrize(
    "form",
    [
        {"nothing": 1},
        {"zeros": 1, "text": "x"},
        {"of": "raw", "last": 1},
        {"of": "raw", "at": 3, "xor_hex": "0000"},
        {"of": "raw", "replace": ["b", "c"]},
        {"of": "raw", "replace": ["a", "c"]},
    ],
)
def test_a_form_that_would_change_nothing_is_refused(form: Any) -> None:  # noqa: ANN401 -- a form
    file = VectorFile("drop", "", "python", {"raw": {"text": "xaxa"}}, {}, [])
    with pytest.raises(VectorFileError):
        file.read(form)


def test_forms() -> None:
    file = VectorFile("drop", "", "python", {"raw": {"text": "abc"}}, {}, [])
    assert file.read([{"zeros": 2}, {"run": ["07", 3]}, None]) == [b"\0\0", b"\7\7\7", None]
    assert file.read({"join": [{"of": "raw", "first": 1}, "ff"]}) == b"a\xff"
    assert file.read({"of": "raw", "at": 1, "xor_hex": "20"}) == b"aBc"
    assert file.read({"of": "raw", "replace": ["b", "--"]}) == b"a--c"
    assert file.read({"numbers": [255, 2]}) == [bytes(31) + b"\xff", bytes(30) + b"\1\0"]
    for raw in (b"", bytes(100), b"a" * 47, b"a" * 48 + b"b" + bytes(50), bytes(47)):
        assert file.read(write_form(raw)) == raw
