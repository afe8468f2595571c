// What a file is called in the letter (§5.1). Names of files tell a lot: of people, programs, cameras, times.

import { FILE_NAME_MAX_LEN } from "../protocol/sizes.js";

// biome-ignore lint/suspicious/noControlCharactersInRegex: replacing them is the point
const UNFIT = /[/\\\x00-\x1f\x7f]/g;
const ENDING = /\.([a-z0-9]{1,8})$/;
const ENDING_MAX_LEN = 20;

/**
 * @param {string} stem such as "lampiran"
 * @param {number} place from 0
 * @param {string | null} ending of the type that the bytes show; null to keep the one of the name
 * @param {string} original name on the device
 * @returns {string} a name that tells nothing but the type, such as "lampiran-1.jpg"
 */
export function neutralName(stem, place, ending, original) {
  const kept = ending ?? ENDING.exec(original.toLowerCase())?.[1];
  return `${stem}-${place + 1}${kept ? `.${kept}` : ""}`;
}

/**
 * @param {string} original name on the device, in any writing
 * @param {string} neutral what stands for a name of which nothing is left
 * @returns {string} the name, where it may stand in a letter; else the nearest that may
 */
export function fittingName(original, neutral) {
  const whole = original.toWellFormed().replace(UNFIT, "_");
  if (whole === "" || whole === "." || whole === "..") {
    return neutral;
  }
  if (lengthOf(whole) <= FILE_NAME_MAX_LEN) {
    return whole;
  }
  const dot = whole.lastIndexOf(".");
  const tail = dot > 0 && lengthOf(whole.slice(dot)) <= ENDING_MAX_LEN ? whole.slice(dot) : "";
  let head = "";
  // By characters, so that none is cut in half.
  for (const character of whole.slice(0, whole.length - tail.length)) {
    if (lengthOf(head + character + tail) > FILE_NAME_MAX_LEN) {
      break;
    }
    head += character;
  }
  return head + tail;
}

/** @param {string} text @returns {number} bytes of its UTF-8 */
function lengthOf(text) {
  return new TextEncoder().encode(text).length;
}
