// The languages, and how a text is filled in. Another language is one more file in this folder: the build finds it.

import { id } from "./id.js";

/** @typedef {{ [key in keyof typeof id]: string }} Catalogue */
/** @typedef {keyof Catalogue} TextKey */
/** @typedef {string} Language the name of a file in this folder, which holds its texts under that name */
/** @typedef {"id" | "en"} LetterLanguage a language of letters and of the bulletin (§4.4, §7.2) */

/** Indonesian comes with the page; the others follow once the form can be used. @type {Map<Language, Catalogue>} */
const catalogues = new Map([["id", id]]);

/** @param {Record<Language, Catalogue>} languages by code */
export function addLanguages(languages) {
  for (const [code, texts] of Object.entries(languages)) {
    catalogues.set(code, texts);
  }
}

/** @param {Language} language @returns {boolean} whether its texts have come */
export function isThere(language) {
  return catalogues.has(language);
}

/** @param {Language} language @returns {LetterLanguage} which of their languages it reads in bulletin and letters */
export function letterLanguage(language) {
  return text(language, "letterLanguage") === "en" ? "en" : "id";
}

/**
 * @param {Language} language one that is there
 * @param {TextKey} key
 * @param {Record<string, string | number>} [values] for the placeholders, put in as they are
 * @returns {string}
 */
export function fill(language, key, values = {}) {
  // One pass, so that a value which looks like a placeholder is not filled in again.
  return text(language, key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** @param {Language} language @param {TextKey} key */
const text = (language, key) => (catalogues.get(language) ?? id)[key];
