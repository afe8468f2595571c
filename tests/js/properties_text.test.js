// What holds for every input, in the browser's half: text forms, bodies, passphrase, pieces.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { transform } from "esbuild";
import fc from "fast-check";
import { readLetterBody } from "../../dropbox/site/browser/protocol/body.js";
import { toHex } from "../../dropbox/site/browser/protocol/bytes.js";
import {
  fromBase64url,
  fromHex,
  readCanonical,
  toBase64url,
  writeCanonical,
} from "../../dropbox/site/browser/protocol/canonical.js";
import {
  dropIdDigits,
  readFragment,
  writeFragment,
} from "../../dropbox/site/browser/protocol/drop.js";
import * as errors from "../../dropbox/site/browser/protocol/errors.js";
import {
  checkPassphrase,
  makePassphrase,
  mendPassphrase,
  passphraseWords,
  typedWords,
  withCheck,
  wordCandidates,
} from "../../dropbox/site/browser/protocol/passphrase.js";
import { paddedPieces } from "../../dropbox/site/browser/protocol/pieces.js";
import { readReplyBody } from "../../dropbox/site/browser/protocol/reply.js";
import { WORDS } from "../../dropbox/site/browser/protocol/words.js";

import {
  bytes,
  dictionaries,
  flipped,
  PIECE_LEN,
  RUNS,
  refusedOnlyAs,
  refuses,
} from "./arbitraries.js";

/** @import { Bytes } from "../../dropbox/site/browser/protocol/bytes.js" */

test("errors carry the names of their classes, also when the build shortens those", async () => {
  const path = new URL("../../dropbox/site/browser/protocol/errors.js", import.meta.url);
  const options = /** @type {const} */ ({ minify: true, format: "esm", target: "es2022" });
  const { code } = await transform(await readFile(path, "utf8"), options);
  const built = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const families = new Set(Object.values(errors).map((kind) => Object.getPrototypeOf(kind).name));
  const names = Object.keys(errors).filter((name) => !families.has(name));
  assert.ok(names.length > 50);
  for (const name of names) {
    for (const kind of [/** @type {any} */ (errors)[name], built[name]]) {
      const error = new kind(0);
      assert.equal(error.name, name);
      assert.equal(error.message, name);
    }
  }
});

test("canonical JSON: round trip", () => {
  fc.assert(
    fc.property(dictionaries, (value) => {
      const raw = writeCanonical(value);
      assert.deepEqual(readCanonical(raw), JSON.parse(JSON.stringify(value)));
    }),
    RUNS,
  );
});

test("canonical JSON: what only JavaScript has is refused", () => {
  const odd = [-0, Number.NaN, Number.POSITIVE_INFINITY, undefined, 1n, Symbol("x"), () => 1];
  for (const value of [...odd, new Array(1), new Map([["a", 1]]).values]) {
    assert.throws(() => writeCanonical({ a: value }), errors.CanonicalError);
    assert.throws(() => writeCanonical({ a: [value] }), errors.CanonicalError);
  }
});

test("canonical JSON: every other way to write it is refused", () => {
  fc.assert(
    fc.property(dictionaries, (value) => {
      const raw = writeCanonical(value);
      for (const other of [JSON.stringify(value), JSON.stringify(value, null, 1)]) {
        const found = new TextEncoder().encode(other);
        if (toHex(found) !== toHex(raw)) {
          assert.throws(() => readCanonical(found), errors.CanonicalError);
        }
      }
    }),
    RUNS,
  );
});

test("canonical JSON: a changed byte is refused or another value", () => {
  fc.assert(
    fc.property(
      dictionaries.chain((value) => flipped(writeCanonical(value))),
      (changed) => {
        const value = refusedOnlyAs(() => readCanonical(changed), "CanonicalError");
        if (value !== undefined) {
          assert.deepEqual(writeCanonical(/** @type {any} */ (value)), changed);
        }
      },
    ),
    RUNS,
  );
});

test("junk is no JSON and no body", () => {
  const junk = fc.oneof(
    bytes(0, 200),
    fc.json().map((text) => new TextEncoder().encode(text)),
  );
  fc.assert(
    fc.property(junk, (raw) => {
      refusedOnlyAs(() => readCanonical(raw), "CanonicalError");
      refusedOnlyAs(() => readLetterBody(1, raw), "LetterBodyError");
      refusedOnlyAs(() => readReplyBody(raw), "ReplyBodyError");
    }),
    { numRuns: 200 },
  );
  for (const text of [
    "[".repeat(100_000),
    '{"a":'.repeat(100_000),
    `{"a":${"[".repeat(5_000)}${"]".repeat(5_000)}}`,
  ]) {
    const raw = new TextEncoder().encode(text);
    assert.throws(() => readCanonical(raw), errors.CanonicalError);
  }
});

