// The screens: which may follow which.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  MOVES,
  mayFollow,
  REPORT_STEPS,
  reportStep,
} from "../../dropbox/site/browser/pages/machine.js";

/** @typedef {import("../../dropbox/site/browser/pages/machine.js").Screen} Screen */
const SCREENS = /** @type {Screen[]} */ (Object.keys(MOVES));

test("every screen can be reached from the first, and every screen leads on", () => {
  /** @type {Set<Screen>} */
  const reached = new Set(["boot"]);
  for (const screen of reached) {
    assert.ok(MOVES[screen].length > 0, screen);
    for (const next of MOVES[screen]) {
      reached.add(next);
    }
  }
  assert.deepEqual([...reached].sort(), [...SCREENS].sort());
});

test("nothing is sent without review, passphrase and confirmation", () => {
  const before = SCREENS.filter((screen) => mayFollow(screen, "sending"));
  assert.deepEqual(before.sort(), ["confirm", "followUp", "survey", "withdraw"]);
  assert.deepEqual(
    SCREENS.filter((screen) => mayFollow(screen, "confirm")),
    ["passphrase"],
  );
  assert.ok(!mayFollow("report", "passphrase"));
});

test("a stop leads back to the beginning only", () => {
  assert.deepEqual(MOVES.stop, ["boot"]);
  assert.ok(!(mayFollow("stop", "report") || mayFollow("stop", "home")));
});

test("a thread is shown only after the board was read, or after a letter to it", () => {
  const before = SCREENS.filter((screen) => mayFollow(screen, "thread"));
  assert.deepEqual(before.sort(), ["delivered", "followUp", "reading", "survey", "withdraw"]);
});

test("the steps of a report are counted, the confirmation with the passphrase", () => {
  assert.deepEqual(REPORT_STEPS.map(reportStep), [0, 1, 2, 3]);
  assert.equal(reportStep("confirm"), 2);
  assert.equal(reportStep("home"), -1);
});
