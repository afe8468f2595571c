/**
 * The pickup: flat records that travel from the site to the workstation (§8).
 *
 * A browser never sees one. This half reads whole pickups from memory, so that both languages hold each other to the form.
 */

import { compareBytes, concat, equalBytes, readU32, utf8 } from "./bytes.js";
import { SID_LEN } from "./drop.js";
import {
  PickupForeignError,
  PickupFormError,
  PickupLengthError,
  PickupOrderError,
} from "./errors.js";
import { digest, u32 } from "./labels.js";
import { CHUNK_RECORD_LEN, LETTER_LEN, PICKUP_HEADER_LEN, PICKUP_MAX_LEN } from "./sizes.js";

/** @import { Bytes } from "./bytes.js" */

export const MAGIC = utf8("titip/1p");
const CID_LEN = 32;

/** What stands before the records: the epoch, the day it was closed, how many letters and chunk records. */
export class PickupHeader {
  /**
   * @param {Bytes} sid
   * @param {number} epoch
   * @param {number} closedDay
   * @param {number} letters
   * @param {number} chunks
   */
  constructor(sid, epoch, closedDay, letters, chunks) {
    this.sid = sid;
    this.epoch = epoch;
    this.closedDay = closedDay;
    this.letters = letters;
    this.chunks = chunks;
  }

  /** @returns {number} the exact length of the file in bytes (§8.1) */
  get fileLen() {
    return PICKUP_HEADER_LEN + this.letters * LETTER_LEN + this.chunks * CHUNK_RECORD_LEN;
  }
}

/** @param {PickupHeader} header @returns {Bytes} the first 40 bytes of a pickup @throws {PickupLengthError} for 2 GiB and more (§8.1) */
export function writePickupHeader(header) {
  if (header.fileLen > PICKUP_MAX_LEN) {
    throw new PickupLengthError();
  }
  const numbers = [header.epoch, header.closedDay, header.letters, header.chunks];
  return concat(MAGIC, header.sid, ...numbers.map(u32));
}

/**
 * @param {Bytes} sid
 * @param {number} epoch
 * @param {number} closedDay
 * @param {readonly Bytes[]} letters
 * @param {readonly Bytes[]} chunks
 * @returns {Bytes} a whole pickup, sorted (§8.1)
 */
export function makePickup(sid, epoch, closedDay, letters, chunks) {
  const header = new PickupHeader(sid, epoch, closedDay, letters.length, chunks.length);
  const records = [...[...letters].sort(compareBytes), ...[...chunks].sort(compareBytes)];
  return concat(writePickupHeader(header), ...records);
}

/**
 * @param {Bytes} raw
 * @param {Bytes} sid
 * @returns {PickupHeader} the header in the first 40 bytes (§8.2)
 * @throws {PickupFormError}
 * @throws {PickupForeignError}
 * @throws {PickupLengthError}
 */
export function readPickupHeader(raw, sid) {
  if (raw.length < PICKUP_HEADER_LEN || !equalBytes(raw.subarray(0, 8), MAGIC)) {
    throw new PickupFormError();
  }
  const own = raw.slice(8, 8 + SID_LEN);
  if (!equalBytes(own, sid)) {
    throw new PickupForeignError();
  }
  const header = new PickupHeader(
    own,
    readU32(raw, 24),
    readU32(raw, 28),
    readU32(raw, 32),
    readU32(raw, 36),
  );
  if (header.fileLen > PICKUP_MAX_LEN) {
    throw new PickupLengthError();
  }
  return header;
}

/**
 * A pickup that was read to its end: its header and its id, 32 bytes.
 *
 * @typedef {object} VerifiedPickup
 * @property {PickupHeader} header
 * @property {Bytes} id
 */

/**
 * @param {Bytes} raw
 * @param {Bytes} sid
 * @returns {Promise<VerifiedPickup>} header and id of a whole pickup (§8.2)
 * @throws {PickupFormError}
 * @throws {PickupForeignError}
 * @throws {PickupLengthError}
 * @throws {PickupOrderError}
 */
export async function verifyPickup(raw, sid) {
  const header = readPickupHeader(raw, sid);
  readRecords(raw, sid);
  return { header, id: await digest(raw) };
}

/**
 * @param {Bytes} raw
 * @param {Bytes} sid
 * @returns {["letter" | "chunk", Bytes][]} each record of a pickup (§8.1); throws as verifyPickup
 */
export function readRecords(raw, sid) {
  const header = readPickupHeader(raw, sid);
  if (raw.length !== header.fileLen) {
    throw new PickupLengthError();
  }
  const chunksAt = PICKUP_HEADER_LEN + header.letters * LETTER_LEN;
  const letters = cut(raw.subarray(PICKUP_HEADER_LEN, chunksAt), LETTER_LEN, LETTER_LEN);
  const chunks = cut(raw.subarray(chunksAt), CHUNK_RECORD_LEN, CID_LEN);
  return [
    ...letters.map((record) => /** @type {["letter", Bytes]} */ (["letter", record])),
    ...chunks.map((record) => /** @type {["chunk", Bytes]} */ (["chunk", record])),
  ];
}

/** @param {Bytes} bytes @param {number} recordLen @param {number} orderLen @returns {Bytes[]} */
function cut(bytes, recordLen, orderLen) {
  /** @type {Bytes[]} */
  const records = [];
  let before = new Uint8Array(0);
  for (let at = 0; at < bytes.length; at += recordLen) {
    const record = bytes.subarray(at, at + recordLen);
    const order = record.subarray(0, orderLen);
    if (compareBytes(order, before) <= 0) {
      throw new PickupOrderError();
    }
    before = order;
    records.push(record);
  }
  return records;
}
