// What the inspectorate has said under this passphrase, and what the reporter can do now.

import { CellFormError, MissingPartsError, ReplySignatureError } from "../../protocol/errors.js";
import { button, checkbox, items, make, problemSummary, showProblems } from "../elements.js";
import { sealing } from "../opening.js";
import { latestReceipts, placesOf, standing } from "../standing.js";
import { visible } from "../visible.js";
import { dueParts, standingParts, statusName, timeline } from "./case.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../../protocol/reply.js").Reply} Reply */
/** @typedef {import("../../protocol/reply.js").ThreadReplies} ThreadReplies */
/** @typedef {import("../../texts/catalogue.js").TextKey} TextKey */

/** @type {Record<number, TextKey>} */
const RECEIPTS = { 1: "receiptReport", 2: "receiptFollowUp", 3: "receiptWithdrawal" };

/** @param {Page} page */
export function drawThread(page) {
  const thread = page.session.thread;
  if (!thread) {
    return [];
  }
  return thread.opened === 0 ? drawEmpty(page) : drawFound(page, thread);
}

/** @param {Page} page @param {ThreadReplies} thread */
function drawFound(page, thread) {
  const { replies } = thread;
  const now = standing(replies);
  return [
    make("h1", { id: "thread", "data-replies": replies.length }, page.t("threadTitle")),
    ...standingParts(page, now),
    ...dueParts(page, now),
    make("h2", {}, page.t("timelineTitle")),
    timeline(page, replies, now),
    make("h2", {}, page.t("repliesTitle")),
    make("p", { class: "hint" }, page.t("threadOrder")),
    make("ol", { class: "thread", id: "replies" }, ...threadItems(page, thread)),
    ...actions(page, problemSummary(), () => true, { withdrawn: now.withdrawn }),
  ];
}

/**
 * Replies, and what is wrong with others, each in its place.
 *
 * @param {Page} page
 * @param {ThreadReplies} thread
 */
function threadItems(page, thread) {
  const { replies, refused } = thread;
  const places = placesOf(thread);
  const latest = latestReceipts(replies);
  const shown = [
    ...refused.map(([seq, error]) => ({
      seq,
      item: refusedItem(page, seq, error, places.get(seq) ?? 0),
    })),
    ...replies.map((reply) => ({
      seq: reply.seq,
      item: replyItem(page, reply, latest.has(reply.body)),
    })),
  ];
  return shown.sort((one, other) => one.seq - other.seq).map(({ item }) => item);
}

/** @param {Page} page @param {number} seq @param {Error} error @param {number} place */
function refusedItem(page, seq, error, place) {
  const values = { place, number: Math.floor(seq / 256), next: page.nextDay };
  return make(
    "li",
    { class: "note", "data-refused": error.name, "data-place": place || null },
    make("p", {}, page.t(refusedText(error), values)),
  );
}

/** @param {Page} page */
function drawEmpty(page) {
  const { session } = page;
  const summary = problemSummary();
  const isSure = () => {
    const problems = session.sure ? [] : [{ id: "sure", text: page.t("emptyNotSure") }];
    showProblems(summary, page.t("problems"), problems);
    return session.sure;
  };
  const question = () => {
    const sure = checkbox("sure", page.t("emptySure"), page.t("emptySureHint"), (checked) => {
      session.sure = checked;
    });
    /** @type {HTMLInputElement} */ (sure.querySelector("input")).checked = session.sure;
    return sure;
  };
  const values = {
    next: page.nextDay,
    issued: page.day(page.bulletin.issued),
    number: page.bulletin.number,
  };
  return [
    make("h1", { id: "no-reply" }, page.t("emptyTitle")),
    make("p", {}, page.t("emptyText")),
    items(page.t("emptyReasons", values), "ol", { id: "empty-reasons" }),
    make(
      "p",
      {},
      button(page.t("checkWords"), "check-words", () => page.go("open"), "main"),
    ),
    ...actions(page, summary, isSure, { question }),
  ];
}

/**
 * @param {Page} page
 * @param {HTMLElement} summary
 * @param {() => boolean} allowed asked before either action; says itself why not
 * @param {{ question?: () => HTMLElement, withdrawn?: boolean }} about
 */
function actions(page, summary, allowed, { question, withdrawn = false }) {
  const { bulletin, session, today } = page;
  const home = button(
    page.t("home"),
    "home",
    () => {
      session.forgetThread();
      page.go("home");
    },
    "plain",
  );
  const state = sealing(bulletin, today);
  if (state !== "open") {
    const text = page.t(state === "closed" ? "closedText" : "noKeyText", {
      issued: page.day(bulletin.issued),
    });
    return [make("p", { class: "note", id: "closed" }, text), make("p", {}, home)];
  }
  /** @param {"followUp" | "withdraw"} screen */
  const enter = (screen) => allowed() && page.go(screen);
  return [
    make("h2", {}, page.t("nextTitle")),
    summary,
    question?.() ?? null,
    make(
      "div",
      { class: "actions" },
      button(page.t("toFollowUp"), "to-follow-up", () => enter("followUp"), question ? "" : "main"),
      !withdrawn && button(page.t("toWithdraw"), "to-withdraw", () => enter("withdraw")),
      home,
    ),
  ];
}

/** @param {Page} page @param {Reply} reply @param {boolean} latest whether no later receipt names the same letter */
function replyItem(page, { body, conflict, seq }, latest) {
  const kind = body.kind;
  return make(
    "li",
    { "data-kind": kind, "data-seq": seq },
    make(
      "h3",
      {},
      page.t(/** @type {TextKey} */ (kind)),
      make("span", { class: "day" }, ` ${page.day(body.day)}`),
    ),
    conflict && make("p", { class: "note stop", "data-conflict": true }, page.t("conflict")),
    ...replyParts(page, body, latest),
  );
}

/** @param {Page} page @param {Record<string, any>} body @param {boolean} latest */
function replyParts(page, body, latest) {
  if (body.kind === "message") {
    return [make("p", { class: "typed", translate: "no", "data-text": true }, visible(body.text))];
  }
  if (body.kind === "status") {
    return [
      make("p", { class: "strong", "data-status": body.status }, statusName(page, body.status)),
      body.reason
        ? make(
            "p",
            { class: "typed", translate: "no" },
            `${page.t("reason")}: ${visible(body.reason)}`,
          )
        : "",
    ];
  }
  const { ordinal, pieces, pieces_received: received } = body;
  const values = { received: page.number(received), pieces: page.number(pieces) };
  return [
    make("p", {}, page.t(RECEIPTS[body.letter_type] ?? "receiptReport", { ordinal })),
    pieces > 0 ? make("p", { "data-pieces": true }, page.t("receiptPieces", values)) : "",
    latest && received < pieces ? make("p", { class: "hint" }, page.t("receiptPartly")) : "",
  ];
}

/** @param {Error} error @returns {TextKey} */
function refusedText(error) {
  if (error instanceof MissingPartsError) {
    return "refusedMissing";
  }
  if (error instanceof ReplySignatureError) {
    return "refusedSignature";
  }
  return error instanceof CellFormError ? "refusedCell" : "refusedForm";
}
