// The page of the bench: the protocol's own chunk sealer beside WebCrypto alone, in one browser, on the same bytes.

import { aeadKey, NONCE_LEN } from "../../dropbox/site/browser/protocol/aead.js";
import { ChunkSealer } from "../../dropbox/site/browser/protocol/chunk.js";
import { CHUNK_RECORD_LEN, PIECE_LEN } from "../../dropbox/site/browser/protocol/sizes.js";

const RANDOM_MAX = 65_536;
// Label, drop id, cid, i, N: what a chunk is bound to (§5.3).
const BOUND_LEN = 16 + 32 + 32 + 4 + 4;

/** @param {number} length @returns {Uint8Array<ArrayBuffer>} */
function randomBytes(length) {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += RANDOM_MAX) {
    crypto.getRandomValues(bytes.subarray(at, Math.min(length, at + RANDOM_MAX)));
  }
  return bytes;
}

const piece = randomBytes(PIECE_LEN);

/** @param {number} pieces @returns {Promise<number>} milliseconds for sealing them one after the other */
async function sealed(pieces) {
  const sealer = await ChunkSealer.create(randomBytes(32), pieces, randomBytes(32));
  // As the page's sender does: a record is written anew when its piece has arrived.
  const record = new Uint8Array(CHUNK_RECORD_LEN);
  const began = performance.now();
  for (let index = 0; index < pieces; index++) {
    await sealer.seal(index, piece, record);
  }
  return performance.now() - began;
}

/** @param {number} pieces @returns {Promise<number>} milliseconds for AES-256-GCM alone, a fresh nonce each */
async function encrypted(pieces) {
  const key = await aeadKey(randomBytes(32));
  const bound = randomBytes(BOUND_LEN);
  const began = performance.now();
  for (let index = 0; index < pieces; index++) {
    const iv = randomBytes(NONCE_LEN);
    await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound }, key, piece);
  }
  return performance.now() - began;
}

/** @param {number} rounds of SHA-512 @returns {Promise<number>} milliseconds */
async function stretched(rounds) {
  const usages = /** @type {const} */ (["deriveBits"]);
  const key = await crypto.subtle.importKey("raw", randomBytes(11), "PBKDF2", false, usages);
  const how = { name: "PBKDF2", hash: "SHA-512", salt: randomBytes(32), iterations: rounds };
  const began = performance.now();
  await crypto.subtle.deriveBits(how, key, 256);
  return performance.now() - began;
}

Object.assign(globalThis, { bench: { pieceLen: PIECE_LEN, sealed, encrypted, stretched } });
