// What stands before the first screen: loading, a stop, the question about the clock, the comparison of the key.

import { readDay } from "../days.js";
import { button, items, make, paragraphs, problemSummary, showProblems } from "../elements.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../../texts/catalogue.js").TextKey} TextKey */

/** @param {Page} page */
export function drawBoot(page) {
  return [make("h1", {}, page.t("loading"))];
}

/** @param {Page} page @param {() => Promise<void>} begin starts over */
export function drawStop(page, begin) {
  const reason = page.session.stop;
  const grave = reason === "Foreign" || reason === "Broken";
  const title = /** @type {TextKey} */ (`stop${reason}Title`);
  const again = () => {
    page.go("boot");
    return begin();
  };
  return [
    make(
      "section",
      { class: grave ? "note stop" : "note", "data-stop": reason },
      make("h1", {}, page.t(title)),
      ...paragraphs(page.t(/** @type {TextKey} */ (`stop${reason}`))),
      (reason === "Offline" || reason === "Empty") &&
        button(page.t("retry"), "retry", again, "main"),
    ),
  ];
}

/** @param {Page} page */
export function drawClock(page) {
  const { bulletin, session } = page;
  const summary = problemSummary();
  const date = make("input", { type: "date", id: "clock-date", autocomplete: "off" });
  const set = () => {
    const day = readDay(date.value);
    if (day === null) {
      showProblems(summary, page.t("problems"), [
        { id: "clock-date", text: page.t("clockMissing") },
      ]);
      return;
    }
    session.deviceDay = day;
    page.go("home");
  };
  const days = { today: page.day(session.deviceDay), issued: page.day(bulletin.issued) };
  return [
    make("h1", {}, page.t("clockTitle")),
    summary,
    make("p", {}, page.t("clockText", days)),
    make(
      "p",
      {},
      button(page.t("clockYes"), "clock-yes", () => page.go("home"), "main"),
    ),
    make(
      "div",
      { class: "field" },
      make("label", { for: "clock-date" }, page.t("clockOther")),
      date,
    ),
    make("p", {}, button(page.t("clockSet"), "clock-set", set)),
  ];
}

/** @param {Page} page */
export function drawCompare(page) {
  const { session } = page;
  /** @param {"eye" | "unchecked"} trust */
  const on = (trust) => {
    session.trust = trust;
    page.go(session.wanted);
  };
  const differs = () => {
    session.stop = "Foreign";
    page.go("stop");
  };
  return [
    make("h1", {}, page.t("compareTitle")),
    make("p", { class: "lead" }, page.t("compareText")),
    items(page.t("compareHow"), "ol", { class: "flow" }),
    page.digits("digits"),
    make(
      "div",
      { class: "actions" },
      button(page.t("compareSame"), "compare-same", () => on("eye"), "main"),
      button(page.t("compareOther"), "compare-other", differs),
    ),
    make(
      "details",
      { id: "compare-none" },
      make("summary", {}, page.t("compareNone")),
      make("p", {}, page.t("compareNoneText")),
      button(page.t("compareAnyway"), "compare-anyway", () => on("unchecked")),
    ),
    make(
      "p",
      {},
      button(page.t("home"), "home", () => page.go("home"), "plain"),
    ),
  ];
}
