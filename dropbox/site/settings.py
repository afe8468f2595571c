"""The table [site] of config.toml, and the folder that the site writes in."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from pathlib import Path

from limits import parse_many

from dropbox.onion import OnionError, check_onion_host
from dropbox.protocol.canonical import from_hex, read_canonical, write_canonical
from dropbox.protocol.drop import SID_LEN, drop_id
from dropbox.protocol.errors import TitipError
from dropbox.protocol.shape import check_fields
from dropbox.settings import SettingsError

TOKEN_MIN_LEN = 32
_ONION_LOCATION = re.compile(r"https?://([^/:@]+)(?::[0-9]{1,5})?/\Z")
_ADDRESS = re.compile(r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):([0-9]{1,5})\Z")


@dataclass(frozen=True)
class SiteSettings:
    """What the operator decides; config.example.toml explains every key."""

    data: Path
    site_json: Path
    courier_token: Path
    public: str = "127.0.0.1:8080"
    courier: str = "127.0.0.1:8081"
    public_proxy_line: bool = False
    clear: str = ""
    onion_location: str = ""
    static: Path = Path(__file__).parent / "static"
    letters_max: int = 65_536
    letters_extent: int = 8_192
    chunks_max: int = 16_384
    chunks_extent: int = 1_024
    reserve_percent: int = 25
    letters_limit: str = "20/minute;120/hour"
    chunks_limit: str = "1500/minute;20000/hour"
    reads_limit: str = "600/minute;6000/hour"
    connections_max: int = 512
    connections_per_visitor: int = 32
    silence_s: int = 60
    request_s: int = 180


@dataclass(frozen=True)
class Listening:
    """Where a door listens: a Unix socket's path, or a host and a port (0: any that is free)."""

    path: Path | None
    host: str
    port: int

    @property
    def local(self) -> bool:
        """Tell whether only this machine can connect."""
        return self.path is not None or self.host in {"127.0.0.1", "[::1]", "localhost"}


@dataclass(frozen=True)
class SiteIdentity:
    """All that the site knows of its inspectorate: SID, 16 bytes, root public key, 32 bytes."""

    sid: bytes
    root_pk: bytes

    @property
    def did(self) -> bytes:
        """The drop id, 32 bytes (§3.1)."""
        return drop_id(self.sid, self.root_pk)

    @property
    def json(self) -> bytes:
        """The body of /site.json (§10.1)."""
        return write_canonical({"sid": self.sid.hex(), "root_pk": self.root_pk.hex()})


def read_listening(text: str, key: str) -> Listening:
    """Return where `text`, `unix:/path` or `host:port`, points.

    Raises SettingsError naming `key`.
    """
    if text.startswith("unix:/"):
        return Listening(Path(text.removeprefix("unix:")), "", 0)
    match = _ADDRESS.match(text)
    if match is None or int(match[2]) > 65_535:
        raise SettingsError(f"[site] {key} must be host:port or unix:/absolute/path, not '{text}'.")
    return Listening(None, match[1], int(match[2]))


def read_identity(path: Path) -> SiteIdentity:
    """Return what the site.json holds that `titip workstation init` wrote.

    Raises SettingsError.
    """
    try:
        content = read_canonical(path.read_bytes().removesuffix(b"\n"))
        check_fields(content, ("sid", "root_pk"))
        return SiteIdentity(from_hex(content["sid"], SID_LEN), from_hex(content["root_pk"], 32))
    except OSError as error:
        raise SettingsError(
            f"{path}: {error.strerror}. Bring keys/site.json from the vault."
        ) from None
    except (TitipError, TypeError):
        raise SettingsError(
            f"{path}: not the site.json that the workstation wrote; bring it again."
        ) from None


def read_token(path: Path) -> str:
    """Return the courier's token.

    Raises SettingsError where others may read the file or it is short.
    """
    try:
        open_to_others = stat.S_IMODE(path.stat().st_mode) & 0o077
        token = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingsError(
            f"{path}: {error.strerror}. Make one: (umask 077; openssl rand -hex 32 > {path})"
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: the token must be plain ASCII.") from None
    if open_to_others:
        raise SettingsError(f"{path}: others may read the courier's token. Run: chmod 600 {path}")
    if len(token) < TOKEN_MIN_LEN or not token.isprintable() or " " in token:
        raise SettingsError(
            f"{path}: the token must have at least {TOKEN_MIN_LEN} characters and no spaces."
        )
    return token


def open_folder(path: Path) -> Path:
    """Make the folder if it is missing and return it.

    Raises SettingsError where others may enter it.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise SettingsError(f"{path}: others may enter the site's folder. Run: chmod 700 {path}")
    return path


def check_settings(settings: SiteSettings) -> SiteSettings:
    """Return the settings if they fit together; raises SettingsError."""
    public = read_listening(settings.public, "public")
    read_listening(settings.courier, "courier")
    if settings.public_proxy_line and not public.local:
        # Anyone who reaches the socket could claim any circuit and so escape every limit.
        raise SettingsError(
            "[site] public_proxy_line needs a Unix socket or an address of this machine."
        )
    _check_clear(settings)
    for key in ("letters_limit", "chunks_limit", "reads_limit"):
        try:
            parse_many(getattr(settings, key))
        except ValueError:
            # Found here, because a limit that cannot be read would be none at all.
            raise SettingsError(
                f"[site] {key} must be like 20/minute;120/hour, not '{getattr(settings, key)}'."
            ) from None
    rooms = ("letters_max", "letters_extent", "chunks_max", "chunks_extent")
    for key in (*rooms, "connections_max", "connections_per_visitor", "silence_s", "request_s"):
        if getattr(settings, key) < 1:
            raise SettingsError(f"[site] {key} must be at least 1.")
    if not 0 <= settings.reserve_percent <= 100:
        raise SettingsError("[site] reserve_percent must be from 0 to 100.")
    return settings


def _check_clear(settings: SiteSettings) -> None:
    if settings.clear and not read_listening(settings.clear, "clear").local:
        raise SettingsError("[site] clear needs a Unix socket or an address of this machine.")
    if not settings.onion_location:
        return
    if not settings.clear:
        raise SettingsError(
            "[site] onion_location is told to visitors of the clear web: set clear."
        )
    match = _ONION_LOCATION.match(settings.onion_location)
    if match is None:
        raise SettingsError("[site] onion_location must be http://….onion/, with the slash.")
    try:
        check_onion_host(match[1])
    except OnionError as error:
        raise SettingsError(f"[site] onion_location: {error}") from None
