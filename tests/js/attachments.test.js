// Files become pieces, and the pieces reach the site whatever the line does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Choice } from "../../dropbox/site/browser/attachments/choice.js";
import { fittingName, neutralName } from "../../dropbox/site/browser/attachments/names.js";
import { shuffled } from "../../dropbox/site/browser/attachments/order.js";
import { FileGoneError, Plan } from "../../dropbox/site/browser/attachments/plan.js";
import { Sender } from "../../dropbox/site/browser/attachments/sender.js";
import { ascii, join } from "../../dropbox/site/browser/cleaning/bytes.js";
import { followUpBody } from "../../dropbox/site/browser/pages/draft.js";
import { FOLLOW_UP, readLetterBody } from "../../dropbox/site/browser/protocol/body.js";
import { chunkId, openChunk } from "../../dropbox/site/browser/protocol/chunk.js";
import { AttachmentsTooLargeError } from "../../dropbox/site/browser/protocol/errors.js";
import { PIECE_LEN } from "../../dropbox/site/browser/protocol/sizes.js";
import { RefusedError, UnreachableError } from "../../dropbox/site/browser/transport.js";

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/** Told, and nothing to do. */
const nothing = () => null;
const DID = new Uint8Array(32).fill(7);

/** @param {number} length @param {number} seed @returns {Bytes} */
function content(length, seed) {
  return Uint8Array.from({ length }, (_, at) => (at * 31 + seed * 101 + (at >> 8)) & 255);
}

/** @param {Bytes} bytes @param {string} [name] */
function source(bytes, name = "lampiran-1.bin") {
  return {
    name,
    len: bytes.length,
    treatment: /** @type {const} */ ("untreated"),
    read: async (/** @type {number} */ from, /** @type {number} */ to) => bytes.slice(from, to),
  };
}

/** @param {Bytes} bytes @param {string} name */
const file = (bytes, name) => new File([bytes], name);

// -- names

test("a neutral name tells the type and the place, nothing else", () => {
  assert.equal(neutralName("lampiran", 0, "jpg", "IMG_2026.JPEG"), "lampiran-1.jpg");
  assert.equal(neutralName("lampiran", 4, null, "Rekap Siti.XLSX"), "lampiran-5.xlsx");
  assert.equal(neutralName("lampiran", 1, null, "tanpa ending"), "lampiran-2");
  assert.equal(neutralName("lampiran", 1, null, "laporan.Siti Rahasia"), "lampiran-2");
});

test("a name that is kept is kept letter by letter, or as nearly as it may stand in a letter", () => {
  for (const name of [
    "كشف 💸.pdf",
    "報告.txt",
    "e\u0301 \u202e.png",
    ".htaccess",
    "x".repeat(255),
  ]) {
    assert.equal(fittingName(name, "-"), name);
  }
  assert.equal(fittingName("a/b\\c\nd\u0000e\u007f.txt", "-"), "a_b_c_d_e_.txt");
  assert.equal(fittingName("\ud800.txt", "-"), "\ufffd.txt");
  for (const name of ["", ".", ".."]) {
    assert.equal(fittingName(name, "lampiran-1"), "lampiran-1");
  }
  const long = fittingName(`${"報".repeat(200)}.pdf`, "-");
  assert.equal(new TextEncoder().encode(long).length, 253);
  assert.ok(long.endsWith("報.pdf"));
  assert.equal(new TextEncoder().encode(fittingName("💸".repeat(90), "-")).length, 252);
});

test("every name that comes out may stand in a letter", () => {
  for (const name of [
    "💸".repeat(99),
    "a".repeat(300),
    "..",
    "x/../y",
    "\u0001",
    `.${"e".repeat(400)}`,
  ]) {
    const plan = new Plan([source(content(3, 1), fittingName(name, "lampiran-1"))], 10);
    const raw = followUpBody({ text: "x" }, "id", plan.announced);
    assert.ok(readLetterBody(FOLLOW_UP, raw).attachments);
  }
});

// -- order

test("the order holds every piece once and differs each time", () => {
  const orders = [shuffled(1_000), shuffled(1_000)];
  for (const order of orders) {
    assert.deepEqual(
      order.toSorted((a, b) => a - b),
      Array.from({ length: 1_000 }, (_, at) => at),
    );
  }
  assert.notDeepEqual(orders[0], orders[1]);
  assert.deepEqual([shuffled(0), shuffled(1)], [[], [0]]);
});

