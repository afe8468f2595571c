"""`titip courier key | pickup | deliver`: what whoever carries the stick types."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dropbox.carriage import Carriage
    from dropbox.courier.door import PickupEntry
    from dropbox.courier.settings import CourierSettings
    from dropbox.courier.shown import ShownFiles
    from dropbox.protocol.delivery import Delivery

EXIT_FAILED = 1
_CLOCK_OFF_S = 3_600


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `courier` with its three commands."""
    courier = subparsers.add_parser(
        "courier", help="carry pickups and deliveries over Tor", allow_abbrev=False
    )
    commands = courier.add_subparsers(metavar="command", required=True)
    pickup = commands.add_parser(
        "pickup",
        help="ambil dari situs ke stik / fetch from the site to the stick",
        description="Closes the site's epoch and fetches every pickup that waits, verified.",
        allow_abbrev=False,
    )
    pickup.add_argument("--to", type=Path, metavar="DIR", help="the stick (default: stick_dir)")
    pickup.add_argument(
        "--dry-run", action="store_true", help="close and fetch nothing; list what waits"
    )
    pickup.set_defaults(run=_failing_in_words(_run_pickup))
    deliver = commands.add_parser(
        "deliver",
        help="antar berkas ke situs / bring a delivery to the site",
        description="Verifies a delivery, hands it to the site, and compares what visitors see.",
        allow_abbrev=False,
    )
    deliver.add_argument("file", type=Path, metavar="FILE", help="the delivery on the stick")
    deliver.add_argument(
        "--dry-run", action="store_true", help="verify, compare with the site, hand in nothing"
    )
    deliver.set_defaults(run=_failing_in_words(_run_deliver))
    key = commands.add_parser(
        "key",
        help="kunci kurir untuk Tor / the courier's key for Tor",
        description="Makes the key by which Tor lets this courier reach the site, once, and "
        "prints the line for the site.",
        allow_abbrev=False,
    )
    key.add_argument(
        "--to", type=Path, metavar="DIR", required=True, help="Tor's ClientOnionAuthDir"
    )
    key.set_defaults(run=_failing_in_words(_run_key))
    for command in (key, pickup, deliver):
        command.add_argument("--config", type=Path, default=Path("config.toml"), metavar="FILE")
        command.add_argument("--json", action="store_true", help="print one JSON object")


def _failing_in_words(
    run: Callable[[argparse.Namespace], int],
) -> Callable[[argparse.Namespace], int]:
    def checked(arguments: argparse.Namespace) -> int:
        from dropbox.carriage import CarriageError
        from dropbox.courier.fetching import StickError, TamperedError
        from dropbox.courier.refusals import ExplainedError
        from dropbox.protocol.errors import TitipError
        from dropbox.settings import SettingsError

        failures = (
            CarriageError,
            ExplainedError,
            SettingsError,
            StickError,
            TamperedError,
            TitipError,
        )
        try:
            return run(arguments)
        except failures as error:
            print(error, file=sys.stderr)
            if arguments.json:
                print(json.dumps({"error": type(error).__name__, "text": str(error)}))
            return EXIT_FAILED

    return checked


def _run_key(arguments: argparse.Namespace) -> int:
    from dropbox.courier.onion_key import keep_key
    from dropbox.courier.settings import read_courier_settings

    settings = read_courier_settings(arguments.config)
    kept = keep_key(arguments.to, settings.courier_url)
    _say(
        f"Kunci ada di {kept.path}. Serahkan baris di bawah kepada pengelola situs; baris itu "
        "bukan rahasia.\n"
        f"The key is in {kept.path}. Give the line below to the site's operator; it is no secret."
        if kept.path
        else "Kunci sudah dibuat. Isi courier_url dengan alamat .onion dari pengelola situs, lalu "
        "jalankan perintah ini sekali lagi.\n"
        "The key is made. Put the .onion address that the site's operator gives you into "
        "courier_url and run this command once more."
    )
    if arguments.json:
        path = str(kept.path) if kept.path else None
        print(json.dumps({"authorized": kept.authorized_line, "path": path}))
    else:
        print(kept.authorized_line)
    return 0


def _run_pickup(arguments: argparse.Namespace) -> int:
    from dropbox.courier.door import close_epoch, list_pickups
    from dropbox.courier.fetching import StickError, fetch_pickup, has_pickup, pickup_name
    from dropbox.courier.settings import read_courier_settings
    from dropbox.settings import SettingsError

    settings = read_courier_settings(arguments.config)
    stick = arguments.to or settings.stick_dir
    if stick is None:
        raise SettingsError("Stik mana? --to DIR / Which stick? Give --to DIR, or stick_dir.")
    if not stick.is_dir():
        raise StickError(f"Stik {stick} tidak terpasang.\nThe stick {stick} is not plugged in.")
    fetched: list[PickupEntry] = []
    with _door(settings) as door:
        entries = list_pickups(door) if arguments.dry_run else close_epoch(door)
        _compare_clocks(door)
        present = [entry for entry in entries if has_pickup(stick, entry, settings.sid)]
        for entry in entries:
            name = pickup_name(entry)
            if entry in present:
                _say(f"{name}: sudah ada / already there")
            elif arguments.dry_run:
                _say(f"{name}: {entry.file_len:,} bytes")
            else:
                fetch_pickup(door, entry, stick, settings.sid, _progress(name))
                fetched.append(entry)
                _say(f"{name}: terverifikasi / verified")
    _say(
        f"{len(fetched)} diambil, {len(present)} sudah ada, {len(entries)} menunggu di situs "
        "sampai antaran menyebutnya.\n"
        f"{len(fetched)} fetched, {len(present)} already there, {len(entries)} wait at the site "
        "until a delivery names them."
    )
    shown = None if arguments.dry_run else _bring_shown(settings, stick)
    if arguments.json:
        on_stick = present + fetched
        print(
            json.dumps(
                {
                    "stick": str(stick),
                    "pickups": [
                        _entry_json(
                            entry, stick / pickup_name(entry) if entry in on_stick else None
                        )
                        for entry in entries
                    ],
                    "shown": vars(shown) if shown else None,
                }
            )
        )
    return 0


