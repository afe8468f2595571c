// Reading the report over before it is sent.

import { attachedList } from "../attaching.js";
import { bodyFields, FIELD_NAMES, REPORT_FIELDS } from "../draft.js";
import { button, items, make } from "../elements.js";
import { markedText } from "../hinted.js";
import { stepList } from "../steps.js";

/** @typedef {import("../page.js").Page} Page */

/** @param {Page} page */
export function drawReview(page) {
  const { report } = page.session;
  const written = writtenReport(page, true);
  const places = written.querySelectorAll("mark").length;
  return [
    stepList(page),
    make("h1", {}, page.t("reviewTitle")),
    make("p", { class: "lead" }, page.t("reviewLead")),
    make("div", { class: "caution" }, items(page.t("reviewAsk"))),
    places > 0 &&
      make(
        "p",
        { class: "note", id: "review-identity", "data-places": places },
        page.t("reviewIdentity", { count: places }),
      ),
    report.who_else.trim() === "" &&
      make("p", { class: "caution", id: "review-who-else" }, page.t("reviewWhoElse")),
    make("section", { class: "sheet" }, written),
    make("p", { class: "caution" }, page.t("goodFaith")),
    make(
      "div",
      { class: "actions" },
      button(page.t("toWords"), "to-passphrase", () => page.goOn(), "main"),
      button(page.t("change"), "change", () => page.go("report")),
    ),
  ];
}

/**
 * @param {Page} page
 * @param {boolean} [marked] with the places that may name the author
 * @returns {HTMLElement} what was written, as it will be sent
 */
export function writtenReport(page, marked = false) {
  const { session, bulletin } = page;
  const fields = bodyFields(session.report, session.language);
  const list = make("dl", { class: "written", id: "written" });
  for (const name of REPORT_FIELDS) {
    const text = fields[name];
    if (text !== undefined) {
      const category = bulletin.content.categories.find(
        (/** @type {any} */ one) => one.code === text,
      );
      const shown = name === "category" && category ? page.own(category) : text;
      list.append(
        make("dt", {}, page.t(FIELD_NAMES[name])),
        make(
          "dd",
          { class: "typed", translate: "no", "data-field": name },
          ...(marked && name !== "category" ? markedText(shown) : [shown]),
        ),
      );
    }
  }
  if (session.choice.files.length > 0) {
    list.append(make("dt", {}, page.t("attachTitle")), make("dd", {}, attachedList(page)));
  }
  return list;
}
