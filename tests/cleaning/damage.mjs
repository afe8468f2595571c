// Damages one file in every way that chance has and cleans what comes of it: nothing may be raised.
import { readFile } from "node:fs/promises";
import { inspect } from "../../dropbox/site/browser/cleaning/bundle.js";

const [path = "", rounds = "0", cuts = "97"] = process.argv.slice(2);
const file = new Uint8Array(await readFile(path));
const counts = { cut: 0, cutAccepted: 0, changed: 0, changedAccepted: 0, longest: 0 };

/** @param {Uint8Array<ArrayBuffer>} damaged */
async function accepts(damaged) {
  const read = async (/** @type {number} */ from, /** @type {number} */ to) =>
    damaged.slice(from, to);
  const { cleaned } = await inspect({ len: damaged.length, read }, {});
  if (!cleaned) return false;
  counts.longest = Math.max(counts.longest, (await cleaned.read(0, cleaned.len)).length);
  return true;
}

for (
  let length = 0;
  length < file.length;
  length += length < 2_000 && cuts === "97" ? 1 : Number(cuts)
) {
  counts.cut += 1;
  counts.cutAccepted += Number(await accepts(file.slice(0, length)));
}

// A generator of its own, so that what fails fails again.
let state = 2_463_534_242;
const below = (/** @type {number} */ most) => {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % most;
};
for (let round = 0; round < Number(rounds); round += 1) {
  const changed = file.slice();
  for (let change = below(6); change >= 0; change -= 1) {
    const at = below(round % 2 ? file.length : Math.min(file.length, 1_000));
    if (below(3)) {
      changed[at] = below(256);
    } else {
      changed.copyWithin(at, below(file.length), below(file.length));
    }
  }
  counts.changed += 1;
  counts.changedAccepted += Number(await accepts(changed));
}
process.stdout.write(JSON.stringify(counts));
