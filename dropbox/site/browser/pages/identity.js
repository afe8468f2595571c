// Where a text may name its author. Pure, and for the reporter's eyes alone: it points to places, it forbids nothing.

/** @typedef {"name" | "role" | "unit" | "relation" | "deed" | "alone" | "number" | "contact" | "signature"} Trace */
/** @typedef {{ trace: Trace, from: number, to: number }} Place `from` up to but not including `to`, in the text */

// How people call themselves; and the same where it is no "according to me", "to me", "from me".
const ME = "(?:saya|sy|aku|gue|gua|gw)";
const SELF = `(?<!\\b(?:menurut|setahu|sepengetahuan|seingat|sepertinya|bagi|kepada|oleh|dari|pada|dengan) )${ME}`;
const BEGINNING = "(?:^|[.!?;,\\n] ?|\\b(?:karena|bahwa|kebetulan|dan) )";
// What anybody may call himself without being found by it.
const ANYBODY =
  "(?:seorang )?(?:warga|masyarakat|rakyat|pelapor|saksi|orang|manusia|pemilih|contoh|bukti|berikut)\\b";
const POST =
  "(?:staff?|pegawai|karyawan|bendahara|operator|sekretaris|kepala|kasub+ag|kabag|kasi|anggota|ketua|honorer|pns|asn|pppk|ppnpn|cpns|auditor|verifikator|panitia|ppk|pps|kpps|sopir|supir|satpam|admin|arsiparis|pramubakti|tenaga)";
const UNIT =
  "(?:tim|bagian|sub ?bagian|sub-?bag|seksi|bidang|unit|satker|satuan kerja|ruang|ruangan|kantor|instansi|pokja|divisi|departemen|tempat kerja)";
const TEAM = "(?:team|unit|department|division|section|office|workplace|branch|desk)";
const CLOSE =
  "(?:atasan|boss?|pimpinan|bawahan|rekan|teman|kolega|suami|isti?ri|isteri|kakak|adik|ipar|paman|bibi|sepupu|mertua|orang tua|tetangga)";
const DID =
  "(?:membuat|menandatangani|memegang|mengetik|mengurus|mencatat|mengantar|menyusun|menerima|membayar|mencairkan|menginput|mengerjakan)";
// After "my name" these tell that it is kept back, or nothing at all.
const NAMELESS =
  "(?:tidak|tdk|jangan|tolong|mohon|harap|harus|agar|supaya|untuk|akan|di|ke|kepada|dari|dan|atau|karena|demi|sendiri|itu|yang|dirahasiakan|disembunyikan|disamarkan|disebut|disebutkan|dilindungi|terlindungi|aman)\\b";

/**
 * Matching takes time in proportion to the text: whatever repeats is bounded. A space stands for some white space.
 *
 * @param {string} source
 * @returns {RegExp}
 */
const words = (source) => new RegExp(source.replaceAll(" ", "(?:\\s{1,3})"), "giu");

/**
 * Made when they are first needed: a browser that is too old for one of them is to hear so from the page, not to fail at its start.
 *
 * @returns {[Trace, RegExp][]}
 */
