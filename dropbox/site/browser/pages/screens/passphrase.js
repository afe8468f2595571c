// The passphrase of a new report: shown to be written down, then asked for in part.

import { button, field, items, make, problemSummary, showProblems } from "../elements.js";
import { meansWord } from "../entry.js";
import { prepareReport, sendReport } from "../preparing.js";
import { stepList } from "../steps.js";

/** @typedef {import("../page.js").Page} Page */

/** @param {Page} page */
export function drawPassphrase(page) {
  const words = page.session.words ?? [];
  return [
    stepList(page),
    make("h1", {}, page.t("wordsTitle")),
    make("p", { class: "lead" }, page.t("wordsLead")),
    make(
      "ol",
      {
        class: "words",
        id: "words",
        // VoiceOver takes a list without marks for no list, and would not say how many words there are.
        role: "list",
        "aria-label": page.t("wordsList"),
        translate: "no",
        lang: "id",
      },
      ...words.map((word) => make("li", {}, make("span", { "data-word": true }, word))),
    ),
    make("div", { class: "caution" }, items(page.t("wordsWarnings"))),
    make(
      "div",
      { class: "actions" },
      button(page.t("wordsNext"), "words-next", () => page.go("confirm"), "main"),
      button(page.t("back"), "back", () => page.go("review"), "plain"),
    ),
  ];
}

/** @param {Page} page */
export function drawConfirm(page) {
  const { session } = page;
  const summary = problemSummary();
  const typed = session.confirmed;
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const problems = session.places
      .filter((place) => !meansWord(typed.get(place) ?? "", session.words?.[place] ?? ""))
      .map((place) => ({
        id: `confirm-${place + 1}`,
        text: page.t("confirmWrong", { place: place + 1 }),
      }));
    showProblems(summary, page.t("problems"), problems);
    if (problems.length === 0) {
      await sendReport(page);
    }
  };
  prepareReport(page);
  return [
    stepList(page),
    make("h1", {}, page.t("confirmTitle")),
    make("p", { class: "lead" }, page.t("confirmLead")),
    summary,
    make(
      "form",
      { id: "confirm-form", autocomplete: "off", novalidate: true, submit: send },
      make(
        "div",
        { class: "pairs" },
        ...session.places.map((place) =>
          field({
            id: `confirm-${place + 1}`,
            label: page.t("confirmWord", { place: place + 1 }),
            mark: "",
            required: true,
            value: typed.get(place) ?? "",
            input: (value) => typed.set(place, value),
          }),
        ),
      ),
      make(
        "div",
        { class: "actions" },
        make("button", { type: "submit", class: "main", id: "send" }, page.t("send")),
        button(page.t("confirmShow"), "show-words", () => {
          // They are to be typed from the paper.
          typed.clear();
          page.go("passphrase");
        }),
      ),
    ),
  ];
}
