/**
 * Finds the objects of a PDF file (ISO 32000-1) by its cross-reference tables, as viewers do: what an earlier state of the document has left
 * behind in the file is not seen, and so never carried along. Objects are parsed by pdf-lib; streams stay in the file until they are needed.
 */

import { PDFArray, PDFContext, PDFDict, PDFName, PDFNumber, PDFRef } from "@cantoo/pdf-lib";
import { ascii, CleaningError, LockedError, need } from "./bytes.js";
import { inflate } from "./inflate.js";
import { ObjectParser, ObjectStream } from "./pdf_objects.js";
import { Reading } from "./reading.js";

/** @import { PDFObject } from "@cantoo/pdf-lib" */
/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Source } from "./rope.js" */

/** @typedef {{ at: number, generation: number } | { within: number }} Place in the file, or in an object stream */
/** @typedef {{ object: PDFObject, stream: { from: number, to: number } | null }} Found an object; of a stream its dictionary */

const TAIL_LEN = 2_048;
const HEAD_LEN = 1_024;
const WINDOW_LEN = 4_096;
const WINDOW_MAX_LEN = 16 << 20;
const UNPACKED_MAX_LEN = 32 << 20;
const SECTIONS_MAX = 2_000;
const OBJECTS_MAX = 2_000_000;
const OBJECT_STREAMS_KEPT = 8;

/** @param {Bytes} head @returns {boolean} whether it begins as a PDF file does */
export function isPdf(head) {
  return new TextDecoder("latin1").decode(head).includes("%PDF-");
}

export class PdfFile {
  /** @type {Map<number, Place>} */
  #places = new Map();
  #offsets = new Float64Array();
  /** @type {Map<number, Promise<ObjectStream>>} */
  #objectStreams = new Map();
  #shift = 0;

  /** @param {Source} source */
  constructor(source) {
    this.reading = new Reading(source);
    this.context = PDFContext.create();
    this.trailer = PDFDict.withContext(this.context);
    this.version = "1.7";
    /** How many states of the document the file holds. */
    this.revisions = 0;
    /** Bytes before the beginning and behind the end. */
    this.outside = 0;
  }

