"""The drop id, and the two ways in which people carry it (§3.1, §3.2)."""

from __future__ import annotations

from dropbox.protocol.canonical import from_base64url, to_base64url
from dropbox.protocol.errors import EncodingError, FragmentError
from dropbox.protocol.labels import digest, label

SID_LEN = 16


def drop_id(sid: bytes, root_pk: bytes) -> bytes:
    """Return DID, 32 bytes, of the site id (16 bytes) and the root public key (32 bytes) (§3.1)."""
    return digest(label("desk"), sid, root_pk)


def write_fragment(did: bytes) -> str:
    """Return the fragment of the poster's link, `#k=` and 43 characters (§3.2)."""
    return "#k=" + to_base64url(did)


def read_fragment(fragment: str) -> bytes:
    """Return DID, 32 bytes, from a link's fragment with its `#`; raises FragmentError (§3.2)."""
    if not fragment.startswith("#k="):
        raise FragmentError
    try:
        return from_base64url(fragment[3:], 32)
    except EncodingError:
        raise FragmentError from None


def drop_id_digits(did: bytes) -> list[str]:
    """Return the eight groups of five digits that the eye compares (§3.2)."""
    digits = f"{int.from_bytes(did, 'big') % 10**40:040d}"
    return [digits[at : at + 5] for at in range(0, 40, 5)]
