/**
 * What Python's `bytes` can do by itself: join, compare, hex, text.
 *
 * Nothing here compares secrets: the AEAD and the signatures do that.
 */

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/** @param {Bytes[]} pieces @returns {Bytes} the pieces joined: ‖ (§1.1) */
export function concat(...pieces) {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** @param {Bytes} left @param {Bytes} right @returns {number} below, at or above zero, as bytes sort (§6.5, §8.1) */
export function compareBytes(left, right) {
  const shared = Math.min(left.length, right.length);
  for (let at = 0; at < shared; at++) {
    const difference = /** @type {number} */ (left[at]) - /** @type {number} */ (right[at]);
    if (difference) {
      return difference;
    }
  }
  return left.length - right.length;
}

/** @param {Bytes} left @param {Bytes} right @returns {boolean} whether both are the same bytes */
export function equalBytes(left, right) {
  return left.length === right.length && compareBytes(left, right) === 0;
}

/** @param {Bytes} bytes @returns {boolean} whether there is nothing but zeros */
export function allZero(bytes) {
  return bytes.every((byte) => byte === 0);
}

/** @param {Bytes} bytes @param {number} length @returns {Bytes} the bytes, filled with zeros to `length` */
export function zeroFilled(bytes, length) {
  const filled = new Uint8Array(length);
  filled.set(bytes);
  return filled;
}

/** @param {Bytes} bytes @param {number} at @returns {number} the u16 at an offset (§1.1) */
export function readU16(bytes, at) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint16(at);
}

/** @param {Bytes} bytes @param {number} at @returns {number} the u32 at an offset (§1.1) */
export function readU32(bytes, at) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at);
}

/** @param {Bytes} bytes @returns {string} lower-case hex (§1.4) */
export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} text @returns {Bytes} its UTF-8 */
export function utf8(text) {
  return new TextEncoder().encode(text);
}
