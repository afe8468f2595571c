"""Collects the cases of one file; runs each, so that none is written that does something else."""

from __future__ import annotations

import hashlib
from typing import Any

from tests.protocol.vector_ops import run
from tests.protocol.vectors import Fields, Form, VectorFile, write_fields, write_form


def fixed(name: str, length: int = 32) -> bytes:
    """Return bytes that look random, stay the same for ever and belong to nobody."""
    return hashlib.shake_256(b"titip vectors: " + name.encode()).digest(length)


def of(name: str, **change: Any) -> Form:  # noqa: ANN401 -- the changes of §12
    """Return the form "the bytes of that name", with a change."""
    return {"of": name, **change}


class Maker:
    """One vector file that is being written."""

    def __init__(self, format_name: str, comment: str) -> None:
        """Begin a file without bytes and cases."""
        self._content: Fields = {
            "format": format_name,
            "comment": comment,
            "made_by": "python",
            "bytes": {},
            "made": {},
            "cases": [],
        }

    @property
    def content(self) -> Fields:
        """The JSON of the file."""
        return self._content

    def decode(self, fields: Fields) -> Fields:
        """Return the fields with every `_hex` turned into bytes."""
        c = self._content
        file = VectorFile(c["format"], "", "python", c["bytes"], c["made"], [])
        return file.decode(fields)

    def read(self, form: Form) -> bytes:
        """Return the bytes of a form."""
        raw = self.decode({"form_hex": form})["form_hex"]
        if not isinstance(raw, bytes):
            raise TypeError(form)
        return raw

    def put(self, name: str, form: Form) -> Form:
        """Give bytes a name; returns the form that refers to them."""
        self._content["bytes"][name] = form
        return of(name)

    def make(self, name: str, op: str, field: str, **given: Any) -> Form:  # noqa: ANN401 -- JSON
        """Name the bytes that an op returns in one of its fields; each language writes its own."""
        expect, output = run(op, self.decode(given))
        if expect != "ok":
            raise ValueError(f"{name}: {op} refuses with {expect}")
        self._content["made"][name] = {"op": op, "field": field, "input": given}
        return self.put(name, write_form(output[field]))

    def case(self, name: str, op: str, comment: str, *, expect: str = "ok", **given: Any) -> None:  # noqa: ANN401 -- JSON
        """Add a case; ValueError where the op does not do what is expected."""
        found, output = run(op, self.decode(given))
        if found != expect:
            raise ValueError(f"{self._content['format']}: {name}: expected {expect}, found {found}")
        if any(one["name"] == name for one in self._content["cases"]):
            raise ValueError(f"two cases are called {name}")
        self._content["cases"].append(
            {
                "name": name,
                "op": op,
                "expect": expect,
                "comment": comment,
                "input": given,
                "output": write_fields(output),
            }
        )
