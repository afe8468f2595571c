/** Names of people and folders in documents: each person becomes a letter and a number, so that who answered whom can still be read. */

import { escapeXml, unescapeXml } from "./xml.js";

/** @import { Findings, Finding } from "./findings.js" */

/** Folders and files of somebody's computer or office network, with what stands before them. */
const PATH =
  /^\s*(?:file:|[a-z]:[\\/]|\\\\[^\\]|\/(?:home|users|mnt|media|volumes|tmp|var)\/|(?:\.\.\/)+(?:home|users|mnt|media)\/)/i;
const WEB = /^(?:https?:|mailto:|#|about:blank$)/i;

/** @param {string} value as it is meant @returns {boolean} whether it names a place on somebody's computer */
export function isPath(value) {
  return PATH.test(value);
}

/** @param {string} value as it is meant @returns {boolean} whether it leads to the web, to an address of mail or within the document */
export function isWeb(value) {
  return WEB.test(value);
}

export class People {
  /** @type {Map<string, string>} */
  #names = new Map();

  /** @param {Findings<Finding>} found each name is noted here once */
  constructor(found) {
    this.found = found;
  }

  /** @param {string} written a name as it is written, entities included @returns {string} such as "A1"; empty where there was none */
  neutral(written) {
    const name = unescapeXml(written).trim();
    if (name === "") {
      return "";
    }
    // What is clean stays as it is.
    if (/^A\d{1,4}$/.test(name)) {
      return name;
    }
    const known = this.#names.get(name) ?? `A${this.#names.size + 1}`;
    if (!this.#names.has(name)) {
      this.found.add("author", name);
      this.#names.set(name, known);
    }
    return known;
  }

  /** @param {string} written a text @returns {string} where it is just a name with a colon, as programs put before a comment, the neutral one */
  neutralHeading(written) {
    const [, name = "", rest = ""] = /^\s*([^:]{1,200})(:\s*)$/.exec(unescapeXml(written)) ?? [];
    const known = this.#names.get(name.trim());
    return known ? `${known}${escapeXml(rest)}` : written;
  }
}
