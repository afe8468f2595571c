/**
 * Reads an Exif block (CIPA DC-008) just far enough to say what it would betray; writes one that holds the orientation alone.
 *
 * The block is hostile: every offset is checked, and no directory is read twice, however often others point to it.
 */

import { Findings } from "./findings.js";

/** @import { Bytes } from "../protocol/bytes.js" */

/** @import { Finding } from "./findings.js" */

/** @type {Record<number, Finding>} */
const TAGS = {
  0x010e: "comment",
  0x010f: "camera",
  0x0110: "camera",
  0x0131: "software",
  0x0132: "time",
  0x013b: "author",
  0x013c: "camera",
  0x02bc: "history",
  0x8298: "author",
  0x83bb: "comment",
  0x8649: "history",
  0x8773: "profile",
  0x8825: "position",
  0x882a: "time",
  0x9003: "time",
  0x9004: "time",
  0x9010: "time",
  0x9011: "time",
  0x9012: "time",
  0x927c: "camera",
  0x9286: "comment",
  0x9290: "time",
  0x9291: "time",
  0x9292: "time",
  0x9c9b: "comment",
  0x9c9c: "comment",
  0x9c9d: "author",
  0x9c9e: "comment",
  0x9c9f: "comment",
  0xa420: "serial",
  0xa430: "author",
  0xa431: "serial",
  0xa433: "camera",
  0xa434: "camera",
  0xa435: "serial",
  0xc614: "camera",
  0xc62f: "serial",
};
const ORIENTATION = 0x0112;
const EXIF_IFD = 0x8769;
const SHORT = 3;
const ASCII = 2;
/** Forms of entries that may hold text: bytes, ASCII, undefined. */
const TEXTS = new Set([1, ASCII, 7]);
const TEXT_MAX_LEN = 4_096;
const GPS_IFD = 0x8825;
const GPS_ENTRIES_MAX = 64;
const USER_COMMENT = 0x9286;
const XP_FIRST = 0x9c9b;
const XP_LAST = 0x9c9f;
/** What nearly every program writes and what tells nobody apart: size, resolution, colour space, versions. */
const ORDINARY = new Set([
  0x0100,
  0x0101,
  ORIENTATION,
  0x011a,
  0x011b,
  0x0128,
  0x0213,
  EXIF_IFD,
  0x9000,
  0x9101,
  0xa000,
  0xa001,
  0xa002,
  0xa003,
]);
const BLOCK_LEN = 26;
const DIRECTORIES_MAX = 8;

/**
 * Says what a TIFF-structured Exif block holds.
 *
 * @param {Bytes} tiff from the byte order mark on
 * @returns {{found: Findings<Finding>, orientation: number}} orientation 1 to 8, 1 where none is given
 */
export function readExif(tiff) {
  /** @type {Findings<Finding>} */
  const found = new Findings();
  let orientation = 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const order = tiff.length < 8 ? 0 : view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) {
    return { found: found.add("other"), orientation };
  }
  const little = order === 0x4949;
  const first = view.getUint32(4, little);
  /** The directories to read, and whether each describes the picture itself. @type {Map<number, boolean>} */
  const directories = new Map([[first, true]]);
  for (const [at, main] of directories) {
    if (at < 8 || at + 2 > tiff.length || directories.size > DIRECTORIES_MAX) {
      found.add("other");
      break;
    }
    const end = at + 2 + view.getUint16(at, little) * 12;
    for (let entry = at + 2; entry < end && entry + 12 <= tiff.length; entry += 12) {
      const tag = view.getUint16(entry, little);
      noteTag(
        tag,
        found,
        tag === GPS_IFD ? position(tiff, entry, little) : textOf(tiff, entry, little),
      );
      const value = view.getUint16(entry + 8, little);
      const short = view.getUint16(entry + 2, little) === SHORT;
      if (tag === ORIENTATION && main && short && value >= 1 && value <= 8) {
        orientation = value;
      }
      if (tag === EXIF_IFD) {
        const offset = view.getUint32(entry + 8, little);
        directories.set(offset, directories.get(offset) ?? false);
      }
    }
    // A second directory behind the first describes a thumbnail: a small picture of what was cropped away.
    if (main && end + 4 <= tiff.length && view.getUint32(end, little)) {
      found.add("thumbnail");
    }
  }
  return { found, orientation };
}

