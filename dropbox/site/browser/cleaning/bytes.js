/** Small steps on byte arrays that every cleaner takes. */

/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Finding, Findings } from "./findings.js" */

/** @typedef {{ parts: Bytes[], found: Findings<Finding> }} Cleaned the parts, joined, are the cleaned file */

/** A file that is not what its beginning says. It is left out or sent as it is: by the reporter's choice. */
export class CleaningError extends Error {
  /** @param {ErrorOptions} [options] */
  constructor(options) {
    super("This file cannot be cleaned: its structure is damaged.", options);
    this.name = "CleaningError";
  }
}

/** A file under a password: what is in it cannot be seen here, so it cannot be cleaned. */
export class LockedError extends CleaningError {
  constructor() {
    super();
    this.name = "LockedError";
    this.message = "This file is locked with a password.";
  }
}

/** A file that is sound but made in a way that is not cleaned here, such as one with programs (macros) in it. */
export class UnsupportedError extends CleaningError {
  /** @param {"macros" | "archive"} why */
  constructor(why) {
    super();
    this.why = why;
    this.name = "UnsupportedError";
    this.message = "This file is of a kind that is not cleaned.";
  }
}

/** @param {unknown} sound @returns {asserts sound} @throws {CleaningError} unless so */
export function need(sound) {
  if (!sound) {
    throw new CleaningError();
  }
}

/**
 * @param {Bytes} bytes
 * @param {string} text ASCII
 * @param {number} [at]
 * @returns {boolean} whether `text` stands at `at`
 */
export function startsWith(bytes, text, at = 0) {
  if (at + text.length > bytes.length) {
    return false;
  }
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[at + index] !== text.charCodeAt(index)) {
      return false;
    }
  }
  return true;
}

/** @param {string} text ASCII @returns {Bytes} */
export function ascii(text) {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/**
 * Unlike `concat`, for any number of parts: a hostile file may consist of millions, more than a call has room for.
 *
 * @param {Bytes[]} parts
 * @returns {Bytes}
 */
export function join(parts) {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
