"""The table [web] of config.toml, and the values of nginx's file for the clear web."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from dropbox.settings import SettingsError, read_settings
from dropbox.site.paths import plain_path, socket_path
from dropbox.site.settings import SiteSettings

_HOST = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+\Z"
)


@dataclass(frozen=True)
class WebSettings:
    """What the operator decides about the clear web; config.example.toml explains every key."""

    host: str = ""
    certificate: Path = Path("/etc/titip/tls/fullchain.pem")
    certificate_key: Path = Path("/etc/titip/tls/privkey.pem")
    acme_dir: Path = Path("/var/www/titip-acme")
    https_port: int = 443
    http_port: int = 80


def read_web_settings(path: Path, site: SiteSettings) -> WebSettings | None:
    """Return the table [web] of the file at `path`, None where the site is on Tor alone.

    Raises SettingsError where [web] host and [site] clear do not go together.
    """
    web = read_settings(path, "web", WebSettings)
    if bool(web.host) != bool(site.clear):
        raise SettingsError(
            f"{path}: [web] host and [site] clear belong together: set both for a door on the"
            " clear web, or neither."
        )
    if not web.host:
        return None
    if not _HOST.match(web.host):
        raise SettingsError(f"{path}: [web] host must be a name such as lapor.example.go.id")
    for key in ("https_port", "http_port"):
        if not 0 < getattr(web, key) < 1 << 16:
            raise SettingsError(f"{path}: [web] {key} must be a port, 1 to 65535.")
    return web


def web_values(site: SiteSettings, web: WebSettings) -> dict[str, str]:
    """Return what stands for the names in `deploy/nginx.conf.in` and its unit."""
    return {
        "host": web.host,
        "certificate": plain_path(web.certificate, "[web] certificate"),
        "certificate_key": plain_path(web.certificate_key, "[web] certificate_key"),
        "acme_dir": plain_path(web.acme_dir, "[web] acme_dir"),
        "https_port": str(web.https_port),
        "http_port": str(web.http_port),
        "clear_socket": socket_path(site.clear, "clear"),
    }
