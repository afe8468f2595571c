// A letter on its way, and what to do when it has arrived.

import { FOLLOW_UP, REPORT, WITHDRAWAL } from "../../protocol/body.js";
import { button, items, make, paragraphs } from "../elements.js";
import { sendNow } from "../outbox.js";
import { countDown, spanText } from "../pausing.js";
import { runOutbox } from "../preparing.js";
import { stepList } from "../steps.js";
import { handedInParts } from "./pieces.js";
import { writtenReport } from "./review.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../../texts/catalogue.js").TextKey} TextKey */
/** @typedef {import("../session.js").Progress} Progress */

/** @type {Record<Progress["failure"], TextKey>} */
const FAILED = {
  network: "failedNetwork",
  busy: "failedBusy",
  server: "failedServer",
  full: "failedFull",
  refused: "failedRefused",
  foreign: "failedForeign",
  own: "failedOwn",
  closed: "failedClosed",
};
/** @type {Partial<Record<Progress["failure"], TextKey>>} */
const WHY = { network: "whyNetwork", busy: "whyBusy", server: "whyServer", full: "whyFull" };
/** @type {Record<number, TextKey>} */
const DELIVERED = {
  [REPORT]: "deliveredReport",
  [FOLLOW_UP]: "deliveredFollowUp",
  [WITHDRAWAL]: "deliveredWithdrawal",
};

/** @param {Page} page */
export function drawSending(page) {
  const area = make("div", { id: "progress" });
  const heading = make("h1");
  // One element for all attempts: somebody may be reading or copying it.
  const text = textDetails(page);
  text.hidden = true;
  const show = () => {
    const { progress } = page.session;
    area.dataset.phase = progress.phase;
    text.hidden &&= progress.phase !== "wait" && progress.phase !== "failed";
    const failed = progress.phase === "failed";
    const still = progress.phase === "wait" ? "waitingTitle" : "sendingTitle";
    heading.textContent = page.t(failed ? "failedTitle" : still);
    area.replaceChildren(...(failed ? failedParts(page) : goingParts(page)));
  };
  show();
  page.refresh = () => {
    show();
    const { progress } = page.session;
    page.say(progress.phase === "failed" ? page.t(FAILED[progress.failure]) : progressText(page));
    if (progress.phase === "failed") {
      page.focusHeading();
    }
  };
  return [
    page.session.outgoing?.letterType === REPORT ? stepList(page) : null,
    heading,
    area,
    text,
  ];
}

/** @param {Page} page @returns {string} */
function progressText(page) {
  const { phase, attempt, seconds } = page.session.progress;
  if (phase === "keys") {
    return page.t("sendingKeys");
  }
  if (phase === "seal") {
    return page.t("sendingSeal");
  }
  if (phase === "post") {
    return page.t("sendingPost", { attempt });
  }
  return waitText(page, seconds);
}

/** @param {Page} page @param {number} left seconds */
function waitText(page, left) {
  const why = page.t(WHY[page.session.progress.failure] ?? "whyNetwork");
  return page.t("sendingWait", { why, left: spanText(page, left) });
}

/** @param {Page} page */
function goingParts(page) {
  const { phase, seconds, failure } = page.session.progress;
  const waiting = phase === "wait";
  const going = make("p", { class: "going" }, progressText(page));
  if (waiting) {
    countDown(going, seconds, (left) => waitText(page, left));
  }
  return [
    going,
    make("p", { class: "hint" }, page.t("sendingStay")),
    page.session.outgoing?.plan ? make("p", { class: "hint" }, page.t("sendingWordsFirst")) : "",
    waiting && failure === "full"
      ? make(
          "p",
          { class: "note", id: "failure", "data-failure": failure },
          page.t("waitFull", { next: page.nextDay }),
        )
      : "",
    waiting
      ? make("div", { class: "actions" }, button(page.t("sendingNow"), "send-now", sendNow))
      : "",
  ];
}

/** @param {Page} page @returns {HTMLElement} what was written, to be noted down where it cannot be sent */
function textDetails(page) {
  const { outgoing, followUp, withdrawal } = page.session;
  if (outgoing?.survey) {
    return make("div");
  }
  const text =
    outgoing?.letterType === REPORT
      ? writtenReport(page)
      : make("p", { class: "typed", translate: "no" }, followUp.text || withdrawal.reason);
  return make("details", { id: "failed-text" }, make("summary", {}, page.t("failedText")), text);
}

/** @param {Page} page */
function failedParts(page) {
  const { progress } = page.session;
  const again = () => {
    const sent = runOutbox(page);
    page.draw();
    page.focusHeading();
    return sent;
  };
  return [
    make(
      "p",
      { class: "note stop", id: "failure", "data-failure": progress.failure },
      page.t(FAILED[progress.failure], { code: progress.code, next: page.nextDay }),
    ),
    make("p", {}, page.t("failedKeep")),
    make("div", { class: "actions" }, button(page.t("retry"), "retry", again, "main")),
  ];
}

/** @param {Page} page */
export function drawDelivered(page) {
  const { deliveredType, deliveredSurvey, thread } = page.session;
  return [
    make(
      "h1",
      { id: "delivered", "data-type": deliveredType },
      page.t(deliveredSurvey ? "deliveredSurvey" : (DELIVERED[deliveredType] ?? "deliveredReport")),
    ),
    make("p", { class: "lead" }, page.t("deliveredWhat")),
    ...handedInParts(page),
    make("h2", {}, page.t("deliveredReturnTitle")),
    make("p", { class: "date", id: "return-day" }, page.nextDay),
    make("p", {}, page.t("deliveredReturn")),
    make("h2", {}, page.t("deliveredKeepTitle")),
    items(page.t("deliveredKeep")),
    make("h2", {}, page.t("deliveredLeaveTitle")),
    ...paragraphs(page.t("deliveredLeave")),
    make(
      "div",
      { class: "actions" },
      button(page.t("leave"), "leave-now", () => page.leave(), "main"),
      thread && button(page.t("toThread"), "to-thread", () => page.go("thread")),
      button(
        page.t("home"),
        "home",
        () => {
          page.session.forgetThread();
          page.go("home");
        },
        "plain",
      ),
    ),
  ];
}
