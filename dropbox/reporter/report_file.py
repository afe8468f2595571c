"""Reads a report that was written to a file, TOML or JSON (§4.4)."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

from dropbox.protocol.body import (
    FOLLOW_UP,
    REPORT,
    REPORT_TEXTS,
    SURVEY_BEST,
    SURVEY_QUESTIONS,
    WITHDRAWAL,
)
from dropbox.protocol.canonical import JsonObject
from dropbox.reporter.wording import ReporterError

FIELDS: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {
    REPORT: (("category", "what", "account"), REPORT_TEXTS),
    FOLLOW_UP: (("text",), ("survey",)),
    WITHDRAWAL: ((), ("reason",)),
}
_FILE_MAX_LEN = 1 << 20


def read_report_file(source: str, letter_type: int) -> JsonObject:
    """Return the body of a letter from the file `source`, or from standard input for `-`.

    `language` is `id` unless the file says `en`; fields left empty are left out. Raises
    ReporterError, which names the field.
    """
    raw = _read(source)
    try:
        text = raw.decode("utf-8")
        content = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReporterError(
            f"{source}: bukan TOML atau JSON yang sah ({error}).",
            f"{source}: not valid TOML or JSON ({error}).",
            "file",
        ) from None
    return check_report(content, letter_type, source)


def check_report(content: JsonObject, letter_type: int, source: str) -> JsonObject:
    """Return the body of a letter with its fields checked by name; raises ReporterError."""
    required, optional = FIELDS[letter_type]
    known = ("language", *required, *optional)
    body: JsonObject = {"language": "id"}
    if "survey" in content and "survey" in optional:
        body["survey"] = _checked_survey(content["survey"], source)
        required, content = (), {name: content[name] for name in content if name != "survey"}
    for name, value in content.items():
        if name not in known:
            raise ReporterError(
                f"{source}: isian '{name}' tidak dikenal. Yang ada: {', '.join(known)}.",
                f"{source}: unknown field '{name}'. Known fields: {', '.join(known)}.",
                "fields",
            )
        if not isinstance(value, str):
            raise ReporterError(
                f"{source}: isian '{name}' harus teks dalam tanda kutip.",
                f"{source}: the field '{name}' must be a text in quotes.",
                "fields",
            )
        if value.strip():
            body[name] = value
    for name in required:
        if name not in body:
            raise ReporterError(
                f"{source}: isian '{name}' wajib ada dan tidak boleh kosong.",
                f"{source}: the field '{name}' is required and must not be empty.",
                "fields",
            )
    if body["language"] not in {"id", "en"}:
        raise ReporterError(
            f"{source}: language harus id atau en.",
            f"{source}: language must be id or en.",
            "fields",
        )
    return body


def _checked_survey(value: object, source: str) -> dict[str, int]:
    if (
        isinstance(value, dict)
        and value
        and set(value) <= set(SURVEY_QUESTIONS)
        and all(type(answer) is int and 1 <= answer <= SURVEY_BEST for answer in value.values())
    ):
        return value
    asked = ", ".join(SURVEY_QUESTIONS)
    raise ReporterError(
        f"{source}: survey memuat {asked}, masing-masing angka 1 (buruk) sampai {SURVEY_BEST}.",
        f"{source}: survey holds {asked}, each a number from 1 (worst) to {SURVEY_BEST}.",
        "fields",
    )


def _read(source: str) -> bytes:
    try:
        if source == "-":
            raw = sys.stdin.buffer.read(_FILE_MAX_LEN + 1)
        else:
            with Path(source).open("rb") as file:
                raw = file.read(_FILE_MAX_LEN + 1)
    except OSError as error:
        raise ReporterError(
            f"{source}: tidak terbaca ({error.strerror}).",
            f"{source}: cannot be read ({error.strerror}).",
            "file",
        ) from None
    if len(raw) > _FILE_MAX_LEN:
        raise ReporterError(
            f"{source}: lebih dari 1 MiB; satu surat memuat paling banyak 31.484 bita.",
            f"{source}: more than 1 MiB; a letter holds at most 31,484 bytes.",
            "too_long",
        )
    return raw
