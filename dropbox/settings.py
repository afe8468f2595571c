"""Reads one table of config.toml into a dataclass. What is misspelt is named, never ignored."""

from __future__ import annotations

import dataclasses
import tomllib
import typing
from pathlib import Path
from typing import Any, TypeVar

_T = TypeVar("_T")


class SettingsError(Exception):
    """Something in config.toml must be mended; the text names the file, the key and the want."""


def read_settings(path: Path, table: str, shape: type[_T]) -> _T:
    """Return `shape`, a dataclass, filled from the table of that name in the TOML file at `path`.

    Fields of the types str, int, bool, Path, list[str] and optional ones are read; relative paths
    are taken from the folder of the file. Raises SettingsError for a file that is missing or
    malformed, an unknown key, a missing key without default or a value of another type.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}. Copy config.example.toml there.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not valid TOML: {error}") from None
    given = tables.get(table, {})
    if not isinstance(given, dict):
        raise SettingsError(f"{path}: [{table}] must be a table.")
    hints = typing.get_type_hints(shape)
    fields = {field.name: field for field in dataclasses.fields(shape)}  # type: ignore[arg-type]
    for key in given:
        if key not in fields:
            known = ", ".join(sorted(fields))
            raise SettingsError(f"{path}: [{table}] has no key '{key}'. Known keys: {known}.")
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in given:
            values[name] = _value(given[name], hints[name], path, f"[{table}] {name}")
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise SettingsError(f"{path}: [{table}] lacks the key '{name}'.")
    return shape(**values)


def _value(value: object, hint: Any, path: Path, where: str) -> Any:  # noqa: ANN401 - any field's type
    wanted = [kind for kind in typing.get_args(hint) or (hint,) if kind is not type(None)]
    if hint == list[str]:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return value
        raise SettingsError(f"{path}: {where} must be a list of texts.")
    kind = wanted[0]
    if kind is Path and isinstance(value, str):
        return path.parent / value
    if isinstance(value, bool) != (kind is bool) or not isinstance(value, kind):
        names = {str: "a text", int: "a whole number", bool: "true or false", Path: "a path"}
        raise SettingsError(f"{path}: {where} must be {names.get(kind, kind.__name__)}.")
    return value
