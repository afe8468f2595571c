// A long form in parts: one after the other where the window is narrow, all on one page where it is wide.
// It is one form all the time, and the style sheet shows it so or so: turning a phone loses nothing.

import { button, make } from "./elements.js";

/** @typedef {import("./elements.js").Child} Child */
/** @typedef {import("./page.js").Page} Page */
/** @typedef {{ title: string, content: Child[] }} Part */

// As in style.css.
const NARROW = "(max-width: 47.99rem)";

/**
 * Buttons and no entries of the browser's history: "back" must never show what was written to whoever comes after.
 *
 * @param {Page} page
 * @param {HTMLFormElement} form whose children say in `data-in` in which parts they are shown
 * @param {Part[]} parts
 * @param {object} ways
 * @param {(part: number) => boolean} ways.mayLeave whether what the part asks for is there; else says what is missing
 * @param {() => void} ways.leave goes back from the first part
 * @returns {{ sections: HTMLElement[], steps: HTMLElement, reveal: (control: Element | null) => void }} `steps`: back and forward
 */
export function partedForm(page, form, parts, { mayLeave, leave }) {
  const { session } = page;
  const headings = parts.map(({ title }, part) =>
    make(
      "h2",
      { tabindex: "-1", id: `part-${part}` },
      title,
      make(
        "span",
        { class: "mark part-count" },
        ` ${page.t("partCount", { part: part + 1, parts: parts.length })}`,
      ),
    ),
  );
  const sections = parts.map(({ content }, part) =>
    make(
      "section",
      { "data-in": String(part), "aria-labelledby": `part-${part}` },
      headings[part],
      ...content,
    ),
  );
  const back = button("", "part-back", () => (session.part === 0 ? leave() : go(session.part - 1)));
  const next = button(
    page.t("partNext"),
    "part-next",
    () => mayLeave(session.part) && go(session.part + 1),
    "main",
  );
  const show = () => {
    form.dataset.part = String(session.part);
    back.textContent = page.t(session.part === 0 ? "home" : "partBack");
    next.hidden = session.part === parts.length - 1;
  };
  /** @param {number} part */
  const go = (part) => {
    session.part = part;
    show();
    headings[part]?.scrollIntoView();
    headings[part]?.focus({ preventScroll: true });
  };
  /** @param {Element | null} control */
  const reveal = (control) => {
    const part = sections.findIndex((section) => section.contains(control));
    if (part >= 0) {
      session.part = part;
      show();
    }
  };
  const narrow = matchMedia(NARROW);
  const turned = () => {
    if (!form.isConnected) {
      narrow.removeEventListener("change", turned);
      return;
    }
    if (form.contains(document.activeElement)) {
      document.activeElement?.scrollIntoView({ block: "center" });
    }
  };
  narrow.addEventListener("change", turned);
  // While all parts are shown, the present one is where somebody writes: a phone that is turned goes on there.
  form.addEventListener("focusin", (event) => reveal(/** @type {Element} */ (event.target)));
  show();
  return { sections, steps: make("div", { class: "actions part-steps" }, next, back), reveal };
}
