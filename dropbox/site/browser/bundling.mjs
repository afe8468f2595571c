// Makes the scripts of the page: one for everything up to the form, the others for what comes after it.
//
// A module goes into the first script that needs it. The later scripts import it from there, by the same
// address that the page loaded it from, so that there is one of each class and nothing is sent twice.

import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const HERE = dirname(fileURLToPath(import.meta.url));
const TEXTS = join(HERE, "texts");
/** Indonesian comes with the form; every other language in the next script. */
const FIRST_LANGUAGE = "id";
const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

/**
 * Name and first module of each script, in the order in which every visit fetches them. The first is to be parsed by old
 * browsers too, so that it can say that they are too old; the others are fetched only where it found all that they need.
 */
const SCRIPTS = [
  {
    name: "app.js",
    entry: "pages/main.js",
    target: ["es2020", "chrome80", "firefox74", "safari14.1"],
  },
  {
    name: "onward.js",
    entry: "pages/onward.js",
    target: ["es2022", "chrome137", "firefox129", "safari17"],
  },
  {
    name: "cleaning.js",
    entry: "cleaning/bundle.js",
    target: ["es2022", "chrome137", "firefox129", "safari17"],
  },
];

/** @typedef {{ name: string, entry: string, target: string[] }} Script */
/** @typedef {Map<string, { name: string, as: string }[]>} Shared by module: what later scripts take from it, and under which name */

/**
 * @returns {Promise<{scripts: Map<string, Uint8Array>, packages: string[]}>} by name; the packages that went into them, as
 *   folders below HERE
 */
export async function bundle() {
  const languages = await readLanguages();
  /** @type {import("esbuild").BuildOptions} */
  const options = {
    absWorkingDir: HERE,
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: "esm",
    charset: "utf8",
    legalComments: "none",
    sourcemap: false,
    // Else a tsconfig or package.json above this folder, or NODE_PATH, could change the bytes.
    tsconfigRaw: "{}",
    nodePaths: [],
    // Two packages look for Node's module where a global is missing. No browser of ours lacks it.
    alias: { crypto: "./absent.js" },
    logLevel: "warning",
  };
  const texts = textsPlugin(languages);
  const lean = leanPlugin();

  /** @type {Set<string>} */
  const packages = new Set();
  /** @type {Map<string, string>} which script holds a module */
  const home = new Map();
  /** @type {Map<string, string[]>} */
  const own = new Map();
  for (const { name, entry, target } of SCRIPTS) {
    const found = await build({ ...options, target, entryPoints: [entry], plugins: [texts, lean] });
    const inputs = Object.keys(found.metafile?.inputs ?? {});
    for (const folder of inputs.flatMap((module) => module.match(PACKAGE)?.[0] ?? [])) {
      packages.add(folder);
    }
    // Packages are where they are needed: none of them is needed twice.
    const modules = inputs.filter((module) => !(PACKAGE.test(module) || home.has(module)));
    for (const module of modules) {
      home.set(module, name);
    }
    own.set(name, modules);
  }
  const shared = await sharedNames(home, own);

  /** @type {Map<string, Uint8Array>} */
  const scripts = new Map();
  for (const { name, entry, target } of SCRIPTS) {
    const given = [...shared].filter(([module]) => home.get(module) === name);
    const result = await build({
      ...options,
      target,
      stdin: {
        contents: [
          `import "./${entry}";`,
          `export * from "./${entry}";`,
          ...given.map(([module, names]) => `${exportList(names)} from "./${module}";`),
        ].join("\n"),
        resolveDir: HERE,
        sourcefile: name,
      },
      plugins: [elsewherePlugin(name, home, shared), texts, lean],
    });
    const [output] = result.outputFiles ?? [];
    if (output === undefined) {
      throw new Error(`esbuild made no ${name}`);
    }
    scripts.set(name, output.contents);
  }
  return { scripts, packages: [...packages].sort() };
}

/** @returns {Promise<[string, string][]>} code and name of every language that has a file in texts/, Indonesian first */
async function readLanguages() {
  const names = (await readdir(TEXTS)).filter((name) => /^[a-z]{2,3}\.js$/.test(name)).sort();
  const codes = names.map((name) => basename(name, ".js"));
  const first = codes.filter((code) => code === FIRST_LANGUAGE);
  const others = codes.filter((code) => code !== FIRST_LANGUAGE);
  return Promise.all(
    [...first, ...others].map(async (code) => {
      const texts = (await import(join(TEXTS, `${code}.js`)))[code];
      return /** @type {[string, string]} */ ([code, texts.languageName]);
    }),
  );
}

