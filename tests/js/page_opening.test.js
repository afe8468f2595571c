// What the page makes of links, bulletins and clocks.

import assert from "node:assert/strict";
import { test } from "node:test";
import { doubtsClock, sealing, stopReason } from "../../dropbox/site/browser/pages/opening.js";
import { toBase64url } from "../../dropbox/site/browser/protocol/canonical.js";
import {
  BulletinSignatureError,
  ForeignDropError,
  FragmentError,
} from "../../dropbox/site/browser/protocol/errors.js";
import {
  ForeignAnswerError,
  RefusedError,
  StalledError,
  UnreachableError,
} from "../../dropbox/site/browser/transport.js";

const ISSUED = 20_000;
const pk = toBase64url(new Uint8Array(1_216));
/** @type {any} */
const bulletin = {
  issued: ISSUED,
  content: {
    issued: ISSUED,
    expires: ISSUED + 35,
    keys: [
      { from: ISSUED - 1, to: ISSUED + 6, pk },
      { from: ISSUED + 6, to: ISSUED + 13, pk },
    ],
  },
};

test("every way in which a drop may not be opened has its own stop", () => {
  assert.equal(stopReason(new FragmentError()), "Fragment");
  assert.equal(stopReason(new ForeignDropError()), "Foreign");
  assert.equal(stopReason(new BulletinSignatureError()), "Broken");
  assert.equal(stopReason(new RefusedError(404, "no_bulletin", null)), "Empty");
  assert.equal(stopReason(new RefusedError(503, "busy", 2)), "Offline");
  assert.equal(stopReason(new UnreachableError()), "Offline");
  assert.equal(stopReason(new StalledError()), "Offline");
  assert.equal(stopReason(new ForeignAnswerError()), "Broken");
});

test("the clock is doubted where it is far from the bulletin, either way", () => {
  for (const [day, doubted] of /** @type {[number, boolean][]} */ ([
    [ISSUED - 3, true],
    [ISSUED - 2, false],
    [ISSUED, false],
    [ISSUED + 10, false],
    [ISSUED + 11, true],
  ])) {
    assert.equal(doubtsClock(bulletin, day), doubted, String(day - ISSUED));
  }
});

test("nothing is sealed without a key for the day, nor by a bulletin that is over", () => {
  assert.equal(sealing(bulletin, ISSUED), "open");
  assert.equal(sealing(bulletin, ISSUED + 12), "open");
  assert.equal(sealing(bulletin, ISSUED + 13), "noKey");
  assert.equal(sealing(bulletin, ISSUED + 35), "closed");
});
