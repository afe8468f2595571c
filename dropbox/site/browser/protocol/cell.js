/** The cell: 1,024 bytes that carry a slice of a reply, or nothing (§6.2, §6.3). */

import { aeadKey, aeadOpen, aeadSeal, NONCE_LEN } from "./aead.js";
import { allZero, concat, readU16, readU32, zeroFilled } from "./bytes.js";
import {
  CellFormError,
  CellLengthError,
  NotForThisThreadError,
  ReplyTooLongError,
} from "./errors.js";
import { label, u16, u32 } from "./labels.js";
import { randomBytes } from "./randomness.js";
import { CELL_LEN, CELL_PLAIN_LEN, REPLY_PARTS_MAX, SLICE_LEN } from "./sizes.js";
import { cellKey, threadId } from "./thread.js";

/** @import { Bytes } from "./bytes.js" */

const HEADER_LEN = 8;

/**
 * What an opened cell holds: slice `part` of `parts` of the reply `seq`.
 *
 * @typedef {object} Part
 * @property {number} seq
 * @property {number} part
 * @property {number} parts
 * @property {Bytes} slice
 */

/** @returns {Bytes} 1,024 random bytes, which is what a cell looks like to everybody else (§6.2) */
export function decoyCell() {
  return randomBytes(CELL_LEN);
}

/**
 * @param {Bytes} joined
 * @param {number} seq
 * @param {Bytes} threadKey
 * @param {Bytes} did
 * @returns {Promise<Bytes[]>} the cells, 1,024 bytes each, of a reply's joined bytes (§6.2)
 * @throws {ReplyTooLongError}
 */
export async function sealCells(joined, seq, threadKey, did) {
  const plains = cellPlains(joined, seq);
  return Promise.all(
    plains.map((plain) => sealCellWith(plain, threadKey, did, randomBytes(NONCE_LEN))),
  );
}

/**
 * @param {Bytes} joined
 * @param {number} seq
 * @returns {Bytes[]} the plaintexts, 996 bytes each, of a reply's joined bytes (§6.2)
 * @throws {ReplyTooLongError}
 */
export function cellPlains(joined, seq) {
  const parts = Math.ceil(joined.length / SLICE_LEN);
  if (parts > REPLY_PARTS_MAX) {
    throw new ReplyTooLongError(joined.length - REPLY_PARTS_MAX * SLICE_LEN);
  }
  return Array.from({ length: parts }, (_, part) => {
    const slice = joined.subarray(part * SLICE_LEN, (part + 1) * SLICE_LEN);
    const header = concat(u32(seq), new Uint8Array([part, parts]), u16(slice.length));
    return zeroFilled(concat(header, slice), CELL_PLAIN_LEN);
  });
}

/**
 * @param {Bytes} plain 996 bytes
 * @param {Bytes} threadKey
 * @param {Bytes} did
 * @param {Bytes} nonce 12 bytes
 * @returns {Promise<Bytes>} the cell (§6.2)
 */
export async function sealCellWith(plain, threadKey, did, nonce) {
  const key = await aeadKey(await cellKey(threadKey));
  return concat(nonce, await aeadSeal(key, nonce, plain, await boundTo(threadKey, did)));
}

/** Tries cells with the keys of one thread, derived once: a board has hundreds. Made by `CellOpener.create` (§6.3). */
export class CellOpener {
  /** @param {CryptoKey} key @param {Bytes} bound */
  constructor(key, bound) {
    this.key = key;
    this.bound = bound;
  }

  /** @param {Bytes} threadKey 32 bytes @param {Bytes} did @returns {Promise<CellOpener>} */
  static async create(threadKey, did) {
    const key = await aeadKey(await cellKey(threadKey));
    return new CellOpener(key, await boundTo(threadKey, did));
  }

  /**
   * @param {Bytes} cell
   * @returns {Promise<Part>} what it holds (§6.3)
   * @throws {CellLengthError}
   * @throws {NotForThisThreadError}
   * @throws {CellFormError}
   */
  async openCell(cell) {
    if (cell.length !== CELL_LEN) {
      throw new CellLengthError();
    }
    const nonce = cell.subarray(0, NONCE_LEN);
    const sealed = cell.subarray(NONCE_LEN);
    return readPlain(await aeadOpen(this.key, nonce, sealed, this.bound, NotForThisThreadError));
  }
}

/**
 * @param {Bytes} cell
 * @param {Bytes} threadKey
 * @param {Bytes} did
 * @returns {Promise<Part>} what one cell holds for a thread; throws as CellOpener.openCell (§6.3)
 */
export async function openCell(cell, threadKey, did) {
  return (await CellOpener.create(threadKey, did)).openCell(cell);
}

/** @param {Bytes} plain @returns {Part} */
function readPlain(plain) {
  const part = /** @type {number} */ (plain[4]);
  const parts = /** @type {number} */ (plain[5]);
  const sliceLen = readU16(plain, 6);
  if (parts === 0 || parts > REPLY_PARTS_MAX || part >= parts) {
    throw new CellFormError();
  }
  if (sliceLen === 0 || sliceLen > SLICE_LEN || (part < parts - 1 && sliceLen < SLICE_LEN)) {
    throw new CellFormError();
  }
  const end = HEADER_LEN + sliceLen;
  if (!allZero(plain.subarray(end))) {
    throw new CellFormError();
  }
  return { seq: readU32(plain, 0), part, parts, slice: plain.slice(HEADER_LEN, end) };
}

/** @param {Bytes} threadKey @param {Bytes} did @returns {Promise<Bytes>} the AAD */
async function boundTo(threadKey, did) {
  return concat(label("cell"), did, await threadId(threadKey));
}
