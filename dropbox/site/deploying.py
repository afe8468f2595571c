"""`titip site deploy-files`: writes what other programs need to run the site, from config.toml.

The templates lie in `deploy/`; what they leave open comes from the settings. Nothing is installed
or started here: the files are to be read first.
"""

from __future__ import annotations

from pathlib import Path
from string import Template

from dropbox.settings import SettingsError
from dropbox.site.onion import (
    COURIER_DIR,
    authorized_clients,
    onion_values,
    read_onion_settings,
)
from dropbox.site.settings import SiteSettings
from dropbox.site.units import unit_values
from dropbox.site.web import read_web_settings, web_values

_TEMPLATES = Path(__file__).parent / "deploy"
_ALWAYS = (
    ("tor/torrc", "torrc.in"),
    ("systemd/titip-site.service", "titip-site.service.in"),
    ("systemd/titip-tor.service", "titip-tor.service.in"),
    ("systemd/tmpfiles.conf", "tmpfiles.conf.in"),
    ("systemd/sysusers.conf", "sysusers.conf.in"),
)
_FOR_THE_WEB = (
    ("systemd/titip-web.service", "titip-web.service.in"),
    ("nginx/nginx.conf", "nginx.conf.in"),
)


def deploy_files(config: Path, site: SiteSettings) -> dict[str, str]:
    """Return the text of every file by its path below the chosen folder; raises SettingsError."""
    onion = read_onion_settings(config)
    web = read_web_settings(config, site)
    clients = authorized_clients(onion)
    values = onion_values(site, onion) | unit_values(config, site, onion)
    wanted = [*_ALWAYS]
    if web is not None:
        values |= web_values(site, web)
        wanted += _FOR_THE_WEB
    files = {path: _filled(name, values) for path, name in wanted}
    for name, text in clients.items():
        files[f"tor/{COURIER_DIR}/authorized_clients/{name}"] = text
    return files


def write_files(folder: Path, files: dict[str, str]) -> list[Path]:
    """Write the files below `folder`, whose like there are replaced; returns their paths.

    Raises SettingsError.
    """
    written = []
    try:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_text(text, encoding="utf-8")
            written.append(path)
    except OSError as error:
        raise SettingsError(f"{folder}: {error.strerror}") from None
    return written


def _filled(name: str, values: dict[str, str]) -> str:
    return Template((_TEMPLATES / name).read_text(encoding="utf-8")).substitute(values)
