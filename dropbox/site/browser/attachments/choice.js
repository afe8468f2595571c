// The files that the reporter has chosen: what each would betray, and how each is to go. In memory only.

import { FILES_MAX } from "../protocol/sizes.js";
import { fittingName, neutralName } from "./names.js";
import { announce, totalLen } from "./plan.js";

/** @typedef {typeof import("../cleaning/bundle.js")} Cleaning */
/** @typedef {import("../cleaning/findings.js").Finding} Finding */
/** @typedef {import("../cleaning/findings.js").Remain} Remain */
/** @template {string} Kind @typedef {import("../cleaning/findings.js").Findings<Kind>} Findings */
/** @typedef {import("../cleaning/rope.js").Rope} Rope */
/** @typedef {import("../protocol/bytes.js").Bytes} Bytes */
/** @typedef {import("../protocol/canonical.js").JsonObject} JsonObject */
/** @typedef {import("./plan.js").Source} Source */
/** @typedef {import("./plan.js").Treatment} Treatment */
/** @typedef {import("../cleaning/bundle.js").Obstacle | "tools"} Obstacle why a file is not cleaned; tools: the script did not come */

/** How much cleaned files may keep in memory together, in bytes. Films and most of a document are read again when they are sent. */
export const HELD_MAX_LEN = 128 << 20;

const PROGRESS_STEP = 0.05;

/** One chosen file. */
export class Chosen {
  /** @param {File} file */
  constructor(file) {
    this.file = file;
    /** @type {"looking" | "ready" | "unreadable"} */
    this.state = "looking";
    /** The ending of the type that its bytes show, where it can be cleaned. @type {string | null} */
    this.ending = null;
    /** @type {Rope | null} */
    this.cleaned = null;
    /** What is taken out. @type {Findings<Finding> | null} */
    this.found = null;
    /** What stays, because it is content. @type {Findings<Remain> | null} */
    this.remains = null;
    /** @type {Obstacle | null} */
    this.obstacle = null;
    /** How much of it has been looked into, from 0 to 1. */
    this.looked = 0;
    /** Whether remarks are taken out too. */
    this.withoutRemarks = false;
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
    return this.cleaned && !this.keep ? this.cleaned.len : this.file.size;
  }

  /**
   * @param {number} from
   * @param {number} to
   * @returns {Promise<Bytes>} raises what the browser raises where the file has changed on the device
   */
  async read(from, to) {
    if (this.cleaned && !this.keep) {
      return await this.cleaned.read(from, to);
    }
    return await readerOf(this.file)(from, to);
  }
}

export class Choice {
  /** @param {() => Promise<Cleaning>} cleaning a script of its own, which may come later */
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
      this.look(chosen, changed);
    }
    changed();
  }

  /**
   * Looks into a file, when it is its turn: for the first time, or again after another wish.
   *
   * @param {Chosen} chosen
   * @param {() => void} changed
   */
  look(chosen, changed) {
    chosen.state = "looking";
    chosen.looked = 0;
    this.working = this.working.then(async () => {
      if (this.files.includes(chosen)) {
        await this.#look(chosen, changed);
        changed();
      }
    });
  }

  /** @param {Chosen} chosen */
  remove(chosen) {
    this.files = this.files.filter((other) => other !== chosen);
  }

  /** @param {Chosen} chosen @param {() => void} changed */
  async #look(chosen, changed) {
    /** @type {Cleaning} */
    let tools;
    chosen.cleaned = null;
    chosen.obstacle = null;
    try {
      tools = await this.cleaning();
    } catch {
      chosen.obstacle = "tools";
      chosen.state = "ready";
      return;
    }
    try {
      const { file, withoutRemarks } = chosen;
      const source = { len: file.size, read: readerOf(file) };
      const room = HELD_MAX_LEN - this.#heldLen();
      const progress = (/** @type {number} */ part) => {
        // Often enough to be seen, not so often that drawing takes longer than looking.
        if (part - chosen.looked >= PROGRESS_STEP) {
          chosen.looked = part;
          changed();
        }
      };
      Object.assign(chosen, await tools.inspect(source, { room, withoutRemarks, progress }));
      chosen.state = "ready";
    } catch {
      chosen.state = "unreadable";
    }
  }

  #heldLen() {
    return this.files.reduce((sum, { cleaned }) => sum + (cleaned?.heldLen ?? 0), 0);
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

/** @param {Blob} blob @returns {import("./plan.js").Read} */
function readerOf(blob) {
  return async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer());
}
