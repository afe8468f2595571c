// Locks the vault when nobody works. Whatever form is sent, what stands in the page's other forms goes along and comes back.

const lockForm = /** @type {HTMLFormElement | null} */ (document.getElementById("lock-form"));
const idleSeconds = Number(document.body.dataset.idleSeconds ?? 0);
const PING_MS = 30_000;

if (lockForm && idleSeconds > 0) {
  let lastInput = Date.now();
  let lastPing = Date.now();

  const worked = () => {
    lastInput = Date.now();
    if (lastInput - lastPing > PING_MS) {
      lastPing = lastInput;
      const body = new URLSearchParams({ csrf: document.body.dataset.csrf ?? "" });
      fetch(document.body.dataset.atWork ?? "", { method: "POST", body }).catch(() => {
        // The next page load says what is wrong.
      });
    }
  };
  for (const name of ["keydown", "pointerdown", "pointermove", "scroll"]) {
    addEventListener(name, worked, { passive: true, capture: true });
  }

  setInterval(() => {
    if (Date.now() - lastInput >= idleSeconds * 1000) {
      lockForm.requestSubmit();
    }
  }, 1000);
}

/** @type {NodeListOf<HTMLTextAreaElement>} */
const areas = document.querySelectorAll("form[data-hold] textarea");
let sending = false;

document.addEventListener("submit", (event) => {
  const sent = /** @type {HTMLFormElement} */ (event.target);
  if (sent.method !== "post") {
    return;
  }
  sending = true;
  /** @type {Record<string, string>} */
  const held = {};
  for (const form of document.querySelectorAll("form[data-hold]")) {
    if (form === sent) {
      continue;
    }
    for (const [name, value] of new FormData(/** @type {HTMLFormElement} */ (form))) {
      if (name !== "csrf" && typeof value === "string") {
        held[name] = value;
      }
    }
  }
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "held";
  field.value = JSON.stringify(held);
  sent.append(field);
});

addEventListener("beforeunload", (event) => {
  // The reply has a draft of its own (draft.js); notes and reasons have not.
  const typed = [...areas].some((area) => area.id !== "reply" && area.value !== area.defaultValue);
  if (typed && !sending) {
    event.preventDefault();
  }
});

const show = document.getElementById("show-passphrase");
const passphrase = /** @type {HTMLInputElement | null} */ (document.getElementById("passphrase"));
if (show && passphrase) {
  show.hidden = false;
  show.addEventListener("change", (event) => {
    passphrase.type = /** @type {HTMLInputElement} */ (event.target).checked ? "text" : "password";
  });
}
