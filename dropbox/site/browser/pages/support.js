// What the browser must be able to do, tried before anything is shown that needs it.

/**
 * Everything that the page and its later scripts build on and that a browser of the last years may lack, newest first. Built-ins
 * and elements that are older than the oldest of these are not asked for.
 *
 * @type {[string, () => unknown][]} a name, and a trial that throws, rejects or gives nothing where it is missing
 */
const NEEDED = [
  ["Ed25519", trySigning],
  ["WellFormed", () => "a".toWellFormed() === "a" && "a".isWellFormed()],
  ["findLast", () => [1].findLast((one) => one === 1)],
  ["hasOwn", () => Object.hasOwn({ one: 1 }, "one")],
  ["AES-GCM", () => importSecret("AES-GCM", ["encrypt", "decrypt"])],
  ["PBKDF2", () => importSecret("PBKDF2", ["deriveBits"])],
  ["HKDF", () => importSecret("HKDF", ["deriveBits"])],
  ["BigInt", () => BigInt(1)],
  ["streams", () => new Response(new Uint8Array(1)).body?.getReader],
  ["AbortController", () => new AbortController().signal],
  ["Blob", () => new Blob([]).arrayBuffer()],
  ["replaceChildren", () => Element.prototype.replaceChildren],
  ["normalize", () => "a".normalize("NFKC")],
];

/** What is missing where the page came without HTTPS and not from an onion address: the address is wrong, not the browser. */
export const INSECURE = "isSecureContext";

/** @returns {Promise<string | null>} what this browser lacks first, by its technical name; null where it has all */
export async function missingSupport() {
  if (!globalThis.isSecureContext) {
    return INSECURE;
  }
  for (const [name, trial] of NEEDED) {
    if (!(await tried(trial))) {
      return name;
    }
  }
  return null;
}

/** @param {() => unknown} trial @returns {Promise<boolean>} */
async function tried(trial) {
  try {
    return Boolean(await trial());
  } catch {
    return false;
  }
}

/** Signs with a seed and verifies, as letters and bulletins need it (RFC 8410). The key is used for nothing else. */
async function trySigning() {
  const form = new Uint8Array(48);
  form.set([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]);
  const seed = await crypto.subtle.importKey("pkcs8", form, "Ed25519", true, ["sign"]);
  const { x } = await crypto.subtle.exportKey("jwk", seed);
  const signature = await crypto.subtle.sign("Ed25519", seed, form);
  const half = { kty: "OKP", crv: "Ed25519", x: x ?? "" };
  const pk = await crypto.subtle.importKey("jwk", half, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", pk, signature, form);
}

/** @param {string} algorithm @param {KeyUsage[]} uses @returns {Promise<CryptoKey>} */
function importSecret(algorithm, uses) {
  return crypto.subtle.importKey("raw", new Uint8Array(32), algorithm, false, uses);
}
