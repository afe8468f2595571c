/**
 * Takes out of a film or recording (MP4, MOV, M4A, 3GP) what is not needed to play it. Nothing is moved: what goes is overwritten with zeros, so
 * that pictures and sound are the same bytes at the same place and a film of any length is cleaned in little memory.
 */

import { need } from "./bytes.js";
import { boxesIn, boxFrom, empty, typeAt, viewOf } from "./film_boxes.js";
import { boxWithin, chunksOf, gaps, handlerOf, trackId } from "./film_tracks.js";
import { momentOf, readWords } from "./film_words.js";
import { Findings } from "./findings.js";
import { breathe, Reading } from "./reading.js";

/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Box } from "./film_boxes.js" */
/** @import { Stretch } from "./film_tracks.js" */
/** @import { Finding, Inspected, Remain, Wishes } from "./findings.js" */
/** @import { Part, Source } from "./rope.js" */

const HEADERS_MAX_LEN = 96 << 20;
const WORDS_MAX_LEN = 8 << 20;
const TOP_BOXES_MAX = 100_000;
const GAPS_READ = 64;
const GAP_READ_LEN = 4_096;
/** Pictures in the same kind of boxes: not films. */
const PICTURES = /^(heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif|avis|crx )/;
const KEPT_AT_TOP = new Set(["ftyp", "styp", "mdat", "sidx", "ssix", "mfra", "wide"]);
/** What stays inside what; a box that stays and is not named here stays whole. @type {Record<string, Set<string>>} */
const KEPT = {
  moov: new Set(["mvhd", "trak", "mvex", "iods"]),
  trak: new Set(["tkhd", "mdia", "edts", "tref", "tapt"]),
  mdia: new Set(["mdhd", "hdlr", "minf", "elng"]),
  minf: new Set(["vmhd", "smhd", "nmhd", "sthd", "gmhd", "hdlr", "dinf", "stbl"]),
  dinf: new Set(["dref"]),
  edts: new Set(["elst"]),
  mvex: new Set(["trex", "mehd"]),
  stbl: new Set(
    "stsd stts ctts stsc stsz stz2 stco co64 stss sdtp sgpd sbgp cslg stps subs saiz saio stdp".split(
      " ",
    ),
  ),
  moof: new Set(["mfhd", "traf"]),
  traf: new Set(["tfhd", "tfdt", "trun", "sbgp", "sgpd", "subs", "saiz", "saio", "sdtp"]),
};
const TRACKS_KEPT = new Set(["vide", "soun", "sbtl", "text", "subt", "clcp"]);
const WORDS = new Set(["sbtl", "text", "subt", "clcp"]);
const EMPTIED_IN_ENTRY = new Set(["uuid", "udta", "meta", "free", "skip"]);

/** @param {Bytes} head @returns {boolean} whether it begins as a film or recording does */
export function isFilm(head) {
  const type = typeAt(head, 4);
  return type === "ftyp" ? !PICTURES.test(typeAt(head, 8)) : /^(moov|wide|mdat)$/.test(type);
}

/** @param {Bytes} head @returns {string} */
function endingOf(head) {
  const brand = typeAt(head, 4) === "ftyp" ? typeAt(head, 8) : "qt  ";
  if (brand === "qt  ") {
    return "mov";
  }
  if (brand.startsWith("M4A") || brand.startsWith("M4B")) {
    return "m4a";
  }
  return brand.startsWith("3g") ? "3gp" : "mp4";
}

/** @param {Source} source @param {Wishes} wishes @returns {Promise<Inspected>} raises CleaningError */
export async function cleanFilm(source, wishes) {
  return await new FilmCleaning(source, wishes).run();
}

class FilmCleaning {
  /** @type {Findings<Finding>} */
  found = new Findings();
  /** @type {Findings<Remain>} */
  remains = new Findings();
  /** @type {Stretch[]} */
  #kept = [];
  /** @type {Stretch[]} */
  #others = [];
  #tracks = 0;
  #fragmented = false;
  #headersLen = 0;

  /** @param {Source} source @param {Wishes} wishes */
  constructor(source, wishes) {
    this.reading = new Reading(source);
    this.wishes = wishes;
  }

