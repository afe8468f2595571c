"""What stands on the posters, in the forms in which people and programs read it."""

from __future__ import annotations

from dataclasses import dataclass, field

from dropbox.protocol.drop import drop_id_digits, write_fragment
from dropbox.workstation import ceremony


@dataclass(frozen=True)
class DropIdentity:
    """What stands on the posters; `sid`, `root_pk` and `did` in hex."""

    sid: str
    root_pk: str
    did: str
    fragment: str
    digits: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, identity: ceremony.Identity) -> DropIdentity:
        """Return what people compare and programs are told of that identity."""
        return cls(
            identity.sid.hex(),
            identity.root_pk.hex(),
            identity.did.hex(),
            write_fragment(identity.did),
            drop_id_digits(identity.did),
        )
