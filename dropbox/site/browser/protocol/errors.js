/**
 * Every error that the protocol raises (§1.5).
 *
 * The names are part of the protocol: the Python half uses the same ones and the vectors name them. They are given as
 * strings because the build shortens the names of classes. There are no sentences here: the page has its own, in both
 * languages, and finds them by name.
 */

/** Root of all errors of the protocol. `name` and `message` are the name of the class; families are never raised. */
export class TitipError extends Error {
  /** @param {string} name */
  constructor(name) {
    super(name);
    this.name = name;
  }
}

/** What was tried is meant for another key: expected, silent, tried with the next one. */
export class NotMineError extends TitipError {}

// -- text forms (§1.3, §1.4) -----------------------------------------------------------------------

/** JSON that is not in the one canonical form of §1.3. */
export class CanonicalError extends TitipError {
  constructor() {
    super("CanonicalError");
  }
}

/** JSON of the right form with missing, unknown or unfit fields; formats turn it into their own error. */
export class ShapeError extends TitipError {
  constructor() {
    super("ShapeError");
  }
}

/** base64url or hex that is not canonical or not of the right length (§1.4). */
export class EncodingError extends TitipError {
  constructor() {
    super("EncodingError");
  }
}

/** A link whose fragment is not `#k=` and 43 characters (§3.2). */
export class FragmentError extends TitipError {
  constructor() {
    super("FragmentError");
  }
}

// -- passphrase (§3.5) -----------------------------------------------------------------------------

/** A typed passphrase that cannot be the one that was given out. */
export class PassphraseError extends TitipError {}

/** Not eight words; `count` is how many there were. */
export class WordCountError extends PassphraseError {
  /** @param {number} count how many words were typed */
  constructor(count) {
    super("WordCountError");
    this.count = count;
  }
}

/** Words that are not in the list. */
export class UnknownWordError extends PassphraseError {
  /** @param {Map<number, string[]>} positions place of each word that is not in the list (0 to 7), and its candidates */
  constructor(positions) {
    super("UnknownWordError");
    this.positions = positions;
  }
}

/** Eight words of the list that do not belong together. */
export class CheckError extends PassphraseError {
  constructor() {
    super("CheckError");
  }
}

// -- letters (§4) ----------------------------------------------------------------------------------

/** A letter that must not be acted on. */
export class LetterError extends TitipError {}

/** Not 32,768 bytes. */
export class LetterLengthError extends LetterError {
  constructor() {
    super("LetterLengthError");
  }
}

/** The AEAD refuses: another key's letter, or bytes that were changed. */
export class NotForThisKeyError extends NotMineError {
  constructor() {
    super("NotForThisKeyError");
  }
}

/** Opens under more than one key, which an honest sender cannot cause. */
export class LetterAmbiguousError extends LetterError {
  constructor() {
    super("LetterAmbiguousError");
  }
}

/** Opened, but the inside is not laid out as §4.1 says. */
export class LetterFormError extends LetterError {
  constructor() {
    super("LetterFormError");
  }
}

/** The author's signature inside does not verify. */
export class LetterSignatureError extends LetterError {
  constructor() {
    super("LetterSignatureError");
  }
}

/** The JSON inside is not that of §4.4. */
export class LetterBodyError extends LetterError {
  constructor() {
    super("LetterBodyError");
  }
}

/** Does not fit; `excess` is how many bytes too many. */
export class LetterTooLongError extends LetterError {
  /** @param {number} excess by how many bytes the body is too long */
  constructor(excess) {
    super("LetterTooLongError");
    this.excess = excess;
  }
}

/** Another author key than the first letter of the thread (§4.5). */
export class AuthorError extends LetterError {
  constructor() {
    super("AuthorError");
  }
}

/** A message id that the thread already has (§4.5). */
export class ReplayError extends LetterError {
  constructor() {
    super("ReplayError");
  }
}

// -- attachments (§5) ------------------------------------------------------------------------------

/** A chunk that is not the piece it should be. */
export class ChunkError extends TitipError {}

/** Not the exact length. */
export class ChunkLengthError extends ChunkError {
  constructor() {
    super("ChunkLengthError");
  }
}

/** Another chunk than the one asked for. */
export class ChunkIdError extends ChunkError {
  constructor() {
    super("ChunkIdError");
  }
}

/** The AEAD refuses. */
export class ChunkOpenError extends ChunkError {
  constructor() {
    super("ChunkOpenError");
  }
}

/** i or N outside 0 <= i < N <= 65,536. */
export class ChunkRangeError extends ChunkError {
  constructor() {
    super("ChunkRangeError");
  }
}

/** Something follows the last file. */
export class AttachmentsPaddingError extends ChunkError {
  constructor() {
    super("AttachmentsPaddingError");
  }
}

/** More than 65,536 pieces. */
export class AttachmentsTooLargeError extends ChunkError {
  constructor() {
    super("AttachmentsTooLargeError");
  }
}

// -- replies (§6) ----------------------------------------------------------------------------------

/** A reply that must not be believed. */
export class ReplyError extends TitipError {}

/** Not 1,024 bytes. */
export class CellLengthError extends ReplyError {
  constructor() {
    super("CellLengthError");
  }
}

