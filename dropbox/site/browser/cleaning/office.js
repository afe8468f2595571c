/**
 * Office documents that are archives of XML: OOXML (ECMA-376: docx, xlsx, pptx) and OpenDocument (ISO 26300: odt, ods, odp). Each part is
 * left out, rewritten, cleaned by its own cleaner, or carried as it is; pictures and documents inside are looked into like files of their own.
 */

import { need } from "./bytes.js";
import { Findings } from "./findings.js";
import { People } from "./neutral.js";
import { OpenDocument } from "./odf.js";
import { OfficeOpen } from "./ooxml.js";
import { breathe, Reading } from "./reading.js";
import { Rope } from "./rope.js";
import { decodeXml, rewriteXml } from "./xml.js";
import { Archive, pack, writeArchive } from "./zip.js";

/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Finding, Inspected, Remain, Wishes } from "./findings.js" */
/** @import { Source } from "./rope.js" */
/** @import { Rules } from "./xml.js" */
/** @import { Entry, Packed } from "./zip.js" */

/**
 * What is being cleaned, shared by all its parts.
 *
 * @typedef {object} Work
 * @property {Archive} archive
 * @property {Findings<Finding>} found
 * @property {Findings<Remain>} remains
 * @property {People} people
 * @property {Wishes} wishes
 * @property {(name: string) => Promise<string>} text of a part of XML
 */

/**
 * @typedef {object} Format
 * @property {string} ending
 * @property {(name: string) => boolean} drops whether a part is left out
 * @property {(name: string) => Rules | null} rules how a part of XML is rewritten; null where it is not XML
 * @property {(names: string[]) => string[]} order
 * @property {(name: string) => boolean} stored whether it must not be packed
 */

const XML_MAX_LEN = 64 << 20;
const INNER_MAX_LEN = 64 << 20;
const HELD_MAX_LEN = 192 << 20;
/** Parts that hold no words of anybody. */
const HARMLESS = /\.(odttf|ttf|otf|fntdata|sigs)$|^mimetype$/i;

/** @typedef {(source: Source, wishes: Wishes) => Promise<{ ending: string | null, cleaned: Rope | null, found: Findings<Finding> }>} Inner */

/**
 * @param {Source} source
 * @param {Wishes} wishes
 * @param {Inner} inner looks into what is inside
 * @returns {Promise<Inspected>}
 * @throws {CleaningError} also LockedError, UnsupportedError
 */
export async function cleanOffice(source, wishes, inner) {
  const archive = new Archive(new Reading(source));
  await archive.open();
  /** @type {Work} */
  const work = {
    archive,
    found: new Findings(),
    remains: new Findings(),
    people: new People(new Findings()),
    wishes,
    text: async (name) => {
      const entry = archive.entries.get(name);
      need(entry);
      return decodeXml(await archive.unpack(entry, XML_MAX_LEN));
    },
  };
  work.people.found = work.found;
  const format = (await OfficeOpen.over(work)) ?? (await OpenDocument.over(work));
  noteArchive(archive, work.found);
  const packed = await cleanParts(format, work, inner);
  return {
    ending: format.ending,
    parts: writeArchive(packed),
    found: work.found,
    remains: work.remains,
  };
}

/** @param {Archive} archive @param {Findings<Finding>} found */
function noteArchive(archive, found) {
  const entries = [...archive.entries.values()];
  if (entries.some(({ dated }) => dated)) {
    found.add("time");
  }
  if (archive.comment) {
    found.add("comment", archive.comment);
  }
  if (entries.some(({ extraLen }) => extraLen > 0)) {
    found.add("other");
  }
}

/** @param {Format} format @param {Work} work @param {Inner} inner @returns {Promise<Packed[]>} */
async function cleanParts(format, work, inner) {
  const { entries } = work.archive;
  const names = format.order([...entries.keys()].filter((name) => !name.endsWith("/")));
  /** @type {Packed[]} */
  const packed = [];
  let heldLen = 0;
  for (const [index, name] of names.entries()) {
    const entry = /** @type {Entry} */ (entries.get(name));
    if (!format.drops(name)) {
      const one = await cleanPart(format, work, inner, entry);
      heldLen += one.part instanceof Uint8Array ? one.part.length : 0;
      need(heldLen <= HELD_MAX_LEN);
      packed.push(one);
    }
    work.wishes.progress?.((index + 1) / names.length);
    await breathe();
  }
  return packed;
}

/** @param {Format} format @param {Work} work @param {Inner} inner @param {Entry} entry @returns {Promise<Packed>} */
async function cleanPart(format, work, inner, entry) {
  const { name } = entry;
  const rules = format.rules(name);
  if (rules) {
    const text = await rewriteXml(await work.text(name), rules);
    return await pack(name, new TextEncoder().encode(text));
  }
  if (format.stored(name)) {
    return await pack(name, await work.archive.unpack(entry, INNER_MAX_LEN), true);
  }
  if (HARMLESS.test(name) || entry.len === 0) {
    return await work.archive.untouched(entry);
  }
  const cleaned = entry.len <= INNER_MAX_LEN ? await cleanInner(work, inner, entry) : null;
  if (!cleaned) {
    work.remains.add("inner", name.slice(name.lastIndexOf("/") + 1));
    return await work.archive.untouched(entry);
  }
  return await pack(name, cleaned);
}

/** @param {Work} work @param {Inner} inner @param {Entry} entry @returns {Promise<Bytes | null>} null for what cannot be cleaned */
async function cleanInner(work, inner, entry) {
  const bytes = await work.archive.unpack(entry, INNER_MAX_LEN);
  const read = async (/** @type {number} */ from, /** @type {number} */ to) =>
    bytes.slice(from, to);
  const { progress: _, ...wishes } = work.wishes;
  const { cleaned, found } = await inner({ len: bytes.length, read }, wishes);
  work.found.addAll(found);
  return cleaned ? await cleaned.read(0, cleaned.len) : null;
}