test("every order of three is about as frequent as any other", () => {
  /** @type {Record<string, number>} */
  const counts = {};
  for (let round = 0; round < 6_000; round++) {
    const order = shuffled(3).join("");
    counts[order] = (counts[order] ?? 0) + 1;
  }
  assert.equal(Object.keys(counts).length, 6);
  // Six standard deviations either way.
  assert.ok(
    Object.values(counts).every((count) => count > 820 && count < 1_180),
    JSON.stringify(counts),
  );
});

// -- plan

test("pieces joined are the files joined, whatever lies between them", async () => {
  const files = [PIECE_LEN - 1, 0, 2, PIECE_LEN * 2, 70_000].map((length, seed) =>
    content(length, seed),
  );
  const plan = new Plan(
    files.map((bytes) => source(bytes)),
    10 ** 9,
  );
  assert.equal(plan.pieces, 4);
  const read = [];
  for (let index = 0; index < plan.pieces; index++) {
    read.push(await plan.read(index));
  }
  assert.ok(read.every((piece) => piece.length <= PIECE_LEN));
  assert.deepEqual(Buffer.concat(read), Buffer.concat(files));
});

test("the limit of the bulletin and of a letter are kept", () => {
  assert.throws(() => new Plan([source(content(11, 0))], 10), AttachmentsTooLargeError);
  assert.throws(
    () => new Plan(new Array(201).fill(source(content(1, 0))), 999),
    AttachmentsTooLargeError,
  );
  assert.equal(new Plan([source(content(10, 0))], 10).pieces, 1);
});

test("a file that is shorter than it was, or cannot be read, is named", async () => {
  const shorter = { ...source(content(10, 0)), read: async () => content(4, 0) };
  const gone = { ...source(content(10, 0)), read: () => Promise.reject(new DOMException("gone")) };
  for (const second of [shorter, gone]) {
    const plan = new Plan([source(content(5, 1)), second], 99);
    await assert.rejects(
      plan.read(0),
      (error) => error instanceof FileGoneError && error.place === 1,
    );
  }
});

// -- choice

test("a file is known by its bytes, cleaned if it can be, and named neutrally", async () => {
  const choice = new Choice(() => import("../../dropbox/site/browser/cleaning/bundle.js"));
  let changes = 0;
  const jpeg = Uint8Array.of(
    ...[0xff, 0xd8, 0xff, 0xfe, 0, 4, 65, 66, 0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 17, 0],
    ...[0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 18, 0xff, 0xd9],
  );
  choice.add(
    [file(jpeg, "Siti.PDF"), file(jpeg.slice(0, 9), "x.jpg"), file(content(9, 1), "y.docx")],
    () => {
      changes++;
    },
  );
  assert.deepEqual(
    choice.files.map(({ state }) => state),
    ["looking", "looking", "looking"],
  );
  await choice.working;
  assert.equal(changes, 4);
  const [picture, damaged, paper] = choice.files;
  assert.ok(picture && damaged && paper);
  assert.deepEqual(
    [picture.treatment, [...(picture.found ?? [])], picture.len],
    ["cleaned", ["comment"], 28],
  );
  assert.deepEqual([damaged.treatment, damaged.obstacle], ["untreated", "damaged"]);
  assert.deepEqual([paper.treatment, paper.obstacle], ["untreated", "type"]);
  const names = () => choice.sources("lampiran").map(({ name }) => name);
  assert.deepEqual(names(), ["lampiran-1.jpg", "lampiran-2.jpg", "lampiran-3.docx"]);
  picture.keep = true;
  picture.ownName = true;
  assert.deepEqual([picture.treatment, picture.len, names()[0]], ["kept", jpeg.length, "Siti.PDF"]);
  assert.deepEqual(await picture.read(0, jpeg.length), jpeg);
  choice.remove(damaged);
  assert.equal(choice.sources("lampiran").length, 2);
});

test("a file that cannot be read is said to be so", async () => {
  const choice = new Choice(() => import("../../dropbox/site/browser/cleaning/bundle.js"));
  const folder = file(content(3, 1), "map");
  folder.slice = () => {
    throw new DOMException("a folder", "NotReadableError");
  };
  choice.add([folder], nothing);
  await choice.working;
  assert.equal(choice.files[0]?.state, "unreadable");
});

test("what is announced for measuring is as long as what is sent", async () => {
  const choice = new Choice(() => import("../../dropbox/site/browser/cleaning/bundle.js"));
  choice.add([file(content(900, 1), "a.bin")], nothing);
  await choice.working;
  const measured = followUpBody({ text: "x" }, "id", choice.announcement("lampiran", 900));
  const plan = new Plan(choice.sources("lampiran"), 900);
  assert.equal(followUpBody({ text: "x" }, "id", plan.announced).length, measured.length);
  assert.equal(choice.announcement("lampiran", 899), null);
});

