// The pause before another attempt: over when its time has come, when somebody ends it, or when the line is back.

/** @typedef {{ over: Promise<void>, end: () => void }} Pause */

// Beyond this, minutes are said.
const SPOKEN_AS_SECONDS = 120;

/** @param {number} seconds @returns {Pause} */
export function pause(seconds) {
  const until = Date.now() + seconds * 1_000;
  /** @type {PromiseWithResolvers<void>["resolve"]} */
  let done;
  /** @type {Promise<void>} */
  const over = new Promise((resolve) => {
    done = resolve;
  });
  const end = () => {
    clearTimeout(timer);
    removeEventListener("online", end);
    document.removeEventListener("visibilitychange", look);
    done();
  };
  // A phone that slept has not counted; whoever looks again is not to wait for what is over.
  const look = () => Date.now() >= until && end();
  const timer = setTimeout(end, seconds * 1_000);
  addEventListener("online", end);
  document.addEventListener("visibilitychange", look);
  return { over, end };
}

/**
 * Keeps a text about a wait true, second by second, for as long as its element is shown.
 *
 * @param {HTMLElement} element
 * @param {number} seconds
 * @param {(left: number) => string} text
 */
export function countDown(element, seconds, text) {
  const until = Date.now() + seconds * 1_000;
  const show = () => {
    element.textContent = text(Math.max(0, Math.round((until - Date.now()) / 1_000)));
  };
  show();
  const timer = setInterval(() => (element.isConnected ? show() : clearInterval(timer)), 1_000);
}

/** @param {import("./page.js").Page} page @param {number} seconds @returns {string} */
export function spanText(page, seconds) {
  return seconds < SPOKEN_AS_SECONDS
    ? page.t("spanSeconds", { count: seconds })
    : page.t("spanMinutes", { count: Math.ceil(seconds / 60) });
}
