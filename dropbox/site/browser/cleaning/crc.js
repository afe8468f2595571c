/** The checksum that PNG and ZIP share (ISO 3309, CRC-32). */

import { breathe } from "./reading.js";

/** @import { Bytes } from "../protocol/bytes.js" */

const STEP_LEN = 1 << 20;
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return rest;
});

/** @param {Bytes} bytes @param {number} [before] of what stands before them @returns {number} */
export function crc32(bytes, before = 0) {
  let rest = ~before >>> 0;
  for (const byte of bytes) {
    rest = (rest >>> 8) ^ /** @type {number} */ (CRC_TABLE[(rest ^ byte) & 0xff]);
  }
  return ~rest >>> 0;
}

/** @param {Bytes} bytes many @returns {Promise<number>} as crc32, with pauses: without JIT it takes a second for ten megabytes */
export async function longCrc32(bytes) {
  let crc = 0;
  for (let at = 0; at < bytes.length; at += STEP_LEN) {
    crc = crc32(bytes.subarray(at, at + STEP_LEN), crc);
    await breathe();
  }
  return crc;
}
