/**
 * Takes everything out of a JPEG file that is not needed to show its pixels (ITU-T T.81, annex B).
 *
 * Only what decides how pixels look stays, bit for bit: tables, one frame, its scans; of the JFIF and Adobe segments what says how colours were
 * transformed, of Exif the orientation. Whatever is not known to be needed goes, also what stands behind the end: telephones append films there.
 * Inside a scan nothing is decoded, so that bits hidden in the picture itself stay.
 */
import { ascii, join, need, startsWith } from "./bytes.js";
import { readExif, writeOrientation } from "./exif.js";
import { Findings, findingsOf } from "./findings.js";
import { readXmp } from "./xmp.js";

/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Cleaned } from "./bytes.js" */
/** @import { Finding } from "./findings.js" */

const DHT = 0xc4;
const DAC = 0xcc;
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const DQT = 0xdb;
const DNL = 0xdc;
const DRI = 0xdd;
const COM = 0xfe;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP14 = 0xee;
const JFIF_LEN = 18;
const ADOBE_LEN = 16;

/**
 * @typedef {object} Picture what has been read so far
 * @property {Findings<Finding>} found
 * @property {number} orientation
 * @property {Bytes | null} jfif
 * @property {number} frames
 * @property {number} scans
 */

/** @param {Bytes} file @returns {boolean} whether it begins as a JPEG file does */
export function isJpeg(file) {
  return file.length > 3 && file[0] === 0xff && file[1] === SOI && file[2] === 0xff;
}

/**
 * @param {Bytes} file
 * @returns {Cleaned} the cleaned file, and what was taken out
 * @throws {CleaningError} where the file is cut, has no picture, or segments with more in them than belongs there
 */
export function cleanJpeg(file) {
  /** @type {Picture} */
  const picture = { found: new Findings(), orientation: 1, jfif: null, frames: 0, scans: 0 };
  /** @type {Bytes[]} */
  const kept = [];
  let end = 0;
  for (const segment of segments(file)) {
    end += segment.length;
    const stays = keptOf(segment, picture);
    if (stays) {
      kept.push(stays);
    }
  }
  need(picture.frames === 1 && picture.scans > 0);
  if (end + 2 < file.length) {
    picture.found.add("appended");
  }
  const start = [Uint8Array.of(0xff, SOI)];
  if (picture.jfif) {
    start.push(picture.jfif);
  }
  if (picture.orientation !== 1) {
    start.push(exifSegment(picture.orientation));
  }
  return { parts: start.concat(kept), found: picture.found };
}

/**
 * Walks through the markers up to the end of the picture; a scan goes with its entropy-coded bytes.
 *
 * @param {Bytes} file
 * @returns {Generator<Bytes>} segments from their marker on, without gaps but for fill bytes
 */
function* segments(file) {
  let at = 2;
  for (;;) {
    const begin = at;
    while (file[at] === 0xff && file[at + 1] === 0xff) {
      at += 1;
    }
    const marker = file[at + 1] ?? 0;
    // Below stand markers without length (TEM, RSTn, SOI) and reserved ones: none belongs between segments.
    need(file[at] === 0xff && marker >= 0xc0 && !(marker >= 0xd0 && marker <= SOI));
    if (marker === EOI) {
      yield file.subarray(begin, at + 2);
      return;
    }
    need(at + 4 <= file.length);
    const length = length16(file, at + 2);
    need(length >= 2 && at + 2 + length <= file.length);
    const end = marker === SOS ? endOfScan(file, at + 2 + length) : at + 2 + length;
    yield file.subarray(begin, end);
    at = end;
  }
}

/**
 * @param {Bytes} filled a segment, fill bytes before its marker included
 * @param {Picture} picture what goes, and what is written anew, is noted here
 * @returns {Bytes | null} what of the segment stays where it is
 */
function keptOf(filled, picture) {
  const segment = filled.subarray(filled.findIndex((byte) => byte !== 0xff) - 1);
  const marker = segment[1] ?? 0;
  if (isFrame(marker)) {
    picture.frames += 1;
    need(length16(segment, 2) === 8 + 3 * (segment[9] ?? 0));
    return segment;
  }
  switch (marker) {
    case SOS:
      need(picture.frames === 1 && length16(segment, 2) === 6 + 2 * (segment[4] ?? 0));
      picture.scans += 1;
      return segment;
    case DQT:
      needTables(segment, (at) => 1 + ((segment[at] ?? 0) >> 4 ? 128 : 64));
      return segment;
    case DHT:
      needTables(segment, (at) => 17 + segment.subarray(at + 1, at + 17).reduce(sum, 0));
      return segment;
    case DAC:
      need(segment.length % 2 === 0);
      return segment;
    case DRI:
    case DNL:
      need(segment.length === 6);
      return segment;
    case EOI:
      return segment;
    default:
      return keptOfExtra(marker, segment, picture);
  }
}

