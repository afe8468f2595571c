// Keeps what is being typed, at every pause, and says how much room is left. The page works without it; only drafts are then not kept.

const PAUSE_MS = 600;
const RETRY_MS = 5000;
const encoder = new TextEncoder();

/** @param {string} id */
const element = (id) => document.getElementById(id);

const area = /** @type {HTMLTextAreaElement} */ (element("reply"));
const room = /** @type {HTMLElement} */ (element("reply-room"));
const state = /** @type {HTMLElement} */ (element("draft-state"));
const form = /** @type {HTMLFormElement} */ (element("reply-form"));
const words = area.dataset;
const numbers = new Intl.NumberFormat(document.documentElement.lang);

let kept = area.value;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let leaving = false;
let carried = false;
let underWay = 0;
/** @type {Promise<void>} */
let last = Promise.resolve();

/** Fills %name% in a text. @param {string | undefined} text @param {Record<string, number>} values */
function fill(text, values) {
  return (text ?? "").replace(/%(\w+)%/g, (_, name) => numbers.format(values[name] ?? 0));
}

/** Bytes of the text as it stands in the reply's JSON (§6.1). @param {string} text */
const jsonLen = (text) => encoder.encode(JSON.stringify(text)).length - 2;

function showRoom() {
  const slice = Number(words.slice);
  const most = Number(words.cells);
  const len = Number(words.overhead) + jsonLen(area.value);
  const cells = Math.ceil(len / slice);
  const left = most * slice - len;
  // Letters beyond ASCII take more than one byte, so the count is of what was typed so far.
  const perLetter = area.value === "" ? 1 : Math.max(1, jsonLen(area.value) / area.value.length);
  room.textContent =
    left >= 0
      ? fill(words.fits, { left: Math.floor(left / perLetter), cells, all: most })
      : fill(words.over, { over: Math.ceil(-left / perLetter) });
  room.classList.toggle("over", left < 0);
}

/** Sends the draft; one after another, so that an older one never overwrites a newer one. */
function save() {
  clearTimeout(timer);
  const text = area.value;
  if (leaving || text === kept) {
    return;
  }
  state.textContent = words.saving ?? "";
  last = last.then(() => send(text));
}

/** @param {string} text */
async function send(text) {
  if (leaving) {
    return;
  }
  const body = new URLSearchParams({ csrf: document.body.dataset.csrf ?? "", reply: text });
  underWay += 1;
  try {
    const answer = await fetch(words.draftUrl ?? "", {
      method: "POST",
      body,
      keepalive: body.toString().length < 60_000,
    });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    kept = text;
    if (area.value === text) {
      state.textContent = words.saved ?? "";
    }
  } catch {
    state.textContent = words.failed ?? "";
    timer = setTimeout(save, RETRY_MS);
  } finally {
    underWay -= 1;
  }
}

area.addEventListener("input", () => {
  showRoom();
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE_MS);
});
document.addEventListener("visibilitychange", save);
addEventListener("pagehide", save);
document.addEventListener(
  "submit",
  (event) => {
    if (event.target !== form) {
      // Any other form takes the text along (watch.js).
      carried = true;
      return;
    }
    // The reply takes the draft's place; a draft that arrives later must not bring it back.
    leaving = true;
    clearTimeout(timer);
    if (underWay > 0) {
      event.preventDefault();
      event.stopImmediatePropagation();
      last.then(() => form.requestSubmit());
    }
  },
  { capture: true },
);
addEventListener("beforeunload", (event) => {
  if (!(leaving || carried) && area.value !== kept) {
    save();
    event.preventDefault();
  }
});
showRoom();
