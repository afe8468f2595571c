// Documents and films that were made to keep the cleaner busy, to fill memory, or to get something past it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, deflateRawSync, deflateSync } from "node:zlib";
import fc from "fast-check";
import { inspect } from "../../dropbox/site/browser/cleaning/bundle.js";
import { ascii, CleaningError, join } from "../../dropbox/site/browser/cleaning/bytes.js";
import { Findings } from "../../dropbox/site/browser/cleaning/findings.js";
import { inflate } from "../../dropbox/site/browser/cleaning/inflate.js";
import { isPath, People } from "../../dropbox/site/browser/cleaning/neutral.js";
import { Rope } from "../../dropbox/site/browser/cleaning/rope.js";
import { rewriteXml } from "../../dropbox/site/browser/cleaning/xml.js";
import { pack, writeArchive } from "../../dropbox/site/browser/cleaning/zip.js";

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/** @param {Bytes} file */
function source(file) {
  const read = async (/** @type {number} */ from, /** @type {number} */ to) => file.slice(from, to);
  return { len: file.length, read };
}

/** @param {Bytes} file */
async function look(file) {
  const seen = await inspect(source(file), {});
  const raw = seen.cleaned ? await seen.cleaned.read(0, seen.cleaned.len) : new Uint8Array();
  return { ...seen, raw, text: Buffer.from(raw).toString("latin1") };
}

/** @param {Bytes} file @param {string} obstacle */
async function refused(file, obstacle) {
  assert.equal((await look(file)).obstacle, obstacle);
}

// -- PDF

