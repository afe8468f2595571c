/** Chooses the cleaner for a file by its first bytes, never by its name. */

import { cleanJpeg, isJpeg } from "./jpeg.js";
import { cleanPng, isPng } from "./png.js";
import { cleanWebp, isWebp } from "./webp.js";

/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Cleaned } from "./bytes.js" */

/** @typedef {{ ending: string, fits: (head: Bytes) => boolean, clean: (file: Bytes) => Cleaned }} Cleaner */

/** @type {Cleaner[]} */
const CLEANERS = [
  { ending: "jpg", fits: isJpeg, clean: cleanJpeg },
  { ending: "png", fits: isPng, clean: cleanPng },
  { ending: "webp", fits: isWebp, clean: cleanWebp },
];

/** How many bytes of a file `cleanerFor` wants to see. */
export const HEAD_LEN = 16;

/** @param {Bytes} head the first bytes of a file @returns {Cleaner | null} null for a type that the page cannot clean */
export function cleanerFor(head) {
  return CLEANERS.find(({ fits }) => fits(head)) ?? null;
}
