/** The certificate by which the root lends its authority to a signing key for at most 100 days (§3.3). */

import { CertificatePeriodError, CertificateSignatureError } from "./errors.js";
import { label, u32 } from "./labels.js";
import { sign, verify } from "./signing.js";
import { CERTIFICATE_DAYS_MAX } from "./sizes.js";

/** @import { Bytes } from "./bytes.js" */

/** A signing public key (32 bytes), its period in days, half open, and the root's signature (64 bytes). */
export class Certificate {
  /**
   * @param {Bytes} signingPk
   * @param {number} fromDay
   * @param {number} toDay
   * @param {Bytes} signature
   */
  constructor(signingPk, fromDay, toDay, signature) {
    this.signingPk = signingPk;
    this.fromDay = fromDay;
    this.toDay = toDay;
    this.signature = signature;
  }

  /** @param {number} day @returns {boolean} whether the period contains it */
  holdsOn(day) {
    return this.fromDay <= day && day < this.toDay;
  }
}

/**
 * @param {Bytes} rootSeed
 * @param {Bytes} did
 * @param {Bytes} signingPk
 * @param {number} fromDay
 * @param {number} toDay
 * @returns {Promise<Certificate>} the root's certificate for `signingPk` (§3.3)
 * @throws {CertificatePeriodError}
 */
export async function makeCertificate(rootSeed, did, signingPk, fromDay, toDay) {
  checkPeriod(fromDay, toDay);
  const signature = await sign(rootSeed, ...signed(did, signingPk, fromDay, toDay));
  return new Certificate(signingPk, fromDay, toDay, signature);
}

/**
 * @param {Certificate} certificate
 * @param {Bytes} did
 * @param {Bytes} rootPk
 * @returns {Promise<Certificate>} the certificate, if it is the root's (§3.3)
 * @throws {CertificatePeriodError}
 * @throws {CertificateSignatureError}
 */
export async function verifyCertificate(certificate, did, rootPk) {
  const { signingPk, fromDay, toDay, signature } = certificate;
  checkPeriod(fromDay, toDay);
  const pieces = signed(did, signingPk, fromDay, toDay);
  await verify(rootPk, signature, CertificateSignatureError, ...pieces);
  return certificate;
}

/** @param {number} fromDay @param {number} toDay */
function checkPeriod(fromDay, toDay) {
  if (fromDay >= toDay || toDay - fromDay > CERTIFICATE_DAYS_MAX) {
    throw new CertificatePeriodError();
  }
}

/** @param {Bytes} did @param {Bytes} signingPk @param {number} fromDay @param {number} toDay @returns {Bytes[]} */
function signed(did, signingPk, fromDay, toDay) {
  return [label("cert"), did, signingPk, u32(fromDay), u32(toDay)];
}
