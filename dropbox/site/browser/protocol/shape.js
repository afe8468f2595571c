/**
 * Checks of the shape of parsed JSON: which fields, which types, which bounds (§1.3).
 *
 * Everything here raises ShapeError, which each format turns into its own error, so that a caller sees one kind of refusal
 * per format.
 */

import { utf8 } from "./bytes.js";
import { fromBase64url, fromHex, isObject } from "./canonical.js";
import { CanonicalError, EncodingError, ShapeError } from "./errors.js";

/** @import { Bytes } from "./bytes.js" */
/** @import { JsonObject } from "./canonical.js" */
/** @import { TitipError } from "./errors.js" */

const CODE = /^[a-z0-9_]{1,40}$/;

/**
 * @template T
 * @param {new () => TitipError} ErrorClass what every refusal of text forms and shapes inside becomes
 * @param {() => T} read
 * @returns {T} what `read` returns
 */
export function refusingAs(ErrorClass, read) {
  try {
    return read();
  } catch (error) {
    if (
      error instanceof CanonicalError ||
      error instanceof EncodingError ||
      error instanceof ShapeError
    ) {
      // biome-ignore lint/style/useErrorCause: callers see one kind of refusal per format
      throw new ErrorClass();
    }
    throw error;
  }
}

/**
 * @param {unknown} value
 * @param {readonly string[]} required
 * @param {readonly string[]} optional
 * @returns {JsonObject} `value`, if it is an object with all `required` and, besides, only `optional` fields
 */
export function checkFields(value, required, optional = []) {
  if (
    !(
      isObject(value) &&
      required.every((name) => Object.hasOwn(value, name)) &&
      Object.keys(value).every((name) => required.includes(name) || optional.includes(name))
    )
  ) {
    throw new ShapeError();
  }
  return value;
}

/** @param {unknown} value @param {number} least @param {number} most @returns {number} `value`, if it is within both */
export function checkInteger(value, least, most) {
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
    throw new ShapeError();
  }
  return value;
}

/**
 * @param {unknown} value
 * @param {number} least
 * @param {number} most
 * @returns {string} `value`, if it is a string of `least` to `most` bytes of UTF-8
 */
export function checkText(value, least, most) {
  if (typeof value !== "string") {
    throw new ShapeError();
  }
  const length = utf8(value).length;
  if (length < least || length > most) {
    throw new ShapeError();
  }
  return value;
}

/** @param {unknown} value @returns {string} `value`, if it is a code: 1 to 40 characters a-z, 0-9, _ (§4.4) */
export function checkCode(value) {
  if (typeof value !== "string" || !CODE.test(value)) {
    throw new ShapeError();
  }
  return value;
}

/** @param {unknown} value @param {readonly string[]} choices @returns {string} `value`, if it is one of `choices` */
export function checkChoice(value, choices) {
  if (typeof value !== "string" || !choices.includes(value)) {
    throw new ShapeError();
  }
  return value;
}

/** @param {unknown} value @param {number} length @returns {Bytes} the `length` bytes behind a base64url string */
export function checkBase64url(value, length) {
  if (typeof value !== "string") {
    throw new ShapeError();
  }
  return fromBase64url(value, length);
}

/** @param {unknown} value @param {number} length @returns {Bytes} the `length` bytes behind a hex string */
export function checkHex(value, length) {
  if (typeof value !== "string") {
    throw new ShapeError();
  }
  return fromHex(value, length);
}

/**
 * @template T
 * @param {unknown} value
 * @param {number} least
 * @param {number} most
 * @param {(member: unknown) => T} item
 * @returns {T[]} what `item` makes of each member, if `value` is an array of `least` to `most` members
 */
export function checkList(value, least, most, item) {
  if (!Array.isArray(value) || value.length < least || value.length > most) {
    throw new ShapeError();
  }
  return value.map((member) => item(member));
}
