"""The built page, read into memory once, and only if every byte is what its manifest says."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from dropbox.settings import SettingsError

MANIFEST = "manifest.json"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.[a-z0-9]+\Z")


@dataclass(frozen=True)
class StaticFile:
    """One file as it is sent: its type, its bytes.

    And the same bytes under gzip if the build made them.
    """

    content_type: str
    raw: bytes
    packed: bytes | None


def read_static(folder: Path) -> dict[str, StaticFile]:
    """Return the files by their path, `/` being index.html.

    Raises SettingsError saying what to do.
    """
    build = "Run scripts/build."
    try:
        manifest = (folder / MANIFEST).read_bytes()
        hashes = json.loads(manifest)
    except OSError:
        raise SettingsError(
            f"The page is not built ({folder} has no {MANIFEST}). {build}"
        ) from None
    except ValueError:
        raise SettingsError(f"{folder / MANIFEST} is not a manifest. {build}") from None
    files = {f"/{MANIFEST}": _file(folder, MANIFEST, manifest, build)}
    for name, expected in hashes.items():
        if not _NAME.match(name) or Path(name).suffix not in _TYPES:
            raise SettingsError(f"{folder / MANIFEST} names '{name}', which is no page's file.")
        try:
            raw = (folder / name).read_bytes()
        except OSError:
            raise SettingsError(f"{folder / name} is missing. {build}") from None
        if hashlib.sha256(raw).hexdigest() != expected:
            raise SettingsError(f"{folder / name} is not the file that was built. {build}")
        files[f"/{name}"] = _file(folder, name, raw, build)
    if "/index.html" not in files:
        raise SettingsError(f"{folder} has no index.html. {build}")
    files["/"] = files.pop("/index.html")
    return files


def _unpacked(packed: bytes) -> bytes | None:
    try:
        return gzip.decompress(packed)
    except (OSError, EOFError, zlib.error):
        return None


def _file(folder: Path, name: str, raw: bytes, build: str) -> StaticFile:
    path = folder / f"{name}.gz"
    packed = path.read_bytes() if path.exists() else None
    if packed is not None and _unpacked(packed) != raw:
        raise SettingsError(f"{path} does not hold the same bytes as {name}. {build}")
    return StaticFile(_TYPES[Path(name).suffix], raw, packed)