// -- sender

/**
 * A site in memory that does with each record as `answer` says.
 *
 * @param {Plan} plan
 * @param {(attempt: number) => Error | null} answer
 */
function house(plan, answer) {
  /** @type {Map<string, Bytes>} */
  const stored = new Map();
  /** @type {string[]} */
  const order = [];
  const seen = {
    attempts: 0,
    underWay: 0,
    most: 0,
    waits: /** @type {number[]} */ ([]),
    // However many pieces there are, a phone holds no more records than go side by side.
    memory: new Set(),
  };
  /** @type {(sender: Sender) => void} */
  let watch = nothing;
  const sender = new Sender(plan, DID, {
    post: async (record) => {
      seen.underWay++;
      seen.most = Math.max(seen.most, seen.underWay);
      await new Promise((done) => setTimeout(done, 1));
      seen.underWay--;
      seen.attempts++;
      seen.memory.add(record.buffer);
      const error = answer(seen.attempts);
      const cid = Buffer.from(record.subarray(0, 32)).toString("hex");
      order.push(cid);
      // First write wins; a repetition gets the same answer.
      if (!stored.has(cid)) {
        stored.set(cid, record.slice());
      }
      if (error) {
        throw error;
      }
    },
    wait: (seconds) => {
      seen.waits.push(seconds);
      return { over: Promise.resolve(), end: nothing };
    },
    changed: () => watch(sender),
  });
  return {
    sender,
    stored,
    order,
    seen,
    /** @param {(sender: Sender) => void} watcher */
    onChange(watcher) {
      watch = watcher;
    },
  };
}

/** @param {Plan} plan @param {Map<string, Bytes>} stored @returns {Promise<Buffer>} what opens, joined */
async function opened(plan, stored) {
  const pieces = [];
  for (let index = 0; index < plan.pieces; index++) {
    const cid = Buffer.from(await chunkId(plan.fk, index)).toString("hex");
    const record = stored.get(cid);
    assert.ok(record, `piece ${index} is missing`);
    pieces.push(await openChunk(record, plan.fk, index, plan.pieces, DID));
  }
  return Buffer.concat(pieces);
}

const BYTES = content(PIECE_LEN * 10 + 5, 3);
const newPlan = () => new Plan([source(BYTES)], 10 ** 9);

test("all pieces arrive, padding included, a few side by side, not in their order", async () => {
  const plan = newPlan();
  const { sender, stored, order, seen } = house(plan, () => null);
  await sender.run();
  assert.deepEqual([sender.phase, sender.sent, sender.whole()], ["done", 12, [true]]);
  assert.deepEqual([seen.most, seen.memory.size], [3, 3]);
  const joined = await opened(plan, stored);
  assert.deepEqual(joined.subarray(0, BYTES.length), Buffer.from(BYTES));
  assert.ok(joined.subarray(BYTES.length).every((byte) => byte === 0));
  const ids = await Promise.all(Array.from({ length: 12 }, (_, index) => chunkId(plan.fk, index)));
  const inOrder = ids.map((cid) => Buffer.from(cid).toString("hex"));
  // One order in 12! is the files' own.
  assert.notDeepEqual(order, inOrder);
});

test("a line that breaks costs what was on its way; the same bytes are sent again, one at a time", async () => {
  const plan = newPlan();
  const { sender, stored, order, seen } = house(plan, (attempt) =>
    attempt >= 4 && attempt <= 8 ? new UnreachableError() : null,
  );
  await sender.run();
  assert.deepEqual([sender.phase, sender.sent], ["done", 12]);
  assert.equal(order.length, 12 + 5);
  // Three broke together: one failure. Then one at a time, each later than the one before.
  assert.deepEqual(seen.waits, [2, 4, 8]);
  assert.equal(seen.memory.size, 3);
  assert.deepEqual((await opened(plan, stored)).subarray(0, BYTES.length), Buffer.from(BYTES));
});

