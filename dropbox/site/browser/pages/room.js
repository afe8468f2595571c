// How much still fits into the letter, shown while somebody writes.

import { make } from "./elements.js";

/** @typedef {import("./draft.js").Room} Room */
/** @typedef {import("./page.js").Page} Page */

// Measuring walks the whole text; on a slow phone without a compiler that is not for every key.
const SETTLE_MS = 400;

/**
 * @param {Page} page
 * @param {() => Room} measure
 * @returns {{ element: HTMLElement, changed: () => void }} the meter, and what to call when the text changed
 */
export function roomMeter(page, measure) {
  const meter = make("meter", {
    id: "room-meter",
    min: 0,
    max: 100,
    high: 90,
    optimum: 0,
    "aria-label": page.t("meterLabel"),
  });
  const text = make("p", { id: "room-text" });
  const element = make("div", { class: "room", id: "room" }, meter, text);
  let over = false;
  const show = () => {
    const room = measure();
    const { percent, left, excess } = room;
    meter.value = Math.min(100, percent);
    element.classList.toggle("over", excess > 0);
    element.dataset.excess = String(excess);
    text.textContent =
      excess > 0 ? page.tooLong(room) : page.t("meter", { percent, left: page.number(left) });
    // Read out only where it turns, not at every letter.
    if (excess > 0 !== over) {
      over = excess > 0;
      page.say(text.textContent);
    }
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  show();
  return {
    element,
    changed: () => {
      clearTimeout(timer);
      timer = setTimeout(show, SETTLE_MS);
    },
  };
}