/** @param {string[]} objects from number 1; the first is the catalog @param {string} [trailer] @param {string} [behind] */
function pdf(objects, trailer = "", behind = "") {
  let text = "%PDF-1.7\n";
  const rows = objects.map((object, index) => {
    const at = String(text.length).padStart(10, "0");
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${at} 00000 n \n`;
  });
  const at = text.length;
  text += `xref\n0 ${rows.length + 1}\n0000000000 65535 f \n${rows.join("")}`;
  text += `trailer\n<</Size ${rows.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${at}\n%%EOF\n`;
  return ascii(text + behind);
}

const CATALOG = "<</Type/Catalog/Pages 2 0 R>>";
const PAGES = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
const PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>";

test("PDF: the least document passes, and nothing is found in it", async () => {
  const { obstacle, found, text } = await look(pdf([CATALOG, PAGES, PAGE]));
  assert.equal(obstacle, null);
  assert.deepEqual([...found], []);
  assert.match(text, /\/MediaBox \[ 0 0 9 9 \]/);
});

test("PDF: pages and tables that lead to themselves end", async () => {
  await look(pdf([CATALOG, "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1>>", PAGE]));
  await look(pdf([CATALOG, "<</Type/Pages/Kids 2 0 R>>"]));
  await look(pdf([CATALOG, PAGES, "<</Type/Page/Parent 3 0 R/Annots 3 0 R/Contents 3 0 R>>"]));
  await look(pdf(["<</Type/Catalog/Pages 1 0 R/AcroForm 1 0 R/Names 1 0 R>>"]));
  const looped = Buffer.from(pdf([CATALOG, PAGES, PAGE], "/Prev 00000000"));
  const at = String(looped.indexOf("xref\n0")).padStart(8, "0");
  looped.write(at, looped.indexOf("/Prev ") + 6, "latin1");
  assert.equal((await look(new Uint8Array(looped))).obstacle, null);
});

test("PDF: nesting without end, and numbers without end, are refused", async () => {
  await refused(pdf([CATALOG, PAGES, "[".repeat(200_000)]), "damaged");
  await refused(pdf([CATALOG, PAGES, `${"<</A".repeat(50_000)} 1`]), "damaged");
  await refused(pdf([CATALOG, PAGES, `<</Type/Page/Rotate ${"9".repeat(500_000)}`]), "damaged");
  await refused(
    ascii(`%PDF-1.7\nxref\n0 999999999\n${"0".repeat(999)}\nstartxref\n9\n%%EOF`),
    "damaged",
  );
});

test("PDF: a packed stream of objects is unpacked to its limit only", async () => {
  const bomb = deflateSync(Buffer.alloc(200_000_000, " "));
  const stream = `<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${bomb.length}>>stream\n`;
  const head = ascii(`%PDF-1.7\n1 0 obj\n${stream}`);
  const rows = deflateSync(Uint8Array.of(1, 0, 9, 0, 2, 0, 1, 0));
  const tail = ascii(
    `\nendstream\nendobj\n9 0 obj\n<</Type/XRef/Size 3/Index[1 2]/W[1 2 1]/Root 2 0 R` +
      `/Filter/FlateDecode/Length ${rows.length}>>stream\n`,
  );
  const at = head.length + bomb.length + tail.indexOf(0x39, 17);
  const end = ascii(`\nendstream\nendobj\nstartxref\n${at}\n%%EOF`);
  const before = process.memoryUsage().arrayBuffers;
  await refused(join([head, new Uint8Array(bomb), tail, new Uint8Array(rows), end]), "damaged");
  assert.ok(process.memoryUsage().arrayBuffers - before < 150_000_000);
});

test("PDF: what no page leads to is not carried along, whoever refers to it otherwise", async () => {
  const { found, text } = await look(
    pdf(
      [
        "<</Type/Catalog/Pages 2 0 R/Rahasia 4 0 R/Names<</Rahasia 4 0 R>>/PieceInfo 4 0 R>>",
        PAGES,
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/B 4 0 R/PieceInfo 4 0 R/AA 4 0 R>>",
        "(rahasia)",
      ],
      "/Info 4 0 R/ID[<00><00>]/Rahasia 4 0 R",
      "rahasia",
    ),
  );
  assert.ok(!text.includes("rahasia"));
  assert.ok(found.has("appended") && found.has("software") && found.has("identifier"));
});

test("PDF: only actions that show a place or the web stay", async () => {
  const actions = {
    "<</S/GoTo/D[3 0 R/Fit]>>": true,
    "<</S/URI/URI(https://contoh.example)>>": true,
    "<</S/URI/URI(file:///C:/Users/siti)>>": false,
    "<</S/JavaScript/JS(1)>>": false,
    "<</S/Launch/F(a.exe)>>": false,
    "<</S/SubmitForm/F(https://contoh.example)>>": false,
    "<</S/GoToR/F(b.pdf)>>": false,
  };
  for (const [action, stays] of Object.entries(actions)) {
    const link = `<</Type/Annot/Subtype/Link/Rect[0 0 1 1]/A ${action}>>`;
    const page = `<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots[${link}]>>`;
    const { text } = await look(pdf([CATALOG, PAGES, page]));
    assert.equal(/\/A\s*<</.test(text), stays, action);
  }
});

test("PDF: outlines keep their order, resources their names, forms their fields", async () => {
  const { text } = await look(
    pdf([
      "<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R/AcroForm<</Fields[6 0 R]>>>>",
      PAGES,
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots[6 0 R]/Resources<</XObject<</Metadata 7 0 R>>>>>>",
      "<</Type/Outlines/First 5 0 R/Last 8 0 R>>",
      "<</Title(satu)/Parent 4 0 R/Next 8 0 R>>",
      "<</Type/Annot/Subtype/Widget/FT/Tx/T(kolom)/V(isi)/Rect[0 0 1 1]>>",
      "<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length 0>>stream\n\nendstream",
      "<</Title(dua)/Parent 4 0 R/Prev 5 0 R>>",
    ]),
  );
  for (const kept of ["/Next", "(satu)", "(dua)", "/Metadata", "(kolom)", "(isi)", "/BBox"]) {
    assert.ok(text.includes(kept), kept);
  }
});

// -- archives and XML

const TYPES =
  '<Types xmlns="t"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
const RELS =
  '<Relationships xmlns="r"><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>';

/** @param {Record<string, string | Bytes>} parts */
async function docx(parts) {
  const all = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": RELS,
    "word/document.xml": "<w:document><w:p>isi</w:p></w:document>",
    ...parts,
  };
  const packed = [];
  for (const [name, content] of Object.entries(all)) {
    packed.push(await pack(name, typeof content === "string" ? ascii(content) : content));
  }
  return await new Rope(writeArchive(packed), async () => new Uint8Array()).read(0, 2 ** 30);
}

test("Office: the least document passes, and nothing is found in it", async () => {
  const { obstacle, found, ending } = await look(await docx({}));
  assert.deepEqual([obstacle, ending, [...found]], [null, "docx", []]);
});

test("Office: entities that multiply, broken XML and foreign writing are refused", async () => {
  for (const xml of [
    '<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY c "&b;&b;">]><w:document>&c;</w:document>',
    "<w:document><w:p></w:document></w:p>",
    "<w:document><w:p>",
    "<w:document a=b/>",
    "<w:document a='1",
    "</w:document>",
    '<?xml version="1.0" encoding="Shift_JIS"?><w:document/>',
    "<".repeat(100_000),
    "<a>".repeat(100_000),
  ]) {
    assert.notEqual(
      (await look(await docx({ "word/document.xml": xml }))).obstacle,
      null,
      xml.slice(0, 60),
    );
  }
});

test("Office: a part that unpacks to more than it says is cut off, and a large one refused", async () => {
  const bomb = deflateRawSync(Buffer.alloc(300_000_000));
  const honest = { name: "word/document.xml", method: 8, crc: 0, packedLen: bomb.length };
  for (const len of [300_000_000, 1_000]) {
    const packed = [
      await pack("[Content_Types].xml", ascii(TYPES)),
      { ...honest, len, part: new Uint8Array(bomb) },
    ];
    const rope = new Rope(writeArchive(packed), async () => new Uint8Array());
    const before = process.memoryUsage().arrayBuffers;
    await refused(await rope.read(0, rope.len), "damaged");
    assert.ok(process.memoryUsage().arrayBuffers - before < 100_000_000);
  }
});

test("Office: two parts of one name, and names that lead outside, are refused", async () => {
  const twice = await pack("[Content_Types].xml", ascii(TYPES));
  for (const entries of [
    [twice, twice],
    [twice, { ...twice, name: "../a.xml" }],
    [twice, { ...twice, name: "/a" }],
  ]) {
    const rope = new Rope(writeArchive(entries), async () => new Uint8Array());
    await refused(await rope.read(0, rope.len), "damaged");
  }
});

test("Office: documents in documents are cleaned to some depth, and said below", async () => {
  let inner = await docx({ "docProps/core.xml": "<c><creator>Siti</creator></c>" });
  for (let depth = 0; depth < 6; depth += 1) {
    inner = await docx({ "word/embeddings/a.docx": inner });
  }
  const { obstacle, cleaned } = await look(inner);
  assert.equal(obstacle, null);
  assert.ok(cleaned);
});

test("Office: what hides between the parts of an archive is not carried along", async () => {
  const file = Buffer.from(await docx({}));
  const at = file.indexOf("PK\x01\x02", 0, "latin1");
  const hidden = Buffer.from("rahasia");
  const spoiled = Buffer.concat([file.subarray(0, at), hidden, file.subarray(at)]);
  const end = spoiled.lastIndexOf("PK\x05\x06", undefined, "latin1");
  spoiled.writeUInt32LE(at + hidden.length, end + 16);
  const { obstacle, text } = await look(new Uint8Array(spoiled));
  assert.equal(obstacle, null);
  assert.ok(!text.includes("rahasia"));
});

test("XML: what stays is written as it was; what goes takes all in it along", async () => {
  const rules = {
    tag: (/** @type {{ local: string }} */ { local }) => local !== "x",
    text: (/** @type {string} */ text) => text,
  };
  const written = await rewriteXml(
    "<?xml version='1.0'?><a b='1' c=\"&quot;2>&quot;\"><!-- x --><x><a/><x>hilang</x></x>tinggal &amp; <x/><d/></a>",
    rules,
  );
  assert.equal(
    written.slice(written.indexOf("\n") + 1),
    '<a b="1" c="&quot;2>&quot;">tinggal &amp; <d/></a>',
  );
  await assert.rejects(rewriteXml("<a><![CDATA[x]]><b></a>", rules), CleaningError);
});

test("Names and folders: who is who can still be told, folders are known in every writing", () => {
  const people = new People(new Findings());
  assert.deepEqual(
    ["Siti", "Budi", "Siti", "", "A1"].map((name) => people.neutral(name)),
    ["A1", "A2", "A1", "", "A1"],
  );
  assert.equal(people.neutralHeading("Budi:"), "A2:");
  assert.equal(people.neutralHeading("Catatan:"), "Catatan:");
  for (const path of [
    "C:\\Users\\s",
    "d:/a",
    "\\\\server\\x",
    "file:///x",
    "/home/siti/a",
    "../../Users/a",
  ]) {
    assert.ok(isPath(path), path);
  }
  for (const other of ["https://c:/", "a:b", "http://x/home/", "1:2", "Bab C: isi"]) {
    assert.ok(!isPath(other), other);
  }
});

test("Unpacking stops at its limit and names what is broken", async () => {
  const bytes = new Uint8Array(deflateSync(Buffer.alloc(1_000_000)));
  assert.equal((await inflate(bytes, "deflate", 1_000_000)).length, 1_000_000);
  await assert.rejects(inflate(bytes, "deflate", 999_999), CleaningError);
  await assert.rejects(inflate(bytes.subarray(0, 99), "deflate", 1_000_000), CleaningError);
  await assert.rejects(inflate(ascii("bukan"), "deflate", 9), CleaningError);
  assert.equal(crc32(new Uint8Array()), 0);
});

// -- films

/** @param {string} type @param {...(Bytes | number[])} content */
function box(type, ...content) {
  const body = join(content.map((part) => Uint8Array.from(part)));
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, body.length + 8);
  head.set(ascii(type), 4);
  return join([head, body]);
}

const FTYP = box("ftyp", ascii("isom"), [0, 0, 0, 0]);
const zeros = (/** @type {number} */ count) => new Uint8Array(count);

/** @param {number} offset of the only chunk @param {string} handler @param {...Bytes} more */
function track(offset, handler, ...more) {
  const at = [(offset >> 24) & 255, (offset >> 16) & 255, (offset >> 8) & 255, offset & 255];
  const table = box(
    "stbl",
    box("stsd", zeros(8)),
    box("stsc", zeros(7), [1], [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]),
    box("stsz", zeros(11), [1], [0, 0, 0, 4]),
    box("stco", zeros(7), [1], at),
  );
  const media = box("mdia", box("hdlr", zeros(8), ascii(handler), zeros(13)), box("minf", table));
  return box("trak", box("tkhd", zeros(84)), media, ...more);
}

test("Films: what no track refers to becomes zeros, and all else stays where it is", async () => {
  const media = box("mdat", ascii("LAMAfilmSISA"));
  const film = join([
    FTYP,
    media,
    box("moov", track(FTYP.length + 12, "vide"), box("udta", ascii("rahasia"))),
  ]);
  const { raw, found, text } = await look(film);
  assert.equal(raw.length, film.length);
  assert.ok(text.includes("\0\0\0\0film\0\0\0\0"));
  assert.ok(found.has("leftovers") && !text.includes("rahasia"));
});

test("Films: a track of data goes with its samples; two tracks in one place keep them", async () => {
  const media = box("mdat", ascii("filmdata"));
  const at = FTYP.length + 8;
  const both = join([FTYP, media, box("moov", track(at, "vide"), track(at + 4, "meta"))]);
  const seen = await look(both);
  assert.ok(seen.text.includes("film\0\0\0\0") && seen.found.has("track"));
  const shared = await look(join([FTYP, media, box("moov", track(at, "vide"), track(at, "meta"))]));
  assert.ok(shared.text.includes("film"));
});

test("Films: tables that lie, boxes in boxes and lengths outside are refused", async () => {
  const moov = (/** @type {Bytes[]} */ ...inner) =>
    join([FTYP, box("mdat", zeros(8)), box("moov", ...inner)]);
  await refused(moov(track(0xfffffff, "vide"), track(9, "zzzz")), "damaged");
  await refused(moov(track(FTYP.length + 14, "vide")), "damaged");
  await refused(moov(box("trak", zeros(3))), "damaged");
  await refused(moov(), "damaged");
  const lying = Buffer.from(moov(track(FTYP.length + 8, "vide")));
  for (const table of ["stsz", "stco", "stsc"]) {
    const copy = Buffer.from(lying);
    copy.writeUInt32BE(0xffff_ffff, copy.indexOf(table) + (table === "stsz" ? 12 : 8));
    await refused(new Uint8Array(copy), "damaged");
  }
  let deep = box("trak", zeros(8));
  for (let depth = 0; depth < 500; depth += 1) {
    deep = box("edts", deep);
  }
  await look(moov(track(FTYP.length + 8, "vide", deep)));
});

test("Films: a picture in the same boxes is no film", async () => {
  await refused(join([box("ftyp", ascii("heic"), zeros(4)), box("mdat", zeros(9))]), "photo");
});

// -- ropes and findings

test("A rope reads as its parts joined, wherever it is cut", async () => {
  const original = Uint8Array.from({ length: 100 }, (_, at) => at);
  const read = async (/** @type {number} */ from, /** @type {number} */ to) =>
    original.slice(from, to);
  const part = fc.oneof(
    fc.uint8Array({ maxLength: 9 }).map((bytes) => Uint8Array.from(bytes)),
    fc.tuple(fc.nat(90), fc.nat(10)).map(([from, length]) => ({ from, to: from + length })),
    fc.record({ zeros: fc.nat(9) }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { maxLength: 8 }),
      fc.nat(80),
      fc.nat(80),
      async (parts, a, b) => {
        const whole = join(
          parts.map((one) => {
            if (one instanceof Uint8Array) return one;
            return "zeros" in one ? new Uint8Array(one.zeros) : original.slice(one.from, one.to);
          }),
        );
        const rope = new Rope(parts, read);
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        assert.equal(rope.len, whole.length);
        assert.deepEqual(await rope.read(from, to), whole.slice(from, to));
      },
    ),
  );
});

test("Findings keep counts, and the first few values in one line each", () => {
  const found = new Findings();
  for (let index = 0; index < 20; index += 1) {
    found.add("author", `Siti\n\0 ${index % 10} ${"x".repeat(index === 3 ? 999 : 0)}`);
  }
  const others = new Findings().add("author", "Budi").add("time");
  others.addAll(found);
  assert.deepEqual([others.count("author"), others.count("time"), others.size], [21, 1, 2]);
  assert.deepEqual(others.said("author").slice(0, 2), ["Budi", "Siti 0"]);
  assert.equal(others.said("author").length, 6);
  assert.ok(others.said("author").every((value) => [...value].length <= 161));
});
