/**
 * Takes out of a PDF document what is not needed to show its pages: description, history, names, files and programs inside, and all that no
 * page leads to. What stays is written anew; pages, their text and pictures are the same bytes, but that photographs lose what is in them besides.
 */

import {
  PDFArray,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNull,
  PDFNumber,
  PDFRef,
  PDFString,
} from "@cantoo/pdf-lib";
import { CleaningError, need } from "./bytes.js";
import { Findings } from "./findings.js";
import { PdfFile } from "./pdf_file.js";
import { cleanedPicture } from "./pdf_pictures.js";
import * as rules from "./pdf_rules.js";
import { PdfWriter } from "./pdf_write.js";
import { breathe } from "./reading.js";
import { readXmp } from "./xmp.js";

/** @import { PDFObject } from "@cantoo/pdf-lib" */
/** @import { Finding, Inspected, Remain, Wishes } from "./findings.js" */
/** @import { Role } from "./pdf_rules.js" */
/** @import { Part, Source } from "./rope.js" */

/** @typedef {{ from: number, to: number }} Stretch */

const OBJECTS_AT_ONCE = 200;
const DEPTH_MAX = 100;
const XMP_MAX_LEN = 1 << 20;
const CONTENT_MAX_LEN = 4 << 20;
const CONTENT_SUM_MAX_LEN = 32 << 20;
const SCAN_MIN_SIDE = 1_000;
const NAMES_MAX = 50;
/** Text that is drawn without ink: what text recognition puts behind a scan, or what somebody hides. */
const INVISIBLE_TEXT = /(?:^|\s)3\s+Tr\s/;
const WEB = /^(https?:|mailto:)/i;

/**
 * @param {Source} source
 * @param {Wishes} wishes
 * @returns {Promise<Inspected>}
 * @throws {CleaningError} also LockedError
 */
export async function cleanPdf(source, wishes) {
  const file = new PdfFile(source);
  await file.open();
  return await new PdfCleaning(file, wishes).run();
}

class PdfCleaning {
  /** @type {Findings<Finding>} */
  found = new Findings();
  /** @type {Findings<Remain>} */
  remains = new Findings();
  /** Number in the old file: number in the new one. @type {Map<number, number>} */
  #numbers = new Map();
  /** Of objects that several others refer to: what they are. @type {Map<number, Role>} */
  #roles = new Map();
  /** What is still to be written. @type {[PDFRef, Role][]} */
  #waiting = [];
  /** Objects that are taken out, whoever refers to them. */
  #gone = new Set();
  #contentLen = 0;

  /** @param {PdfFile} file @param {Wishes} wishes */
  constructor(file, wishes) {
    this.file = file;
    this.wishes = wishes;
    this.writer = new PdfWriter(file.version);
  }

