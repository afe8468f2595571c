// The only module that asks the network for anything (§10.1). Every visitor makes the same requests in the same order.

import { BULLETIN_HEADER_LEN, BULLETIN_JSON_MAX_LEN } from "./protocol/sizes.js";

const BULLETIN_MAX_LEN = BULLETIN_HEADER_LEN + BULLETIN_JSON_MAX_LEN;
const BOARD_MAX_LEN = 8 << 20;
const REFUSAL_MAX_LEN = 4_096;
// Of silence, not of the whole transfer: a slow line may take long, a dead circuit may not.
const SILENCE_MS = 60_000;
const POST_MS = 120_000;
// The site refuses what takes longer (its `request_s`).
const CHUNK_MS = 180_000;

/** No connection, or it broke, or nothing came for too long. */
export class UnreachableError extends Error {}

/** More bytes than the answer can have. */
export class AnswerTooLongError extends Error {}

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
  return exchange("/bulletin", null, BULLETIN_MAX_LEN, SILENCE_MS);
}

/** @returns {Promise<Uint8Array>} the board as served, unverified; raises the errors of this module */
export function fetchBoard() {
  return exchange("/board", null, BOARD_MAX_LEN, SILENCE_MS);
}

/**
 * Hands in a letter; when this returns, the site has stored it. The same letter may be sent again (§10.1).
 *
 * @param {Uint8Array<ArrayBuffer>} letter 32,768 bytes
 * @returns {Promise<void>} raises the errors of this module
 */
export async function postLetter(letter) {
  await exchange("/letters", letter, 0, POST_MS);
}

/**
 * Hands in a chunk; when this returns, the site has stored it. The same cid may be sent again (§5.4).
 *
 * @param {Uint8Array<ArrayBuffer>} record 262,176 bytes
 * @returns {Promise<void>} raises the errors of this module
 */
export async function postChunk(record) {
  await exchange("/chunks", record, 0, CHUNK_MS);
}

/**
 * @param {string} path
 * @param {Uint8Array<ArrayBuffer> | null} body
 * @param {number} most how many bytes the answer may have
 * @param {number} silenceMs
 * @returns {Promise<Uint8Array>}
 */
async function exchange(path, body, most, silenceMs) {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), silenceMs);
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(), silenceMs);
  };
  try {
    const response = await fetch(path, {
      method: body === null ? "GET" : "POST",
      headers: body === null ? {} : { "Content-Type": "application/octet-stream" },
      body,
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: abort.signal,
    });
    heard();
    if (response.ok) {
      return await readAtMost(response, most, heard);
    }
    throw await refusal(response, heard);
  } catch (error) {
    if (error instanceof RefusedError || error instanceof AnswerTooLongError) {
      throw error;
    }
    throw new UnreachableError("", { cause: error });
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
}

/**
 * @param {Response} response
 * @param {number} most
 * @param {() => void} heard called whenever something arrived
 * @returns {Promise<Uint8Array>}
 */
async function readAtMost(response, most, heard) {
  /** @type {Uint8Array[]} */
  const parts = [];
  let length = 0;
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    heard();
    length += value.length;
    if (length > most) {
      throw new AnswerTooLongError();
    }
    parts.push(value);
  }
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/**
 * @param {Response} response
 * @param {() => void} heard
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