function makePatterns() {
  return [
    [
      "name",
      words(
        `\\b(?:nama (?:lengkap |asli )?${ME}|namaku)(?: adalah| ialah| yaitu|:|,)? (?!${NAMELESS})\\p{L}[^\\s.,;:]{1,30}`,
      ),
    ],
    ["name", words(`\\b(?:${ME} bernama|perkenalkan,? (?:nama )?${ME})\\b`)],
    [
      "name",
      words(
        "\\bmy (?:full )?name(?:['’]s| is|:) (?!not\\b|kept|withheld|to\\b|safe)\\p{L}[^\\s.,;:]{1,30}",
      ),
    ],
    ["role", words(`\\b${ME} (?:sendiri )?(?:sebagai|selaku) (?!${ANYBODY})[\\p{L}-]{2,30}`)],
    [
      "role",
      words(
        `${BEGINNING}${ME} (?:adalah|merupakan) (?!${ANYBODY}|satu-satunya|sendiri)[\\p{L}-]{2,30}`,
      ),
    ],
    [
      "role",
      words(
        `\\b(?:sebagai|selaku) (?!${ANYBODY})[\\p{L}-]{2,30}(?: [\\p{L}-]{2,30}){0,4}, ?${ME}\\b`,
      ),
    ],
    [
      "role",
      words(
        `\\b${SELF} (?:bekerja (?:di|sebagai|pada|untuk|sejak|selama)|menjabat|bertugas|berdinas|berkantor|ditugaskan|ditempatkan|dimutasi|diangkat)\\b`,
      ),
    ],
    ["role", words(`${BEGINNING}${ME} (?:seorang |hanya |cuma )?${POST}\\b`)],
    [
      "role",
      words(
        `\\b(?:jabatan|posisi|pangkat|golongan|pekerjaan|profesi|tugas|tupoksi|masa kerja) ${ME}\\b|\\b(?:jabatan|posisi|pangkat|pekerjaan|profesi|tugas)ku\\b`,
      ),
    ],
    [
      "role",
      words(
        "\\bI(?:['’]m| am) (?:a|an|the|employed|working) (?!bit\\b|little\\b|citizen|witness|whistle|person|only\\b|one\\b|concerned)[\\p{L}-]{2,30}",
      ),
    ],
    [
      "role",
      words(
        "\\bI work (?:at|in|for|as|under)\\b|\\bas (?:a|an|the) [\\p{L}-]{2,30}(?: [\\p{L}-]{2,30}){0,3}, I\\b|\\bmy (?:position|job|role|rank|duties|post)\\b",
      ),
    ],
    ["unit", words(`\\b${UNIT} (?:${ME}|kami)\\b|\\b(?:tim|bagian|seksi|kantor|ruangan)ku\\b`)],
    [
      "unit",
      words(
        `\\bkami (?:(?:yang )?(?:di|dari) ${UNIT}|(?:para |selaku |sebagai )?${POST})\\b|\\b(?:my|our) ${TEAM}\\b|\\bwe (?:in|at|from) (?:the )?(?:[a-z]{2,30} )?${TEAM}\\b`,
      ),
    ],
    [
      "relation",
      words(
        `\\b${CLOSE}(?: langsung| kerja| kantor| sekantor| seruangan)? ${ME}\\b|\\b(?:atasan|bos|rekan|teman|suami|istri|kakak|adik|ipar|paman|mertua)ku\\b`,
      ),
    ],
    [
      "relation",
      words(
        "\\bmy (?:boss|supervisor|manager|superior|colleague|co-?worker|subordinate|husband|wife|brother|sister|father|mother|uncle|aunt|cousin|in-law|neighbou?r|friend)(?:e?s)?\\b",
      ),
    ],
    [
      "deed",
      words(
        `\\b${SELF} (?:sendiri )?(?:disuruh|diperintah(?:kan)?|diminta|dipaksa|diajak|ikut (?:rapat|hadir|${DID})|hadir|menandatangani|yang ${DID})\\b`,
      ),
    ],
    [
      "deed",
      words(
        "\\bI (?:was (?:asked|told|ordered|forced|present|made)|signed|attended|prepared|processed)\\b",
      ),
    ],
    [
      "alone",
      words(
        `\\b(?:hanya|cuman?) ${ME} (?:sendiri )?yang\\b|\\b${ME} (?:adalah )?satu-satunya\\b|\\b(?:tidak|tak|tdk) ada [^.!?]{0,40}\\bselain ${ME}\\b`,
      ),
    ],
    [
      "alone",
      words(
        "\\bonly I (?:know|knew|have|had|hold|was)\\b|\\bI(?:['’]m| am) the only\\b|\\bno ?(?:one|body) (?:else )?(?:knows |has |had )?(?:but|except) me\\b",
      ),
    ],
    [
      "contact",
      words(
        `\\b(?:nomor|e-?mail|surel|alamat|rumah|rekening)(?: hp| wa| telepon| rumah)? ${ME}\\b|\\bmy (?:phone|number|e-?mail|address|home|house)\\b`,
      ),
    ],
    // A mobile number of Indonesia, another after its country code, and a name as on social networks.
    [
      "contact",
      /(?<![\d./])(?:\+ ?62|62|0)[ -]?8\d{1,3}(?:[ .-]?\d){6,9}(?![\d/])|(?<!\d)\+ ?\d{2}[ -]?\d{2,4}[ -]?\d{3,4}[ -]?\d{3,5}(?!\d)|(?<![\w.@])@[a-z\d_.]{4,30}\b/giu,
    ],
    // NIP: birth, appointment, sex, count. NIK: province and place, birth (of women, the day and 40), count.
    [
      "number",
      /(?<!\d)(?:19[4-9]|20[01])\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ .]?(?:19[789]|20\d)\d(?:0[1-9]|1[0-2])[ .]?[12][ .]?\d{3}(?!\d)/gu,
    ],
    [
      "number",
      /(?<!\d)(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])\d{4}(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d{6}(?!\d)/gu,
    ],
  ];
}

