/** The checksum that PNG and ZIP share (ISO 3309, CRC-32). */

/** @import { Bytes } from "../protocol/bytes.js" */

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return rest;
});

/** @param {Bytes} bytes @returns {number} */
export function crc32(bytes) {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest = (rest >>> 8) ^ /** @type {number} */ (CRC_TABLE[(rest ^ byte) & 0xff]);
  }
  return ~rest >>> 0;
}
