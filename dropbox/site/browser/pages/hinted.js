// A field beside which stands where its text may name its author. It only points: nothing is forbidden, nothing is sent.

import { field, make } from "./elements.js";
import { findIdentity, searchIdentity } from "./identity.js";

/** @typedef {import("./identity.js").Trace} Trace */
/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("../texts/catalogue.js").TextKey} TextKey */

/** @type {Record<Trace, TextKey>} */
const TOLD = {
  name: "traceName",
  role: "traceRole",
  unit: "traceUnit",
  relation: "traceRelation",
  deed: "traceDeed",
  alone: "traceAlone",
  number: "traceNumber",
  contact: "traceContact",
  signature: "traceSignature",
};
// Not while somebody types: what changes beside a field with every letter is not read.
const SETTLE_MS = 700;
// A step takes less in most browsers.
const STEP_MS = 4;
const SHOWN = 6;
const QUOTED_LEN = 60;

/**
 * @param {Page} page
 * @param {Parameters<typeof field>[0]} of
 * @returns {HTMLElement} the field, with its hints below it
 */
export function hintedField(page, of) {
  let text = of.value;
  /** What stood there when the field was drawn is not news. @type {number | null} */
  let told = text === "" ? 0 : null;
  const { session } = page;
  const hints = make("div", { class: "identity", id: `${of.id}-identity`, hidden: true });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @param {import("./identity.js").Place[]} places */
  const show = (places) => {
    hints.hidden = places.length === 0;
    hints.dataset.places = String(places.length);
    hints.replaceChildren(...(places.length > 0 ? hintParts(page, of.id, text, places) : []));
    if (told !== null && places.length > told) {
      page.say(page.t("identityFound", { count: places.length }));
    }
    told = places.length;
  };
  const look = () => {
    const looked = text;
    const search = searchIdentity(text);
    /** @param {{ timeRemaining: () => number }} idle */
    const go = (idle) => {
      // What was wiped or written anew meanwhile is not looked at any more.
      while (page.session === session && text === looked) {
        const step = search.next();
        if (step.done) {
          show(step.value);
          return;
        }
        if (idle.timeRemaining() < STEP_MS) {
          whenIdle(go);
          return;
        }
      }
    };
    whenIdle(go);
  };
  const drawn = field({
    ...of,
    input: (value) => {
      text = value;
      of.input(value);
      clearTimeout(timer);
      timer = setTimeout(look, SETTLE_MS);
    },
  });
  drawn.append(hints);
  if (text !== "") {
    look();
  }
  return drawn;
}

/**
 * @param {Page} page
 * @param {string} id of the field
 * @param {string} text
 * @param {import("./identity.js").Place[]} places
 * @returns {Node[]}
 */
function hintParts(page, id, text, places) {
  const list = places.slice(0, SHOWN).map((place) => {
    const said = text.slice(place.from, place.to).replace(/\s+/g, " ");
    const quoted = said.length > QUOTED_LEN ? `${said.slice(0, QUOTED_LEN)}…` : said;
    const show = make(
      "button",
      { type: "button", class: "plain", translate: "no", click: () => select(id, place) },
      `“${quoted}”`,
    );
    return make("li", { "data-trace": place.trace }, show, ` ${page.t(TOLD[place.trace])}`);
  });
  const more = places.length - list.length;
  return [
    make("p", {}, page.t("identityLead")),
    make("ul", {}, ...list),
    ...(more > 0 ? [make("p", {}, page.t("identityMore", { count: more }))] : []),
  ];
}

/** @param {string} id @param {{ from: number, to: number }} place selects it in the field */
function select(id, { from, to }) {
  const control = /** @type {HTMLInputElement | HTMLTextAreaElement | null} */ (
    document.getElementById(id)
  );
  // Chromium scrolls to a selection that is there when the field gets the focus, and to none that comes later.
  control?.setSelectionRange(from, to);
  control?.focus();
}

/** @param {string} text @returns {(Node | string)[]} the text, with such places marked */
export function markedText(text) {
  const parts = [];
  let at = 0;
  for (const { trace, from, to } of findIdentity(text)) {
    parts.push(text.slice(at, from), make("mark", { "data-trace": trace }, text.slice(from, to)));
    at = to;
  }
  return [...parts, text.slice(at)];
}

/** @param {(idle: { timeRemaining: () => number }) => void} work done when the browser has nothing better to do */
function whenIdle(work) {
  if (typeof requestIdleCallback === "function") {
    requestIdleCallback(work, { timeout: SETTLE_MS });
  } else {
    setTimeout(() => work({ timeRemaining: () => 0 }), 0);
  }
}
