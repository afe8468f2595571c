"""The seeds of the weekly intake keys.

One file outside the vault and outside every backup (docs/WORKSTATION.md). `titip/1s` ‖ nonce 24 ‖
SecretBox(count u16 ‖ (from u32 ‖ seed 32) each). The key of the box lies in the vault and is
another one each time the file is written: what a flash disk still holds of an older file opens with
nothing that exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nacl.exceptions
import nacl.secret

from dropbox.protocol.intake import IntakeKey
from dropbox.protocol.labels import u32
from dropbox.protocol.randomness import random_bytes
from dropbox.protocol.sizes import INTAKE_KEY_DAYS
from dropbox.workstation import audit
from dropbox.workstation.days import iso, monday_of
from dropbox.workstation.epochs import report_epochs
from dropbox.workstation.errors import SeedsError
from dropbox.workstation.files import make_private_dir, sweep_unfinished, write_atomically
from dropbox.workstation.vault import Vault

MAGIC = b"titip/1s"
SEED_LEN = 32
GRACE_DAYS = 14
ASK_DAYS = 56
_TAG = "CACHEDIR.TAG"
_TAG_TEXT = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# Jangan pernah dicadangkan. / Never back this folder up.\n"
)


@dataclass(frozen=True)
class WeekKey:
    """The public side of an intake key.

    Its week, half open, in days, and its public key of 1,216 bytes.
    """

    from_day: int
    to_day: int
    pk: bytes
    destroyed_day: int | None = None


class SeedStore:
    """The seeds of the live intake keys, and the rules by which they come and go."""

    def __init__(self, vault: Vault, path: Path) -> None:
        self._vault = vault
        self._path = path
        self._seeds: dict[int, bytes] = {}

    def __repr__(self) -> str:
        return f"<SeedStore {len(self._seeds)} keys>"

    @classmethod
    def create(cls, vault: Vault, path: Path) -> SeedStore:
        """Return an empty store; the first call of create_ahead writes its file."""
        return cls(vault, path)

    @classmethod
    def open(cls, vault: Vault, path: Path, day: int) -> SeedStore:
        """Return the store in the file at `path`, after finishing a change that a crash cut off.

        A missing or foreign file is no error here, so that cases can still be read: `check` raises
        it where seeds are needed. `day` dates what is finished.
        """
        store = cls(vault, path)
        store._load(day)
        return store

    def _load(self, day: int) -> None:
        sweep_unfinished(self._path)
        opened = _read(self._path, self._vault.get("seeds_key"))
        if opened is not None:
            # The file was never replaced, so nothing is sealed under a next key.
            self._vault.unset("seeds_key_next")
        else:
            opened = _read(self._path, self._vault.get("seeds_key_next"))
            if opened is not None:
                self._settle(opened, day)
        self._seeds = opened or {}

    def _catch_up(self, day: int) -> None:
        # A change that failed half way, on a full disk perhaps, is finished before the next one:
        # otherwise the key of the present file could be forgotten.
        if self._vault.get("seeds_key_next") is not None:
            self._load(day)

    def check(self) -> None:
        """Raise SeedsError where a key that should be live has no seed."""
        lost = self.lost()
        if lost:
            weeks = ", ".join(iso(key.from_day) for key in lost)
            raise SeedsError(
                f"Berkas benih {self._path} hilang atau bukan milik brankas ini; kunci penerimaan "
                f"minggu {weeks} tidak ada. Letakkan kembali berkas itu. Bila memang hilang: "
                "titip workstation keys --replace-lost",
                f"The seeds file {self._path} is missing or not this vault's; the intake keys of "
                f"the weeks {weeks} are not there. Put the file back. If it is lost for good: "
                "titip workstation keys --replace-lost",
            )

    def live_keys(self) -> list[IntakeKey]:
        """Return the private keys that letters are tried with, in order of their weeks."""
        return [IntakeKey(seed) for seed in self.live_seeds()]

    def live_seeds(self) -> list[bytes]:
        """Return the seeds of the live keys, in order of their weeks."""
        return [self._seeds[from_day] for from_day in sorted(self._seeds)]

    def all_keys(self) -> list[WeekKey]:
        """Return the public side of every key that ever was, in order of their weeks."""
        rows = self._vault.rows(
            "SELECT from_day, to_day, pk, destroyed_day FROM intake_keys ORDER BY from_day, rowid"
        )
        return [WeekKey(*row) for row in rows]

    def published(self, today: int, weeks: int) -> list[WeekKey]:
        """Return the keys that a bulletin of that day names.

        This week's and those ahead, at most `weeks`.
        """
        live = [key for key in self.all_keys() if key.destroyed_day is None and key.to_day > today]
        return live[:weeks]

    def lost(self) -> list[WeekKey]:
        """Return the keys that were not destroyed and yet have no seed in the file."""
        return [
            key
            for key in self.all_keys()
            if key.destroyed_day is None and key.from_day not in self._seeds
        ]

    def create_ahead(self, today: int, weeks: int, who: str) -> int:
        """Make the keys of this week and those that follow, `weeks` in all.

        Returns how many are new. Raises SeedsError, OSError.
        """
        self._catch_up(today)
        self.check()
        first = monday_of(today)
        wanted = [first + week * INTAKE_KEY_DAYS for week in range(weeks)]
        missing = [from_day for from_day in wanted if from_day not in self._seeds]
        if missing:
            seeds = self._seeds | {from_day: random_bytes(SEED_LEN) for from_day in missing}
            self._replace(seeds, today, who)
        return len(missing)

    def due(self, today: int) -> list[WeekKey]:
        """Return the keys to destroy today (§8.4).

        Week and 14 days over, and every epoch up to its end imported. The clock alone destroys
        nothing, and what the site says may only delay.
        """
        report = report_epochs(self._vault, today)
        if report.irregular:
            return []
        return [key for key in self._over(today) if report.closed_through >= key.to_day]

    def to_confirm(self, today: int) -> list[WeekKey]:
        """Return the keys that a person must decide on.

        Eight weeks old, or over while epochs are irregular.
        """
        due = self.due(today)
        irregular = report_epochs(self._vault, today).irregular
        return [
            key
            for key in self._over(today)
            if key not in due and (irregular or today >= key.to_day + ASK_DAYS)
        ]

    def _over(self, today: int) -> list[WeekKey]:
        return [
            key
            for key in self.all_keys()
            if key.destroyed_day is None and today >= key.to_day + GRACE_DAYS
        ]

    def destroy(self, keys: list[WeekKey], today: int, who: str) -> None:
        """Destroy the seeds of these keys for good.

        The file is written without them, the old one overwritten.
        """
        self._catch_up(today)
        gone = {key.from_day for key in keys}
        if gone & set(self._seeds):
            kept = {day: seed for day, seed in self._seeds.items() if day not in gone}
            self._replace(kept, today, who)

    def replace_lost(self, today: int, weeks: int, who: str) -> int:
        """Give up the keys whose seeds are lost and make new ones.

        Returns how many were given up.
        """
        lost = self.lost()
        with self._vault.transaction():
            for key in lost:
                self._vault.change(
                    "UPDATE intake_keys SET destroyed_day = ? WHERE pk = ?", today, key.pk
                )
                audit.record(self._vault, today, who, "key_lost", iso(key.from_day))
        self.create_ahead(today, weeks, who)
        return len(lost)

    # -- the file and the vault, in step ----------------------------------------

    def _replace(self, seeds: dict[int, bytes], day: int, who: str) -> None:
        key = random_bytes(nacl.secret.SecretBox.KEY_SIZE)
        # First the vault learns the next key, then the file changes, then the vault follows.
        # Wherever this is cut off, `open` finds a file that one of the two keys opens, and
        # finishes.
        with self._vault.transaction():
            self._vault.set("seeds_key_next", key)
        folder = make_private_dir(self._path.parent)
        if not (folder / _TAG).exists():
            write_atomically(folder / _TAG, _TAG_TEXT.encode())
        write_atomically(self._path, _write(seeds, key), overwrite_old=True)
        self._settle(seeds, day, who)
        self._seeds = seeds

    def _settle(self, seeds: dict[int, bytes], day: int, who: str = "titip") -> None:
        vault = self._vault
        with vault.transaction():
            live = {key.from_day: key for key in self.all_keys() if key.destroyed_day is None}
            for from_day, key in live.items():
                if from_day not in seeds:
                    vault.change(
                        "UPDATE intake_keys SET destroyed_day = ? WHERE pk = ?", day, key.pk
                    )
                    audit.record(vault, day, who, "key_destroyed", iso(from_day))
            for from_day, seed in seeds.items():
                if from_day not in live:
                    vault.change(
                        "INSERT INTO intake_keys VALUES (?, ?, ?, NULL)",
                        IntakeKey(seed).pk,
                        from_day,
                        from_day + INTAKE_KEY_DAYS,
                    )
                    audit.record(vault, day, who, "key_created", iso(from_day))
            following = vault.need("seeds_key_next")
            vault.set("seeds_key", following)
            vault.unset("seeds_key_next")


def _write(seeds: dict[int, bytes], key: bytes) -> bytes:
    plain = len(seeds).to_bytes(2, "big")
    plain += b"".join(u32(from_day) + seed for from_day, seed in sorted(seeds.items()))
    box = nacl.secret.SecretBox(key)
    return MAGIC + bytes(box.encrypt(plain, random_bytes(box.NONCE_SIZE)))


def _read(path: Path, key: bytes | None) -> dict[int, bytes] | None:
    if key is None:
        return None
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None
    if raw[:8] != MAGIC:
        return None
    try:
        plain = nacl.secret.SecretBox(key).decrypt(raw[8:])
    except (nacl.exceptions.CryptoError, ValueError):
        return None
    entry_len = 4 + SEED_LEN
    entries = [plain[at : at + entry_len] for at in range(2, len(plain), entry_len)]
    return {int.from_bytes(entry[:4], "big"): entry[4:] for entry in entries}
