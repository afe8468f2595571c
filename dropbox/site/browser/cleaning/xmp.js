/** Says what a block of XMP, which is XML, would betray. It is only searched, never parsed: it goes as a whole. */

/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Finding } from "./exif.js" */

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

/**
 * @param {Bytes} block
 * @returns {Set<Finding>} with "history" always: that is what XMP is made for
 */
export function readXmp(block) {
  const text = new TextDecoder("latin1").decode(block.subarray(0, SEARCHED_LEN));
  const signs = SIGNS.filter(([, sign]) => sign.test(text)).map(([finding]) => finding);
  return new Set([.../** @type {const} */ (["history"]), ...signs]);
}
