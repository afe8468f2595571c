// The screens, and which may follow which. Pure.

/** @typedef {"boot" | "stop" | "clock" | "home" | "route" | "compare" | "report" | "review" | "passphrase" | "confirm" | "sending" | "pieces" | "delivered" | "open" | "reading" | "thread" | "followUp" | "withdraw" | "survey"} Screen */

/** @type {Record<Screen, Screen[]>} */
export const MOVES = {
  boot: ["stop", "clock", "home"],
  stop: ["boot"],
  clock: ["home"],
  home: ["route", "compare", "open"],
  route: ["home", "compare", "report"],
  compare: ["home", "report", "open", "stop"],
  report: ["home", "review"],
  review: ["report", "passphrase"],
  passphrase: ["review", "confirm"],
  confirm: ["passphrase", "sending"],
  sending: ["pieces", "delivered"],
  pieces: ["delivered"],
  delivered: ["home", "thread"],
  open: ["home", "reading"],
  reading: ["open", "thread"],
  thread: ["open", "home", "followUp", "withdraw", "survey"],
  followUp: ["thread", "sending"],
  withdraw: ["thread", "sending"],
  survey: ["thread", "sending"],
};

/** @type {Screen[]} */
export const REPORT_STEPS = ["report", "review", "passphrase", "sending"];

/** @param {Screen} from @param {Screen} to @returns {boolean} */
export function mayFollow(from, to) {
  return MOVES[from].includes(to);
}

/** @param {Screen} screen @returns {number} the step of the report that it belongs to, from 0; -1 for none */
export function reportStep(screen) {
  /** @type {Partial<Record<Screen, Screen>>} */
  const within = { confirm: "passphrase", pieces: "sending" };
  return REPORT_STEPS.indexOf(within[screen] ?? screen);
}
