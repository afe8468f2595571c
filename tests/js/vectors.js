/** Reading and writing `tests/vectors/*.json`: files, cases and the forms of bytes (PROTOCOL §12). */

import { readFile } from "node:fs/promises";
import { concat, toHex } from "../../dropbox/site/browser/protocol/bytes.js";
import { ChunkSealer } from "../../dropbox/site/browser/protocol/chunk.js";

/** @import { Bytes } from "../../dropbox/site/browser/protocol/bytes.js" */
/** @typedef {Record<string, any>} Fields */
/** @typedef {{ name: string, op: string, expect: string, comment: string, input: Fields, output: Fields }} Case */
/** @typedef {{ op: string, field: string, input: Fields }} Recipe */

export const FOLDER = new URL("../vectors/", import.meta.url);
export const MAKERS = ["python", "javascript"];
const RUN_LEAST = 48;
const FILE_FIELDS = ["bytes", "cases", "comment", "format", "made", "made_by"];
const CASE_FIELDS = ["comment", "expect", "input", "name", "op", "output"];

/** A vector file that is not what §12 says: it would test less than it seems to. */
export class VectorFileError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = "VectorFileError";
  }
}

/** One file: the bytes that its cases refer to, what of them was made how, and the cases. */
export class VectorFile {
  /** @param {Fields} content */
  constructor(content) {
    this.format = content.format;
    this.madeBy = content.made_by;
    /** @type {Fields} */
    this.bytes = content.bytes;
    /** @type {Record<string, Recipe>} */
    this.made = content.made;
    /** @type {Case[]} */
    this.cases = content.cases;
    this.content = content;
  }

  /** @param {Fields} fields @returns {Promise<Fields>} the fields with every `_hex` turned into bytes */
  async decode(fields) {
    /** @type {Fields} */
    const decoded = {};
    for (const [name, value] of Object.entries(fields)) {
      decoded[name] = name.endsWith("_hex") ? await this.read(value) : value;
    }
    return decoded;
  }

  /**
   * @param {any} form
   * @returns {Promise<any>} the bytes of a form; a list of forms gives a list, null gives null
   */
  async read(form) {
    if (form === null) {
      return null;
    }
    if (Array.isArray(form)) {
      return Promise.all(form.map((item) => this.read(item)));
    }
    if (typeof form === "string") {
      return fromHexOfAnyLength(form);
    }
    const names = Object.keys(form).sort().join(" ");
    switch (names) {
      case "text":
        return new TextEncoder().encode(form.text);
      case "zeros":
        return new Uint8Array(form.zeros);
      case "run":
        return new Uint8Array(form.run[1]).fill(Number.parseInt(form.run[0], 16));
      case "numbers":
        return Array.from({ length: form.numbers[1] }, (_, index) =>
          fromHexOfAnyLength((form.numbers[0] + index).toString(16).padStart(64, "0")),
        );
      case "join":
        return concat(...(await this.read(form.join)));
      case "chunk":
        return sealedChunk(await this.decode(form.chunk));
      default:
        return this.changed(form, names);
    }
  }

  /** @param {Fields} form @param {string} names @returns {Promise<Bytes>} */
  async changed(form, names) {
    if (!(Object.hasOwn(form, "of") && Object.hasOwn(this.bytes, form.of))) {
      throw new VectorFileError(`unknown form of bytes: ${names}`);
    }
    /** @type {Bytes} */
    const raw = await this.read(this.bytes[form.of]);
    switch (names) {
      case "of":
        return raw;
      case "first of":
        return raw.slice(0, form.first);
      case "at of xor_hex":
        return mixed(raw, form.at, fromHexOfAnyLength(form.xor_hex));
      case "of replace":
        return replaced(raw, form.replace);
      default:
        throw new VectorFileError(`unknown change of bytes: ${names}`);
    }
  }
}

/** @param {string} text @returns {Bytes} */
function fromHexOfAnyLength(text) {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) {
    throw new VectorFileError("not hex");
  }
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** @param {Fields} given @returns {Promise<Bytes>} */
async function sealedChunk(given) {
  const sealer = await ChunkSealer.create(given.fk_hex, given.pieces, given.did_hex);
  return sealer.sealWith(given.index, given.piece_hex, given.nonce_hex);
}

