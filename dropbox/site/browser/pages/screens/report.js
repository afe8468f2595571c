// Writing the report.

import { attachedProblems, attachSection } from "../attaching.js";
import { FIELD_NAMES, missingFields, reportRoom } from "../draft.js";
import { button, make, problemSummary, showProblems } from "../elements.js";
import { hintedField } from "../hinted.js";
import { announcement } from "../limits.js";
import { partedForm } from "../parts.js";
import { roomMeter } from "../room.js";
import { stepList } from "../steps.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../draft.js").ReportField} ReportField */
/** @typedef {import("../../texts/catalogue.js").TextKey} TextKey */
/** @typedef {{ id: string, text: string }} Problem */

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
  /** @param {...ReportField} names */
  const entries = (...names) => names.map((name) => entry(page, name, meter.changed));
  const form = make("form", { id: "report-form", autocomplete: "off", novalidate: true });
  const files = attachSection(page, meter.changed);
  const titles = { more: page.t("morePart"), know: page.t("knowPart"), files: page.t("filesPart") };
  const parts = [
    { title: page.t("kindPart"), content: [categoryChoice(page)] },
    { title: page.t("mainPart"), content: entries("what", "account") },
    {
      title: titles.more,
      content: [
        make("p", { class: "hint" }, page.t("moreLead")),
        make("div", { class: "pairs" }, ...entries("who", "when", "where", "unit")),
        ...entries("how", "why"),
      ],
    },
    { title: titles.know, content: entries("how_known", "who_else") },
    ...(files ? [{ title: titles.files, content: [files] }] : []),
  ];
  /** @param {Problem[]} problems @returns {boolean} whether there is none */
  const told = (problems) => {
    const [first] = problems;
    reveal(first ? document.getElementById(first.id) : null);
    showProblems(summary, page.t("problems"), problems, reveal);
    return problems.length === 0;
  };
  const { sections, steps, reveal } = partedForm(page, form, parts, {
    mayLeave: (part) => told(missing(page).filter(({ id }) => isWithin(sections[part], id))),
    leave: () => page.go("home"),
  });
  const review = () => {
    const room = measure();
    const long = { id: "field-account", text: page.tooLong(room) };
    const problems = [
      ...missing(page),
      ...(room.excess > 0 ? [long] : []),
      ...attachedProblems(page),
    ];
    if (told(problems)) {
      page.go("review");
    }
  };
  const last = String(parts.length - 1);
  // What still fits stands below the account, and on every later part.
  meter.element.dataset.in = parts
    .map((_, part) => part)
    .slice(1)
    .join(" ");
  form.append(
    make(
      "div",
      { "data-in": "0" },
      make("p", { class: "lead" }, page.t("reportLead")),
      make("p", { class: "hint" }, page.t("reportKept")),
    ),
    ...sections.slice(0, 2),
    meter.element,
    ...sections.slice(2),
    make(
      "div",
      { class: "actions", "data-in": last },
      // No submit button: the Enter key of a phone, pressed after the first line, must not count as "done".
      button(page.t("toReview"), "to-review", review, "main"),
      button(page.t("home"), "home", () => page.go("home"), "plain wide"),
    ),
    steps,
  );
  return [stepList(page), make("h1", {}, page.t("reportTitle")), summary, form];
}

/** @param {Page} page @param {ReportField} name @param {() => void} changed */
function entry(page, name, changed) {
  const { report } = page.session;
  const [hint, warning] = [HINTS[name], WARNINGS[name]];
  const required = name in MISSING;
  return hintedField(page, {
    id: `field-${name}`,
    label: page.t(FIELD_NAMES[name]),
    mark: page.t(required ? "required" : "optional"),
    ...(hint ? { hint: page.t(hint) } : {}),
    ...(warning ? { warning: page.t(warning) } : {}),
    rows: ROWS[name] ?? 1,
    required,
    value: report[name],
    input: (value) => {
      report[name] = value;
      changed();
    },
  });
}

/** @param {Page} page @returns {Problem[]} the required fields that are empty */
function missing(page) {
  return missingFields(page.session.report).map((name) => ({
    id: name === "category" ? "category-0" : `field-${name}`,
    text: page.t(/** @type {TextKey} */ (MISSING[name])),
  }));
}

/** @param {HTMLElement | undefined} section @param {string} id */
function isWithin(section, id) {
  return section?.contains(document.getElementById(id)) === true;
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
