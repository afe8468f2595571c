"""The built page, read into memory once, and only if every byte is what its manifest says."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from dropbox.settings import SettingsError

MANIFEST = "manifest.json"
# The hashes of the packed files: apart from the manifest, which is the same wherever it is built.
PACKED = "packed.json"
# Content codings, the smallest first, and the ending of the files that hold them.
CODINGS = {"br": ".br", "gzip": ".gz"}
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_BUILD = "Run scripts/build."
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.[a-z0-9]+\Z")


@dataclass(frozen=True)
class StaticFile:
    """One file as it is sent: its type, its bytes, and the same bytes packed, by coding."""

    content_type: str
    raw: bytes
    packed: dict[str, bytes]


def read_static(folder: Path) -> dict[str, StaticFile]:
    """Return the files by their path, `/` being index.html.

    Raises SettingsError saying what to do.
    """
    manifest = _hashes(folder, MANIFEST)
    packed = _hashes(folder, PACKED)
    files = {f"/{MANIFEST}": _file(folder, MANIFEST, (folder / MANIFEST).read_bytes(), packed)}
    for name, expected in manifest.items():
        if not _NAME.match(name) or Path(name).suffix not in _TYPES:
            raise SettingsError(f"{folder / MANIFEST} names '{name}', which is no page's file.")
        files[f"/{name}"] = _file(folder, name, _built(folder, name, expected), packed)
    if "/index.html" not in files:
        raise SettingsError(f"{folder} has no index.html. {_BUILD}")
    files["/"] = files.pop("/index.html")
    return files


def _hashes(folder: Path, name: str) -> dict[str, str]:
    try:
        hashes = json.loads((folder / name).read_bytes())
    except OSError:
        raise SettingsError(f"The page is not built ({folder} has no {name}). {_BUILD}") from None
    except ValueError:
        raise SettingsError(f"{folder / name} is not a manifest. {_BUILD}") from None
    return {str(file): str(digest) for file, digest in hashes.items()}


def _built(folder: Path, name: str, expected: str) -> bytes:
    try:
        raw = (folder / name).read_bytes()
    except OSError:
        raise SettingsError(f"{folder / name} is missing. {_BUILD}") from None
    if hashlib.sha256(raw).hexdigest() != expected:
        raise SettingsError(f"{folder / name} is not the file that was built. {_BUILD}")
    return raw


def _file(folder: Path, name: str, raw: bytes, packed: dict[str, str]) -> StaticFile:
    codings = {
        coding: _built(folder, name + ending, packed[name + ending])
        for coding, ending in CODINGS.items()
        if name + ending in packed
    }
    return StaticFile(_TYPES[Path(name).suffix], raw, codings)
