// Seals a letter once and sends it, the same bytes every time, until the site has it or it is given up for now (§4.2).

import { chooseIntakePk, effectiveDay } from "../protocol/bulletin.js";
import { BulletinClosedError, NoIntakeKeyError } from "../protocol/errors.js";
import { sealLetter } from "../protocol/letter.js";
import { postLetter } from "../transport.js";
import { pause } from "./pausing.js";
import { Tries } from "./retry.js";

/** @typedef {import("../protocol/bytes.js").Bytes} Bytes */
/** @typedef {import("../protocol/thread.js").ThreadKeys} ThreadKeys */
/** @typedef {import("./session.js").Outgoing} Outgoing */
/** @typedef {import("./session.js").Progress} Progress */
/** @typedef {import("./session.js").Session} Session */

/** Between two attempts. @type {import("./pausing.js").Pause | null} */
let waiting = null;

/** Sends at once where the next attempt is being waited for. */
export function sendNow() {
  waiting?.end();
}

/**
 * Seals a letter before it is to be sent: what takes time is over when somebody presses "send".
 *
 * @param {Session} session
 * @param {number} letterType
 * @param {Promise<ThreadKeys>} keys
 * @param {Bytes} body
 * @returns {Promise<Bytes>} the letter; raises BulletinClosedError, NoIntakeKeyError
 */
export async function sealAhead({ bulletin, deviceDay }, letterType, keys, body) {
  if (!bulletin) {
    throw new Error("there is no bulletin to seal by");
  }
  const intakePk = chooseIntakePk(bulletin, effectiveDay(bulletin, deviceDay));
  return await sealLetter(letterType, await keys, body, bulletin.did, intakePk);
}

/**
 * @param {Session} session with an outgoing letter; its progress is kept up to date
 * @param {() => void} changed called after every change of it
 * @returns {Promise<boolean>} whether the site has the letter; else `session.progress` says why not
 */
export async function sendOutgoing(session, changed) {
  const outgoing = /** @type {Outgoing} */ (session.outgoing);
  /** @param {Partial<Progress>} news */
  const tell = (news) => {
    Object.assign(session.progress, news);
    changed();
  };
  const tries = new Tries();
  for (let attempt = 1; ; attempt++) {
    try {
      outgoing.sealed ??= await seal(session, outgoing, tell);
      tell({ phase: "post", attempt });
      await postLetter(outgoing.sealed);
      return true;
    } catch (error) {
      if (error instanceof BulletinClosedError || error instanceof NoIntakeKeyError) {
        tell({ phase: "failed", failure: "closed" });
        return false;
      }
      const { failure, code, wait } = tries.judge(error);
      if (wait === null) {
        tell({ phase: "failed", failure, code });
        return false;
      }
      tell({ phase: "wait", failure, code, seconds: wait });
      waiting = pause(wait);
      await waiting.over;
      waiting = null;
    }
  }
}

/**
 * @param {Session} session
 * @param {Outgoing} outgoing
 * @param {(news: Partial<Progress>) => void} tell
 */
async function seal(session, outgoing, tell) {
  const { letterType, keys, body, ahead } = outgoing;
  // What failed once is not awaited again.
  outgoing.ahead = null;
  if (ahead) {
    return await ahead;
  }
  tell({ phase: "keys" });
  await keys;
  tell({ phase: "seal" });
  return await sealAhead(session, letterType, keys, body);
}
