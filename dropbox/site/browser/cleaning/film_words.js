/** What films say in words: places, names, makers, in the forms of QuickTime, iTunes, 3GPP and Apple's own keys. */

import { CleaningError } from "./bytes.js";
import { firstBox, typeAt, viewOf } from "./film_boxes.js";
import { readXmp } from "./xmp.js";

/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Box } from "./film_boxes.js" */
/** @import { Finding, Findings } from "./findings.js" */

/** By type of the box, or by the name that a key has. @type {[RegExp, Finding][]} */
const KINDS = [
  [/^©xyz|^loci|location|gps/i, "position"],
  [/^©mak|^©mod|make|model|camera|lens|manufacturer/i, "camera"],
  [
    /^©aut|^©ART|^©prd|^©wrt|^aART|^auth|^perf|^©own|author|artist|owner|creator|^©cpy|^cprt|copyright/i,
    "author",
  ],
  [/^©day|date|time|^yrrc/i, "time"],
  [/^©swr|^©too|^©enc|software|encoder|android|version/i, "software"],
  [/^©nam|^titl|^©alb|title|album/i, "title"],
  [/^©cmt|^desc|^ldes|^©des|^©inf|comment|description|keyword|^dscp/i, "comment"],
  [/^covr|thumb/i, "thumbnail"],
  [/serial|^CAME|^MUID|identifier|uuid/i, "serial"],
];
const TEXT_MAX_LEN = 2_000;
const SEARCHED_LEN = 1 << 16;
const FIRST_MAC_DAY = Date.UTC(1904, 0, 1);

/** @param {Bytes} bytes @param {Box} box that goes @param {Findings<Finding>} found what it says is noted here */
export function readWords(bytes, box, found) {
  const before = found.size;
  try {
    if (box.type === "udta" || box.type === "ilst") {
      readList(bytes, box.body, box.to, found, new Map());
    } else if (box.type === "meta") {
      readMeta(bytes, box, found);
    } else if (box.type === "uuid" || box.type === "XMP_") {
      const words = bytes.subarray(box.body, box.to);
      if (new TextDecoder().decode(words.subarray(0, SEARCHED_LEN)).includes("xmpmeta")) {
        found.addAll(readXmp(words));
      }
    }
  } catch (error) {
    // It goes whatever it says.
    if (!(error instanceof CleaningError || error instanceof RangeError)) {
      throw error;
    }
  }
  if (found.size === before) {
    found.add("other");
  }
}

/** @param {Bytes} bytes @param {Box} box @param {Findings<Finding>} found */
function readMeta(bytes, box, found) {
  // In films of QuickTime no version stands before the boxes.
  const from = typeAt(bytes, box.body + 4) === "hdlr" ? box.body : box.body + 4;
  const keys = firstBox(bytes, from, box.to, "keys");
  const list = firstBox(bytes, from, box.to, "ilst");
  /** @type {Map<number, string>} */
  const names = new Map();
  if (keys) {
    const view = viewOf(bytes);
    for (let at = keys.body + 8, index = 1; at + 8 <= keys.to; index += 1) {
      const length = view.getUint32(at);
      names.set(index, textOf(bytes, at + 8, Math.min(keys.to, at + length)));
      at += Math.max(8, length);
    }
  }
  if (list) {
    readList(bytes, list.body, list.to, found, names);
  }
}

/**
 * @param {Bytes} bytes
 * @param {number} from
 * @param {number} to
 * @param {Findings<Finding>} found
 * @param {Map<number, string>} names of keys
 */
function readList(bytes, from, to, found, names) {
  const view = viewOf(bytes);
  for (let at = from; at + 8 <= to; ) {
    const length = view.getUint32(at);
    if (length < 8 || at + length > to) {
      return;
    }
    const type = names.get(view.getUint32(at + 4)) ?? typeAt(bytes, at + 4);
    const [body, end] = [at + 8, at + length];
    if (type === "meta") {
      readMeta(bytes, { type, from: at, body, to: end }, found);
    } else if (type !== "free" && type !== "skip" && length > 8) {
      const kind = KINDS.find(([name]) => name.test(type))?.[1] ?? "other";
      found.add(kind, kind === "thumbnail" ? "" : saidBy(bytes, type, body, end));
    }
    at = end;
  }
}

/** @param {Bytes} bytes @param {string} type @param {number} from @param {number} to @returns {string} */
function saidBy(bytes, type, from, to) {
  if (type === "loci") {
    return lociOf(bytes, from, to);
  }
  if (typeAt(bytes, from + 4) === "data") {
    return textOf(bytes, from + 16, to);
  }
  return type.startsWith("©") ? textOf(bytes, from + 4, to) : textOf(bytes, from + 6, to);
}

/** @param {Bytes} bytes @param {number} from @param {number} to @returns {string} name and place, as 3GPP writes them (TS 26.244, 8.3) */
function lociOf(bytes, from, to) {
  const end = bytes.indexOf(0, from + 6);
  if (end < 0 || end + 10 > to) {
    return "";
  }
  const view = viewOf(bytes);
  const [east, north] = [view.getInt32(end + 2) / 65_536, view.getInt32(end + 6) / 65_536];
  return `${textOf(bytes, from + 6, end)} ${north.toFixed(5)}, ${east.toFixed(5)}`;
}

/** @param {Bytes} bytes @param {number} from @param {number} to @returns {string} where it reads as text */
function textOf(bytes, from, to) {
  const text = new TextDecoder().decode(bytes.subarray(from, Math.min(to, from + TEXT_MAX_LEN)));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: numbers are no text
  return /[\x01-\x08\ufffd]/.test(text) ? "" : text;
}

/** @param {number} seconds since 1904 @returns {string} such as "2026-11-03 14:07:31" */
export function momentOf(seconds) {
  const moment = new Date(FIRST_MAC_DAY + seconds * 1_000);
  return Number.isNaN(moment.getTime()) ? "" : moment.toISOString().slice(0, 19).replace("T", " ");
}