/** @type {[Trace, RegExp][] | null} */
let made = null;

const GAP_LEN = 3;
// Only the end of a text is looked at: there one signs.
const SIGNED_LEN = 200;
const ADDRESS_BEFORE = /[\w.+%-]{1,64}$/;
const ADDRESS_AFTER = /^[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,5}/i;

/** @param {string} text @returns {Place[]} in the order of the text, none overlapping another */
export function findIdentity(text) {
  const search = searchIdentity(text);
  for (;;) {
    const step = search.next();
    if (step.done) {
      return step.value;
    }
  }
}

/**
 * Does as findIdentity, step by step, for a page that must not stand still meanwhile: a browser without compiler takes a
 * tenth of a second for the longest text.
 *
 * @param {string} text
 * @returns {Generator<void, Place[], void>}
 */
export function* searchIdentity(text) {
  made ??= makePatterns();
  let places = [...findAddresses(text), ...findSignature(text)];
  for (const [trace, pattern] of made) {
    yield;
    const matched = Array.from(text.matchAll(pattern), (match) => {
      // The end of the sentence before it is no part of it.
      const lead = /^[.!?;,\s]*/.exec(match[0])?.[0].length ?? 0;
      return { trace, from: match.index + lead, to: match.index + match[0].length };
    });
    places = places.concat(matched);
  }
  return inOrder(text, places);
}

/** @param {string} text @param {Place[]} places @returns {Place[]} in the order of the text, none overlapping another */
function inOrder(text, places) {
  places.sort((left, right) => left.from - right.from || right.to - left.to);
  /** @type {Place[]} */
  const apart = [];
  for (const place of places) {
    const before = apart.at(-1);
    const gap = before ? text.slice(before.to, place.from) : "";
    if (!before || place.from > before.to + GAP_LEN || /\w/.test(gap)) {
      apart.push(place);
    } else if (before.trace === place.trace) {
      // "My number 0812…" is one place.
      before.to = Math.max(before.to, place.to);
    } else if (place.from >= before.to) {
      apart.push(place);
    }
  }
  return apart;
}

/** @param {string} text @returns {Place[]} addresses of e-mail */
function findAddresses(text) {
  /** @type {Place[]} */
  const places = [];
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const before = ADDRESS_BEFORE.exec(text.slice(Math.max(0, at - 64), at))?.[0].length;
    const after = ADDRESS_AFTER.exec(text.slice(at + 1, at + 320))?.[0].length;
    if (before && after) {
      places.push({ trace: "contact", from: at - before, to: at + 1 + after });
    }
  }
  return places;
}

/** @param {string} text @returns {Place[]} a name under the text */
function findSignature(text) {
  const closing =
    /(?:hormat (?:saya|kami)|tertanda|\bttd\b)[ \t]*[.,:]?\s{1,5}(?<signed>\p{L}[^\n.!?]{1,40})[.\s]{0,9}$/iu;
  const farewell =
    /\n[ \t]{0,9}(?:salam(?: hormat)?|wassalam|pelapor|yang melapor(?:kan)?|terima kasih|trims|thanks|thank you|(?:best |kind )?regards|(?:yours )?(?:sincerely|truly|faithfully))[ \t]{0,9}[.,:!]?[ \t]{0,9}\n\s{0,9}(?<signed>\p{L}[^\n!?]{1,40})\s{0,9}$/iu;
  const name = /^(?:\p{Lu}[^\s.]{0,30}\.? {1,3}){0,3}\p{Lu}[^\s.]{0,30}$/u;
  const start = Math.max(0, text.length - SIGNED_LEN);
  const end = text.slice(start);
  const match = closing.exec(end) ?? farewell.exec(end);
  const signed = match?.groups?.signed?.trim();
  // Under thanks many things stand; under "yours" only who it is.
  if (!(match && signed && (closing.test(end) || name.test(signed)))) {
    return [];
  }
  const from = start + match.index + match[0].lastIndexOf(signed);
  return [{ trace: "signature", from, to: from + signed.length }];
}
