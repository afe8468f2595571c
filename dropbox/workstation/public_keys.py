"""The public keys of a drop as files: for the site, for posters, for whoever compares them.

`keys/README.md` says what each holds. All of them may be known to anybody.
"""

from __future__ import annotations

from pathlib import Path

from dropbox.protocol.canonical import to_base64url, write_canonical
from dropbox.protocol.certificate import Certificate
from dropbox.protocol.drop import drop_id, drop_id_digits
from dropbox.protocol.labels import u32
from dropbox.workstation.files import make_private_dir, write_atomically

SITE_FILE = "site.json"
CERTIFICATES_DIR = "certificates"


def write_public_keys(folder: Path, sid: bytes, root_pk: bytes) -> None:
    """Write what a drop is known by: SID, 16 bytes, root public key, 32 bytes. Raises OSError."""
    did = drop_id(sid, root_pk)
    digits = " ".join(drop_id_digits(did))
    # What the site answers at /site.json (§10.1), byte for byte.
    site = write_canonical({"root_pk": root_pk.hex(), "sid": sid.hex()})
    make_private_dir(folder)
    for name, raw in (
        (SITE_FILE, site),
        ("site-id.hex", f"{sid.hex()}\n".encode()),
        ("root.hex", f"{root_pk.hex()}\n".encode()),
        ("drop-id.txt", f"{to_base64url(did)}\n{digits}\n".encode()),
    ):
        write_atomically(folder / name, raw)


def write_public_certificate(folder: Path, certificate: Certificate) -> None:
    """Write the certificate of a signing key beside the earlier ones (§3.3). Raises OSError."""
    from_day, to_day = certificate.from_day, certificate.to_day
    raw = certificate.signing_pk + u32(from_day) + u32(to_day) + certificate.signature
    path = make_private_dir(folder / CERTIFICATES_DIR) / f"{from_day}-{to_day}.hex"
    write_atomically(path, f"{raw.hex()}\n".encode())
