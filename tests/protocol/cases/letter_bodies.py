"""The JSON inside letters (§4.4, §5.1)."""

from __future__ import annotations

import json
from typing import Any

from dropbox.protocol.canonical import to_base64url
from dropbox.protocol.sizes import LETTER_BODY_MAX_LEN, PIECE_LEN
from tests.protocol.cases.maker import Maker, fixed

REPORT = {"account": "Uang di amplop.", "category": "suap", "language": "id", "what": "Suap"}
FILES: dict[str, Any] = {
    "fk": to_base64url(fixed("fk")),
    "files": [{"len": 5, "name": "nota.pdf", "treatment": "cleaned"}],
    "pieces": 1,
}


SURVEY = {"ease": 4, "handling": 1, "safety": 3}


def compact(value: Any) -> dict[str, str]:  # noqa: ANN401 -- JSON
    """Return the form of a value's canonical JSON."""
    return {"text": json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)}


def bodies(m: Maker) -> None:
    """Add the cases of §4.4 and §5.1."""
    follow, leave = {"language": "en", "text": "x"}, {"language": "id"}
    whole = {
        **REPORT,
        **dict.fromkeys(
            ("who", "when", "where", "how", "why", "unit", "how_known", "who_else"), "x"
        ),
        "attachments": FILES,
    }
    good = (
        ("report, least", 1, REPORT),
        ("report, all fields", 1, whole),
        ("follow-up", 2, follow),
        ("follow-up with attachments", 2, {**follow, "attachments": FILES}),
        ("survey", 2, {"language": "id", "survey": SURVEY}),
        ("survey with text", 2, {**follow, "survey": SURVEY}),
        ("survey with text and attachments", 2, {**follow, "survey": SURVEY, "attachments": FILES}),
        *(
            (f"survey, {name} alone", 2, {"language": "id", "survey": {name: answer}})
            for name, answer in (("ease", 1), ("safety", 2), ("handling", 4))
        ),
        ("withdrawal", 3, leave),
        ("withdrawal with reason", 3, {**leave, "reason": "x"}),
        ("category of 40", 1, {**REPORT, "category": "a" * 40}),
        ("empty file", 2, {**follow, "attachments": _files(len=0)}),
        ("name of 255 bytes", 2, {**follow, "attachments": _files(name="\u00e9" * 127 + "x")}),
        ("name with dots", 2, {**follow, "attachments": _files(name="...")}),
        ("name with space, quotes, U+0080", 2, {**follow, "attachments": _files(name=' "\u0080')}),
        ("two pieces", 2, {**follow, "attachments": _files(pieces=2, len=PIECE_LEN + 1)}),
        ("200 files", 2, {**follow, "attachments": {**FILES, "files": FILES["files"] * 200}}),
    )
    for name, letter_type, body in good:
        m.case(
            f"body: {name}",
            "read_letter_body",
            "as §4.4 says",
            letter_type=letter_type,
            raw_hex=compact(body),
        )
        m.case(
            f"written: {name}",
            "write_letter_body",
            "the same bytes",
            letter_type=letter_type,
            body=body,
        )
    for name, letter_type, body, comment in _bad_bodies(follow, leave):
        m.case(
            f"body: {name}",
            "read_letter_body",
            comment,
            expect="LetterBodyError",
            letter_type=letter_type,
            raw_hex=compact(body),
        )
        m.case(
            f"written: {name}",
            "write_letter_body",
            "is not written either",
            expect="LetterBodyError",
            letter_type=letter_type,
            body=body,
        )
    for name, text, comment in (
        ("nothing", "", "no JSON"),
        ("white space", '{"language": "id"}', "canonical"),
        ("doubled field", '{"language":"id","language":"id"}', "canonical"),
        ("trailing byte", '{"language":"id"}\n', "canonical"),
        ("array", "[]", "one object"),
        ("lone surrogate", '{"language":"id","reason":"\\ud800"}', "canonical"),
    ):
        m.case(
            f"body: {name}",
            "read_letter_body",
            comment,
            expect="LetterBodyError",
            letter_type=3,
            raw_hex={"text": text},
        )
    m.case(
        "body: float length",
        "read_letter_body",
        "integers only",
        expect="LetterBodyError",
        letter_type=2,
        raw_hex={
            "text": compact({**follow, "attachments": FILES})["text"].replace(
                '"len":5', '"len":5.0'
            )
        },
    )
    fits = {"language": "id", "text": "x" * (LETTER_BODY_MAX_LEN - 27)}
    m.case("written: longest", "write_letter_body", "31,484 bytes", letter_type=2, body=fits)
    m.case(
        "written: one field alone too long",
        "write_letter_body",
        "tells by how much, too",
        expect="LetterTooLongError",
        letter_type=2,
        body={**fits, "text": "x" * (LETTER_BODY_MAX_LEN + 1)},
    )
    m.case(
        "written: too long",
        "write_letter_body",
        "tells by how much",
        expect="LetterTooLongError",
        letter_type=2,
        body={**fits, "text": fits["text"][:-2] + "\u00e9\u00e9"},
    )


