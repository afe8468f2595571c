// Three questions after the end of a case, answered in numbers only, in a sealed letter like any other (§4.4).

import { FOLLOW_UP, SURVEY_BEST, SURVEY_QUESTIONS, writeLetterBody } from "../../protocol/body.js";
import { letterLanguage } from "../../texts/catalogue.js";
import { button, make, problemSummary, showProblems } from "../elements.js";
import { sendOut } from "../preparing.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../../texts/catalogue.js").TextKey} TextKey */

/** @type {Record<string, TextKey>} */
const QUESTIONS = { ease: "surveyEase", safety: "surveySafety", handling: "surveyHandling" };
/** @type {TextKey[]} */
const ANSWERS = ["surveyAnswer1", "surveyAnswer2", "surveyAnswer3", "surveyAnswer4"];

/** @param {Page} page */
export function drawSurvey(page) {
  const { session } = page;
  const summary = problemSummary();
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const answered = Object.keys(session.survey).length > 0;
    const problems = answered ? [] : [{ id: "survey-ease-1", text: page.t("surveyNothing") }];
    showProblems(summary, page.t("problems"), problems);
    if (answered && session.keys) {
      const body = { language: letterLanguage(session.language), survey: { ...session.survey } };
      session.surveyed = true;
      await sendOut(page, FOLLOW_UP, writeLetterBody(FOLLOW_UP, body), session.keys);
    }
  };
  return [
    make("h1", {}, page.t("surveyTitle")),
    make("p", { class: "lead" }, page.t("surveyLead")),
    summary,
    make(
      "form",
      { id: "survey-form", autocomplete: "off", novalidate: true, submit: send },
      ...SURVEY_QUESTIONS.map((question) => scale(page, question)),
      make(
        "div",
        { class: "actions" },
        make("button", { type: "submit", class: "main", id: "send" }, page.t("surveySend")),
        button(page.t("back"), "back", () => page.go("thread"), "plain"),
      ),
    ),
  ];
}

/** @param {Page} page @param {string} question */
function scale(page, question) {
  const { survey } = page.session;
  const choices = Array.from({ length: SURVEY_BEST }, (_, index) => {
    const answer = index + 1;
    const id = `survey-${question}-${answer}`;
    const radio = make("input", { type: "radio", name: question, id, autocomplete: "off" });
    radio.checked = survey[question] === answer;
    radio.addEventListener("change", () => {
      survey[question] = answer;
    });
    const text = page.t(ANSWERS[index] ?? "surveyAnswer4");
    return make("label", { class: "choice", for: id }, radio, make("span", {}, text));
  });
  return make(
    "fieldset",
    { class: "field" },
    make(
      "legend",
      {},
      page.t(/** @type {TextKey} */ (QUESTIONS[question])),
      make("span", { class: "mark" }, ` ${page.t("optional")}`),
    ),
    make("div", { class: "choices" }, ...choices),
  );
}
