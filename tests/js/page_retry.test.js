// When sending is tried again, and when the reporter is asked to.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ATTEMPTS, judge, Tries } from "../../dropbox/site/browser/pages/retry.js";
import {
  ForeignAnswerError,
  RefusedError,
  UnreachableError,
} from "../../dropbox/site/browser/transport.js";

test("a broken connection is tried again, later each time, and then given up", () => {
  const waits = [];
  for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
    const { failure, wait } = judge(new UnreachableError(), attempt);
    assert.equal(failure, "network");
    waits.push(wait);
  }
  assert.deepEqual(waits.slice(0, 6), [2, 4, 8, 16, 30, 30]);
  assert.equal(judge(new UnreachableError(), ATTEMPTS).wait, null);
});

test("a busy site is given the time it asks for, unless that is too long to wait", () => {
  for (const status of [429, 503]) {
    assert.equal(judge(new RefusedError(status, "busy", 20), 1).wait, 20);
    assert.equal(judge(new RefusedError(status, "busy", 5), 30).wait, 10);
    assert.equal(judge(new RefusedError(status, "busy", 3_600), 1).wait, 3_600);
    const { failure, wait } = judge(new RefusedError(status, "busy", 3_601), 1);
    assert.deepEqual([failure, wait], ["busy", null]);
  }
});

test("a busy site is waited for much longer than a lost one, and losing it is counted anew", () => {
  const tries = new Tries();
  const busy = new RefusedError(503, "busy", 300);
  for (let asked = 1; asked < 50; asked++) {
    assert.equal(tries.judge(busy).wait, 300);
  }
  for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
    assert.notEqual(tries.judge(new UnreachableError()).wait, null);
    assert.equal(tries.judge(busy).wait, 300);
  }
  assert.equal(tries.judge(new UnreachableError()).wait, null);
  let last = tries.judge(busy);
  for (let asked = 0; last.wait !== null; asked++) {
    assert.ok(asked < 1_000);
    last = tries.judge(busy);
  }
});

test("a site in trouble is tried again, a full one later; a refusal is not", () => {
  assert.equal(judge(new RefusedError(500, "", null), 1).wait, 2);
  assert.equal(judge(new RefusedError(502, "", null), 1).failure, "server");
  assert.equal(judge(new RefusedError(408, "slow", null), 1).wait, 2);
  const full = { failure: "full", code: "full" };
  assert.deepEqual(judge(new RefusedError(507, "full", 5), 1), { ...full, wait: 300 });
  assert.deepEqual(judge(new RefusedError(507, "full", 900), 1), { ...full, wait: 900 });
  assert.deepEqual(judge(new RefusedError(507, "full", null), 199), { ...full, wait: 300 });
  assert.deepEqual(judge(new RefusedError(507, "full", null), 200), { ...full, wait: null });
  assert.deepEqual(judge(new RefusedError(413, "too_long", null), 1), {
    failure: "refused",
    code: "too_long",
    wait: null,
  });
  assert.equal(judge(new RefusedError(418, "", null), 1).code, "418");
});

test("what went wrong in the browser itself, or came from elsewhere, is not tried again", () => {
  assert.equal(judge(new TypeError("x"), 1).wait, null);
  const { failure, wait } = judge(new ForeignAnswerError(), 1);
  assert.deepEqual([failure, wait], ["foreign", null]);
});
