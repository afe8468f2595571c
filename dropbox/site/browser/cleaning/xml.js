/**
 * Rewrites XML tag by tag. Nothing is built and nothing is looked up: a document type is refused, entities stay as they are written, comments
 * and processing instructions go.
 */

import { need } from "./bytes.js";
import { breathe } from "./reading.js";

/** @import { Bytes } from "../protocol/bytes.js" */

/**
 * @typedef {object} Tag a start tag; a rule may change its attributes
 * @property {string} name with its prefix
 * @property {string} local without
 * @property {Map<string, string>} attributes as they are written, entities included
 */

/**
 * @typedef {object} Rules
 * @property {(tag: Tag) => boolean} tag whether the element stays, with all that is in it
 * @property {(text: string, parents: string[]) => string} text text as it is written; local names of the elements around it
 */

const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<\/?[^\s<>/!?"'=]+(?:\s+[^\s<>/"'=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*\/?>|[^<]+/gy;
const ATTRIBUTE = /([^\s<>/"'=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const TOKENS_AT_ONCE = 5_000;
const DEPTH_MAX = 2_000;

/** @param {Bytes} bytes @returns {string} of UTF-8 or UTF-16 with its mark; raises CleaningError */
export function decodeXml(bytes) {
  const [first, second] = bytes;
  const little = first === 0xff && second === 0xfe;
  const wide = little || (first === 0xfe && second === 0xff);
  const wideCoding = little ? "utf-16le" : "utf-16be";
  const coding = wide ? wideCoding : "utf-8";
  let text = "";
  try {
    text = new TextDecoder(coding, { fatal: true }).decode(bytes);
  } catch {
    need(false);
  }
  const declared = /^<\?xml[^>]*encoding\s*=\s*["']([^"']+)/.exec(text)?.[1]?.toLowerCase();
  need(wide || declared === undefined || declared === "utf-8" || declared === "us-ascii");
  return text;
}

/**
 * @param {string} text
 * @param {Rules} rules
 * @returns {Promise<string>} in the same order; raises CleaningError where it is not well formed
 */
export async function rewriteXml(text, rules) {
  const writer = new Rewriter(rules);
  let at = 0;
  for (let tokens = 1; at < text.length; tokens += 1) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    need(token);
    at += token.length;
    writer.take(token);
    if (tokens % TOKENS_AT_ONCE === 0) {
      await breathe();
    }
  }
  return writer.finish();
}

class Rewriter {
  /** @type {string[]} */
  #written = [];
  /** Of the elements that are open. @type {string[]} */
  #names = [];
  /** @type {string[]} */
  #parents = [];
  /** How many elements are open down to the one that goes; 0 where none goes. */
  #dropDepth = 0;

  /** @param {Rules} rules */
  constructor(rules) {
    this.rules = rules;
  }

  /** @param {string} token */
  take(token) {
    if (token.startsWith("</")) {
      this.#end(token.slice(2, -1).trim());
    } else if (token.startsWith("<![CDATA[")) {
      this.#text(escapeXml(token.slice(9, -3)));
    } else if (token.startsWith("<?xml ")) {
      this.#written.push('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n');
    } else if (token.startsWith("<") && !/^<[!?]/.test(token)) {
      this.#start(readTag(token), token.endsWith("/>"));
    } else if (!token.startsWith("<")) {
      this.#text(token);
    }
  }

  /** @returns {string} */
  finish() {
    need(this.#names.length === 0);
    return this.#written.join("");
  }

  /** @param {Tag} tag @param {boolean} empty */
  #start(tag, empty) {
    const stays = this.#dropDepth === 0 && this.rules.tag(tag);
    if (stays) {
      this.#written.push(writeTag(tag, empty));
    }
    if (!empty) {
      this.#names.push(tag.name);
      this.#parents.push(tag.local);
      need(this.#names.length <= DEPTH_MAX);
      if (this.#dropDepth === 0 && !stays) {
        this.#dropDepth = this.#names.length;
      }
    }
  }

  /** @param {string} name */
  #end(name) {
    need(this.#names.pop() === name);
    this.#parents.pop();
    if (this.#dropDepth === 0) {
      this.#written.push(`</${name}>`);
    } else if (this.#names.length < this.#dropDepth) {
      this.#dropDepth = 0;
    }
  }

  /** @param {string} text as it is written */
  #text(text) {
    if (this.#dropDepth === 0) {
      this.#written.push(this.rules.text(text, this.#parents));
    }
  }
}

/** @param {string} token @returns {Tag} */
function readTag(token) {
  const name = /** @type {string} */ (/^<([^\s/>]+)/.exec(token)?.[1]);
  /** @type {Map<string, string>} */
  const attributes = new Map();
  for (const [, key = "", double, single] of token.slice(name.length).matchAll(ATTRIBUTE)) {
    attributes.set(key, double ?? (single ?? "").replaceAll('"', "&quot;"));
  }
  return { name, local: localOf(name), attributes };
}

/** @param {Tag} tag @param {boolean} empty @returns {string} */
function writeTag({ name, attributes }, empty) {
  const list = [...attributes].map(([key, value]) => ` ${key}="${value}"`).join("");
  return `<${name}${list}${empty ? "/>" : ">"}`;
}

/** @param {string} name @returns {string} without its prefix */
export function localOf(name) {
  return name.slice(name.indexOf(":") + 1);
}

/** @param {string} text @returns {string} */
export function escapeXml(text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** @type {Record<string, string>} */
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** @param {string} text as it is written @returns {string} as it is meant */
export function unescapeXml(text) {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,8}));/gi,
    (all, hex, decimal, name) => {
      if (name) {
        return ENTITIES[name] ?? all;
      }
      const code = Number.parseInt(hex ?? decimal, hex ? 16 : 10);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
}
