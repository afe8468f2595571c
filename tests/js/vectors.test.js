// The shared vectors: what each language made is opened by the other (PROTOCOL §12).

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { OPS, RANDOM_OPS, run } from "./vector_ops.js";
import {
  FOLDER,
  formats,
  load,
  MAKERS,
  readVectorFile,
  VectorFile,
  VectorFileError,
  writeForm,
} from "./vectors.js";

/** @import { Fields } from "./vectors.js" */

const TABLE = await formats();
/** @type {VectorFile[]} */
const FILES = [];
for (const format of Object.keys(TABLE)) {
  for (const maker of MAKERS) {
    FILES.push(await load(format, maker));
  }
}

for (const file of FILES) {
  describe(`${file.format}, made by ${file.madeBy}`, () => {
    for (const one of file.cases) {
      test(one.name, async () => {
        const [expect, output] = await run(one.op, await file.decode(one.input));
        assert.equal(expect, one.expect);
        assert.deepEqual(output, await file.decode(one.output));
      });
    }

    test("what the other language made is made the same", async () => {
      for (const [name, recipe] of Object.entries(file.made)) {
        const [expect, output] = await run(recipe.op, await file.decode(recipe.input));
        assert.equal(expect, "ok", name);
        const there = await file.read(file.bytes[name]);
        if (RANDOM_OPS.has(recipe.op)) {
          assert.equal(output[recipe.field].length, there.length, name);
          assert.notDeepEqual(output[recipe.field], there, name);
        } else {
          assert.deepEqual(output[recipe.field], there, name);
        }
      }
    });
  });
}

test("every op is used", () => {
  const used = FILES.flatMap((file) => [
    ...file.cases.map((one) => one.op),
    ...Object.values(file.made).map((recipe) => recipe.op),
  ]);
  assert.deepEqual([...new Set(used)].sort(), Object.keys(OPS).sort());
});

test("every file belongs to a format", async () => {
  const expected = FILES.map((file) => `${file.format}.${file.madeBy}.json`);
  assert.deepEqual((await readdir(FOLDER)).sort(), [...expected, "formats.json"].sort());
});

/** @returns {Promise<Fields>} */
async function good() {
  return JSON.parse(await readFile(new URL("drop.python.json", FOLDER), "utf8"));
}

test("the loader takes a good file", async () => {
  assert.ok(readVectorFile(await good(), TABLE.drop ?? []).cases.length > 0);
});

/** @type {Record<string, (content: Fields) => void>} */
const FAULTS = {
  "no cases": (content) => {
    content.cases = [];
  },
  "unknown field of the file": (content) => {
    content.note = "x";
  },
  "missing field of the file": (content) => {
    delete content.made;
  },
  "unknown field of a case": (content) => {
    content.cases[0].note = "x";
  },
  "missing field of a case": (content) => {
    delete content.cases[0].comment;
  },
  "empty comment": (content) => {
    content.cases[0].comment = "";
  },
  "a case twice": (content) => {
    content.cases.push(content.cases[0]);
  },
  "an error that no case shows": (content) => {
    content.cases = content.cases.filter((/** @type {Fields} */ one) => one.expect === "ok");
  },
  "no good case": (content) => {
    content.cases = content.cases.filter((/** @type {Fields} */ one) => one.expect !== "ok");
  },
};
for (const [name, spoil] of Object.entries(FAULTS)) {
  test(`the loader refuses: ${name}`, async () => {
    const content = await good();
    spoil(content);
    assert.throws(() => readVectorFile(content, TABLE.drop ?? []), VectorFileError);
  });
}

/** @param {Fields} bytes */
const fileWith = (bytes) =>
  new VectorFile({ format: "drop", made_by: "python", bytes, made: {}, cases: [] });

for (const form of [
  { nothing: 1 },
  { zeros: 1, text: "x" },
  { of: "other" },
  { of: "raw", last: 1 },
  { of: "raw", at: 3, xor_hex: "0000" },
  { of: "raw", replace: ["b", "c"] },
  { of: "raw", replace: ["a", "c"] },
]) {
  test(`a form that would change nothing is refused: ${JSON.stringify(form)}`, async () => {
    await assert.rejects(fileWith({ raw: { text: "xaxa" } }).read(form), VectorFileError);
  });
}

test("forms", async () => {
  const file = fileWith({ raw: { text: "abc" } });
  const bytes = (/** @type {number[]} */ ...values) => Uint8Array.from(values);
  assert.deepEqual(await file.read([{ zeros: 2 }, { run: ["07", 3] }, null]), [
    bytes(0, 0),
    bytes(7, 7, 7),
    null,
  ]);
  assert.deepEqual(await file.read({ join: [{ of: "raw", first: 1 }, "ff"] }), bytes(97, 255));
  assert.deepEqual(await file.read({ of: "raw", at: 1, xor_hex: "20" }), bytes(97, 66, 99));
  assert.deepEqual(await file.read({ of: "raw", replace: ["b", "-"] }), bytes(97, 45, 99));
  const numbers = await file.read({ numbers: [255, 2] });
  assert.deepEqual(
    numbers[1],
    Uint8Array.from({ length: 32 }, (_, at) => Number(at === 30)),
  );
  for (const raw of [bytes(), new Uint8Array(100), new Uint8Array(47).fill(97)]) {
    assert.deepEqual(await file.read(writeForm(raw)), raw);
  }
});
