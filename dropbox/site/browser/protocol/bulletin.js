/** The bulletin: what the inspectorate signs for everybody (§7). */

import { checkBulletinJson } from "./bulletin_json.js";
import { concat, equalBytes, readU32, toHex, utf8 } from "./bytes.js";
import { fromBase64url, fromHex, readCanonical, toBase64url, writeCanonical } from "./canonical.js";
import { Certificate, verifyCertificate } from "./certificate.js";
import { dropId, SID_LEN } from "./drop.js";
import {
  BulletinBodyError,
  BulletinChainError,
  BulletinClosedError,
  BulletinForkError,
  BulletinFormError,
  BulletinFutureError,
  BulletinRollbackError,
  BulletinSignatureError,
  BulletinStaleError,
  CertificateDayError,
  ForeignDropError,
  NoIntakeKeyError,
} from "./errors.js";
import { digest, label, u32 } from "./labels.js";
import { refusingAs } from "./shape.js";
import { sign, verify } from "./signing.js";
import {
  BULLETIN_AHEAD_DAYS_MAX,
  BULLETIN_BEHIND_DAYS_MAX,
  BULLETIN_CLOSED_DAYS,
  BULLETIN_HEADER_LEN,
  BULLETIN_JSON_MAX_LEN,
  BULLETIN_STALE_DAYS,
  INTAKE_PK_LEN,
} from "./sizes.js";

/** @import { Bytes } from "./bytes.js" */
/** @import { JsonObject } from "./canonical.js" */

export const MAGIC = utf8("titip/1b");

/**
 * A verified bulletin; `content` has the fields of §7.2, `raw` is the whole file.
 *
 * @typedef {object} Bulletin
 * @property {Bytes} sid
 * @property {Bytes} rootPk
 * @property {Certificate} certificate
 * @property {JsonObject} content
 * @property {Bytes} raw
 * @property {Bytes} did the drop id, 32 bytes (§3.1)
 * @property {number} number the number n (§7.2)
 * @property {number} issued the day of issue
 * @property {Bytes} hash H of the whole file, 32 bytes, by which the next one names it (§7.2)
 * @property {Bytes[]} sheetHashes the hashes of the board's sheets, 32 bytes each, in order (§6.5)
 * @property {Bytes[]} signingPks the keys under which replies may be signed, the present one first (§6.4)
 */

/**
 * @param {Bytes} sid
 * @param {Bytes} rootPk
 * @param {Certificate} certificate
 * @param {Bytes} signingSeed
 * @param {JsonObject} content
 * @returns {Promise<Bytes>} the file of a bulletin (§7.1)
 * @throws {BulletinBodyError} where the fields are not those of §7.2 or the JSON is longer than 65,536 bytes
 */
export async function makeBulletin(sid, rootPk, certificate, signingSeed, content) {
  const json = refusingAs(BulletinBodyError, () => writeCanonical(checkBulletinJson(content)));
  if (json.length > BULLETIN_JSON_MAX_LEN) {
    throw new BulletinBodyError();
  }
  return concat(
    MAGIC,
    sid,
    rootPk,
    certificate.signingPk,
    u32(certificate.fromDay),
    u32(certificate.toDay),
    certificate.signature,
    await sign(signingSeed, label("bulletin"), await dropId(sid, rootPk), json),
    u32(json.length),
    json,
  );
}

/**
 * The bulletin, if it is the drop's own (§7.3).
 *
 * @param {Bytes} raw
 * @param {Bytes | null} did the drop that the reader trusts; null where it has nothing to go by and shows the digits
 *   instead (§7.6)
 * @returns {Promise<Bulletin>}
 * @throws {BulletinFormError}
 * @throws {ForeignDropError}
 * @throws {CertificatePeriodError}
 * @throws {CertificateSignatureError}
 * @throws {BulletinSignatureError}
 * @throws {BulletinBodyError}
 * @throws {CertificateDayError}
 */
