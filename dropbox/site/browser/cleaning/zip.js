/**
 * Reads and writes ZIP archives as office programs make them (ECMA-376 part 2; APPNOTE 6.3): stored or deflated, without encryption. Only what
 * the directory at the end names is seen; everything is written anew, in one order, with one date.
 */

import { CleaningError, join, LockedError, need } from "./bytes.js";
import { longCrc32 } from "./crc.js";
import { deflate, inflate } from "./inflate.js";

/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Reading } from "./reading.js" */
/** @import { Part } from "./rope.js" */

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {number} method
 * @property {number} crc
 * @property {number} packedLen
 * @property {number} len
 * @property {number} at of its local header
 * @property {number} extraLen bytes beside the name: times, users, comments
 * @property {boolean} dated whether it carries another date than the one that tells nothing
 */

/** @typedef {{ name: string, method: number, crc: number, packedLen: number, len: number, part: Part }} Packed */

const END_LEN = 22;
const COMMENT_MAX_LEN = 65_535;
const DIRECTORY_MAX_LEN = 8 << 20;
const ENTRIES_MAX = 20_000;
const DEFLATED = 8;
/** 1980-01-01, the first day that the format knows. */
const FIRST_DAY = 0x0021;
/** Which system made the archive: what most programs write, whatever they run on. */
const UNIX = 3;
const UTF8_FLAG = 0x0800;
const ENCRYPTED_FLAGS = 0x2041;

/** @param {Bytes} head @returns {boolean} whether it begins as a ZIP archive does */
export function isZip(head) {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

export class Archive {
  /** @param {Reading} reading */
  constructor(reading) {
    this.reading = reading;
    /** @type {Map<string, Entry>} */
    this.entries = new Map();
    this.comment = "";
  }

  /** Reads the directory. @returns {Promise<void>} raises CleaningError, LockedError */
  async open() {
    const { reading } = this;
    const tailAt = Math.max(0, reading.len - END_LEN - COMMENT_MAX_LEN);
    const tail = await reading.read(tailAt, reading.len);
    const view = viewOf(tail);
    let end = tail.length - END_LEN;
    while (end >= 0 && !(view.getUint32(end) === 0x504b0506 && endsHere(view, end))) {
      end -= 1;
    }
    need(end >= 0);
    const [count, length, at] = [
      view.getUint16(end + 10, true),
      view.getUint32(end + 12, true),
      view.getUint32(end + 16, true),
    ];
    this.comment = new TextDecoder("latin1").decode(tail.subarray(end + END_LEN));
    need(count <= ENTRIES_MAX && length <= DIRECTORY_MAX_LEN);
    this.#readDirectory(await reading.readExactly(at, at + length), count);
  }

  /** @param {Bytes} directory @param {number} count */
  #readDirectory(directory, count) {
    const view = viewOf(directory);
    let at = 0;
    let sum = 0;
    for (let index = 0; index < count; index += 1) {
      need(at + 46 <= directory.length && view.getUint32(at) === 0x504b0102);
      const flags = view.getUint16(at + 8, true);
      if (flags & ENCRYPTED_FLAGS) {
        throw new LockedError();
      }
      const method = view.getUint16(at + 10, true);
      const [nameLen, extraLen, commentLen] = [28, 30, 32].map((place) =>
        view.getUint16(at + place, true),
      );
      const nameAt = at + 46;
      const name = new TextDecoder().decode(directory.subarray(nameAt, nameAt + Number(nameLen)));
      const entry = {
        name,
        method,
        crc: view.getUint32(at + 16, true),
        packedLen: view.getUint32(at + 20, true),
        len: view.getUint32(at + 24, true),
        at: view.getUint32(at + 42, true),
        extraLen: Number(extraLen) + Number(commentLen),
        dated: view.getUint16(at + 14, true) !== FIRST_DAY,
      };
      // Two entries of one name: a reader would show one, and the other would be carried along.
      need((method === 0 || method === DEFLATED) && !this.entries.has(name) && isPlain(name));
      need(method !== 0 || entry.len === entry.packedLen);
      sum += entry.packedLen;
      need(sum <= this.reading.len);
      this.entries.set(name, entry);
      at = nameAt + Number(nameLen) + entry.extraLen;
    }
    need(at <= directory.length);
  }

  /** @param {Entry} entry @returns {Promise<{ from: number, to: number }>} where its packed bytes lie */
  async stretch(entry) {
    const header = viewOf(await this.reading.readExactly(entry.at, entry.at + 30));
    need(header.getUint32(0) === 0x504b0304);
    const from = entry.at + 30 + header.getUint16(26, true) + header.getUint16(28, true);
    need(from + entry.packedLen <= this.reading.len);
    return { from, to: from + entry.packedLen };
  }

  /** @param {Entry} entry @param {number} limit of bytes @returns {Promise<Bytes>} unpacked */
  async unpack(entry, limit) {
    need(entry.len <= limit);
    const { from, to } = await this.stretch(entry);
    const packed = await this.reading.readExactly(from, to);
    const bytes = entry.method === 0 ? packed : await inflate(packed, "deflate-raw", entry.len);
    need(bytes.length === entry.len && (await longCrc32(bytes)) === entry.crc);
    return bytes;
  }

  /** @param {Entry} entry @returns {Promise<Packed>} as it is, to be read when it is sent */
  async untouched(entry) {
    const { name, method, crc, packedLen, len } = entry;
    return { name, method, crc, packedLen, len, part: await this.stretch(entry) };
  }
}