def _run_deliver(arguments: argparse.Namespace) -> int:
    from dropbox.carriage import Carriage
    from dropbox.courier.delivering import bring_delivery, read_delivery
    from dropbox.courier.fetching import StickError
    from dropbox.courier.settings import read_courier_settings

    settings = read_courier_settings(arguments.config)
    try:
        raw, delivery = read_delivery(arguments.file, settings.did)
    except OSError as error:
        raise StickError(
            f"{arguments.file}: tidak terbaca ({error.strerror}).\n"
            f"{arguments.file}: cannot be read ({error.strerror})."
        ) from None
    if arguments.dry_run:
        return _try_delivery(arguments, settings, delivery)
    with (
        _door(settings) as door,
        Carriage(settings.public_url, socks=settings.socks, say=_say) as public,
    ):
        try:
            delivered = bring_delivery(door, public, raw, delivery)
        finally:
            _compare_clocks(door)
    again = " (sudah tampil sebelumnya / shown already)" if delivered.repeated else ""
    _say(
        f"Situs kini menampilkan maklumat nomor {delivered.number}{again}; {delivered.pickups} "
        "ambilan diakui.\n"
        f"The site now shows bulletin number {delivered.number}; {delivered.pickups} pickups "
        "acknowledged."
    )
    if arguments.json:
        print(json.dumps(vars(delivered)))
    return 0


def _try_delivery(
    arguments: argparse.Namespace, settings: CourierSettings, delivery: Delivery
) -> int:
    from dropbox.courier.delivering import check_fits

    with _door(settings) as door:
        shown = check_fits(door, delivery)
        _compare_clocks(door)
    number, pickups = delivery.bulletin.number, len(delivery.pickup_ids)
    again = shown == delivery.bulletin.raw
    _say(
        f"Antaran utuh dan cocok dengan situs: maklumat nomor {number}, {pickups} ambilan. "
        "Belum diserahkan.\n"
        f"The delivery is whole and fits the site: bulletin number {number}, {pickups} pickups. "
        "It was not handed in."
    )
    if arguments.json:
        print(json.dumps({"number": number, "pickups": pickups, "shown_already": again}))
    return 0


def _bring_shown(settings: CourierSettings, stick: Path) -> ShownFiles | None:
    from dropbox.carriage import Carriage, CarriageError, Patience
    from dropbox.courier.shown import fetch_shown

    patience = Patience(tries=3)
    public = Carriage(settings.public_url, socks=settings.socks, patience=patience, say=_say)
    try:
        with public:
            shown = fetch_shown(public, stick, settings.did)
    except CarriageError as error:
        # The pickups are there, and a vault that was never set back needs nothing else.
        _say(
            "Maklumat dan papan di situs tidak terbawa; hanya perlu bila brankas dipulihkan dari "
            f"cadangan.\nBulletin and board were not brought; they are needed only where the vault "
            f"was restored from a backup.\n{error}"
        )
        return None
    if shown is not None:
        _say(
            f"maklumat/bulletin {shown.number}"
            + (" + papan/board" if shown.board else " (papan tidak cocok / board does not match)")
        )
    return shown


def _door(settings: CourierSettings) -> Carriage:
    from dropbox.carriage import Carriage

    token = settings.read_token()
    return Carriage(settings.courier_url, socks=settings.socks, token=token, say=_say)


def _compare_clocks(door: Carriage) -> None:
    ahead_s = door.clock_ahead_s
    if ahead_s is not None and abs(ahead_s) > _CLOCK_OFF_S:
        hours = round(abs(ahead_s) / 3_600)
        _say(
            f"Jam komputer ini dan jam situs berbeda {hours} jam. Betulkan yang salah: situs "
            "menolak antaran yang tanggalnya tidak cocok.\n"
            f"The clocks of this computer and of the site differ by {hours} hours. Set the wrong "
            "one: the site refuses deliveries whose date does not fit."
        )


def _entry_json(entry: PickupEntry, path: Path | None) -> dict[str, Any]:
    return {
        "epoch": entry.epoch,
        "id": entry.id.hex(),
        "len": entry.file_len,
        "path": str(path) if path else None,
    }


def _progress(name: str) -> Callable[[int, int], None]:
    shown = -1

    def show(done: int, whole: int) -> None:
        nonlocal shown
        percent = done * 100 // whole
        if percent != shown and sys.stderr.isatty():
            shown = percent
            print(f"\r{name}: {percent} %", end="\n" if percent == 100 else "", file=sys.stderr)

    return show


def _say(text: str) -> None:
    print(text, file=sys.stderr)
