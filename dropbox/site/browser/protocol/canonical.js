/**
 * The text forms: canonical JSON (§1.3), base64url and hex (§1.4).
 *
 * Each value has exactly one form, and a reader refuses every other. That closes doubled keys, floats that two languages
 * round differently, and base64 with loose bits, all of which the standard decoders let through.
 */

import { equalBytes, utf8 } from "./bytes.js";
import { CanonicalError, EncodingError } from "./errors.js";

/** @import { Bytes } from "./bytes.js" */
/** @typedef {Record<string, any>} JsonObject */

export const INTEGER_MAX = Number.MAX_SAFE_INTEGER;
export const DEPTH_MAX = 8;
const KEY = /^[a-z][a-z0-9_]*$/;

/**
 * @param {JsonObject} value
 * @returns {Bytes} the canonical JSON of `value`, UTF-8 (§1.3)
 * @throws {CanonicalError} where the value has none: floats, lone surrogates, foreign types, too deep
 */
export function writeCanonical(value) {
  return utf8(written(value, 1));
}

/**
 * The object that `raw` is the canonical JSON of (§1.3). Callers bound the length of `raw` before.
 *
 * @param {Bytes} raw
 * @returns {JsonObject}
 * @throws {CanonicalError} for anything else, whatever it is
 */
export function readCanonical(raw) {
  /** @type {unknown} */
  let value;
  try {
    // Without ignoreBOM the decoder would drop a byte order mark instead of refusing it.
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw));
  } catch {
    // biome-ignore lint/style/useErrorCause: the parser's message quotes what it read, which may be a secret
    throw new CanonicalError();
  }
  if (!(isObject(value) && equalBytes(writeCanonical(value), raw))) {
    throw new CanonicalError();
  }
  return value;
}

/** @param {unknown} value @returns {value is JsonObject} whether it is what JSON calls an object */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} value @param {number} depth @returns {string} */
function written(value, depth) {
  if (depth > DEPTH_MAX) {
    throw new CanonicalError();
  }
  if (value === null || typeof value === "boolean") {
    return String(value);
  }
  if (typeof value === "string") {
    // JSON.stringify would write a lone surrogate as an escape, which no reader of this form accepts.
    if (!value.isWellFormed()) {
      throw new CanonicalError();
    }
    return JSON.stringify(value);
  }
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || value < 0 || Object.is(value, -0)) {
      throw new CanonicalError();
    }
    return String(value);
  }
  if (Array.isArray(value)) {
    // Unlike map, this finds the holes that a JavaScript array may have.
    return `[${Array.from(value, (item) => written(item, depth + 1)).join(",")}]`;
  }
  if (isObject(value)) {
    const keys = Object.keys(value).sort();
    if (!keys.every((key) => KEY.test(key))) {
      throw new CanonicalError();
    }
    return `{${keys.map((key) => `"${key}":${written(value[key], depth + 1)}`).join(",")}}`;
  }
  throw new CanonicalError();
}

/** @param {Bytes} raw @returns {string} base64url without padding (§1.4) */
export function toBase64url(raw) {
  const binary = Array.from(raw, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * @param {string} text
 * @param {number} length in bytes
 * @returns {Bytes} the `length` bytes that `text` is the base64url of (§1.4)
 * @throws {EncodingError} for any other text
 */
export function fromBase64url(text, length) {
  // atob skips white space and takes the other alphabet, so neither may reach it.
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length !== Math.ceil((length * 4) / 3)) {
    throw new EncodingError();
  }
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const raw = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  // Writing it again is what refuses nonzero unused bits, which the decoder drops.
  if (raw.length !== length || toBase64url(raw) !== text) {
    throw new EncodingError();
  }
  return raw;
}

/**
 * @param {string} text
 * @param {number} length in bytes
 * @returns {Bytes} the `length` bytes that `text` is the lower-case hex of (§1.4)
 * @throws {EncodingError} for any other text
 */
export function fromHex(text, length) {
  if (text.length !== 2 * length || !/^[0-9a-f]*$/.test(text)) {
    throw new EncodingError();
  }
  const raw = new Uint8Array(length);
  for (let at = 0; at < length; at++) {
    raw[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16);
  }
  return raw;
}
