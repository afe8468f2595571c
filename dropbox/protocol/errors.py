"""Every error that the protocol raises (§1.5).

The class names are part of the protocol: the JavaScript half uses the same ones and the vectors
name them. Messages are written for an inspector. They never contain key material, plaintext or
anything that the sender chose.
"""

from __future__ import annotations


class TitipError(Exception):
    """Root of all errors of the protocol; its text says what is wrong in one sentence."""

    message = "Something is wrong with this file."

    def __init__(self, message: str | None = None) -> None:
        """Take the sentence of the class unless a more exact one is given."""
        super().__init__(message or self.message)


class NotMineError(TitipError):
    """What was tried is meant for another key: expected, silent, tried with the next one."""


# -- text forms (§1.3, §1.4) ---------------------------------------------------


class CanonicalError(TitipError):
    """JSON that is not in the one canonical form of §1.3."""

    message = "The JSON is not in canonical form."


class ShapeError(TitipError):
    """Missing, unknown or unfit fields; each format turns it into its own error."""

    message = "The JSON does not have the fields that it should."


class EncodingError(TitipError):
    """base64url or hex that is not canonical or not of the right length (§1.4)."""

    message = "A text form of bytes is malformed."


class FragmentError(TitipError):
    """A link whose fragment is not `#k=` and 43 characters (§3.2)."""

    message = "The link is incomplete: the part behind # is not a drop id."


# -- passphrase (§3.5) -----------------------------------------------------------


class PassphraseError(TitipError):
    """A typed passphrase that cannot be the one that was given out."""


class WordCountError(PassphraseError):
    """Not eight words; `count` is how many there were."""

    message = "A passphrase has eight words."

    def __init__(self, count: int) -> None:
        """Keep how many words were typed."""
        super().__init__()
        self.count = count


class UnknownWordError(PassphraseError):
    """Words that are not in the list.

    `positions` maps the place of each (0 to 7) to its candidates, which may be none.
    """

    message = "At least one word is not in the list."

    def __init__(self, positions: dict[int, list[str]]) -> None:
        """Keep the places of the words that are not in the list, with their candidates."""
        super().__init__()
        self.positions = positions


class CheckError(PassphraseError):
    """Eight words of the list that do not belong together."""

    message = "The words are in the list but do not belong together: one is wrong, or the order."


# -- letters (§4) -----------------------------------------------------------------


class LetterError(TitipError):
    """A letter that must not be acted on."""


class LetterLengthError(LetterError):
    """Not 32,768 bytes."""

    message = "A letter has 32,768 bytes; this one has not."


class NotForThisKeyError(NotMineError):
    """The AEAD refuses: another key's letter, or bytes that were changed."""

    message = "This key does not open the letter."


class LetterAmbiguousError(LetterError):
    """Opens under more than one key, which an honest sender cannot cause."""

    message = "The letter opens under two keys. It was made to deceive and is set aside."


class LetterFormError(LetterError):
    """Opened, but the inside is not laid out as §4.1 says."""

    message = "The inside of the letter is not laid out as it should be."


class LetterSignatureError(LetterError):
    """The author's signature inside does not verify."""

    message = "The signature inside the letter does not verify."


class LetterBodyError(LetterError):
    """The JSON inside is not that of §4.4."""

    message = "The text inside the letter is not in the form that it should have."


class LetterTooLongError(LetterError):
    """Does not fit; `excess` is how many bytes too many."""

    message = "The letter is too long."

    def __init__(self, excess: int) -> None:
        """Keep by how many bytes the body is too long."""
        super().__init__(f"The letter is {excess} bytes too long.")
        self.excess = excess


class AuthorError(LetterError):
    """Another author key than the first letter of the thread (§4.5)."""

    message = "The letter names this thread but was not written by its author. It is set aside."


class ReplayError(LetterError):
    """A message id that the thread already has (§4.5)."""

    message = "The thread already has a letter with this message id."


# -- attachments (§5) ---------------------------------------------------------------


class ChunkError(TitipError):
    """A chunk that is not the piece it should be."""


class ChunkLengthError(ChunkError):
    """Not the exact length."""

    message = "A chunk record has 262,176 bytes; this one has not."


class ChunkIdError(ChunkError):
    """Another chunk than the one asked for."""

    message = "This is another chunk than the one that was looked for."


class ChunkOpenError(ChunkError):
    """The AEAD refuses."""

    message = "The chunk does not open: it was changed or belongs elsewhere."


class ChunkRangeError(ChunkError):
    """i or N outside 0 <= i < N <= 65,536."""

    message = "The number of the chunk is out of range."


class AttachmentsPaddingError(ChunkError):
    """Something follows the last file."""

    message = "The last piece has bytes behind the last file."


class AttachmentsTooLargeError(ChunkError):
    """More than 65,536 pieces."""

    message = "The attachments are larger than one letter can carry."


# -- replies (§6) --------------------------------------------------------------------


class ReplyError(TitipError):
    """A reply that must not be believed."""


