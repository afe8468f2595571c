"""Unpacks what browsers keep in a profile, so that a search sees what a finder could read.

mozLz4 (Firefox: session, add-ons), Snappy in SQLite values and in framed streams (Firefox:
IndexedDB, local storage), LevelDB tables and logs (Chromium), SQLite databases with their journals.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path

import cramjam

_MOZLZ4 = b"mozLz40\0"
_SQLITE = b"SQLite format 3\0"
_FRAMED = b"\xff\x06\x00\x00sNaPpY"
_TABLE_MAGIC = struct.pack("<Q", 0xDB4775248B80FB57)
_LOG_BLOCK, _LOG_HEAD = 32_768, 7
_FOOTER_LEN, _TRAILER_LEN = 48, 5
_ZEROS = re.compile(rb"\0{65,}")
# A guard against a broken length: nothing of a reporter's is larger.
_MOST = 64 << 20


def contents(path: Path, scratch: Path) -> Iterator[bytes]:
    """Yield the bytes of one file of a profile, and everything that is packed inside."""
    raw = path.read_bytes()
    # Browsers lay out databases megabytes ahead.
    yield _ZEROS.sub(b"\0" * 64, raw)
    if raw.startswith(_MOZLZ4):
        length = struct.unpack_from("<I", raw, len(_MOZLZ4))[0]
        yield bytes(cramjam.lz4.decompress_block(raw[12:], output_len=min(length, _MOST)))
    if raw.startswith(_SQLITE):
        yield from _sqlite_values(path, scratch)
    if raw.endswith(_TABLE_MAGIC):
        yield from _table_blocks(raw)
    if path.suffix == ".log":
        yield from _log_records(raw)
    at = raw.find(_FRAMED)
    while at >= 0:
        yield from _unframed(raw[at:])
        at = raw.find(_FRAMED, at + 1)


def _sqlite_values(path: Path, scratch: Path) -> Iterator[bytes]:
    scratch.mkdir(parents=True, exist_ok=True)
    copy = scratch / "copy.sqlite"
    for ending in ("", "-wal", "-shm", "-journal"):
        beside = path.with_name(path.name + ending)
        (scratch / f"copy.sqlite{ending}").unlink(missing_ok=True)
        if beside.exists():
            shutil.copyfile(beside, scratch / f"copy.sqlite{ending}")
    base = sqlite3.connect(copy)
    base.text_factory = bytes
    try:
        names = base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            quoted = name.decode().replace('"', '""')
            try:
                rows = base.execute(f'SELECT * FROM "{quoted}"').fetchall()  # noqa: S608 - quoted
            except sqlite3.Error:
                continue  # a virtual table of a module that is not here; its own tables are read
            values = [value for row in rows for value in row if isinstance(value, bytes)]
            yield b"\0\0".join(values)
            yield b"\0\0".join(plain for value in values for plain in _snappy(value))
    except sqlite3.DatabaseError:
        pass  # cut off in the middle of a write; its raw bytes were given
    finally:
        base.close()


def _table_blocks(raw: bytes) -> Iterator[bytes]:
    footer = raw[-_FOOTER_LEN:]
    _, at = _varint(footer, 0)
    _, at = _varint(footer, at)
    offset, at = _varint(footer, at)
    length, _ = _varint(footer, at)
    index = _block(raw, offset, length)
    yield index
    for handle in _block_values(index):
        offset, at = _varint(handle, 0)
        length, _ = _varint(handle, at)
        block = _block(raw, offset, length)
        yield block
        yield from _block_values(block)


def _block(raw: bytes, offset: int, length: int) -> bytes:
    content, packed = raw[offset : offset + length], raw[offset + length] == 1
    return bytes(cramjam.snappy.decompress_raw(content)) if packed else content


def _block_values(block: bytes) -> Iterator[bytes]:
    restarts = struct.unpack_from("<I", block, len(block) - 4)[0]
    at, end = 0, len(block) - 4 * (restarts + 1)
    while at < end:
        _, at = _varint(block, at)
        key_len, at = _varint(block, at)
        value_len, at = _varint(block, at)
        yield block[at + key_len : at + key_len + value_len]
        at += key_len + value_len


def _log_records(raw: bytes) -> Iterator[bytes]:
    whole = b""
    at = 0
    while at + _LOG_HEAD <= len(raw):
        room = _LOG_BLOCK - at % _LOG_BLOCK
        if room < _LOG_HEAD:
            at += room
            continue
        length, kind = struct.unpack_from("<HB", raw, at + 4)
        whole += raw[at + _LOG_HEAD : at + _LOG_HEAD + length]
        at += _LOG_HEAD + length
        if kind in {1, 4}:
            yield whole
            whole = b""
        if not 1 <= kind <= 4:
            return
    yield whole


def _unframed(raw: bytes) -> Iterator[bytes]:
    # Chunk by chunk, so that one that was cut off does not hide those before.
    at = 0
    parts: list[bytes] = []
    while at + 4 <= len(raw):
        kind, length = raw[at], int.from_bytes(raw[at + 1 : at + 4], "little")
        content = raw[at + 8 : at + 4 + length]
        if kind == 0:
            parts.extend(_snappy(content))
        elif kind == 1:
            parts.append(content)
        elif 2 <= kind < 0x80:
            break
        at += 4 + length
    yield b"".join(parts)


def _snappy(raw: bytes) -> Iterator[bytes]:
    try:
        length, _ = _varint(raw, 0)
        if 0 < length <= _MOST:
            yield bytes(cramjam.snappy.decompress_raw(raw))
    except (cramjam.DecompressionError, IndexError):
        return


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = raw[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
