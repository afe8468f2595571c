// What comes after the form: the second script of the page. It brings the screens from the passphrase on, and the other languages.

import { addLanguages } from "../texts/catalogue.js";
import { FURTHER } from "../texts/further.js";
import { preparePassphrase } from "./preparing.js";
import { drawFollowUp, drawWithdraw } from "./screens/more.js";
import { drawOpen, drawReading } from "./screens/open.js";
import { drawConfirm, drawPassphrase } from "./screens/passphrase.js";
import { drawPieces } from "./screens/pieces.js";
import { drawDelivered, drawSending } from "./screens/sending.js";
import { drawSurvey } from "./screens/survey.js";
import { drawThread } from "./screens/thread.js";

/** @typedef {import("./machine.js").Screen} Screen */
/** @typedef {import("./page.js").DrawScreen} DrawScreen */

addLanguages(FURTHER);

/** @type {Partial<Record<Screen, DrawScreen>>} */
export const screens = {
  passphrase: drawPassphrase,
  confirm: drawConfirm,
  sending: drawSending,
  pieces: drawPieces,
  delivered: drawDelivered,
  open: drawOpen,
  reading: drawReading,
  thread: drawThread,
  followUp: drawFollowUp,
  withdraw: drawWithdraw,
  survey: drawSurvey,
};

export { preparePassphrase };
