/**
 * Takes everything out of a PNG file that is not needed to show its pixels (W3C PNG, third edition).
 *
 * Kept are the chunks that decide how pixels look, animation included, each of the length that it may have. All text, time, Exif but for the
 * orientation, colour profile and private chunks go, and whatever stands behind the end: programs that crop have left the whole picture there.
 * The compressed rows are not unpacked, so that bytes hidden behind them in the same chunk stay.
 */
import { ascii, join, need } from "./bytes.js";
import { crc32 } from "./crc.js";
import { readExif, writeOrientation } from "./exif.js";
import { Findings, findingsOf } from "./findings.js";
import { readXmp } from "./xmp.js";

/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Cleaned } from "./bytes.js" */
/** @import { Finding } from "./findings.js" */

const MAGIC = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** What stays, and how long it may be. @type {Record<string, (length: number) => boolean>} */
const KEPT = {
  IHDR: (length) => length === 13,
  PLTE: (length) => length > 0 && length <= 768 && length % 3 === 0,
  tRNS: (length) => length > 0 && length <= 256,
  gAMA: (length) => length === 4,
  cHRM: (length) => length === 32,
  sRGB: (length) => length === 1,
  cICP: (length) => length === 4,
  sBIT: (length) => length > 0 && length <= 4,
  bKGD: (length) => length > 0 && length <= 6,
  acTL: (length) => length === 8,
  fcTL: (length) => length === 26,
  fdAT: (length) => length >= 4,
  IDAT: () => true,
  IEND: (length) => length === 0,
};
const MANY = new Set(["IDAT", "fcTL", "fdAT"]);
/** Resolution in pixels per metre: ordinary, and not needed. */
const ORDINARY = "pHYs";
/** @type {Record<string, Finding>} */
const FOUND = { tEXt: "comment", zTXt: "comment", tIME: "time", iCCP: "profile", caBX: "history" };
const TEXT_MAX_LEN = 4_096;
const XMP = "XML:com.adobe.xmp";

/** @param {Bytes} file @returns {boolean} whether it begins as a PNG file does */
export function isPng(file) {
  return file.length > 8 && MAGIC.every((byte, at) => file[at] === byte);
}

/**
 * @param {Bytes} file
 * @returns {Cleaned} the cleaned file, and what was taken out
 * @throws {CleaningError} where the file is cut or damaged, or holds pictures that nobody would see
 */
export function cleanPng(file) {
  /** @type {Findings<Finding>} */
  const found = new Findings();
  /** @type {Bytes[]} */
  const kept = [];
  const animation = new Animation();
  const seen = new Set();
  let orientation = 1;
  let end = MAGIC.length;
  for (const { name, chunk } of pngChunks(file)) {
    end += chunk.length;
    need((kept.length === 0) === (name === "IHDR"));
    const content = chunk.subarray(8, -4);
    if (Object.hasOwn(KEPT, name)) {
      need(KEPT[name]?.(content.length) === true && (MANY.has(name) || !seen.has(name)));
      need(crc32(chunk.subarray(4, -4)) === number32(chunk, chunk.length - 4));
      seen.add(name);
      animation.follow(name, content);
      kept.push(chunk);
    } else if (name === "eXIf") {
      const exif = readExif(content);
      found.addAll(exif.found);
      orientation = exif.orientation;
    } else {
      found.addAll(foundIn(name, content));
    }
  }
  need(seen.has("IDAT") && seen.has("IEND"));
  animation.finish();
  if (end < file.length) {
    found.add("appended");
  }
  if (orientation !== 1) {
    // Behind IHDR: no chunk must stand between those of the picture.
    kept.splice(1, 0, pngChunk("eXIf", writeOrientation(orientation)));
  }
  return { parts: [/** @type {Bytes} */ (MAGIC)].concat(kept), found };
}

/** Frames that are not announced would be carried along and shown by nobody. */
class Animation {
  #announced = 0;
  #frames = 0;
  #sequence = 0;

  /** @param {string} name @param {Bytes} content */
  follow(name, content) {
    if (name === "acTL") {
      this.#announced = number32(content, 0);
      need(this.#announced > 0);
    } else if (name === "fcTL" || name === "fdAT") {
      need(this.#announced > 0 && number32(content, 0) === this.#sequence);
      this.#sequence += 1;
      this.#frames += name === "fcTL" ? 1 : 0;
    }
  }

  finish() {
    need(this.#frames === this.#announced);
  }
}

/**
 * @param {Bytes} file
 * @returns {Generator<{name: string, chunk: Bytes}>} up to IEND
 */
function* pngChunks(file) {
  let at = MAGIC.length;
  for (;;) {
    need(at + 12 <= file.length);
    const end = at + 12 + number32(file, at);
    need(end <= file.length);
    const name = String.fromCharCode(...file.subarray(at + 4, at + 8));
    yield { name, chunk: file.subarray(at, end) };
    if (name === "IEND") {
      return;
    }
    at = end;
  }
}

/** @param {string} name @param {Bytes} content @returns {Findings<Finding>} */
function foundIn(name, content) {
  if (name === ORDINARY) {
    return findingsOf();
  }
  if (name === "iTXt") {
    const head = String.fromCharCode(...content.subarray(0, XMP.length));
    return head === XMP ? readXmp(content) : findingsOf().add("comment", wordsOf(content));
  }
  return findingsOf().add(FOUND[name] ?? "other", name === "tEXt" ? wordsOf(content) : "");
}

/** @param {Bytes} content of a text chunk @returns {string} its keyword and text */
function wordsOf(content) {
  return new TextDecoder().decode(content.subarray(0, TEXT_MAX_LEN)).replace(/\0+/g, ": ");
}

/** @param {string} name @param {Bytes} content @returns {Bytes} */
function pngChunk(name, content) {
  const body = join([ascii(name), content]);
  const numbers = new DataView(new ArrayBuffer(8));
  numbers.setUint32(0, content.length);
  numbers.setUint32(4, crc32(body));
  return join([new Uint8Array(numbers.buffer, 0, 4), body, new Uint8Array(numbers.buffer, 4, 4)]);
}

/** @param {Bytes} bytes @param {number} at @returns {number} */
function number32(bytes, at) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at);
}
