/** Reads a file in blocks and keeps the last few: many small reads of neighbouring places cost one. */

import { join, need } from "./bytes.js";

/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Source } from "./rope.js" */

const BLOCK_LEN = 1 << 20;
const BLOCKS_KEPT = 6;
const SEARCH_OVERLAP = 64;

export class Reading {
  /** In order of use. @type {Map<number, Promise<Bytes>>} */
  #blocks = new Map();

  /** @param {Source} source */
  constructor(source) {
    this.source = source;
    this.len = source.len;
  }

  /**
   * @param {number} from
   * @param {number} to
   * @returns {Promise<Bytes>} fewer where the file ends; raises what reading the file raises
   */
  async read(from, to) {
    const end = Math.min(to, this.len);
    need(from >= 0);
    if (from >= end) {
      return new Uint8Array();
    }
    const [first, last] = [Math.floor(from / BLOCK_LEN), Math.floor((end - 1) / BLOCK_LEN)];
    if (last - first >= BLOCKS_KEPT - 1) {
      return await this.source.read(from, end);
    }
    /** @type {Bytes[]} */
    const parts = [];
    for (let index = first; index <= last; index += 1) {
      const block = await this.#block(index);
      const start = index * BLOCK_LEN;
      parts.push(block.subarray(Math.max(0, from - start), end - start));
    }
    return parts.length === 1 && parts[0] ? parts[0] : join(parts);
  }

  /** @param {number} from @param {number} to @returns {Promise<Bytes>} just as many; short of that CleaningError */
  async readExactly(from, to) {
    const bytes = await this.read(from, to);
    need(bytes.length === to - from);
    return bytes;
  }

  /**
   * @param {Bytes} needle at most 64 bytes
   * @param {number} from
   * @param {number} to
   * @returns {Promise<number>} the last place in the stretch where it stands; -1 for none
   */
  async findLast(needle, from, to) {
    let end = to;
    while (end > from) {
      const start = Math.max(from, end - BLOCK_LEN);
      const at = lastIndexOf(await this.read(start, Math.min(to, end + SEARCH_OVERLAP)), needle);
      if (at >= 0) {
        return start + at;
      }
      end = start;
    }
    return -1;
  }

  /** @param {number} index @returns {Promise<Bytes>} */
  async #block(index) {
    const kept = this.#blocks.get(index);
    const from = index * BLOCK_LEN;
    const block = kept ?? this.source.read(from, Math.min(this.len, from + BLOCK_LEN));
    this.#blocks.delete(index);
    this.#blocks.set(index, block);
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size > BLOCKS_KEPT && oldest !== undefined) {
      this.#blocks.delete(oldest);
    }
    return await block;
  }
}

/** @param {Bytes} bytes @param {Bytes} needle @returns {number} */
export function lastIndexOf(bytes, needle) {
  const first = /** @type {number} */ (needle[0]);
  for (
    let at = bytes.lastIndexOf(first);
    at >= 0;
    at = at > 0 ? bytes.lastIndexOf(first, at - 1) : -1
  ) {
    if (needle.every((byte, place) => bytes[at + place] === byte)) {
      return at;
    }
  }
  return -1;
}

/** Lets the page draw and answer. @returns {Promise<void>} */
export function breathe() {
  return new Promise((done) => {
    setTimeout(done, 0);
  });
}
