/** Packed bytes unpacked, and packed, by the browser itself: fast also where scripts run without JIT, and never more than was asked for. */

import { CleaningError, join, need } from "./bytes.js";

/** @import { Bytes } from "../protocol/bytes.js" */

/** @typedef {"deflate" | "deflate-raw"} Packing with (RFC 1950) or without (RFC 1951) head and checksum */

/**
 * @param {Bytes} packed
 * @param {Packing} packing
 * @param {number} limit of bytes
 * @returns {Promise<Bytes>}
 * @throws {CleaningError} where the bytes are damaged, or are more than `limit`: a small file can hold a thousandfold of its size
 */
export async function inflate(packed, packing, limit) {
  return await through(packed, new DecompressionStream(packing), limit);
}

/** @param {Bytes} bytes @returns {Promise<Bytes>} packed without head (RFC 1951) */
export async function deflate(bytes) {
  return await through(bytes, new CompressionStream("deflate-raw"), Number.POSITIVE_INFINITY);
}

/** @param {Bytes} bytes @param {CompressionStream | DecompressionStream} stream @param {number} limit */
async function through(bytes, stream, limit) {
  /** @type {Bytes[]} */
  const parts = [];
  let length = 0;
  const writer = stream.writable.getWriter();
  // What goes wrong on this side is told on the other one.
  writer.write(bytes).catch(() => null);
  writer.close().catch(() => null);
  const reader = stream.readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return parts.length === 1 && parts[0] ? parts[0] : join(parts);
      }
      length += value.length;
      need(length <= limit);
      parts.push(value);
    }
  } catch (cause) {
    await reader.cancel().catch(() => null);
    throw cause instanceof CleaningError ? cause : new CleaningError({ cause });
  }
}
