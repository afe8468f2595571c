"""The ceremony.

Site id, root key, signing key, first intake keys, vault, and the public part.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from dropbox.protocol.certificate import Certificate, make_certificate
from dropbox.protocol.drop import SID_LEN, drop_id, drop_id_digits, write_fragment
from dropbox.protocol.randomness import random_bytes
from dropbox.protocol.signing import signing_pk
from dropbox.protocol.sizes import CERTIFICATE_DAYS_MAX
from dropbox.workstation import audit
from dropbox.workstation.errors import VaultError, WorkstationError
from dropbox.workstation.files import make_private_dir, sync_dir, write_atomically
from dropbox.workstation.mark import MarkFile
from dropbox.workstation.public_keys import write_public_certificate, write_public_keys
from dropbox.workstation.seeds import SeedStore
from dropbox.workstation.settings import WorkstationSettings
from dropbox.workstation.texts import DEFAULT_TEXTS, write_texts
from dropbox.workstation.vault import Vault
from dropbox.workstation.wrapping import Cost, unwrap_key, wrap_key

ROOT_FILE = "root.box"
ROOT_PURPOSE = "root"
PUBLIC_DIR = "keys"
PASSPHRASE_MIN_LEN = 15


@dataclass(frozen=True)
class Identity:
    """What everybody may know of a drop: SID, 16 bytes, and root public key, 32 bytes."""

    sid: bytes
    root_pk: bytes

    @property
    def did(self) -> bytes:
        """The drop id, 32 bytes (§3.1)."""
        return drop_id(self.sid, self.root_pk)


def hold_ceremony(
    settings: WorkstationSettings, passphrase: str, today: int, who: str, *, demo: bool = False
) -> Identity:
    """Make everything a new inspectorate needs in settings.vault_dir; returns its identity.

    The folder appears whole or not at all. A demo vault takes any passphrase, and guards nothing.
    Raises VaultError, WorkstationError for a short passphrase, OSError.
    """
    _check_passphrase(passphrase, demo=demo)
    folder = settings.vault_dir
    if folder.exists() and any(folder.iterdir()):
        raise VaultError(
            f"{folder} tidak kosong. Brankas baru memerlukan folder baru; tidak ada yang ditimpa.",
            f"{folder} is not empty. A new vault needs a new folder; nothing is overwritten.",
        )
    if settings.seeds_path.exists():
        raise VaultError(
            f"{settings.seeds_path} milik brankas lain. Pilih seeds_dir yang lain.",
            f"{settings.seeds_path} belongs to another vault. Choose another seeds_dir.",
        )
    make_private_dir(folder.parent)
    building = folder.with_name(f".{folder.name}.{random_bytes(4).hex()}.tmp")
    building.mkdir(mode=0o700)
    try:
        identity = _build(replace(settings, vault_dir=building), passphrase, today, who, demo=demo)
        building.rename(folder)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    sync_dir(folder.parent)
    return identity


def renew_signing(
    vault: Vault, root_box: bytes, passphrase: str, today: int, who: str, public_dir: Path
) -> Certificate:
    """Return the certificate of a fresh signing key, 100 days from today.

    The earlier key's seed is destroyed. `root_box` holds the bytes of root.box, wherever it is
    kept. Raises WrappedKeyFormError, WrongPassphraseError, VaultError for another drop's root.
    """
    identity = read_identity(vault)
    root_seed = unwrap_key(root_box, passphrase, ROOT_PURPOSE)
    if signing_pk(root_seed) != identity.root_pk:
        raise VaultError(
            "Kunci akar ini milik titipan lain.", "This root key belongs to another drop."
        )
    # §7.5: a later certificate goes before an earlier one, so no two may start on one day.
    if today <= vault.number("SELECT max(from_day) FROM signing_keys"):
        raise VaultError(
            "Hari ini sudah ada kunci tanda tangan baru. Ulangi besok bila perlu.",
            "A new signing key was made today already. Do it again tomorrow if need be.",
        )
    with vault.transaction():
        certificate = _new_signing_key(vault, identity, root_seed, today)
        audit.record(vault, today, who, "signing_renewed", certificate.signing_pk.hex()[:16])
    write_public_certificate(public_dir, certificate)
    return certificate


def read_identity(vault: Vault) -> Identity:
    """Return the identity of the drop that a vault belongs to; raises VaultError."""
    return Identity(vault.need("sid"), vault.need("root_pk"))


def is_demo(vault: Vault) -> bool:
    """Tell whether everything about this vault is a trial, and every screen must say so."""
    return vault.need("demo") == b"\x01"


def _build(
    settings: WorkstationSettings, passphrase: str, today: int, who: str, *, demo: bool
) -> Identity:
    folder = settings.vault_dir
    cost = Cost.TRIAL if demo else Cost.FULL
    root_seed = random_bytes(32)
    identity = Identity(random_bytes(SID_LEN), signing_pk(root_seed))
    write_atomically(folder / ROOT_FILE, wrap_key(root_seed, passphrase, ROOT_PURPOSE, cost))
    vault = Vault.create(folder, passphrase, cost)
    try:
        with vault.transaction():
            vault.set("sid", identity.sid)
            vault.set("root_pk", identity.root_pk)
            audit.record(vault, today, who, "ceremony", identity.did.hex())
            certificate = _new_signing_key(vault, identity, root_seed, today)
            MarkFile.create(vault, settings.mark_path)
        SeedStore.create(vault, settings.seeds_path).create_ahead(today, settings.weeks_ahead, who)
    finally:
        vault.close()
    if not settings.texts_path.exists():
        write_atomically(settings.texts_path, write_texts(DEFAULT_TEXTS).encode())
    public = folder / PUBLIC_DIR
    write_public_keys(public, identity.sid, identity.root_pk)
    write_public_certificate(public, certificate)
    poster = poster_text(identity, settings, demo=demo)
    write_atomically(public / "poster.txt", poster.encode())
    return identity


def _new_signing_key(vault: Vault, identity: Identity, root_seed: bytes, today: int) -> Certificate:
    seed = random_bytes(32)
    to_day = today + CERTIFICATE_DAYS_MAX
    certificate = make_certificate(root_seed, identity.did, signing_pk(seed), today, to_day)
    # Replies keep their joined bytes, so nothing needs an earlier seed again.
    vault.change("UPDATE signing_keys SET seed = NULL")
    vault.change(
        "INSERT INTO signing_keys (pk, seed, from_day, to_day, signature) VALUES (?, ?, ?, ?, ?)",
        certificate.signing_pk,
        seed,
        today,
        to_day,
        certificate.signature,
    )
    return certificate


def _check_passphrase(passphrase: str, *, demo: bool) -> None:
    if not demo and len(passphrase) < PASSPHRASE_MIN_LEN:
        raise WorkstationError(
            f"Frasa sandi brankas paling sedikit {PASSPHRASE_MIN_LEN} huruf: beberapa kata yang "
            "tidak ada hubungannya.",
            f"The vault's passphrase has at least {PASSPHRASE_MIN_LEN} letters: a few words that "
            "have nothing to do with each other.",
        )


def poster_text(identity: Identity, settings: WorkstationSettings, *, demo: bool) -> str:
    """Return what stands on a poster.

    The link with the drop id, and the digits for the eye (§3.2).
    """
    fragment = write_fragment(identity.did)
    digits = " ".join(drop_id_digits(identity.did))
    links = [
        f"{url.rstrip('/')}/{fragment}" for url in (settings.site_url, settings.onion_url) if url
    ]
    mark = "DEMO – BUKAN SALURAN SUNGGUHAN / NOT A REAL DROP\n\n" if demo else ""
    return (
        f"{mark}{settings.desk_id}\n{settings.desk_en}\n\n"
        "Laporkan pelanggaran tanpa nama. Jangan gunakan komputer atau jaringan kantor.\n"
        "Report misconduct without your name. Do not use an office computer or network.\n\n"
        + "".join(f"  {link}\n" for link in links or [f"(alamat situs / site address)/{fragment}"])
        + "\nAngka ini harus sama dengan yang tampil di halaman:\n"
        "These digits must be the ones that the page shows:\n\n"
        f"  {digits}\n"
    )
