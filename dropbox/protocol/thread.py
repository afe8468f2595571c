"""What a passphrase opens: the keys of one thread (§3.6)."""

from __future__ import annotations

from dataclasses import dataclass, field

from dropbox.protocol.labels import derive, label
from dropbox.protocol.passphrase import root_secret
from dropbox.protocol.signing import signing_pk


@dataclass(frozen=True)
class ThreadKeys:
    """The reporter's side: thread key and author seed, 32 bytes each."""

    thread_key: bytes = field(repr=False)
    author_seed: bytes = field(repr=False)

    @property
    def author_pk(self) -> bytes:
        """APK, 32 bytes."""
        return signing_pk(self.author_seed)


def thread_keys(passphrase: bytes, sid: bytes, did: bytes) -> ThreadKeys:
    """Return the keys of the thread under P (11 bytes); takes a million rounds of PBKDF2 (§3.6)."""
    root = root_secret(passphrase, sid)
    return ThreadKeys(derive(root, label("thread"), did), derive(root, label("author"), did))


def thread_id(thread_key: bytes) -> bytes:
    """Return tid, 32 bytes (§3.6)."""
    return derive(thread_key, label("tid"))


def cell_key(thread_key: bytes) -> bytes:
    """Return the cell key, 32 bytes (§3.6)."""
    return derive(thread_key, label("cell"))
