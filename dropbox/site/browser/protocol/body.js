/** The JSON inside a letter: report, follow-up, withdrawal (§4.4, §5.1). */

import { readCanonical, writeCanonical } from "./canonical.js";
import {
  AttachmentsTooLargeError,
  LetterBodyError,
  LetterTooLongError,
  ShapeError,
} from "./errors.js";
import { paddedPieces } from "./pieces.js";
import {
  checkBase64url,
  checkChoice,
  checkCode,
  checkFields,
  checkInteger,
  checkList,
  checkText,
  refusingAs,
} from "./shape.js";
import {
  ATTACHMENTS_MAX_LEN,
  FILE_NAME_MAX_LEN,
  FILES_MAX,
  LETTER_BODY_MAX_LEN,
  PIECES_MAX,
} from "./sizes.js";

/** @import { Bytes } from "./bytes.js" */
/** @import { JsonObject } from "./canonical.js" */

export const DECOY = 0;
export const REPORT = 1;
export const FOLLOW_UP = 2;
export const WITHDRAWAL = 3;
export const REPORT_TEXTS = ["who", "when", "where", "how", "why", "unit", "how_known", "who_else"];
export const SURVEY_QUESTIONS = ["ease", "safety", "handling"];
export const SURVEY_BEST = 4;
export const TREATMENTS = ["cleaned", "kept", "untreated"];
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
const UNFIT_NAME = /[/\\\x00-\x1f\x7f]/;

/**
 * @param {number} letterType
 * @param {JsonObject} body
 * @returns {Bytes} the bytes of a letter's body (§4.4)
 * @throws {LetterBodyError} for wrong fields
 * @throws {LetterTooLongError} with the excess in bytes, for more than 31,484
 */
export function writeLetterBody(letterType, body) {
  return refusingAs(LetterBodyError, () => {
    const raw = writeCanonical(body);
    // Before the fields, of which a single one may be too long: whoever writes is told by how much.
    if (raw.length > LETTER_BODY_MAX_LEN) {
      throw new LetterTooLongError(raw.length - LETTER_BODY_MAX_LEN);
    }
    checkBody(letterType, body);
    return raw;
  });
}

/**
 * @param {number} letterType
 * @param {Bytes} raw
 * @returns {JsonObject} the fields of a letter's body (§4.4)
 * @throws {LetterBodyError}
 */
export function readLetterBody(letterType, raw) {
  return refusingAs(LetterBodyError, () => {
    const body = readCanonical(raw);
    checkBody(letterType, body);
    return body;
  });
}

/** @param {number} letterType @param {JsonObject} body */
function checkBody(letterType, body) {
  /** @type {string[]} */
  let texts;
  if (letterType === REPORT) {
    texts = ["what", "account", ...REPORT_TEXTS];
    const required = ["language", "category", "what", "account"];
    checkFields(body, required, [...REPORT_TEXTS, "attachments"]);
    checkCode(body.category);
  } else if (letterType === FOLLOW_UP) {
    texts = ["text"];
    const words = Object.hasOwn(body, "text") ? ["attachments"] : [];
    const needed = Object.hasOwn(body, "survey") ? [] : ["text"];
    checkFields(body, ["language", ...needed], ["text", "survey", ...words]);
  } else if (letterType === WITHDRAWAL) {
    texts = ["reason"];
    checkFields(body, ["language"], ["reason"]);
  } else {
    throw new ShapeError();
  }
  checkChoice(body.language, ["id", "en"]);
  for (const name of texts) {
    if (Object.hasOwn(body, name)) {
      checkText(body[name], 1, LETTER_BODY_MAX_LEN);
    }
  }
  if (Object.hasOwn(body, "survey")) {
    checkSurvey(body.survey);
  }
  if (Object.hasOwn(body, "attachments")) {
    checkAttachments(body.attachments);
  }
}

/** @param {unknown} value */
function checkSurvey(value) {
  const answers = Object.values(checkFields(value, [], SURVEY_QUESTIONS));
  if (answers.length === 0) {
    throw new ShapeError();
  }
  for (const answer of answers) {
    checkInteger(answer, 1, SURVEY_BEST);
  }
}

/** @param {unknown} value */
function checkAttachments(value) {
  const attachments = checkFields(value, ["fk", "pieces", "files"]);
  checkBase64url(attachments.fk, 32);
  const pieces = checkInteger(attachments.pieces, 1, PIECES_MAX);
  const lengths = checkList(attachments.files, 1, FILES_MAX, checkFile);
  const totalLen = lengths.reduce((sum, length) => sum + length, 0);
  if (pieces !== announcedPieces(totalLen)) {
    throw new ShapeError();
  }
}

/** @param {number} totalLen @returns {number} */
function announcedPieces(totalLen) {
  try {
    return paddedPieces(totalLen);
  } catch (error) {
    throw error instanceof AttachmentsTooLargeError ? new ShapeError() : error;
  }
}

/** @param {unknown} value @returns {number} */
function checkFile(value) {
  const file = checkFields(value, ["name", "len", "treatment"]);
  const name = checkText(file.name, 1, FILE_NAME_MAX_LEN);
  if (UNFIT_NAME.test(name) || name === "." || name === "..") {
    throw new ShapeError();
  }
  checkChoice(file.treatment, TREATMENTS);
  return checkInteger(file.len, 0, ATTACHMENTS_MAX_LEN);
}