export async function verifyBulletin(raw, did) {
  if (raw.length < BULLETIN_HEADER_LEN || !equalBytes(raw.subarray(0, 8), MAGIC)) {
    throw new BulletinFormError();
  }
  const jsonLen = readU32(raw, 224);
  if (jsonLen > BULLETIN_JSON_MAX_LEN || raw.length !== BULLETIN_HEADER_LEN + jsonLen) {
    throw new BulletinFormError();
  }
  const sid = raw.slice(8, 8 + SID_LEN);
  const rootPk = raw.slice(24, 56);
  const own = await dropId(sid, rootPk);
  if (did !== null && !equalBytes(own, did)) {
    throw new ForeignDropError();
  }
  const [fromDay, toDay] = [readU32(raw, 88), readU32(raw, 92)];
  const certificate = new Certificate(raw.slice(56, 88), fromDay, toDay, raw.slice(96, 160));
  await verifyCertificate(certificate, own, rootPk);
  const json = raw.slice(BULLETIN_HEADER_LEN);
  const signed = [label("bulletin"), own, json];
  await verify(certificate.signingPk, raw.slice(160, 224), BulletinSignatureError, ...signed);
  const content = refusingAs(BulletinBodyError, () => checkBulletinJson(readCanonical(json)));
  if (!certificate.holdsOn(content.issued)) {
    throw new CertificateDayError();
  }
  /** @type {Certificate[]} */
  const earlier = content.signers.map(readSigner);
  for (const signer of earlier) {
    await verifyCertificate(signer, own, rootPk);
  }
  return {
    sid,
    rootPk,
    certificate,
    content,
    raw,
    did: own,
    number: content.number,
    issued: content.issued,
    hash: await digest(raw),
    sheetHashes: content.sheets.map((/** @type {JsonObject} */ sheet) => fromHex(sheet.hash, 32)),
    signingPks: [certificate.signingPk, ...earlier.map((signer) => signer.signingPk)],
  };
}

/** @param {Certificate} certificate @returns {JsonObject} an earlier certificate as an entry of `signers` (§7.2) */
export function writeSigner(certificate) {
  return {
    pk: toBase64url(certificate.signingPk),
    from: certificate.fromDay,
    to: certificate.toDay,
    cert: toBase64url(certificate.signature),
  };
}

/** @param {JsonObject} signer @returns {Certificate} */
function readSigner(signer) {
  const { pk, from, to, cert } = signer;
  return new Certificate(fromBase64url(pk, 32), from, to, fromBase64url(cert, 64));
}

/** @param {Bulletin} bulletin @param {number} deviceDay @returns {number} today as §7.4 defines it */
export function effectiveDay(bulletin, deviceDay) {
  return Math.max(deviceDay, bulletin.issued);
}

/** @param {Bulletin} bulletin @param {number} today @returns {boolean} whether the reporter is warned: over 10 days old (§7.4) */
export function isStale(bulletin, today) {
  return today - bulletin.issued > BULLETIN_STALE_DAYS;
}

/**
 * @param {Bulletin} bulletin
 * @param {number} today
 * @returns {Bytes} the intake public key, 1,216 bytes, to seal to on that day (§7.4)
 * @throws {BulletinClosedError}
 * @throws {NoIntakeKeyError}
 */
export function chooseIntakePk(bulletin, today) {
  if (today - bulletin.issued >= BULLETIN_CLOSED_DAYS || today >= bulletin.content.expires) {
    throw new BulletinClosedError();
  }
  for (const key of bulletin.content.keys) {
    if (key.from <= today && today < key.to) {
      return fromBase64url(key.pk, INTAKE_PK_LEN);
    }
  }
  throw new NoIntakeKeyError();
}

/**
 * A later certificate goes before a higher number, so that the root can end the reign of a stolen signing key.
 *
 * @param {Bulletin | null} earlier
 * @param {Bulletin} later
 * @returns {Bulletin} `later`, if a reader that has seen `earlier` may follow it (§7.5)
 * @throws {BulletinRollbackError}
 * @throws {BulletinForkError}
 * @throws {BulletinChainError}
 */
export function checkSuccession(earlier, later) {
  if (earlier === null || equalBytes(later.raw, earlier.raw)) {
    return later;
  }
  const [newFrom, oldFrom] = [later.certificate.fromDay, earlier.certificate.fromDay];
  if (newFrom > oldFrom) {
    return later;
  }
  if (newFrom < oldFrom || later.number < earlier.number) {
    throw new BulletinRollbackError();
  }
  if (later.number === earlier.number) {
    throw new BulletinForkError();
  }
  if (later.number === earlier.number + 1 && later.content.prev !== toHex(earlier.hash)) {
    throw new BulletinChainError();
  }
  return later;
}

/**
 * @param {Bulletin} bulletin
 * @param {number} today the site's own day
 * @returns {Bulletin} the bulletin, if the site may start to show it (§7.5)
 * @throws {BulletinFutureError}
 * @throws {BulletinStaleError}
 */
export function checkIssueDay(bulletin, today) {
  if (bulletin.issued > today + BULLETIN_AHEAD_DAYS_MAX) {
    throw new BulletinFutureError();
  }
  if (bulletin.issued < today - BULLETIN_BEHIND_DAYS_MAX) {
    throw new BulletinStaleError();
  }
  return bulletin;
}
