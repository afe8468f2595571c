/** Small steps on byte arrays that every cleaner takes. */

/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Finding } from "./exif.js" */

/** @typedef {{ parts: Bytes[], found: Set<Finding> }} Cleaned the parts, joined, are the cleaned file */

/** A file that is not what its beginning says. It is left out or sent as it is: by the reporter's choice. */
export class CleaningError extends Error {
  constructor() {
    super("This file cannot be cleaned: its structure is damaged.");
    this.name = "CleaningError";
  }
}

/** @param {boolean} sound @throws {CleaningError} unless so */
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
