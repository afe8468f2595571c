/** How the XML inside an OOXML part is rewritten: text stays, who wrote it when does not. */

import { isPath, isWeb } from "./neutral.js";
import { unescapeXml } from "./xml.js";

/** @import { Work } from "./office.js" */
/** @import { Rules, Tag } from "./xml.js" */

/** Elements that go with all that is in them: numbers of sittings, of documents, of data behind the text; paths. */
const ELEMENTS_GONE = new Map(
  Object.entries(
    /** @type {const} */ ({
      rsids: "history",
      attachedTemplate: "template",
      docVars: "other",
      mailMerge: "path",
      absPath: "path",
      fileSharing: "author",
      customWorkbookViews: "author",
      customSheetViews: null,
      revisionPtr: "identifier",
      docId: "identifier",
      creationId: "identifier",
      modifyId: "identifier",
      rowId: "identifier",
      colId: "identifier",
      themeFamily: "identifier",
      custDataLst: "other",
      customProperties: "other",
      dataBinding: null,
      activeWritingStyle: null,
      proofState: null,
    }),
  ),
);
const REMARK_MARKS = new Set(["commentRangeStart", "commentRangeEnd", "commentReference"]);
const CHANGES = new Set([
  "ins",
  "del",
  "moveFrom",
  "moveTo",
  "cellIns",
  "cellDel",
  "rPrChange",
  "pPrChange",
]);
/** Attributes by prefix and name. */
const ATTRIBUTES_GONE =
  /^(w:rsid\w*|w14:textId|xr\d*:uid|wp14:(anchorId|editId)|o:gfxdata|w16du:dateUtc|documentId|coauthVersion\w*)$/;
const PARAGRAPH = /^w\d*:paraId(Parent)?$/;
const AUTHOR = /^(w:author|w:initials|author|displayName|userId|initials|lastModifiedBy)$/;
const DATED = /^(w:date|dT|dt)$/;
const COMMENT_PART = /comments\w*\d*\.xml$|threadedComment|\/comments\//i;
const PEOPLE_PART = /commentAuthors\.xml$|\/authors\.xml$|\/persons\//i;
const FIELDS =
  /^\s*(AUTHOR|LASTSAVEDBY|USERNAME|USERINITIALS|USERADDRESS|FILENAME|TEMPLATE|INCLUDEPICTURE|INCLUDETEXT|LINK|DOCPROPERTY)\b/i;
const FIRST_MOMENT = "2000-01-01T00:00:00.000";
const REFERENCES = new Set(["r:id", "r:embed", "r:link", "r:pict"]);

/** @implements {Rules} */
export class OoxmlRules {
  /** @param {Work} work @param {string} part its name @param {Set<string>} gone relationships of the part that go */
  constructor(work, part, gone) {
    this.work = work;
    this.part = part;
    this.gone = gone;
    this.inComments = COMMENT_PART.test(part);
    this.inPeople = PEOPLE_PART.test(part);
  }

  /** @param {Tag} tag @returns {boolean} */
  tag(tag) {
    const { local, attributes } = tag;
    const { found, wishes } = this.work;
    if (ELEMENTS_GONE.has(local)) {
      const kind = ELEMENTS_GONE.get(local);
      if (kind) {
        found.add(kind, unescapeXml(attributes.get("url") ?? attributes.get("userName") ?? ""));
      }
      return false;
    }
    if (wishes.withoutRemarks && REMARK_MARKS.has(local)) {
      return false;
    }
    for (const [key, value] of attributes) {
      if (REFERENCES.has(key) && this.gone.has(value)) {
        // A page keeps its settings without the printer's; whatever else points to nothing goes.
        if (local !== "pageSetup") {
          return false;
        }
        attributes.delete(key);
      } else {
        this.#attribute(tag, key, value);
      }
    }
    this.#note(tag);
    return true;
  }

