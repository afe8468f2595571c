// The scripts that come once the form can be used: every visit fetches them, in the same order (§10.1).

import { StalledError } from "../transport.js";

// A dead circuit, and a site that never answers, are not waited for longer: the board comes after the scripts.
const PATIENCE_MS = 60_000;

/** @template Module */
class Bundle {
  /** @param {string} path */
  constructor(path) {
    this.path = path;
    /** @type {Module | null} */
    this.module = null;
    /** @type {Promise<Module> | null} */
    this.coming = null;
    this.tries = 0;
  }

  /** @returns {Promise<Module>} the script's exports, asked for once more where that has failed before or took too long */
  fetch() {
    if (!this.coming) {
      // Browsers remember that a script could not be fetched, so another try needs another address.
      const again = this.tries > 0 ? `?${this.tries}` : "";
      this.tries += 1;
      const asked = import(this.path + again).then((module) => {
        // Of two that arrive the first is used by then.
        this.module ??= module;
        return /** @type {Module} */ (this.module);
      });
      const coming = inTime(asked);
      this.coming = coming;
      coming.catch(() => {
        if (this.coming === coming) {
          this.coming = null;
        }
      });
    }
    return this.coming;
  }
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>} the same, but for a StalledError where it takes too long
 */
function inTime(promise) {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new StalledError()), PATIENCE_MS);
    promise.then(done, fail).finally(() => clearTimeout(timer));
  });
}

/** Sealing, sending, reading, and the further languages. @type {Bundle<typeof import("./onward.js")>} */
export const onward = new Bundle("/onward.js");

/** Taking out of files what betrays their maker. @type {Bundle<typeof import("../cleaning/bundle.js")>} */
export const cleaning = new Bundle("/cleaning.js");
