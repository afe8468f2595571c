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
const TOKENS_AT_ONCE = 20_000;
const DEPTH_MAX = 2_000;

/** @param {Bytes} bytes @returns {string} of UTF-8 or UTF-16 with its mark; raises CleaningError */
export function decodeXml(bytes) {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const coding = wide ? (bytes[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8";
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
  /** @type {string[]} */
  const written = [];
  /** @type {string[]} */
  const names = [];
  /** @type {string[]} */
  const parents = [];
  let dropDepth = 0;
  let at = 0;
  let tokens = 0;
  TOKEN.lastIndex = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    need(token);
    at += token.length;
    tokens += 1;
    if (tokens % TOKENS_AT_ONCE === 0) {
      await breathe();
    }
    if (token.startsWith("</")) {
      const name = token.slice(2, -1).trim();
      need(names.pop() === name);
      parents.pop();
      if (dropDepth === 0) {
        written.push(`</${name}>`);
      } else if (names.length < dropDepth) {
        dropDepth = 0;
      }
    } else if (token.startsWith("<!") || token.startsWith("<?")) {
      if (token.startsWith("<![CDATA[") && dropDepth === 0) {
        written.push(rules.text(escapeXml(token.slice(9, -3)), parents));
      } else if (token.startsWith("<?xml ")) {
        written.push('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n');
      }
    } else if (token.startsWith("<")) {
      const empty = token.endsWith("/>");
      const tag = readTag(token);
      const stays = dropDepth === 0 && rules.tag(tag);
      if (stays) {
        written.push(writeTag(tag, empty));
      }
      if (!empty) {
        names.push(tag.name);
        parents.push(tag.local);
        need(names.length <= DEPTH_MAX);
        if (dropDepth === 0 && !stays) {
          dropDepth = names.length;
        }
      }
    } else if (dropDepth === 0) {
      written.push(rules.text(token, parents));
    }
  }
  need(names.length === 0);
  return written.join("");
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
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,8}));/gi, (all, hex, decimal, name) => {
    if (name) {
      return ENTITIES[name] ?? all;
    }
    const code = Number.parseInt(hex ?? decimal, hex ? 16 : 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
