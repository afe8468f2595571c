// What holds for all that is sealed or signed, in the browser's half: round trips, no flipped bit, no junk.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { makeBulletin, verifyBulletin } from "../../dropbox/site/browser/protocol/bulletin.js";
import { concat, toHex } from "../../dropbox/site/browser/protocol/bytes.js";
import { toBase64url } from "../../dropbox/site/browser/protocol/canonical.js";
import {
  decoyCell,
  openCell,
  sealCells,
  sealCellWith,
} from "../../dropbox/site/browser/protocol/cell.js";
import { makeCertificate } from "../../dropbox/site/browser/protocol/certificate.js";
import { ChunkSealer, openChunk, sealChunk } from "../../dropbox/site/browser/protocol/chunk.js";
import { makeDelivery, verifyDelivery } from "../../dropbox/site/browser/protocol/delivery.js";
import { dropId } from "../../dropbox/site/browser/protocol/drop.js";
import * as errors from "../../dropbox/site/browser/protocol/errors.js";
import { IntakeKey } from "../../dropbox/site/browser/protocol/intake.js";
import {
  letterPlain,
  openLetter,
  sealDecoy,
  sealLetter,
  sealPlain,
} from "../../dropbox/site/browser/protocol/letter.js";
import {
  makePickup,
  readRecords,
  verifyPickup,
} from "../../dropbox/site/browser/protocol/pickup.js";
import { randomBytes } from "../../dropbox/site/browser/protocol/randomness.js";
import {
  readReplies,
  signReply,
  writeReplyBody,
} from "../../dropbox/site/browser/protocol/reply.js";
import { boardSheets, makeSheet, sheetHash } from "../../dropbox/site/browser/protocol/sheet.js";
import { signingPk } from "../../dropbox/site/browser/protocol/signing.js";
import { ThreadKeys } from "../../dropbox/site/browser/protocol/thread.js";

import { bytes, filled, flipped, PIECE_LEN, RUNS, refuses } from "./arbitraries.js";

/** @import { Bytes } from "../../dropbox/site/browser/protocol/bytes.js" */

const ROOT = randomBytes(32);
const SIGNER = randomBytes(32);
const SID = randomBytes(16);
const DID = await dropId(SID, await signingPk(ROOT));
const KEY = await IntakeKey.fromSeed(randomBytes(32));
const THREAD = new ThreadKeys(randomBytes(32), randomBytes(32));
const LETTER = await sealLetter(1, THREAD, Uint8Array.of(1, 2, 3), DID, KEY.pk);

test("letter: round trip", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      bytes(32, 32),
      bytes(32, 32),
      bytes(0, 2_000),
      async (letterType, threadKey, author, body) => {
        const thread = new ThreadKeys(threadKey, author);
        const sealed = await sealLetter(letterType, thread, body, DID, KEY.pk);
        assert.equal(sealed.length, 32_768);
        const opened = await openLetter(sealed, KEY, DID);
        assert.equal(opened.letterType, letterType);
        assert.deepEqual(opened.body, body);
        assert.deepEqual(opened.threadKey, threadKey);
        assert.deepEqual(opened.authorPk, await thread.authorPk);
      },
    ),
    { numRuns: 20 },
  );
  const decoy = await openLetter(await sealDecoy(DID, KEY.pk), KEY, DID);
  assert.deepEqual([decoy.letterType, decoy.body.length], [0, 0]);
});

test("letter: no bit may change, outside or inside", async () => {
  await fc.assert(
    fc.asyncProperty(flipped(LETTER), (changed) =>
      refuses(openLetter(changed, KEY, DID), "NotForThisKeyError"),
    ),
    { numRuns: 40 },
  );
  const plain = await letterPlain(2, randomBytes(16), THREAD, randomBytes(40), DID, KEY.pk);
  await fc.assert(
    fc.asyncProperty(fc.oneof(flipped(plain), flipped(plain.slice(0, 200))), async (changed) => {
      const whole = concat(changed, plain.slice(changed.length));
      const sealed = await sealPlain(whole, DID, KEY.pk);
      await refuses(openLetter(sealed, KEY, DID), "LetterFormError", "LetterSignatureError");
    }),
    { numRuns: 40 },
  );
});

