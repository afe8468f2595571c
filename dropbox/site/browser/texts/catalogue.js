// The languages, and how a text is filled in. Another language is one more file and one more line here.

import { en } from "./en.js";
import { id } from "./id.js";

/** @typedef {{ [key in keyof typeof id]: string }} Catalogue */
/** @typedef {keyof Catalogue} TextKey */
/** @typedef {"id" | "en"} Language also the languages of letters and of the bulletin (§4.4, §7.2) */

/** @type {Record<Language, Catalogue>} */
export const CATALOGUES = { id, en };

/** @type {Language[]} */
export const LANGUAGES = ["id", "en"];

/**
 * @param {Language} language
 * @param {TextKey} key
 * @param {Record<string, string | number>} [values] for the placeholders, put in as they are
 * @returns {string}
 */
export function fill(language, key, values = {}) {
  // One pass, so that a value which looks like a placeholder is not filled in again.
  return CATALOGUES[language][key].replace(/\{(\w+)\}/g, (whole, name) =>
    String(values[name] ?? whole),
  );
}