  /** @returns {Promise<Inspected>} */
  async run() {
    await this.#describe();
    const root = this.file.trailer.get(PDFName.of("Root"));
    need(root instanceof PDFRef);
    await this.#survey(await this.file.resolve(root));
    const number = this.#renumbered(root, "catalog").objectNumber;
    for (let done = 0; done < this.#waiting.length; done += 1) {
      const [ref, role] = /** @type {[PDFRef, Role]} */ (this.#waiting[done]);
      await this.#write(ref, role);
      if (done % OBJECTS_AT_ONCE === 0) {
        this.wishes.progress?.(done / this.#waiting.length);
        await breathe();
      }
    }
    return { parts: this.writer.finish(number), found: this.found, remains: this.remains };
  }

  /**
   * Learns which objects are pages, annotations and fields, before anything else refers to them.
   *
   * @param {PDFObject | undefined} catalog
   */
  async #survey(catalog) {
    need(catalog instanceof PDFDict);
    await this.#lookForLayers(catalog);
    const form = await this.file.resolve(catalog.get(PDFName.of("AcroForm")));
    /** @type {[PDFObject | undefined, Role][]} */
    const waiting = [[catalog.get(PDFName.of("Pages")), "pages"]];
    if (form instanceof PDFDict) {
      waiting.push([form.get(PDFName.of("Fields")), "field"]);
    }
    for (let done = 0; done < waiting.length; done += 1) {
      const [value, role] = /** @type {[PDFObject | undefined, Role]} */ (waiting[done]);
      const isNew = !(value instanceof PDFRef && this.#roles.has(value.objectNumber));
      if (isNew && value instanceof PDFRef) {
        this.#roles.set(value.objectNumber, role);
      }
      const node = isNew ? await this.file.resolve(value) : undefined;
      if (node instanceof PDFArray) {
        for (const item of node.asArray()) {
          waiting.push([item, role]);
        }
      } else if (node instanceof PDFDict) {
        waiting.push([node.get(PDFName.of("Kids")), role]);
        if (role === "pages") {
          await this.#surveyPage(node);
        }
      }
      if (done % OBJECTS_AT_ONCE === 0) {
        await breathe();
      }
    }
  }

  /** @param {PDFDict} page */
  async #surveyPage(page) {
    const contents = await this.file.resolve(page.get(PDFName.of("Contents")));
    const parts = contents instanceof PDFArray ? contents.asArray() : [];
    for (const part of [page.get(PDFName.of("Contents")), ...parts]) {
      if (part instanceof PDFRef) {
        this.#roles.set(part.objectNumber, "content");
      }
    }
    const list = await this.file.resolve(page.get(PDFName.of("Annots")));
    for (const item of list instanceof PDFArray ? list.asArray() : []) {
      if (item instanceof PDFRef) {
        this.#roles.set(item.objectNumber, "annotation");
      }
      if (!(await this.#keepsAnnotation(item, true)) && item instanceof PDFRef) {
        this.#gone.add(item.objectNumber);
      }
    }
  }

  /** Notes what stands in the trailer, and how the file was written. */
  async #describe() {
    const { trailer } = this.file;
    const description = await this.file.resolve(trailer.get(PDFName.of("Info")));
    if (description instanceof PDFDict) {
      for (const [key, value] of description.entries()) {
        const name = key.decodeText();
        const kind = rules.DESCRIPTION[name] ?? "other";
        if (name !== "Trapped") {
          const text = textOf(await this.file.resolve(value));
          this.found.add(kind, kind === "other" ? `${name}: ${text}` : text);
        }
      }
    }
    if (trailer.has(PDFName.of("ID"))) {
      this.found.add("identifier");
    }
    if (this.file.revisions > 1) {
      this.found.add("history", `${this.file.revisions}×`);
    }
    if (this.file.outside > 0) {
      this.found.add("appended");
    }
  }

  /** @param {PDFRef} ref @param {Role} role */
  async #write(ref, role) {
    const found = await this.file.get(ref);
    const number = /** @type {number} */ (this.#numbers.get(ref.objectNumber));
    if (!found) {
      this.writer.write(number, PDFNull, null);
      return;
    }
    const { object, stream } = found;
    if (!(stream && object instanceof PDFDict)) {
      this.writer.write(number, await this.#value(object, role, 0), null);
      return;
    }
    // An appearance may be a stream, or a table of several.
    const parts = await this.#stream(object, stream, role === "names" ? "plain" : role);
    this.writer.write(number, object, parts);
  }

  /** @param {PDFDict} dict @param {Stretch} stream @param {Role} role @returns {Promise<Part[]>} */
  async #stream(dict, stream, role) {
    // Bytes that lie in another file would show nothing to anybody but the reporter.
    need(!dict.has(PDFName.of("F")));
    if (role === "content") {
      await this.#lookForHiddenText(dict, stream);
    }
    const picture = await cleanedPicture(this.file, dict, stream);
    if (picture) {
      this.found.addAll(picture.found);
      if (!picture.clean) {
        this.remains.add("inner");
      }
      if (Math.min(picture.width, picture.height) >= SCAN_MIN_SIDE) {
        this.remains.add("scan");
      }
    }
    const parts = picture?.parts ?? [stream];
    await this.#dict(dict, role, 0);
    const length = parts.reduce(
      (sum, part) => sum + (part instanceof Uint8Array ? part.length : part.to - part.from),
      0,
    );
    dict.set(PDFName.of("Length"), PDFNumber.of(length));
    return parts;
  }

  /** @param {PDFDict} dict @param {Stretch} stream */
  async #lookForHiddenText(dict, stream) {
    this.#contentLen += stream.to - stream.from;
    if (this.remains.has("hidden") || this.#contentLen > CONTENT_SUM_MAX_LEN) {
      return;
    }
    try {
      const content = await this.file.unpack(dict, stream, CONTENT_MAX_LEN);
      if (INVISIBLE_TEXT.test(new TextDecoder("latin1").decode(content))) {
        this.remains.add("hidden");
      }
    } catch (error) {
      // Packed in another way, or too long to look into: pages are carried as they are.
      if (!(error instanceof CleaningError)) {
        throw error;
      }
    }
  }

