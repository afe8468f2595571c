/** Says what a block of XMP, which is XML, would betray. It is only searched, never parsed: it goes as a whole. */

import { Findings } from "./findings.js";

/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Finding } from "./findings.js" */

/** Names of ISO 16684-1 and of cameras' and editors' own schemas. @type {[Finding, RegExp][]} */
const SIGNS = [
  ["position", /GPS|photoshop:(City|State|Country)|Iptc4xmp\w+:Location/],
  ["author", /creator|Author|Owner|rights|[Cc]redit|Byline/],
  ["serial", /Serial|DocumentID|InstanceID|ImageUniqueID/],
  ["camera", /tiff:(Make|Model)|aux:Lens|exifEX:LensModel/],
  ["time", /Date|Time/],
  ["thumbnail", /Thumbnails|xmpGImg/],
  ["comment", /description|title|UserComment|Headline/],
  ["software", /CreatorTool|softwareAgent|xmptk/],
];
const SEARCHED_LEN = 1 << 20;
/** A property as an attribute, or as the first text inside its element, lists included. */
const PROPERTY =
  /([A-Za-z0-9]{1,40}:[A-Za-z0-9]{1,60})(?:="([^"<]{1,300})"|[^<>]{0,200}>\s{0,40}(?:<rdf:[^<>]{1,80}>\s{0,40}){0,3}([^<>]{1,300})<)/g;
const PROPERTIES_MAX = 2_000;

/**
 * @param {Bytes} block
 * @returns {Findings<Finding>} with "history" always: that is what XMP is made for
 */
export function readXmp(block) {
  const text = new TextDecoder().decode(block.subarray(0, SEARCHED_LEN));
  /** @type {Findings<Finding>} */
  const found = new Findings();
  found.add("history");
  for (const [kind, sign] of SIGNS) {
    if (sign.test(text)) {
      found.add(kind);
    }
  }
  let read = 0;
  for (const [, name = "", attribute, inside] of text.matchAll(PROPERTY)) {
    const kind = SIGNS.find(([, sign]) => sign.test(name))?.[0];
    if (kind) {
      found.add(kind, (attribute ?? inside ?? "").trim(), 0);
    }
    read += 1;
    if (read > PROPERTIES_MAX) {
      break;
    }
  }
  return found;
}