/** @param {DataView} view @param {number} at @returns {boolean} whether the comment ends with the file */
function endsHere(view, at) {
  return at + END_LEN + view.getUint16(at + 20, true) === view.byteLength;
}

/** @param {string} name @returns {boolean} */
function isPlain(name) {
  return name !== "" && !name.includes("\ufffd") && !/^\/|\\|(^|\/)\.\.(\/|$)/.test(name);
}

/**
 * @param {string} name
 * @param {Bytes} bytes
 * @param {boolean} [stored] without packing
 * @returns {Promise<Packed>}
 */
export async function pack(name, bytes, stored = false) {
  const packed = stored ? bytes : await deflate(bytes);
  const isShorter = packed.length < bytes.length;
  return {
    name,
    method: isShorter ? DEFLATED : 0,
    crc: await longCrc32(bytes),
    packedLen: isShorter ? packed.length : bytes.length,
    len: bytes.length,
    part: isShorter ? packed : bytes,
  };
}

/** @param {Packed[]} entries @returns {Part[]} the archive */
export function writeArchive(entries) {
  /** @type {Part[]} */
  const parts = [];
  /** @type {Bytes[]} */
  const directory = [];
  let at = 0;
  for (const entry of entries) {
    const name = new TextEncoder().encode(entry.name);
    const header = headerOf(entry, name);
    const local = join([Uint8Array.of(0x50, 0x4b, 3, 4), header, name]);
    const place = new Uint8Array(14);
    new DataView(place.buffer).setUint32(10, at, true);
    directory.push(join([Uint8Array.of(0x50, 0x4b, 1, 2, 20, UNIX), header, place, name]));
    parts.push(local, entry.part);
    at += local.length + entry.packedLen;
  }
  if (at > 0xffff_ffff) {
    throw new CleaningError();
  }
  const names = join(directory);
  const end = new Uint8Array(END_LEN);
  const view = new DataView(end.buffer);
  view.setUint32(0, 0x504b0506);
  view.setUint16(8, entries.length, true);
  view.setUint16(10, entries.length, true);
  view.setUint32(12, names.length, true);
  view.setUint32(16, at, true);
  return [...parts, names, end];
}

/** @param {Packed} entry @param {Bytes} name @returns {Bytes} what local header and directory have in common */
function headerOf(entry, name) {
  const header = new Uint8Array(26);
  const view = new DataView(header.buffer);
  view.setUint16(0, 20, true);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: any byte of ASCII
  view.setUint16(2, /^[\x00-\x7f]*$/.test(entry.name) ? 0 : UTF8_FLAG, true);
  view.setUint16(4, entry.method, true);
  view.setUint16(8, FIRST_DAY, true);
  view.setUint32(10, entry.crc, true);
  view.setUint32(14, entry.packedLen, true);
  view.setUint32(18, entry.len, true);
  view.setUint16(22, name.length, true);
  return header;
}

/** @param {Bytes} bytes @returns {DataView} */
function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
