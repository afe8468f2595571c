// The languages say the same things: same keys, same placeholders, and every key is used by some screen.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { fill } from "../../dropbox/site/browser/texts/catalogue.js";
import { CATALOGUES, catalogue } from "./languages.js";

const PAGES = new URL("../../dropbox/site/browser/pages/", import.meta.url);
/** @typedef {import("../../dropbox/site/browser/texts/catalogue.js").TextKey} TextKey */
const ORIGINAL = catalogue("id");
/** Keys that the pages put together from parts. */
const COMPOSED = [
  /^stop(Foreign|Fragment|Broken|Empty|Offline|Insecure)(Title)?$/,
  /^reading(NoBoard|BadBoard|BadBulletin|Own)$/,
  /^(receipt|message|status)$/,
];

/** @param {string} text */
const placeholders = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

/** @returns {Promise<string>} the source of all pages */
async function sources() {
  const names = [...(await readdir(PAGES, { recursive: true })), "../texts/catalogue.js"];
  const scripts = names.filter((name) => name.endsWith(".js"));
  const texts = await Promise.all(scripts.map((name) => readFile(new URL(name, PAGES), "utf8")));
  return texts.join("\n");
}

test("every language has the keys of Indonesian, in its order", () => {
  assert.ok(Object.keys(ORIGINAL).length > 150);
  assert.ok(CATALOGUES.has("en"));
  for (const [language, texts] of CATALOGUES) {
    assert.deepEqual(Object.keys(texts), Object.keys(ORIGINAL), language);
  }
});

test("every text has the placeholders and the number of lines of the Indonesian one", () => {
  for (const [language, texts] of CATALOGUES) {
    for (const [key, text] of Object.entries(texts)) {
      const original = ORIGINAL[/** @type {TextKey} */ (key)];
      assert.deepEqual(placeholders(text), placeholders(original), `${language} ${key}`);
      assert.equal(text.split("\n").length, original.split("\n").length, `${language} ${key}`);
    }
  }
});

test("no text is empty, padded, or the same in both languages by oversight", () => {
  const same = new Set(["status"]);
  for (const [key, text] of Object.entries(catalogue("en"))) {
    const original = ORIGINAL[/** @type {TextKey} */ (key)];
    for (const one of [text, original]) {
      assert.equal(one, one.trim(), key);
      assert.notEqual(one, "", key);
      assert.doesNotMatch(one, / {2}|\n\n|<|>/, key);
    }
    assert.ok(text !== original || same.has(key), key);
  }
});

test("every text is shown somewhere", async () => {
  const source = await sources();
  for (const key of Object.keys(ORIGINAL)) {
    const used = source.includes(`"${key}"`) || key === "languageName";
    assert.ok(used || COMPOSED.some((form) => form.test(key)), `${key} is used nowhere`);
  }
});

test("every language says how it writes days and numbers, and which language it shares with letters", () => {
  for (const [language, texts] of CATALOGUES) {
    assert.match(texts.letterLanguage, /^(id|en)$/, language);
    assert.equal(texts.weekdays.split(" ").length, 7, language);
    assert.equal(texts.months.split(" ").length, 12, language);
  }
});

test("values are filled in once, as they are", () => {
  const number = "{issued} $& $1";
  const filled = fill("en", "bulletinLine", { number, issued: "Monday" });
  assert.equal(filled, "Bulletin number {issued} $& $1, issued Monday.");
  assert.equal(fill("id", "openCount", { count: 0 }), "0 dari 8 kata.");
});
