// Writing the report and reading it over.

import { attachedList, attachedProblems, attachSection } from "../attaching.js";
import { bodyFields, FIELD_NAMES, missingFields, REPORT_FIELDS, reportRoom } from "../draft.js";
import { button, field, items, make, problemSummary, showProblems } from "../elements.js";
import { announcement } from "../limits.js";
import { roomMeter } from "../room.js";
import { stepList } from "../steps.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../draft.js").ReportField} ReportField */
/** @typedef {import("../../texts/catalogue.js").TextKey} TextKey */

/** @type {Partial<Record<ReportField, TextKey>>} */
const HINTS = { what: "whatHint", account: "accountHint", who: "whoHint", when: "whenHint" };
/** @type {Partial<Record<ReportField, TextKey>>} */
const WARNINGS = {
  account: "accountWarning",
  how_known: "howKnownWarning",
  who_else: "whoElseWarning",
};
/** @type {Partial<Record<ReportField, TextKey>>} */
const MISSING = { category: "missingCategory", what: "missingWhat", account: "missingAccount" };
/** @type {Partial<Record<ReportField, number>>} */
const ROWS = { account: 12, how: 3, why: 3, how_known: 3, who_else: 2 };

/** @param {Page} page */
export function drawReport(page) {
  const { session } = page;
  const summary = problemSummary();
  const measure = () => reportRoom(session.report, session.language, announcement(page));
  const meter = roomMeter(page, measure);
  /** @param {ReportField} name */
  const entry = (name) => {
    const [hint, warning] = [HINTS[name], WARNINGS[name]];
    const required = name in MISSING;
    return field({
      id: `field-${name}`,
      label: page.t(FIELD_NAMES[name]),
      mark: page.t(required ? "required" : "optional"),
      ...(hint ? { hint: page.t(hint) } : {}),
      ...(warning ? { warning: page.t(warning) } : {}),
      rows: ROWS[name] ?? 1,
      required,
      value: session.report[name],
      input: (value) => {
        session.report[name] = value;
        meter.changed();
      },
    });
  };
  const review = () => {
    const problems = missingFields(session.report).map((name) => ({
      id: name === "category" ? "category-0" : `field-${name}`,
      text: page.t(/** @type {TextKey} */ (MISSING[name])),
    }));
    const room = measure();
    if (room.excess > 0) {
      problems.push({ id: "field-account", text: page.tooLong(room) });
    }
    problems.push(...attachedProblems(page));
    showProblems(summary, page.t("problems"), problems);
    if (problems.length === 0) {
      page.go("review");
    }
  };
  return [
    stepList(page),
    make("h1", {}, page.t("reportTitle")),
    make("p", { class: "lead" }, page.t("reportLead")),
    make("p", { class: "hint" }, page.t("reportKept")),
    summary,
    make(
      "form",
      { id: "report-form", autocomplete: "off", novalidate: true },
      make("h2", {}, page.t("mainPart")),
      categoryChoice(page),
      entry("what"),
      entry("account"),
      meter.element,
      make("h2", {}, page.t("morePart")),
      make("p", { class: "hint" }, page.t("moreLead")),
      make(
        "div",
        { class: "pairs" },
        ...["who", "when", "where", "unit"].map((name) => entry(/** @type {ReportField} */ (name))),
      ),
      entry("how"),
      entry("why"),
      make("h2", {}, page.t("knowPart")),
      entry("how_known"),
      entry("who_else"),
      attachSection(page, meter.changed),
      make(
        "div",
        { class: "actions" },
        // No submit button: the Enter key of a phone, pressed after the first line, must not count as "done".
        button(page.t("toReview"), "to-review", review, "main"),
        button(page.t("home"), "home", () => page.go("home"), "plain"),
      ),
    ),
  ];
}

/** @param {Page} page */
function categoryChoice(page) {
  const { session, bulletin } = page;
  const choices = bulletin.content.categories.map(
    (/** @type {any} */ category, /** @type {number} */ index) => {
      const radio = make("input", {
        type: "radio",
        name: "category",
        id: `category-${index}`,
        value: category.code,
        autocomplete: "off",
      });
      radio.checked = session.report.category === category.code;
      radio.addEventListener("change", () => {
        session.report.category = category.code;
      });
      return make(
        "label",
        { class: "choice", for: radio.id },
        radio,
        make("span", {}, page.own(category)),
      );
    },
  );
  return make(
    "fieldset",
    { id: "field-category" },
    make(
      "legend",
      {},
      page.t("category"),
      make("span", { class: "mark" }, ` ${page.t("required")}`),
    ),
    make("p", { class: "hint" }, page.t("categoryHint")),
    make("div", { class: "choices" }, ...choices),
  );
}

/** @param {Page} page */
export function drawReview(page) {
  return [
    stepList(page),
    make("h1", {}, page.t("reviewTitle")),
    make("p", { class: "lead" }, page.t("reviewLead")),
    make("div", { class: "caution" }, items(page.t("reviewAsk"))),
    writtenReport(page, true),
    make("p", { class: "caution" }, page.t("goodFaith")),
    make(
      "div",
      { class: "actions" },
      button(page.t("toWords"), "to-passphrase", () => page.goOn(), "main"),
      button(page.t("change"), "change", () => page.go("report")),
    ),
  ];
}

/** @param {Page} page @param {boolean} [headed] @returns {HTMLElement} what was written, as it will be sent */
export function writtenReport(page, headed = false) {
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
        make("dd", { class: "typed", translate: "no", "data-field": name }, shown),
      );
    }
  }
  if (session.choice.files.length > 0) {
    list.append(make("dt", {}, page.t("attachTitle")), make("dd", {}, attachedList(page)));
  }
  return headed ? make("section", { class: "sheet" }, list) : list;
}