  /** @param {PDFRef} ref @param {Role} role @returns {PDFRef} its number in the new file */
  #renumbered(ref, role) {
    const known = this.#numbers.get(ref.objectNumber);
    const number = known ?? this.#numbers.size + 1;
    if (known === undefined) {
      this.#numbers.set(ref.objectNumber, number);
      this.#waiting.push([ref, this.#roles.get(ref.objectNumber) ?? role]);
    }
    return PDFRef.of(number);
  }

  /**
   * @param {PDFObject} value
   * @param {Role} role
   * @param {number} depth
   * @returns {Promise<PDFObject>} the value without what betrays; dictionaries and arrays are changed in place
   */
  async #value(value, role, depth) {
    need(depth < DEPTH_MAX);
    if (value instanceof PDFRef) {
      return this.#gone.has(value.objectNumber) ? PDFNull : this.#renumbered(value, role);
    }
    if (value instanceof PDFDict) {
      await this.#dict(value, role, depth);
    } else if (value instanceof PDFArray) {
      for (const [index, item] of value.asArray().entries()) {
        value.set(index, await this.#value(item, role, depth + 1));
      }
    }
    return value;
  }

  /** @param {PDFDict} dict @param {Role} role @param {number} depth */
  async #dict(dict, role, depth) {
    if (role === "pages") {
      await this.#filterAnnotations(dict);
    } else if (role === "annotation" || role === "field") {
      await this.#cleanRemark(dict);
    }
    for (const [key, value] of dict.entries()) {
      const name = key.decodeText();
      if (role !== "names" && role !== "resources" && (await this.#goes(name, value, role))) {
        dict.delete(key);
        continue;
      }
      dict.set(key, await this.#value(value, roleBehind(name, role), depth + 1));
    }
  }

  /** @param {string} name of a key @param {PDFObject} value @param {Role} role @returns {Promise<boolean>} */
  async #goes(name, value, role) {
    const kept = rules.KEPT[role];
    if (kept ? !kept.has(name) : Object.hasOwn(rules.GONE, name)) {
      await this.#note(name, kept ? (rules.DROPPED[name] ?? "other") : rules.GONE[name], value);
      return true;
    }
    // Names with a dot, a colon or an underscore belong to one program: pdfTeX writes paths of files so.
    if (role === "plain" && /^[A-Za-z]{2,}[._:]/.test(name)) {
      const said = await this.file.resolve(value);
      this.found.add(textOf(said) ? "path" : "other", textOf(said));
      return true;
    }
    return name === "A" || name === "OpenAction" ? await this.#isForbiddenAction(value) : false;
  }

  /** @param {string} name @param {Finding | null | undefined} kind @param {PDFObject} value that goes */
  async #note(name, kind, value) {
    if (!kind) {
      return;
    }
    if (name === "Metadata") {
      await this.#noteXmp(value);
    }
    const resolved = await this.file.resolve(value);
    const names = kind === "embedded" ? await this.#namesIn(resolved, 0) : [];
    if (names.length > 0) {
      names.forEach((file) => {
        this.found.add(kind, file);
      });
    } else {
      this.found.add(kind, textOf(resolved));
    }
  }

  /** @param {PDFObject} value */
  async #noteXmp(value) {
    if (!(value instanceof PDFRef)) {
      return;
    }
    try {
      const found = await this.file.get(value);
      if (found?.stream && found.object instanceof PDFDict) {
        const xmp = await this.file.unpack(found.object, found.stream, XMP_MAX_LEN);
        this.found.addAll(readXmp(xmp));
      }
    } catch (error) {
      // It goes whatever it says.
      if (!(error instanceof CleaningError)) {
        throw error;
      }
    }
  }

  /** @param {PDFObject | undefined} value @param {number} depth @returns {Promise<string[]>} names of the files in a tree */
  async #namesIn(value, depth) {
    const resolved = await this.file.resolve(value);
    /** @type {string[]} */
    const names = [];
    if (depth > 8) {
      return names;
    }
    if (resolved instanceof PDFArray) {
      for (const item of resolved.asArray().slice(0, NAMES_MAX)) {
        names.push(...(await this.#namesIn(item, depth + 1)));
      }
    } else if (resolved instanceof PDFDict) {
      const own = resolved.get(PDFName.of("UF")) ?? resolved.get(PDFName.of("F"));
      const text = textOf(await this.file.resolve(own));
      if (text) {
        names.push(text);
      }
      for (const key of ["EmbeddedFiles", "Names", "Kids"]) {
        names.push(...(await this.#namesIn(resolved.get(PDFName.of(key)), depth + 1)));
      }
    }
    return names.slice(0, NAMES_MAX);
  }

  /** @param {PDFObject} value @returns {Promise<boolean>} */
  async #isForbiddenAction(value) {
    const action = await this.file.resolve(value);
    if (!(action instanceof PDFDict)) {
      return false;
    }
    const kind = action.get(PDFName.of("S"));
    const name = kind instanceof PDFName ? kind.decodeText() : "";
    // A dictionary of attributes of the document's structure is under A too.
    if (!kind && action.has(PDFName.of("O"))) {
      return false;
    }
    if (!rules.ACTIONS.has(name)) {
      const target = await this.file.resolve(action.get(PDFName.of("F")));
      const path = textOf(target) || (await this.#namesIn(target, 0))[0];
      this.found.add(path ? "path" : "script", path ?? name);
      return true;
    }
    const address = textOf(await this.file.resolve(action.get(PDFName.of("URI"))));
    if (name === "URI" && !WEB.test(address)) {
      this.found.add("path", address);
      return true;
    }
    if (name === "URI") {
      this.remains.add("links", address);
    }
    return false;
  }

  /** @param {PDFDict} page whose list of annotations is written anew without those that go */
  async #filterAnnotations(page) {
    const list = await this.file.resolve(page.get(PDFName.of("Annots")));
    if (!(list instanceof PDFArray)) {
      return;
    }
    const kept = PDFArray.withContext(this.file.context);
    for (const item of list.asArray()) {
      if (await this.#keepsAnnotation(item, false)) {
        kept.push(item);
      }
    }
    page.set(PDFName.of("Annots"), kept);
  }

  /**
   * @param {PDFObject} item
   * @param {boolean} noting whether what goes is noted
   * @returns {Promise<boolean>} remarks go by wish, and annotations that carry files always
   */
  async #keepsAnnotation(item, noting) {
    const annotation = await this.file.resolve(item);
    const kind = annotation instanceof PDFDict ? annotation.get(PDFName.of("Subtype")) : null;
    const name = kind instanceof PDFName ? kind.decodeText() : "";
    const isRemark = rules.REMARKS.has(name);
    if (isRemark ? !this.wishes.withoutRemarks : rules.ORDINARY_ANNOTATIONS.has(name)) {
      return true;
    }
    if (noting && isRemark) {
      this.found.add("comment");
    } else if (noting && annotation instanceof PDFDict) {
      const [file] = await this.#namesIn(annotation.get(PDFName.of("FS")), 0);
      this.found.add("embedded", file ?? name);
    }
    return false;
  }

  /** @param {PDFDict} dict an annotation, a field of a form, or both */
  async #cleanRemark(dict) {
    const kind = dict.get(PDFName.of("Subtype"));
    const name = kind instanceof PDFName ? kind.decodeText() : "";
    if (name !== "" && name !== "Widget") {
      for (const [key, finding] of Object.entries(rules.REMARK_KEYS)) {
        const value = dict.get(PDFName.of(key));
        if (value) {
          dict.delete(PDFName.of(key));
          this.#add(finding, textOf(await this.file.resolve(value)));
        }
      }
    } else {
      dict.delete(PDFName.of("M"));
    }
    if (rules.REMARKS.has(name) && name !== "Popup") {
      const said = await this.file.resolve(dict.get(PDFName.of("Contents")));
      this.remains.add("remarks", textOf(said));
    }
    const value = await this.file.resolve(dict.get(PDFName.of("V")));
    if (value instanceof PDFDict && value.has(PDFName.of("ByteRange"))) {
      dict.delete(PDFName.of("V"));
      const signer = await this.file.resolve(value.get(PDFName.of("Name")));
      this.found.add("signature", textOf(signer));
    }
  }

  /** @param {Finding | null} kind @param {string} value */
  #add(kind, value) {
    if (kind) {
      this.found.add(kind, value);
    }
  }

  /** @param {PDFDict} catalog of which layers that are switched off are noted */
  async #lookForLayers(catalog) {
    const layers = await this.file.resolve(catalog.get(PDFName.of("OCProperties")));
    const shown = layers instanceof PDFDict ? layers.get(PDFName.of("D")) : null;
    const settings = await this.file.resolve(shown ?? undefined);
    const off = settings instanceof PDFDict ? settings.get(PDFName.of("OFF")) : undefined;
    const list = await this.file.resolve(off);
    if (list instanceof PDFArray && list.size() > 0) {
      this.remains.add("hidden");
    }
    // A form that is made anew by a program at every opening has no pages to show without it.
    need(!catalog.has(PDFName.of("NeedsRendering")));
  }
}

/** @param {string} name of a key @param {Role} role of the dictionary @returns {Role} of what is behind it */
function roleBehind(name, role) {
  if (role === "resources") {
    return "names";
  }
  if (role === "names") {
    return "plain";
  }
  return rules.ROLES_WITHIN[role]?.[name] ?? rules.ROLES[name] ?? "plain";
}

/** @param {PDFObject | undefined} value @returns {string} of a text; of anything else empty */
function textOf(value) {
  if (value instanceof PDFString || value instanceof PDFHexString) {
    return value.decodeText();
  }
  return "";
}
