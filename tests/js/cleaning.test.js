// Files that were made to get something past the cleaner, or to keep it busy.

import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, deflateSync } from "node:zlib";
import { ascii, CleaningError, join } from "../../dropbox/site/browser/cleaning/bytes.js";
import { readExif, writeOrientation } from "../../dropbox/site/browser/cleaning/exif.js";
import { cleanJpeg, isJpeg } from "../../dropbox/site/browser/cleaning/jpeg.js";
import { cleanPng, isPng } from "../../dropbox/site/browser/cleaning/png.js";
import { cleanWebp, isWebp } from "../../dropbox/site/browser/cleaning/webp.js";

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const CLEANERS = /** @type {const} */ ([
  [isJpeg, cleanJpeg],
  [isPng, cleanPng],
  [isWebp, cleanWebp],
]);

/** @param {Bytes} file */
function clean(file) {
  const cleaner = CLEANERS.find(([fits]) => fits(file))?.[1];
  assert.ok(cleaner);
  const { parts, found } = cleaner(file);
  return { raw: join(parts), found: [...found] };
}

/** @param {Bytes} file */
const refused = (file) => assert.throws(() => clean(file), CleaningError);

/** @param {Bytes} raw @param {string} text */
const holds = (raw, text) => Buffer.from(raw).includes(text);

// -- JPEG

/** @param {number} marker @param {...(Bytes | number[])} content */
function segment(marker, ...content) {
  const body = join(content.map((part) => Uint8Array.from(part)));
  const length = body.length + 2;
  return join([Uint8Array.of(0xff, marker, length >> 8, length & 255), body]);
}

const SOI = Uint8Array.of(0xff, 0xd8);
const EOI = Uint8Array.of(0xff, 0xd9);
const FRAME = segment(0xc0, [8, 0, 1, 0, 1, 1, 1, 0x11, 0]);
const SCAN = join([segment(0xda, [1, 1, 0, 0, 63, 0]), Uint8Array.of(0x12, 0xff, 0, 0x34)]);
const JPEG = [SOI, FRAME, SCAN, EOI];

test("JPEG: the least picture passes unchanged", () => {
  assert.deepEqual(clean(join(JPEG)), { raw: join(JPEG), found: [] });
});

test("JPEG: what is not known to be needed goes", () => {
  for (const marker of [0xe3, 0xeb, 0xed, 0xef, 0xf0, 0xf7, 0xfd, 0xfe, 0xde, 0xdf]) {
    const { raw, found } = clean(join([SOI, segment(marker, ascii("rahasia")), ...JPEG.slice(1)]));
    assert.deepEqual(raw, join(JPEG), marker.toString(16));
    assert.equal(found.length, 1);
  }
});

test("JPEG: nothing hides in segments that stay", () => {
  const hidden = [...ascii("rahasia")];
  refused(join([SOI, segment(0xc0, [8, 0, 1, 0, 1, 1, 1, 0x11, 0, ...hidden]), SCAN, EOI]));
  refused(join([SOI, segment(0xdd, [0, 1, ...hidden]), FRAME, SCAN, EOI]));
  refused(join([SOI, segment(0xdb, [0, ...new Array(64).fill(1), ...hidden]), FRAME, SCAN, EOI]));
  refused(join([SOI, segment(0xc4, [0, ...new Array(16).fill(0), ...hidden]), FRAME, SCAN, EOI]));
  refused(join([SOI, FRAME, segment(0xda, [1, 1, 0, 0, 63, 0, ...hidden]), EOI]));
  const adobe = segment(0xee, ascii("Adobe"), [0, 101, 7, 7, 7, 7, 1], hidden);
  const { raw } = clean(join([SOI, adobe, ...JPEG.slice(1)]));
  assert.deepEqual(raw.subarray(2, 18), segment(0xee, ascii("Adobe"), [0, 100, 0, 0, 0, 0, 1]));
  assert.ok(!holds(raw, "rahasia"));
});

