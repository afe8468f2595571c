// From the link to a bulletin that may be trusted: the fragment (§3.2), the bulletin (§7.3), the clock (§7.4).

import {
  checkSuccession,
  chooseIntakePk,
  effectiveDay,
  isStale,
  verifyBulletin,
} from "../protocol/bulletin.js";
import { readFragment } from "../protocol/drop.js";
import {
  BulletinClosedError,
  ForeignDropError,
  FragmentError,
  NoIntakeKeyError,
  TitipError,
} from "../protocol/errors.js";
import { BULLETIN_AHEAD_DAYS_MAX } from "../protocol/sizes.js";
import {
  ForeignAnswerError,
  fetchBoard,
  fetchBulletin,
  RefusedError,
  StalledError,
} from "../transport.js";
import { cleaning, onward } from "./bundles.js";
import { held } from "./held.js";

/** @typedef {import("../protocol/bulletin.js").Bulletin} Bulletin */
/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./session.js").StopReason} StopReason */

const TRIES = 3;
const PAUSE_MS = 3_000;

/**
 * Fetches the bulletin and fills it into the session.
 *
 * @param {Session} session
 * @param {string} fragment with its `#`, or nothing
 * @returns {Promise<StopReason | null>} why nothing may be written here, or null
 */
export async function openDrop(session, fragment) {
  const fetched = attempt(fetchBulletin);
  try {
    const raw = /** @type {Uint8Array<ArrayBuffer>} */ (await fetched);
    const linked = fragment.length > 1;
    session.bulletin = await verifyBulletin(raw, linked ? readFragment(fragment) : null);
    session.trust = linked ? "link" : "unchecked";
    return null;
  } catch (error) {
    return stopReason(error);
  }
}

/**
 * Fetches what every visit needs or might need once the form can be used, one after another. All visitors make the same
 * requests, whatever their link says and whatever they have come for.
 *
 * @param {Session} session gets the board
 * @param {Page} page gets the screens
 */
export function fetchRest(session, page) {
  const scripts = attempt(() => onward.fetch())
    .then(
      ({ screens }) => Object.assign(page.screens, screens),
      () => null,
    )
    .then(() => attempt(() => cleaning.fetch()))
    .catch(() => null);
  session.board = held(scripts.then(() => attempt(fetchBoard)));
}

/**
 * Asks for both once more, where the board did not come or is not the one of the bulletin: replies may have come out in
 * between. A bulletin that this page would have to go back to, or that is another with the same number, is refused (§7.5).
 *
 * @param {Session} session with a bulletin
 */
export function fetchAgain(session) {
  session.board = held(renewed(session));
}

/** @param {Session} session @returns {Promise<Uint8Array>} the board of the bulletin that the site shows now */
async function renewed(session) {
  const known = /** @type {Bulletin} */ (session.bulletin);
  const raw = /** @type {Uint8Array<ArrayBuffer>} */ (await attempt(fetchBulletin));
  session.bulletin = checkSuccession(known, await verifyBulletin(raw, known.did));
  return await attempt(fetchBoard);
}

/** @param {unknown} error @returns {StopReason} */
export function stopReason(error) {
  if (error instanceof FragmentError) {
    return "Fragment";
  }
  if (error instanceof ForeignDropError) {
    return "Foreign";
  }
  if (error instanceof TitipError || error instanceof ForeignAnswerError) {
    return "Broken";
  }
  return error instanceof RefusedError && error.status === 404 ? "Empty" : "Offline";
}

/** @param {Bulletin} bulletin @param {number} deviceDay @returns {boolean} whether to ask if the device's date is right (§7.4) */
export function doubtsClock(bulletin, deviceDay) {
  return (
    deviceDay < bulletin.issued - BULLETIN_AHEAD_DAYS_MAX ||
    isStale(bulletin, effectiveDay(bulletin, deviceDay))
  );
}

/** @param {Bulletin} bulletin @param {number} today @returns {"open" | "closed" | "noKey"} whether letters can be sealed (§7.4) */
export function sealing(bulletin, today) {
  try {
    chooseIntakePk(bulletin, today);
    return "open";
  } catch (error) {
    if (error instanceof BulletinClosedError) {
      return "closed";
    }
    if (error instanceof NoIntakeKeyError) {
      return "noKey";
    }
    throw error;
  }
}

/**
 * @template T
 * @param {() => Promise<T>} request
 * @returns {Promise<T>} what it gives, tried a few times
 */
async function attempt(request) {
  for (let tried = 1; ; tried++) {
    try {
      return await request();
    } catch (error) {
      if (!mayPass(error) || tried === TRIES) {
        throw error;
      }
      await new Promise((done) => setTimeout(done, PAUSE_MS * tried));
    }
  }
}

/** @param {unknown} error @returns {boolean} whether to ask again unasked: not after a refusal, nor after a minute of nothing */
function mayPass(error) {
  if (error instanceof RefusedError) {
    return error.status === 429 || error.status >= 500;
  }
  return !(error instanceof StalledError || error instanceof ForeignAnswerError);
}
