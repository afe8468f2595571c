// Choosing files: what each would betray is said, and the reporter decides how each goes.

import { nameOf } from "../attachments/choice.js";
import { FILES_MAX } from "../protocol/sizes.js";
import { fileItem } from "./attached.js";
import { writeSize } from "./days.js";
import { button, items, make } from "./elements.js";
import { attachmentsLimit } from "./limits.js";

/** @typedef {import("../attachments/plan.js").Treatment} Treatment */
/** @typedef {import("../texts/catalogue.js").TextKey} TextKey */
/** @typedef {import("./page.js").Page} Page */

/** @type {Record<Treatment, TextKey>} */
const TREATMENTS = {
  cleaned: "treatedCleaned",
  kept: "treatedKept",
  untreated: "treatedNot",
};

/**
 * @param {Page} page
 * @param {() => void} changed called when what the letter announces has changed
 * @returns {HTMLElement | null} the section of a form; null where the inspectorate takes no files
 */
export function attachSection(page, changed) {
  const { session } = page;
  const { choice } = session;
  const limit = attachmentsLimit(page);
  if (limit === 0) {
    return null;
  }
  const list = make("ul", { id: "attached", class: "attached" });
  const total = make("p", { id: "attach-total", class: "hint" });
  const input = make("input", { type: "file", multiple: true, id: "field-files", hidden: true });
  const show = () => {
    const focused = list.contains(document.activeElement) ? document.activeElement?.id : "";
    list.replaceChildren(
      ...choice.files.map((chosen, place) => fileItem(page, chosen, place, update)),
    );
    if (focused) {
      document.getElementById(focused)?.focus();
    }
    total.hidden = choice.files.length === 0;
    total.classList.toggle("wrong", choice.len > limit);
    const [sum, most] = [choice.len, limit].map((len) => writeSize(len, page.session.language));
    total.textContent = page.t("attachTotal", { total: String(sum), limit: String(most) });
  };
  const update = () => {
    show();
    changed();
  };
  input.addEventListener("change", () => {
    // By way of the page: while a large picture is looked into, the form may be drawn anew, in another language.
    choice.add([...(input.files ?? [])], () => session === page.session && page.refresh?.());
    // The field keeps no names, and the same file may be chosen again.
    input.value = "";
  });
  page.refresh = update;
  show();
  return make(
    "fieldset",
    { id: "attachments" },
    make(
      "legend",
      {},
      page.t("attachTitle"),
      make("span", { class: "mark" }, ` ${page.t("optional")}`),
    ),
    make("div", { class: "caution", id: "attach-warning" }, items(page.t("attachWarnings"))),
    make("p", { class: "hint", id: "attach-hint" }, page.t("attachHint")),
    attachButton(page, input),
    input,
    list,
    total,
  );
}

/** @param {Page} page @param {HTMLInputElement} input hidden: its own words would be in the browser's language */
function attachButton(page, input) {
  const attach = button(page.t("attach"), "attach", () => input.click());
  attach.setAttribute("aria-describedby", "attach-warning attach-hint");
  return attach;
}

/** @param {Page} page @returns {{ id: string, text: string }[]} why the chosen files cannot be sent as they are */
export function attachedProblems(page) {
  const { choice, language } = page.session;
  const limit = attachmentsLimit(page);
  const problems = [];
  if (choice.files.some(({ state }) => state === "looking")) {
    problems.push(page.t("attachWait"));
  }
  if (choice.files.some(({ state }) => state === "unreadable")) {
    problems.push(page.t("attachGone"));
  }
  if (choice.files.length > FILES_MAX) {
    problems.push(page.t("attachMany", { count: choice.files.length, limit: FILES_MAX }));
  }
  if (choice.len > limit) {
    const [total, most] = [choice.len, limit].map((len) => writeSize(len, language));
    problems.push(page.t("attachLarge", { total: String(total), limit: String(most) }));
  }
  return problems.map((text) => ({ id: "attach", text }));
}

/** @param {Page} page @returns {HTMLElement} the chosen files, as they will be sent */
export function attachedList(page) {
  const { choice, language } = page.session;
  return make(
    "ul",
    { id: "attached-list" },
    ...choice.files.map((chosen, place) =>
      make(
        "li",
        { "data-treatment": chosen.treatment },
        make("span", { translate: "no" }, nameOf(chosen, page.t("attachStem"), place)),
        ` · ${writeSize(chosen.len, language)} · ${page.t(TREATMENTS[chosen.treatment])}`,
      ),
    ),
  );
}
