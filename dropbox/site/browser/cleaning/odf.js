/** Which parts, elements and attributes of an OpenDocument file stay (ISO 26300), and what the others would betray. */

import { LockedError, need, UnsupportedError } from "./bytes.js";
import { isPath } from "./neutral.js";
import { rewriteXml, unescapeXml } from "./xml.js";

/** @import { Finding } from "./findings.js" */
/** @import { Format, Work } from "./office.js" */
/** @import { Rules, Tag } from "./xml.js" */

const MANIFEST = "META-INF/manifest.xml";
/** @type {Record<string, string>} */
const ENDINGS = {
  text: "odt",
  "text-template": "ott",
  spreadsheet: "ods",
  "spreadsheet-template": "ots",
  presentation: "odp",
  "presentation-template": "otp",
  graphics: "odg",
};
/** @type {[RegExp, Finding][]} */
const DROPPED = [
  [/(^|\/)meta\.xml$/, "other"],
  [/^Thumbnails\//, "thumbnail"],
  [/^META-INF\/\w*signatures\.xml$/, "signature"],
  [/^(Configurations2|layout-cache|manifest\.rdf|Versions|VersionList\.xml)/, "other"],
];
/** @type {Record<string, Finding>} */
const PROPERTIES = {
  "initial-creator": "author",
  creator: "author",
  "printed-by": "author",
  "creation-date": "time",
  date: "time",
  "print-date": "time",
  "editing-cycles": "history",
  "editing-duration": "history",
  generator: "software",
  title: "title",
  subject: "title",
  keyword: "title",
  description: "comment",
  "user-defined": "other",
};
/** Settings of a printer, of a folder, of a sitting. */
const SETTINGS_GONE =
  /^(Printer(Name|Setup|PaperFromSetup)|Current.*|Rsid(Root)?|.*(URL|Path|Database).*|SaveVersionOnClose|ActiveTable)$/;
const FIELDS = new Set([
  "author-name",
  "author-initials",
  "initial-creator",
  "creator",
  "file-name",
  "template-name",
  "printed-by",
]);
const FIRST_MOMENT = "2000-01-01T00:00:00";

/** @implements {Format} */
export class OpenDocument {
  /** @param {Work} work @returns {Promise<OpenDocument>} raises UnsupportedError for an archive that is no document */
  static async over(work) {
    const entry = work.archive.entries.get("mimetype");
    if (!entry) {
      throw new UnsupportedError("archive");
    }
    need(entry.len < 200);
    const type = new TextDecoder().decode(await work.archive.unpack(entry, 200));
    const ending = ENDINGS[type.trim().replace("application/vnd.oasis.opendocument.", "")];
    need(ending);
    const format = new OpenDocument(work, ending);
    await format.#survey();
    return format;
  }

  /** Who wrote the remark that is being read. */
  #creator = "";

  /** @param {Work} work @param {string} ending */
  constructor(work, ending) {
    this.work = work;
    this.ending = ending;
  }

  async #survey() {
    const { archive, found } = this.work;
    if ((await this.work.text(MANIFEST)).includes("encryption-data")) {
      throw new LockedError();
    }
    for (const name of archive.entries.keys()) {
      if (/^(Basic|Scripts|Dialogs)\/.*(?<!-l[bc]\.xml)$/.test(name) && !name.endsWith("/")) {
        throw new UnsupportedError("macros");
      }
      const kind = DROPPED.find(([part]) => part.test(name))?.[1];
      if (name === "meta.xml") {
        await this.#readProperties();
      } else if (kind && kind !== "other") {
        found.add(kind);
      }
    }
  }

  async #readProperties() {
    let key = "";
    await rewriteXml(await this.work.text("meta.xml"), {
      tag: ({ local, attributes }) => {
        key = attributes.get("meta:name") ?? "";
        if (local === "template") {
          this.work.found.add("template", unescapeXml(attributes.get("xlink:href") ?? ""));
        }
        return true;
      },
      text: (text, parents) => {
        const kind = PROPERTIES[parents.at(-1) ?? ""];
        const value = unescapeXml(text).trim();
        if (kind && value && value !== "0") {
          this.work.found.add(kind, kind === "other" ? `${key}: ${value}` : value);
        }
        return text;
      },
    });
  }

  /** @param {string} name @returns {boolean} */
  drops(name) {
    return DROPPED.some(([part]) => part.test(name));
  }

  /** @param {string} name @returns {Rules | null} */
  rules(name) {
    if (!/\.(xml|rdf)$/.test(name)) {
      return null;
    }
    if (name === MANIFEST) {
      return {
        tag: ({ local, attributes }) => {
          const path = unescapeXml(attributes.get("manifest:full-path") ?? "");
          return !(local === "file-entry" && this.drops(path));
        },
        text: (text) => text,
      };
    }
    return { tag: (tag) => this.#tag(tag), text: (text, parents) => this.#text(text, parents) };
  }

  /** @param {Tag} tag @returns {boolean} */
  #tag(tag) {
    const { name, attributes } = tag;
    const { found, remains, wishes } = this.work;
    const setting = attributes.get("config:name") ?? "";
    if (name === "config:config-item" && SETTINGS_GONE.test(setting)) {
      found.add(setting.startsWith("Printer") ? "printer" : "other");
      return false;
    }
    if (name === "office:annotation" || name === "office:annotation-end") {
      if (wishes.withoutRemarks) {
        found.add("comment");
        return false;
      }
      if (name === "office:annotation") {
        remains.add("remarks");
      }
    }
    for (const [key, value] of attributes) {
      this.#attribute(attributes, key, value);
    }
    this.#note(tag);
    return true;
  }

  /** @param {Map<string, string>} attributes @param {string} key @param {string} value */
  #attribute(attributes, key, value) {
    const { found, people } = this.work;
    if (/^officeooo:(paragraph-)?rsid$/.test(key)) {
      attributes.delete(key);
      found.add("history");
    } else if (key === "loext:resolved-by" || key === "loext:sender-initials") {
      attributes.set(key, people.neutral(value));
    } else if (!key.startsWith("xmlns") && isPath(unescapeXml(value))) {
      found.add("path", unescapeXml(value));
      attributes.set(key, "");
    }
  }

  /** @param {Tag} tag notes what stays and may betray */
  #note({ name, local, attributes }) {
    const { remains } = this.work;
    const isHidden =
      attributes.get("text:display") === "none" || attributes.get("table:display") === "false";
    if (local === "changed-region") {
      remains.add("changes");
    } else if (isHidden || attributes.get("table:visibility") === "collapse") {
      remains.add("hidden", unescapeXml(attributes.get("table:name") ?? ""));
    } else if (name === "presentation:notes") {
      remains.add("notes");
    } else if (name.startsWith("text:") && (FIELDS.has(local) || local.startsWith("sender-"))) {
      remains.add("fields", local);
    } else if (name === "text:a" && attributes.get("xlink:href")) {
      remains.add("links", unescapeXml(attributes.get("xlink:href") ?? ""));
    }
  }

  /** @param {string} text @param {string[]} parents @returns {string} */
  #text(text, parents) {
    const local = parents.at(-1) ?? "";
    const around = parents.at(-2) ?? "";
    if (around !== "annotation" && around !== "change-info") {
      return text;
    }
    if (local === "creator") {
      this.#creator = this.work.people.neutral(text);
      return this.#creator;
    }
    if (local === "creator-initials" || local === "sender-initials") {
      return this.#creator || this.work.people.neutral(text);
    }
    if (local === "date" || local === "date-string") {
      if (text !== FIRST_MOMENT) {
        this.work.found.add("time", unescapeXml(text));
      }
      return FIRST_MOMENT;
    }
    return text;
  }

  /** @param {string[]} names @returns {string[]} the type first and unpacked, as the standard asks */
  order(names) {
    return names.sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
  }

  /** @param {string} name @returns {boolean} */
  stored(name) {
    return name === "mimetype";
  }
}

/** @param {string} name @returns {number} */
function rank(name) {
  return name === "mimetype" ? 0 : 1;
}