/**
 * @param {number} tag
 * @param {Findings<Finding>} found what it betrays is noted here
 * @param {string} value
 */
function noteTag(tag, found, value) {
  const finding = TAGS[tag];
  if (finding) {
    found.add(finding, value);
  } else if (!ORDINARY.has(tag)) {
    found.add("other");
  }
}

/**
 * @param {Bytes} tiff
 * @param {number} entry
 * @param {boolean} little
 * @returns {Bytes} what an entry of bytes or text holds; empty for numbers, and where it lies outside
 */
function contentOf(tiff, entry, little) {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const form = view.getUint16(entry + 2, little);
  const length = view.getUint32(entry + 4, little);
  if (!TEXTS.has(form) || length > TEXT_MAX_LEN) {
    return new Uint8Array();
  }
  const at = length > 4 ? view.getUint32(entry + 8, little) : entry + 8;
  return tiff.subarray(at, at + length);
}

/** @param {Bytes} tiff @param {number} entry @param {boolean} little @returns {string} */
function textOf(tiff, entry, little) {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const tag = view.getUint16(entry, little);
  const content = contentOf(tiff, entry, little);
  if (tag === USER_COMMENT) {
    return new TextDecoder("latin1").decode(content.subarray(8));
  }
  if (tag >= XP_FIRST && tag <= XP_LAST) {
    return new TextDecoder("utf-16le").decode(content);
  }
  const isText = view.getUint16(entry + 2, little) === ASCII;
  return isText ? (new TextDecoder().decode(content).split("\0")[0] ?? "") : "";
}

/**
 * @param {Bytes} tiff
 * @param {number} entry that points to the directory of the position
 * @param {boolean} little
 * @returns {string} such as "-6.20880, 106.84560"; empty where it cannot be read
 */
function position(tiff, entry, little) {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const at = view.getUint32(entry + 8, little);
  const angles = [Number.NaN, Number.NaN];
  const signs = [1, 1];
  const count = at + 2 <= tiff.length ? Math.min(view.getUint16(at, little), GPS_ENTRIES_MAX) : 0;
  for (let place = at + 2; place < at + 2 + count * 12 && place + 12 <= tiff.length; place += 12) {
    const tag = view.getUint16(place, little);
    if (tag === 1 || tag === 3) {
      signs[(tag - 1) / 2] = "SW".includes(String.fromCharCode(tiff[place + 8] ?? 0)) ? -1 : 1;
    } else if (tag === 2 || tag === 4) {
      angles[tag / 2 - 1] = angle(view, view.getUint32(place + 8, little), little);
    }
  }
  const degrees = angles.map((value, index) => value * (signs[index] ?? 1));
  return degrees.every(Number.isFinite) ? degrees.map((value) => value.toFixed(5)).join(", ") : "";
}

/** @param {DataView} view @param {number} at @param {boolean} little @returns {number} degrees; NaN where it lies outside */
function angle(view, at, little) {
  if (at + 24 > view.byteLength) {
    return Number.NaN;
  }
  return [1, 60, 3600].reduce((sum, part, index) => {
    const over = view.getUint32(at + index * 8, little);
    return sum + over / view.getUint32(at + index * 8 + 4, little) / part;
  }, 0);
}

/**
 * Writes an Exif block with the orientation as its only entry, so that a cleaned photograph stands upright.
 *
 * @param {number} orientation 1 to 8
 * @returns {Bytes} 26 bytes
 */
export function writeOrientation(orientation) {
  const tiff = new Uint8Array(BLOCK_LEN);
  const view = new DataView(tiff.buffer);
  view.setUint16(0, 0x4d4d);
  view.setUint16(2, 42);
  view.setUint32(4, 8);
  view.setUint16(8, 1);
  view.setUint16(10, ORIENTATION);
  view.setUint16(12, SHORT);
  view.setUint32(14, 1);
  view.setUint16(18, orientation);
  return tiff;
}
