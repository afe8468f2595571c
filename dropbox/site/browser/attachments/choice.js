// The files that the reporter has chosen: what each would betray, and how each is to go. In memory only.

import { FILES_MAX } from "../protocol/sizes.js";
import { fittingName, neutralName } from "./names.js";
import { announce, totalLen } from "./plan.js";

/** @typedef {import("../cleaning/findings.js").Finding} Finding */
/** @typedef {import("../protocol/bytes.js").Bytes} Bytes */
/** @typedef {import("../protocol/canonical.js").JsonObject} JsonObject */
/** @typedef {import("./plan.js").Source} Source */
/** @typedef {import("./plan.js").Treatment} Treatment */
/** @typedef {"type" | "damaged" | "big" | "room"} Obstacle why a file is not cleaned */

/** A picture is cleaned in memory: the largest that is, and how much cleaned pictures may take together, in bytes. */
export const PICTURE_MAX_LEN = 64 << 20;
export const PICTURES_MAX_LEN = 128 << 20;

/** One chosen file. */
export class Chosen {
  /** @param {File} file */
  constructor(file) {
    this.file = file;
    /** @type {"looking" | "ready" | "unreadable"} */
    this.state = "looking";
    /** The ending of the type that its bytes show, where it can be cleaned. @type {string | null} */
    this.ending = null;
    /** @type {Bytes | null} */
    this.cleaned = null;
    /** @type {Finding[]} */
    this.found = [];
    /** @type {Obstacle | null} */
    this.obstacle = null;
    this.keep = false;
    this.ownName = false;
  }

  /** @returns {Treatment} */
  get treatment() {
    if (!this.cleaned) {
      return "untreated";
    }
    return this.keep ? "kept" : "cleaned";
  }

  /** @returns {number} bytes, as it will be sent */
  get len() {
    return this.cleaned && !this.keep ? this.cleaned.length : this.file.size;
  }

  /**
   * @param {number} from
   * @param {number} to
   * @returns {Promise<Bytes>} raises what the browser raises where the file has changed on the device
   */
  async read(from, to) {
    if (this.cleaned && !this.keep) {
      return this.cleaned.subarray(from, to);
    }
    return new Uint8Array(await this.file.slice(from, to).arrayBuffer());
  }
}

export class Choice {
  /** @param {() => Promise<typeof import("../cleaning/bundle.js")>} cleaning a script of its own, which may come later */
  constructor(cleaning) {
    this.cleaning = cleaning;
    /** @type {Chosen[]} */
    this.files = [];
    this.working = Promise.resolve();
  }

  /**
   * Adds files and looks into them, one after another: a phone has no room for many pictures at once.
   *
   * @param {Iterable<File>} files
   * @param {() => void} changed called whenever something about a file has become known
   */
  add(files, changed) {
    for (const file of files) {
      const chosen = new Chosen(file);
      this.files.push(chosen);
      this.working = this.working.then(async () => {
        if (this.files.includes(chosen)) {
          await this.#look(chosen);
          changed();
        }
      });
    }
    changed();
  }

  /** @param {Chosen} chosen */
  remove(chosen) {
    this.files = this.files.filter((other) => other !== chosen);
  }

  /** @param {Chosen} chosen */
  async #look(chosen) {
    /** @type {typeof import("../cleaning/bundle.js") | null} */
    let tools = null;
    try {
      tools = await this.cleaning();
      const cleaner = tools.cleanerFor(await readAll(chosen.file.slice(0, tools.HEAD_LEN)));
      chosen.ending = cleaner?.ending ?? null;
      if (!cleaner) {
        chosen.obstacle = "type";
      } else if (chosen.file.size > PICTURE_MAX_LEN) {
        chosen.obstacle = "big";
      } else if (this.#cleanedLen() + chosen.file.size > PICTURES_MAX_LEN) {
        chosen.obstacle = "room";
      } else {
        const { parts, found } = cleaner.clean(await readAll(chosen.file));
        chosen.cleaned = tools.join(parts);
        chosen.found = [...found];
      }
      chosen.state = "ready";
    } catch (error) {
      if (tools && error instanceof tools.CleaningError) {
        chosen.obstacle = "damaged";
        chosen.state = "ready";
      } else {
        chosen.state = "unreadable";
      }
    }
  }

  #cleanedLen() {
    return this.files.reduce((sum, { cleaned }) => sum + (cleaned?.length ?? 0), 0);
  }

  /** @returns {number} bytes of all, as they will be sent */
  get len() {
    return totalLen(this.files);
  }

  /** @param {string} stem of neutral names @returns {Source[]} in the order of choosing */
  sources(stem) {
    return this.files.map((chosen, place) => ({
      name: nameOf(chosen, stem, place),
      len: chosen.len,
      treatment: chosen.treatment,
      read: (from, to) => chosen.read(from, to),
    }));
  }

  /**
   * @param {string} stem of neutral names
   * @param {number} limit of bytes
   * @returns {JsonObject | null} as long as what the letter will announce; null where there is nothing, or too much to announce
   */
  announcement(stem, limit) {
    const fits = this.len <= limit && this.files.length <= FILES_MAX;
    return fits && this.files.length > 0 ? announce(this.sources(stem), new Uint8Array(32)) : null;
  }
}

/** @param {Chosen} chosen @param {string} stem @param {number} place @returns {string} its name in the letter */
export function nameOf(chosen, stem, place) {
  const neutral = neutralName(stem, place, chosen.ending, chosen.file.name);
  return chosen.ownName ? fittingName(chosen.file.name, neutral) : neutral;
}

/** @param {Blob} blob @returns {Promise<Bytes>} */
async function readAll(blob) {
  return new Uint8Array(await blob.arrayBuffer());
}
