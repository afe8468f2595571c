/** Ed25519 (RFC 8032) as the protocol uses it: keys are seeds of 32 bytes, verifying raises (§3). */

import { concat } from "./bytes.js";
import { fromBase64url } from "./canonical.js";

/** @import { Bytes } from "./bytes.js" */
/** @import { TitipError } from "./errors.js" */

export const SIGNATURE_LEN = 64;
// WebCrypto takes private keys as PKCS #8 (RFC 8410), not as the bare seed: this is what stands before the seed.
const PKCS8 = new Uint8Array([
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
]);

/** @param {Bytes} seed 32 bytes @returns {Promise<Bytes>} its public key, 32 bytes */
export async function signingPk(seed) {
  const form = await crypto.subtle.exportKey("jwk", await privateKey(seed, true));
  return fromBase64url(form.x ?? "", 32);
}

/** @param {Bytes} seed @param {Bytes[]} pieces the first is a label @returns {Promise<Bytes>} signature, 64 bytes */
export async function sign(seed, ...pieces) {
  const key = await privateKey(seed, false);
  return new Uint8Array(await crypto.subtle.sign("Ed25519", key, concat(...pieces)));
}

/**
 * Returns nothing if `signature` over the joined pieces verifies under `pk`; throws an ErrorClass otherwise.
 *
 * @param {Bytes} pk 32 bytes
 * @param {Bytes} signature
 * @param {new () => TitipError} ErrorClass
 * @param {Bytes[]} pieces the first is a label
 * @returns {Promise<void>}
 */
export async function verify(pk, signature, ErrorClass, ...pieces) {
  /** @type {CryptoKey} */
  let key;
  try {
    key = await crypto.subtle.importKey("raw", pk, "Ed25519", false, ["verify"]);
  } catch (error) {
    // Some engines refuse bytes that are no point of the curve here, others when they verify. A browser without Ed25519
    // must not look like a forged signature.
    throw error instanceof DOMException && error.name === "DataError" ? new ErrorClass() : error;
  }
  if (!(await crypto.subtle.verify("Ed25519", key, signature, concat(...pieces)))) {
    throw new ErrorClass();
  }
}

/** @param {Bytes} seed @param {boolean} extractable @returns {Promise<CryptoKey>} */
function privateKey(seed, extractable) {
  const wrapped = concat(PKCS8, seed);
  return crypto.subtle.importKey("pkcs8", wrapped, "Ed25519", extractable, ["sign"]);
}
