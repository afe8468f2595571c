"""What `titip site check` and `titip site status` say."""

from __future__ import annotations

import socket
import stat
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dropbox.protocol.bulletin import verify_bulletin
from dropbox.protocol.sizes import BULLETIN_CLOSED_DAYS, BULLETIN_STALE_DAYS
from dropbox.settings import SettingsError
from dropbox.site.custody import slot_kinds, today
from dropbox.site.finding import Finding, found
from dropbox.site.settings import SiteSettings, read_identity, read_listening, read_token
from dropbox.site.static_files import read_static
from dropbox.site.store import FILE_NAME, Reading, StoreError

# A count that changes by one would tell whoever may run the command that somebody just wrote.
ROUNDED_TO = 10
# A delivery publishes keys for weeks ahead: fewer days than this, and the next one is overdue.
KEYS_WARN_DAYS = 7
_EPOCH = date(1970, 1, 1)


def check_site(settings: SiteSettings) -> list[Finding]:
    """Return what was found, one entry for each thing that must be right."""
    return [
        found("page", lambda: f"{len(read_static(settings.static))} files as built"),
        found("identity", lambda: f"drop id {read_identity(settings.site_json).did.hex()}"),
        found("token", lambda: read_token(settings.courier_token) and "readable to the site alone"),
        found("folder", lambda: _folder(settings.data)),
        found("database", lambda: _database(settings.data)),
        found("public door", lambda: _door(settings.public, "public")),
        found("courier's door", lambda: _door(settings.courier, "courier")),
        found("limits", lambda: _limits(settings)),
        found("clock", lambda: _clock(settings)),
        found("bulletin", lambda: _bulletin(settings)),
        found("intake keys", lambda: _intake_keys(settings), advice=True),
    ]


def read_status(settings: SiteSettings) -> dict[str, Any]:
    """Return how full the site is, rounded to tens, and which bulletin it shows.

    Raises StoreError.
    """
    status: dict[str, Any] = {"rounded_to": ROUNDED_TO}
    with Reading(settings.data) as reading:
        for kind in slot_kinds(settings):
            _, taken = reading.count(kind)
            status[f"{kind.table}_kept"] = _rounded(taken)
            status[f"{kind.table}_room"] = _rounded(max(kind.slots_max - taken, 0))
        epochs = reading.epochs()
        status["pickups_waiting"] = sum(bool(e.closed and not e.freeing) for e in epochs)
        status["pickups_overwriting"] = sum(e.freeing for e in epochs)
        raw = reading.bulletin()
    content = verify_bulletin(raw, None).content if raw else {}
    for key in ("number", "issued", "next", "expires"):
        status[f"bulletin_{key}"] = content.get(key)
    status["bulletin_age_days"] = today() - content["issued"] if content else None
    status["keys_end"] = max((key["to"] for key in content.get("keys", [])), default=None)
    return status


def _rounded(count: int) -> int:
    return ROUNDED_TO * round(count / ROUNDED_TO)


def _folder(path: Path) -> str:
    if not path.exists():
        return "will be made at the first start"
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise SettingsError(f"others may enter {path}. Run: chmod 700 {path}")
    return "closed to others"


def _database(folder: Path) -> str:
    if not (folder / FILE_NAME).exists():
        return "will be made at the first start"
    with Reading(folder) as reading:
        if not reading.is_sound():
            raise StoreError("SQLite finds it damaged. Stop the site, copy it away, start anew.")
    return "sound"


def _door(text: str, key: str) -> str:
    listening = read_listening(text, key)
    if listening.path is not None:
        if not listening.path.parent.is_dir():
            raise SettingsError(f"the folder of {listening.path} is missing")
        family = socket.AF_UNIX
        address: str | tuple[str, int] = str(listening.path)
        if not listening.path.exists():
            return f"{text} is free"
    else:
        family = socket.AF_INET6 if listening.host.startswith("[") else socket.AF_INET
        address = (listening.host.strip("[]"), listening.port)
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(2)
        taken = probe.connect_ex(address) == 0
    return (
        f"something answers at {text}: the site itself, it is hoped" if taken else f"{text} is free"
    )


def _limits(settings: SiteSettings) -> str:
    public = read_listening(settings.public, "public")
    if public.path is not None and not settings.public_proxy_line:
        raise SettingsError(
            "every visitor of a Unix socket looks the same: set public_proxy_line and let Tor"
            " (HiddenServiceExportCircuitID haproxy) or the proxy say who is who"
        )
    return "by circuit or address" if settings.public_proxy_line else "by address"


def _clock(settings: SiteSettings) -> str:
    built = max(path.stat().st_mtime for path in settings.static.iterdir())
    if time.time() < built:
        raise SettingsError("the clock is behind the day on which the page was built")
    return f"today is {_EPOCH + timedelta(days=today())}"


def _bulletin(settings: SiteSettings) -> str:
    raw = _shown(settings)
    if raw is None:
        return "none yet"
    bulletin = verify_bulletin(raw, read_identity(settings.site_json).did)
    age = today() - bulletin.issued
    if age >= BULLETIN_CLOSED_DAYS or today() >= bulletin.content["expires"]:
        raise SettingsError(f"number {bulletin.number} is {age} days old: the drop is closed")
    if age > BULLETIN_STALE_DAYS:
        raise SettingsError(f"number {bulletin.number} is {age} days old: bring a delivery")
    return f"number {bulletin.number}, {age} days old"


def _intake_keys(settings: SiteSettings) -> str:
    raw = _shown(settings)
    if raw is None:
        return "none yet"
    ends = max(key["to"] for key in verify_bulletin(raw, None).content["keys"])
    if ends - today() < KEYS_WARN_DAYS:
        raise SettingsError(f"the last one ends in {ends - today()} days: bring a delivery")
    return f"the last one ends in {ends - today()} days"


def _shown(settings: SiteSettings) -> bytes | None:
    if not (settings.data / FILE_NAME).exists():
        return None
    with Reading(settings.data) as reading:
        return reading.bulletin()
