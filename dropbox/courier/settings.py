"""The [courier] table of config.toml: which site, how to reach it, and which drop it must be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dropbox.carriage import is_onion, is_this_computer
from dropbox.protocol.canonical import from_hex
from dropbox.protocol.drop import SID_LEN, drop_id
from dropbox.protocol.errors import EncodingError
from dropbox.settings import SettingsError, read_settings


@dataclass(frozen=True)
class CourierTable:
    """The table as written; `sid` and `root_pk` are hex, as in the site's own table."""

    public_url: str
    courier_url: str
    token_file: Path
    sid: str
    root_pk: str
    socks: str = ""
    stick_dir: Path | None = None
    clear_web: bool = False


@dataclass(frozen=True)
class CourierSettings:
    """What the courier knows: addresses, public keys (`sid` 16 bytes, `root_pk` 32), the token."""

    public_url: str
    courier_url: str
    token_file: Path
    sid: bytes
    root_pk: bytes
    socks: str
    stick_dir: Path | None

    @property
    def did(self) -> bytes:
        """The drop that this courier serves, 32 bytes (§3.1)."""
        return drop_id(self.sid, self.root_pk)

    def read_token(self) -> str:
        """Return the token; raises SettingsError where the file is missing or is not one line."""
        try:
            token = self.token_file.read_text(encoding="ascii").strip()
        except OSError as error:
            raise SettingsError(f"{self.token_file}: {error.strerror}") from None
        except UnicodeDecodeError:
            token = ""
        if not token or not token.isprintable() or " " in token:
            raise SettingsError(
                f"{self.token_file}: must hold the site's token on one line, and nothing else."
            )
        return token


def read_courier_settings(path: Path) -> CourierSettings:
    """Return the settings in the file at `path`; raises SettingsError."""
    table = read_settings(path, "courier", CourierTable)
    for key in ("public_url", "courier_url"):
        url = getattr(table, key)
        if url and not (table.clear_web or is_onion(url) or is_this_computer(url)):
            # The way through the onion hides who carries and from where; this one shows it.
            raise SettingsError(
                f"{path}: [courier] {key} bukan alamat .onion. Lewat web biasa, penyedia internet"
                " melihat kurir. Bila memang dikehendaki: clear_web = true\n"
                f"{path}: [courier] {key} is no .onion address. On the clear web the provider sees"
                " the courier. If that is meant: clear_web = true"
            )
    try:
        sid, root_pk = from_hex(table.sid, SID_LEN), from_hex(table.root_pk, 32)
    except EncodingError:
        raise SettingsError(
            f"{path}: [courier] sid must be 32 and root_pk 64 signs of hex, as the workstation "
            "printed them."
        ) from None
    return CourierSettings(
        table.public_url,
        table.courier_url,
        table.token_file,
        sid,
        root_pk,
        table.socks,
        table.stick_dir,
    )