  /** @returns {Promise<Inspected>} */
  async run() {
    const boxes = await this.#topBoxes();
    const last = boxes.at(-1);
    need(last && boxes.some(({ type }) => type === "moov") && boxes.length < TOP_BOXES_MAX);
    this.#fragmented = boxes.some(({ type }) => type === "moof");
    /** @type {Map<Box, Bytes>} */
    const headers = new Map();
    for (const [index, box] of boxes.entries()) {
      if (box.type === "moov" || box.type === "moof") {
        headers.set(box, await this.#header(box));
      }
      this.wishes.progress?.((index + 1) / boxes.length);
    }
    need(this.#tracks > 0);
    const media = boxes.filter(({ type }) => type === "mdat");
    for (const chunk of this.#kept) {
      // Elsewhere it would be emptied, and the film would not play.
      const isInside = (/** @type {Box} */ { body, to }) => chunk.from >= body && chunk.from < to;
      need(chunk.from === chunk.to || media.some(isInside));
    }
    /** @type {Part[]} */
    const parts = [];
    for (const box of boxes) {
      parts.push(...(await this.#partsOf(box, headers.get(box))));
    }
    if (last.to < this.reading.len) {
      this.found.add("appended");
    }
    const ending = endingOf(await this.reading.read(0, 16));
    return { ending, parts, found: this.found, remains: this.remains };
  }

  /** @returns {Promise<Box[]>} */
  async #topBoxes() {
    /** @type {Box[]} */
    const boxes = [];
    const { len } = this.reading;
    for (let at = 0; at < len && boxes.length < TOP_BOXES_MAX; ) {
      const head = await this.reading.read(at, at + 16);
      const box = boxFrom(head, at, len);
      if (!box) {
        // Cut films end within a box that matters; anything else behind the last one is something else.
        const kind = typeAt(head, 4);
        need(!(KEPT_AT_TOP.has(kind) || kind === "moof"));
        need(["moov", "mdat"].every((wanted) => boxes.some(({ type }) => type === wanted)));
        break;
      }
      boxes.push(box);
      at = box.to;
    }
    return boxes;
  }

  /** @param {Box} box @param {Bytes | undefined} header @returns {Promise<Part[]>} of the same length */
  async #partsOf(box, header) {
    if (header) {
      return [header];
    }
    if (box.type === "mdat" && !this.#fragmented) {
      return await this.#media(box);
    }
    if (KEPT_AT_TOP.has(box.type)) {
      return [{ from: box.from, to: box.to }];
    }
    await this.#noteTop(box);
    const head = (await this.reading.readExactly(box.from, box.body)).slice();
    head.set([0x66, 0x72, 0x65, 0x65], 4);
    return [head, { zeros: box.to - box.body }];
  }

  /** @param {Box} box */
  async #noteTop(box) {
    const bytes = await this.reading.read(box.from, Math.min(box.to, box.from + WORDS_MAX_LEN));
    if (box.type === "free" || box.type === "skip") {
      if (bytes.subarray(box.body - box.from).some((byte) => byte !== 0)) {
        this.found.add("leftovers");
      }
      return;
    }
    const body = box.body - box.from;
    readWords(bytes, { type: box.type, from: 0, body, to: bytes.length }, this.found);
  }

  /** @param {Box} box @returns {Promise<Part[]>} the media, with zeros where nothing that stays refers to */
  async #media(box) {
    const free = gaps(this.#kept, this.#others, { from: box.body, to: box.to });
    /** @type {Part[]} */
    const parts = [];
    let at = box.from;
    for (const { from, to } of free) {
      parts.push({ from: at, to: from }, { zeros: to - from });
      at = to;
    }
    parts.push({ from: at, to: box.to });
    await this.#noteLeftovers(free);
    return parts;
  }

  /** @param {Stretch[]} free */
  async #noteLeftovers(free) {
    const ours = new Set(this.#others.map(({ from }) => from));
    for (const { from, to } of free.slice(0, GAPS_READ)) {
      const bytes = await this.reading.read(from, Math.min(to, from + GAP_READ_LEN));
      if (!ours.has(from) && bytes.some((byte) => byte !== 0)) {
        this.found.add("leftovers");
        return;
      }
    }
  }

  /** @param {Box} box `moov` or `moof` @returns {Promise<Bytes>} emptied of what is not needed, of the same length */
  async #header(box) {
    this.#headersLen += box.to - box.from;
    need(this.#headersLen <= HEADERS_MAX_LEN);
    const bytes = (await this.reading.readExactly(box.from, box.to)).slice();
    const own = { type: box.type, from: 0, body: box.body - box.from, to: bytes.length };
    if (box.type === "moov") {
      this.#dropTracks(bytes, own);
      await breathe();
    }
    this.#clean(bytes, own);
    return bytes;
  }

  /** @param {Bytes} bytes @param {Box} film tracks that are neither picture, sound nor words go */
  #dropTracks(bytes, film) {
    const tracks = [...boxesIn(bytes, film.body, film.to)].filter(({ type }) => type === "trak");
    const gone = new Set();
    for (const track of tracks) {
      const handler = handlerOf(bytes, track);
      const stays = TRACKS_KEPT.has(handler);
      this.#tracks += Number(stays);
      if (WORDS.has(handler)) {
        this.remains.add("subtitles");
      }
      if (!this.#fragmented) {
        const list = stays ? this.#kept : this.#others;
        for (const chunk of chunksOf(bytes, track)) {
          list.push(chunk);
        }
      }
      if (!stays) {
        // In fragments the samples of all tracks lie together.
        need(!this.#fragmented);
        gone.add(trackId(bytes, track));
        this.found.add("track", handler);
        empty(bytes, track);
      }
    }
    for (const track of tracks.filter(({ from }) => typeAt(bytes, from + 4) === "trak")) {
      const references = gone.size > 0 && boxWithin(bytes, track, "tref");
      if (references) {
        empty(bytes, references);
      }
    }
  }

  /** @param {Bytes} bytes @param {Box} box whose content is cleaned */
  #clean(bytes, box) {
    const kept = KEPT[box.type];
    if (!kept) {
      this.#cleanLeaf(bytes, box);
      return;
    }
    for (const inner of boxesIn(bytes, box.body, box.to)) {
      if (kept.has(inner.type)) {
        this.#clean(bytes, inner);
      } else {
        if (inner.type !== "free" && inner.type !== "skip") {
          readWords(bytes, inner, this.found);
        } else if (bytes.subarray(inner.body, inner.to).some((byte) => byte !== 0)) {
          this.found.add("leftovers");
        }
        empty(bytes, inner);
      }
    }
  }