test("letter: junk is refused", async () => {
  await fc.assert(
    fc.asyncProperty(bytes(1, 2_000), async (junk) => {
      await refuses(openLetter(junk, KEY, DID), "LetterLengthError");
      await refuses(openLetter(filled(junk, 32_768), KEY, DID), "NotForThisKeyError");
    }),
    { numRuns: 20 },
  );
});

test("chunk: one record written again and again, whatever order the pieces come in", async () => {
  const fk = randomBytes(32);
  const sealer = await ChunkSealer.create(fk, 130, DID);
  const record = new Uint8Array(262_176);
  for (const index of [129, 0, 64, 63, 128, 127, 1]) {
    assert.equal(await sealer.seal(index, Uint8Array.of(index), record), record);
    const piece = await openChunk(record, fk, index, 130, DID);
    assert.deepEqual(piece, filled(Uint8Array.of(index), PIECE_LEN));
  }
  await refuses(sealer.seal(0, Uint8Array.of(1), record.subarray(1)), "ChunkLengthError");
  await refuses(sealer.seal(130, Uint8Array.of(1), record), "ChunkRangeError");
});

test("chunk: round trip; no bit may change; no other place", async () => {
  const fk = randomBytes(32);
  const sealer = await ChunkSealer.create(fk, 7, DID);
  const record = await sealer.seal(3, Uint8Array.of(1, 2, 3));
  assert.deepEqual(
    await openChunk(record, fk, 3, 7, DID),
    filled(Uint8Array.of(1, 2, 3), PIECE_LEN),
  );
  const other = await sealChunk(fk, 3, 7, Uint8Array.of(1, 2, 3), DID);
  assert.deepEqual(other.slice(0, 32), record.slice(0, 32));
  assert.notDeepEqual(other, record);
  await fc.assert(
    fc.asyncProperty(flipped(record), (changed) =>
      refuses(openChunk(changed, fk, 3, 7, DID), "ChunkIdError", "ChunkOpenError"),
    ),
    { numRuns: 40 },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: -2, max: 9 }),
      fc.integer({ min: -2, max: 9 }),
      async (index, pieces) => {
        if (index !== 3 || pieces !== 7) {
          await refuses(openChunk(record, fk, index, pieces, DID));
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("cell: round trip; no bit may change", async () => {
  await fc.assert(
    fc.asyncProperty(bytes(1, 5_000), fc.nat({ max: 2 ** 32 - 1 }), async (joined, seq) => {
      const cells = await sealCells(joined, seq, THREAD.threadKey, DID);
      const parts = await Promise.all(cells.map((cell) => openCell(cell, THREAD.threadKey, DID)));
      assert.deepEqual(concat(...parts.map((part) => part.slice)), joined);
      assert.ok(parts.every((part, place) => part.seq === seq && part.part === place));
      await fc.assert(
        fc.asyncProperty(flipped(/** @type {Bytes} */ (cells[0])), (changed) =>
          refuses(openCell(changed, THREAD.threadKey, DID), "NotForThisThreadError"),
        ),
        { numRuns: 5 },
      );
    }),
    { numRuns: 20 },
  );
});

test("cell: one layout only", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 26 }),
      fc.nat({ max: 26 }),
      fc.nat({ max: 990 }),
      bytes(0, 988),
      async (part, parts, sliceLen, rest) => {
        const head = Uint8Array.of(0, 0, 0, 1, part, parts, sliceLen >> 8, sliceLen & 255);
        const plain = filled(concat(head, rest), 996);
        const cell = await sealCellWith(plain, THREAD.threadKey, DID, new Uint8Array(12));
        let found;
        try {
          found = await openCell(cell, THREAD.threadKey, DID);
        } catch (error) {
          assert.equal(/** @type {Error} */ (error).name, "CellFormError");
          return;
        }
        assert.deepEqual(filled(concat(head, found.slice), 996), plain);
        assert.ok(part < parts && found.slice.length === sliceLen);
      },
    ),
    { numRuns: 100 },
  );
});

