/** What the property tests draw from, and how they say that something is refused. */

import assert from "node:assert/strict";
import fc from "fast-check";
import { concat } from "../../dropbox/site/browser/protocol/bytes.js";
import * as errors from "../../dropbox/site/browser/protocol/errors.js";

/** @import { Bytes } from "../../dropbox/site/browser/protocol/bytes.js" */

export const RUNS = { numRuns: 50 };
export const PIECE_LEN = 262_116;

/** @param {number} minLength @param {number} maxLength @returns {fc.Arbitrary<Bytes>} */
export const bytes = (minLength, maxLength) =>
  fc.uint8Array({ minLength, maxLength }).map((found) => Uint8Array.from(found));
/** @param {Bytes} raw @returns {fc.Arbitrary<Bytes>} the bytes with one bit flipped */
export const flipped = (raw) =>
  fc.nat({ max: raw.length * 8 - 1 }).map((bit) => {
    const changed = raw.slice();
    changed[bit >> 3] = /** @type {number} */ (raw[bit >> 3]) ^ (1 << (bit & 7));
    return changed;
  });
/** @param {Bytes} raw @param {number} length @returns {Bytes} */
export const filled = (raw, length) => concat(raw, new Uint8Array(length - raw.length));
const keys = fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/);
const leaves = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.maxSafeNat(),
  fc.string({ unit: "binary" }),
);
const { value: objects } = fc.letrec((/** @type {fc.LetrecLooselyTypedTie} */ tie) => ({
  any: fc.oneof({ maxDepth: 4 }, leaves, fc.array(tie("any"), { maxLength: 4 }), tie("value")),
  value: fc.dictionary(keys, tie("any"), { maxKeys: 4, noNullPrototype: true }),
}));
export const dictionaries = /** @type {fc.Arbitrary<Record<string, any>>} */ (objects);

/** @param {() => unknown} read @param {string} name the only error allowed @returns {unknown} undefined where refused */
export function refusedOnlyAs(read, name) {
  try {
    return read();
  } catch (error) {
    assert.ok(error instanceof errors.TitipError, String(error));
    assert.equal(error.name, name);
    return undefined;
  }
}

/** @param {Promise<unknown>} opening @param {string[]} names */
export async function refuses(opening, ...names) {
  await assert.rejects(
    opening,
    (error) =>
      error instanceof errors.TitipError && (names.length === 0 || names.includes(error.name)),
  );
}
