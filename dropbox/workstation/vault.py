"""The vault: one SQLCipher file under a random key that a passphrase unwraps."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlcipher3 import dbapi2

from dropbox.protocol.randomness import random_bytes
from dropbox.workstation.errors import VaultBusyError, VaultError, WrappedKeyFormError
from dropbox.workstation.files import write_atomically
from dropbox.workstation.schema import MIGRATIONS
from dropbox.workstation.wrapping import KEY_LEN, Cost, cost_of, unwrap_key, wrap_key

VAULT_FILE = "vault.db"
KEY_FILE = "vault.key"
LOCK_FILE = "lock"
PURPOSE = "vault"
Row = tuple[Any, ...]


class Vault:
    """An open vault. Statements from several threads follow one another.

    A transaction keeps the others out.
    """

    def __init__(self, connection: Any, lock: int) -> None:  # noqa: ANN401 - sqlcipher3 has no types
        self._connection = connection
        self._lock = lock
        self._turn = threading.RLock()
        self._depth = 0

    def __repr__(self) -> str:
        return "<Vault>"

    @classmethod
    def create(cls, folder: Path, passphrase: str, cost: Cost = Cost.FULL) -> Vault:
        """Return a new, empty vault in `folder`; raises VaultError where one is there already."""
        if (folder / VAULT_FILE).exists() or (folder / KEY_FILE).exists():
            raise VaultError(
                f"Di {folder} sudah ada brankas.", f"There is a vault in {folder} already."
            )
        key = random_bytes(KEY_LEN)
        write_atomically(folder / KEY_FILE, wrap_key(key, passphrase, PURPOSE, cost))
        vault = cls._connected(folder, key)
        vault.set("demo", bytes([cost is Cost.TRIAL]))
        return vault

    @classmethod
    def open(cls, folder: Path, passphrase: str) -> Vault:
        """Return the vault in `folder`.

        Raises VaultError, VaultBusyError, WrappedKeyFormError, WrongPassphraseError.
        """
        try:
            wrapped = (folder / KEY_FILE).read_bytes()
        except OSError:
            raise VaultError(
                f"Di {folder} tidak ada brankas. Buat dengan: titip workstation init",
                f"There is no vault in {folder}. Make one with: titip workstation init",
            ) from None
        if not (folder / VAULT_FILE).is_file():
            raise VaultError(
                f"{folder / VAULT_FILE} hilang. Ambil dari cadangan.",
                f"{folder / VAULT_FILE} is missing. Take it from the backup.",
            )
        cost = cost_of(wrapped)
        vault = cls._connected(folder, unwrap_key(wrapped, passphrase, PURPOSE))
        # Somebody who once knew the passphrase could leave a cheap wrapping behind, to guess the
        # next one.
        if (vault.get("demo") == b"\x01") != (cost is Cost.TRIAL):
            vault.close()
            raise WrappedKeyFormError(
                "Berkas kunci brankas ini bukan yang dibuat bersama brankas. Ambil dari cadangan.",
                "This vault's key file is not the one made with it. Take it from the backup.",
            )
        return vault

    @classmethod
    def _connected(cls, folder: Path, key: bytes) -> Vault:
        lock = _take_lock(folder)
        try:
            connection = _connect(folder / VAULT_FILE, key)
            vault = cls(connection, lock)
            vault._migrate()
        except BaseException:
            os.close(lock)
            raise
        return vault

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let other processes in; may be called twice."""
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
                os.close(self._lock)

    # -- statements ------------------------------------------------------------

    def rows(self, statement: str, *values: object) -> list[Row]:
        """Return all rows that a statement gives."""
        with self._turn, _faults_in_words():
            found: list[Row] = self._connection.execute(statement, values).fetchall()
            return found

    def row(self, statement: str, *values: object) -> Row | None:
        """Return the first row that a statement gives, or None."""
        found = self.rows(statement, *values)
        return found[0] if found else None

    def number(self, statement: str, *values: object) -> int:
        """Return the single number that a statement gives, 0 where it gives none or NULL."""
        found = self.row(statement, *values)
        return int(found[0]) if found and found[0] is not None else 0

    def change(self, statement: str, *values: object) -> int:
        """Carry out a statement; returns the id of the row that an INSERT made."""
        with self._turn, _faults_in_words():
            return int(self._connection.execute(statement, values).lastrowid or 0)

    def change_count(self, statement: str, *values: object) -> int:
        """Carry out a statement; returns how many rows it changed."""
        with self._turn, _faults_in_words():
            return int(self._connection.execute(statement, values).rowcount)

    def need_row(self, statement: str, *values: object) -> Row:
        """Return the first row that a statement gives; raises LookupError where it gives none."""
        found = self.row(statement, *values)
        if found is None:
            raise LookupError(statement)
        return found

    def change_many(self, statement: str, values: Iterator[tuple[object, ...]]) -> None:
        """Carry out one statement for each tuple of values."""
        with self._turn, _faults_in_words():
            self._connection.executemany(statement, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside are kept together or not at all.

        Inside another one, it is part of that one.
        """
        with self._turn:
            if self._depth:
                yield
                return
            with _faults_in_words():
                self._connection.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield
                with _faults_in_words():
                    self._connection.execute("COMMIT")
            except BaseException:
                # A full disk ends the transaction by itself; otherwise it is ended here.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._depth = 0

    # -- single values ---------------------------------------------------------

    def get(self, name: str) -> bytes | None:
        """Return the value of that name in `deployment`, or None."""
        found = self.row("SELECT value FROM deployment WHERE name = ?", name)
        return bytes(found[0]) if found else None

    def need(self, name: str) -> bytes:
        """Return the value of that name; raises VaultError where the ceremony did not end."""
        value = self.get(name)
        if value is None:
            raise VaultError(
                "Brankas ini belum selesai dibuat.", "The making of this vault was never finished."
            )
        return value

    def set(self, name: str, value: bytes) -> None:
        """Put a value under that name."""
        self.change("INSERT OR REPLACE INTO deployment VALUES (?, ?)", name, value)

    def unset(self, name: str) -> None:
        """Remove the value of that name."""
        self.change("DELETE FROM deployment WHERE name = ?", name)

    def next_entry(self) -> int:
        """Return a number higher than all before; it orders letters, replies, notes and steps."""
        return self.next_entries(1)[0]

    def next_entries(self, count: int) -> range:
        """Return so many numbers higher than all before; those that are not used are skipped."""
        with self.transaction():
            first = int.from_bytes(self.get("entry") or b"\0", "big") + 1
            self.set("entry", (first + count - 1).to_bytes(8, "big"))
            return range(first, first + count)

    # -- health ----------------------------------------------------------------

    def faults(self) -> list[str]:
        """Return what SQLCipher finds wrong with the file's pages and references.

        Empty when whole.
        """
        found = [str(row[0]) for row in self.rows("PRAGMA cipher_integrity_check")]
        if found:
            # Pages that fail their HMAC cannot be read, so there is nothing further to ask.
            return found
        found += [str(row[0]) for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]
        found += [
            f"foreign key: {row[0]} {row[1]}" for row in self.rows("PRAGMA foreign_key_check")
        ]
        return found

    def _migrate(self) -> None:
        version = self.number("PRAGMA user_version")
        if version > len(MIGRATIONS):
            raise VaultError(
                "Brankas ini dibuat oleh rilis Titip yang lebih baru. Pasang rilis itu.",
                "This vault was written by a later release of Titip. Install that one.",
            )
        for number in range(version, len(MIGRATIONS)):
            with self.transaction():
                for statement in MIGRATIONS[number].split(";\n"):
                    if statement.strip():
                        self.change(statement)
                self.change(f"PRAGMA user_version = {number + 1}")


@contextmanager
def _faults_in_words() -> Iterator[None]:
    try:
        yield
    except dbapi2.OperationalError as error:
        raise VaultError(
            f"Brankas tidak dapat ditulis atau dibaca ({error}). Mungkin disk penuh; tidak ada "
            "yang berubah.",
            f"The vault cannot be written or read ({error}). The disk may be full; nothing was "
            "changed.",
        ) from None
    except dbapi2.IntegrityError:
        raise
    except dbapi2.DatabaseError as error:
        raise VaultError(
            f"Brankas rusak ({error}). Jangan menulis lagi; ambil dari cadangan.",
            f"The vault is damaged ({error}). Write no more; take it from the backup.",
        ) from None


def _connect(path: Path, key: bytes) -> Any:  # noqa: ANN401 - sqlcipher3 has no types
    connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        # A raw key: the passphrase was stretched in wrapping.py, and SQLCipher must not stretch
        # again.
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        _check_encrypts(connection)
        for pragma in (
            # SQLCipher writes to standard error by itself; what is wrong is raised and said in
            # words.
            "cipher_log_level = NONE",
            "cipher_memory_security = ON",
            "foreign_keys = ON",
            # One writer at a time anyway; without WAL the vault is one file, and a backup of it is
            # whole.
            "journal_mode = DELETE",
            "synchronous = EXTRA",
            "secure_delete = ON",
            "temp_store = MEMORY",
            # In KiB. A large import must not write its journal to the disk every two megabytes.
            "cache_size = -32768",
            "trusted_schema = OFF",
            "cell_size_check = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("SELECT count(*) FROM sqlite_master")
    except dbapi2.DatabaseError:
        connection.close()
        raise VaultError(
            f"{path} rusak atau bukan milik kunci ini. Ambil dari cadangan.",
            f"{path} is damaged or does not belong to this key. Take it from the backup.",
        ) from None
    except BaseException:
        connection.close()
        raise
    return connection


def _check_encrypts(connection: Any) -> None:  # noqa: ANN401 - sqlcipher3 has no types
    # Plain SQLite takes PRAGMA key without a word and writes in the clear.
    if not connection.execute("PRAGMA cipher_version").fetchall():
        raise VaultError(
            "Paket sqlcipher3 ini tidak mengenkripsi. Pasang ulang.",
            "This package sqlcipher3 does not encrypt. Install it again.",
        )


def _take_lock(folder: Path) -> int:
    lock = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise VaultBusyError(
            "Brankas sedang dibuka oleh proses lain di mesin ini (mungkin antarmuka). Tutup dulu.",
            "Another process on this machine has the vault open (the interface, perhaps). Close "
            "it first.",
        ) from None
    return lock
