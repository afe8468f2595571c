/** Labels, the hash and the derivation that every format starts from (§1.2). */

import { concat, utf8, zeroFilled } from "./bytes.js";

/** @import { Bytes } from "./bytes.js" */

export const LABELS = new Set([
  "desk",
  "cert",
  "check",
  "pass",
  "thread",
  "author",
  "tid",
  "cell",
  "letter",
  "written",
  "ckey",
  "cid",
  "chunk",
  "reply",
  "bulletin",
  "delivery",
]);

/** @param {string} name one that §1.2 lists @returns {Bytes} L(name), 16 bytes @throws {RangeError} any other name */
export function label(name) {
  if (!LABELS.has(name)) {
    throw new RangeError(name);
  }
  return zeroFilled(utf8(`titip/1 ${name}`), 16);
}

/** @param {Bytes[]} pieces @returns {Promise<Bytes>} H of the joined pieces: SHA-256, 32 bytes (§1.1) */
export async function digest(...pieces) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", concat(...pieces)));
}

/**
 * K(key, pieces joined): HKDF-SHA-256 (RFC 5869) with empty salt (§1.2).
 *
 * @param {Bytes} key
 * @param {Bytes[]} pieces
 * @returns {Promise<Bytes>} 32 bytes
 */
export async function derive(key, ...pieces) {
  return deriveFrom(await derivingKey(key), ...pieces);
}

/** @param {Bytes} key @returns {Promise<CryptoKey>} for deriveFrom, where one key derives many values */
export function derivingKey(key) {
  return crypto.subtle.importKey("raw", key, "HKDF", false, ["deriveBits"]);
}

/**
 * K(key, pieces joined) of a key that was imported once (§1.2).
 *
 * @param {CryptoKey} secret
 * @param {Bytes[]} pieces
 * @returns {Promise<Bytes>} 32 bytes
 */
export async function deriveFrom(secret, ...pieces) {
  const parameters = {
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(0),
    info: concat(...pieces),
  };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, secret, 256));
}

/** @param {number} number @returns {Bytes} four bytes, big-endian @throws {RangeError} outside 0 … 2^32 - 1 (§1.1) */
export function u32(number) {
  if (!Number.isInteger(number) || number < 0 || number >= 2 ** 32) {
    throw new RangeError("u32");
  }
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

/** @param {number} number @returns {Bytes} two bytes, big-endian @throws {RangeError} outside 0 … 2^16 - 1 (§1.1) */
export function u16(number) {
  if (number >= 2 ** 16) {
    throw new RangeError("u16");
  }
  return u32(number).slice(2);
}
