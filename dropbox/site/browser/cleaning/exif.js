/**
 * Reads an Exif block (CIPA DC-008) just far enough to say what it would betray; writes one that holds the orientation alone.
 *
 * The block is hostile: every offset is checked, and no directory is read twice, however often others point to it.
 */

/** @import { Bytes } from "../protocol/bytes.js" */

/** What a file may say about its author beyond its pixels; the page has a sentence for each. */
export const FINDINGS = Object.freeze(
  /** @type {const} */ ([
    "position",
    "author",
    "serial",
    "camera",
    "time",
    "thumbnail",
    "comment",
    "history",
    "software",
    "profile",
    "appended",
    "other",
  ]),
);

/** @typedef {(typeof FINDINGS)[number]} Finding */

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
 * @returns {{found: Set<Finding>, orientation: number}} orientation 1 to 8, 1 where none is given
 */
export function readExif(tiff) {
  /** @type {Set<Finding>} */
  const found = new Set();
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
      noteTag(tag, found);
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

/** @param {number} tag @param {Set<Finding>} found what it betrays is noted here */
function noteTag(tag, found) {
  const finding = TAGS[tag];
  if (finding) {
    found.add(finding);
  } else if (!ORDINARY.has(tag)) {
    found.add("other");
  }
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
