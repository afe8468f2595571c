/** A cleaned file as a list of parts, so that a film of 500 MB takes no more memory than what was changed in it. */

/** @import { Bytes } from "../protocol/bytes.js" */

/** @typedef {Bytes | { from: number, to: number } | { zeros: number }} Part bytes, a stretch of the original, or zeros */
/** @typedef {(from: number, to: number) => Promise<Bytes>} Read the bytes from `from` up to but not including `to` */
/** @typedef {{ len: number, read: Read }} Source */

/** @param {Part} part @returns {number} bytes */
export function partLen(part) {
  if (part instanceof Uint8Array) {
    return part.length;
  }
  return "zeros" in part ? part.zeros : part.to - part.from;
}

export class Rope {
  /** @type {number[]} */
  #starts = [];

  /** @param {Part[]} parts @param {Read} readOriginal */
  constructor(parts, readOriginal) {
    this.parts = parts.filter((part) => partLen(part) > 0);
    this.readOriginal = readOriginal;
    this.len = 0;
    /** Bytes that it keeps in memory. */
    this.heldLen = 0;
    for (const part of this.parts) {
      this.#starts.push(this.len);
      this.len += partLen(part);
      this.heldLen += part instanceof Uint8Array ? part.length : 0;
    }
  }

  /**
   * @param {number} from
   * @param {number} to
   * @returns {Promise<Bytes>} up to the end of the file; raises what reading the original raises
   */
  async read(from, to) {
    const end = Math.min(to, this.len);
    if (from >= end) {
      return new Uint8Array();
    }
    const joined = new Uint8Array(end - from);
    for (let index = this.#partAt(from); index < this.parts.length; index += 1) {
      const start = /** @type {number} */ (this.#starts[index]);
      if (start >= end) {
        break;
      }
      const part = /** @type {Part} */ (this.parts[index]);
      const first = Math.max(from - start, 0);
      const last = Math.min(end - start, partLen(part));
      if (part instanceof Uint8Array) {
        joined.set(part.subarray(first, last), start + first - from);
      } else if ("from" in part) {
        const read = await this.readOriginal(part.from + first, part.from + last);
        if (read.length !== last - first) {
          throw new RangeError("the file has become shorter");
        }
        joined.set(read, start + first - from);
      }
    }
    return joined;
  }

  /** @param {number} at @returns {number} the index of the part that holds this byte */
  #partAt(at) {
    let [low, high] = [0, this.#starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (/** @type {number} */ (this.#starts[middle]) <= at) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
