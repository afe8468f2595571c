/** Which parts, elements and attributes of an OOXML document stay (ECMA-376), and what the others would betray. */

import { need, UnsupportedError } from "./bytes.js";
import { isPath, isWeb } from "./neutral.js";
import { OoxmlRules } from "./ooxml_rules.js";
import { rewriteXml, unescapeXml } from "./xml.js";

/** @import { Finding } from "./findings.js" */
/** @import { Format, Work } from "./office.js" */
/** @import { Rules, Tag } from "./xml.js" */

const TYPES = "[Content_Types].xml";
/** Endings by the type of the main part. @type {[RegExp, string][]} */
const ENDINGS = [
  [/wordprocessingml\.document\.main/, "docx"],
  [/wordprocessingml\.template\.main/, "dotx"],
  [/spreadsheetml\.sheet\.main/, "xlsx"],
  [/spreadsheetml\.template\.main/, "xltx"],
  [/presentationml\.presentation\.main/, "pptx"],
  [/presentationml\.slideshow\.main/, "ppsx"],
  [/presentationml\.template\.main/, "potx"],
];
/** Parts that no page needs. @type {[RegExp, Finding][]} */
const DROPPED = [
  [/^docProps\/thumbnail\./i, "thumbnail"],
  [/^docProps\//i, "other"],
  [/^docMetadata\//i, "company"],
  [/^customXml\//i, "other"],
  [/\/printerSettings\//i, "printer"],
  [/^word\/people\.xml$/i, "author"],
  [/^word\/comments(Ids|Extensible)\.xml$/i, "identifier"],
  [/^word\/recipientData\.xml$/i, "other"],
  [/^xl\/revisions\//i, "history"],
  [/^ppt\/(revisionInfo\.xml|changesInfos\/)/i, "history"],
  [/^ppt\/viewProps\.xml$/i, "history"],
  [/^ppt\/tags\//i, "other"],
  [/\/customProperty\d*\.bin$/i, "other"],
  [/^userCustomization\//i, "other"],
  [/^_xmlsignatures\//i, "signature"],
];
const REMARK_PARTS =
  /^word\/comments\w*\.xml$|^xl\/(comments\d*\.xml|comments\/|threadedComments\/|persons\/)|^ppt\/(comments\/|commentAuthors\.xml|authors\.xml)/i;
const XML_PART = /\.(xml|rels|vml)$/i;
/** The properties of a document and what each is. @type {Record<string, Finding>} */
const PROPERTIES = {
  creator: "author",
  lastModifiedBy: "author",
  Manager: "author",
  Company: "company",
  Template: "template",
  created: "time",
  modified: "time",
  lastPrinted: "time",
  TotalTime: "history",
  revision: "history",
  title: "title",
  subject: "title",
  keywords: "title",
  category: "title",
  description: "comment",
  Application: "software",
  AppVersion: "software",
  HyperlinkBase: "path",
  lpwstr: "other",
};
const RELATIONSHIPS_GONE = /\/(attachedTemplate|mailMergeSource|mailMergeHeaderSource)$/;

/** @implements {Format} */
export class OfficeOpen {
  /** @param {Work} work @returns {Promise<OfficeOpen | null>} null for an archive that is no such document */
  static async over(work) {
    if (!work.archive.entries.has(TYPES)) {
      return null;
    }
    const types = await work.text(TYPES);
    // Programs inside a document are evidence or a danger: both are for the inspectors to see whole.
    if (/macroEnabled|vbaProject/.test(types)) {
      throw new UnsupportedError("macros");
    }
    const ending = ENDINGS.find(([type]) => type.test(types))?.[1];
    need(ending);
    const format = new OfficeOpen(work, ending);
    await format.#survey();
    return format;
  }

  /** Of each part, the numbers of relationships that go. @type {Map<string, Set<string>>} */
  #gone = new Map();

  /** @param {Work} work @param {string} ending */
  constructor(work, ending) {
    this.work = work;
    this.ending = ending;
  }

  /** Notes what the parts that go say, and which relationships go with them. */
  async #survey() {
    const { archive, found } = this.work;
    for (const name of archive.entries.keys()) {
      const kind = DROPPED.find(([part]) => part.test(name))?.[1];
      if (/^docProps\/\w+\.xml$/i.test(name)) {
        await this.#readProperties(name);
      } else if (kind) {
        found.add(kind);
      } else if (this.drops(name)) {
        found.add("comment");
      }
      if (name.endsWith(".rels")) {
        await this.#readRelationships(name);
      }
    }
  }

  /** @param {string} name */
  async #readProperties(name) {
    let key = "";
    await rewriteXml(await this.work.text(name), {
      tag: (tag) => {
        key = tag.attributes.get("name") ?? key;
        return true;
      },
      text: (text, parents) => {
        const property = parents.at(-1) ?? "";
        const kind = PROPERTIES[property];
        const value = unescapeXml(text).trim();
        if (kind && value && value !== "0") {
          this.work.found.add(kind, kind === "other" && key ? `${key}: ${value}` : value);
        }
        return text;
      },
    });
  }

  /** @param {string} name of a part with relationships */
  async #readRelationships(name) {
    const gone = new Set();
    await rewriteXml(await this.work.text(name), {
      tag: ({ local, attributes }) => {
        const id = attributes.get("Id");
        if (local === "Relationship" && id && this.#relationshipGoes(name, attributes)) {
          gone.add(id);
        }
        return true;
      },
      text: (text) => text,
    });
    this.#gone.set(name.replace(/_rels\/([^/]*)\.rels$/, "$1"), gone);
  }

  /** @param {string} name of the part with relationships @param {Map<string, string>} attributes @returns {boolean} */
  #relationshipGoes(name, attributes) {
    const target = unescapeXml(attributes.get("Target") ?? "");
    if (RELATIONSHIPS_GONE.test(attributes.get("Type") ?? "")) {
      return true;
    }
    return attributes.get("TargetMode") !== "External" && this.drops(resolved(name, target));
  }

  /** @param {string} name @returns {boolean} */
  drops(name) {
    const dropped = DROPPED.some(([part]) => part.test(name));
    return dropped || (this.work.wishes.withoutRemarks === true && REMARK_PARTS.test(name));
  }

  /** @param {string} name @returns {Rules | null} */
  rules(name) {
    if (!XML_PART.test(name)) {
      return null;
    }
    if (name === TYPES) {
      return { tag: (tag) => this.#keepsType(tag), text: (text) => text };
    }
    if (name.endsWith(".rels")) {
      return { tag: (tag) => this.#keepsRelationship(name, tag), text: (text) => text };
    }
    return new OoxmlRules(this.work, name, this.#gone.get(name) ?? new Set());
  }

  /** @param {Tag} tag @returns {boolean} */
  #keepsType({ local, attributes }) {
    return !(local === "Override" && this.drops((attributes.get("PartName") ?? "").slice(1)));
  }

  /** @param {string} name @param {Tag} tag @returns {boolean} */
  #keepsRelationship(name, { local, attributes }) {
    if (local !== "Relationship") {
      return true;
    }
    const target = unescapeXml(attributes.get("Target") ?? "");
    if (this.#relationshipGoes(name, attributes)) {
      const isTemplate = RELATIONSHIPS_GONE.test(attributes.get("Type") ?? "");
      if (isTemplate) {
        this.work.found.add("template", target);
      }
      return false;
    }
    if (attributes.get("TargetMode") === "External") {
      if (isWeb(target)) {
        if (target !== "about:blank") {
          this.work.remains.add("links", target);
        }
      } else {
        // Another file of the same computer: its name is kept out, the relationship is needed.
        this.work.found.add(isPath(target) ? "path" : "other", target);
        attributes.set("Target", "about:blank");
      }
    }
    return true;
  }

  /** @param {string[]} names @returns {string[]} types first, as every program writes them, then by name */
  order(names) {
    return names.sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
  }

  /** @returns {boolean} */
  stored() {
    return false;
  }
}

/** @param {string} name @returns {number} */
function rank(name) {
  return name === TYPES ? 0 : Number(name !== "_rels/.rels") + 1;
}

/** @param {string} rels name of a part with relationships @param {string} target @returns {string} the part that it names */
function resolved(rels, target) {
  if (target.startsWith("/")) {
    return target.slice(1);
  }
  const folders = rels.split("/").slice(0, -2);
  for (const step of target.split("/")) {
    if (step === "..") {
      folders.pop();
    } else if (step !== ".") {
      folders.push(step);
    }
  }
  return folders.join("/");
}
