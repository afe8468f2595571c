// Sends the pieces of a letter's files, shuffled, a few side by side, each until the site has it (§5.4).

import { FILE_ATTEMPTS, Tries } from "../pages/retry.js";
import { ChunkSealer } from "../protocol/chunk.js";
import { shuffled } from "./order.js";
import { FileGoneError } from "./plan.js";

/** @typedef {import("../pages/retry.js").Failure} Failure */
/** @typedef {import("../pages/retry.js").Verdict} Verdict */
/** @typedef {import("../protocol/bytes.js").Bytes} Bytes */
/** @typedef {import("./plan.js").Plan} Plan */
/** @typedef {import("../pages/pausing.js").Pause} Pause */
/** @typedef {{ index: number, record: Bytes | null }} Task a piece, and its chunk record where it is sealed */

const SIDE_BY_SIDE = 3;

export class Sender {
  /** @type {Task[]} */
  #again = [];
  /** Records whose pieces have arrived: no more are ever made than go side by side. @type {Bytes[]} */
  #spare = [];
  /** @type {number[]} */
  #order;
  #there;
  #width = SIDE_BY_SIDE;
  #tries = new Tries();
  /** @type {Verdict | null} */
  #verdict = null;
  #halted = false;
  #running = false;
  /** @type {Pause | null} */
  #pause = null;

  /**
   * @param {Plan} plan
   * @param {Bytes} did
   * @param {object} means
   * @param {(record: Bytes) => Promise<void>} means.post returns when the site has stored it; the record is then written anew
   * @param {(seconds: number) => Pause} means.wait
   * @param {() => void} means.changed called after every change
   */
  constructor(plan, did, { post, wait, changed }) {
    this.plan = plan;
    this.did = did;
    this.post = post;
    this.wait = wait;
    this.changed = changed;
    this.#order = shuffled(plan.pieces);
    this.#there = new Uint8Array(plan.pieces);
    /** Pieces that the site has. */
    this.sent = 0;
    /** @type {"going" | "wait" | "paused" | "failed" | "done"} */
    this.phase = "going";
    /** Of the present wait or failure. @type {Verdict} */
    this.trouble = { failure: "network", code: "", wait: null };
    /** Files that cannot be read any more, by their place. @type {Set<number>} */
    this.gone = new Set();
  }

  /** Sends until all pieces are there, or until it is halted or given up for now; may be called again then. */
  async run() {
    this.#halted = false;
    if (this.#running) {
      this.#tell("going");
      return;
    }
    this.#running = true;
    this.#tries = new Tries();
    this.#tell("going");
    const sealer = await ChunkSealer.create(this.plan.fk, this.plan.pieces, this.did);
    while (!this.#halted && (await this.#round(sealer))) {
      await this.#rest();
    }
    this.#running = false;
    if (this.phase === "going") {
      this.#tell(this.#halted ? "paused" : "done");
    }
  }

  /** Starts no further piece; what is on its way arrives. */
  halt() {
    this.#halted = true;
    this.#pause?.end();
    this.#tell("paused");
  }

  /** Goes on at once where the next attempt is being waited for. */
  hurry() {
    this.#pause?.end();
  }

  /** @returns {boolean[]} for each file whether the site has all of it */
  whole() {
    return this.plan.whole((index) => this.#there[index] === 1);
  }

  /** @param {Sender["phase"]} phase */
  #tell(phase) {
    this.phase = phase;
    this.changed();
  }

  /**
   * Keeps a few pieces on their way until there is no more, or one fails.
   *
   * @param {ChunkSealer} sealer
   * @returns {Promise<boolean>} whether something is left to be tried again
   */
  async #round(sealer) {
    /** @type {Set<Promise<void>>} */
    const underWay = new Set();
    this.#verdict = null;
    for (;;) {
      while (!(this.#halted || this.#verdict) && underWay.size < this.#width) {
        const task = this.#next();
        if (!task) {
          break;
        }
        const work = this.#send(task, sealer).finally(() => underWay.delete(work));
        underWay.add(work);
      }
      if (underWay.size === 0) {
        return this.#verdict !== null;
      }
      await Promise.race(underWay);
    }
  }

  /** @returns {Task | null} */
  #next() {
    const again = this.#again.pop();
    if (again) {
      return again;
    }
    const index = this.#order.pop();
    return index === undefined ? null : { index, record: null };
  }

  /** @param {Task} task @param {ChunkSealer} sealer */
  async #send(task, sealer) {
    try {
      task.record ??= await this.#seal(task.index, sealer);
      await this.post(task.record);
      this.#spare.push(task.record);
      this.#there[task.index] = 1;
      this.sent++;
      this.#tries = new Tries();
      this.#width = SIDE_BY_SIDE;
    } catch (error) {
      if (error instanceof FileGoneError) {
        this.gone.add(error.place);
      } else {
        this.#again.push(task);
        this.#fail(error);
      }
    }
    this.changed();
  }

  /** @param {number} index @param {ChunkSealer} sealer @returns {Promise<Bytes>} */
  async #seal(index, sealer) {
    const piece = await this.plan.read(index);
    return await sealer.seal(index, piece, this.#spare.pop());
  }

  /** @param {unknown} error */
  #fail(error) {
    // Pieces that break together are one failure: one circuit was lost, not three.
    if (!this.#verdict) {
      this.#verdict = this.#tries.judge(error, FILE_ATTEMPTS);
    }
    // One at a time until the line carries again: a slow one may not carry three.
    this.#width = 1;
  }

  /** Waits as long as the failure asks for, or gives up for now. */
  async #rest() {
    this.trouble = /** @type {Verdict} */ (this.#verdict);
    if (this.#halted) {
      return;
    }
    if (this.trouble.wait === null) {
      this.#halted = true;
      this.#tell("failed");
      return;
    }
    this.#pause = this.wait(this.trouble.wait);
    this.#tell("wait");
    await this.#pause.over;
    this.#pause = null;
    if (!this.#halted) {
      this.#tell("going");
    }
  }
}
