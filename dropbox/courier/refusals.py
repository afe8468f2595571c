"""What the courier is told when a file is refused, offline or by the site (§10.3)."""

from __future__ import annotations

from typing import Self

from dropbox.delivery_refusals import DELIVERY_REFUSED
from dropbox.protocol.errors import TitipError

# What §8.2 refuses on its way to the stick; a changed pickup has words of its own (TamperedError).
PICKUP_REFUSED: dict[str, tuple[str, str]] = {
    "PickupForeignError": (
        "Ambilan ini dari situs lain: SID-nya tidak sama dengan konfigurasi kurir.",
        "This pickup comes from another site: its SID is not that of the configuration.",
    ),
}


class ExplainedError(Exception):
    """A refusal in both languages; `code` is the protocol's name for it where it has one."""

    def __init__(self, indonesian: str, english: str, code: str = "") -> None:
        """Keep both sentences."""
        super().__init__(f"{indonesian}\n{english}")
        self.indonesian, self.english, self.code = indonesian, english, code

    @classmethod
    def of(cls, error: TitipError) -> Self:
        """Return the explanation of a protocol error."""
        code = type(error).__name__
        words = DELIVERY_REFUSED | PICKUP_REFUSED
        indonesian, english = words.get(code, ("Berkas ditolak.", str(error)))
        return cls(indonesian, english, code)
