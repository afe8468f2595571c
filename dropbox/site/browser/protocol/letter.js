/** The letter: 32,768 bytes from reporter to inspectorate, sealed with HPKE and signed inside (§4). */

import { DecapError, HpkeError, OpenError } from "@hpke/core";
import { DECOY, WITHDRAWAL } from "./body.js";
import { allZero, concat, readU16, toHex, zeroFilled } from "./bytes.js";
import {
  LetterAmbiguousError,
  LetterFormError,
  LetterLengthError,
  LetterSignatureError,
  LetterTooLongError,
  NoIntakeKeyError,
  NotForThisKeyError,
} from "./errors.js";
import { letterInfo, SUITE, sealingKey } from "./intake.js";
import { digest, label, u16 } from "./labels.js";
import { randomBytes } from "./randomness.js";
import { sign, verify } from "./signing.js";
import {
  LETTER_BODY_MAX_LEN,
  LETTER_ENC_LEN,
  LETTER_HEADER_LEN,
  LETTER_LEN,
  LETTER_PLAIN_LEN,
} from "./sizes.js";
import { ThreadKeys, threadId } from "./thread.js";

/** @import { Bytes } from "./bytes.js" */
/** @import { IntakeKey } from "./intake.js" */

export const MESSAGE_ID_LEN = 16;
const SIGNED_LEN = 84;

/**
 * What an opened letter holds; its signature has been verified, its body has not been read yet (§4.4).
 *
 * @typedef {object} Letter
 * @property {number} letterType
 * @property {Bytes} messageId 16 bytes
 * @property {Bytes} threadKey 32 bytes
 * @property {Bytes} authorPk 32 bytes
 * @property {Bytes} body as sent
 * @property {Bytes} signature 64 bytes; equal fields mean equal plaintext (§4.5, step 2)
 * @property {Bytes} tid the name of the thread, 32 bytes (§3.6)
 */

/**
 * @param {number} letterType
 * @param {ThreadKeys} thread
 * @param {Bytes} body
 * @param {Bytes} did
 * @param {Bytes} intakePk
 * @returns {Promise<Bytes>} a letter of 32,768 bytes (§4.2)
 * @throws {LetterTooLongError}
 */
export async function sealLetter(letterType, thread, body, did, intakePk) {
  const messageId = randomBytes(MESSAGE_ID_LEN);
  const plain = await letterPlain(letterType, messageId, thread, body, did, intakePk);
  return sealPlain(plain, did, intakePk);
}

/**
 * @param {Bytes} did
 * @param {Bytes} intakePk
 * @returns {Promise<Bytes>} a letter of type 0, which nobody outside can tell from any other (§4.2)
 */
export function sealDecoy(did, intakePk) {
  const thread = new ThreadKeys(randomBytes(32), randomBytes(32));
  return sealLetter(DECOY, thread, new Uint8Array(0), did, intakePk);
}

/**
 * @param {number} letterType
 * @param {Bytes} messageId
 * @param {ThreadKeys} thread
 * @param {Bytes} body
 * @param {Bytes} did
 * @param {Bytes} intakePk
 * @returns {Promise<Bytes>} the signed and padded plaintext, 31,632 bytes (§4.1)
 * @throws {LetterTooLongError}
 * @throws {LetterFormError} for a type or a message id of another form
 */
export async function letterPlain(letterType, messageId, thread, body, did, intakePk) {
  if (!(letterType >= DECOY && letterType <= WITHDRAWAL) || messageId.length !== MESSAGE_ID_LEN) {
    throw new LetterFormError();
  }
  if (body.length > LETTER_BODY_MAX_LEN) {
    throw new LetterTooLongError(body.length - LETTER_BODY_MAX_LEN);
  }
  const start = concat(new Uint8Array([letterType, 0]), u16(body.length), messageId);
  const header = concat(start, thread.threadKey, await thread.authorPk);
  const signature = await sign(thread.authorSeed, ...(await signed(did, intakePk, header, body)));
  return zeroFilled(concat(header, signature, body), LETTER_PLAIN_LEN);
}

/**
 * @param {Bytes} plain
 * @param {Bytes} did
 * @param {Bytes} intakePk
 * @returns {Promise<Bytes>} the HPKE seal of a plaintext: enc ‖ ciphertext ‖ tag, 32,768 bytes (§4.1)
 * @throws {LetterFormError} where the plaintext has not 31,632 bytes
 * @throws {NoIntakeKeyError} where `intakePk` is no key
 */
