"""Cleans files as the page does, and asks ExifTool, mat2 and the bytes what is left."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

from tests.e2e.node import node_command

CLEAN = Path(__file__).with_name("clean.mjs")


def clean(*paths: Path, flags: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Clean all files in one run; each cleaned one lies beside, with `.cleaned` behind its name."""
    done = subprocess.run(
        [*node_command(), str(CLEAN), *flags, *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def cleaned_path(path: Path) -> Path:
    """Return the cleaned file under the ending of its type, so that programs know it."""
    cleaned = path.with_name(f"{path.name}.cleaned")
    folder = path.parent / "bersih"
    folder.mkdir(exist_ok=True)
    return cleaned.rename(folder / path.name)


def exiftool(*paths: Path) -> list[dict[str, Any]]:
    """Return all tags that ExifTool finds in each, also unknown and repeated ones, with groups."""
    done = subprocess.run(
        ["exiftool", "-j", "-G0", "-a", "-u", "-U", "-ee", *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(done.stdout)
    assert len(found) == len(paths)
    return list(found)


def mat2(*paths: Path) -> dict[str, list[str]]:
    """Return by name the lines that mat2 says of each file, of those inside it too."""
    done = subprocess.run(
        ["mat2", "--show", *map(str, paths)], capture_output=True, text=True, check=False
    )
    assert "not supported" not in done.stdout, done.stdout
    said: dict[str, list[str]] = {}
    name = ""
    for line in done.stdout.splitlines():
        if line.startswith("[+] Metadata for "):
            name = Path(line.removeprefix("[+] Metadata for ").rstrip(":")).name
            said[name] = []
        elif "No metadata found" in line:
            said[Path(line.strip().removeprefix("No metadata found in ")).name] = []
        elif line.strip() and not line.startswith("[++]"):
            said[name].append(line.strip())
    assert set(said) == {path.name for path in paths}, done.stdout
    return said


def unzipped(raw: bytes, depth: int = 0) -> bytes:
    """Return a file with all that is packed inside it, archives in archives included."""
    if not raw.startswith(b"PK\x03\x04") or depth > 2:
        return raw
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.testzip() is None
        inner = [unzipped(archive.read(entry), depth + 1) for entry in archive.infolist()]
    return b"\n".join([raw, *inner])


def holds(raw: bytes, secret: str) -> bool:
    """Tell whether a text stands in the bytes, in any writing that these formats use."""
    escaped = secret.replace("\\", "\\\\")
    dresses = [
        secret.encode(),
        escaped.encode(),
        secret.replace("\\", "/").encode(),
        secret.encode("utf-16-le"),
        secret.encode("utf-16-be"),
        secret.encode("utf-16-be").hex().encode(),
        secret.encode("utf-16-be").hex().upper().encode(),
        secret.encode().hex().encode(),
    ]
    return any(dress in raw for dress in dresses)
