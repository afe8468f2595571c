/** The reply: what the inspectorate says to one thread, signed, and how a reader gathers it from the board (§6.1, §6.4). */

import { compareBytes, concat, toHex } from "./bytes.js";
import { readCanonical, writeCanonical } from "./canonical.js";
import { CellOpener } from "./cell.js";
import {
  CellFormError,
  MissingPartsError,
  NotForThisThreadError,
  ReplyBodyError,
  ReplyError,
  ReplyFormError,
  ReplySignatureError,
  ReplyTooLongError,
  ShapeError,
} from "./errors.js";
import { label, u32 } from "./labels.js";
import {
  checkChoice,
  checkCode,
  checkFields,
  checkHex,
  checkInteger,
  checkText,
  refusingAs,
} from "./shape.js";
import { SIGNATURE_LEN, sign, verify } from "./signing.js";
import { PIECES_MAX, REPLY_BODY_MAX_LEN } from "./sizes.js";
import { threadId } from "./thread.js";

/** @import { Bytes } from "./bytes.js" */
/** @import { JsonObject } from "./canonical.js" */
/** @import { Part } from "./cell.js" */

export const COMBINATIONS_MAX = 64;
export const DUE_STEPS = ["verify", "conclude"];
const DAY_MAX = 2 ** 32 - 1;
// How many cells are tried at once: enough to keep every core busy, not so many that a phone stalls.
const BATCH = 64;

/**
 * A verified reply: its number in the thread and the fields of §6.1; `conflict` where another one has the same seq.
 *
 * @typedef {object} Reply
 * @property {number} seq
 * @property {JsonObject} body
 * @property {boolean} conflict
 */

/**
 * All that the board holds for one thread: `opened` counts its cells, `refused` names what is wrong by seq.
 *
 * @typedef {object} ThreadReplies
 * @property {number} opened
 * @property {Reply[]} replies
 * @property {[number, ReplyError][]} refused
 */

/** @typedef {{ seq: number, parts: number, slices: Map<number, Map<string, Bytes>> }} Gathered */

/**
 * @param {JsonObject} body
 * @returns {Bytes} the bytes of a reply's body (§6.1)
 * @throws {ReplyBodyError}
 * @throws {ReplyTooLongError}
 */
export function writeReplyBody(body) {
  return refusingAs(ReplyBodyError, () => {
    const raw = writeCanonical(body);
    // Before the fields, of which a single one may be too long: whoever writes is told by how much.
    if (raw.length > REPLY_BODY_MAX_LEN) {
      throw new ReplyTooLongError(raw.length - REPLY_BODY_MAX_LEN);
    }
    checkBody(body);
    return raw;
  });
}

/** @param {Bytes} raw @returns {JsonObject} the fields of a reply's body @throws {ReplyBodyError} (§6.1) */
export function readReplyBody(raw) {
  return refusingAs(ReplyBodyError, () => {
    const body = readCanonical(raw);
    checkBody(body);
    return body;
  });
}

/**
 * @param {Bytes} signingSeed
 * @param {Bytes} did
 * @param {Bytes} threadKey
 * @param {number} seq
 * @param {Bytes} body
 * @returns {Promise<Bytes>} the joined bytes of a reply: signature, 64 ‖ body (§6.2)
 */
export async function signReply(signingSeed, did, threadKey, seq, body) {
  const pieces = signed(did, await threadId(threadKey), seq, body);
  return concat(await sign(signingSeed, ...pieces), body);
}

/**
 * The fields of a reply whose signature verifies under one of `signingPks` (§6.4).
 *
 * @param {Bytes} joined
 * @param {number} seq
 * @param {Bytes} threadKey
 * @param {Bytes} did
 * @param {readonly Bytes[]} signingPks
 * @returns {Promise<JsonObject>}
 * @throws {ReplyFormError}
 * @throws {ReplySignatureError}
 * @throws {ReplyBodyError}
 */
export async function openReply(joined, seq, threadKey, did, signingPks) {
  if (joined.length <= SIGNATURE_LEN) {
    throw new ReplyFormError();
  }
  const signature = joined.slice(0, SIGNATURE_LEN);
  const body = joined.slice(SIGNATURE_LEN);
  const pieces = signed(did, await threadId(threadKey), seq, body);
  for (const pk of signingPks) {
    try {
      await verify(pk, signature, ReplySignatureError, ...pieces);
    } catch (error) {
      if (error instanceof ReplySignatureError) {
        continue;
      }
      throw error;
    }
    return readReplyBody(body);
  }
  throw new ReplySignatureError();
}

/**
 * Everything that `cells` hold for the thread, in order of seq (§6.4).
 *
 * What is wrong with one reply is reported under its seq and hides no other. A cell that opens but is not laid out as it
 * should be counts as opened and is reported under seq 0.
 *
 * @param {readonly Bytes[]} cells
 * @param {Bytes} threadKey
 * @param {Bytes} did
 * @param {readonly Bytes[]} signingPks
 * @returns {Promise<ThreadReplies>}
 */
export async function readReplies(cells, threadKey, did, signingPks) {
  /** @type {[number, ReplyError][]} */
  const refused = [];
  /** @type {Map<string, Gathered>} */
  const gathered = new Map();
  let opened = 0;
  for (const part of await openAll(cells, threadKey, did)) {
    opened += 1;
    if (part instanceof CellFormError) {
      refused.push([0, part]);
    } else {
      gather(gathered, part);
    }
  }
  /** @type {Map<number, Map<string, JsonObject>>} */
  const found = new Map();
  const inOrder = [...gathered.values()].sort((a, b) => a.seq - b.seq || a.parts - b.parts);
  for (const one of inOrder) {
    const { bodies, wrong } = await join(one, threadKey, did, signingPks);
    if (wrong) {
      refused.push([one.seq, wrong]);
    }
    const known = found.get(one.seq) ?? new Map();
    found.set(one.seq, known);
    for (const body of bodies) {
      // Equal replies have equal canonical bytes.
      const written = toHex(writeCanonical(body));
      known.set(written, known.get(written) ?? body);
    }
  }
  const replies = [...found].flatMap(([seq, bodies]) =>
    Array.from(bodies.values(), (body) => ({ seq, body, conflict: bodies.size > 1 })),
  );
  return { opened, replies, refused };
}

