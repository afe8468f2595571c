// What happens between screens: the passphrase is made, a letter goes out, a thread is read.

import { REPORT } from "../protocol/body.js";
import { BulletinError, SheetError } from "../protocol/errors.js";
import { checkPassphrase, makePassphrase, WORD_COUNT } from "../protocol/passphrase.js";
import { randomBytes } from "../protocol/randomness.js";
import { readReplies } from "../protocol/reply.js";
import { boardCells } from "../protocol/sheet.js";
import { threadKeys } from "../protocol/thread.js";
import { ForeignAnswerError, RefusedError, UnreachableError } from "../transport.js";
import { reportBody } from "./draft.js";
import { held } from "./held.js";
import { fetchAgain } from "./opening.js";
import { sealAhead, sendOutgoing } from "./outbox.js";
import { makePlan, sendPieces } from "./parcel.js";

/** @typedef {import("../attachments/plan.js").Plan} Plan */
/** @typedef {import("../protocol/bytes.js").Bytes} Bytes */
/** @typedef {import("../protocol/thread.js").ThreadKeys} ThreadKeys */
/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("./session.js").Reading} Reading */

/**
 * Makes the passphrase of a new report, once, and shows it. The million rounds run while it is being written down.
 *
 * @param {Page} page
 */
export async function preparePassphrase(page) {
  const { session, bulletin } = page;
  if (!session.words) {
    const words = await makePassphrase();
    const passphrase = await checkPassphrase(words.join(" "));
    session.words = words;
    session.places = twoPlaces();
    session.keys = deriveKeys(passphrase, bulletin.sid, bulletin.did);
  }
  if (session === page.session && session.screen === "review") {
    page.go("passphrase");
  }
}

/** @returns {number[]} two different places of the passphrase, from 0, rising */
export function twoPlaces() {
  const [first = 0, second = 0] = randomBytes(2);
  const place = first % WORD_COUNT;
  return [place, (place + 1 + (second % (WORD_COUNT - 1))) % WORD_COUNT].sort();
}

/**
 * Plans, writes and seals the report while the words are asked for: nothing is left to compute when "send" is pressed. Until then
 * it is not sent, and what is changed meanwhile is sealed anew.
 *
 * @param {Page} page
 */
export function prepareReport(page) {
  const { session } = page;
  if (session.keys) {
    const plan = makePlan(page);
    const body = reportBody(session.report, session.language, plan?.announced);
    const sealed = held(sealAhead(session, REPORT, session.keys, body));
    session.prepared = { body, sealed, plan };
  }
}

/** Sends the report as it was prepared. @param {Page} page @returns {Promise<void>} as sendOut */
export async function sendReport(page) {
  const { prepared, keys } = page.session;
  if (prepared && keys) {
    page.session.prepared = null;
    await sendOut(page, REPORT, prepared.body, keys, prepared.plan, prepared.sealed);
  }
}

/**
 * Hands a letter to the outbox and shows how it fares.
 *
 * @param {Page} page
 * @param {number} letterType
 * @param {Bytes} body
 * @param {Promise<ThreadKeys>} keys
 * @param {Plan | null} [plan] of its files
 * @param {Promise<Bytes> | null} [ahead] the letter, where it was sealed before
 * @returns {Promise<void>} when the letter is delivered or given up for now
 */
export function sendOut(page, letterType, body, keys, plan = null, ahead = null) {
  const survey = page.session.screen === "survey";
  page.session.outgoing = { letterType, body, keys, ahead, sealed: null, plan, survey };
  const sent = runOutbox(page);
  page.go("sending");
  return sent;
}

/** Sends the outgoing letter, or sends it again. @param {Page} page */
export async function runOutbox(page) {
  const { session } = page;
  session.progress = {
    phase: session.outgoing?.sealed ? "post" : "keys",
    attempt: 1,
    seconds: 0,
    failure: "network",
    code: "",
  };
  const delivered = await sendOutgoing(session, () => {
    if (session === page.session) {
      page.refresh?.();
    }
  });
  if (delivered && session === page.session && session.screen === "sending") {
    const plan = session.outgoing?.plan ?? null;
    session.deliveredType = session.outgoing?.letterType ?? 0;
    session.deliveredSurvey = session.outgoing?.survey ?? false;
    session.handedIn = null;
    session.forgetSent();
    if (!session.thread) {
      session.keys = null;
    }
    if (plan) {
      sendPieces(page, plan);
    } else {
      page.go("delivered");
    }
  }
}

/**
 * Tries a passphrase on every cell of the board and shows what opened.
 *
 * @param {Page} page
 * @param {Bytes | null} passphrase P, 11 bytes; null to try once more what was tried before
 */
export async function readThread(page, passphrase) {
  const { session, bulletin } = page;
  /** @param {Partial<Reading>} news */
  const tell = (news) => {
    Object.assign(session.reading, news);
    if (session === page.session) {
      page.refresh?.();
    }
  };
  session.thread = null;
  session.sure = false;
  // Not before somebody asks: until then all visitors have made the same requests.
  if (session.reading.phase === "failed") {
    fetchAgain(session);
  }
  if (passphrase) {
    session.keys = deriveKeys(passphrase, bulletin.sid, bulletin.did);
  }
  session.reading.phase = "keys";
  if (session.screen === "reading") {
    page.draw();
  } else {
    page.go("reading");
  }
  try {
    const keys = await /** @type {Promise<ThreadKeys>} */ (session.keys);
    tell({ phase: "board" });
    const board = /** @type {Bytes} */ (await session.board);
    // Asked for again, the board may have come with a later bulletin.
    const { sheetHashes, did, signingPks } = session.bulletin ?? bulletin;
    const cells = await boardCells(board, sheetHashes);
    tell({ phase: "cells", cells: cells.length });
    session.thread = await readReplies(cells, keys.threadKey, did, signingPks);
  } catch (error) {
    tell({ phase: "failed", failure: readingFailure(error) });
    return;
  }
  if (session === page.session && session.screen === "reading") {
    page.go("thread");
  }
}

/** @param {unknown} error @returns {Reading["failure"]} */
function readingFailure(error) {
  if (error instanceof SheetError || error instanceof ForeignAnswerError) {
    return "BadBoard";
  }
  if (error instanceof BulletinError) {
    return "BadBulletin";
  }
  return error instanceof UnreachableError || error instanceof RefusedError ? "NoBoard" : "Own";
}

/**
 * @param {Bytes} passphrase
 * @param {Bytes} sid
 * @param {Bytes} did
 * @returns {Promise<ThreadKeys>} in the background; whoever awaits it hears of a failure
 */
function deriveKeys(passphrase, sid, did) {
  return held(threadKeys(passphrase, sid, did));
}