  /** @param {Tag} tag @param {string} key @param {string} value */
  #attribute({ local, attributes }, key, value) {
    const { found, people } = this.work;
    if (ATTRIBUTES_GONE.test(key)) {
      attributes.delete(key);
      found.add(key.startsWith("w:rsid") ? "history" : "identifier");
    } else if (PARAGRAPH.test(key)) {
      this.#paragraph(attributes, key, value);
    } else if (AUTHOR.test(key) || (this.inPeople && key === "name")) {
      // A person's initials and number at a service become what the name became.
      const name = attributes.get("w:author") ?? attributes.get("displayName");
      const own = name ?? (this.inPeople ? attributes.get("name") : undefined);
      attributes.set(key, people.neutral(own ?? value));
    } else if (this.inPeople && key === "providerId") {
      attributes.set(key, "None");
    } else if (DATED.test(key) && value !== "") {
      found.add("time", unescapeXml(value));
      attributes.delete(key);
    } else if (this.inComments && key === "created" && value !== FIRST_MOMENT) {
      found.add("time", unescapeXml(value));
      attributes.set(key, FIRST_MOMENT);
    } else if (local === "connection" && (key === "sourceFile" || key === "odcFile")) {
      found.add("path", unescapeXml(value));
      attributes.delete(key);
    } else if (local === "dbPr" && key === "connection" && value !== "") {
      found.add("path", unescapeXml(value));
      attributes.set(key, "");
    } else if (!key.startsWith("xmlns") && isPath(unescapeXml(value)) && !isWeb(value)) {
      found.add("path", unescapeXml(value));
      attributes.set(key, "");
    }
  }

  /**
   * Paragraphs are numbered by chance, so that a copy could be recognised; threads of comments refer to the numbers.
   *
   * @param {Map<string, string>} attributes
   * @param {string} key
   * @param {string} value
   */
  #paragraph(attributes, key, value) {
    if (!this.inComments) {
      attributes.delete(key);
      this.work.found.add("identifier");
      return;
    }
    attributes.set(key, paragraphNumber(this.work, value));
  }

  /** @param {Tag} tag notes what stays and may betray */
  #note({ local, name, attributes }) {
    const { remains } = this.work;
    if (this.inComments && /^(comment|cm|threadedComment)$/.test(local)) {
      remains.add("remarks");
    } else if (name.startsWith("w:") && CHANGES.has(local)) {
      remains.add("changes");
    } else if (local === "vanish" || /^(hidden|veryHidden)$/.test(attributes.get("state") ?? "")) {
      remains.add("hidden", unescapeXml(attributes.get("name") ?? ""));
    } else if ((local === "row" || local === "col") && attributes.get("hidden") === "1") {
      remains.add("hidden");
    } else if (local === "sld" && attributes.get("show") === "0") {
      remains.add("hidden");
    } else if (local === "notes" && name.startsWith("p:")) {
      remains.add("notes");
    } else if (local === "fldSimple") {
      this.#noteField(attributes.get("w:instr") ?? "");
    }
  }

  /** @param {string} text @param {string[]} parents @returns {string} */
  text(text, parents) {
    const local = parents.at(-1);
    if (local === "instrText") {
      this.#noteField(text);
    } else if (local === "author" && this.inComments) {
      // Not a name but the number of a threaded comment.
      return text.startsWith("tc={") ? text : this.work.people.neutral(text);
    } else if (local === "t" && this.inComments) {
      return this.work.people.neutralHeading(text);
    }
    return text;
  }

  /** @param {string} written the instruction of a field, which shows a name, a path or another file in the text */
  #noteField(written) {
    const instruction = unescapeXml(written);
    if (FIELDS.test(instruction)) {
      this.work.remains.add("fields", instruction);
    }
  }
}

/** @type {WeakMap<Work, Map<string, string>>} */
const PARAGRAPHS = new WeakMap();

/** @param {Work} work @param {string} value @returns {string} a number in the order of appearance, eight digits of hex */
function paragraphNumber(work, value) {
  const numbers = PARAGRAPHS.get(work) ?? new Map();
  PARAGRAPHS.set(work, numbers);
  const known =
    numbers.get(value) ?? (numbers.size + 1).toString(16).toUpperCase().padStart(8, "0");
  numbers.set(value, known);
  return known;
}
