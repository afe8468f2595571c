"""Brings one pickup to the stick: resumed where it broke off, named only once verified (§8)."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from dropbox import stick_names
from dropbox.carriage import Carriage, CarriageError
from dropbox.courier.door import PickupEntry, read_pickup
from dropbox.courier.refusals import ExplainedError
from dropbox.protocol.errors import PickupError, PickupForeignError, PickupLengthError
from dropbox.protocol.pickup import read_pickup_header, verify_pickup
from dropbox.protocol.sizes import PICKUP_HEADER_LEN
from dropbox.stick import open_plain, open_to_continue

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class StickError(Exception):
    """The stick cannot take or give the file; the text says what to do, in both languages."""


class TamperedError(Exception):
    """What arrived is not, twice, what the site announced."""

    def __init__(self) -> None:
        super().__init__(
            "Ambilan berubah di jalan, dua kali: isinya bukan yang diumumkan situs. Jangan "
            "dipakai; laporkan ke inspektorat.\n"
            "The pickup was changed on its way, twice: it is not what the site announced. Do not "
            "use it; tell the inspectorate."
        )


def pickup_name(entry: PickupEntry) -> str:
    """Return the name of a pickup on the stick; fit for FAT32."""
    return stick_names.pickup_name(entry.epoch, entry.id)


def part_name(entry: PickupEntry) -> str:
    """Return the name of a pickup that is not whole yet.

    It has the whole id, so that nothing else is ever continued.
    """
    return f"titip-ambilan-{entry.epoch:06d}-{entry.id.hex()}.part"


def has_pickup(stick: Path, entry: PickupEntry, sid: bytes) -> bool:
    """Tell whether the stick holds the pickup, whole and verified."""
    try:
        with open_plain(stick / pickup_name(entry)) as file:
            return verify_pickup(file, sid).id == entry.id
    except (OSError, PickupError):
        return False


def fetch_pickup(
    carriage: Carriage,
    entry: PickupEntry,
    stick: Path,
    sid: bytes,
    progress: Callable[[int, int], None],
) -> Path:
    """Return the path of the pickup on the stick, after its last byte was verified and is durable.

    `progress` is told the bytes present and the bytes in all. Raises CarriageError, ExplainedError
    for another site's file, TamperedError, StickError; what has arrived stays in a `.part` file,
    from which the next call goes on.
    """
    with _alone_on(stick):
        return _fetch(carriage, entry, stick, sid, progress)


def _fetch(
    carriage: Carriage,
    entry: PickupEntry,
    stick: Path,
    sid: bytes,
    progress: Callable[[int, int], None],
) -> Path:
    part, whole = stick / part_name(entry), stick / pickup_name(entry)
    # A second time from the start: the kept part may have been damaged on the stick, which the hash
    # tells only at the end.
    for _ in range(2):
        with explaining_stick(stick):
            try:
                _fetch_part(carriage, entry, part, sid, progress)
                with open_plain(part) as file:
                    genuine = verify_pickup(file, sid).id == entry.id
            except PickupForeignError as error:
                part.unlink()
                raise ExplainedError.of(error) from None
            except PickupError:
                genuine = False
            if genuine:
                part.replace(whole)
                sync_folder(stick)
                return whole
            part.unlink()
    raise TamperedError


def _fetch_part(
    carriage: Carriage,
    entry: PickupEntry,
    part: Path,
    sid: bytes,
    progress: Callable[[int, int], None],
) -> None:
    failures = 0
    with open_to_continue(part) as file:
        if file.tell() > entry.file_len:
            file.truncate(0)
        offset = file.seek(0, os.SEEK_END)
        checked = False
        while True:
            progress(offset, entry.file_len)
            before = offset
            try:
                for piece in _missing(carriage, entry, offset):
                    file.write(piece)
                    offset += len(piece)
                    if not checked and offset >= PICKUP_HEADER_LEN:
                        _check_header(file, entry, sid)
                        checked = True
                    progress(offset, entry.file_len)
                if offset >= entry.file_len:
                    break
                if offset == before:
                    raise _nothing_came()
                failures = 0
            except CarriageError as error:
                file.flush()
                failures = 1 if offset > before else failures + 1
                carriage.wait_after(error, failures)
        file.flush()
        os.fsync(file.fileno())


def _missing(carriage: Carriage, entry: PickupEntry, offset: int) -> Iterator[bytes]:
    return read_pickup(carriage, entry, offset) if offset < entry.file_len else iter(())


def _check_header(file: BinaryIO, entry: PickupEntry, sid: bytes) -> None:
    """Refuse another site's pickup, and a changed beginning, before up to 2 GiB are fetched."""
    file.flush()
    file.seek(0)
    header = read_pickup_header(file.read(PICKUP_HEADER_LEN), sid)
    file.seek(0, os.SEEK_END)
    if (header.epoch, header.file_len) != (entry.epoch, entry.file_len):
        raise PickupLengthError


def _nothing_came() -> CarriageError:
    return CarriageError(
        "Situs memberi jawaban kosong.", "The site gave an empty answer.", passing=True
    )


def sync_folder(folder: Path) -> None:
    """Flush the folder's own entries to the stick. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # Some file systems refuse to sync a folder; the file itself is on the stick by then.
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _alone_on(stick: Path) -> Iterator[None]:
    """Keep a second courier from writing into the same part while the body runs."""
    with explaining_stick(stick):
        # The folder itself is locked, so that no file of ours is left on the stick.
        descriptor = os.open(stick, os.O_RDONLY)
    try:
        # A file system without locks: what two write into one part is found by its hash.
        with suppress(OSError):
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StickError(
                    f"Di stik {stick} sedang ada kurir lain yang menulis. Tunggu sampai selesai, "
                    "lalu ulangi.\n"
                    f"On the stick {stick} another courier is writing. Wait until it is done, "
                    "then try again."
                ) from None
        yield
    finally:
        os.close(descriptor)


@contextmanager
def explaining_stick(stick: Path) -> Iterator[None]:
    """Turn what the operating system says of the stick into StickError."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StickError(
                f"Stik {stick} penuh. Yang sudah terambil disimpan. Kosongkan tempat atau pakai "
                "stik lain, lalu ulangi.\n"
                f"The stick {stick} is full. What was fetched is kept. Make room or use another "
                "stick, then try again."
            ) from None
        raise StickError(
            f"Stik {stick} tidak dapat ditulisi ({error.strerror}). Pasang kembali, lalu ulangi.\n"
            f"The stick {stick} cannot be written ({error.strerror}). Plug it in again, then try "
            "again."
        ) from None
