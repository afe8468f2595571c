/** One object of a PDF file at a time, by pdf-lib's parser, without the streams behind dictionaries. */

import { PDFNumber, PDFObjectParser } from "@cantoo/pdf-lib";
import { need } from "./bytes.js";

/** @import { PDFContext, PDFDict, PDFObject, PDFRef } from "@cantoo/pdf-lib" */
/** @import { Bytes } from "../protocol/bytes.js" */

const OBJ = [0x6f, 0x62, 0x6a];
const STREAM = [0x73, 0x74, 0x72, 0x65, 0x61, 0x6d];
const DEPTH_MAX = 100;

export class ObjectParser extends PDFObjectParser {
  #depth = 0;

  /** @param {Bytes} bytes @param {PDFContext} context @returns {ObjectParser} */
  static over(bytes, context) {
    // The class of pdf-lib's byte stream is not exported; its parser makes one.
    const { bytes: stream } = /** @type {any} */ (PDFObjectParser.forBytes(bytes, context));
    return new ObjectParser(stream, context);
  }

  /** @returns {number} how many bytes have been read */
  get place() {
    return this.bytes.offset();
  }

  /** @param {number} at where to go on */
  moveTo(at) {
    this.bytes.moveTo(at);
  }

  /** @param {number} [expected] @returns {PDFObject} the object behind its number, which must be the expected one */
  parseHeaded(expected) {
    const object = this.integer();
    this.integer();
    this.skipWhitespaceAndComments();
    need(this.matchKeyword(OBJ) && (expected === undefined || object === expected));
    return this.parseObject();
  }

  /** @returns {number} where the bytes of a stream begin; -1 where no stream follows */
  streamStart() {
    this.skipWhitespaceAndComments();
    if (this.bytes.done() || !this.matchKeyword(STREAM)) {
      return -1;
    }
    const [first, second] = [this.bytes.peekAhead(0), this.bytes.peekAhead(1)];
    const pair = first === 13 && second === 10;
    return this.place + (pair ? 2 : Number(first === 10 || first === 13));
  }

  /** @override @param {PDFRef} [ref] @returns {PDFObject} */
  parseObject(ref) {
    this.#depth += 1;
    need(this.#depth <= DEPTH_MAX);
    const object = super.parseObject(ref);
    this.#depth -= 1;
    return object;
  }

  /** @override @param {PDFRef} [ref] @returns {PDFDict} */
  parseDictOrStream(ref) {
    return this.parseDict(ref);
  }

  /** @returns {number} */
  integer() {
    this.skipWhitespaceAndComments();
    const value = this.parseNumberOrRef();
    need(value instanceof PDFNumber);
    return value.asNumber();
  }
}

/** Many small objects packed together (ISO 32000-1, 7.5.7). */
export class ObjectStream {
  /** @type {Map<number, number>} */
  #places = new Map();

  /**
   * @param {Bytes} bytes unpacked
   * @param {number} count
   * @param {number} first where the objects begin
   * @param {PDFContext} context
   */
  constructor(bytes, count, first, context) {
    this.bytes = bytes;
    this.context = context;
    const parser = ObjectParser.over(bytes, context);
    for (let index = 0; index < count && parser.place < first; index += 1) {
      const object = parser.integer();
      const offset = parser.integer();
      need(first + offset < bytes.length);
      this.#places.set(object, first + offset);
    }
  }

  /** @param {number} object @returns {PDFObject | null} */
  parse(object) {
    const place = this.#places.get(object);
    if (place === undefined) {
      return null;
    }
    const parser = ObjectParser.over(this.bytes, this.context);
    parser.moveTo(place);
    return parser.parseObject();
  }
}
