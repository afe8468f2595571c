"""How many pieces the files of a letter become: the arithmetic of §5.2."""

from __future__ import annotations

from dropbox.protocol.errors import AttachmentsTooLargeError
from dropbox.protocol.sizes import PIECE_LEN, PIECES_MAX


def padded_pieces(total_len: int) -> int:
    """Return N for files of `total_len` bytes together: the least 2^k or 3·2^k (§5.2).

    Raises AttachmentsTooLargeError above 65,536 pieces.
    """
    needed = max(1, -(-total_len // PIECE_LEN))
    if needed > PIECES_MAX:
        raise AttachmentsTooLargeError
    power = 1
    while power < needed:
        power *= 2
    three_quarters = power // 4 * 3
    return three_quarters if three_quarters >= needed else power
