// Builds what the site serves: `node build.mjs [folder]`, by default ../static.
//
// Anyone must be able to build the same bytes from the same release and compare them with a live
// site, so nothing of the machine (paths, times, user, locale) and nothing of a deployment may come
// in: what differs between deployments stands in the signed bulletin.

import { createHash } from "node:crypto";
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const PAGES = join(HERE, "pages");
const COPIED = [".html", ".css", ".svg"];
const COMPRESSED = [".html", ".css", ".svg", ".js", ".json", ".txt"];

/**
 * The script of the page, and the packages that went into it.
 *
 * @returns {Promise<{script: Uint8Array, packages: string[]}>} packages as folders below HERE
 */
async function bundle() {
  const result = await build({
    absWorkingDir: HERE,
    entryPoints: ["pages/main.js"],
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: "esm",
    // The oldest engines in use: Tor Browser's Firefox ESR, and Android phones of some years ago.
    target: ["es2022", "firefox115", "chrome109", "safari16.4"],
    charset: "utf8",
    legalComments: "none",
    sourcemap: false,
    // Else a tsconfig or package.json above this folder, or NODE_PATH, could change the bytes.
    tsconfigRaw: "{}",
    nodePaths: [],
    // Two packages look for Node's module where a global is missing. No browser of ours lacks it.
    alias: { crypto: "./absent.js" },
    logLevel: "warning",
  });
  const packages = new Set();
  for (const input of Object.keys(result.metafile.inputs)) {
    const found = input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/);
    if (found) {
      packages.add(found[0]);
    }
  }
  const [output] = result.outputFiles;
  if (output === undefined) {
    throw new Error("esbuild made no file");
  }
  return { script: output.contents, packages: [...packages].sort() };
}

/**
 * The licence notices of the bundled packages, which their licences ask to be passed on.
 *
 * @param {string[]} packages folders below HERE
 * @returns {Promise<string>} text
 */
async function licences(packages) {
  const parts = [
    "Titip is free software under the GNU Affero General Public License, version 3 or later.\n" +
      "app.js contains the following packages under licences of their own.\n",
  ];
  for (const folder of packages) {
    const about = JSON.parse(await readFile(join(HERE, folder, "package.json"), "utf8"));
    const names = (await readdir(join(HERE, folder))).sort();
    const files = names.filter((name) => /^(licen[cs]e|notice|copying)/i.test(name));
    if (files.length === 0) {
      throw new Error(`${folder} has no licence file, so it cannot be passed on`);
    }
    for (const file of files) {
      const text = await readFile(join(HERE, folder, file), "utf8");
      const title = `${about.name} ${about.version} (${about.license})`;
      parts.push(`${title}\n${"-".repeat(title.length)}\n\n${text.replaceAll("\r", "").trim()}\n`);
    }
  }
  return parts.join("\n\n");
}

/**
 * @param {Uint8Array} bytes
 * @returns {Uint8Array} gzip without a name or time; the byte for the operating system is
 *   set to "unknown", because zlib writes there what it was compiled on
 */
function gzip(bytes) {
  const packed = gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });
  packed[9] = 255;
  return packed;
}

/** @param {string} name @param {string[]} endings */
const endsIn = (name, endings) => endings.some((ending) => name.endsWith(ending));

/** @param {string} folder where to put the built files; replaced as a whole */
async function main(folder) {
  /** @type {Map<string, Uint8Array>} */
  const files = new Map();
  for (const name of await readdir(PAGES)) {
    if (endsIn(name, COPIED)) {
      files.set(name, await readFile(join(PAGES, name)));
    }
  }
  const { script, packages } = await bundle();
  files.set("app.js", script);
  files.set("licenses.txt", Buffer.from(await licences(packages)));

  /** @type {Record<string, string>} */
  const manifest = {};
  for (const name of [...files.keys()].sort()) {
    const hash = createHash("sha256");
    manifest[name] = hash.update(/** @type {Uint8Array} */ (files.get(name))).digest("hex");
  }
  files.set("manifest.json", Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));

  // A second folder and a rename, so that a site which is running never serves a half of each.
  const fresh = `${folder}.new-${process.pid}`;
  const stale = `${folder}.old-${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  for (const [name, bytes] of files) {
    await write(join(fresh, name), bytes);
    if (endsIn(name, COMPRESSED)) {
      await write(join(fresh, `${name}.gz`), gzip(bytes));
    }
  }
  // Whatever the umask: the server runs as another user than the one who built.
  await chmod(fresh, 0o755);
  try {
    await rename(folder, stale);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") {
      throw error;
    }
  }
  await rename(fresh, folder);
  await rm(stale, { recursive: true, force: true });
}

/** @param {string} path @param {Uint8Array} bytes */
async function write(path, bytes) {
  await writeFile(path, bytes);
  await chmod(path, 0o644);
}

await main(resolve(process.argv[2] ?? join(HERE, "..", "static")));
