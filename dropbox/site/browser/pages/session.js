// All that the page knows while it is open. It lives in memory only and goes with the page.

import { Choice } from "../attachments/choice.js";
import { cleaning } from "./bundles.js";
import { emptyReport, isWritten } from "./draft.js";

/** @typedef {import("../attachments/plan.js").Plan} Plan */
/** @typedef {import("../attachments/sender.js").Sender} Sender */
/** @typedef {import("../protocol/bytes.js").Bytes} Bytes */
/** @typedef {import("../protocol/bulletin.js").Bulletin} Bulletin */
/** @typedef {import("../protocol/reply.js").ThreadReplies} ThreadReplies */
/** @typedef {import("../protocol/thread.js").ThreadKeys} ThreadKeys */
/** @typedef {import("../texts/catalogue.js").Language} Language */
/** @typedef {import("./machine.js").Screen} Screen */
/** @typedef {import("./retry.js").Failure} Failure */
/** @typedef {"Foreign" | "Fragment" | "Broken" | "Empty" | "Offline" | "Insecure"} StopReason */
/** @typedef {"link" | "eye" | "unchecked"} Trust how the key of the site was compared (§7.6) */

/**
 * A letter on its way: sealed once, sent as the same bytes until the site has it (§4.2).
 *
 * @typedef {object} Outgoing
 * @property {number} letterType
 * @property {Bytes} body
 * @property {Promise<ThreadKeys>} keys
 * @property {Promise<Bytes> | null} ahead the letter, where it was sealed before it was to be sent
 * @property {Bytes | null} sealed
 * @property {Plan | null} plan of the files that follow it
 * @property {boolean} survey whether it is the three answers after the end, which have no text
 */

/** @typedef {{ body: Bytes, sealed: Promise<Bytes>, plan: Plan | null }} Prepared a report that is ready to be sent */
/** @typedef {{ names: string[], whole: boolean[], sent: number, pieces: number }} HandedIn what became of the files */

/**
 * @typedef {object} Progress
 * @property {"keys" | "seal" | "post" | "wait" | "failed"} phase
 * @property {number} attempt
 * @property {number} seconds of the present wait
 * @property {Failure | "closed"} failure
 * @property {string} code
 */

/** @typedef {{ phase: "keys" | "board" | "cells" | "failed", failure: "NoBoard" | "BadBoard" | "BadBulletin" | "Own", cells: number }} Reading */

export class Session {
  constructor() {
    /** @type {Language} */
    this.language = "id";
    /** @type {Screen} */
    this.screen = "boot";
    /** @type {StopReason} */
    this.stop = "Offline";
    /** The bulletin, verified; null before that. @type {Bulletin | null} */
    this.bulletin = null;
    /** The board as served; the same request for every visitor. @type {Promise<Uint8Array> | null} */
    this.board = null;
    this.deviceDay = 0;
    /** @type {Trust} */
    this.trust = "unchecked";
    /** Where the reporter wanted to go when asked to compare the key. @type {"report" | "open"} */
    this.wanted = "report";
    this.report = emptyReport();
    /** The part of the form that a narrow window shows, from 0. */
    this.part = 0;
    this.followUp = { text: "" };
    this.withdrawal = { reason: "" };
    /** The answers to the survey, 1 to 4 by question. @type {Record<string, number>} */
    this.survey = {};
    this.surveyed = false;
    /** The files for the letter that is being written. */
    this.choice = new Choice(() => cleaning.fetch());
    /** Sends the files of a letter that has been delivered. @type {Sender | null} */
    this.sender = null;
    /** @type {HandedIn | null} */
    this.handedIn = null;
    /** The passphrase of a new report. @type {string[] | null} */
    this.words = null;
    /** The places, from 0, of the words that are asked for. @type {number[]} */
    this.places = [];
    /** What is typed for them, by place. @type {Map<number, string>} */
    this.confirmed = new Map();
    /** @type {Promise<ThreadKeys> | null} */
    this.keys = null;
    /** Made while the words are asked for. @type {Prepared | null} */
    this.prepared = null;
    /** What is typed when coming back. */
    this.typed = "";
    /** @type {Reading} */
    this.reading = { phase: "keys", failure: "Own", cells: 0 };
    /** @type {ThreadReplies | null} */
    this.thread = null;
    this.sure = false;
    /** @type {Outgoing | null} */
    this.outgoing = null;
    /** @type {Progress} */
    this.progress = { phase: "keys", attempt: 1, seconds: 0, failure: "network", code: "" };
    this.deliveredType = 0;
    this.deliveredSurvey = false;
  }

  /** @returns {boolean} whether closing the page would lose something that was written */
  get unsent() {
    return (
      this.outgoing !== null ||
      this.sender !== null ||
      this.choice.files.length > 0 ||
      [this.report, this.followUp, this.withdrawal].some((draft) => isWritten(draft))
    );
  }

  /** Forgets what was written for the letter that has been delivered, and the passphrase of a new report. */
  forgetSent() {
    this.report = emptyReport();
    this.part = 0;
    this.followUp = { text: "" };
    this.withdrawal = { reason: "" };
    this.survey = {};
    this.choice = new Choice(() => cleaning.fetch());
    this.outgoing = null;
    this.words = null;
    this.places = [];
    this.confirmed.clear();
    this.prepared = null;
  }

  /** Forgets the thread too. */
  forgetThread() {
    this.forgetSent();
    this.keys = null;
    this.typed = "";
    this.thread = null;
    this.sure = false;
    this.surveyed = false;
    this.deliveredType = 0;
    this.handedIn = null;
  }

  /**
   * Overwrites the keys, unless a letter is just being sealed with them. Texts cannot be overwritten in JavaScript: they
   * go when nothing names them any more and the browser needs the room.
   */
  erase() {
    this.words?.fill("");
    if (this.outgoing === null) {
      this.keys?.then(
        ({ threadKey, authorSeed }) => {
          threadKey.fill(0);
          authorSeed.fill(0);
        },
        () => null,
      );
    }
  }
}
