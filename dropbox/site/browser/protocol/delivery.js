/** The delivery: the bulletin with the whole board, and which pickups arrived (§9). */

import { verifyBulletin } from "./bulletin.js";
import { compareBytes, concat, equalBytes, readU16, readU32, toHex, utf8 } from "./bytes.js";
import { DeliveryFormError, DeliverySignatureError } from "./errors.js";
import { digest, label, u16, u32 } from "./labels.js";
import { boardSheets } from "./sheet.js";
import { sign, verify } from "./signing.js";
import {
  BULLETIN_HEADER_LEN,
  BULLETIN_JSON_MAX_LEN,
  DELIVERY_HEADER_LEN,
  DELIVERY_PICKUPS_MAX,
  SHEET_LEN,
  SHEETS_MAX,
} from "./sizes.js";

/** @import { Bulletin } from "./bulletin.js" */
/** @import { Bytes } from "./bytes.js" */

export const MAGIC = utf8("titip/1d");
export const DELIVERY_MAX_LEN =
  DELIVERY_HEADER_LEN +
  32 * DELIVERY_PICKUPS_MAX +
  BULLETIN_HEADER_LEN +
  BULLETIN_JSON_MAX_LEN +
  SHEETS_MAX * SHEET_LEN;

/**
 * A verified delivery: the bulletin, its sheets joined, and the ids of the pickups that arrived, 32 bytes each.
 *
 * @typedef {object} Delivery
 * @property {Bulletin} bulletin
 * @property {Bytes} board
 * @property {Bytes[]} pickupIds
 */

/**
 * @param {Bytes} signingSeed
 * @param {Bytes} did
 * @param {Bytes} bulletin
 * @param {Bytes} board
 * @param {Iterable<Bytes>} pickupIds
 * @returns {Promise<Bytes>} the file of a delivery (§9.1)
 * @throws {DeliveryFormError} for more than 1,024 pickup ids
 */
export async function makeDelivery(signingSeed, did, bulletin, board, pickupIds) {
  const different = new Map(Array.from(pickupIds, (id) => [toHex(id), id]));
  const ids = [...different.values()].sort(compareBytes);
  if (ids.length > DELIVERY_PICKUPS_MAX) {
    throw new DeliveryFormError();
  }
  const signature = await sign(signingSeed, ...(await signed(did, bulletin, ids)));
  const counts = concat(u16(ids.length), u16(board.length / SHEET_LEN), u32(bulletin.length));
  return concat(MAGIC, counts, signature, ...ids, bulletin, board);
}

/**
 * The delivery, if it is the drop's own and whole (§9.2). Succession is the site's to check (§7.5).
 *
 * @param {Bytes} raw
 * @param {Bytes} did
 * @returns {Promise<Delivery>}
 * @throws {DeliveryFormError}
 * @throws {DeliverySignatureError}
 * @throws {TitipError} what verifyBulletin and boardSheets throw
 */
export async function verifyDelivery(raw, did) {
  if (raw.length < DELIVERY_HEADER_LEN || !equalBytes(raw.subarray(0, 8), MAGIC)) {
    throw new DeliveryFormError();
  }
  const pickups = readU16(raw, 8);
  const bulletinAt = DELIVERY_HEADER_LEN + 32 * pickups;
  const boardAt = bulletinAt + readU32(raw, 12);
  if (pickups > DELIVERY_PICKUPS_MAX || raw.length !== boardAt + readU16(raw, 10) * SHEET_LEN) {
    throw new DeliveryFormError();
  }
  const ids = Array.from({ length: pickups }, (_, index) =>
    raw.slice(DELIVERY_HEADER_LEN + 32 * index, DELIVERY_HEADER_LEN + 32 * (index + 1)),
  );
  if (ids.slice(1).some((id, index) => compareBytes(/** @type {Bytes} */ (ids[index]), id) >= 0)) {
    throw new DeliveryFormError();
  }
  const bulletin = await verifyBulletin(raw.slice(bulletinAt, boardAt), did);
  const pieces = await signed(did, bulletin.raw, ids);
  const { signingPk } = bulletin.certificate;
  await verify(signingPk, raw.slice(16, 80), DeliverySignatureError, ...pieces);
  const board = raw.slice(boardAt);
  await boardSheets(board, bulletin.sheetHashes);
  return { bulletin, board, pickupIds: ids };
}

/** @param {Bytes} did @param {Bytes} bulletin @param {readonly Bytes[]} ids @returns {Promise<Bytes[]>} */
async function signed(did, bulletin, ids) {
  return [label("delivery"), did, await digest(bulletin), ...ids];
}
