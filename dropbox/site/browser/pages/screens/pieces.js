// The files of a letter on their way, after the letter itself has arrived.

import { REPORT } from "../../protocol/body.js";
import { button, items, make } from "../elements.js";
import { endPieces, runSender } from "../parcel.js";
import { countDown, spanText } from "../pausing.js";
import { stepList } from "../steps.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../retry.js").Failure} Failure */
/** @typedef {import("../../attachments/sender.js").Sender} Sender */
/** @typedef {import("../../texts/catalogue.js").TextKey} TextKey */

/** @type {Record<Failure, TextKey>} */
const TROUBLES = {
  network: "whyNetwork",
  busy: "whyBusy",
  server: "whyServer",
  full: "piecesFull",
  refused: "piecesRefused",
  foreign: "piecesForeign",
  own: "piecesOwn",
};
const SPOKEN_STEPS = 4;

/** @param {Page} page */
export function drawPieces(page) {
  const { sender, deliveredType } = page.session;
  if (!sender) {
    return [];
  }
  const bar = make("progress", { max: sender.plan.pieces, "aria-label": page.t("piecesLabel") });
  const count = make("p", { id: "pieces-count" });
  const gone = make("div", { id: "pieces-gone" });
  const area = make("div", { id: "pieces" });
  let drawn = "";
  let spoken = 0;
  const show = () => {
    const { phase, sent } = sender;
    const { pieces } = sender.plan;
    bar.value = sent;
    count.textContent = page.t("piecesCount", {
      sent: page.number(sent),
      pieces: page.number(pieces),
    });
    count.dataset.sent = String(sent);
    count.dataset.pieces = String(pieces);
    const step = Math.floor((sent * SPOKEN_STEPS) / pieces);
    if (step !== spoken) {
      spoken = step;
      page.say(count.textContent);
    }
    if (gone.childElementCount !== sender.gone.size) {
      gone.replaceChildren(...goneParts(page, sender));
    }
    // Buttons stay as they are while nothing but the count moves: one under a finger must not be replaced.
    const state = `${phase} ${sender.trouble.wait} ${sender.trouble.failure}`;
    if (state !== drawn) {
      drawn = state;
      area.dataset.phase = phase;
      area.replaceChildren(...phaseParts(page, sender));
    }
  };
  show();
  page.refresh = show;
  return [
    deliveredType === REPORT ? stepList(page) : null,
    make("h1", { id: "words-there" }, page.t("piecesTitle")),
    make("p", { class: "lead" }, page.t("piecesLead")),
    bar,
    count,
    gone,
    area,
  ];
}

/** @param {Page} page @param {Sender} sender */
function phaseParts(page, sender) {
  const { phase, trouble } = sender;
  const go = button(page.t("piecesResume"), "resume", () => runSender(sender), "main");
  const halt = button(page.t("piecesPause"), "pause", () => sender.halt());
  const end = button(page.t("piecesEnd"), "pieces-end", () => endPieces(page), "plain");
  if (phase === "failed") {
    const why = page.t(TROUBLES[trouble.failure], { code: trouble.code });
    const actions = make("div", { class: "actions" }, go, end);
    return [
      make("p", { class: "note stop", id: "failure", "data-failure": trouble.failure }, why),
      make("p", {}, page.t("piecesFailed")),
      actions,
    ];
  }
  if (phase === "paused") {
    const actions = make("div", { class: "actions" }, go, end);
    return [make("p", {}, page.t("piecesPaused")), actions];
  }
  const waiting = phase === "wait";
  const why = page.t(TROUBLES[trouble.failure], { code: trouble.code });
  const going = make("p", { class: "going" }, page.t("piecesGoing"));
  if (waiting) {
    countDown(going, trouble.wait ?? 0, (left) =>
      page.t("piecesWait", { why, left: spanText(page, left) }),
    );
  }
  return [
    going,
    make("p", { class: "hint" }, page.t("piecesStay")),
    make(
      "div",
      { class: "actions" },
      waiting ? button(page.t("sendingNow"), "send-now", () => sender.hurry()) : null,
      halt,
    ),
  ];
}

/** @param {Page} page @param {Sender} sender */
function goneParts(page, sender) {
  return [...sender.gone].map((place) =>
    make(
      "p",
      { class: "note", "data-gone": place },
      page.t("piecesGone", { name: sender.plan.sources[place]?.name ?? "" }),
    ),
  );
}

/** @param {Page} page @returns {HTMLElement[]} what became of the files, after all */
export function handedInParts(page) {
  const { handedIn } = page.session;
  if (!handedIn) {
    return [];
  }
  const { names, whole, sent, pieces } = handedIn;
  const missing = names.filter((_, place) => !whole[place]);
  const properties = { id: "handed-in", "data-missing": missing.length, "data-sent": sent };
  if (missing.length === 0) {
    return [make("p", properties, page.t("handedInAll", { count: names.length }))];
  }
  return [
    make(
      "div",
      { ...properties, class: "note" },
      make("p", {}, page.t("handedInPart", { sent, pieces })),
      items(missing.join("\n"), "ul", { translate: "no" }),
      make("p", {}, page.t("handedInAgain")),
    ),
  ];
}
