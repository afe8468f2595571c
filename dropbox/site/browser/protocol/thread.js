/** What a passphrase opens: the keys of one thread (§3.6). */

import { derive, label } from "./labels.js";
import { rootSecret } from "./passphrase.js";
import { signingPk } from "./signing.js";

/** @import { Bytes } from "./bytes.js" */

/** The reporter's side: thread key and author seed, 32 bytes each. */
export class ThreadKeys {
  /** @param {Bytes} threadKey @param {Bytes} authorSeed */
  constructor(threadKey, authorSeed) {
    this.threadKey = threadKey;
    this.authorSeed = authorSeed;
  }

  /** @returns {Promise<Bytes>} APK, 32 bytes */
  get authorPk() {
    return signingPk(this.authorSeed);
  }
}

/**
 * The keys of the thread under P; takes a million rounds of PBKDF2 (§3.6).
 *
 * @param {Bytes} passphrase 11 bytes
 * @param {Bytes} sid 16 bytes
 * @param {Bytes} did 32 bytes
 * @returns {Promise<ThreadKeys>}
 */
export async function threadKeys(passphrase, sid, did) {
  const root = await rootSecret(passphrase, sid);
  const threadKey = await derive(root, label("thread"), did);
  return new ThreadKeys(threadKey, await derive(root, label("author"), did));
}

/** @param {Bytes} threadKey @returns {Promise<Bytes>} tid, 32 bytes (§3.6) */
export function threadId(threadKey) {
  return derive(threadKey, label("tid"));
}

/** @param {Bytes} threadKey @returns {Promise<Bytes>} the cell key, 32 bytes (§3.6) */
export function cellKey(threadKey) {
  return derive(threadKey, label("cell"));
}
