"""Looks over everything on the workstation and says what is not as it should be."""

from __future__ import annotations

from dropbox.protocol.bulletin import Bulletin, check_succession, verify_bulletin
from dropbox.protocol.canonical import from_hex
from dropbox.protocol.delivery import verify_delivery
from dropbox.protocol.errors import TitipError
from dropbox.workstation import audit
from dropbox.workstation.ceremony import Identity
from dropbox.workstation.ciphertext import CiphertextFolder
from dropbox.workstation.days import iso
from dropbox.workstation.seeds import SeedStore
from dropbox.workstation.vault import Vault


def find_faults(
    vault: Vault, identity: Identity, seeds: SeedStore, chunks: CiphertextFolder
) -> list[str]:
    """Return one line for each fault.

    Of the file, the log, the chain of bulletins, the seeds, the chunks.
    """
    faults = [f"vault.db: {fault}" for fault in vault.faults()]
    if faults:
        return faults
    broken = audit.broken_entry(vault)
    if broken is not None:
        faults.append(f"audit log: entry {broken} does not follow from the one before")
    faults += _bulletin_faults(vault, identity)
    faults += [f"intake key of {iso(key.from_day)}: its seed is missing" for key in seeds.lost()]
    rows = {bytes(row[0]) for row in vault.rows("SELECT hash FROM chunks")}
    missing = sum(not chunks.is_whole(hashed) for hashed in rows)
    if missing:
        faults.append(f"chunks: {missing} files are missing or changed; take them from the backup")
    stray = sum(name not in rows for name in chunks.names())
    if stray:
        faults.append(f"chunks: {stray} files belong to no imported pickup (an import was cut off)")
    return faults


def _bulletin_faults(vault: Vault, identity: Identity) -> list[str]:
    known_heads = audit.heads(vault)
    faults = []
    earlier: Bulletin | None = None
    for number, raw, delivery, taken_over in vault.rows(
        "SELECT number, raw, delivery, taken_over FROM bulletins ORDER BY number"
    ):
        # One that was taken over was signed by a state of the vault that is gone, with its log.
        if taken_over:
            earlier = None
        try:
            bulletin = check_succession(earlier, verify_bulletin(raw, identity.did))
            if delivery is not None:
                verify_delivery(delivery, identity.did)
        except TitipError as error:
            faults.append(f"bulletin {number}: {error}")
            continue
        if not taken_over and from_hex(bulletin.content["log"], 32) not in known_heads:
            faults.append(f"bulletin {number}: the audit log never had the head that it signed")
        earlier = bulletin
    return faults
