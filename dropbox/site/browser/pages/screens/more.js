// The second and later letters of a thread: a follow-up, a withdrawal.

import { FOLLOW_UP, WITHDRAWAL } from "../../protocol/body.js";
import { attachedProblems, attachSection } from "../attaching.js";
import { followUpBody, followUpRoom, withdrawalBody, withdrawalRoom } from "../draft.js";
import { button, checkbox, make, problemSummary, showProblems } from "../elements.js";
import { hintedField } from "../hinted.js";
import { announcement } from "../limits.js";
import { makePlan } from "../parcel.js";
import { sendOut } from "../preparing.js";
import { roomMeter } from "../room.js";

/** @typedef {import("../page.js").Page} Page */

/** @param {Page} page */
export function drawFollowUp(page) {
  const { session } = page;
  const { followUp, language } = session;
  const summary = problemSummary();
  const measure = () => followUpRoom(followUp, language, announcement(page));
  const meter = roomMeter(page, measure);
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const room = measure();
    const problems = attachedProblems(page);
    if (followUp.text.trim() === "") {
      problems.unshift({ id: "field-text", text: page.t("missingText") });
    } else if (room.excess > 0) {
      problems.unshift({ id: "field-text", text: page.tooLong(room) });
    }
    showProblems(summary, page.t("problems"), problems);
    if (problems.length === 0 && session.keys) {
      const plan = makePlan(page);
      const body = followUpBody(followUp, language, plan?.announced);
      await sendOut(page, FOLLOW_UP, body, session.keys, plan);
    }
  };
  return [
    make("h1", {}, page.t("followUpTitle")),
    make("p", { class: "lead" }, page.t("followUpLead")),
    summary,
    make(
      "form",
      { id: "follow-up-form", autocomplete: "off", novalidate: true, submit: send },
      hintedField(page, {
        id: "field-text",
        label: page.t("followUpField"),
        mark: page.t("required"),
        warning: page.t("accountWarning"),
        rows: 10,
        required: true,
        value: followUp.text,
        input: (value) => {
          followUp.text = value;
          meter.changed();
        },
      }),
      meter.element,
      attachSection(page, meter.changed),
      make(
        "div",
        { class: "actions" },
        make("button", { type: "submit", class: "main", id: "send" }, page.t("sendLetter")),
        button(page.t("back"), "back", () => page.go("thread"), "plain"),
      ),
    ),
  ];
}

/** @param {Page} page */
export function drawWithdraw(page) {
  const { session } = page;
  const { withdrawal, language } = session;
  const summary = problemSummary();
  const meter = roomMeter(page, () => withdrawalRoom(withdrawal, language));
  let sure = false;
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const problems = [];
    const room = withdrawalRoom(withdrawal, language);
    if (room.excess > 0) {
      problems.push({ id: "field-reason", text: page.tooLong(room) });
    }
    if (!sure) {
      problems.push({ id: "withdraw-sure", text: page.t("withdrawNotSure") });
    }
    showProblems(summary, page.t("problems"), problems);
    if (problems.length === 0 && session.keys) {
      await sendOut(page, WITHDRAWAL, withdrawalBody(withdrawal, language), session.keys);
    }
  };
  return [
    make("h1", {}, page.t("withdrawTitle")),
    make("p", { class: "lead" }, page.t("withdrawLead")),
    summary,
    make(
      "form",
      { id: "withdraw-form", autocomplete: "off", novalidate: true, submit: send },
      hintedField(page, {
        id: "field-reason",
        label: page.t("withdrawReason"),
        mark: page.t("optional"),
        warning: page.t("accountWarning"),
        rows: 4,
        value: withdrawal.reason,
        input: (value) => {
          withdrawal.reason = value;
          meter.changed();
        },
      }),
      meter.element,
      checkbox("withdraw-sure", page.t("withdrawSure"), null, (checked) => {
        sure = checked;
      }),
      make(
        "div",
        { class: "actions" },
        make("button", { type: "submit", class: "main", id: "send" }, page.t("withdrawGo")),
        button(page.t("back"), "back", () => page.go("thread"), "plain"),
      ),
    ),
  ];
}
