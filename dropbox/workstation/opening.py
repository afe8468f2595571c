"""What the commands of the workstation start from: settings, the open vault, the day."""

from __future__ import annotations

import argparse
import dataclasses
from typing import TYPE_CHECKING

from dropbox.workstation.errors import ClockError
from dropbox.workstation.terminal import read_passphrase

if TYPE_CHECKING:
    from dropbox.workstation.desk import Desk
    from dropbox.workstation.settings import WorkstationSettings


def settings_of(arguments: argparse.Namespace) -> WorkstationSettings:
    """Return the settings of --config and --vault; raises SettingsError."""
    from dropbox.workstation.settings import WorkstationSettings, read_workstation_settings

    if arguments.vault is None:
        return read_workstation_settings(arguments.config)
    if not arguments.config.exists():
        return WorkstationSettings(vault_dir=arguments.vault)
    return dataclasses.replace(
        read_workstation_settings(arguments.config), vault_dir=arguments.vault
    )


def open_desk(arguments: argparse.Namespace) -> Desk:
    """Return the open workstation, after asking for its passphrase; raises as Desk.open."""
    from dropbox.workstation.desk import DEFAULT_WHO, Desk

    passphrase = read_passphrase(
        arguments.passphrase_file, "Frasa sandi brankas / vault passphrase: "
    )
    settings = settings_of(arguments)
    desk = Desk.open(settings, passphrase, today_of(arguments), who=arguments.who or DEFAULT_WHO)
    if arguments.today is not None and not desk.demo:
        desk.close()
        raise today_error()
    return desk


def today_of(arguments: argparse.Namespace) -> int:
    """Return the day of --today, else of this machine's clock."""
    from dropbox.workstation.days import utc_today

    return utc_today() if arguments.today is None else int(arguments.today)


def today_error() -> ClockError:
    """Return the refusal of --today where the vault is no demo."""
    return ClockError(
        "--today hanya untuk brankas demo. Betulkan tanggal mesin.",
        "--today is for demo vaults only. Set the machine's date right.",
    )
