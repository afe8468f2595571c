/** What has been found in a file beyond what it shows: kinds for which the page has words, and the values themselves. */

/** What a file may say about its author, and what is taken out of it; the page has a sentence for each. */
export const FINDINGS = Object.freeze(
  /** @type {const} */ ([
    "position",
    "author",
    "company",
    "serial",
    "camera",
    "time",
    "thumbnail",
    "title",
    "comment",
    "history",
    "software",
    "template",
    "path",
    "printer",
    "embedded",
    "script",
    "signature",
    "track",
    "identifier",
    "profile",
    "appended",
    "leftovers",
    "other",
  ]),
);

/** What stays because it is content, and may name somebody all the same; the page has a sentence for each. */
export const REMAINS = Object.freeze(
  /** @type {const} */ ([
    "remarks",
    "changes",
    "hidden",
    "notes",
    "fields",
    "links",
    "inner",
    "scan",
    "subtitles",
  ]),
);

/** @typedef {(typeof FINDINGS)[number]} Finding */
/** @typedef {(typeof REMAINS)[number]} Remain */
/** @typedef {import("./rope.js").Part} Part */

/**
 * What became of a file.
 *
 * @typedef {object} Inspected
 * @property {Part[]} parts joined, they are the cleaned file
 * @property {Findings<Finding>} found taken out
 * @property {Findings<Remain>} remains still in it
 * @property {string} [ending] of its type, where one cleaner serves several
 */

/**
 * @typedef {object} Wishes
 * @property {boolean} [withoutRemarks] remarks of readers and tracked changes are taken out too
 * @property {(part: number) => void} [progress] is told how much is done, from 0 to 1
 */

const VALUES_MAX = 6;
const VALUE_MAX_LEN = 160;

/**
 * Kinds, in the order of finding, each with the first few values. Values are texts of the file: whoever shows them shows
 * control characters as such (§4.4).
 *
 * @template {string} Kind
 * @extends {Set<Kind>}
 */
export class Findings extends Set {
  /** @type {Map<Kind, string[]>} */
  #values = new Map();
  /** @type {Map<Kind, number>} */
  #counts = new Map();

  /**
   * @override
   * @param {Kind} kind
   * @param {string} [value] as it stood in the file
   * @param {number} [times]
   * @returns {this}
   */
  add(kind, value = "", times = 1) {
    super.add(kind);
    this.#counts.set(kind, this.count(kind) + times);
    const text = shorten(value);
    const values = this.#values.get(kind) ?? [];
    if (text !== "" && values.length < VALUES_MAX && !values.includes(text)) {
      this.#values.set(kind, [...values, text]);
    }
    return this;
  }

  /** @param {Findings<Kind>} others their values come along */
  addAll(others) {
    for (const kind of others) {
      this.add(kind, "", others.count(kind));
      for (const value of others.said(kind)) {
        this.add(kind, value, 0);
      }
    }
  }

  /** @param {Kind} kind @returns {string[]} what the file said, at most a few lines */
  said(kind) {
    return this.#values.get(kind) ?? [];
  }

  /** @param {Kind} kind @returns {number} how often it was found */
  count(kind) {
    return this.#counts.get(kind) ?? 0;
  }
}

/** @param {string} value @returns {string} one line of it, cut between characters */
function shorten(value) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: old programs fill their fields with zeros
  const line = value.slice(0, 4 * VALUE_MAX_LEN).replace(/[\s\x00]+/g, " ");
  const characters = [...line.trim()];
  const cut = characters.length > VALUE_MAX_LEN;
  return cut ? `${characters.slice(0, VALUE_MAX_LEN).join("")}…` : characters.join("");
}

/** @param {...Finding} kinds @returns {Findings<Finding>} of these kinds, without values */
export function findingsOf(...kinds) {
  /** @type {Findings<Finding>} */
  const found = new Findings();
  for (const kind of kinds) {
    found.add(kind);
  }
  return found;
}