export async function sealPlain(plain, did, intakePk) {
  if (plain.length !== LETTER_PLAIN_LEN) {
    throw new LetterFormError();
  }
  const info = await letterInfo(did, intakePk);
  try {
    const recipientPublicKey = await sealingKey(intakePk);
    const { enc, ct } = await SUITE.seal({ recipientPublicKey, info }, plain);
    return concat(new Uint8Array(enc), new Uint8Array(ct));
  } catch (error) {
    throw error instanceof HpkeError ? new NoIntakeKeyError() : error;
  }
}

/**
 * @param {Bytes} sealed
 * @param {IntakeKey} key
 * @param {Bytes} did
 * @returns {Promise<Letter>} the letter that `key` opens (§4.3)
 * @throws {LetterLengthError}
 * @throws {NotForThisKeyError}
 * @throws {LetterFormError}
 * @throws {LetterSignatureError}
 */
export async function openLetter(sealed, key, did) {
  if (sealed.length !== LETTER_LEN) {
    throw new LetterLengthError();
  }
  const enc = sealed.slice(0, LETTER_ENC_LEN);
  const info = await letterInfo(did, key.pk);
  /** @type {Bytes} */
  let plain;
  try {
    const parameters = { recipientKey: key.private, enc, info };
    plain = new Uint8Array(await SUITE.open(parameters, sealed.slice(LETTER_ENC_LEN)));
  } catch (error) {
    // A sender may choose an X25519 point of low order, at which decapsulation stops before the AEAD is asked.
    throw error instanceof OpenError || error instanceof DecapError
      ? new NotForThisKeyError()
      : error;
  }
  return readPlain(plain, did, key.pk);
}

/**
 * The letter that exactly one of `keys` opens (§4.3, step 2).
 *
 * All keys are tried, also after one fits: a letter that opens twice could be shown differently to two inspectors.
 *
 * @param {Bytes} sealed
 * @param {Iterable<IntakeKey>} keys
 * @param {Bytes} did
 * @returns {Promise<Letter>}
 * @throws {NotForThisKeyError} where none does
 * @throws {LetterAmbiguousError} where several do
 * @throws {LetterLengthError}
 * @throws {LetterFormError}
 * @throws {LetterSignatureError}
 */
export async function openWithAny(sealed, keys, did) {
  /** @type {Letter[]} */
  const found = [];
  /** @type {(LetterFormError | LetterSignatureError)[]} */
  const broken = [];
  const different = new Map(Array.from(keys, (key) => [toHex(key.pk), key]));
  for (const key of different.values()) {
    try {
      found.push(await openLetter(sealed, key, did));
    } catch (error) {
      if (error instanceof LetterFormError || error instanceof LetterSignatureError) {
        broken.push(error);
      } else if (!(error instanceof NotForThisKeyError)) {
        throw error;
      }
    }
  }
  if (found.length + broken.length > 1) {
    throw new LetterAmbiguousError();
  }
  const [letter] = found;
  if (letter === undefined) {
    throw broken[0] ?? new NotForThisKeyError();
  }
  return letter;
}

/** @param {Bytes} plain @param {Bytes} did @param {Bytes} intakePk @returns {Promise<Letter>} */
async function readPlain(plain, did, intakePk) {
  const [letterType = 0, reserved] = plain;
  const bodyLen = readU16(plain, 2);
  const end = LETTER_HEADER_LEN + bodyLen;
  if (reserved !== 0 || letterType > WITHDRAWAL || end > LETTER_PLAIN_LEN) {
    throw new LetterFormError();
  }
  if (!allZero(plain.subarray(end)) || (letterType === DECOY && bodyLen > 0)) {
    throw new LetterFormError();
  }
  const header = plain.slice(0, SIGNED_LEN);
  const signature = plain.slice(SIGNED_LEN, LETTER_HEADER_LEN);
  const body = plain.slice(LETTER_HEADER_LEN, end);
  const authorPk = plain.slice(52, 84);
  const pieces = await signed(did, intakePk, header, body);
  await verify(authorPk, signature, LetterSignatureError, ...pieces);
  const threadKey = plain.slice(20, 52);
  const tid = await threadId(threadKey);
  return { letterType, messageId: plain.slice(4, 20), threadKey, authorPk, body, signature, tid };
}

/** @param {Bytes} did @param {Bytes} intakePk @param {Bytes} header @param {Bytes} body @returns {Promise<Bytes[]>} */
async function signed(did, intakePk, header, body) {
  // The intake key is inside so that an inspector cannot seal a reporter's letter again under a later week's key.
  return [label("written"), did, await digest(intakePk), header, body];
}