test("JPEG: a second picture is not carried along", () => {
  refused(join([SOI, FRAME, FRAME, SCAN, EOI]));
  refused(join([SOI, ...JPEG, EOI]));
  refused(join([SOI, SCAN, EOI]));
  const { raw, found } = clean(join([...JPEG, ...JPEG]));
  assert.deepEqual({ raw, found }, { raw: join(JPEG), found: ["appended"] });
});

test("JPEG: a million segments are no more work than their bytes", () => {
  const many = new Array(1_000_000).fill(segment(0xdd, [0, 0]));
  assert.equal(clean(join([SOI, ...[join(many)], ...JPEG.slice(1)])).found.length, 0);
});

// -- Exif

test("Exif: a block that points to itself is read once", () => {
  const tiff = new Uint8Array(8 + 2 + 65_535 * 12 + 4);
  const view = new DataView(tiff.buffer);
  view.setUint16(0, 0x4949);
  view.setUint32(4, 8, true);
  view.setUint16(8, 65_535, true);
  for (let entry = 0; entry < 65_535; entry++) {
    view.setUint16(10 + entry * 12, 0x8769, true);
    view.setUint32(10 + entry * 12 + 8, 8 + (entry % 3) * 12, true);
  }
  assert.equal(readExif(tiff).orientation, 1);
});

test("Exif: offsets outside, odd orders and short blocks are only noted", () => {
  for (const bytes of [
    [],
    [0x49],
    [0x49, 0x49, 42, 0, 255, 255, 255, 255],
    new Array(40).fill(0),
  ]) {
    const { found, orientation } = readExif(Uint8Array.from(bytes));
    assert.deepEqual([[...found], orientation], [["other"], 1]);
  }
});

test("Exif: the orientation that is written is the one that is read", () => {
  for (let orientation = 1; orientation <= 8; orientation++) {
    const read = readExif(writeOrientation(orientation));
    assert.deepEqual([read.orientation, read.found.size], [orientation, 0]);
  }
});

// -- PNG

/** @param {string} name @param {Bytes} [content] */
function chunk(name, content = new Uint8Array()) {
  const body = join([ascii(name), content]);
  return join([u32(content.length), body, u32(crc32(body))]);
}

/** @param {number} number @returns {Bytes} */
function u32(number) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

const MAGIC = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const IHDR = chunk("IHDR", Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0));
const ROW = Uint8Array.from(deflateSync(Uint8Array.of(0, 7)));
const PNG = [MAGIC, IHDR, chunk("IDAT", ROW), chunk("IEND")];

/** @param {...Bytes} chunks between the head and the rows */
const png = (...chunks) => join([MAGIC, IHDR, ...chunks, ...PNG.slice(2)]);

test("PNG: the least picture passes unchanged; what is private or behind the end goes", () => {
  assert.deepEqual(clean(join(PNG)), { raw: join(PNG), found: [] });
  for (const name of ["tEXt", "zTXt", "iTXt", "tIME", "iCCP", "sPLT", "hIST", "prVt", "PRVT"]) {
    const { raw, found } = clean(png(chunk(name, ascii("rahasia"))));
    assert.deepEqual(raw, join(PNG), name);
    assert.equal(found.length, 1);
  }
  const cropped = clean(join([...PNG, ...PNG.slice(2)]));
  assert.deepEqual(cropped, { raw: join(PNG), found: ["appended"] });
});

test("PNG: nothing hides in chunks that stay", () => {
  const hidden = ascii("rahasia");
  refused(png(chunk("gAMA", hidden)));
  refused(png(chunk("sRGB", hidden)));
  refused(png(chunk("gAMA", u32(1)), chunk("gAMA", u32(1))));
  refused(join([...PNG.slice(0, 3), chunk("IEND", hidden)]));
  refused(join([MAGIC, chunk("IHDR", join([IHDR.subarray(8, 21), hidden])), ...PNG.slice(2)]));
});

