// How a case stands, from what the inspectorate has said.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  lateness,
  latestReceipts,
  milestones,
  nextDoors,
  placesOf,
  standing,
} from "../../dropbox/site/browser/pages/standing.js";
import { MissingPartsError } from "../../dropbox/site/browser/protocol/errors.js";

const DUE = { step: "verify", day: 110 };
/** @param {Record<string, unknown>[]} bodies @param {number[]} [conflicting] places of those in conflict */
const replies = (bodies, conflicting = []) =>
  bodies.map((body, at) => ({
    seq: 256 * (at + 1),
    body: /** @type {any} */ (body),
    conflict: conflicting.includes(at),
  }));
/** @param {number} type @param {string} letter @param {object} [more] */
const receipt = (type, letter, more = {}) => ({
  kind: "receipt",
  day: 100,
  letter,
  letter_type: type,
  ordinal: 1,
  pieces: 0,
  pieces_received: 0,
  ...more,
});
const status = (/** @type {string} */ code, more = {}) => ({
  kind: "status",
  day: 101,
  status: code,
  ...more,
});

test("a case begins as received, and its last status is what counts", () => {
  assert.equal(standing([]).status, null);
  assert.equal(standing(replies([{ kind: "message", day: 1, text: "x" }])).status, null);
  assert.equal(standing(replies([receipt(1, "aa")])).status, "diterima");
  const two = replies([receipt(1, "aa"), status("verifikasi"), status("telaah")]);
  assert.equal(standing(two).status, "telaah");
});

test("what is due is what the last reply says, and nothing once the case has ended or is withdrawn", () => {
  const first = receipt(1, "aa", { due: DUE });
  assert.deepEqual(standing(replies([first])).due, DUE);
  const later = { step: "conclude", day: 160 };
  assert.deepEqual(standing(replies([first, status("telaah", { due: later })])).due, later);
  assert.equal(standing(replies([first, { kind: "message", day: 102, text: "x" }])).due, null);
  const ended = standing(replies([first, status("selesai_terbukti", { closed: true })]));
  assert.deepEqual([ended.closed, ended.due], [true, null]);
  const withdrawn = standing(replies([first, receipt(3, "bb", { due: DUE })]));
  assert.deepEqual([withdrawn.withdrawn, withdrawn.due], [true, null]);
  const opened = [first, status("diarsipkan", { closed: true }), status("telaah", { due: later })];
  assert.deepEqual(standing(replies(opened)).due, later);
  assert.equal(standing(replies(opened)).closed, false);
});

test("of two replies with one seq neither counts", () => {
  const bodies = [receipt(1, "aa", { due: DUE }), status("a", { closed: true }), status("b")];
  const found = standing(replies(bodies, [1, 2]));
  assert.deepEqual(found, { status: "diterima", closed: false, withdrawn: false, due: DUE });
  assert.equal(milestones(replies(bodies, [1, 2])).length, 1);
});

test("a deadline has passed for sure only where the signed bulletin is later", () => {
  assert.equal(lateness(110, 105, 110), "ahead");
  assert.equal(lateness(110, 105, 111), "perhaps");
  assert.equal(lateness(110, 110, 200), "perhaps");
  assert.equal(lateness(110, 111, 111), "passed");
});

test("the way so far has each letter once and every status", () => {
  const all = replies([
    receipt(1, "aa", { pieces: 40, pieces_received: 12 }),
    status("verifikasi"),
    { kind: "message", day: 102, text: "x" },
    receipt(1, "aa", { pieces: 40, pieces_received: 40 }),
    receipt(2, "bb"),
  ]);
  assert.deepEqual(
    milestones(all).map((body) => body.letter ?? body.status),
    ["aa", "verifikasi", "bb"],
  );
  const latest = [...latestReceipts(all)].map((body) => [body.letter, body.pieces_received]);
  assert.deepEqual(latest, [
    ["aa", 40],
    ["bb", 0],
  ]);
});

test("replies are counted with those that cannot be read, each seq once", () => {
  const found = placesOf({
    opened: 9,
    replies: replies([receipt(1, "aa"), status("a"), status("b")]).map((one, at) => ({
      ...one,
      seq: [256, 768, 768][at] ?? 0,
    })),
    refused: [
      [0, new MissingPartsError()],
      [512, new MissingPartsError()],
    ],
  });
  assert.deepEqual(
    [...found],
    [
      [256, 1],
      [512, 2],
      [768, 3],
    ],
  );
});

test("the next door is one for whistleblowers, or any where the desk names none", () => {
  const link = (/** @type {string} */ code) => ({ code, id: code, en: code, url: "https://x/" });
  const links = [link("lapor"), link("kws"), link("gol")];
  assert.deepEqual(nextDoors(links), [link("kws")]);
  assert.deepEqual(nextDoors([link("lapor")]), [link("lapor")]);
  assert.deepEqual(nextDoors([]), []);
});
