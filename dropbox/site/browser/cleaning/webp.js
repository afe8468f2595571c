/**
 * Takes everything out of a WebP file that is not needed to show its pixels (RFC 9649).
 *
 * Kept are one image with its transparency, or one animation; Exif but for the orientation, XMP, colour profile and unknown chunks go, also
 * inside frames, and the flags of the header are set to what is left.
 */
import { ascii, join, need, startsWith } from "./bytes.js";
import { readExif, writeOrientation } from "./exif.js";
import { Findings, findingsOf } from "./findings.js";
import { readXmp } from "./xmp.js";

/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Cleaned } from "./bytes.js" */
/** @import { Finding } from "./findings.js" */

const IMAGE = new Set(["VP8 ", "VP8L", "ALPH"]);
/** Every order in which a reader shows all that is there: a second image would be carried along and seen by nobody. */
const WHOLE = /^(VP8 |VP8L|VP8X,(VP8L|(ALPH,)?VP8 )|VP8X,ANIM(,ANMF)+)$/;
const WHOLE_FRAME = /^(VP8L|(ALPH,)?VP8 )$/;
const CHUNKS_MAX = 50_000;
const HEADER_LEN = 10;
const ANIM_LEN = 6;
const FRAME_HEADER_LEN = 16;
const ALPHA_FLAG = 0x10;
const ANIM_FLAG = 0x02;
const EXIF_FLAG = 0x08;

/** @typedef {{ name: string, content: Bytes }} RiffChunk */

/** @param {Bytes} file @returns {boolean} whether it begins as a WebP file does */
export function isWebp(file) {
  return startsWith(file, "RIFF") && startsWith(file, "WEBP", 8);
}

/**
 * @param {Bytes} file
 * @returns {Cleaned} the cleaned file, and what was taken out
 * @throws {CleaningError} where the file is cut or not laid out as an image or animation
 */
export function cleanWebp(file) {
  /** @type {Findings<Finding>} */
  const found = new Findings();
  need(file.length >= 12);
  const end = 8 + number32(file, 4);
  need(end >= 12 && end <= file.length);
  if (end + (end & 1) < file.length) {
    found.add("appended");
  }
  let orientation = 1;
  /** @type {RiffChunk[]} */
  const kept = [];
  for (const { name, content } of riffChunks(file.subarray(12, end))) {
    if (name === "EXIF") {
      // Some programs write the prefix that JPEG needs here too.
      const exif = readExif(startsWith(content, "Exif\0\0") ? content.subarray(6) : content);
      found.addAll(exif.found);
      orientation = exif.orientation;
    } else if (name === "VP8X") {
      kept.push({ name, content: bareHeader(content) });
    } else if (name === "ANIM") {
      need(content.length === ANIM_LEN);
      kept.push({ name, content });
    } else if (name === "ANMF") {
      kept.push({ name, content: cleanFrame(content, found) });
    } else if (IMAGE.has(name)) {
      kept.push({ name, content });
    } else {
      found.addAll(foundIn(name, content));
    }
  }
  need(kept.length <= CHUNKS_MAX);
  needWhole(kept, WHOLE);
  const [header] = kept;
  if (header?.name === "VP8X") {
    const animated = kept.some(({ name }) => name === "ANIM");
    need(animated === (((header.content[0] ?? 0) & ANIM_FLAG) !== 0));
    if (orientation !== 1) {
      header.content[0] = (header.content[0] ?? 0) | EXIF_FLAG;
      kept.push({ name: "EXIF", content: writeOrientation(orientation) });
    }
  }
  const chunks = kept.flatMap(riffChunk);
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 4);
  return { parts: [ascii("RIFF"), u32(length), ascii("WEBP")].concat(chunks), found };
}

/** @param {Bytes} content of an ANMF chunk @param {Findings<Finding>} found @returns {Bytes} */
function cleanFrame(content, found) {
  need(content.length >= FRAME_HEADER_LEN);
  /** @type {RiffChunk[]} */
  const kept = [];
  for (const chunk of riffChunks(content.subarray(FRAME_HEADER_LEN))) {
    if (IMAGE.has(chunk.name)) {
      kept.push(chunk);
    } else {
      found.add("other");
    }
  }
  needWhole(kept, WHOLE_FRAME);
  return join([content.subarray(0, FRAME_HEADER_LEN), ...kept.flatMap(riffChunk)]);
}

/** @param {RiffChunk[]} chunks @param {RegExp} order @throws {CleaningError} */
function needWhole(chunks, order) {
  need(order.test(chunks.map(({ name }) => name).join(",")));
}

/** @param {Bytes} chunks @returns {Generator<RiffChunk>} */
function* riffChunks(chunks) {
  let at = 0;
  while (at < chunks.length) {
    need(at + 8 <= chunks.length);
    const length = number32(chunks, at + 4);
    const content = chunks.subarray(at + 8, at + 8 + length);
    need(content.length === length);
    yield { name: String.fromCharCode(...chunks.subarray(at, at + 4)), content };
    at += 8 + length + (length & 1);
  }
}

/** @param {Bytes} content of a VP8X chunk @returns {Bytes} its size, and of its flags transparency and animation */
function bareHeader(content) {
  need(content.length >= HEADER_LEN);
  const bare = content.slice(0, HEADER_LEN);
  bare.set([(bare[0] ?? 0) & (ALPHA_FLAG | ANIM_FLAG), 0, 0, 0]);
  return bare;
}

/** @param {string} name @param {Bytes} content @returns {Findings<Finding>} */
function foundIn(name, content) {
  if (name === "XMP ") {
    return readXmp(content);
  }
  return findingsOf(name === "ICCP" ? "profile" : "other");
}

/** @param {RiffChunk} chunk @returns {Bytes[]} */
function riffChunk({ name, content }) {
  return [ascii(name), u32(content.length), content, new Uint8Array(content.length & 1)];
}

/** @param {Bytes} bytes @param {number} at @returns {number} */
function number32(bytes, at) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at, true);
}

/** @param {number} number @returns {Bytes} */
function u32(number) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number, true);
  return bytes;
}
