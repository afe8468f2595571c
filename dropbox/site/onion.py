"""The table [onion] of config.toml, and Tor's files for the site's two onion services."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from dropbox.onion import OnionError, check_authorized_line
from dropbox.settings import SettingsError, read_settings
from dropbox.site.paths import plain_path, socket_path
from dropbox.site.settings import SiteSettings

PUBLIC_DIR = "titip-public"
COURIER_DIR = "titip-courier"


@dataclass(frozen=True)
class OnionSettings:
    """What the operator decides about Tor; config.example.toml explains every key."""

    keys_dir: Path = Path("/var/lib/titip-tor")
    courier_clients: list[str] = field(default_factory=list)
    pow_rate: int = 25
    pow_burst: int = 250


def read_onion_settings(path: Path) -> OnionSettings:
    """Return the table [onion] of the file at `path`; raises SettingsError."""
    settings = read_settings(path, "onion", OnionSettings)
    for key in ("pow_rate", "pow_burst"):
        if not 0 < getattr(settings, key) < 1 << 31:
            raise SettingsError(f"{path}: [onion] {key} must be at least 1.")
    return settings


def onion_values(site: SiteSettings, onion: OnionSettings) -> dict[str, str]:
    """Return what stands for the names in `deploy/torrc.in`; raises SettingsError."""
    if not site.public_proxy_line:
        raise SettingsError(
            "[site] public_proxy_line must be true behind an onion service: without Tor's line"
            " every visitor is the same one, and the first who asks too much stops all others."
        )
    return {
        "keys_dir": plain_path(onion.keys_dir, "[onion] keys_dir"),
        "public_socket": socket_path(site.public, "public"),
        "courier_socket": socket_path(site.courier, "courier"),
        "streams": str(site.connections_per_visitor),
        "pow_rate": str(onion.pow_rate),
        "pow_burst": str(onion.pow_burst),
    }


def authorized_clients(onion: OnionSettings) -> dict[str, str]:
    """Return the files of the courier's `authorized_clients` by name, one for each courier.

    Raises SettingsError where there is none: Tor would then let everybody in.
    """
    if not onion.courier_clients:
        raise SettingsError(
            "[onion] courier_clients is empty: without one, Tor lets everybody reach the courier's"
            " door. Each courier makes a key with `titip courier key`; put its line there."
        )
    try:
        lines = [check_authorized_line(line) for line in onion.courier_clients]
    except OnionError as error:
        raise SettingsError(f"[onion] courier_clients: {error}") from None
    return {f"courier{number}.auth": f"{line}\n" for number, line in enumerate(lines, 1)}
