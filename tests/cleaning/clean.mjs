// Cleans files as the reporter's page does: paths in, one line of JSON for each out; the cleaned file lies beside the original.
import { open, stat, writeFile } from "node:fs/promises";
import { inspect } from "../../dropbox/site/browser/cleaning/bundle.js";

const args = process.argv.slice(2);
const withoutRemarks = args.includes("--without-remarks");
const isDry = args.includes("--dry");
for (const path of args.filter((one) => !one.startsWith("--"))) {
  const handle = await open(path);
  let read = 0;
  const source = {
    len: (await stat(path)).size,
    read: async (/** @type {number} */ from, /** @type {number} */ to) => {
      const bytes = new Uint8Array(to - from);
      const { bytesRead } = await handle.read(bytes, 0, to - from, from);
      read += bytesRead;
      return bytes.subarray(0, bytesRead);
    },
  };
  const seen = await inspect(source, { withoutRemarks });
  const { ending, cleaned, obstacle } = seen;
  if (cleaned && !isDry) {
    await writeFile(`${path}.cleaned`, await cleaned.read(0, cleaned.len));
  }
  /** @param {import("../../dropbox/site/browser/cleaning/findings.js").Findings<any>} findings */
  const said = (findings) =>
    Object.fromEntries([...findings].sort().map((kind) => [kind, findings.said(kind)]));
  const [found, remains] = [said(seen.found), said(seen.remains)];
  const { heldLen, len } = cleaned ?? { heldLen: 0, len: 0 };
  const answer = {
    ending,
    obstacle,
    found: Object.keys(found),
    said: found,
    remains,
    heldLen,
    len,
    read,
  };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  await handle.close();
}
