/** Which keys of a PDF document's dictionaries stay, and what the others would betray (ISO 32000-1; lists of what stays where there can be one). */

/** @import { Finding } from "./findings.js" */

/** What an object is for; decides which of its keys stay. */
/** @typedef {"catalog" | "pages" | "resources" | "names" | "states" | "form" | "field" | "annotation" | "content" | "action" | "trees" | "plain"} Role */

/** @type {Partial<Record<Role, Set<string>>>} */
export const KEPT = {
  catalog: new Set([
    "Type",
    "Version",
    "Pages",
    "PageLabels",
    "Names",
    "Dests",
    "ViewerPreferences",
    "PageLayout",
    "PageMode",
    "Outlines",
    "OpenAction",
    "StructTreeRoot",
    "MarkInfo",
    "Lang",
    "OCProperties",
    "AcroForm",
  ]),
  pages: new Set([
    "Type",
    "Parent",
    "Kids",
    "Count",
    "Resources",
    "MediaBox",
    "CropBox",
    "BleedBox",
    "TrimBox",
    "ArtBox",
    "Rotate",
    "Group",
    "Contents",
    "Annots",
    "UserUnit",
    "StructParents",
    "Tabs",
    "Trans",
    "Dur",
  ]),
  form: new Set(["Fields", "NeedAppearances", "CO", "DR", "DA", "Q"]),
  trees: new Set(["Dests"]),
  action: new Set(["Type", "S", "D", "SD", "URI", "IsMap", "N"]),
};

/** Keys that go wherever they stand, but where keys are names that somebody chose. @type {Record<string, Finding>} */
export const GONE = {
  Metadata: "history",
  PieceInfo: "software",
  LastModified: "time",
  AA: "script",
  JS: "script",
  AF: "embedded",
  EF: "embedded",
  Thumb: "thumbnail",
  OPI: "path",
  Ref: "path",
  CreatorInfo: "author",
  User: "author",
  Measure: "other",
  PtData: "position",
  VP: "position",
  SpiderInfo: "other",
  ID: "identifier",
};

/** What else goes with its key in catalog, pages and form. @type {Record<string, Finding>} */
export const DROPPED = {
  ...GONE,
  JavaScript: "script",
  EmbeddedFiles: "embedded",
  Collection: "embedded",
  OutputIntents: "profile",
  Perms: "signature",
  SigFlags: "signature",
  DSS: "signature",
  URI: "path",
};

/** Keys of remarks that name who wrote them and when; a form's fields have their own name under T. */
export const REMARK_KEYS = /** @type {const} */ ({
  T: "author",
  M: "time",
  CreationDate: "time",
  NM: "identifier",
  RC: null,
  Subj: null,
  ExData: "other",
});

/** What an annotation may be. All others carry files, films or programs. */
export const ORDINARY_ANNOTATIONS = new Set(["Link", "Widget", "TrapNet", "PrinterMark"]);
export const REMARKS = new Set([
  "Text",
  "FreeText",
  "Line",
  "Square",
  "Circle",
  "Polygon",
  "PolyLine",
  "Highlight",
  "Underline",
  "Squiggly",
  "StrikeOut",
  "Stamp",
  "Caret",
  "Ink",
  "Popup",
  "Redact",
]);

/** Of the document's description. @type {Record<string, Finding>} */
export const DESCRIPTION = {
  Author: "author",
  Creator: "software",
  Producer: "software",
  CreationDate: "time",
  ModDate: "time",
  SourceModified: "time",
  Title: "title",
  Subject: "title",
  Keywords: "title",
  Company: "company",
  Manager: "author",
};

/** What is behind a key. @type {Record<string, Role>} */
export const ROLES = {
  A: "action",
  OpenAction: "action",
  Resources: "resources",
  DR: "resources",
  AP: "names",
  CharProcs: "names",
  RoleMap: "names",
  ClassMap: "names",
  Dests: "names",
  Colorants: "names",
};

/** What is behind a key of these, before ROLES is asked. @type {Partial<Record<Role, Record<string, Role>>>} */
export const ROLES_WITHIN = {
  catalog: { Pages: "pages", Names: "trees", AcroForm: "form" },
  pages: { Kids: "pages", Parent: "pages", Annots: "annotation", Contents: "content" },
  form: { Fields: "field" },
  field: { Kids: "field", Parent: "field" },
  annotation: { Parent: "field", Kids: "field", Popup: "annotation", IRT: "annotation" },
  trees: { Dests: "plain" },
  action: {},
};

/** Actions that show a place or open a page of the web. All others run programs, or name files of somebody's computer. */
export const ACTIONS = new Set(["GoTo", "URI", "Named"]);