/** The AEAD refuses: a decoy, or another thread's cell. */
export class NotForThisThreadError extends NotMineError {
  constructor() {
    super("NotForThisThreadError");
  }
}

/** Opened, but not laid out as §6.2 says. */
export class CellFormError extends ReplyError {
  constructor() {
    super("CellFormError");
  }
}

/** Some parts of a reply are not on the board. */
export class MissingPartsError extends ReplyError {
  constructor() {
    super("MissingPartsError");
  }
}

/** Shorter than a signature and one byte. */
export class ReplyFormError extends ReplyError {
  constructor() {
    super("ReplyFormError");
  }
}

/** Not signed by the inspectorate. */
export class ReplySignatureError extends ReplyError {
  constructor() {
    super("ReplySignatureError");
  }
}

/** The JSON inside is not that of §6.1. */
export class ReplyBodyError extends ReplyError {
  constructor() {
    super("ReplyBodyError");
  }
}

/** Does not fit into 24 cells; `excess` is how many bytes too many. */
export class ReplyTooLongError extends ReplyError {
  /** @param {number} excess by how many bytes the reply is too long */
  constructor(excess) {
    super("ReplyTooLongError");
    this.excess = excess;
  }
}

/** A sheet or board that is not what the bulletin announced. */
export class SheetError extends TitipError {}

/** Not 32,768 bytes. */
export class SheetLengthError extends SheetError {
  constructor() {
    super("SheetLengthError");
  }
}

/** Cells that do not rise strictly. */
export class SheetOrderError extends SheetError {
  constructor() {
    super("SheetOrderError");
  }
}

/** Another hash than the bulletin's. */
export class SheetHashError extends SheetError {
  constructor() {
    super("SheetHashError");
  }
}

/** More or fewer sheets than the bulletin names. */
export class BoardLengthError extends SheetError {
  constructor() {
    super("BoardLengthError");
  }
}

// -- bulletin (§3.3, §7) ---------------------------------------------------------------------------

/** A bulletin that must not be followed. */
export class BulletinError extends TitipError {}

/** Magic or lengths. */
export class BulletinFormError extends BulletinError {
  constructor() {
    super("BulletinFormError");
  }
}

/** Another drop than the one the reader trusts. */
export class ForeignDropError extends BulletinError {
  constructor() {
    super("ForeignDropError");
  }
}

/** Empty, or longer than 100 days. */
export class CertificatePeriodError extends BulletinError {
  constructor() {
    super("CertificatePeriodError");
  }
}

/** Not signed by the root. */
export class CertificateSignatureError extends BulletinError {
  constructor() {
    super("CertificateSignatureError");
  }
}

/** Issued outside the certificate's period. */
export class CertificateDayError extends BulletinError {
  constructor() {
    super("CertificateDayError");
  }
}

/** Not signed by the signing key. */
export class BulletinSignatureError extends BulletinError {
  constructor() {
    super("BulletinSignatureError");
  }
}

/** The JSON is not that of §7.2. */
export class BulletinBodyError extends BulletinError {
  constructor() {
    super("BulletinBodyError");
  }
}

/** Too old to seal by. */
export class BulletinClosedError extends BulletinError {
  constructor() {
    super("BulletinClosedError");
  }
}

/** No intake key for the day. */
export class NoIntakeKeyError extends BulletinError {
  constructor() {
    super("NoIntakeKeyError");
  }
}

/** A lower number than one already seen. */
export class BulletinRollbackError extends BulletinError {
  constructor() {
    super("BulletinRollbackError");
  }
}

/** The same number with other bytes. */
export class BulletinForkError extends BulletinError {
  constructor() {
    super("BulletinForkError");
  }
}

/** Does not name its predecessor. */
export class BulletinChainError extends BulletinError {
  constructor() {
    super("BulletinChainError");
  }
}

/** More than 2 days ahead of the reader. */
export class BulletinFutureError extends BulletinError {
  constructor() {
    super("BulletinFutureError");
  }
}

/** More than 14 days behind the reader. */
export class BulletinStaleError extends BulletinError {
  constructor() {
    super("BulletinStaleError");
  }
}

// -- pickup and delivery (§8, §9) ------------------------------------------------------------------

/** A pickup that must not be imported. */
export class PickupError extends TitipError {}

/** Magic, or too short for a header. */
export class PickupFormError extends PickupError {
  constructor() {
    super("PickupFormError");
  }
}

/** Another site's. */
export class PickupForeignError extends PickupError {
  constructor() {
    super("PickupForeignError");
  }
}

/** Cut, or with bytes behind its end. */
export class PickupLengthError extends PickupError {
  constructor() {
    super("PickupLengthError");
  }
}

/** Not strictly rising. */
export class PickupOrderError extends PickupError {
  constructor() {
    super("PickupOrderError");
  }
}

/** A delivery that must not be published. */
export class DeliveryError extends TitipError {}

/** Magic, counts or lengths. */
export class DeliveryFormError extends DeliveryError {
  constructor() {
    super("DeliveryFormError");
  }
}

/** Not signed by the signing key of its bulletin. */
export class DeliverySignatureError extends DeliveryError {
  constructor() {
    super("DeliverySignatureError");
  }
}