  /** @param {Bytes} bytes @param {Box} box */
  #cleanLeaf(bytes, box) {
    switch (box.type) {
      case "mvhd":
      case "tkhd":
      case "mdhd":
        this.#cleanTimes(bytes, box);
        return;
      case "hdlr":
        this.#cleanHandler(bytes, box);
        return;
      case "dref":
        this.#cleanReferences(bytes, box);
        return;
      case "stsd":
        this.#cleanEntries(bytes, box);
        return;
      default:
    }
  }

  /** @param {Bytes} bytes @param {Box} box with the moments of making and changing behind its version */
  #cleanTimes(bytes, box) {
    const wide = bytes[box.body] === 1;
    const end = box.body + 4 + (wide ? 16 : 8);
    need(end <= box.to);
    const view = viewOf(bytes);
    const high = wide ? view.getUint32(box.body + 4) * 2 ** 32 : 0;
    const made = high + view.getUint32(box.body + (wide ? 8 : 4));
    if (bytes.subarray(box.body + 4, end).some((byte) => byte !== 0)) {
      this.found.add("time", made ? momentOf(made) : "");
    }
    bytes.fill(0, box.body + 4, end);
  }

  /** @param {Bytes} bytes @param {Box} box whose last field is a name that programs choose */
  #cleanHandler(bytes, box) {
    const from = box.body + 12;
    need(from <= box.to);
    const name = new TextDecoder().decode(bytes.subarray(from + 12, box.to)).replace(/[^ -~]/g, "");
    if (name !== "") {
      this.found.add("software", name);
    }
    bytes.fill(0, from, box.to);
  }

  /** @param {Bytes} bytes @param {Box} box that says in which file the media are: only in this one */
  #cleanReferences(bytes, box) {
    need(box.body + 8 <= box.to);
    for (const entry of boxesIn(bytes, box.body + 8, box.to)) {
      need(entry.body + 4 <= entry.to && ((bytes[entry.body + 3] ?? 0) & 1) === 1);
      if (bytes.subarray(entry.body + 4, entry.to).some((byte) => byte !== 0)) {
        this.found.add("path");
      }
      bytes.fill(0, entry.body + 4, entry.to);
    }
  }

  /** @param {Bytes} bytes @param {Box} box that says how samples are packed, and by whom */
  #cleanEntries(bytes, box) {
    need(box.body + 8 <= box.to);
    for (const entry of boxesIn(bytes, box.body + 8, box.to)) {
      const [vendor, name] = [entry.from + 20, entry.from + 50];
      if (
        entry.to - entry.from >= 86 &&
        /^(avc|hvc|hev|mp4v|mp2v|jpeg|mjp|ap[ch4]|av01|vp0|s263|h263|dv|mx|xd|CFHD|SVQ|rle|png)/.test(
          entry.type,
        )
      ) {
        const length = Math.min(31, bytes[name] ?? 0);
        if (length > 0) {
          this.found.add(
            "software",
            new TextDecoder().decode(bytes.subarray(name + 1, name + 1 + length)),
          );
        }
        bytes.fill(0, name, name + 32);
        bytes.fill(0, vendor, vendor + 4);
        this.#cleanEntry(bytes, entry, entry.from + 86);
      } else if (
        /^(mp4a|alac|samr|sawb|sowt|twos|lpcm|ac-3|ec-3|Opus|fLaC|in24|ulaw|alaw|\.mp3)/.test(
          entry.type,
        )
      ) {
        bytes.fill(0, vendor, Math.min(vendor + 4, entry.to));
      }
    }
  }

  /** @param {Bytes} bytes @param {Box} entry @param {number} from where boxes begin inside it */
  #cleanEntry(bytes, entry, from) {
    for (const inner of boxesIn(bytes, from, entry.to)) {
      if (EMPTIED_IN_ENTRY.has(inner.type)) {
        empty(bytes, inner);
      }
    }
  }
}
