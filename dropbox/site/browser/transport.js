// The only module that asks the network for anything (§10.1). Every visitor makes the same requests in the same order.

import { BULLETIN_HEADER_LEN, BULLETIN_JSON_MAX_LEN } from "./protocol/sizes.js";

const BULLETIN_MAX_LEN = BULLETIN_HEADER_LEN + BULLETIN_JSON_MAX_LEN;
const BOARD_MAX_LEN = 8 << 20;
const REFUSAL_MAX_LEN = 4_096;
// A slow line may take long, a dead circuit may not, nor a site that gives a byte a second to hold the page for days: so
// much must have come, or all, whenever so long is over.
const PACE_LEN = 4_096;
const FIRST_ROOM_LEN = 65_536;

/**
 * How an answer is bounded.
 *
 * @typedef {object} Bounds
 * @property {number} most bytes that it may have
 * @property {number} paceMs in which PACE_LEN bytes must come, and the answer begin
 * @property {number} wholeMs in which all of it must have come
 */

/** @type {Bounds} */
const BULLETIN = { most: BULLETIN_MAX_LEN, paceMs: 60_000, wholeMs: 180_000 };
/** @type {Bounds} */
const BOARD = { most: BOARD_MAX_LEN, paceMs: 60_000, wholeMs: 900_000 };
/** @type {Bounds} */
const LETTER = { most: 0, paceMs: 120_000, wholeMs: 120_000 };
// The site refuses what takes longer (its `request_s`).
/** @type {Bounds} */
const CHUNK = { most: 0, paceMs: 180_000, wholeMs: 180_000 };

/** No connection, or it broke. */
export class UnreachableError extends Error {}

/** The answer did not come, or came too slowly. */
export class StalledError extends UnreachableError {}

/** An answer that no site of ours gives: a redirect, another status, more bytes than it can have. */
export class ForeignAnswerError extends Error {}

/** The site refused; `status` is the HTTP status, `code` the one of §10.3, `retryAfter` in seconds or null. */
export class RefusedError extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {number | null} retryAfter
   */
  constructor(status, code, retryAfter) {
    super(code);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** @returns {Promise<Uint8Array>} the bulletin as served, unverified; raises the errors of this module */
export function fetchBulletin() {
  return exchange("/bulletin", null, BULLETIN);
}

/** @returns {Promise<Uint8Array>} the board as served, unverified; raises the errors of this module */
export function fetchBoard() {
  return exchange("/board", null, BOARD);
}

/**
 * Hands in a letter; when this returns, the site has stored it. The same letter may be sent again (§10.1).
 *
 * @param {Uint8Array<ArrayBuffer>} letter 32,768 bytes
 * @returns {Promise<void>} raises the errors of this module
 */
export async function postLetter(letter) {
  await exchange("/letters", letter, LETTER);
}

/**
 * Hands in a chunk; when this returns, the site has stored it. The same cid may be sent again (§5.4).
 *
 * @param {Uint8Array<ArrayBuffer>} record 262,176 bytes
 * @returns {Promise<void>} raises the errors of this module
 */
export async function postChunk(record) {
  await exchange("/chunks", record, CHUNK);
}

/**
 * @param {string} path
 * @param {Uint8Array<ArrayBuffer> | null} body
 * @param {Bounds} bounds
 * @returns {Promise<Uint8Array>}
 */
async function exchange(path, body, bounds) {
  const abort = new AbortController();
  const stall = () => abort.abort();
  const whole = setTimeout(stall, bounds.wholeMs);
  let pace = setTimeout(stall, bounds.paceMs);
  let came = 0;
  /** @param {number} length */
  const heard = (length) => {
    came += length;
    if (came >= PACE_LEN) {
      came = 0;
      clearTimeout(pace);
      pace = setTimeout(stall, bounds.paceMs);
    }
  };
  try {
    const response = await fetch(path, {
      method: body === null ? "GET" : "POST",
      headers: body === null ? {} : { "Content-Type": "application/octet-stream" },
      body,
      credentials: "omit",
      cache: "no-store",
      // Not followed; "error" would look like a broken line.
      redirect: "manual",
      referrerPolicy: "no-referrer",
      signal: abort.signal,
    });
    if (response.status === (body === null ? 200 : 204)) {
      return await readAtMost(response, bounds.most, heard);
    }
    // Only the site's own word counts as "stored": whatever else answers kindly has not stored anything.
    if (response.ok || response.type === "opaqueredirect") {
      throw new ForeignAnswerError();
    }
    throw await refusal(response, heard);
  } catch (error) {
    if (error instanceof RefusedError || error instanceof ForeignAnswerError) {
      throw error;
    }
    const Failure = abort.signal.aborted ? StalledError : UnreachableError;
    throw new Failure("", { cause: error });
  } finally {
    clearTimeout(whole);
    clearTimeout(pace);
    abort.abort();
  }
}

/**
 * @param {Response} response
 * @param {number} most
 * @param {(length: number) => void} heard called with the bytes that arrived
 * @returns {Promise<Uint8Array>}
 */
async function readAtMost(response, most, heard) {
  // One buffer that grows: a list of what arrives would hold an object for every byte of a site that sends single ones.
  let room = new Uint8Array(Math.min(most, FIRST_ROOM_LEN));
  let length = 0;
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    heard(value.length);
    const start = length;
    length += value.length;
    if (length > most) {
      throw new ForeignAnswerError();
    }
    if (length > room.length) {
      const wider = new Uint8Array(Math.min(most, 2 * length));
      wider.set(room.subarray(0, start));
      room = wider;
    }
    room.set(value, start);
  }
  return room.slice(0, length);
}

/**
 * @param {Response} response
 * @param {(length: number) => void} heard
 * @returns {Promise<RefusedError>}
 */
async function refusal(response, heard) {
  const after = /^\d{1,6}$/.exec(response.headers.get("Retry-After") ?? "");
  let code = "";
  try {
    const text = new TextDecoder().decode(await readAtMost(response, REFUSAL_MAX_LEN, heard));
    // Only a code of §10.3 is taken over: whatever else the server writes is not shown to anybody.
    code = /^[a-z_]{1,20}$/.exec(String(JSON.parse(text).error))?.[0] ?? "";
  } catch {
    // A proxy's page instead of the site's JSON: the status says enough.
  }
  return new RefusedError(response.status, code, after ? Number(after[0]) : null);
}
