/**
 * What a case can do: one function per `op`, from the decoded input to the output (PROTOCOL §12).
 *
 * `tests/protocol/vector_ops.py` has the same functions under the same names. Functions called `verify_signed_…` and
 * `open_plain` make what no maker of the protocol would make, well signed or sealed but with a fault inside.
 */

import * as body from "../../dropbox/site/browser/protocol/body.js";
import * as bulletin from "../../dropbox/site/browser/protocol/bulletin.js";
import { concat, toHex } from "../../dropbox/site/browser/protocol/bytes.js";
import * as canonical from "../../dropbox/site/browser/protocol/canonical.js";
import * as cell from "../../dropbox/site/browser/protocol/cell.js";
import * as certificate from "../../dropbox/site/browser/protocol/certificate.js";
import * as chunk from "../../dropbox/site/browser/protocol/chunk.js";
import * as delivery from "../../dropbox/site/browser/protocol/delivery.js";
import * as drop from "../../dropbox/site/browser/protocol/drop.js";
import { TitipError } from "../../dropbox/site/browser/protocol/errors.js";
import { IntakeKey } from "../../dropbox/site/browser/protocol/intake.js";
import { digest, label, u16, u32 } from "../../dropbox/site/browser/protocol/labels.js";
import * as letter from "../../dropbox/site/browser/protocol/letter.js";
import * as passphrase from "../../dropbox/site/browser/protocol/passphrase.js";
import * as pickup from "../../dropbox/site/browser/protocol/pickup.js";
import * as pieces from "../../dropbox/site/browser/protocol/pieces.js";
import * as reply from "../../dropbox/site/browser/protocol/reply.js";
import * as sheet from "../../dropbox/site/browser/protocol/sheet.js";
import * as signing from "../../dropbox/site/browser/protocol/signing.js";
import * as thread from "../../dropbox/site/browser/protocol/thread.js";

/** @import { Bytes } from "../../dropbox/site/browser/protocol/bytes.js" */
/** @import { Fields } from "./vectors.js" */

/** Their outputs differ from run to run; all others give the same bytes in both languages. */
export const RANDOM_OPS = new Set(["seal_plain"]);

