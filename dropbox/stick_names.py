"""What the files on the stick are called; all names are fit for FAT32."""

from __future__ import annotations

from typing import Final

# The workstation looks for what the site shows under these names.
SHOWN_BULLETIN: Final = "titip-maklumat.bulletin"
SHOWN_BOARD: Final = "titip-papan.board"


def pickup_name(epoch: int, pickup_id: bytes) -> str:
    """Return the name of a pickup, from its epoch and its id of 32 bytes."""
    return f"titip-ambilan-{epoch:06d}-{pickup_id.hex()[:8]}.pickup"