/** @param {Bytes} raw @param {number} at @param {Bytes} mask @returns {Bytes} */
function mixed(raw, at, mask) {
  if (at + mask.length > raw.length) {
    throw new VectorFileError("a change behind the end");
  }
  const changed = raw.slice();
  for (const [index, byte] of mask.entries()) {
    changed[at + index] = /** @type {number} */ (raw[at + index]) ^ byte;
  }
  return changed;
}

/** @param {Bytes} raw @param {[string, string]} texts @returns {Bytes} */
function replaced(raw, [old, fresh]) {
  const parts = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw).split(old);
  if (parts.length !== 2) {
    throw new VectorFileError(`${JSON.stringify(old)} is not there exactly once`);
  }
  return new TextEncoder().encode(parts.join(fresh));
}

/** @param {Bytes} raw @returns {any} hex, with long runs of one byte counted */
export function writeForm(raw) {
  const text = toHex(raw);
  /** @type {any[]} */
  const parts = [];
  let plainFrom = 0;
  let at = 0;
  const flush = (/** @type {number} */ end) => {
    if (end > plainFrom) {
      parts.push(text.slice(2 * plainFrom, 2 * end));
    }
  };
  while (at < raw.length) {
    let end = at + 1;
    while (end < raw.length && raw[end] === raw[at]) {
      end += 1;
    }
    if (end - at >= RUN_LEAST) {
      flush(at);
      const byte = text.slice(2 * at, 2 * at + 2);
      parts.push(byte === "00" ? { zeros: end - at } : { run: [byte, end - at] });
      plainFrom = end;
    }
    at = end;
  }
  flush(raw.length);
  if (parts.length === 0) {
    return "";
  }
  return parts.length === 1 ? parts[0] : { join: parts };
}

/** @param {Fields} fields @returns {Fields} the fields with all bytes under `_hex` in their forms */
export function writeFields(fields) {
  const write = (/** @type {any} */ value) => {
    if (value === null) {
      return null;
    }
    return Array.isArray(value) ? value.map(writeForm) : writeForm(value);
  };
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      name.endsWith("_hex") ? write(value) : value,
    ]),
  );
}

/** @returns {Promise<Record<string, string[]>>} every format with the errors that its vectors must show */
export async function formats() {
  return JSON.parse(await readFile(new URL("formats.json", FOLDER), "utf8")).formats;
}

/** @param {string} format @param {string} maker @returns {Promise<VectorFile>} */
export async function load(format, maker) {
  const text = await readFile(new URL(`${format}.${maker}.json`, FOLDER), "utf8");
  const { [format]: errors } = await formats();
  if (errors === undefined) {
    throw new VectorFileError(`no such format: ${format}`);
  }
  return readVectorFile(JSON.parse(text), errors);
}

/**
 * @param {Fields} content
 * @param {string[]} errors those that the file must show
 * @returns {VectorFile}
 * @throws {VectorFileError} where it is not what §12 says
 */
export function readVectorFile(content, errors) {
  checkNames(content, FILE_FIELDS);
  /** @type {Case[]} */
  const cases = content.cases;
  if (cases.length === 0) {
    throw new VectorFileError("no cases");
  }
  for (const one of cases) {
    checkNames(one, CASE_FIELDS);
    if (!(one.name && one.op && one.expect && one.comment)) {
      throw new VectorFileError(`an empty field in ${one.name}`);
    }
  }
  if (new Set(cases.map((one) => one.name)).size !== cases.length) {
    throw new VectorFileError("two cases of one name");
  }
  const named = new Set(
    cases.flatMap((one) => [
      one.expect,
      // One bad reply hides no other, so its error stands in the output (§6.4).
      ...(one.output.refused ?? []).map((/** @type {[number, string]} */ [, name]) => name),
    ]),
  );
  for (const name of ["ok", ...errors]) {
    if (!named.has(name)) {
      throw new VectorFileError(`no case expects ${name}`);
    }
  }
  return new VectorFile(content);
}

/** @param {Fields} value @param {string[]} names */
function checkNames(value, names) {
  const found = Object.keys(value).sort();
  if (found.join(" ") !== names.join(" ")) {
    throw new VectorFileError(`unknown or missing fields: ${found.join(" ")}`);
  }
}
