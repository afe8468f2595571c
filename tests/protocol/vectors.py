"""Reading and writing `tests/vectors/*.json`: files, cases, forms of bytes (PROTOCOL §12)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from dropbox.protocol.chunk import ChunkSealer

FOLDER = Path(__file__).resolve().parent.parent / "vectors"
MAKERS = ("python", "javascript")
RUN_LEAST = 48

Form = Any
Fields = dict[str, Any]


class VectorFileError(Exception):
    """A vector file that is not what §12 says: it would test less than it seems to."""


@dataclass(frozen=True)
class Case:
    """One case, with its bytes still in their forms."""

    name: str
    op: str
    expect: str
    comment: str
    input: Fields
    output: Fields


@dataclass(frozen=True)
class VectorFile:
    """One file: the bytes that its cases refer to, what of them was made how, and the cases."""

    format: str
    comment: str
    made_by: str
    named: dict[str, Form]
    made: dict[str, Fields]
    cases: list[Case]

    def input_of(self, case: Case) -> Fields:
        """Return the input of a case with all forms turned into bytes."""
        return self.decode(case.input)

    def decode(self, fields: Fields) -> Fields:
        """Return the fields with every `_hex` turned into bytes."""
        return {
            name: self.read(value) if name.endswith("_hex") else value
            for name, value in fields.items()
        }

    def read(self, form: Form) -> Any:  # noqa: ANN401 -- bytes, a list of them, or None
        """Return the bytes of a form; a list of forms gives a list, null gives None."""
        if form is None:
            return None
        if isinstance(form, list):
            return [self.read(item) for item in form]
        if isinstance(form, str):
            return bytes.fromhex(form)
        (*_, name) = sorted(form)
        if "of" in form:
            return self._changed(self.read(self.named[form["of"]]), form, set(form) - {"of"})
        if len(form) != 1 or name not in self._forms:
            raise VectorFileError(f"unknown form of bytes: {sorted(form)}")
        return self._forms[name](form[name])

    @property
    def _forms(self) -> dict[str, Callable[[Any], Any]]:
        return {
            "text": lambda text: str(text).encode(),
            "zeros": bytes,
            "run": lambda run: bytes.fromhex(run[0]) * run[1],
            "numbers": lambda span: [
                number.to_bytes(32, "big") for number in range(span[0], span[0] + span[1])
            ],
            "join": lambda forms: b"".join(self.read(forms)),
            "chunk": lambda fields: self._chunk(self.decode(fields)),
        }

    def _chunk(self, fields: Fields) -> bytes:
        sealer = ChunkSealer(fields["fk_hex"], fields["pieces"], fields["did_hex"])
        return sealer.seal_with(fields["index"], fields["piece_hex"], fields["nonce_hex"])

    def _changed(self, raw: bytes, form: Fields, change: set[str]) -> bytes:
        if not change:
            return raw
        if change == {"first"}:
            return raw[: form["first"]]
        if change == {"at", "xor_hex"}:
            at, mask = form["at"], bytes.fromhex(form["xor_hex"])
            found = raw[at : at + len(mask)]
            if len(found) != len(mask):
                raise VectorFileError("a change behind the end")
            mixed = bytes(left ^ right for left, right in zip(found, mask, strict=True))
            return raw[:at] + mixed + raw[at + len(mask) :]
        if change == {"replace"}:
            old, new = (str(text).encode("utf-8", "surrogatepass") for text in form["replace"])
            if raw.count(old) != 1:
                raise VectorFileError(f"{form['replace'][0]!r} is not there exactly once")
            return raw.replace(old, new)
        raise VectorFileError(f"unknown change of bytes: {sorted(change)}")


def write_form(raw: bytes) -> Form:
    """Return the form in which a generator writes bytes: hex, long runs of one byte counted."""
    parts: list[Form] = []
    for byte, run in groupby(raw):
        piece = bytes(run)
        if len(piece) >= RUN_LEAST:
            parts.append({"run": [f"{byte:02x}", len(piece)]} if byte else {"zeros": len(piece)})
        elif parts and isinstance(parts[-1], str):
            parts[-1] += piece.hex()
        else:
            parts.append(piece.hex())
    if not parts:
        return ""
    return parts[0] if len(parts) == 1 else {"join": parts}


def write_fields(fields: Fields) -> Fields:
    """Return the fields with all bytes under `_hex` in their forms."""

    def write(value: Any) -> Form:  # noqa: ANN401 -- as VectorFile.read
        return [write(item) for item in value] if isinstance(value, list) else write_form(value)

    return {
        name: write(value) if name.endswith("_hex") and value is not None else value
        for name, value in fields.items()
    }


def load(format_name: str, maker: str) -> VectorFile:
    """Return one file. Raises VectorFileError where it is not what §12 says."""
    return read_file(json.loads((FOLDER / f"{format_name}.{maker}.json").read_text()))


def read_file(content: Fields) -> VectorFile:
    """Return the file with the given JSON. Raises VectorFileError where it is not what §12 says."""
    if set(content) != {"format", "comment", "made_by", "bytes", "made", "cases"}:
        raise VectorFileError(f"fields of the file: {sorted(content)}")
    cases = [_read_case(case) for case in content["cases"]]
    if not cases:
        raise VectorFileError("no cases")
    if len({case.name for case in cases}) != len(cases):
        raise VectorFileError("two cases of one name")
    missing = set(errors_of(content["format"])) - set(_named(cases))
    if missing:
        raise VectorFileError(f"no case expects {sorted(missing)}")
    if not any(case.expect == "ok" for case in cases):
        raise VectorFileError("no good case")
    named = {"named": content["bytes"], "cases": cases}
    return VectorFile(**{name: content[name] for name in content if name != "bytes"} | named)


def _read_case(case: Fields) -> Case:
    if set(case) != {"name", "op", "expect", "comment", "input", "output"}:
        raise VectorFileError(f"fields of a case: {sorted(case)}")
    if not all(case[name] for name in ("name", "op", "expect", "comment")):
        raise VectorFileError(f"a case without {case['name'] or 'name'}")
    return Case(**case)


def _named(cases: list[Case]) -> Iterator[str]:
    for case in cases:
        yield case.expect
        # One bad reply hides no other, so its error stands in the output (§6.4).
        yield from (name for _, name in case.output.get("refused", ()))


def formats() -> dict[str, list[str]]:
    """Return every format with the errors that its vectors must show."""
    table: dict[str, list[str]] = json.loads((FOLDER / "formats.json").read_text())["formats"]
    return table


def errors_of(format_name: str) -> list[str]:
    """Return the errors that the vectors of a format must show."""
    return formats()[format_name]
