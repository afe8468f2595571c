/** Writes a PDF file anew (ISO 32000-1, 7.5): objects numbered in the order of writing, one table, a trailer with nothing but the root. */

import { ascii } from "./bytes.js";

/** @import { PDFObject } from "@cantoo/pdf-lib" */
/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Part } from "./rope.js" */

const BUFFER_LEN = 1 << 16;

export class PdfWriter {
  /** @type {Part[]} */
  #parts = [];
  /** @type {number[]} */
  #offsets = [];
  #len = 0;
  #buffer = new Uint8Array(BUFFER_LEN);
  #filled = 0;

  /** @param {string} version such as "1.7" */
  constructor(version) {
    this.#text(`%PDF-${version}\n%`);
    // Says to programs that carry files that this one is not text.
    this.#bytes(Uint8Array.of(0xe2, 0xe3, 0xcf, 0xd3, 10));
  }

  /**
   * @param {number} number
   * @param {PDFObject} object of a stream its dictionary
   * @param {Part[] | null} stream
   */
  write(number, object, stream) {
    this.#offsets[number] = this.#len;
    this.#text(`${number} 0 obj\n`);
    const bytes = new Uint8Array(object.sizeInBytes());
    object.copyBytesInto(bytes, 0);
    this.#bytes(bytes);
    if (stream) {
      this.#text("\nstream\n");
      for (const part of stream) {
        this.#part(part);
      }
      this.#text("\nendstream");
    }
    this.#text("\nendobj\n");
  }

  /** @param {number} root @returns {Part[]} the whole file */
  finish(root) {
    const at = this.#len;
    const size = this.#offsets.length;
    this.#text(`xref\n0 ${size}\n0000000000 65535 f \n`);
    for (let number = 1; number < size; number += 1) {
      const offset = this.#offsets[number] ?? 0;
      this.#text(`${String(offset).padStart(10, "0")} 00000 n \n`);
    }
    this.#text(`trailer\n<</Size ${size}/Root ${root} 0 R>>\nstartxref\n${at}\n%%EOF\n`);
    this.#flush();
    return this.#parts;
  }

  /** @param {string} text */
  #text(text) {
    this.#bytes(ascii(text));
  }

  /** @param {Part} part */
  #part(part) {
    if (part instanceof Uint8Array) {
      this.#bytes(part);
      return;
    }
    this.#flush();
    this.#parts.push(part);
    this.#len += "zeros" in part ? part.zeros : part.to - part.from;
  }

  /** @param {Bytes} bytes */
  #bytes(bytes) {
    this.#len += bytes.length;
    if (this.#filled + bytes.length > BUFFER_LEN) {
      this.#flush();
    }
    if (bytes.length > BUFFER_LEN) {
      this.#parts.push(bytes);
    } else {
      this.#buffer.set(bytes, this.#filled);
      this.#filled += bytes.length;
    }
  }

  #flush() {
    if (this.#filled > 0) {
      this.#parts.push(this.#buffer.slice(0, this.#filled));
      this.#filled = 0;
    }
  }
}