/** @type {Record<string, (i: Fields) => Fields | Promise<Fields>>} */
export const OPS = {
  // -- canonical, encoding ---------------------------------------------------------------------

  read_canonical: (i) => ({ value: canonical.readCanonical(i.raw_hex) }),
  write_canonical: (i) => ({ raw_hex: canonical.writeCanonical(i.value) }),
  to_base64url: (i) => ({ text: canonical.toBase64url(i.raw_hex) }),
  from_base64url: (i) => ({ raw_hex: canonical.fromBase64url(i.text, i.length) }),
  from_hex: (i) => ({ raw_hex: canonical.fromHex(i.text, i.length) }),

  // -- passphrase, thread, drop ----------------------------------------------------------------

  with_check: async (i) => ({ passphrase_hex: await passphrase.withCheck(i.random_hex) }),
  passphrase_words: (i) => ({ words: passphrase.passphraseWords(i.passphrase_hex) }),
  typed_words: (i) => ({ words: passphrase.typedWords(i.text) }),
  word_candidates: (i) => ({ words: passphrase.wordCandidates(i.typed) }),
  check_passphrase: async (i) => ({ passphrase_hex: await passphrase.checkPassphrase(i.text) }),
  mend_passphrase: async (i) => ({ readings: await passphrase.mendPassphrase(i.text) }),
  root_secret: async (i) => ({
    root_secret_hex: await passphrase.rootSecret(i.passphrase_hex, i.sid_hex),
  }),
  thread_keys: async (i) => {
    const keys = await thread.threadKeys(i.passphrase_hex, i.sid_hex, i.did_hex);
    return {
      thread_key_hex: keys.threadKey,
      author_seed_hex: keys.authorSeed,
      author_pk_hex: await keys.authorPk,
    };
  },
  thread_id: async (i) => ({ tid_hex: await thread.threadId(i.thread_key_hex) }),
  cell_key: async (i) => ({ cell_key_hex: await thread.cellKey(i.thread_key_hex) }),
  drop_id: async (i) => ({ did_hex: await drop.dropId(i.sid_hex, i.root_pk_hex) }),
  write_fragment: (i) => ({ fragment: drop.writeFragment(i.did_hex) }),
  read_fragment: (i) => ({ did_hex: drop.readFragment(i.fragment) }),
  drop_id_digits: (i) => ({ groups: drop.dropIdDigits(i.did_hex) }),

  // -- certificate -----------------------------------------------------------------------------

  make_certificate: async (i) => {
    const { root_seed_hex, did_hex, signing_pk_hex, from_day, to_day } = i;
    const made = await certificate.makeCertificate(
      root_seed_hex,
      did_hex,
      signing_pk_hex,
      from_day,
      to_day,
    );
    return { signature_hex: made.signature };
  },
  verify_certificate: async (i) => {
    await certificate.verifyCertificate(given(i), i.did_hex, i.root_pk_hex);
    return {};
  },
  verify_signed_certificate: async (i) => {
    const made = await signedCertificate(i.root_seed_hex, i.did_hex, i);
    const rootPk = await signing.signingPk(i.root_seed_hex);
    await certificate.verifyCertificate(made, i.did_hex, rootPk);
    return {};
  },

  // -- letter ----------------------------------------------------------------------------------

  intake_pk: async (i) => ({ pk_hex: (await IntakeKey.fromSeed(i.intake_seed_hex)).pk }),
  letter_plain: async (i) => {
    const keys = new thread.ThreadKeys(i.thread_key_hex, i.author_seed_hex);
    const { pk } = await IntakeKey.fromSeed(i.intake_seed_hex);
    const { letter_type, message_id_hex, body_hex, did_hex } = i;
    return {
      plain_hex: await letter.letterPlain(letter_type, message_id_hex, keys, body_hex, did_hex, pk),
    };
  },
  seal_plain: async (i) => {
    const { pk } = await IntakeKey.fromSeed(i.intake_seed_hex);
    return { sealed_hex: await letter.sealPlain(i.plain_hex, i.did_hex, pk) };
  },
  seal_to: async (i) => ({
    len: (await letter.sealPlain(i.plain_hex, i.did_hex, i.intake_pk_hex)).length,
  }),
  open_letter: async (i) => {
    const key = await IntakeKey.fromSeed(i.intake_seed_hex);
    return opened(await letter.openLetter(i.sealed_hex, key, i.did_hex));
  },
  open_plain: async (i) => {
    const key = await IntakeKey.fromSeed(i.intake_seed_hex);
    const sealed = await letter.sealPlain(i.plain_hex, i.did_hex, key.pk);
    return opened(await letter.openLetter(sealed, key, i.did_hex));
  },
  open_with_any: async (i) => {
    const keys = await intakeKeys(i.intake_seeds_hex);
    return opened(await letter.openWithAny(i.sealed_hex, keys, i.did_hex));
  },
  open_plain_with_any: async (i) => {
    const keys = await intakeKeys(i.intake_seeds_hex);
    const [first] = keys;
    const sealed = await letter.sealPlain(i.plain_hex, i.did_hex, first?.pk ?? new Uint8Array());
    return opened(await letter.openWithAny(sealed, keys, i.did_hex));
  },
  write_letter_body: (i) => ({ raw_hex: body.writeLetterBody(i.letter_type, i.body) }),
  read_letter_body: (i) => ({ body: body.readLetterBody(i.letter_type, i.raw_hex) }),

  // -- chunk -----------------------------------------------------------------------------------

  chunk_key: async (i) => ({ chunk_key_hex: await chunk.chunkKey(i.fk_hex) }),
  chunk_id: async (i) => ({ cid_hex: await chunk.chunkId(i.fk_hex, i.index) }),
  seal_chunk: async (i) => {
    const sealer = await chunk.ChunkSealer.create(i.fk_hex, i.pieces, i.did_hex);
    const record = await sealer.sealWith(i.index, i.piece_hex, i.nonce_hex);
    return { record_hash_hex: await digest(record), record_len: record.length };
  },
  open_chunk: async (i) => ({
    piece_hex: await chunk.openChunk(i.record_hex, i.fk_hex, i.index, i.pieces, i.did_hex),
  }),
  check_padding: (i) => {
    chunk.checkPadding(i.rest_hex);
    return {};
  },
  padded_pieces: (i) => ({ pieces: pieces.paddedPieces(i.total_len) }),

  // -- cell, reply, sheet ----------------------------------------------------------------------

  cell_plains: (i) => ({ plains_hex: cell.cellPlains(i.joined_hex, i.seq) }),
  seal_cell: async (i) => ({
    cell_hex: await cell.sealCellWith(i.plain_hex, i.thread_key_hex, i.did_hex, i.nonce_hex),
  }),
  open_cell: async (i) => {
    const part = await cell.openCell(i.cell_hex, i.thread_key_hex, i.did_hex);
    return { seq: part.seq, part: part.part, parts: part.parts, slice_hex: part.slice };
  },
  write_reply_body: (i) => ({ raw_hex: reply.writeReplyBody(i.body) }),
  read_reply_body: (i) => ({ body: reply.readReplyBody(i.raw_hex) }),
  sign_reply: async (i) => {
    const { signing_seed_hex, did_hex, thread_key_hex, seq, body_hex } = i;
    return {
      joined_hex: await reply.signReply(signing_seed_hex, did_hex, thread_key_hex, seq, body_hex),
    };
  },
  open_reply: async (i) => {
    const { joined_hex, seq, thread_key_hex, did_hex, signing_pks_hex } = i;
    return {
      body: await reply.openReply(joined_hex, seq, thread_key_hex, did_hex, signing_pks_hex),
    };
  },
  read_replies: async (i) => {
    const { cells_hex, thread_key_hex, did_hex, signing_pks_hex } = i;
    const found = await reply.readReplies(cells_hex, thread_key_hex, did_hex, signing_pks_hex);
    return {
      opened: found.opened,
      replies: found.replies,
      refused: found.refused.map(([seq, error]) => [seq, error.name]),
    };
  },
  make_sheet: async (i) => {
    const made = sheet.makeSheet(i.cells_hex);
    return { sheet_hex: made, hash_hex: await sheet.sheetHash(made) };
  },
  sheet_cells: (i) => ({ cells_hex: sheet.sheetCells(i.sheet_hex) }),
  board_cells: async (i) => ({ count: (await sheet.boardCells(i.board_hex, i.hashes_hex)).length }),

  // -- bulletin --------------------------------------------------------------------------------

  make_bulletin: async (i) => {
    const rootPk = await signing.signingPk(i.root_seed_hex);
    const did = await drop.dropId(i.sid_hex, rootPk);
    const pk = await signing.signingPk(i.signing_seed_hex);
    const made = await certificate.makeCertificate(i.root_seed_hex, did, pk, i.from_day, i.to_day);
    const content = canonical.readCanonical(i.json_hex);
    return {
      raw_hex: await bulletin.makeBulletin(i.sid_hex, rootPk, made, i.signing_seed_hex, content),
    };
  },
  write_signer: (i) => ({ signer: bulletin.writeSigner(given(i)) }),
  verify_bulletin: async (i) => verified(await bulletin.verifyBulletin(i.raw_hex, i.did_hex)),
  verify_signed_bulletin: async (i) => {
    const rootPk = await signing.signingPk(i.root_seed_hex);
    const did = await drop.dropId(i.sid_hex, rootPk);
    const made = await signedCertificate(i.root_seed_hex, did, i);
    const signature = await signing.sign(i.signing_seed_hex, label("bulletin"), did, i.json_hex);
    const raw = concat(
      bulletin.MAGIC,
      i.sid_hex,
      rootPk,
      made.signingPk,
      u32(made.fromDay),
      u32(made.toDay),
      made.signature,
      signature,
      u32(i.json_hex.length),
      i.json_hex,
    );
    return verified(await bulletin.verifyBulletin(raw, did));
  },
  effective_day: async (i) => {
    const found = await bulletin.verifyBulletin(i.raw_hex, null);
    return { today: bulletin.effectiveDay(found, i.device_day) };
  },
  is_stale: async (i) => {
    const found = await bulletin.verifyBulletin(i.raw_hex, null);
    return { stale: bulletin.isStale(found, i.today) };
  },
  choose_intake_pk: async (i) => {
    const found = await bulletin.verifyBulletin(i.raw_hex, null);
    return { hash_hex: await digest(bulletin.chooseIntakePk(found, i.today)) };
  },
  check_succession: async (i) => {
    const earlier = i.earlier_hex && (await bulletin.verifyBulletin(i.earlier_hex, null));
    const later = await bulletin.verifyBulletin(i.later_hex, null);
    return { number: bulletin.checkSuccession(earlier, later).number };
  },
  check_issue_day: async (i) => {
    const found = await bulletin.verifyBulletin(i.raw_hex, null);
    return { number: bulletin.checkIssueDay(found, i.today).number };
  },

  // -- pickup, delivery ------------------------------------------------------------------------

  make_pickup: (i) => ({
    raw_hex: pickup.makePickup(i.sid_hex, i.epoch, i.closed_day, i.letters_hex, i.chunks_hex),
  }),
  write_pickup_header: (i) => {
    const { sid_hex, epoch, closed_day, letters, chunks } = i;
    const header = new pickup.PickupHeader(sid_hex, epoch, closed_day, letters, chunks);
    return { raw_hex: pickup.writePickupHeader(header) };
  },
  verify_pickup: async (i) => {
    const { header, id } = await pickup.verifyPickup(i.raw_hex, i.sid_hex);
    return {
      epoch: header.epoch,
      closed_day: header.closedDay,
      letters: header.letters,
      chunks: header.chunks,
      id_hex: id,
    };
  },
  read_records: async (i) => {
    const records = pickup.readRecords(i.raw_hex, i.sid_hex);
    return {
      records: await Promise.all(
        records.map(async ([kind, record]) => [kind, toHex(await digest(record))]),
      ),
    };
  },
  make_delivery: async (i) => {
    const { signing_seed_hex, did_hex, bulletin_hex, board_hex, pickup_ids_hex } = i;
    return {
      raw_hex: await delivery.makeDelivery(
        signing_seed_hex,
        did_hex,
        bulletin_hex,
        board_hex,
        pickup_ids_hex,
      ),
    };
  },
  verify_delivery: async (i) => delivered(await delivery.verifyDelivery(i.raw_hex, i.did_hex)),
  verify_signed_delivery: async (i) => {
    const { pickup_ids_hex: ids, bulletin_hex: raw, board_hex: board } = i;
    const signed = [label("delivery"), i.did_hex, await digest(raw), ...ids];
    const signature = await signing.sign(i.signing_seed_hex, ...signed);
    const counts = concat(u16(ids.length), u16(i.sheets), u32(raw.length));
    const whole = concat(delivery.MAGIC, counts, signature, ...ids, raw, board);
    return delivered(await delivery.verifyDelivery(whole, i.did_hex));
  },
};

