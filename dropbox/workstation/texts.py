"""texts.toml beside the vault: the words that the next bulletin tells everybody (§7.2)."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from dropbox.protocol.bulletin_json import check_link, check_named, check_notice
from dropbox.protocol.errors import EncodingError, ShapeError
from dropbox.settings import SettingsError
from dropbox.workstation.days import day_of
from dropbox.workstation.defaults import (
    CATEGORIES,
    LINKS,
    RECEIVED,
    STATUSES,
    Category,
    Link,
    Status,
)

_T = TypeVar("_T")
_HEAD = """\
# Teks yang ditandatangani dalam setiap maklumat. Ubah di sini; berlaku sejak antaran berikutnya.
# Texts signed into every bulletin. Edit here; they count from the next delivery on.
#
# Sebuah kode jangan pernah berubah arti. / A code must never change its meaning.
# Pengumuman / a notice:
#   [[notices]]
#   day = 2026-01-31
#   id = "…"
#   en = "…"
"""


@dataclass(frozen=True)
class Notice:
    """An announcement of one day, in both languages; `day` in days since 1970."""

    day: int
    id: str
    en: str


@dataclass(frozen=True)
class Texts:
    """Everything in texts.toml, checked against the bounds of §7.2."""

    categories: tuple[Category, ...]
    statuses: tuple[Status, ...]
    notices: tuple[Notice, ...]
    links: tuple[Link, ...]

    def status(self, code: str) -> Status | None:
        """Return the status with this code, or None."""
        return next((status for status in self.statuses if status.code == code), None)

    @property
    def closed_codes(self) -> frozenset[str]:
        """The codes of statuses that end a case."""
        return frozenset(status.code for status in self.statuses if status.closed)


DEFAULT_TEXTS = Texts(CATEGORIES, STATUSES, (), LINKS)


def write_texts(texts: Texts) -> str:
    """Return texts.toml with these texts and an explanation at its head."""
    lines = [_HEAD]
    for table in ("categories", "statuses", "notices", "links"):
        for entry in getattr(texts, table):
            lines.append(f"[[{table}]]")
            for key, value in asdict(entry).items():
                if value is not False:
                    lines.append(f"{key} = {_toml(key, value)}")
            lines.append("")
    return "\n".join(lines)


def read_texts(path: Path) -> Texts:
    """Return the texts in the file at `path`; raises SettingsError with the entry that is wrong."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not valid TOML: {error}") from None
    unknown = sorted(set(tables) - {"categories", "statuses", "notices", "links"})
    if unknown:
        raise SettingsError(f"{path}: unknown table '{unknown[0]}'.")
    texts = Texts(
        _entries(path, tables, "categories", _category, 1, 64),
        _entries(path, tables, "statuses", _status, 1, 64),
        _entries(path, tables, "notices", _notice, 0, 32),
        _entries(path, tables, "links", _link, 0, 64),
    )
    for name in ("categories", "statuses"):
        codes = [entry.code for entry in getattr(texts, name)]
        twice = sorted(code for code in set(codes) if codes.count(code) > 1)
        if twice:
            raise SettingsError(f"{path}: [[{name}]] has the code '{twice[0]}' twice.")
    if texts.status(RECEIVED) is None:
        raise SettingsError(f"{path}: [[statuses]] must keep the code '{RECEIVED}'.")
    return texts


def _entries(
    path: Path,
    tables: dict[str, Any],
    name: str,
    read: Callable[[dict[str, Any]], _T],
    least: int,
    most: int,
) -> tuple[_T, ...]:
    given = tables.get(name, [])
    if not isinstance(given, list) or not least <= len(given) <= most:
        raise SettingsError(f"{path}: [[{name}]] must stand {least} to {most} times.")
    found = []
    for place, entry in enumerate(given, 1):
        try:
            found.append(read(dict(entry)))
        except (ShapeError, EncodingError, TypeError, ValueError):
            raise SettingsError(
                f"{path}: [[{name}]] number {place} is wrong: a field is missing, unknown, too "
                "long or of another kind."
            ) from None
    return tuple(found)


def _category(entry: dict[str, Any]) -> Category:
    check_named(entry)
    return Category(**entry)


def _status(entry: dict[str, Any]) -> Status:
    flags = {name: entry.pop(name, False) for name in ("closed", "reason_required")}
    if not all(isinstance(flag, bool) for flag in flags.values()):
        raise ShapeError
    check_named(entry)
    return Status(**entry, **flags)


def _notice(entry: dict[str, Any]) -> Notice:
    if type(entry.get("day")) is not dt.date:
        raise ShapeError
    entry["day"] = day_of(entry["day"])
    check_notice(entry)
    return Notice(**entry)


def _link(entry: dict[str, Any]) -> Link:
    check_link(entry)
    return Link(**entry)


def _toml(key: str, value: object) -> str:
    if key == "day" and isinstance(value, int):
        return (dt.date(1970, 1, 1) + dt.timedelta(value)).isoformat()
    if isinstance(value, bool):
        return "true"
    # A JSON string without escapes of other planes is a TOML basic string.
    return json.dumps(value, ensure_ascii=False)