/**
 * @param {number} marker
 * @param {Bytes} segment that is not part of the picture itself
 * @param {Picture} picture
 * @returns {Bytes | null}
 */
function keptOfExtra(marker, segment, picture) {
  const { found } = picture;
  if (marker === APP14 && startsWith(segment, "Adobe", 4) && segment.length >= ADOBE_LEN) {
    return bareAdobe(segment);
  }
  if (marker === APP0 && startsWith(segment, "JFIF\0", 4)) {
    need(segment.length >= JFIF_LEN);
    if (segment.length > JFIF_LEN) {
      found.add("thumbnail");
    }
    picture.jfif ??= bareJfif(segment);
  } else if (marker === APP1 && startsWith(segment, "Exif\0", 4)) {
    const exif = readExif(segment.subarray(10));
    found.addAll(exif.found);
    if (exif.orientation !== 1) {
      picture.orientation = exif.orientation;
    }
  } else if (marker === COM) {
    found.add("comment", new TextDecoder().decode(segment.subarray(4)));
  } else {
    found.addAll(foundIn(segment));
  }
  return null;
}

/** @param {number} marker @returns {boolean} whether it begins a frame: SOF0 to SOF15 */
function isFrame(marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker !== DHT && marker !== 0xc8 && marker !== DAC;
}

/**
 * @param {Bytes} segment
 * @param {(at: number) => number} lengthAt of the table at a place
 * @throws {CleaningError} unless it is filled with whole tables
 */
function needTables(segment, lengthAt) {
  let at = 4;
  while (at < segment.length) {
    at += lengthAt(at);
  }
  need(at === segment.length);
}

/** @param {number} left @param {number} right */
function sum(left, right) {
  return left + right;
}

/** @param {Bytes} file @param {number} at @returns {number} */
function length16(file, at) {
  return ((file[at] ?? 0) << 8) | (file[at + 1] ?? 0);
}

/**
 * @param {Bytes} file
 * @param {number} at the first byte of entropy-coded bytes
 * @returns {number} the place of the marker that ends them; stuffed zeros and restart markers belong to them
 */
function endOfScan(file, at) {
  let place = at;
  for (;;) {
    place = file.indexOf(0xff, place);
    need(place >= 0 && place + 1 < file.length);
    const next = /** @type {number} */ (file[place + 1]);
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) {
      return place;
    }
    place += next === 0xff ? 1 : 2;
  }
}

/** @param {Bytes} segment @returns {Bytes} the segment without thumbnail; resolution, which tells programs apart, is only a ratio */
function bareJfif(segment) {
  const bare = join([Uint8Array.of(0xff, APP0, 0, JFIF_LEN - 2), ascii("JFIF\0\x01\x01\0")]);
  const [x, y] = [segment.subarray(12, 14), segment.subarray(14, 16)];
  const square = x[0] === y[0] && x[1] === y[1];
  const ratio = square ? [Uint8Array.of(0, 1), Uint8Array.of(0, 1)] : [x, y];
  return join([bare, ...ratio, new Uint8Array(2)]);
}

/** @param {Bytes} segment @returns {Bytes} only how colours were transformed, without version and flags */
function bareAdobe(segment) {
  const transform = segment[ADOBE_LEN - 1] ?? 0;
  const head = Uint8Array.of(0xff, APP14, 0, ADOBE_LEN - 2);
  return join([head, ascii("Adobe"), Uint8Array.of(0, 100, 0, 0, 0, 0, transform)]);
}

/** @param {Bytes} segment @returns {Findings<Finding>} */
function foundIn(segment) {
  if (startsWith(segment, "http://ns.adobe.com/x", 4)) {
    return readXmp(segment);
  }
  if (startsWith(segment, "Photoshop", 4)) {
    return findingsOf("history", "comment");
  }
  // "JP" begins the boxes in which signed accounts of origin (C2PA) travel.
  if (startsWith(segment, "JP", 4)) {
    return findingsOf("history");
  }
  if (startsWith(segment, "ICC_PROFILE", 4)) {
    return findingsOf("profile");
  }
  const small = startsWith(segment, "JFXX", 4) || startsWith(segment, "MPF\0", 4);
  return findingsOf(small ? "thumbnail" : "other");
}

/** @param {number} orientation @returns {Bytes} */
function exifSegment(orientation) {
  const tiff = writeOrientation(orientation);
  return join([Uint8Array.of(0xff, APP1, 0, 8 + tiff.length), ascii("Exif\0\0"), tiff]);
}
