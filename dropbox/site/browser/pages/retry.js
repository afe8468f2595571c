// When sending is tried again and when it is given up. Pure: what happened goes in, what to do comes out.

import { ForeignAnswerError, RefusedError, UnreachableError } from "../transport.js";

/** @typedef {"network" | "busy" | "server" | "full" | "refused" | "foreign" | "own"} Failure */
/** @typedef {{ failure: Failure, code: string, wait: number | null }} Verdict `wait` in seconds, null to give up */

export const ATTEMPTS = 6;
const FIRST_WAIT = 2;
const LONGEST_WAIT = 30;
// A site that asks for longer is given up for now, and the reporter decides when to try again.
const LONGEST_ASKED = 600;
// A site that says it is busy is there: in a flood everybody waits for his turn, maybe for hours.
const BUSY_ATTEMPTS = 200;
/** How long a letter is tried while somebody looks on; `longestAsked` in seconds. */
const PATIENCE = { attempts: ATTEMPTS, longestAsked: LONGEST_ASKED };

/**
 * @param {unknown} error what an attempt raised
 * @param {number} attempt from 1
 * @param {{ attempts: number, longestAsked: number }} [patience]
 * @returns {Verdict}
 */
export function judge(error, attempt, patience = PATIENCE) {
  const { failure, code, asked } = classify(error);
  const passing = failure === "network" || failure === "busy" || failure === "server";
  const backoff = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1));
  const busy = failure === "busy";
  // Not much later than asked: the site keeps a turn for somebody only so long.
  const wait = Math.max(busy && asked ? Math.min(backoff, 2 * asked) : backoff, asked);
  const attempts = busy ? Math.max(BUSY_ATTEMPTS, patience.attempts) : patience.attempts;
  const again = passing && attempt < attempts && wait <= patience.longestAsked;
  return { failure, code, wait: again ? wait : null };
}

/** Failures in a row; those of a site that answers and is busy are counted by themselves. */
export class Tries {
  #lost = 0;
  #busy = 0;

  /** @param {unknown} error @param {{ attempts: number, longestAsked: number }} [patience] @returns {Verdict} */
  judge(error, patience = PATIENCE) {
    const busy = classify(error).failure === "busy";
    const attempt = busy ? ++this.#busy : ++this.#lost;
    return judge(error, attempt, patience);
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