  /** Reads head, tables and trailer. @returns {Promise<void>} raises CleaningError, LockedError */
  async open() {
    const head = new TextDecoder("latin1").decode(await this.reading.read(0, HEAD_LEN));
    this.#shift = head.indexOf("%PDF-");
    need(this.#shift >= 0);
    this.version = /^\d\.\d/.exec(head.slice(this.#shift + 5))?.[0] ?? "1.7";
    const { len } = this.reading;
    const tailAt = Math.max(0, len - TAIL_LEN);
    const tail = new TextDecoder("latin1").decode(await this.reading.read(tailAt, len));
    const found = [...tail.matchAll(/startxref\s+(\d{1,12})\s+(%%EOF\s*)?/g)].at(-1);
    need(found);
    this.outside = this.#shift + tail.length - found.index - found[0].length;
    await this.#readSections(Number(found[1]));
    if (this.trailer.has(PDFName.of("Encrypt"))) {
      throw new LockedError();
    }
    const offsets = [...this.#places.values()].map((place) => ("at" in place ? place.at : 0));
    this.#offsets = Float64Array.from([...offsets, len]).sort();
  }

  /** @param {number} newest offset of the newest table */
  async #readSections(newest) {
    const waiting = [newest];
    const seen = new Set();
    let linearized = 0;
    while (waiting.length > 0) {
      const at = /** @type {number} */ (waiting.shift());
      need(at >= 0 && at + this.#shift < this.reading.len && seen.size < SECTIONS_MAX);
      if (seen.has(at)) {
        continue;
      }
      seen.add(at);
      const trailer = await this.#readSection(at + this.#shift);
      if (seen.size === 1) {
        this.trailer = trailer;
        linearized = await this.#isLinearized();
      }
      for (const name of ["XRefStm", "Prev"]) {
        const next = trailer.get(PDFName.of(name));
        if (next instanceof PDFNumber) {
          waiting.push(next.asNumber());
          this.revisions += name === "Prev" ? 1 : 0;
        }
      }
    }
    this.revisions += 1 - linearized;
    need(this.trailer.has(PDFName.of("Root")));
  }

  /** @returns {Promise<number>} 1 for a file that is laid out for the web, with a second table that is no second state */
  async #isLinearized() {
    const head = await this.reading.read(this.#shift, this.#shift + HEAD_LEN);
    return new TextDecoder("latin1").decode(head).includes("/Linearized") ? 1 : 0;
  }

  /** @param {number} at @returns {Promise<PDFDict>} the trailer of a table, whose entries are noted unless newer ones are known */
  async #readSection(at) {
    const head = await this.reading.read(at, at + 4);
    return startsTable(head) ? await this.#readTable(at + 4) : await this.#readTableStream(at);
  }

  /** @param {number} from @returns {Promise<PDFDict>} */
  async #readTable(from) {
    const lines = new Lines(this.reading, from);
    for (;;) {
      const word = await lines.word();
      if (word === "trailer") {
        break;
      }
      const first = number(word);
      const count = number(await lines.word());
      need(this.#places.size + count <= OBJECTS_MAX);
      for (let index = 0; index < count; index += 1) {
        const [at, generation] = [number(await lines.word()), number(await lines.word())];
        const kind = await lines.word();
        need(kind === "n" || kind === "f");
        this.#note(first + index, kind === "n" ? { at: at + this.#shift, generation } : null);
      }
    }
    const { object } = await this.#parse(lines.at, this.reading.len, false);
    need(object instanceof PDFDict);
    return object;
  }

  /** @param {number} at @returns {Promise<PDFDict>} */
  async #readTableStream(at) {
    const { object, stream } = await this.#parse(at, this.reading.len, true);
    need(object instanceof PDFDict && stream !== null);
    const dict = object;
    need(dict.get(PDFName.of("Type")) === PDFName.of("XRef"));
    const rows = unpredicted(dict, await this.unpack(dict, stream, UNPACKED_MAX_LEN));
    const widths = numbers(dict.get(PDFName.of("W")));
    need(widths.length === 3 && widths.every((width) => width >= 0 && width <= 7));
    const size = dict.get(PDFName.of("Size"));
    const index = dict.get(PDFName.of("Index"));
    const ranges = index ? numbers(index) : [0, size instanceof PDFNumber ? size.asNumber() : 0];
    const [kindLen = 0, secondLen = 0, thirdLen = 0] = widths;
    const rowLen = kindLen + secondLen + thirdLen;
    need(rowLen > 0);
    let row = 0;
    for (let range = 0; range + 1 < ranges.length; range += 2) {
      const [first = 0, count = 0] = ranges.slice(range);
      need(this.#places.size + count <= OBJECTS_MAX);
      for (
        let entry = 0;
        entry < count && (row + 1) * rowLen <= rows.length;
        entry += 1, row += 1
      ) {
        const from = row * rowLen;
        const kind = kindLen ? big(rows, from, kindLen) : 1;
        const second = big(rows, from + kindLen, secondLen);
        const third = big(rows, from + kindLen + secondLen, thirdLen);
        const inFile = kind === 1 ? { at: second + this.#shift, generation: third } : null;
        this.#note(first + entry, kind === 2 ? { within: second } : inFile);
      }
    }
    return dict;
  }

  /** @param {number} object @param {Place | null} place null where it was deleted */
  #note(object, place) {
    if (!this.#places.has(object)) {
      this.#places.set(object, place ?? { at: -1, generation: 65_535 });
    }
  }

  /**
   * @param {PDFRef} ref
   * @returns {Promise<Found | null>} null where there is no such object: the standard says that it is null then
   */
  async get(ref) {
    const place = this.#places.get(ref.objectNumber);
    if (!place || ("at" in place && (place.at < 0 || place.generation !== ref.generationNumber))) {
      return null;
    }
    if ("at" in place) {
      return await this.#parse(place.at, this.#boundary(place.at), true, ref.objectNumber);
    }
    // Parsed anew each time, because what is cleaned is changed in place.
    const object = (await this.#objectStream(place.within)).parse(ref.objectNumber);
    return object ? { object, stream: null } : null;
  }

  /** @param {PDFObject | undefined} value @returns {Promise<PDFObject | undefined>} what it refers to; of a stream its dictionary */
  async resolve(value) {
    return value instanceof PDFRef ? (await this.get(value))?.object : value;
  }

  /**
   * @param {PDFDict} dict of a stream
   * @param {{ from: number, to: number }} stream
   * @param {number} limit of bytes
   * @returns {Promise<Bytes>} unpacked, where it is packed by Flate alone
   */
  async unpack(dict, stream, limit) {
    const filter = dict.get(PDFName.of("Filter"));
    const only = filter instanceof PDFArray && filter.size() === 1 ? filter.get(0) : filter;
    need(stream.to - stream.from <= UNPACKED_MAX_LEN);
    const packed = await this.reading.readExactly(stream.from, stream.to);
    if (only === undefined || (only instanceof PDFArray && only.size() === 0)) {
      return packed;
    }
    need(only === PDFName.of("FlateDecode"));
    return await inflate(packed, "deflate", limit);
  }

  /** @param {number} object @returns {Promise<ObjectStream>} */
  #objectStream(object) {
    const kept = this.#objectStreams.get(object) ?? this.#readObjectStream(object);
    this.#objectStreams.delete(object);
    this.#objectStreams.set(object, kept);
    const [oldest] = this.#objectStreams.keys();
    if (this.#objectStreams.size > OBJECT_STREAMS_KEPT && oldest !== undefined) {
      this.#objectStreams.delete(oldest);
    }
    return kept;
  }

  /** @param {number} object the number of an object stream @returns {Promise<ObjectStream>} */
  async #readObjectStream(object) {
    const place = this.#places.get(object);
    need(place !== undefined && "at" in place);
    const found = await this.get(PDFRef.of(object));
    need(found?.object instanceof PDFDict && found.stream);
    const dict = found.object;
    const [count, first] = [dict.get(PDFName.of("N")), dict.get(PDFName.of("First"))].map(
      (value) => (value instanceof PDFNumber ? value.asNumber() : -1),
    );
    need(count !== undefined && first !== undefined && count >= 0 && first >= 0);
    const unpacked = unpredicted(dict, await this.unpack(dict, found.stream, UNPACKED_MAX_LEN));
    return new ObjectStream(unpacked, count, first, this.context);
  }

  /** @param {number} at @returns {number} where the next object begins, so that a broken one ends there */
  #boundary(at) {
    let [low, high] = [0, this.#offsets.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (/** @type {number} */ (this.#offsets[middle]) > at) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return this.#offsets[low] ?? this.reading.len;
  }

  /**
   * @param {number} at
   * @param {number} boundary
   * @param {boolean} headed whether it begins with its number
   * @param {number} [expected] its number
   * @returns {Promise<Found>}
   */
  async #parse(at, boundary, headed, expected) {
    for (let length = WINDOW_LEN; ; length *= 8) {
      need(length <= WINDOW_MAX_LEN);
      const end = Math.min(boundary, at + length);
      const window = await this.reading.read(at, end);
      const parser = ObjectParser.over(window, this.context);
      try {
        const object = headed ? parser.parseHeaded(expected) : parser.parseObject();
        // What the end of the window may have cut is read again with more.
        if (parser.place < window.length - 20 || end === boundary) {
          const start = parser.streamStart();
          const stream = start < 0 ? null : await this.#stream(object, at + start, boundary);
          return { object, stream };
        }
      } catch (cause) {
        if (end === boundary || cause instanceof LockedError) {
          throw cause instanceof CleaningError ? cause : new CleaningError({ cause });
        }
      }
    }
  }

  /** @param {PDFObject} object @param {number} from @param {number} boundary @returns {Promise<{ from: number, to: number }>} */
  async #stream(object, from, boundary) {
    need(object instanceof PDFDict);
    const given = object.get(PDFName.of("Length"));
    const length = await this.resolve(given);
    if (length instanceof PDFNumber && from + length.asNumber() <= boundary) {
      const to = from + length.asNumber();
      const behind = await this.reading.read(to, to + 16);
      if (/^\s*endstream/.test(new TextDecoder("latin1").decode(behind))) {
        return { from, to };
      }
    }
    const to = await this.reading.findLast(ascii("endstream"), from, boundary);
    need(to >= from);
    const before = await this.reading.read(Math.max(from, to - 2), to);
    const [last, one] = [before.at(-1), before.at(-2)];
    const newline = last === 10 && one === 13 ? 2 : Number(last === 10 || last === 13);
    return { from, to: to - newline };
  }
}

