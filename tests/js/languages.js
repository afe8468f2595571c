// All languages of the page, as a build finds them: one for each file in texts/.

import { readdir } from "node:fs/promises";
import { addLanguages } from "../../dropbox/site/browser/texts/catalogue.js";

/** @typedef {import("../../dropbox/site/browser/texts/catalogue.js").Catalogue} Catalogue */

const TEXTS = new URL("../../dropbox/site/browser/texts/", import.meta.url);

/** @type {Map<string, Catalogue>} */
export const CATALOGUES = new Map();
for (const name of await readdir(TEXTS)) {
  const [, code] = /^([a-z]{2,3})\.js$/.exec(name) ?? [];
  if (code) {
    CATALOGUES.set(code, (await import(new URL(name, TEXTS).href))[code]);
  }
}
addLanguages(Object.fromEntries(CATALOGUES));

/** @param {string} code @returns {Catalogue} */
export function catalogue(code) {
  const found = CATALOGUES.get(code);
  if (!found) {
    throw new Error(`texts/${code}.js exports no ${code}`);
  }
  return found;
}