test("replies come back whatever the order", async () => {
  const pks = [await signingPk(SIGNER)];
  const texts = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 1_500 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(texts, fc.nat({ max: 6 }), fc.nat(), async (given, decoys, seed) => {
      const bodies = given.map((text) => ({ day: 20_000, kind: "message", text }));
      const cells = Array.from({ length: decoys }, decoyCell);
      for (const [seq, body] of bodies.entries()) {
        const raw = writeReplyBody(body);
        const joined = await signReply(SIGNER, DID, THREAD.threadKey, seq, raw);
        cells.push(...(await sealCells(joined, seq, THREAD.threadKey, DID)));
      }
      const turned = [
        ...cells.slice(seed % (cells.length + 1)),
        ...cells.slice(0, seed % (cells.length + 1)),
      ];
      const found = await readReplies(turned.reverse(), THREAD.threadKey, DID, pks);
      assert.equal(found.opened, cells.length - decoys);
      assert.deepEqual(
        found.replies.map((reply) => reply.body),
        bodies,
      );
      assert.deepEqual(found.refused, []);
      const stranger = await readReplies(cells, randomBytes(32), DID, pks);
      assert.deepEqual(stranger, { opened: 0, replies: [], refused: [] });
    }),
    { numRuns: 20 },
  );
});

test("signed files: no bit may change, none may be cut or grow, junk is none", async () => {
  const sheet = makeSheet(Array.from({ length: 32 }, decoyCell));
  const certificate = await makeCertificate(ROOT, DID, await signingPk(SIGNER), 20_000, 20_100);
  const named = { code: "x", en: "x", id: "x" };
  const bulletin = await makeBulletin(SID, await signingPk(ROOT), certificate, SIGNER, {
    attachments_len: 0,
    categories: [named],
    demo: false,
    desk: { en: "x", id: "x" },
    expires: 20_036,
    issued: 20_001,
    keys: [{ from: 20_000, pk: toBase64url(KEY.pk), to: 20_007 }],
    links: [],
    log: "0".repeat(64),
    next: 20_008,
    notices: [],
    number: 1,
    prev: "0".repeat(64),
    sheets: [{ hash: toHex(await sheetHash(sheet)), until: 20_091 }],
    signers: [],
    statuses: [named],
    totals: [],
  });
  const delivery = await makeDelivery(SIGNER, DID, bulletin, sheet, [randomBytes(32)]);
  const hash = await sheetHash(sheet);
  /** @type {[Bytes, (raw: Bytes) => Promise<unknown>][]} */
  const files = [
    [bulletin, (raw) => verifyBulletin(raw, DID)],
    [bulletin, (raw) => verifyBulletin(raw, null)],
    [delivery, (raw) => verifyDelivery(raw, DID)],
    [sheet, (raw) => boardSheets(raw, [hash])],
  ];
  for (const [raw, verify] of files) {
    await verify(raw);
    await fc.assert(
      fc.asyncProperty(flipped(raw), (changed) => refuses(verify(changed))),
      RUNS,
    );
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: raw.length - 1 }), bytes(1, 500), async (length, rest) => {
        await refuses(verify(raw.slice(0, length)));
        await refuses(verify(concat(raw, rest)));
        await refuses(verify(rest));
      }),
      RUNS,
    );
  }
});

test("pickup: a changed one is refused or has another name", async () => {
  const record = filled(Uint8Array.of(9), 262_176);
  const pickup = makePickup(SID, 1, 20_000, [LETTER], [record]);
  const { id } = await verifyPickup(pickup, SID);
  assert.deepEqual(readRecords(pickup, SID), [
    ["letter", LETTER],
    ["chunk", record],
  ]);
  await fc.assert(
    fc.asyncProperty(fc.oneof(flipped(pickup), flipped(pickup.slice(0, 40))), async (changed) => {
      const whole = concat(changed, pickup.slice(changed.length));
      const found = await verifyPickup(whole, SID).catch((error) => error);
      assert.ok(found instanceof errors.TitipError || toHex(found.id) !== toHex(id));
    }),
    RUNS,
  );
});
