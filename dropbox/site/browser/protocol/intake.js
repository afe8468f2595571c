/** The weekly intake key: X-Wing, that is ML-KEM-768 (FIPS 203) with X25519 (RFC 7748) (§3.4). */

import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import { concat } from "./bytes.js";
import { digest, label } from "./labels.js";

/** @import { Bytes } from "./bytes.js" */

const KEM = new XWing();
export const SUITE = new CipherSuite({ kem: KEM, kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** A private intake key, ready to open letters; `pk` is its public key, 1,216 bytes. Made by `IntakeKey.fromSeed`. */
export class IntakeKey {
  /** @param {CryptoKey} privateKey @param {Bytes} pk */
  constructor(privateKey, pk) {
    this.private = privateKey;
    this.pk = pk;
  }

  /** @param {Bytes} seed 32 bytes @returns {Promise<IntakeKey>} the key that the seed expands to (§3.4) */
  static async fromSeed(seed) {
    // A copy, because the library keeps the buffer that it is given.
    const { privateKey, publicKey } = await KEM.generateKeyPairDerand(seed.slice());
    return new IntakeKey(privateKey, new Uint8Array(await KEM.serializePublicKey(publicKey)));
  }
}

/** @param {Bytes} pk 1,216 bytes @returns {Promise<CryptoKey>} the key that seals to `pk` */
export function sealingKey(pk) {
  return KEM.deserializePublicKey(pk.slice().buffer);
}

/**
 * @param {Bytes} did
 * @param {Bytes} intakePk
 * @returns {Promise<Bytes>} the HPKE info that binds a letter to its drop and key (§4.1)
 */
export async function letterInfo(did, intakePk) {
  return concat(label("letter"), did, await digest(intakePk));
}