class CellLengthError(ReplyError):
    """Not 1,024 bytes."""

    message = "A cell has 1,024 bytes; this one has not."


class NotForThisThreadError(NotMineError):
    """The AEAD refuses: a decoy, or another thread's cell."""

    message = "This cell is not for this thread."


class CellFormError(ReplyError):
    """Opened, but not laid out as §6.2 says."""

    message = "The inside of the cell is not laid out as it should be."


class MissingPartsError(ReplyError):
    """Some parts of a reply are not on the board."""

    message = "Parts of a reply are missing from the board."


class ReplyFormError(ReplyError):
    """Shorter than a signature and one byte."""

    message = "The reply is too short to be one."


class ReplySignatureError(ReplyError):
    """Not signed by the inspectorate."""

    message = "The reply is not signed by the inspectorate."


class ReplyBodyError(ReplyError):
    """The JSON inside is not that of §6.1."""

    message = "The text inside the reply is not in the form that it should have."


class ReplyTooLongError(ReplyError):
    """Does not fit into 24 cells; `excess` is how many bytes too many."""

    message = "The reply is too long."

    def __init__(self, excess: int) -> None:
        """Keep by how many bytes the reply is too long."""
        super().__init__(f"The reply is {excess} bytes too long.")
        self.excess = excess


class SheetError(TitipError):
    """A sheet or board that is not what the bulletin announced."""


class SheetLengthError(SheetError):
    """Not 32,768 bytes."""

    message = "A sheet has 32,768 bytes; this one has not."


class SheetOrderError(SheetError):
    """Cells that do not rise strictly."""

    message = "The cells of the sheet are not sorted."


class SheetHashError(SheetError):
    """Another hash than the bulletin's."""

    message = "A sheet is not the one that the bulletin names."


class BoardLengthError(SheetError):
    """More or fewer sheets than the bulletin names."""

    message = "The board does not have as many sheets as the bulletin names."


# -- bulletin (§3.3, §7) ----------------------------------------------------------------


class BulletinError(TitipError):
    """A bulletin that must not be followed."""


class BulletinFormError(BulletinError):
    """Magic or lengths."""

    message = "This is not a bulletin, or it was cut."


class ForeignDropError(BulletinError):
    """Another drop than the one the reader trusts."""

    message = "This bulletin belongs to another drop."


class CertificatePeriodError(BulletinError):
    """Empty, or longer than 100 days."""

    message = "The certificate of the signing key runs backwards or for more than 100 days."


class CertificateSignatureError(BulletinError):
    """Not signed by the root."""

    message = "The signing key is not certified by the root key."


class CertificateDayError(BulletinError):
    """Issued outside the certificate's period."""

    message = "The bulletin was issued on a day for which its signing key is not certified."


class BulletinSignatureError(BulletinError):
    """Not signed by the signing key."""

    message = "The signature of the bulletin does not verify."


class BulletinBodyError(BulletinError):
    """The JSON is not that of §7.2."""

    message = "The text of the bulletin is not in the form that it should have."


class BulletinClosedError(BulletinError):
    """Too old to seal by."""

    message = "The bulletin is too old. Nothing can be sent until there is a new one."


class NoIntakeKeyError(BulletinError):
    """No intake key for the day."""

    message = "The bulletin has no intake key for today."


class BulletinRollbackError(BulletinError):
    """A lower number than one already seen."""

    message = "This bulletin is older than one that was already seen."


class BulletinForkError(BulletinError):
    """The same number with other bytes."""

    message = "There are two different bulletins with this number."


class BulletinChainError(BulletinError):
    """Does not name its predecessor."""

    message = "This bulletin does not follow the one that was seen before."


class BulletinFutureError(BulletinError):
    """More than 2 days ahead of the reader."""

    message = "The bulletin is dated in the future. Compare the clocks of site and workstation."


class BulletinStaleError(BulletinError):
    """More than 14 days behind the reader."""

    message = "The bulletin is more than 14 days old. Make a new delivery."


# -- pickup and delivery (§8, §9) ----------------------------------------------------------


class PickupError(TitipError):
    """A pickup that must not be imported."""


class PickupFormError(PickupError):
    """Magic, or too short for a header."""

    message = "This is not a pickup."


class PickupForeignError(PickupError):
    """Another site's."""

    message = "This pickup comes from another site."


class PickupLengthError(PickupError):
    """Cut, or with bytes behind its end."""

    message = "The pickup is cut, or has bytes behind its end. Carry it again."


class PickupOrderError(PickupError):
    """Not strictly rising."""

    message = "The pickup is not sorted: it was changed. Carry it again."


class DeliveryError(TitipError):
    """A delivery that must not be published."""


class DeliveryFormError(DeliveryError):
    """Magic, counts or lengths."""

    message = "This is not a delivery, or it was cut. Carry it again."


class DeliverySignatureError(DeliveryError):
    """Not signed by the signing key of its bulletin."""

    message = "The signature of the delivery does not verify."
