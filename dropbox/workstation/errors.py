"""What the workstation refuses, in both languages, with what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dropbox.workstation.taking_over import TakenOver


class WorkstationError(Exception):
    """Something the inspector can mend; `id_text` and `en_text` say what and how.

    `taken_over` is what had been taken over before the refusal, and stays so.
    """

    taken_over: TakenOver | None = None

    def __init__(self, id_text: str, en_text: str) -> None:
        super().__init__(f"{id_text}\n{en_text}")
        self.id_text = id_text
        self.en_text = en_text


class WrongPassphraseError(WorkstationError):
    """The passphrase does not open the wrapped key, or the file was changed: the two look alike."""


class WrappedKeyFormError(WorkstationError):
    """A file that should hold a wrapped key is of another form."""


class VaultError(WorkstationError):
    """The vault is missing, damaged, of another release or not empty where it should be."""


class VaultBusyError(WorkstationError):
    """Another process has the vault open."""


class SeedsError(WorkstationError):
    """The file of intake seeds is missing or does not belong to this vault."""


class SetBackError(WorkstationError):
    """The vault is older than what was published, or cannot tell; nothing is signed."""


class ForeignBulletinError(WorkstationError):
    """The site shows a genuine bulletin that a current vault did not sign."""


class ClockError(WorkstationError):
    """The date of this machine cannot be right; nothing was done."""


class ClockAheadError(ClockError):
    """The date is long after the last use; whoever says that it is right may go on."""


class EarlyDeliveryError(WorkstationError):
    """The next delivery is not due yet."""


class CertificateDueError(WorkstationError):
    """No signing key has a certificate for today."""


class CaseError(WorkstationError):
    """A case, a letter or a status that does not exist, or does not allow what was asked."""


class AttachmentError(WorkstationError):
    """Files that cannot be put together yet, or not any more."""


class StickError(WorkstationError):
    """A file on the stick cannot be read or written."""
