/** The boxes of films and recordings (ISO 14496-12, QuickTime): walking through them, and emptying them without moving anything. */

import { need } from "./bytes.js";

/** @import { Bytes } from "../protocol/bytes.js" */

/**
 * @typedef {object} Box
 * @property {string} type four characters
 * @property {number} from of its head
 * @property {number} body behind its head
 * @property {number} to
 */

const BOXES_MAX = 200_000;

/** @param {Bytes} bytes @returns {DataView} */
export function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** @param {Bytes} bytes @param {number} at @returns {string} four characters */
export function typeAt(bytes, at) {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/**
 * @param {Bytes} head 16 bytes, fewer where the file ends
 * @param {number} at where they stand
 * @param {number} end of what holds the box
 * @returns {Box | null} null where no box begins
 */
export function boxFrom(head, at, end) {
  if (head.length < 8) {
    return null;
  }
  const view = viewOf(head);
  const type = typeAt(head, 4);
  let length = view.getUint32(0);
  let headLen = 8;
  if (length === 1 && head.length >= 16) {
    length = view.getUint32(8) * 2 ** 32 + view.getUint32(12);
    headLen = 16;
  } else if (length === 0) {
    length = end - at;
  }
  const isSound = length >= headLen && at + length <= end && /^[ -~\xa9]{4}$/.test(type);
  return isSound ? { type, from: at, body: at + headLen, to: at + length } : null;
}

/** @param {Bytes} bytes @param {number} from @param {number} to @returns {Generator<Box>} the boxes in a stretch; raises CleaningError */
export function* boxesIn(bytes, from, to) {
  let count = 0;
  // QuickTime ends some lists with four zeros.
  for (let at = from; at + 8 <= to; ) {
    const box = boxFrom(bytes.subarray(at, Math.min(to, at + 16)), at, to);
    need(box && count < BOXES_MAX);
    yield box;
    count += 1;
    at = box.to;
  }
}

/** Makes a box one that says nothing, of the same length. @param {Bytes} bytes @param {Box} box */
export function empty(bytes, box) {
  bytes.set([0x66, 0x72, 0x65, 0x65], box.from + 4);
  bytes.fill(0, box.body, box.to);
}

/** @param {Bytes} bytes @param {number} from @param {number} to @param {string} type @returns {Box | null} the first of its type */
export function firstBox(bytes, from, to, type) {
  for (const box of boxesIn(bytes, from, to)) {
    if (box.type === type) {
      return box;
    }
  }
  return null;
}