test("base64url and hex", () => {
  fc.assert(
    fc.property(bytes(0, 80), (raw) => {
      assert.deepEqual(fromBase64url(toBase64url(raw), raw.length), raw);
      assert.deepEqual(fromHex(toHex(raw), raw.length), raw);
    }),
    RUNS,
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.stringMatching(/^[A-Za-z0-9_-]{0,60}$/),
    fc.base64String(),
  );
  fc.assert(
    fc.property(texts, fc.nat({ max: 45 }), (text, length) => {
      const raw = refusedOnlyAs(() => fromBase64url(text, length), "EncodingError");
      if (raw !== undefined) {
        assert.equal(toBase64url(/** @type {Bytes} */ (raw)), text);
      }
      refusedOnlyAs(() => fromHex(text, length), "EncodingError");
      const did = refusedOnlyAs(() => readFragment(`#k=${text}`), "FragmentError");
      if (did !== undefined) {
        assert.equal(writeFragment(/** @type {Bytes} */ (did)), `#k=${text}`);
      }
    }),
    { numRuns: 300 },
  );
});

test("the drop id in digits", () => {
  fc.assert(
    fc.property(bytes(32, 32), (did) => {
      assert.deepEqual(readFragment(writeFragment(did)), did);
      const groups = dropIdDigits(did);
      assert.deepEqual(
        groups.map((group) => group.length),
        [5, 5, 5, 5, 5, 5, 5, 5],
      );
      assert.equal(BigInt(groups.join("")), BigInt(`0x${toHex(did)}`) % 10n ** 40n);
    }),
    RUNS,
  );
});

test("passphrase: round trip", async () => {
  await fc.assert(
    fc.asyncProperty(bytes(11, 11), async (random) => {
      const passphrase = await withCheck(random);
      const words = passphraseWords(passphrase);
      assert.deepEqual(await checkPassphrase(words.join(" ")), passphrase);
      assert.deepEqual(await checkPassphrase(words.join("-").toUpperCase()), passphrase);
      assert.deepEqual(await mendPassphrase(words.join(" ")), [words]);
    }),
    RUNS,
  );
  const made = await Promise.all(Array.from({ length: 50 }, makePassphrase));
  assert.equal(new Set(made.map((words) => words.join(" "))).size, 50);
  assert.ok(new Set(made.flat()).size > 250);
});

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

/** @param {string} word @returns {string[]} all that one slip makes of it */
function slips(word) {
  const found = new Set();
  for (let at = 0; at <= word.length; at++) {
    for (const letter of LETTERS) {
      found.add(word.slice(0, at) + letter + word.slice(at));
      found.add(word.slice(0, at) + letter + word.slice(at + 1));
    }
    found.add(word.slice(0, at) + word.slice(at + 1));
    found.add(
      word.slice(0, at) + word.slice(at + 1, at + 2) + word.slice(at, at + 1) + word.slice(at + 2),
    );
  }
  found.delete(word);
  return [...found];
}

test("passphrase: one slip is mended", async () => {
  const places = fc.nat({ max: 7 });
  await fc.assert(
    fc.asyncProperty(bytes(11, 11), places, fc.nat(), async (random, place, which) => {
      const words = passphraseWords(await withCheck(random));
      const choices = slips(words[place] ?? "");
      const typed = words.with(place, choices[which % choices.length] ?? "").join(" ");
      await refuses(checkPassphrase(typed), "UnknownWordError", "CheckError");
      const readings = (await mendPassphrase(typed)).map((reading) => reading.join(" "));
      assert.ok(readings.includes(words.join(" ")), typed);
    }),
    { numRuns: 200 },
  );
});

test("passphrase: a slip keeps what was given out among the candidates", () => {
  for (const word of WORDS.filter((_, index) => index % 64 === 0)) {
    for (const slip of slips(word)) {
      assert.ok(wordCandidates(slip).includes(word), slip);
    }
  }
});

test("passphrase: whatever is typed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 200 }), async (text) => {
      for (const word of typedWords(text)) {
        assert.match(word, /^[a-z]+$/);
        assert.ok(wordCandidates(word).every((candidate) => WORDS.includes(candidate)));
      }
      await checkPassphrase(text).catch((error) =>
        assert.ok(error instanceof errors.PassphraseError),
      );
      await mendPassphrase(text).catch((error) =>
        assert.ok(error instanceof errors.PassphraseError),
      );
    }),
    RUNS,
  );
});

test("pieces are the least of the series", () => {
  const series = Array.from({ length: 17 }, (_, power) => [2 ** power, 3 * 2 ** power])
    .flat()
    .filter((number) => number <= 65_536)
    .sort((a, b) => a - b);
  fc.assert(
    fc.property(fc.maxSafeNat(), (seed) => {
      const totalLen = seed % (65_536 * PIECE_LEN + 1);
      const least = series.find((number) => number * PIECE_LEN >= totalLen);
      assert.equal(paddedPieces(totalLen), least);
    }),
    { numRuns: 500 },
  );
});
