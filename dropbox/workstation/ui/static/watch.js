// Locks the vault when nobody works, and takes what stands in the forms along; it comes back after the passphrase.

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

  lockForm.addEventListener("submit", () => {
    /** @type {Record<string, string>} */
    const held = {};
    for (const form of document.querySelectorAll("form[data-hold]")) {
      for (const [name, value] of new FormData(/** @type {HTMLFormElement} */ (form))) {
        if (name !== "csrf" && typeof value === "string" && value !== "") {
          held[name] = value;
        }
      }
    }
    const field = /** @type {HTMLInputElement} */ (lockForm.elements.namedItem("held"));
    field.value = JSON.stringify(held);
  });

  setInterval(() => {
    if (Date.now() - lastInput >= idleSeconds * 1000) {
      lockForm.requestSubmit();
    }
  }, 1000);
}

const show = document.getElementById("show-passphrase");
const passphrase = /** @type {HTMLInputElement | null} */ (document.getElementById("passphrase"));
if (show && passphrase) {
  show.hidden = false;
  show.addEventListener("change", (event) => {
    passphrase.type = /** @type {HTMLInputElement} */ (event.target).checked ? "text" : "password";
  });
}
