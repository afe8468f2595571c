/** The JSON inside a bulletin: its fields and their bounds (§7.2). */

import { ShapeError } from "./errors.js";
import {
  checkBase64url,
  checkCode,
  checkFields,
  checkHex,
  checkInteger,
  checkList,
  checkText,
} from "./shape.js";
import {
  ATTACHMENTS_MAX_LEN,
  BULLETIN_CLOSED_DAYS,
  BULLETIN_NUMBER_MAX,
  INTAKE_AHEAD_DAYS_MAX,
  INTAKE_KEY_DAYS,
  INTAKE_KEYS_MAX,
  INTAKE_PK_LEN,
  SHEET_DAYS,
  SHEETS_MAX,
} from "./sizes.js";

/** @import { JsonObject } from "./canonical.js" */

export const FIELDS = [
  "attachments_len",
  "categories",
  "demo",
  "desk",
  "expires",
  "issued",
  "keys",
  "links",
  "log",
  "next",
  "notices",
  "number",
  "prev",
  "sheets",
  "signers",
  "statuses",
  "totals",
];
export const FIRST_PREV = "0".repeat(64);
export const DAY_MAX = 2 ** 32 - 1;
export const TEXT_MAX_LEN = 4_000;
export const NAME_MAX_LEN = 200;
export const URL_MAX_LEN = 500;
export const SIGNERS_MAX = 8;
export const CHOICES_MAX = 64;
export const NOTICES_MAX = 32;
export const TOTALS_MAX = 2_000;
// Either TLS, or an onion address, which authenticates itself. No scheme that runs or embeds anything.
const LINK =
  /^(?:https:\/\/[a-z0-9.-]+(?::[0-9]{1,5})?|http:\/\/[a-z0-9.-]+\.onion(?::[0-9]{1,5})?)(?:\/[!#-;=?-[\]-~]*)?$/;

/**
 * @param {unknown} content
 * @returns {JsonObject} `content`, if it has the fields of §7.2
 * @throws {ShapeError}
 * @throws {EncodingError}
 */
export function checkBulletinJson(content) {
  const fields = checkFields(content, FIELDS);
  checkInteger(fields.number, 1, BULLETIN_NUMBER_MAX);
  checkHex(fields.prev, 32);
  checkHex(fields.log, 32);
  if ((fields.number === 1) !== (fields.prev === FIRST_PREV)) {
    throw new ShapeError();
  }
  checkInteger(fields.attachments_len, 0, ATTACHMENTS_MAX_LEN);
  if (typeof fields.demo !== "boolean") {
    throw new ShapeError();
  }
  checkPair(checkFields(fields.desk, ["id", "en"]), TEXT_MAX_LEN);
  checkDays(fields);
  checkKeys(fields);
  checkSheets(fields);
  for (const from of checkList(fields.signers, 0, SIGNERS_MAX, checkSigner)) {
    checkInteger(from, 0, fields.issued);
  }
  for (const name of ["categories", "statuses"]) {
    const codes = checkList(fields[name], 1, CHOICES_MAX, checkNamed);
    if (new Set(codes).size !== codes.length) {
      throw new ShapeError();
    }
  }
  checkList(fields.notices, 0, NOTICES_MAX, checkNotice);
  checkList(fields.links, 0, CHOICES_MAX, checkLink);
  checkList(fields.totals, 0, TOTALS_MAX, checkTotal);
  return fields;
}

/** @param {JsonObject} fields */
function checkDays(fields) {
  const issued = checkInteger(fields.issued, 0, DAY_MAX);
  const next = checkInteger(fields.next, issued + 1, issued + BULLETIN_CLOSED_DAYS);
  checkInteger(fields.expires, next, issued + BULLETIN_CLOSED_DAYS);
}

/** @param {JsonObject} fields */
function checkKeys(fields) {
  let end = 0;
  for (const [from, to] of checkList(fields.keys, 1, INTAKE_KEYS_MAX, checkKey)) {
    if (from < end || to !== from + INTAKE_KEY_DAYS) {
      throw new ShapeError();
    }
    end = to;
  }
  if (end > fields.issued + INTAKE_AHEAD_DAYS_MAX) {
    throw new ShapeError();
  }
}

/** @param {unknown} value @returns {[number, number]} */
function checkKey(value) {
  const key = checkFields(value, ["from", "to", "pk"]);
  checkBase64url(key.pk, INTAKE_PK_LEN);
  return [checkInteger(key.from, 0, DAY_MAX), checkInteger(key.to, 0, DAY_MAX)];
}

/** @param {JsonObject} fields */
function checkSheets(fields) {
  let least = fields.issued + 1;
  for (const until of checkList(fields.sheets, 0, SHEETS_MAX, checkSheet)) {
    if (until < least || until > fields.issued + SHEET_DAYS) {
      throw new ShapeError();
    }
    least = until;
  }
}

/** @param {unknown} value @returns {number} */
function checkSheet(value) {
  const sheet = checkFields(value, ["hash", "until"]);
  checkHex(sheet.hash, 32);
  return checkInteger(sheet.until, 0, DAY_MAX);
}

/** @param {unknown} value @returns {number} */
function checkSigner(value) {
  const signer = checkFields(value, ["pk", "from", "to", "cert"]);
  checkBase64url(signer.pk, 32);
  checkBase64url(signer.cert, 64);
  checkInteger(signer.to, 0, DAY_MAX);
  return checkInteger(signer.from, 0, DAY_MAX);
}

/** @param {unknown} value @returns {string} */
export function checkNamed(value) {
  const choice = checkFields(value, ["code", "id", "en"]);
  checkPair(choice, NAME_MAX_LEN);
  return checkCode(choice.code);
}

/** @param {unknown} value */
export function checkNotice(value) {
  const notice = checkFields(value, ["day", "id", "en"]);
  checkInteger(notice.day, 0, DAY_MAX);
  checkPair(notice, TEXT_MAX_LEN);
}

/** @param {unknown} value */
export function checkLink(value) {
  const link = checkFields(value, ["code", "id", "en", "url"]);
  checkCode(link.code);
  checkPair(link, NAME_MAX_LEN);
  if (!LINK.test(checkText(link.url, 1, URL_MAX_LEN))) {
    throw new ShapeError();
  }
}

/** @param {unknown} value */
function checkTotal(value) {
  const total = checkFields(value, ["period", "category", "outcome", "count"]);
  for (const name of ["period", "category", "outcome"]) {
    checkText(total[name], 1, 40);
  }
  if (total.count !== null) {
    checkInteger(total.count, 0, DAY_MAX);
  }
}

/** @param {JsonObject} value @param {number} most */
function checkPair(value, most) {
  checkText(value.id, 1, most);
  checkText(value.en, 1, most);
}
