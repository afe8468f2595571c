/** The chunk: 262,144 bytes that carry one piece of the files of a letter (§5.2, §5.3). */

import { aeadKey, aeadOpen, aeadSeal, NONCE_LEN } from "./aead.js";
import { allZero, concat, equalBytes, zeroFilled } from "./bytes.js";
import {
  AttachmentsPaddingError,
  ChunkIdError,
  ChunkLengthError,
  ChunkOpenError,
  ChunkRangeError,
} from "./errors.js";
import { derive, deriveFrom, derivingKey, label, u32 } from "./labels.js";
import { randomBytes } from "./randomness.js";
import { CHUNK_RECORD_LEN, PIECE_LEN, PIECES_MAX } from "./sizes.js";

/** @import { Bytes } from "./bytes.js" */

export const CID_LEN = 32;

/** @param {Bytes} fk 32 bytes @returns {Promise<Bytes>} the chunk key, 32 bytes (§5.3) */
export function chunkKey(fk) {
  return derive(fk, label("ckey"));
}

/** @param {Bytes} fk 32 bytes @param {number} index @returns {Promise<Bytes>} cid_i, 32 bytes (§5.3) */
export function chunkId(fk, index) {
  return derive(fk, label("cid"), u32(index));
}

// So many cids are derived at once: one by one, each would cost a wait as long as sealing a piece.
const CIDS_AT_ONCE = 64;

/** Seals the pieces of one letter with keys that are derived once: there may be thousands. Made by `ChunkSealer.create`. */
export class ChunkSealer {
  /** Those derived so far, 32 bytes a piece at most. @type {Map<number, Promise<Bytes[]>>} */
  #cids = new Map();

  /** @param {CryptoKey} deriving of fk @param {number} pieces @param {Bytes} did @param {CryptoKey} key */
  constructor(deriving, pieces, did, key) {
    this.deriving = deriving;
    this.pieces = pieces;
    this.did = did;
    this.key = key;
  }

  /** @param {Bytes} fk @param {number} pieces N @param {Bytes} did @returns {Promise<ChunkSealer>} */
  static async create(fk, pieces, did) {
    const [deriving, key] = [await derivingKey(fk), await aeadKey(await chunkKey(fk))];
    return new ChunkSealer(deriving, pieces, did, key);
  }

  /**
   * @param {number} index i
   * @param {Bytes} piece at most 262,116 bytes, which is filled with zeros
   * @param {Bytes} [record] 262,176 bytes to write to: a fresh quarter of a megabyte costs as much time as sealing it
   * @returns {Promise<Bytes>} the chunk record (§5.3): `record` itself where it was given
   * @throws {ChunkRangeError}
   * @throws {ChunkLengthError}
   */
  seal(index, piece, record = new Uint8Array(CHUNK_RECORD_LEN)) {
    return this.sealWith(index, piece, randomBytes(NONCE_LEN), record);
  }

  /**
   * Does as seal, with the nonce of 12 bytes given: for the vectors, which fix it.
   *
   * @param {number} index
   * @param {Bytes} piece
   * @param {Bytes} nonce
   * @param {Bytes} [record]
   * @returns {Promise<Bytes>}
   */
  async sealWith(index, piece, nonce, record = new Uint8Array(CHUNK_RECORD_LEN)) {
    checkRange(index, this.pieces);
    if (piece.length > PIECE_LEN || record.length !== CHUNK_RECORD_LEN) {
      throw new ChunkLengthError();
    }
    const cid = await this.#cid(index);
    const bound = boundTo(this.did, cid, index, this.pieces);
    const filled = piece.length === PIECE_LEN ? piece : zeroFilled(piece, PIECE_LEN);
    const sealed = await aeadSeal(this.key, nonce, filled, bound);
    record.set(cid, 0);
    record.set(nonce, CID_LEN);
    record.set(sealed, CID_LEN + NONCE_LEN);
    return record;
  }

  /** @param {number} index @returns {Promise<Bytes>} cid_i (§5.3) */
  async #cid(index) {
    const place = index % CIDS_AT_ONCE;
    const from = index - place;
    let cids = this.#cids.get(from);
    if (!cids) {
      const count = Math.min(CIDS_AT_ONCE, this.pieces - from);
      cids = Promise.all(
        Array.from({ length: count }, (_, at) =>
          deriveFrom(this.deriving, label("cid"), u32(from + at)),
        ),
      );
      this.#cids.set(from, cids);
    }
    return /** @type {Bytes} */ ((await cids)[place]);
  }
}

/**
 * @param {Bytes} fk
 * @param {number} index i
 * @param {number} pieces N
 * @param {Bytes} piece at most 262,116 bytes, which is filled with zeros
 * @param {Bytes} did
 * @returns {Promise<Bytes>} the chunk record, 262,176 bytes (§5.3)
 * @throws {ChunkRangeError}
 * @throws {ChunkLengthError}
 */
export async function sealChunk(fk, index, pieces, piece, did) {
  return (await ChunkSealer.create(fk, pieces, did)).seal(index, piece);
}

/**
 * @param {Bytes} record
 * @param {Bytes} fk
 * @param {number} index i
 * @param {number} pieces N
 * @param {Bytes} did
 * @returns {Promise<Bytes>} the piece, 262,116 bytes (§5.3)
 * @throws {ChunkRangeError}
 * @throws {ChunkLengthError}
 * @throws {ChunkIdError}
 * @throws {ChunkOpenError}
 */
export async function openChunk(record, fk, index, pieces, did) {
  checkRange(index, pieces);
  if (record.length !== CHUNK_RECORD_LEN) {
    throw new ChunkLengthError();
  }
  const cid = await chunkId(fk, index);
  if (!equalBytes(record.subarray(0, CID_LEN), cid)) {
    throw new ChunkIdError();
  }
  const nonce = record.subarray(CID_LEN, CID_LEN + NONCE_LEN);
  const sealed = record.subarray(CID_LEN + NONCE_LEN);
  const key = await aeadKey(await chunkKey(fk));
  return aeadOpen(key, nonce, sealed, boundTo(did, cid, index, pieces), ChunkOpenError);
}

/** @param {Bytes} rest all bytes behind the last file @throws {AttachmentsPaddingError} unless they are zero (§5.3) */
export function checkPadding(rest) {
  if (!allZero(rest)) {
    throw new AttachmentsPaddingError();
  }
}

/** @param {number} index @param {number} pieces */
function checkRange(index, pieces) {
  if (index < 0 || index >= pieces || pieces > PIECES_MAX) {
    throw new ChunkRangeError();
  }
}

/** @param {Bytes} did @param {Bytes} cid @param {number} index @param {number} pieces @returns {Bytes} the AAD */
function boundTo(did, cid, index, pieces) {
  return concat(label("chunk"), did, cid, u32(index), u32(pieces));
}
