// What the reporter has written: the fields, what is missing, how much still fits (§4.2, §4.4).

import { FOLLOW_UP, REPORT, WITHDRAWAL, writeLetterBody } from "../protocol/body.js";
import { LetterTooLongError } from "../protocol/errors.js";
import { LETTER_BODY_MAX_LEN } from "../protocol/sizes.js";
import { letterLanguage } from "../texts/catalogue.js";

/** @typedef {import("../protocol/canonical.js").JsonObject} JsonObject */
/** @typedef {import("../texts/catalogue.js").Language} Language */
/** @typedef {import("../texts/catalogue.js").TextKey} TextKey */
/** @typedef {"category" | "what" | "account" | "who" | "when" | "where" | "how" | "why" | "unit" | "how_known" | "who_else"} ReportField */
/** @typedef {Record<ReportField, string>} ReportDraft */
/** @typedef {{ text: string }} FollowUpDraft */
/** @typedef {{ reason: string }} WithdrawalDraft */
/** @typedef {{ used: number, percent: number, left: number, excess: number, letters: number }} Room */

/** @type {ReportField[]} */
export const REPORT_FIELDS = [
  "category",
  "what",
  "account",
  "who",
  "when",
  "where",
  "how",
  "why",
  "unit",
  "how_known",
  "who_else",
];

/** The name of each field on screen. @type {Record<ReportField, TextKey>} */
export const FIELD_NAMES = {
  category: "category",
  what: "what",
  account: "account",
  who: "who",
  when: "when",
  where: "where",
  how: "how",
  why: "why",
  unit: "unit",
  how_known: "howKnown",
  who_else: "whoElse",
};

const CODE_MAX_LEN = 40;

/** @returns {ReportDraft} */
export function emptyReport() {
  return /** @type {ReportDraft} */ (Object.fromEntries(REPORT_FIELDS.map((name) => [name, ""])));
}

/** @param {Record<string, string>} draft @returns {boolean} whether anything was written that could be lost */
export function isWritten(draft) {
  return Object.entries(draft).some(([name, text]) => name !== "category" && text.trim() !== "");
}

/**
 * The fields of a letter's body. Texts go exactly as typed; a field of nothing but white space is left out.
 *
 * @param {Record<string, string>} draft
 * @param {Language} language
 * @returns {Record<string, string>}
 */
export function bodyFields(draft, language) {
  const filled = Object.entries(draft).filter(([, text]) => text.trim() !== "");
  // Half of an emoji, as some keyboards leave it behind, cannot be written as UTF-8.
  return {
    language: letterLanguage(language),
    ...Object.fromEntries(filled.map(([name, text]) => [name, text.toWellFormed()])),
  };
}

/**
 * @param {ReportDraft} draft
 * @param {Language} language
 * @param {JsonObject | null} [attachments] as announced (§5.1)
 * @returns {Uint8Array<ArrayBuffer>} the body; raises LetterTooLongError (§4.2)
 */
export function reportBody(draft, language, attachments = null) {
  return writeLetterBody(REPORT, withAttachments(bodyFields(draft, language), attachments));
}

/**
 * @param {FollowUpDraft} draft
 * @param {Language} language
 * @param {JsonObject | null} [attachments] as announced (§5.1)
 * @returns {Uint8Array<ArrayBuffer>} the body; raises LetterTooLongError (§4.2)
 */
export function followUpBody(draft, language, attachments = null) {
  return writeLetterBody(FOLLOW_UP, withAttachments(bodyFields(draft, language), attachments));
}

/** @param {Record<string, string>} fields @param {JsonObject | null} attachments @returns {JsonObject} */
function withAttachments(fields, attachments) {
  return attachments ? { ...fields, attachments } : fields;
}

/**
 * @param {WithdrawalDraft} draft
 * @param {Language} language
 * @returns {Uint8Array<ArrayBuffer>} the body; raises LetterTooLongError (§4.2)
 */
export function withdrawalBody(draft, language) {
  return writeLetterBody(WITHDRAWAL, bodyFields(draft, language));
}

/** @param {ReportDraft} draft @returns {ReportField[]} the required fields that are empty, in order */
export function missingFields(draft) {
  return /** @type {ReportField[]} */ (["category", "what", "account"]).filter(
    (name) => draft[name].trim() === "",
  );
}

/**
 * @param {ReportDraft} draft
 * @param {Language} language
 * @param {JsonObject | null} [attachments] whose names take room too
 * @returns {Room} counted as if missing fields were there
 */
export function reportRoom(draft, language, attachments = null) {
  return roomOf(draft, () =>
    reportBody(
      {
        ...draft,
        category: draft.category || "x".repeat(CODE_MAX_LEN),
        what: draft.what.trim() ? draft.what : "-",
        account: draft.account.trim() ? draft.account : "-",
      },
      language,
      attachments,
    ),
  );
}

/**
 * @param {FollowUpDraft} draft
 * @param {Language} language
 * @param {JsonObject | null} [attachments] whose names take room too
 * @returns {Room}
 */
export function followUpRoom(draft, language, attachments = null) {
  const filled = draft.text.trim() ? draft : { text: "-" };
  return roomOf(draft, () => followUpBody(filled, language, attachments));
}

/** @param {WithdrawalDraft} draft @param {Language} language @returns {Room} */
export function withdrawalRoom(draft, language) {
  return roomOf(draft, () => withdrawalBody(draft, language));
}

/**
 * @param {Record<string, string>} draft
 * @param {() => Uint8Array} write
 * @returns {Room} `used` and `excess` in bytes; `left` and `letters` in characters like those written so far
 */
function roomOf(draft, write) {
  let used;
  try {
    used = write().length;
  } catch (error) {
    if (!(error instanceof LetterTooLongError)) {
      throw error;
    }
    used = LETTER_BODY_MAX_LEN + error.excess;
  }
  const excess = Math.max(0, used - LETTER_BODY_MAX_LEN);
  const written = Object.values(draft).join("");
  const bytes = new TextEncoder().encode(written).length;
  const perCharacter = bytes > 0 ? bytes / [...written].length : 1;
  return {
    used,
    percent: Math.ceil((used * 100) / LETTER_BODY_MAX_LEN),
    left: Math.floor(Math.max(0, LETTER_BODY_MAX_LEN - used) / perCharacter),
    excess,
    letters: Math.ceil(excess / perCharacter),
  };
}
