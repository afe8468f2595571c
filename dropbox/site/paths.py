"""Paths that other programs' configuration files take unquoted."""

from __future__ import annotations

import re
from pathlib import Path

from dropbox.settings import SettingsError
from dropbox.site.settings import read_listening

# No space, no quote, no sign that begins a comment, a variable or a continuation anywhere.
_PLAIN_PATH = re.compile(r"/[A-Za-z0-9._/@+-]*\Z")


def plain_path(path: Path, where: str) -> str:
    """Return the path's text; raises SettingsError that names `where`."""
    if not _PLAIN_PATH.match(str(path)):
        raise SettingsError(f"{where} must be an absolute path of letters, digits and ._/@+-")
    return str(path)


def socket_path(text: str, key: str) -> str:
    """Return the path of the Unix socket that [site] `key` names; raises SettingsError."""
    path = read_listening(text, key).path
    if path is None:
        # Any program on the machine could connect to a port and name whatever visitor it likes.
        raise SettingsError(f"[site] {key} must be unix:/absolute/path behind an onion service.")
    return plain_path(path, f"[site] {key}")
