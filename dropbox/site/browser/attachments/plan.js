// From the chosen files to what the letter announces (§5.1) and to the pieces that follow it (§5.2).

import { concat } from "../protocol/bytes.js";
import { toBase64url } from "../protocol/canonical.js";
import { AttachmentsTooLargeError } from "../protocol/errors.js";
import { paddedPieces } from "../protocol/pieces.js";
import { randomBytes } from "../protocol/randomness.js";
import { FILES_MAX, PIECE_LEN } from "../protocol/sizes.js";

/** @typedef {import("../protocol/bytes.js").Bytes} Bytes */
/** @typedef {import("../protocol/canonical.js").JsonObject} JsonObject */
/** @typedef {"cleaned" | "kept" | "untreated"} Treatment */
/** @typedef {(from: number, to: number) => Promise<Bytes>} Read the bytes from `from` up to but not including `to` */
/** @typedef {{ name: string, len: number, treatment: Treatment, read: Read }} Source */

const FK_LEN = 32;

/** A file that was chosen cannot be read any more, or is shorter than it was; `place` from 0. */
export class FileGoneError extends Error {
  /** @param {number} place @param {ErrorOptions} [options] */
  constructor(place, options) {
    super("the file has changed or is gone", options);
    this.place = place;
  }
}

/**
 * @param {Source[]} sources
 * @param {Bytes} fk
 * @returns {JsonObject} `attachments` of a letter's body (§5.1); raises AttachmentsTooLargeError
 */
export function announce(sources, fk) {
  return {
    fk: toBase64url(fk),
    pieces: paddedPieces(totalLen(sources)),
    files: sources.map(({ name, len, treatment }) => ({ name, len, treatment })),
  };
}

/** @param {{ len: number }[]} sources @returns {number} bytes of all together */
export function totalLen(sources) {
  return sources.reduce((sum, { len }) => sum + len, 0);
}

/** The files of one letter as pieces. Holds no byte of them: each piece is read when it is its turn. */
export class Plan {
  /**
   * @param {Source[]} sources 1 to 200
   * @param {number} limit the bulletin's `attachments_len`; more raises AttachmentsTooLargeError
   */
  constructor(sources, limit) {
    if (totalLen(sources) > limit || sources.length > FILES_MAX) {
      throw new AttachmentsTooLargeError();
    }
    this.sources = sources;
    this.fk = randomBytes(FK_LEN);
    this.announced = announce(sources, this.fk);
    /** N, with the pieces of zeros that hide the exact size. */
    this.pieces = Number(this.announced.pieces);
    let start = 0;
    this.spans = sources.map(({ len }) => {
      const from = start;
      start += len;
      return { from, to: start };
    });
  }

  /**
   * @param {number} index from 0
   * @returns {Promise<Bytes>} the piece without the zeros that fill it; raises FileGoneError
   */
  async read(index) {
    const [from, to] = [index * PIECE_LEN, (index + 1) * PIECE_LEN];
    const parts = [];
    for (const [place, span] of this.spans.entries()) {
      const [begin, end] = [Math.max(from, span.from), Math.min(to, span.to)];
      if (begin < end) {
        parts.push(await this.#part(place, begin - span.from, end - span.from));
      }
    }
    // Most pieces lie within one file: what is not copied need not be collected on a small phone.
    return parts.length === 1 && parts[0] ? parts[0] : concat(...parts);
  }

  /** @param {number} place @param {number} from @param {number} to @returns {Promise<Bytes>} */
  async #part(place, from, to) {
    const source = /** @type {Source} */ (this.sources[place]);
    /** @type {Bytes} */
    let part;
    try {
      part = await source.read(from, to);
    } catch (cause) {
      throw new FileGoneError(place, { cause });
    }
    // Some browsers give what is left of a file that has become shorter.
    if (part.length !== to - from) {
      throw new FileGoneError(place);
    }
    return part;
  }

  /**
   * @param {(index: number) => boolean} isThere
   * @returns {boolean[]} for each file whether all its pieces are there
   */
  whole(isThere) {
    return this.spans.map(({ from, to }) => {
      for (let index = Math.floor(from / PIECE_LEN); index * PIECE_LEN < to; index++) {
        if (from < to && !isThere(index)) {
          return false;
        }
      }
      return true;
    });
  }
}
