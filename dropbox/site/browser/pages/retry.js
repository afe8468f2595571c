// When sending is tried again and when it is given up. Pure: what happened goes in, what to do comes out.

import { ForeignAnswerError, RefusedError, UnreachableError } from "../transport.js";

/** @typedef {"network" | "busy" | "server" | "full" | "refused" | "foreign" | "own"} Failure */
/** @typedef {{ failure: Failure, code: string, wait: number | null }} Verdict `wait` in seconds, null to give up */

// Sending outlives a restarting site, a new circuit and the limits of an hour, also while nobody looks. Files take longer than a
// letter, and more can befall them.
export const ATTEMPTS = 12;
export const FILE_ATTEMPTS = 24;
/** @type {Failure[]} */
const PASSING = ["network", "busy", "server", "full"];
const FIRST_WAIT = 2;
const LONGEST_WAIT = 30;
// A site that asks for longer is given up for now, and the reporter decides when to try again.
const LONGEST_ASKED = 3_600;
// Room is made when the courier comes: asking often would fill the line and not help.
const FULL_WAIT = 300;
// A site that says that it is busy or full is there: everybody waits for his turn, maybe for hours.
const PATIENT_ATTEMPTS = 200;

/**
 * @param {unknown} error what an attempt raised
 * @param {number} attempt from 1
 * @param {number} [attempts] after so many it is given up for now
 * @returns {Verdict}
 */
export function judge(error, attempt, attempts = ATTEMPTS) {
  const { failure, code, asked } = classify(error);
  const passing = PASSING.includes(failure);
  const backoff = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1));
  // Not much later than a busy site asks: it keeps a turn for somebody only so long.
  const least = failure === "busy" && asked ? Math.min(backoff, 2 * asked) : backoff;
  const wait = Math.max(failure === "full" ? FULL_WAIT : least, asked);
  const most = isAnswering(failure) ? Math.max(PATIENT_ATTEMPTS, attempts) : attempts;
  const again = passing && attempt < most && wait <= LONGEST_ASKED;
  return { failure, code, wait: again ? wait : null };
}

/** @param {Failure} failure @returns {boolean} whether the site is there and asks for patience */
const isAnswering = (failure) => failure === "busy" || failure === "full";

/** Failures in a row; those of a site that answers and asks for patience are counted by themselves. */
export class Tries {
  #lost = 0;
  #asked = 0;

  /** @param {unknown} error @param {number} [attempts] @returns {Verdict} as judge */
  judge(error, attempts = ATTEMPTS) {
    const attempt = isAnswering(classify(error).failure) ? ++this.#asked : ++this.#lost;
    return judge(error, attempt, attempts);
  }
}

/** @param {unknown} error @returns {{ failure: Failure, code: string, asked: number }} */
function classify(error) {
  if (error instanceof UnreachableError) {
    return { failure: "network", code: "", asked: 0 };
  }
  if (error instanceof ForeignAnswerError) {
    return { failure: "foreign", code: "", asked: 0 };
  }
  if (!(error instanceof RefusedError)) {
    return { failure: "own", code: "", asked: 0 };
  }
  const asked = error.retryAfter ?? 0;
  const code = error.code || String(error.status);
  if (error.status === 507) {
    return { failure: "full", code, asked };
  }
  if (error.status === 429 || error.status === 503) {
    return { failure: "busy", code, asked };
  }
  // A letter of the right length that came in too slowly is worth another attempt.
  if (error.status >= 500 || error.status === 408) {
    return { failure: "server", code, asked };
  }
  return { failure: "refused", code, asked };
}
