// The scripts that come once the form can be used: every visit fetches them, in the same order (§10.1).

// A dead circuit is not waited for longer than this where somebody asks again.
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
    this.askedAt = 0;
  }

  /** @returns {Promise<Module>} the script's exports, asked for once more where that has failed before or takes too long */
  fetch() {
    const now = performance.now();
    if (!this.coming || (!this.module && now - this.askedAt > PATIENCE_MS)) {
      // Browsers remember that a script could not be fetched, so another try needs another address.
      const again = this.tries > 0 ? `?${this.tries}` : "";
      this.tries += 1;
      this.askedAt = now;
      const coming = import(this.path + again);
      this.coming = coming;
      coming.then(
        (module) => {
          this.module = module;
        },
        () => {
          if (this.coming === coming) {
            this.coming = null;
          }
        },
      );
    }
    return /** @type {Promise<Module>} */ (this.coming);
  }
}

/** Sealing, sending, reading, and the further languages. @type {Bundle<typeof import("./onward.js")>} */
export const onward = new Bundle("/onward.js");

/** Taking out of files what betrays their maker. @type {Bundle<typeof import("../cleaning/bundle.js")>} */
export const cleaning = new Bundle("/cleaning.js");
