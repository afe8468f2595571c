/** The drop id, and the two ways in which people carry it (§3.1, §3.2). */

import { toHex } from "./bytes.js";
import { fromBase64url, toBase64url } from "./canonical.js";
import { EncodingError, FragmentError } from "./errors.js";
import { digest, label } from "./labels.js";

/** @import { Bytes } from "./bytes.js" */

export const SID_LEN = 16;

/** @param {Bytes} sid 16 bytes @param {Bytes} rootPk 32 bytes @returns {Promise<Bytes>} DID, 32 bytes (§3.1) */
export function dropId(sid, rootPk) {
  return digest(label("desk"), sid, rootPk);
}

/** @param {Bytes} did @returns {string} the fragment of the poster's link, `#k=` and 43 characters (§3.2) */
export function writeFragment(did) {
  return `#k=${toBase64url(did)}`;
}

/** @param {string} fragment with its `#` @returns {Bytes} DID, 32 bytes @throws {FragmentError} (§3.2) */
export function readFragment(fragment) {
  if (!fragment.startsWith("#k=")) {
    throw new FragmentError();
  }
  try {
    return fromBase64url(fragment.slice(3), 32);
  } catch (error) {
    throw error instanceof EncodingError ? new FragmentError() : error;
  }
}

/** @param {Bytes} did @returns {string[]} the eight groups of five digits that the eye compares (§3.2) */
export function dropIdDigits(did) {
  const digits = (BigInt(`0x${toHex(did)}`) % 10n ** 40n).toString().padStart(40, "0");
  return digits.match(/.{5}/g) ?? [];
}
