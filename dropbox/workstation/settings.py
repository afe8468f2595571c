"""The [workstation] table of config.toml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dropbox.protocol.sizes import (
    ATTACHMENTS_MAX_LEN,
    BULLETIN_CLOSED_DAYS,
    INTAKE_KEYS_MAX,
    SHEET_DAYS,
    SHEETS_MAX,
)
from dropbox.settings import SettingsError, read_settings


@dataclass(frozen=True)
class WorkstationSettings:
    """Where the vault is and what every delivery follows; lengths in bytes, periods in days."""

    vault_dir: Path
    desk_id: str = "Inspektorat"
    desk_en: str = "Inspectorate"
    site_url: str = ""
    onion_url: str = ""
    seeds_dir: Path | None = None
    texts_file: Path | None = None
    delivery_days: int = 7
    sheets_per_delivery: int = 1
    sheet_days: int = SHEET_DAYS
    weeks_ahead: int = INTAKE_KEYS_MAX
    attachments_len: int = 500_000_000
    acknowledge_working_days: int = 3
    verify_working_days: int = 7
    conclude_working_days: int = 60
    idle_minutes: int = 10

    @property
    def texts_path(self) -> Path:
        """Where the texts of the bulletin are edited."""
        return self.texts_file or self.vault_dir / "texts.toml"

    @property
    def seeds_path(self) -> Path:
        """The one file of intake seeds, which no backup may take (docs/WORKSTATION.md)."""
        return (self.seeds_dir or self.vault_dir / "seeds") / "intake.seeds"

    @property
    def mark_path(self) -> Path:
        """The mark of the numbers that were used, which no backup may take either."""
        return self.seeds_path.with_name("numbers.mark")

    def checked(self) -> WorkstationSettings:
        """Return these settings; raises SettingsError where one is out of its bounds."""
        for name, least, most in (
            ("delivery_days", 1, BULLETIN_CLOSED_DAYS),
            ("sheets_per_delivery", 1, SHEETS_MAX),
            ("sheet_days", 1, SHEET_DAYS),
            ("weeks_ahead", 2, INTAKE_KEYS_MAX),
            ("attachments_len", 0, ATTACHMENTS_MAX_LEN),
            ("acknowledge_working_days", 1, 366),
            ("verify_working_days", 1, 366),
            ("conclude_working_days", 1, 366),
            ("idle_minutes", 1, 120),
        ):
            if not least <= getattr(self, name) <= most:
                raise SettingsError(f"[workstation] {name} must be from {least} to {most}.")
        for name in ("desk_id", "desk_en"):
            if not 1 <= len(getattr(self, name).encode()) <= 200:
                raise SettingsError(f"[workstation] {name} must have 1 to 200 bytes.")
        # Sheets that stay longer than deliveries can name would make the bulletin impossible one
        # day.
        live = -(-self.sheet_days // self.delivery_days) * self.sheets_per_delivery
        if live > SHEETS_MAX:
            raise SettingsError(
                f"[workstation] {live} sheets would be live at once, and a bulletin names at most "
                f"{SHEETS_MAX}: fewer sheets_per_delivery, or fewer deliveries."
            )
        return self


def read_workstation_settings(path: Path) -> WorkstationSettings:
    """Return the settings in the file at `path`; raises SettingsError."""
    return read_settings(path, "workstation", WorkstationSettings).checked()