/**
 * What each of the thread's cells holds, in the order of `cells`; all others are left out.
 *
 * @param {readonly Bytes[]} cells
 * @param {Bytes} threadKey
 * @param {Bytes} did
 * @returns {Promise<(Part | CellFormError)[]>}
 */
async function openAll(cells, threadKey, did) {
  const opener = await CellOpener.create(threadKey, did);
  /** @type {(Part | CellFormError)[]} */
  const mine = [];
  for (let at = 0; at < cells.length; at += BATCH) {
    const batch = cells.slice(at, at + BATCH).map((cell) => tryCell(opener, cell));
    mine.push(...(await Promise.all(batch)).filter((part) => part !== null));
  }
  return mine;
}

/** @param {CellOpener} opener @param {Bytes} cell @returns {Promise<Part | CellFormError | null>} null: not mine */
async function tryCell(opener, cell) {
  try {
    return await opener.openCell(cell);
  } catch (error) {
    if (error instanceof NotForThisThreadError) {
      return null;
    }
    if (error instanceof CellFormError) {
      return error;
    }
    throw error;
  }
}

/** @param {Map<string, Gathered>} gathered @param {Part} part */
function gather(gathered, { seq, part, parts, slice }) {
  const name = `${seq}/${parts}`;
  const one = gathered.get(name) ?? { seq, parts, slices: new Map() };
  gathered.set(name, one);
  const slices = one.slices.get(part) ?? new Map();
  one.slices.set(part, slices);
  slices.set(toHex(slice), slice);
}

/**
 * @param {Gathered} gathered
 * @param {Bytes} threadKey
 * @param {Bytes} did
 * @param {readonly Bytes[]} signingPks
 * @returns {Promise<{ bodies: JsonObject[], wrong: ReplyError | null }>} all replies among the combinations, and what is wrong
 */
async function join({ seq, parts, slices }, threadKey, did, signingPks) {
  if (slices.size < parts) {
    return { bodies: [], wrong: new MissingPartsError() };
  }
  /** @type {Bytes[][]} */
  let combinations = [[]];
  for (let part = 0; part < parts; part++) {
    const choices = [...(slices.get(part)?.values() ?? [])].sort(compareBytes);
    combinations = combinations
      .flatMap((chosen) => choices.map((slice) => [...chosen, slice]))
      .slice(0, COMBINATIONS_MAX);
  }
  /** @type {JsonObject[]} */
  const bodies = [];
  /** @type {Map<string, ReplyError>} */
  const errors = new Map();
  for (const chosen of combinations) {
    try {
      bodies.push(await openReply(concat(...chosen), seq, threadKey, did, signingPks));
    } catch (error) {
      if (!(error instanceof ReplyError)) {
        throw error;
      }
      errors.set(error.name, error);
    }
  }
  // What was signed but cannot be read is said even beside a good reply; what was not signed says nothing beside one.
  const unread = errors.get("ReplyBodyError") ?? null;
  if (bodies.length > 0 || unread) {
    return { bodies, wrong: unread };
  }
  return {
    bodies,
    wrong: errors.get("ReplySignatureError") ?? errors.get("ReplyFormError") ?? null,
  };
}

/** @param {JsonObject} body */
function checkBody(body) {
  const kind = checkChoice(body.kind, ["receipt", "message", "status"]);
  if (kind === "message") {
    checkFields(body, ["kind", "day", "text"], ["due"]);
    checkText(body.text, 1, REPLY_BODY_MAX_LEN);
  } else if (kind === "status") {
    checkFields(body, ["kind", "day", "status"], ["reason", "closed", "due"]);
    checkCode(body.status);
    if (Object.hasOwn(body, "reason")) {
      checkText(body.reason, 1, REPLY_BODY_MAX_LEN);
    }
  } else {
    checkReceipt(body);
  }
  checkInteger(body.day, 0, DAY_MAX);
  if (Object.hasOwn(body, "due")) {
    const due = checkFields(body.due, ["step", "day"]);
    checkChoice(due.step, DUE_STEPS);
    checkInteger(due.day, 0, DAY_MAX);
  }
  // A case that has ended owes nothing more.
  if (Object.hasOwn(body, "closed") && (body.closed !== true || Object.hasOwn(body, "due"))) {
    throw new ShapeError();
  }
}

/** @param {JsonObject} body */
function checkReceipt(body) {
  const own = ["letter", "letter_type", "ordinal", "pieces", "pieces_received"];
  checkFields(body, ["kind", "day", ...own], ["due"]);
  checkHex(body.letter, 16);
  checkInteger(body.letter_type, 1, 3);
  checkInteger(body.ordinal, 1, DAY_MAX);
  const pieces = checkInteger(body.pieces, 0, PIECES_MAX);
  if (checkInteger(body.pieces_received, 0, PIECES_MAX) > pieces) {
    throw new ShapeError();
  }
}

/** @param {Bytes} did @param {Bytes} tid @param {number} seq @param {Bytes} body @returns {Bytes[]} */
function signed(did, tid, seq, body) {
  return [label("reply"), did, tid, u32(seq), body];
}
