// What is written becomes the body of a letter, byte for byte, and the meter tells the truth about it.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bodyFields,
  emptyReport,
  followUpBody,
  followUpRoom,
  isWritten,
  missingFields,
  reportBody,
  reportRoom,
  withdrawalBody,
  withdrawalRoom,
} from "../../dropbox/site/browser/pages/draft.js";
import { readLetterBody } from "../../dropbox/site/browser/protocol/body.js";
import { LetterTooLongError } from "../../dropbox/site/browser/protocol/errors.js";
import "./languages.js";

const MOST = 31_484;

/** @param {Partial<ReturnType<typeof emptyReport>>} fields */
const report = (fields) => ({ ...emptyReport(), ...fields });
const SMALL = { category: "suap", what: "apa", account: "uraian" };

test("what was typed goes as it is; what was left empty does not go", () => {
  const typed = report({ ...SMALL, account: "  dua baris\n😀 مرحبا  ", where: "   ", who: "X" });
  const read = readLetterBody(1, reportBody(typed, "en"));
  assert.deepEqual(read, {
    language: "en",
    category: "suap",
    what: "apa",
    account: "  dua baris\n😀 مرحبا  ",
    who: "X",
  });
});

test("half of an emoji is replaced and does not stop the letter", () => {
  assert.equal(bodyFields({ text: "a\ud83d" }, "id").text, "a\ufffd");
  assert.ok(followUpBody({ text: "a\ud83d" }, "id").length > 0);
});

test("what is required and missing is named in the order of the form", () => {
  assert.deepEqual(missingFields(emptyReport()), ["category", "what", "account"]);
  assert.deepEqual(missingFields(report({ ...SMALL, what: " \n" })), ["what"]);
  assert.deepEqual(missingFields(report(SMALL)), []);
});

test("the last byte fits, and one more is told before sending", () => {
  const bare = reportBody(report(SMALL), "id").length;
  const account = `uraian${"x".repeat(MOST - bare)}`;
  const full = report({ ...SMALL, account });
  assert.equal(reportBody(full, "id").length, MOST);
  const room = reportRoom(full, "id");
  assert.deepEqual([room.used, room.left, room.excess, room.percent], [MOST, 0, 0, 100]);

  const over = report({ ...SMALL, account: `${account}é` });
  assert.throws(() => reportBody(over, "id"), LetterTooLongError);
  assert.equal(reportRoom(over, "id").excess, 2);
  assert.equal(over.account, `${account}é`);
});

test("the meter counts escapes and letters of several bytes, also far beyond the limit", () => {
  const wide = report({ ...SMALL, account: "😀".repeat(10_000) });
  const room = reportRoom(wide, "id");
  assert.equal(room.excess, reportBody(report(SMALL), "id").length - 6 + 40_000 - MOST);
  assert.ok(room.letters < room.excess / 3, "an emoji takes four bytes");
  const lines = reportRoom(report({ ...SMALL, account: "\n".repeat(10) }), "id");
  assert.ok(lines.used > 0);
});

test("the meter answers before anything is written, and never promises more than fits", () => {
  const { used, left, excess } = reportRoom(emptyReport(), "id");
  assert.equal(excess, 0);
  const filled = report({ category: "x".repeat(40), what: "-", account: "y".repeat(left) });
  assert.ok(used > 0 && reportBody(filled, "id").length <= MOST);
  assert.equal(followUpRoom({ text: "" }, "id").excess, 0);
  assert.equal(withdrawalRoom({ reason: "" }, "id").excess, 0);
});

test("follow-up and withdrawal have bodies of their own", () => {
  assert.deepEqual(readLetterBody(2, followUpBody({ text: "lagi" }, "id")), {
    language: "id",
    text: "lagi",
  });
  assert.deepEqual(readLetterBody(3, withdrawalBody({ reason: "" }, "en")), { language: "en" });
});

test("only what somebody wrote is worth a warning on leaving", () => {
  assert.equal(isWritten(emptyReport()), false);
  assert.equal(isWritten(report({ category: "suap" })), false);
  assert.equal(isWritten(report({ when: "kemarin" })), true);
});