/** @param {[string, string][]} languages @returns {import("esbuild").Plugin} fills in what depends on the files in texts/ */
function textsPlugin(languages) {
  const later = languages.map(([code]) => code).filter((code) => code !== FIRST_LANGUAGE);
  const imports = later.map((code) => `import { ${code} } from "./${code}.js";`);
  /** @type {Record<string, string>} */
  const made = {
    further: `${imports.join("\n")}\nexport const FURTHER = { ${later.join(", ")} };`,
    names: `export const NAMES = ${JSON.stringify(languages)};`,
  };
  return {
    name: "texts",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]texts[\\/](further|names)\.js$/ }, ({ path }) => ({
        contents: made[basename(path, ".js")] ?? "",
        resolveDir: TEXTS,
      }));
    },
  };
}

/**
 * @returns {import("esbuild").Plugin} leaves out of pdf-lib what only makes documents, nine tenths of it: its modules do nothing
 *   but define, which its package does not say, and no font is ever measured
 */
function leanPlugin() {
  return {
    name: "lean",
    setup({ onLoad, onResolve, resolve: find }) {
      onResolve({ filter: /^\.|^(@cantoo\/pdf-lib|fflate|tslib)$/ }, async (asked) => {
        const isOurs =
          asked.pluginData === "lean" || !/pdf-lib$|pdf-lib[\\/]/.test(asked.importer + asked.path);
        if (isOurs) {
          return null;
        }
        const { importer, resolveDir, kind } = asked;
        const found = await find(asked.path, { importer, resolveDir, kind, pluginData: "lean" });
        return { path: found.path, sideEffects: false };
      });
      onLoad({ filter: /pdf-lib[\\/]es[\\/]packages[\\/]standard-fonts[\\/]index\.js$/ }, () => ({
        contents: "export const Encodings = {}, Font = {}, FontNames = {};",
      }));
    },
  };
}

/**
 * @param {string} name of the script that is being made
 * @param {Map<string, string>} home
 * @param {Shared} shared
 * @returns {import("esbuild").Plugin} puts, in the place of a module that an earlier script holds, what that script exports
 */
function elsewherePlugin(name, home, shared) {
  return {
    name: "elsewhere",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\/\w+\.js$/ }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /\.js$/, namespace: "file" }, ({ path }) => {
        const module = relative(HERE, path).replaceAll("\\", "/");
        const holder = home.get(module);
        if (holder === undefined || holder === name) {
          return null;
        }
        const names = (shared.get(module) ?? []).map((one) => ({ name: one.as, as: one.name }));
        return { contents: `${exportList(names)} from "/${holder}";` };
      });
    },
  };
}

/** @param {{ name: string, as: string }[]} names */
const exportList = (names) =>
  `export { ${names.map(({ name, as }) => `${name} as ${as}`).join(", ")} }`;

/**
 * What the modules of one script import from those of an earlier one. The names under which it is passed on hold a hash of all
 * sources: where a site was updated in the middle of a visit, a new script does not fit an old one, and says so at once.
 *
 * @param {Map<string, string>} home
 * @param {Map<string, string[]>} own
 * @returns {Promise<Shared>}
 */
async function sharedNames(home, own) {
  const release = createHash("sha256");
  release.update(await readFile(join(HERE, "package-lock.json")));
  /** @type {Map<string, Set<string>>} */
  const wanted = new Map();
  for (const module of [...home.keys()].sort()) {
    const source = await readFile(join(HERE, module), "utf8");
    release.update(`${module}\0${source}\0`);
    // Types in comments look alike; esbuild knows which names there are, and refuses the lack of one.
    for (const [, list = "", from = ""] of source.matchAll(
      /^(?:import|export)\s*\{([^}]*)\}\s*from\s*"(\.[^"]+)"/gm,
    )) {
      const target = relative(HERE, resolve(HERE, dirname(module), from)).replaceAll("\\", "/");
      if (home.get(target) !== home.get(module)) {
        const names = wanted.get(target) ?? new Set();
        for (const part of list.split(",").map((one) => one.trim())) {
          if (part !== "") {
            names.add(part.replace(/\s+as\s.*$/s, ""));
          }
        }
        wanted.set(target, names);
      }
    }
  }
  for (const [name, modules] of own) {
    if (modules.length === 0) {
      throw new Error(`${name} holds nothing of its own`);
    }
  }
  const token = release.digest("hex").slice(0, 8);
  /** @type {Shared} */
  const shared = new Map();
  let count = 0;
  for (const [module, names] of [...wanted].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const list = [...names].sort().map((name) => ({ name, as: `t${token}_${count++}` }));
    shared.set(module, list);
  }
  return shared;
}
