// Where in the report the reporter is: four steps, the present one marked.

import { make } from "./elements.js";
import { reportStep } from "./machine.js";

/** @typedef {import("./page.js").Page} Page */

const NAMES = /** @type {const} */ (["stepWrite", "stepReview", "stepWords", "stepSend"]);

/** @param {Page} page @returns {HTMLElement} */
export function stepList(page) {
  const present = reportStep(page.session.screen);
  return make(
    "ol",
    { class: "steps", "aria-label": page.t("steps") },
    ...NAMES.map((name, step) =>
      make(
        "li",
        { class: step < present ? "done" : "", "aria-current": step === present ? "step" : null },
        page.t(name),
      ),
    ),
  );
}
