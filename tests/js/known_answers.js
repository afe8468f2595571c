/**
 * Answers one question per element of the JSON on standard input, with our own code.
 *
 * `tests/protocol/test_known_answers.py` asks with values that others published, which it reads from an installed package, and
 * compares. Bytes are hex.
 */

import { createCipheriv, createDecipheriv } from "node:crypto";
import { AeadId, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import { aeadKey, aeadOpen, aeadSeal } from "../../dropbox/site/browser/protocol/aead.js";
import { toHex } from "../../dropbox/site/browser/protocol/bytes.js";
import { fromHex } from "../../dropbox/site/browser/protocol/canonical.js";
import {
  ChunkOpenError,
  LetterSignatureError,
} from "../../dropbox/site/browser/protocol/errors.js";
import { IntakeKey } from "../../dropbox/site/browser/protocol/intake.js";
import { derive } from "../../dropbox/site/browser/protocol/labels.js";
import { sign, signingPk, verify } from "../../dropbox/site/browser/protocol/signing.js";

/** @import { Bytes } from "../../dropbox/site/browser/protocol/bytes.js" */

/** @typedef {ArrayBufferLike | ArrayBufferView} Part */

/** @param {string} text @returns {Bytes} */
const bytes = (text) => fromHex(text, text.length / 2);
const KEM = new XWing();

/** The AEAD of the published HPKE vectors with X-Wing, which a browser does not have and Node has. */
class Chacha20Poly1305 {
  id = AeadId.Chacha20Poly1305;
  keySize = 32;
  nonceSize = 12;
  tagSize = 16;

  /** @param {Part} key */
  createEncryptionContext(key) {
    const options = { authTagLength: this.tagSize };
    return {
      /** @param {Part} iv @param {Part} plain @param {Part} aad */
      seal: async (iv, plain, aad) => {
        const cipher = createCipheriv("chacha20-poly1305", wrap(key), wrap(iv), options);
        cipher.setAAD(wrap(aad), { plaintextLength: plain.byteLength });
        const parts = [cipher.update(wrap(plain)), cipher.final(), cipher.getAuthTag()];
        return Uint8Array.from(Buffer.concat(parts)).buffer;
      },
      /** @param {Part} iv @param {Part} sealed @param {Part} aad */
      open: async (iv, sealed, aad) => {
        const raw = wrap(sealed);
        const plainLen = raw.length - this.tagSize;
        const decipher = createDecipheriv("chacha20-poly1305", wrap(key), wrap(iv), options);
        decipher.setAAD(wrap(aad), { plaintextLength: plainLen });
        decipher.setAuthTag(raw.subarray(plainLen));
        const parts = [decipher.update(raw.subarray(0, plainLen)), decipher.final()];
        return Uint8Array.from(Buffer.concat(parts)).buffer;
      },
    };
  }
}

/** @param {Part} value @returns {Uint8Array} */
function wrap(value) {
  return ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value);
}

/** @type {Record<string, (asked: any) => Promise<any>>} */
const ANSWERS = {
  /** The X-Wing public key of a seed. */
  intake_pk: async ({ seed }) => toHex((await IntakeKey.fromSeed(bytes(seed))).pk),

  /** X-Wing's shared secret for a private key. */
  decapsulate: async ({ seed, enc }) => {
    const { private: recipientKey } = await IntakeKey.fromSeed(bytes(seed));
    return toHex(new Uint8Array(await KEM.decap({ recipientKey, enc: bytes(enc) })));
  },

  /** X-Wing's enc and shared secret for a public key, with the randomness given. */
  encapsulate: async ({ pk, randomness }) => {
    const recipientPublicKey = await KEM.deserializePublicKey(bytes(pk).buffer);
    const ekm = bytes(randomness).buffer;
    const { enc, sharedSecret } = await KEM.encap({ recipientPublicKey, ekm });
    return { enc: toHex(new Uint8Array(enc)), shared_secret: toHex(new Uint8Array(sharedSecret)) };
  },

  /** All messages of one HPKE context. */
  hpke_open: async ({ seed, enc, info, messages }) => {
    const suite = new CipherSuite({
      kem: KEM,
      kdf: new HkdfSha256(),
      aead: new Chacha20Poly1305(),
    });
    const { private: recipientKey } = await IntakeKey.fromSeed(bytes(seed));
    const context = await suite.createRecipientContext({
      recipientKey,
      enc: bytes(enc),
      info: bytes(info),
    });
    const opened = [];
    for (const { ct, aad } of messages) {
      opened.push(toHex(new Uint8Array(await context.open(bytes(ct), bytes(aad)))));
    }
    return opened;
  },

  /** HKDF with empty salt. */
  derive: async ({ key, info }) => toHex(await derive(bytes(key), bytes(info))),

  /** Public key and signature of a seed; the signature verifies, and not with one bit changed. */
  sign: async ({ seed, message }) => {
    const pk = await signingPk(bytes(seed));
    const signature = await sign(bytes(seed), bytes(message));
    await verify(pk, signature, LetterSignatureError, bytes(message));
    const changed = signature.slice();
    changed[0] = /** @type {number} */ (signature[0]) ^ 1;
    const refusal = await verify(pk, changed, LetterSignatureError, bytes(message)).catch(
      (error) => error.name,
    );
    return { pk: toHex(pk), signature: toHex(signature), refusal };
  },

  /** What AES-256-GCM opens, and what it seals again. */
  aead: async ({ key, nonce, sealed, aad }) => {
    const imported = await aeadKey(bytes(key));
    try {
      const plain = await aeadOpen(
        imported,
        bytes(nonce),
        bytes(sealed),
        bytes(aad),
        ChunkOpenError,
      );
      const again = await aeadSeal(imported, bytes(nonce), plain, bytes(aad));
      return { plain: toHex(plain), again: toHex(again) };
    } catch (error) {
      return { refusal: /** @type {Error} */ (error).name };
    }
  },
};

let input = "";
for await (const piece of process.stdin.setEncoding("utf8")) {
  input += piece;
}
const answers = [];
for (const { ask, ...asked } of JSON.parse(input)) {
  const answer = ANSWERS[ask];
  if (answer === undefined) {
    throw new RangeError(`no such question: ${ask}`);
  }
  answers.push(await answer(asked));
}
process.stdout.write(JSON.stringify(answers));
