// What the inspectorate has said under this passphrase, and what the reporter can do now.

import { MissingPartsError, ReplySignatureError } from "../../protocol/errors.js";
import { button, checkbox, items, make, problemSummary, showProblems } from "../elements.js";
import { sealing } from "../opening.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../../protocol/reply.js").Reply} Reply */
/** @typedef {import("../../texts/catalogue.js").TextKey} TextKey */

// The status in which the workstation opens every case.
const RECEIVED = "diterima";
/** @type {Record<number, TextKey>} */
const RECEIPTS = { 1: "receiptReport", 2: "receiptFollowUp", 3: "receiptWithdrawal" };

/** @param {Page} page */
export function drawThread(page) {
  const thread = page.session.thread;
  if (!thread) {
    return [];
  }
  return thread.opened === 0 ? drawEmpty(page) : drawFound(page);
}

/** @param {Page} page */
function drawFound(page) {
  const { replies, refused } = /** @type {import("../../protocol/reply.js").ThreadReplies} */ (
    page.session.thread
  );
  return [
    make("h1", { id: "thread", "data-replies": replies.length }, page.t("threadTitle")),
    make(
      "p",
      { class: "lead", id: "latest-status" },
      make("span", {}, `${page.t("threadStatus")}: `),
      make("strong", {}, statusText(page, replies)),
    ),
    make("p", {}, page.t("threadNext", { next: page.nextDay })),
    make("p", { class: "hint" }, page.t("threadOrder")),
    make(
      "ol",
      { class: "thread", id: "replies" },
      ...replies.map((reply) => replyItem(page, reply)),
    ),
    ...refused.map(([seq, error]) =>
      make(
        "p",
        { class: "note", "data-refused": error.name },
        page.t(refusedText(error), { number: Math.floor(seq / 256) }),
      ),
    ),
    ...actions(page, problemSummary(), () => true),
  ];
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
  const [box, ...rest] = actions(page, summary, isSure, () => {
    const sure = checkbox("sure", page.t("emptySure"), page.t("emptySureHint"), (checked) => {
      session.sure = checked;
    });
    /** @type {HTMLInputElement} */ (sure.querySelector("input")).checked = session.sure;
    return sure;
  });
  return [
    make("h1", { id: "no-reply" }, page.t("emptyTitle")),
    make("p", {}, page.t("emptyText")),
    items(page.t("emptyReasons", { next: page.nextDay }), "ol"),
    make(
      "p",
      {},
      button(page.t("checkWords"), "check-words", () => page.go("open"), "main"),
    ),
    box ?? null,
    ...rest,
  ];
}

/**
 * @param {Page} page
 * @param {HTMLElement} summary
 * @param {() => boolean} allowed asked before either action; says itself why not
 * @param {() => HTMLElement} [question]
 */
function actions(page, summary, allowed, question) {
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
      button(page.t("toWithdraw"), "to-withdraw", () => enter("withdraw")),
      home,
    ),
  ];
}

/** @param {Page} page @param {Reply} reply */
function replyItem(page, { body, conflict, seq }) {
  const kind = body.kind;
  return make(
    "li",
    { "data-kind": kind, "data-seq": seq },
    make(
      "h2",
      {},
      page.t(/** @type {TextKey} */ (kind)),
      make("span", { class: "day" }, ` ${page.day(body.day)}`),
    ),
    conflict && make("p", { class: "note stop" }, page.t("conflict")),
    ...replyParts(page, body),
  );
}

/** @param {Page} page @param {Record<string, any>} body */
function replyParts(page, body) {
  if (body.kind === "message") {
    return [make("p", { class: "typed", translate: "no", "data-text": true }, body.text)];
  }
  if (body.kind === "status") {
    return [
      make("p", { class: "strong", "data-status": body.status }, statusName(page, body.status)),
      body.reason
        ? make("p", { class: "typed", translate: "no" }, `${page.t("reason")}: ${body.reason}`)
        : "",
    ];
  }
  const { ordinal, pieces, pieces_received: received } = body;
  return [
    make("p", {}, page.t(RECEIPTS[body.letter_type] ?? "receiptReport", { ordinal })),
    pieces > 0 ? make("p", {}, page.t("receiptPieces", { received, pieces })) : "",
  ];
}

/**
 * The last status; a case begins as received, of which the receipt is the news.
 *
 * @param {Page} page
 * @param {Reply[]} replies
 * @returns {string}
 */
function statusText(page, replies) {
  const last = replies.findLast(({ body }) => body.kind === "status");
  if (last) {
    return statusName(page, last.body.status);
  }
  const received = replies.some(({ body }) => body.kind === "receipt");
  return received ? statusName(page, RECEIVED) : page.t("threadNone");
}

/** @param {Page} page @param {string} code @returns {string} its name in the bulletin, or the code itself */
function statusName(page, code) {
  const status = page.bulletin.content.statuses.find((/** @type {any} */ one) => one.code === code);
  return status ? page.own(status) : code;
}

/** @param {Error} error @returns {TextKey} */
function refusedText(error) {
  if (error instanceof MissingPartsError) {
    return "refusedMissing";
  }
  return error instanceof ReplySignatureError ? "refusedSignature" : "refusedForm";
}
