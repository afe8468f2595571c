// Makes elements. Text goes in as text only, so that nothing that anybody wrote is ever read as markup.

/** @typedef {Node | string | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined | EventListener>} Properties */

/**
 * An element with attributes, listeners (functions, under the name of their event) and children.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties] false, null and undefined are left out, true is an empty attribute
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") {
      element.addEventListener(name, value);
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter(isShown));
  return element;
}

/** @param {string} text of paragraphs, one per line @param {Properties} [properties] @returns {HTMLElement[]} */
export function paragraphs(text, properties = {}) {
  return text.split("\n").map((line) => make("p", properties, line));
}

/** @param {string} text of items, one per line @param {"ul" | "ol"} [tag] @param {Properties} [properties] */
export function items(text, tag = "ul", properties = {}) {
  return make(tag, properties, ...text.split("\n").map((line) => make("li", {}, line)));
}

/** @param {string} label @param {string} id @param {() => unknown} press @param {string} [look] */
export function button(label, id, press, look = "") {
  return make("button", { type: "button", id, class: look, click: () => press() }, label);
}

/**
 * Attributes by which a field keeps what is typed to itself: cloud spell checkers and translators read along, and without
 * autocomplete="off" Firefox writes fields into the profile every few seconds, to restore them after a crash.
 */
const PRIVATE = {
  autocomplete: "off",
  autocorrect: "off",
  autocapitalize: "off",
  spellcheck: "false",
  translate: "no",
  "data-gramm": "false",
};

/**
 * A labelled field with its hint, its warning before it, and room for its error.
 *
 * @param {object} of
 * @param {string} of.id
 * @param {string} of.label
 * @param {string} of.mark whether it is required, in a word
 * @param {string} [of.hint]
 * @param {string} [of.warning]
 * @param {number} [of.rows] more than one makes a text area
 * @param {boolean} [of.required]
 * @param {string} of.value
 * @param {(value: string) => void} of.input
 * @returns {HTMLElement}
 */
export function field({ id, label, mark, hint, warning, rows = 1, required, value, input }) {
  const described = [warning && `${id}-warning`, hint && `${id}-hint`].filter(Boolean).join(" ");
  const properties = {
    id,
    ...PRIVATE,
    "aria-describedby": described || null,
    "aria-required": required ? "true" : null,
  };
  const control =
    rows > 1
      ? make("textarea", { ...properties, rows })
      : make("input", { ...properties, type: "text" });
  control.value = value;
  control.addEventListener("input", () => input(control.value));
  return make(
    "div",
    { class: "field" },
    make("label", { for: id }, label, mark && make("span", { class: "mark" }, ` ${mark}`)),
    warning && make("p", { class: "caution", id: `${id}-warning` }, warning),
    hint && make("p", { class: "hint", id: `${id}-hint` }, hint),
    control,
  );
}

/** @param {string} id @param {string} label @param {string | null} hint @param {(checked: boolean) => void} change */
export function checkbox(id, label, hint, change) {
  const box = make("input", {
    type: "checkbox",
    id,
    autocomplete: "off",
    "aria-describedby": hint ? `${id}-hint` : null,
  });
  box.addEventListener("change", () => change(box.checked));
  return make(
    "div",
    { class: "field" },
    make("label", { class: "choice", for: id }, box, make("span", {}, label)),
    hint && make("p", { class: "hint", id: `${id}-hint` }, hint),
  );
}

/**
 * Says what is wrong, at the top with links to the fields and again at each field; moves the focus to the top.
 *
 * @param {HTMLElement} summary an element kept for it
 * @param {string} title
 * @param {{ id: string, text: string }[]} problems none clears it
 * @param {(control: Element) => void} [reveal] called before the focus goes to a control that may not be shown
 */
export function showProblems(summary, title, problems, reveal) {
  for (const old of document.querySelectorAll("[data-problem]")) {
    const control = old.ownerDocument.getElementById(old.getAttribute("data-problem") ?? "");
    control?.removeAttribute("aria-invalid");
    old.remove();
  }
  summary.replaceChildren();
  summary.hidden = problems.length === 0;
  if (summary.hidden) {
    return;
  }
  const list = problems.map(({ id, text }) => {
    const control = document.getElementById(id);
    if (control) {
      control.setAttribute("aria-invalid", "true");
      const note = make("p", { class: "wrong", id: `${id}-wrong`, "data-problem": id }, text);
      const group = control.closest("fieldset")?.querySelector("legend");
      (group ?? control.closest("label") ?? control).after(note);
      const described = control.getAttribute("aria-describedby")?.split(" ") ?? [];
      const names = [...described.filter((name) => name !== note.id), note.id];
      control.setAttribute("aria-describedby", names.join(" "));
    }
    // A button and not a link: a link to #field would become an entry of the browser's history.
    return make(
      "li",
      {},
      button(
        text,
        "",
        () => {
          if (control) {
            reveal?.(control);
            control.focus();
          }
        },
        "plain",
      ),
    );
  });
  summary.append(make("h2", {}, title), make("ul", {}, ...list));
  summary.focus();
}

/** @returns {HTMLElement} the place for what is wrong, empty */
export function problemSummary() {
  return make("div", {
    id: "problems",
    class: "note stop",
    tabindex: "-1",
    hidden: true,
    role: "alert",
  });
}

/** @param {Child} child @returns {child is Node | string} */
function isShown(child) {
  return child !== null && child !== undefined && child !== false && child !== "";
}