test("a site that asks for time gets it, and one that is full; a refusal stops the sending, which can go on later", async () => {
  const plan = newPlan();
  const busy = house(plan, (attempt) =>
    attempt === 1 ? new RefusedError(429, "too_many", 900) : null,
  );
  await busy.sender.run();
  assert.deepEqual([busy.sender.phase, busy.seen.waits], ["done", [900]]);

  const full = house(newPlan(), (attempt) =>
    attempt === 1 ? new RefusedError(507, "full", null) : null,
  );
  await full.sender.run();
  assert.deepEqual([full.sender.phase, full.seen.waits], ["done", [300]]);

  let refused = true;
  const { sender, seen } = house(plan, (attempt) =>
    refused && attempt > 5 ? new RefusedError(403, "refused", null) : null,
  );
  await sender.run();
  assert.equal(sender.phase, "failed");
  assert.deepEqual([sender.trouble.failure, sender.sent, seen.waits], ["refused", 5, []]);
  assert.deepEqual(sender.whole(), [false]);
  refused = false;
  await sender.run();
  assert.deepEqual([sender.phase, sender.sent, sender.whole()], ["done", 12, [true]]);
});

test("a line that stays dead is given up for now after long", async () => {
  const { sender, seen } = house(newPlan(), () => new UnreachableError());
  await sender.run();
  assert.deepEqual([sender.phase, sender.trouble.failure, sender.sent], ["failed", "network", 0]);
  assert.ok(seen.waits.reduce((sum, wait) => sum + wait, 0) >= 600);
});

test("paused, nothing more begins; resumed, the rest goes", async () => {
  const plan = newPlan();
  const { sender, seen, onChange } = house(plan, () => null);
  onChange(() => {
    if (sender.sent === 4 && sender.phase === "going") {
      sender.halt();
    }
  });
  await sender.run();
  assert.equal(sender.phase, "paused");
  assert.ok(sender.sent >= 4 && sender.sent <= 6, String(sender.sent));
  onChange(nothing);
  const resumed = sender.run();
  sender.halt();
  // At once back again, while pieces are still on their way.
  await Promise.all([sender.run(), resumed]);
  await sender.run();
  assert.deepEqual([sender.phase, sender.sent, seen.attempts], ["done", 12, 12]);
});

test("a file that is gone is named once; the others arrive whole", async () => {
  const gone = {
    ...source(content(PIECE_LEN * 2, 1)),
    read: () => Promise.reject(new Error("gone")),
  };
  const plan = new Plan(
    [source(content(PIECE_LEN, 2)), gone, source(content(PIECE_LEN, 3))],
    10 ** 9,
  );
  const { sender, stored } = house(plan, () => null);
  await sender.run();
  assert.deepEqual([sender.phase, sender.sent, [...sender.gone]], ["done", 2, [1]]);
  assert.deepEqual(sender.whole(), [true, false, true]);
  assert.equal(stored.size, 2);
});

test("memory holds a few pieces, however many there are", async () => {
  let read = 0;
  let posted = 0;
  let most = 0;
  const large = {
    ...source(content(0, 0)),
    len: PIECE_LEN * 256,
    read: async (/** @type {number} */ from, /** @type {number} */ to) => {
      read++;
      most = Math.max(most, read - posted);
      return new Uint8Array(to - from);
    },
  };
  const plan = new Plan([large], 10 ** 12);
  const sender = new Sender(plan, DID, {
    post: async () => {
      posted++;
    },
    wait: () => ({ over: Promise.resolve(), end: nothing }),
    changed: nothing,
  });
  await sender.run();
  assert.deepEqual([sender.sent, plan.pieces, read], [256, 256, 256]);
  assert.ok(most <= 3, String(most));
});

test("where the script for cleaning did not come, that is said, and asked for again", async () => {
  let tries = 0;
  const choice = new Choice(() => {
    tries++;
    return tries === 1
      ? Promise.reject(new TypeError("no line"))
      : import("../../dropbox/site/browser/cleaning/bundle.js");
  });
  choice.add([file(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), "a.jpg")], nothing);
  await choice.working;
  const [chosen] = choice.files;
  assert.ok(chosen);
  assert.deepEqual(
    [chosen.state, chosen.obstacle, chosen.treatment],
    ["ready", "tools", "untreated"],
  );
  choice.look(chosen, nothing);
  assert.equal(chosen.state, "looking");
  await choice.working;
  assert.deepEqual([chosen.obstacle, chosen.treatment], ["damaged", "untreated"]);
});

test("a file that cannot be read is told so, whatever was being read of it", async () => {
  const choice = new Choice(() => import("../../dropbox/site/browser/cleaning/bundle.js"));
  const bytes = join([ascii("%PDF-1.7 "), new Uint8Array(3_000_000)]);
  const gone = file(bytes, "a.pdf");
  let reads = 0;
  const slice = gone.slice.bind(gone);
  gone.slice = (from, to) => {
    reads++;
    return reads < 2 ? slice(from, to) : slice(0, 1);
  };
  choice.add([gone], nothing);
  await choice.working;
  assert.equal(choice.files[0]?.state, "unreadable");
});