test("PNG: order, checksums and ends are looked at", () => {
  refused(join([MAGIC, ...PNG.slice(2)]));
  refused(join([MAGIC, IHDR, IHDR, ...PNG.slice(2)]));
  refused(join([MAGIC, IHDR, chunk("IEND")]));
  refused(join(PNG.slice(0, 3)));
  const damaged = join(PNG);
  damaged[damaged.length - 14] = (damaged.at(-14) ?? 0) ^ 1;
  refused(damaged);
  refused(join([MAGIC, u32(0xffff_ffff), ascii("IHDR"), new Uint8Array(40)]));
});

test("PNG: frames that nobody would see are refused", () => {
  const frame = (/** @type {number} */ at) => chunk("fcTL", join([u32(at), new Uint8Array(22)]));
  const film = (/** @type {number} */ at) => chunk("fdAT", join([u32(at), ROW]));
  const announced = (/** @type {number} */ count) => chunk("acTL", join([u32(count), u32(0)]));
  assert.deepEqual(clean(png(announced(1), frame(0))).found, []);
  refused(png(frame(0)));
  refused(png(film(0)));
  refused(png(announced(1), frame(0), frame(1)));
  refused(png(announced(2), frame(0)));
  refused(png(announced(1), frame(1)));
  refused(png(announced(0)));
});

// -- WebP

/** @param {number} number @returns {Bytes} */
function le32(number) {
  return u32(number).reverse();
}

/** @param {string} name @param {Bytes} [content] */
function riff(name, content = new Uint8Array()) {
  return join([ascii(name), le32(content.length), content, new Uint8Array(content.length & 1)]);
}

/** @param {...Bytes} chunks */
function webp(...chunks) {
  const body = join(chunks);
  return join([ascii("RIFF"), le32(4 + body.length), ascii("WEBP"), body]);
}

const STILL = riff("VP8L", Uint8Array.of(0x2f, 0, 0, 0));
const header = (/** @type {number} */ flags) =>
  riff("VP8X", Uint8Array.of(flags, ...new Array(9).fill(0)));
const ANIM = riff("ANIM", new Uint8Array(6));
const FRAME_HEAD = new Uint8Array(16);

test("WebP: images and animations pass; flags say what is left", () => {
  assert.deepEqual(clean(webp(STILL)), { raw: webp(STILL), found: [] });
  const full = clean(webp(header(0xff & ~2), riff("ICCP", ascii("x")), STILL, riff("XMP ")));
  assert.deepEqual(full.raw, webp(header(0x10), STILL));
  assert.deepEqual(full.found, ["profile", "history"]);
  const film = webp(header(2), ANIM, riff("ANMF", join([FRAME_HEAD, STILL])));
  assert.deepEqual(clean(film), { raw: film, found: [] });
});

test("WebP: a second image, a frame without film, a film without frames are refused", () => {
  refused(webp(STILL, STILL));
  refused(webp(header(0), STILL, STILL));
  refused(webp(header(0), riff("ANMF", join([FRAME_HEAD, STILL])), STILL));
  refused(webp(header(2), ANIM));
  refused(webp(header(0), ANIM, riff("ANMF", join([FRAME_HEAD, STILL]))));
  refused(webp(STILL, header(0)));
  refused(webp());
  refused(webp(header(2), ANIM, riff("ANMF", FRAME_HEAD)));
});

test("WebP: what hides inside a frame goes, nested frames included, at any depth", () => {
  let nested = join([FRAME_HEAD, STILL, riff("rhsa", ascii("rahasia"))]);
  const film = clean(webp(header(2), ANIM, riff("ANMF", nested)));
  assert.ok(!holds(film.raw, "rahasia"));
  assert.deepEqual(film.found, ["other"]);
  for (let depth = 0; depth < 2_000; depth++) {
    nested = join([FRAME_HEAD, riff("ANMF", nested)]);
  }
  refused(webp(header(2), ANIM, riff("ANMF", nested)));
});

test("WebP: lengths that reach outside are refused", () => {
  refused(join([ascii("RIFF"), le32(0xffff_fff0), ascii("WEBP"), STILL]));
  refused(join([ascii("RIFF"), le32(0), ascii("WEBP"), STILL]));
  refused(webp(join([ascii("VP8L"), le32(0xffff_ffff), new Uint8Array(8)])));
  refused(webp(ascii("VP8L")));
});