def _files(pieces: int = 1, **file: Any) -> dict[str, Any]:  # noqa: ANN401 -- JSON
    return {**FILES, "pieces": pieces, "files": [{**FILES["files"][0], **file}]}


def _without(fields: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key != name}


def _bad_bodies(follow: dict[str, Any], leave: dict[str, Any]) -> list[tuple[str, int, Any, str]]:
    bad: list[tuple[str, int, Any, str]] = [
        *((f"report without {name}", 1, _without(REPORT, name), "required") for name in REPORT),
        ("report, unknown field", 1, {**REPORT, "date": "x"}, "no other field"),
        ("report with follow-up's text", 1, {**REPORT, "text": "x"}, "no other field"),
        ("report, constructor", 1, {**REPORT, "constructor": "x"}, "no other field"),
        ("report, empty what", 1, {**REPORT, "what": ""}, "at least 1 byte"),
        ("report, empty optional", 1, {**REPORT, "who": ""}, "absent, never empty"),
        ("report, null optional", 1, {**REPORT, "who": None}, "absent, never null"),
        ("report, number for text", 1, {**REPORT, "who": 1}, "a string"),
        ("report, category upper case", 1, {**REPORT, "category": "Suap"}, "a code"),
        ("report, category empty", 1, {**REPORT, "category": ""}, "a code"),
        ("report, category of 41", 1, {**REPORT, "category": "a" * 41}, "a code"),
        ("report, category with newline", 1, {**REPORT, "category": "suap\n"}, "a code"),
        ("report, category null", 1, {**REPORT, "category": None}, "a code"),
        ("language unknown", 1, {**REPORT, "language": "fr"}, "id or en"),
        ("language null", 3, {"language": None}, "id or en"),
        ("language of Object's own", 3, {"language": "constructor"}, "id or en"),
        ("follow-up without text", 2, {"language": "id"}, "required"),
        ("follow-up, empty text", 2, {**follow, "text": ""}, "at least 1 byte"),
        ("follow-up, category", 2, {**follow, "category": "suap"}, "no other field"),
        ("survey empty", 2, {"language": "id", "survey": {}}, "one answer at least"),
        ("survey null", 2, {**follow, "survey": None}, "absent, never null"),
        ("survey array", 2, {**follow, "survey": [1, 2, 3]}, "an object"),
        ("survey, another question", 2, {**follow, "survey": {**SURVEY, "x": 1}}, "one of three"),
        ("survey, answer 0", 2, {**follow, "survey": {**SURVEY, "ease": 0}}, "from 1"),
        ("survey, answer 5", 2, {**follow, "survey": {**SURVEY, "safety": 5}}, "to 4"),
        ("survey, answer true", 2, {**follow, "survey": {"handling": True}}, "an integer"),
        ("survey, answer in words", 2, {**follow, "survey": {"handling": "4"}}, "no words"),
        ("survey, empty text", 2, {**follow, "survey": SURVEY, "text": ""}, "absent, never empty"),
        (
            "survey with attachments alone",
            2,
            {"language": "id", "survey": SURVEY, "attachments": FILES},
            "attachments only with text",
        ),
        ("report with survey", 1, {**REPORT, "survey": SURVEY}, "follow-ups only"),
        ("withdrawal with survey", 3, {**leave, "survey": SURVEY}, "follow-ups only"),
        ("withdrawal, empty reason", 3, {**leave, "reason": ""}, "absent, never empty"),
        ("withdrawal with attachments", 3, {**leave, "attachments": FILES}, "no attachments"),
        ("withdrawal with text", 3, {**leave, "text": "x"}, "no other field"),
        ("withdrawal without language", 3, {}, "required"),
        ("body of a decoy", 0, leave, "a decoy has none"),
        ("body of type 4", 4, leave, "no such type"),
    ]
    attachments: list[tuple[str, Any, str]] = [
        ("null", None, "absent, never null"),
        ("array", [], "an object"),
        *((f"without {name}", _without(FILES, name), "required") for name in FILES),
        ("unknown field", {**FILES, "x": 1}, "no other field"),
        ("fk short", {**FILES, "fk": FILES["fk"][:-1]}, "32 bytes"),
        ("fk loose bits", {**FILES, "fk": "A" * 42 + "B"}, "unused bits are zero"),
        ("fk number", {**FILES, "fk": 1}, "a string"),
        ("pieces 0", {**FILES, "pieces": 0}, "at least 1"),
        ("pieces too many", {**FILES, "pieces": 2}, "the padded number"),
        ("pieces too few", _files(pieces=1, len=PIECE_LEN + 1), "the padded number"),
        ("pieces not padded", _files(pieces=5, len=5 * PIECE_LEN), "the padded number: 6"),
        ("pieces true", {**FILES, "pieces": True}, "an integer"),
        ("more than 65,536 pieces", _files(pieces=65_536, len=65_536 * PIECE_LEN + 1), "too large"),
        ("no files", {**FILES, "files": []}, "at least 1"),
        ("201 files", {**FILES, "files": FILES["files"] * 201}, "at most 200"),
        ("files object", {**FILES, "files": {}}, "an array"),
        ("file null", {**FILES, "files": [None]}, "an object"),
        *(
            (f"file without {n}", {**FILES, "files": [_without(FILES["files"][0], n)]}, "required")
            for n in ("name", "len", "treatment")
        ),
        ("file, unknown field", _files(type="x"), "no other field"),
        ("len above 2^40", _files(len=2**40 + 1), "at most 2^40"),
        ("len text", _files(len="5"), "an integer"),
        ("len true", _files(len=True), "an integer"),
        ("treatment unknown", _files(treatment="none"), "one of three"),
        ("name empty", _files(name=""), "1 to 255 bytes"),
        ("name of 256 bytes", _files(name="\u00e9" * 128), "1 to 255 bytes"),
        ("name with /", _files(name="a/b"), "no path"),
        ("name with \\", _files(name="a\\b"), "no path"),
        ("name .", _files(name="."), "no path"),
        ("name ..", _files(name=".."), "no path"),
        ("name with U+0000", _files(name="a\0"), "no control character"),
        ("name with newline", _files(name="a\n"), "no control character"),
        ("name with U+001F", _files(name="a\x1f"), "no control character"),
        ("name with U+007F", _files(name="a\x7f"), "no control character"),
    ]
    bad += [
        (f"attachments, {name}", 2, {**follow, "attachments": value}, why)
        for name, value, why in attachments
    ]
    return bad
