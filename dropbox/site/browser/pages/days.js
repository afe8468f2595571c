// Days (§1.1) as people read them. Own tables, because what Intl answers differs from browser to browser.

import { fill } from "../texts/catalogue.js";

/** @typedef {import("../texts/catalogue.js").Language} Language */

const DAY_MS = 86_400_000;
// What a Date can hold; the protocol's days go further.
const LAST_DAY = 100_000_000;

/** @param {number} milliseconds since 1970-01-01 UTC, as of Date.now() @returns {number} the day */
export function dayOf(milliseconds) {
  return Math.floor(milliseconds / DAY_MS);
}

/** @param {number} day @param {Language} language @returns {string} such as "Senin, 23 November 2026" */
export function writeDay(day, language) {
  if (day > LAST_DAY) {
    return String(day);
  }
  const date = new Date(day * DAY_MS);
  const weekday = fill(language, "weekdays").split(" ")[date.getUTCDay()];
  const month = fill(language, "months").split(" ")[date.getUTCMonth()];
  return `${weekday}, ${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`;
}

/** @param {string} text `YYYY-MM-DD`, as a date field gives it @returns {number | null} the day, null where it is none */
export function readDay(text) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  if (!found) {
    return null;
  }
  const [year, month, date] = found.slice(1).map(Number);
  const milliseconds = Date.UTC(Number(year), Number(month) - 1, Number(date));
  // Date.UTC turns 31 February into March; such a date is none.
  return new Date(milliseconds).toISOString().startsWith(text.trim()) ? dayOf(milliseconds) : null;
}

/** @param {number} number whole @param {Language} language @returns {string} with separated thousands */
export function writeNumber(number, language) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, fill(language, "thousands"));
}

/** @param {number} length in bytes @param {Language} language @returns {string} such as "1,2 MB", in powers of a thousand */
export function writeSize(length, language) {
  const units = ["byte", "kB", "MB", "GB"];
  let [unit, value] = [0, length];
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  // Rounded down: a file just over a limit must not look as if it were just within.
  const tenths = Math.floor(value * 10);
  const fraction = unit > 0 && tenths % 10 > 0 ? fill(language, "decimals") + (tenths % 10) : "";
  return `${writeNumber(Math.floor(tenths / 10), language)}${fraction} ${units[unit]}`;
}