/** @param {Bytes} head @returns {boolean} */
function startsTable(head) {
  return new TextDecoder("latin1").decode(head) === "xref";
}

/** The words of a table: numbers and letters between white space. */
class Lines {
  /** @type {RegExpExecArray[]} */
  #words = [];
  #next = 0;

  /** @param {Reading} reading @param {number} at */
  constructor(reading, at) {
    this.reading = reading;
    /** Behind the last word that was given. */
    this.at = at;
    this.windowEnd = at;
  }

  /** @returns {Promise<string>} */
  async word() {
    if (this.#next >= this.#words.length) {
      const start = this.at;
      const text = new TextDecoder("latin1").decode(await this.reading.read(start, start + 65_536));
      // The last word may be cut, so it is kept for the next window, unless the file ends.
      const whole = start + 65_536 < this.reading.len ? text.replace(/\S*$/, "") : text;
      this.#words = [...whole.matchAll(/trailer|[^\s<]{1,20}/g)];
      this.#next = 0;
      this.windowEnd = start;
      need(this.#words.length > 0);
    }
    const word = /** @type {RegExpExecArray} */ (this.#words[this.#next]);
    this.#next += 1;
    this.at = this.windowEnd + word.index + word[0].length;
    return word[0];
  }
}

/** @param {string} word @returns {number} */
function number(word) {
  need(/^\d{1,12}$/.test(word));
  return Number(word);
}

/** @param {PDFObject | undefined} value @returns {number[]} */
function numbers(value) {
  need(value instanceof PDFArray);
  return value.asArray().map((item) => {
    need(item instanceof PDFNumber);
    return item.asNumber();
  });
}

/** @param {Bytes} bytes @param {number} at @param {number} length @returns {number} */
function big(bytes, at, length) {
  let value = 0;
  for (let index = 0; index < length; index += 1) {
    value = value * 256 + (bytes[at + index] ?? 0);
  }
  return value;
}

/** @param {PDFDict} dict @param {Bytes} rows @returns {Bytes} without the differences that PNG's filters write (ISO 32000-1, 7.4.4.4) */
function unpredicted(dict, rows) {
  const given = dict.get(PDFName.of("DecodeParms"));
  const settings = given instanceof PDFArray ? given.get(0) : given;
  if (!(settings instanceof PDFDict)) {
    return rows;
  }
  const [predictor, columns] = [
    settings.get(PDFName.of("Predictor")),
    settings.get(PDFName.of("Columns")),
  ].map((value) => (value instanceof PDFNumber ? value.asNumber() : 1));
  if (predictor === 1) {
    return rows;
  }
  const width = Number(columns);
  need(Number(predictor) >= 10 && width >= 1 && width <= 1_000);
  const plain = new Uint8Array(Math.floor(rows.length / (width + 1)) * width);
  for (let row = 0; (row + 1) * (width + 1) <= rows.length; row += 1) {
    const filter = rows[row * (width + 1)];
    // Of the five filters programs use these for tables.
    need(filter === 0 || filter === 2);
    for (let column = 0; column < width; column += 1) {
      const above = filter === 2 && row > 0 ? plain[(row - 1) * width + column] : 0;
      plain[row * width + column] = (rows[row * (width + 1) + 1 + column] ?? 0) + (above ?? 0);
    }
  }
  return plain;
}
