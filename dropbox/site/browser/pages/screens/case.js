// How the case stands, in plain words: its status and what comes next, deadlines, the way so far.

import { doorItem } from "../doors.js";
import { button, make } from "../elements.js";
import { sealing } from "../opening.js";
import { lateness, milestones, nextDoors } from "../standing.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../standing.js").Standing} Standing */
/** @typedef {import("../../protocol/reply.js").Reply} Reply */
/** @typedef {import("../../texts/catalogue.js").TextKey} TextKey */

/** What each status of a fresh workstation means. @type {Record<string, TextKey>} */
const ABOUT = {
  diterima: "aboutReceived",
  verifikasi: "aboutVerification",
  perlu_keterangan: "aboutMore",
  telaah: "aboutReview",
  klarifikasi: "aboutClarification",
  investigasi: "aboutInvestigation",
  diteruskan: "aboutPassedOn",
  selesai_terbukti: "aboutProven",
  selesai_tidak_terbukti: "aboutNotProven",
  tidak_dapat_ditindaklanjuti: "aboutNotPursued",
  diarsipkan: "aboutArchived",
};
/** @type {Record<string, TextKey>} */
const STEPS = { verify: "dueVerify", conclude: "dueConclude" };
/** @type {Record<string, TextKey>} */
const DUES = { ahead: "dueAhead", perhaps: "duePerhaps", passed: "duePassed" };
/** @type {Record<number, TextKey>} */
const LETTERS = { 1: "letterReport", 2: "letterFollowUp", 3: "letterWithdrawal" };

/** @param {Page} page @param {string} code @returns {string} its name in the bulletin, or the code itself */
export function statusName(page, code) {
  const status = page.bulletin.content.statuses.find((/** @type {any} */ one) => one.code === code);
  return status ? page.own(status) : code;
}

/** @param {Page} page @param {Standing} now */
export function standingParts(page, { status, closed, withdrawn }) {
  const known = status !== null && Object.hasOwn(ABOUT, status) ? ABOUT[status] : null;
  return [
    make(
      "p",
      { class: "lead", id: "latest-status" },
      make("span", {}, `${page.t("threadStatus")}: `),
      make("strong", {}, status === null ? page.t("threadNone") : statusName(page, status)),
    ),
    status !== null && make("p", { id: "status-about" }, page.t(known ?? "aboutOther")),
    withdrawn && make("p", { class: "note", id: "withdrawn" }, page.t("withdrawnText")),
    closed && surveyOffer(page),
  ];
}

/** @param {Page} page */
function surveyOffer(page) {
  if (sealing(page.bulletin, page.today) !== "open") {
    return null;
  }
  const { surveyed } = page.session;
  return make(
    "section",
    { class: "note", id: "survey-offer" },
    make("p", {}, page.t(surveyed ? "surveyedText" : "surveyOffer")),
    make(
      "p",
      {},
      button(page.t(surveyed ? "surveyAgain" : "surveyGo"), "to-survey", () => page.go("survey")),
    ),
  );
}

/** @param {Page} page @param {Standing} now what is due, and where else to go once that day has passed */
export function dueParts(page, { due }) {
  if (due === null) {
    return [];
  }
  const { issued, content } = page.bulletin;
  const late = lateness(due.day, issued, page.today);
  const doors = nextDoors(content.links);
  const values = {
    step: page.t(STEPS[due.step] ?? "dueConclude"),
    day: page.day(due.day),
    issued: page.day(issued),
    next: page.nextDay,
  };
  return [
    make(
      "p",
      {
        class: late === "ahead" ? "" : "note",
        id: "due",
        "data-step": due.step,
        "data-lateness": late,
      },
      page.t(/** @type {TextKey} */ (DUES[late]), values),
    ),
    late !== "ahead" &&
      doors.length > 0 &&
      make(
        "section",
        { id: "next-doors" },
        make("h2", {}, page.t("doorsTitle")),
        make("p", {}, page.t("doorsText")),
        make("ul", { class: "links" }, ...doors.map((link) => doorItem(page, link))),
      ),
  ];
}

/** @param {Page} page @param {readonly Reply[]} replies @param {Standing} now */
export function timeline(page, replies, { due, closed }) {
  const passed = milestones(replies).map((body) => {
    const text =
      body.kind === "status"
        ? statusName(page, body.status)
        : page.t("timelineLetter", {
            letter: page.t(LETTERS[body.letter_type] ?? "letterFollowUp"),
            ordinal: body.ordinal,
          });
    return point(page, body.day, text, body.kind, false);
  });
  const { next } = page.bulletin.content;
  const ahead = [];
  if (next >= page.today && !closed) {
    ahead.push(point(page, next, page.t("timelineNext"), "next", true));
  }
  if (due && due.day >= page.today) {
    const step = page.t(STEPS[due.step] ?? "dueConclude");
    const text = page.t("timelineDue", { step });
    const place = ahead.length > 0 && due.day < next ? 0 : ahead.length;
    ahead.splice(place, 0, point(page, due.day, text, "due", true));
  }
  return make("ol", { class: "timeline", id: "timeline" }, ...passed, ...ahead);
}

/** @param {Page} page @param {number} day @param {string} text @param {string} kind @param {boolean} ahead */
function point(page, day, text, kind, ahead) {
  return make(
    "li",
    { class: ahead ? "ahead" : "", "data-point": kind },
    make("span", { class: "day" }, page.day(day)),
    " ",
    text,
  );
}
