// Builds what the site serves: `node build.mjs [folder]`, by default ../static.
//
// Anyone must be able to build the same bytes from the same release and compare them with a live
// site, so nothing of the machine (paths, times, user, locale) and nothing of a deployment may come
// in: what differs between deployments stands in the signed bulletin.

import { createHash } from "node:crypto";
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { bundle, HERE } from "./bundling.mjs";

const PAGES = join(HERE, "pages");
const COPIED = [".html", ".css", ".svg"];
const COMPRESSED = [".html", ".css", ".svg", ".js", ".json", ".txt"];

/**
 * The licence notices of the bundled packages, which their licences ask to be passed on.
 *
 * @param {string[]} packages folders below HERE
 * @returns {Promise<string>} text
 */
async function licences(packages) {
  const parts = [
    "Titip is free software under the GNU Affero General Public License, version 3 or later.\n" +
      "The scripts contain the following packages under licences of their own.\n",
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

/** @param {Uint8Array} bytes @returns {Uint8Array} the same in brotli, which browsers take over HTTPS only */
function brotli(bytes) {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

/** @param {Map<string, Uint8Array>} files @returns {Uint8Array} JSON: the SHA-256 of each, by name in order */
function hashes(files) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const name of [...files.keys()].sort()) {
    const hash = createHash("sha256");
    found[name] = hash.update(/** @type {Uint8Array} */ (files.get(name))).digest("hex");
  }
  return Buffer.from(`${JSON.stringify(found, null, 2)}\n`);
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
  const { scripts, packages } = await bundle();
  for (const [name, script] of scripts) {
    files.set(name, script);
  }
  files.set("licenses.txt", Buffer.from(await licences(packages)));
  files.set("manifest.json", hashes(files));

  // What goes over the line, packed once. It has a list of its own: the manifest, which outsiders compare, is to be the same
  // wherever it is built, and another processor or another zlib may pack the same bytes in another way.
  /** @type {Map<string, Uint8Array>} */
  const packed = new Map();
  for (const [name, bytes] of files) {
    if (endsIn(name, COMPRESSED)) {
      packed.set(`${name}.gz`, gzip(bytes));
      packed.set(`${name}.br`, brotli(bytes));
    }
  }

  packed.set("packed.json", hashes(packed));

  // A second folder and a rename, so that a site which is running never serves a half of each.
  const fresh = `${folder}.new-${process.pid}`;
  const stale = `${folder}.old-${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  for (const [name, bytes] of [...files, ...packed]) {
    await write(join(fresh, name), bytes);
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
