/** The pictures of a PDF document: photographs keep what a camera wrote into them also inside a document. */

import { PDFArray, PDFName, PDFNumber } from "@cantoo/pdf-lib";
import { CleaningError } from "./bytes.js";
import { Findings } from "./findings.js";
import { cleanJpeg } from "./jpeg.js";

/** @import { PDFDict } from "@cantoo/pdf-lib" */
/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Finding } from "./findings.js" */
/** @import { PdfFile } from "./pdf_file.js" */

/**
 * @typedef {object} Picture
 * @property {(Bytes | { from: number, to: number })[]} parts
 * @property {Findings<Finding>} found
 * @property {boolean} clean whether it is known to hold nothing else
 * @property {number} width
 * @property {number} height
 */

const PICTURE_MAX_LEN = 32 << 20;
/** JPEG 2000 (ISO 15444-1, annex I): signature, kind, head, picture. */
const BOXES_KEPT = new Set(["jP  ", "ftyp", "jp2h", "jp2c"]);

/**
 * @param {PdfFile} file
 * @param {PDFDict} dict of a stream
 * @param {{ from: number, to: number }} stream
 * @returns {Promise<Picture | null>} null for what is no picture
 */
export async function cleanedPicture(file, dict, stream) {
  if (dict.get(PDFName.of("Subtype")) !== PDFName.of("Image")) {
    return null;
  }
  const [width = 0, height = 0] = ["Width", "Height"].map((key) => {
    const value = dict.get(PDFName.of(key));
    return value instanceof PDFNumber ? value.asNumber() : 0;
  });
  const given = dict.get(PDFName.of("Filter"));
  const filter = given instanceof PDFArray && given.size() === 1 ? given.get(0) : given;
  /** @type {Picture} */
  const picture = { parts: [stream], found: new Findings(), clean: true, width, height };
  const strip = filter === PDFName.of("DCTDecode") ? strippedJpeg : strippedJpeg2000;
  if (filter !== PDFName.of("DCTDecode") && filter !== PDFName.of("JPXDecode")) {
    return picture;
  }
  if (stream.to - stream.from > PICTURE_MAX_LEN) {
    return { ...picture, clean: false };
  }
  const bytes = await file.reading.readExactly(stream.from, stream.to);
  try {
    const { parts, found } = strip(bytes);
    picture.found = found;
    // What is unchanged is read again when it is sent, and not kept in memory.
    picture.parts = parts.map((part) => {
      const from = stream.from + part.byteOffset - bytes.byteOffset;
      return part.buffer === bytes.buffer && from >= stream.from && from + part.length <= stream.to
        ? { from, to: from + part.length }
        : part;
    });
    return picture;
  } catch (error) {
    if (!(error instanceof CleaningError)) {
      throw error;
    }
    return { ...picture, clean: false };
  }
}

/** @param {Bytes} bytes */
function strippedJpeg(bytes) {
  const { parts, found } = cleanJpeg(bytes);
  // The document says itself how colours are meant and what lies behind a picture is white space.
  found.delete("profile");
  found.delete("appended");
  return { parts, found };
}

/** @param {Bytes} bytes @returns {{ parts: Bytes[], found: Findings<Finding> }} without boxes that hold texts */
function strippedJpeg2000(bytes) {
  /** @type {Findings<Finding>} */
  const found = new Findings();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 12 || view.getUint32(4) !== 0x6a502020) {
    // Bare, without boxes.
    return { parts: [bytes], found };
  }
  /** @type {Bytes[]} */
  const parts = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const given = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const length = given === 0 ? bytes.length - at : given;
    if (length < 8 || at + length > bytes.length) {
      throw new CleaningError();
    }
    if (BOXES_KEPT.has(name)) {
      parts.push(bytes.subarray(at, at + length));
    } else {
      found.add("other");
    }
    at += length;
  }
  return { parts, found };
}
