/** AES-256-GCM as chunks and cells use it, by WebCrypto (§5.3, §6.2). */

/** @import { Bytes } from "./bytes.js" */
/** @import { TitipError } from "./errors.js" */

export const NONCE_LEN = 12;

/** @param {Bytes} key 32 bytes @returns {Promise<CryptoKey>} the key, which cannot be read back */
export function aeadKey(key) {
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/**
 * @param {CryptoKey} key
 * @param {Bytes} nonce 12 bytes
 * @param {Bytes} plain
 * @param {Bytes} bound the associated data
 * @returns {Promise<Bytes>} ciphertext ‖ tag, 16 bytes
 */
export async function aeadSeal(key, nonce, plain, bound) {
  const parameters = { name: "AES-GCM", iv: nonce, additionalData: bound };
  return new Uint8Array(await crypto.subtle.encrypt(parameters, key, plain));
}

/**
 * @param {CryptoKey} key
 * @param {Bytes} nonce 12 bytes
 * @param {Bytes} sealed ciphertext ‖ tag
 * @param {Bytes} bound the associated data
 * @param {new () => TitipError} ErrorClass thrown where the AEAD refuses
 * @returns {Promise<Bytes>} the plaintext
 */
export async function aeadOpen(key, nonce, sealed, bound, ErrorClass) {
  const parameters = { name: "AES-GCM", iv: nonce, additionalData: bound };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters, key, sealed));
  } catch (error) {
    // Anything else, such as memory that ran out, must not look like "not mine".
    throw error instanceof DOMException && error.name === "OperationError"
      ? new ErrorClass()
      : error;
  }
}
