/**
 * The door to all cleaners: looks into a file, says what is in it, and gives it back without what betrays its maker. Built as a file of its
 * own, which every visit fetches once the form is usable.
 */

import { LockedError, UnsupportedError } from "./bytes.js";
import { cleanFilm, isFilm } from "./film.js";
import { Findings } from "./findings.js";
import { cleanJpeg, isJpeg } from "./jpeg.js";
import { cleanOffice } from "./office.js";
import { otherKind } from "./others.js";
import { cleanPdf } from "./pdf.js";
import { isPdf } from "./pdf_file.js";
import { cleanPng, isPng } from "./png.js";
import { Rope } from "./rope.js";
import { cleanWebp, isWebp } from "./webp.js";
import { isZip } from "./zip.js";

/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Cleaned } from "./bytes.js" */
/** @import { Finding, Inspected, Remain, Wishes } from "./findings.js" */
/** @import { OtherKind } from "./others.js" */
/** @import { Source } from "./rope.js" */

/** @typedef {"damaged" | "locked" | "macros" | "big" | "room" | OtherKind} Obstacle why a file is not cleaned */

/**
 * @typedef {object} Inspection
 * @property {string | null} ending of the type that the bytes show
 * @property {Rope | null} cleaned null where there is an obstacle
 * @property {Obstacle | null} obstacle
 * @property {Findings<Finding>} found
 * @property {Findings<Remain>} remains
 */

/** @typedef {(source: Source, wishes: Wishes) => Promise<Inspected>} Clean */
/** @typedef {{ ending: string, fits: (head: Bytes) => boolean, limit: number, clean: Clean }} Cleaner */

const HEAD_LEN = 1_024;
/** A picture is cleaned in memory: the largest that is. */
export const PICTURE_MAX_LEN = 64 << 20;
const DOCUMENT_MAX_LEN = 1 << 30;
const FILM_MAX_LEN = 2 ** 40;

const DEPTH_MAX = 2;
/** How deep inside others a document lies. @type {WeakMap<Wishes, number>} */
const DEPTHS = new WeakMap();

/** @type {Cleaner[]} */
const CLEANERS = [
  { ending: "jpg", fits: isJpeg, limit: PICTURE_MAX_LEN, clean: whole(cleanJpeg) },
  { ending: "png", fits: isPng, limit: PICTURE_MAX_LEN, clean: whole(cleanPng) },
  { ending: "webp", fits: isWebp, limit: PICTURE_MAX_LEN, clean: whole(cleanWebp) },
  { ending: "pdf", fits: isPdf, limit: DOCUMENT_MAX_LEN, clean: cleanPdf },
  { ending: "zip", fits: isZip, limit: DOCUMENT_MAX_LEN, clean: office },
  { ending: "mp4", fits: isFilm, limit: FILM_MAX_LEN, clean: cleanFilm },
];

/** @type {Clean} */
async function office(source, wishes) {
  // Documents inside documents are looked into, but not without end.
  const depth = (DEPTHS.get(wishes) ?? 0) + 1;
  return await cleanOffice(source, wishes, async (inner, innerWishes) => {
    DEPTHS.set(innerWishes, depth);
    return await inspect(inner, depth > DEPTH_MAX ? { ...innerWishes, room: -1 } : innerWishes);
  });
}

/** @param {(file: Bytes) => Cleaned} cleaner of a whole file in memory @returns {Clean} */
function whole(cleaner) {
  return async (source) => {
    const { parts, found } = cleaner(await source.read(0, source.len));
    return { parts, found, remains: new Findings() };
  };
}

/**
 * @param {Source} source the file
 * @param {Wishes & { room?: number }} wishes `room`: how many bytes may be kept in memory
 * @returns {Promise<Inspection>} raises what reading the file raises, nothing else
 */
export async function inspect(source, wishes) {
  /** @type {Inspection} */
  const nothing = {
    ending: null,
    cleaned: null,
    obstacle: "type",
    found: new Findings(),
    remains: new Findings(),
  };
  const head = await source.read(0, Math.min(source.len, HEAD_LEN));
  /** @type {unknown[]} */
  const unread = [];
  const watched = {
    len: source.len,
    read: async (/** @type {number} */ from, /** @type {number} */ to) => {
      try {
        const bytes = await source.read(from, to);
        if (bytes.length !== Math.min(to, source.len) - from) {
          throw new RangeError("the file has become shorter");
        }
        return bytes;
      } catch (error) {
        unread.push(error);
        throw error;
      }
    },
  };
  const cleaner = CLEANERS.find(({ fits }) => fits(head));
  if (!cleaner) {
    return { ...nothing, obstacle: otherKind(head) };
  }
  const { ending } = cleaner;
  const room = wishes.room ?? Number.POSITIVE_INFINITY;
  const isWhole = cleaner.limit === PICTURE_MAX_LEN;
  if (isWhole && source.len > room && source.len <= cleaner.limit) {
    return { ...nothing, ending, obstacle: "room" };
  }
  if (source.len > cleaner.limit) {
    return { ...nothing, ending, obstacle: "big" };
  }
  try {
    const { parts, found, remains, ...own } = await cleaner.clean(watched, wishes);
    const cleaned = new Rope(parts, source.read);
    if (cleaned.heldLen > room) {
      return { ...nothing, ending, obstacle: "room" };
    }
    return { ending: own.ending ?? ending, cleaned, obstacle: null, found, remains };
  } catch (error) {
    if (unread.length > 0) {
      throw unread[0];
    }
    if (error instanceof LockedError) {
      return { ...nothing, ending, obstacle: "locked" };
    }
    if (error instanceof UnsupportedError) {
      return { ...nothing, obstacle: error.why };
    }
    // Whatever else goes wrong – a parser that gives up, no memory left – the file is not cleaned, and is said not to be.
    return { ...nothing, ending: ending === "zip" ? null : ending, obstacle: "damaged" };
  }
}
