"""Films and recordings written by ffmpeg, with words, places, tracks and leftovers."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

from tests.cleaning import planted as p

_PICTURE = ["-f", "lavfi", "-i", "testsrc=size=96x64:rate=8:duration=2"]
_SOUND = ["-f", "lavfi", "-i", "sine=frequency=440:duration=2"]
_WORDS = [
    *("-metadata", f"title={p.TITLE}"),
    *("-metadata", f"artist={p.AUTHOR}"),
    *("-metadata", f"comment={p.REMARK}"),
    *("-metadata", "location=-6.2088+106.8456/"),
    *("-metadata", "creation_time=2026-11-03T14:07:31"),
    *("-metadata:s", f"handler_name={p.COMPANY}"),
]
_FRAMES = ("-map", "0:v?", "-map", "0:a?", "-f", "framemd5", "-")
_MAKES = {
    # As phones write: the tables last, Apple's keys, a clock track.
    "ponsel.mov": [
        *(*_PICTURE, *_SOUND, "-c:v", "mjpeg", "-c:a", "pcm_s16le", "-timecode", "10:00:00:00"),
        *("-metadata", f"com.apple.quicktime.make={p.SERIAL}", "-movflags", "use_metadata_tags"),
        *_WORDS,
    ],
    "rapat.mp4": [*_PICTURE, *_SOUND, "-c:v", "libx264", "-c:a", "aac", *_WORDS],
    "siaran.mp4": [
        *(*_PICTURE, *_SOUND, "-c:v", "libx264", "-c:a", "aac", "-movflags", "+faststart"),
        *_WORDS,
    ],
    "potong.mp4": [
        *(*_PICTURE, "-c:v", "libx264", "-g", "4", "-movflags", "frag_keyframe+empty_moov"),
        *_WORDS,
    ],
    "suara.m4a": [*_SOUND, "-c:a", "aac", *_WORDS],
    "lama.3gp": [
        *("-f", "lavfi", "-i", "testsrc=size=176x144:rate=8:duration=1"),
        *("-c:v", "h263", *_WORDS),
    ],
    "lain.mkv": [*_PICTURE, "-c:v", "mjpeg", *_WORDS],
    "lain.mp3": [*_SOUND, *_WORDS],
}
FILMS = tuple(_MAKES)[:6]


def make_films(folder: Path) -> None:
    """Write FILMS, and lain.mkv and lain.mp3, which the page does not clean."""
    for name in _MAKES:
        make_film(folder, name)


def make_film(folder: Path, name: str) -> None:
    """Write one of them."""
    path = folder / name
    done = subprocess.run(
        ["ffmpeg", "-v", "error", "-y", *_MAKES[name], str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if name == "rapat.mp4":
        # What cameras append, and what editors leave behind: a private box, used room, a tail.
        tail = box(b"uuid", bytes(16) + p.SERIAL.encode()) + box(b"free", p.OLD.encode())
        path.write_bytes(path.read_bytes() + tail + p.FOLDER.encode())


def box(kind: bytes, content: bytes) -> bytes:
    """Return a box with its length and kind."""
    return struct.pack(">I", len(content) + 8) + kind + content


def samples_of(path: Path) -> str:
    """Return a hash of every decoded frame of picture and sound."""
    done = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(path), *_FRAMES],
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr
    assert done.stdout.count("\n") > 10
    return done.stdout
