"""The values of systemd's files for the site: units, users and folders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dropbox.settings import SettingsError
from dropbox.site.onion import OnionSettings
from dropbox.site.paths import plain_path, socket_path
from dropbox.site.settings import SiteSettings

PROGRAM = "/opt/titip/current/bin/titip"
TORRC = "/etc/titip/torrc"
NGINX_CONF = "/etc/titip/nginx.conf"
# Room for 512 connections of 256 KiB beside the program; beyond it the kernel ends the site, which
# loses nothing that was acknowledged, instead of the machine.
MEMORY_MOST = "1G"


@dataclass(frozen=True)
class Folders:
    """Where the doors' sockets lie: one folder for Tor, another for nginx."""

    onion: str
    web: str


def unit_values(config: Path, site: SiteSettings, onion: OnionSettings) -> dict[str, str]:
    """Return what stands for the names in the units and folders; raises SettingsError."""
    folders = _folders(site)
    return {
        "program": PROGRAM,
        "config": plain_path(config.resolve(), "the configuration file"),
        "torrc": TORRC,
        "nginx_conf": NGINX_CONF,
        "data_dir": plain_path(site.data, "[site] data"),
        "keys_dir": plain_path(onion.keys_dir, "[onion] keys_dir"),
        "onion_sockets": folders.onion,
        "web_sockets": folders.web,
        "sockets": " ".join(sorted({folders.onion, folders.web})),
        "memory_most": MEMORY_MOST,
    }


def _folders(site: SiteSettings) -> Folders:
    public, courier = (
        Path(socket_path(getattr(site, key), key)).parent for key in ("public", "courier")
    )
    if public != courier:
        raise SettingsError("[site] public and courier must lie in one folder: it is Tor's.")
    if not site.clear:
        return Folders(str(public), "/run/titip/web")
    clear = Path(socket_path(site.clear, "clear")).parent
    if clear == public:
        # Who may connect to one socket could connect to the other, and pretend to be Tor.
        raise SettingsError("[site] clear must lie in a folder of its own: it is nginx's.")
    return Folders(str(public), str(clear))
