// Cleans files as the reporter's page does: paths in, one line of JSON for each out; the cleaned file lies beside the original.
import { readFile, writeFile } from "node:fs/promises";
import { CleaningError, join } from "../../dropbox/site/browser/cleaning/bytes.js";
import { cleanerFor, HEAD_LEN } from "../../dropbox/site/browser/cleaning/clean.js";

for (const path of process.argv.slice(2)) {
  const file = new Uint8Array(await readFile(path));
  const cleaner = cleanerFor(file.subarray(0, HEAD_LEN));
  /** @type {Record<string, unknown>} */
  const answer = { ending: cleaner?.ending ?? null };
  try {
    if (cleaner) {
      const { parts, found } = cleaner.clean(file);
      await writeFile(`${path}.cleaned`, join(parts));
      answer.found = [...found].sort();
    }
  } catch (error) {
    if (!(error instanceof CleaningError)) throw error;
    answer.damaged = true;
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
