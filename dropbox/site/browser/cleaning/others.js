/** Kinds of files that are not cleaned, by their first bytes: what can be said of each is more than that it is not cleaned. */

import { startsWith } from "./bytes.js";

/** @import { Bytes } from "../protocol/bytes.js" */

/** @typedef {"old" | "photo" | "sound" | "film" | "archive" | "type"} OtherKind */

/** Where a text stands, and what it says. @type {[OtherKind, number, string][]} */
const SIGNS = [
  ["old", 0, "\xd0\xcf\x11\xe0"],
  ["old", 0, "{\\rtf"],
  ["photo", 0, "GIF8"],
  ["photo", 0, "II*\0"],
  ["photo", 0, "MM\0*"],
  ["photo", 0, "BM"],
  ["photo", 4, "ftyphe"],
  ["photo", 4, "ftypmif1"],
  ["photo", 4, "ftypmsf1"],
  ["photo", 4, "ftypavif"],
  ["photo", 4, "ftypcrx "],
  ["photo", 0, "\xff\x0a"],
  ["photo", 4, "JXL "],
  ["sound", 0, "ID3"],
  ["sound", 0, "OggS"],
  ["sound", 0, "fLaC"],
  ["sound", 8, "WAVE"],
  ["sound", 0, "#!AMR"],
  ["sound", 0, "\xff\xfb"],
  ["sound", 0, "\xff\xf1"],
  ["film", 0, "\x1a\x45\xdf\xa3"],
  ["film", 8, "AVI "],
  ["film", 0, "0&\xb2u"],
  ["film", 0, "\0\0\x01\xba"],
  ["archive", 0, "PK\x03\x04"],
  ["archive", 0, "Rar!"],
  ["archive", 0, "7z\xbc\xaf"],
  ["archive", 0, "\x1f\x8b"],
];

/** @param {Bytes} head the first bytes of a file @returns {OtherKind} */
export function otherKind(head) {
  return SIGNS.find(([, at, text]) => startsWith(head, text, at))?.[0] ?? "type";
}
