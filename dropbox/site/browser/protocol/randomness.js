/**
 * The one place where the protocol draws random bytes: the operating system's generator (§1.1).
 *
 * Inner functions take their randomness as an argument, so that vectors can fix it; only the outer ones call this.
 */

/** @import { Bytes } from "./bytes.js" */

// WebCrypto gives no more than this at once.
const QUOTA = 65_536;

/** @param {number} length @returns {Bytes} `length` bytes from the operating system's generator */
export function randomBytes(length) {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += QUOTA) {
    crypto.getRandomValues(bytes.subarray(at, at + QUOTA));
  }
  return bytes;
}
