// What the browser must be able to do, asked before anything is shown that needs it.

/** @returns {Promise<"Insecure" | "Old" | null>} why this browser cannot be used, or null */
export async function missingSupport() {
  if (!globalThis.isSecureContext) {
    return "Insecure";
  }
  if (
    !(
      globalThis.crypto?.subtle &&
      "toWellFormed" in String.prototype &&
      "isWellFormed" in String.prototype
    )
  ) {
    return "Old";
  }
  try {
    // A fixed public key, used for nothing: it only shows that the browser knows the algorithm.
    const pk = new Uint8Array(32);
    pk[0] = 1;
    await crypto.subtle.importKey("raw", pk, { name: "Ed25519" }, false, ["verify"]);
    return null;
  } catch {
    return "Old";
  }
}
