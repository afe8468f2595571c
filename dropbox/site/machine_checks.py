"""What `titip site check` says of the machine around the site: disk, Tor, certificate, clock."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from dropbox.onion import onion_host
from dropbox.protocol.sizes import CHUNK_LEN, LETTER_LEN
from dropbox.settings import SettingsError
from dropbox.site.deploying import deploy_files
from dropbox.site.finding import Finding, found
from dropbox.site.onion import COURIER_DIR, PUBLIC_DIR, OnionSettings, read_onion_settings
from dropbox.site.settings import SiteSettings
from dropbox.site.store import FILE_NAME
from dropbox.site.units import NGINX_CONF, TORRC
from dropbox.site.web import WebSettings, read_web_settings

# File systems that overwrite in place; on others every freed slot stays where it was.
IN_PLACE = frozenset({"ext2", "ext3", "ext4", "xfs"})
# In memory, for demos and tests.
IN_MEMORY = frozenset({"tmpfs", "ramfs"})
CERTIFICATE_WARN = timedelta(days=14)
_UNITS = Path("/etc/systemd/system")
# Where what `deploy_files` makes is installed.
_INSTALLED = {
    "tor/torrc": Path(TORRC),
    "nginx/nginx.conf": Path(NGINX_CONF),
    "systemd/titip-site.service": _UNITS / "titip-site.service",
    "systemd/titip-tor.service": _UNITS / "titip-tor.service",
    "systemd/titip-web.service": _UNITS / "titip-web.service",
    "systemd/tmpfiles.conf": Path("/etc/tmpfiles.d/titip.conf"),
    "systemd/sysusers.conf": Path("/etc/sysusers.d/titip.conf"),
}


def check_machine(config: Path, settings: SiteSettings) -> Iterator[Finding]:
    """Yield what was found on this machine, one entry for each thing that must be right."""
    yield found("file system", lambda: _file_system(settings.data))
    yield found("room", lambda: _room(settings))
    yield found("encrypted disk", lambda: _encrypted(settings.data), advice=True)
    yield found("swap", _swap, advice=True)
    yield found("machine", _virtual, advice=True)
    yield found("clock set by the network", _clock_set, advice=True)
    if not Path(TORRC).exists() and not (_UNITS / "titip-site.service").exists():
        yield Finding("installation", ok=True, text="none on this machine: run by hand")
        return
    yield found("installation", lambda: _as_made(config, settings))
    onion = read_onion_settings(config)
    yield found("public onion", lambda: _onion(onion.keys_dir / PUBLIC_DIR, settings))
    yield found("courier's onion", lambda: _couriers(onion))
    web = read_web_settings(config, settings)
    if web is not None:
        yield found("certificate", lambda: _certificate(web))
    yield found("logs", _logs)


def _existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path


def _mount(path: Path) -> tuple[str, str]:
    """Return the type of the file system that `path` lies on, and its device as MAJOR:MINOR."""
    real = _existing(path).resolve()
    best = ("unknown", "0:0", "")
    for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines():
        left, _, right = line.partition(" - ")
        device, point = left.split()[2], left.split()[4]
        inside = real == Path(point) or Path(point) in real.parents
        if inside and len(point) >= len(best[2]):
            best = (right.split()[0], device, point)
    return best[0], best[1]


def _file_system(folder: Path) -> str:
    kind, _ = _mount(folder)
    if kind in IN_PLACE:
        return f"{kind}: what is overwritten is overwritten in place"
    if kind in IN_MEMORY:
        return f"{kind}: in memory; nothing outlives a restart"
    raise SettingsError(
        f"{kind} writes every change to a new place, and so keeps the order in which letters came."
        " Put [site] data on ext4 or XFS, without snapshots."
    )


def _room(settings: SiteSettings) -> str:
    folder = _existing(settings.data)
    disk = os.statvfs(folder)
    free = disk.f_bavail * disk.f_frsize
    database = settings.data / FILE_NAME
    have = database.stat().st_size if database.exists() else 0
    full = settings.letters_max * LETTER_LEN + settings.chunks_max * CHUNK_LEN
    missing = full + full // 10 - have - free
    if missing > 0:
        raise SettingsError(
            f"a full site would need {_gib(missing)} more than the disk has: give it room, or"
            " lower [site] chunks_max."
        )
    return f"{_gib(free)} free, enough for a full site"


def _gib(length: int) -> str:
    return f"{length / (1 << 30):.1f} GiB"


def _encrypted(folder: Path) -> str:
    device = Path("/sys/dev/block") / _mount(folder)[1]
    if any(_is_crypt(layer) for layer in _layers(device)):
        return "dm-crypt"
    raise SettingsError(
        "no dm-crypt was found under [site] data. Letters are sealed anyway; an encrypted disk"
        " also hides how many there were from whoever takes the machine away switched off."
    )


def _layers(device: Path) -> Iterator[Path]:
    yield device
    below = device / "slaves"
    if below.is_dir():
        for slave in below.iterdir():
            yield from _layers(slave)


def _is_crypt(device: Path) -> bool:
    try:
        return (device / "dm/uuid").read_text(encoding="ascii").startswith("CRYPT-")
    except OSError:
        return False


def _swap() -> str:
    lines = Path("/proc/swaps").read_text(encoding="utf-8").splitlines()[1:]
    used = [line.split()[0] for line in lines if not line.startswith("/dev/zram")]
    if used:
        raise SettingsError(
            f"{', '.join(used)} is in use. The installed units keep site, Tor and nginx out of it"
            " (MemorySwapMax=0); whatever else runs here may leave traces: swapoff -a."
        )
    return "none"


def _virtual() -> str:
    if " hypervisor " in Path("/proc/cpuinfo").read_text(encoding="utf-8"):
        raise SettingsError(
            "this is a virtual machine: whoever runs its host can read its memory and keep copies"
            " of its disk at any time. A machine of the inspectorate's own is better."
        )
    return "no hypervisor in sight"


def _clock_set() -> str:
    marks = ("/run/systemd/timesync/synchronized", "/run/chrony/chronyd.pid")
    if any(Path(mark).exists() for mark in marks):
        return "yes"
    raise SettingsError(
        "neither systemd-timesyncd nor chrony says so. A clock that is days wrong makes the site"
        " refuse deliveries, and Tor fail: apt-get install systemd-timesyncd."
    )


def _as_made(config: Path, settings: SiteSettings) -> str:
    made = deploy_files(config, settings)
    differing = []
    for name, path in _INSTALLED.items():
        wanted = made.get(name)
        try:
            there = path.read_text(encoding="utf-8") if path.exists() else None
        except PermissionError:
            raise SettingsError(f"{path} cannot be read: run this as root.") from None
        if wanted != there:
            differing.append(str(path))
    if differing:
        raise SettingsError(
            f"{', '.join(differing)}: not as config.toml makes it. Run the kit's `install site`."
        )
    return "as config.toml makes it"


def _closed(folder: Path) -> None:
    try:
        mode = stat.S_IMODE(folder.stat().st_mode)
    except PermissionError:
        raise SettingsError(f"{folder} cannot be entered: run this as root.") from None
    if mode & 0o077:
        raise SettingsError(f"others may enter {folder}: chmod 700 {folder}")


def _address(folder: Path) -> str:
    _closed(folder.parent)
    _closed(folder)
    key = (folder / "hs_ed25519_public_key").read_bytes()
    host = (folder / "hostname").read_text(encoding="ascii").strip()
    if onion_host(key[-32:]) != host:
        raise SettingsError(f"{folder}: hostname and key do not belong together: bring both back.")
    return host


def _onion(folder: Path, settings: SiteSettings) -> str:
    host = _address(folder)
    if settings.onion_location and host not in settings.onion_location:
        raise SettingsError(f"[site] onion_location names another address than {host}")
    return host


def _couriers(onion: OnionSettings) -> str:
    folder = onion.keys_dir / COURIER_DIR
    host = _address(folder)
    there = sorted(
        path.read_text(encoding="ascii") for path in (folder / "authorized_clients").glob("*.auth")
    )
    if not there:
        raise SettingsError(
            "no courier's key: Tor lets everybody in. Run the kit's `install site`."
        )
    if there != sorted(f"{line}\n" for line in onion.courier_clients):
        raise SettingsError(
            "Tor lets in other couriers than [onion] courier_clients names. Run `install site`."
        )
    return f"{host}, {len(there)} couriers"


def _certificate(web: WebSettings) -> str:
    if stat.S_IMODE(web.certificate_key.stat().st_mode) & 0o077:
        raise SettingsError(f"others may read {web.certificate_key}: chmod 600")
    try:
        certificate = x509.load_pem_x509_certificate(web.certificate.read_bytes())
        key = load_pem_private_key(web.certificate_key.read_bytes(), None)
    except (ValueError, TypeError):
        raise SettingsError("[web] certificate or key is not such a file in PEM form.") from None
    if certificate.public_key() != key.public_key():
        raise SettingsError("[web] certificate and certificate_key do not belong together.")
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        hosts = names.value.get_values_for_type(x509.DNSName)
    except x509.ExtensionNotFound:
        hosts = []
    parent = web.host.partition(".")[2]
    if web.host not in hosts and f"*.{parent}" not in hosts:
        raise SettingsError(
            f"the certificate is for {', '.join(hosts) or 'nobody'}, not {web.host}"
        )
    left = certificate.not_valid_after_utc - datetime.now(UTC)
    if left < CERTIFICATE_WARN:
        raise SettingsError(
            f"the certificate ends in {max(left.days, 0)} days: renew it, then"
            " systemctl restart titip-web"
        )
    return f"for {web.host}, {left.days} days left"


def _logs() -> str:
    told: list[tuple[Path, Callable[[Path], bool]]] = [
        (Path("/var/log/nginx/access.log"), lambda path: path.stat().st_size > 0),
        (Path("/var/log/tor/log"), lambda path: path.stat().st_size > 0),
    ]
    kept = [str(path) for path, holds in told if path.exists() and holds(path)]
    if kept:
        raise SettingsError(
            f"{', '.join(kept)}: another nginx or Tor on this machine keeps a log. It must not be"
            " the one that visitors of this site come through; empty the file and switch it off."
        )
    return "no access log"
