// Seals a letter once and sends it, the same bytes every time, until the site has it or it is given up for now (§4.2).

import { chooseIntakePk, effectiveDay } from "../protocol/bulletin.js";
import { BulletinClosedError, NoIntakeKeyError } from "../protocol/errors.js";
import { sealLetter } from "../protocol/letter.js";
import { postLetter } from "../transport.js";
import { Tries } from "./retry.js";

/** @typedef {import("./session.js").Outgoing} Outgoing */
/** @typedef {import("./session.js").Progress} Progress */
/** @typedef {import("./session.js").Session} Session */

/** Ends the present pause between two attempts. @type {(() => void) | null} */
let hurry = null;

/** Sends at once where the next attempt is being waited for. */
export function sendNow() {
  hurry?.();
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
      await pause(wait);
    }
  }
}

/**
 * @param {Session} session
 * @param {Outgoing} outgoing
 * @param {(news: Partial<Progress>) => void} tell
 */
async function seal(session, outgoing, tell) {
  const { bulletin, deviceDay } = session;
  if (!bulletin) {
    throw new Error("there is no bulletin to seal by");
  }
  const intakePk = chooseIntakePk(bulletin, effectiveDay(bulletin, deviceDay));
  tell({ phase: "keys" });
  const keys = await outgoing.keys;
  tell({ phase: "seal" });
  return await sealLetter(outgoing.letterType, keys, outgoing.body, bulletin.did, intakePk);
}

/** @param {number} seconds @returns {Promise<void>} */
function pause(seconds) {
  return new Promise((done) => {
    const timer = setTimeout(done, seconds * 1_000);
    hurry = () => {
      clearTimeout(timer);
      done();
    };
  });
}
