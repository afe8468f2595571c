#!/usr/bin/env node
// Writes tests/vectors/*.javascript.json (PROTOCOL §12): `node scripts/make_vectors.mjs [format …]`.
//
// What to make stands in the files that scripts/make_vectors.py wrote. All that was made there (plaintexts, seals, signatures,
// outputs) is made anew here, so that Python opens what JavaScript made.

import { writeFile } from "node:fs/promises";
import { run } from "../tests/js/vector_ops.js";
import {
  FOLDER,
  formats,
  load,
  VectorFile,
  writeFields,
  writeForm,
} from "../tests/js/vectors.js";

const wanted = process.argv.slice(2);
for (const format of wanted.length > 0 ? wanted : Object.keys(await formats())) {
  const { content } = await load(format, "python");
  const file = new VectorFile({ ...structuredClone(content), made_by: "javascript" });
  // In the order in which they were written, because a recipe may use what an earlier one made.
  const order = await inOrder(file);
  for (const name of order) {
    const { op, field, input } = file.made[name];
    const [expect, output] = await run(op, await file.decode(input));
    if (expect !== "ok") {
      throw new Error(`${format}: ${name}: ${op} refuses with ${expect}`);
    }
    file.bytes[name] = writeForm(output[field]);
  }
  for (const one of file.cases) {
    const [expect, output] = await run(one.op, await file.decode(one.input));
    if (expect !== one.expect) {
      throw new Error(`${format}: ${one.name}: expected ${one.expect}, found ${expect}`);
    }
    one.output = writeFields(output);
  }
  const path = new URL(`${format}.javascript.json`, FOLDER);
  await writeFile(path, `${ascii(JSON.stringify(sorted(file.content), null, 1))}\n`);
  console.log(`${format}.javascript.json: ${file.cases.length} cases`);
}

/** @param {VectorFile} file @returns {string[]} names of what was made, each after what it is made from */
function inOrder(file) {
  const done = new Set();
  const order = [];
  const visit = (name) => {
    if (!done.has(name)) {
      done.add(name);
      for (const used of namesIn(file.made[name]?.input ?? file.bytes[name])) {
        visit(used);
      }
      if (file.made[name]) {
        order.push(name);
      }
    }
  };
  Object.keys(file.made).forEach(visit);
  return order;
}

/** @param {any} value @returns {string[]} the names of bytes that a form refers to */
function namesIn(value) {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  const own = typeof value.of === "string" ? [value.of] : [];
  return [...own, ...Object.values(value).flatMap(namesIn)];
}

/** @param {string} json @returns {string} the same JSON in ASCII, so that both generators write the same bytes */
function ascii(json) {
  return json.replace(
    /[^\0-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** @param {any} value @returns {any} the value with the fields of all objects in order */
function sorted(value) {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  );
}