/**
 * What an op does with a decoded input: "ok" or the error's name, and the output.
 *
 * The output of a refusal is what the error carries: count, positions, excess.
 *
 * @param {string} name
 * @param {Fields} input
 * @returns {Promise<[string, Fields]>}
 */
export async function run(name, input) {
  const op = OPS[name];
  if (op === undefined) {
    throw new RangeError(`no such op: ${name}`);
  }
  try {
    return ["ok", await op(input)];
  } catch (error) {
    if (!(error instanceof TitipError)) {
      throw error;
    }
    const { name: errorName, positions, ...carried } = /** @type {any} */ ({ ...error });
    if (positions !== undefined) {
      carried.positions = Object.fromEntries(positions);
    }
    return [errorName, carried];
  }
}

/** @param {Fields} i @returns {certificate.Certificate} */
function given(i) {
  return new certificate.Certificate(i.signing_pk_hex, i.from_day, i.to_day, i.signature_hex);
}

/** @param {Bytes} rootSeed @param {Bytes} did @param {Fields} i @returns {Promise<certificate.Certificate>} whatever its period */
async function signedCertificate(rootSeed, did, i) {
  const pk = await signing.signingPk(i.signing_seed_hex);
  const signed = [label("cert"), did, pk, u32(i.from_day), u32(i.to_day)];
  const signature = await signing.sign(rootSeed, ...signed);
  return new certificate.Certificate(pk, i.from_day, i.to_day, signature);
}

/** @param {Bytes[]} seeds @returns {Promise<IntakeKey[]>} */
function intakeKeys(seeds) {
  return Promise.all(seeds.map((seed) => IntakeKey.fromSeed(seed)));
}

/** @param {letter.Letter} found @returns {Fields} */
function opened(found) {
  return {
    letter_type: found.letterType,
    message_id_hex: found.messageId,
    thread_key_hex: found.threadKey,
    author_pk_hex: found.authorPk,
    body_hex: found.body,
    signature_hex: found.signature,
    tid_hex: found.tid,
  };
}

/** @param {bulletin.Bulletin} found @returns {Fields} */
function verified(found) {
  return {
    did_hex: found.did,
    sid_hex: found.sid,
    root_pk_hex: found.rootPk,
    number: found.number,
    issued: found.issued,
    hash_hex: found.hash,
    sheet_hashes_hex: found.sheetHashes,
    signing_pks_hex: found.signingPks,
  };
}

/** @param {delivery.Delivery} found @returns {Promise<Fields>} */
async function delivered(found) {
  return {
    number: found.bulletin.number,
    board_hash_hex: await digest(found.board),
    pickups: found.pickupIds.length,
    pickup_ids_hash_hex: await digest(...found.pickupIds),
  };
}
