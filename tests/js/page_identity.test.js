// Where a text may name its author: what is found, and what must not be.

import assert from "node:assert/strict";
import { test } from "node:test";
import { findIdentity } from "../../dropbox/site/browser/pages/identity.js";

/** A text, the trace in it, and the words that give it away. @type {[string, string, string][]} */
const TELLING = [
  ["Saya sebagai bendahara pengeluaran diminta diam.", "role", "Saya sebagai bendahara"],
  ["Kuitansi itu sampai kepada saya selaku verifikator.", "role", "saya selaku verifikator"],
  ["Selaku staf keuangan, saya melihat berkasnya.", "role", "Selaku staf keuangan, saya"],
  [
    "Sebagai operator Sidalih di sini, saya tahu.",
    "role",
    "Sebagai operator Sidalih di sini, saya",
  ],
  ["Jabatan saya memungkinkan melihat SPJ.", "role", "Jabatan saya"],
  ["Di posisiku sekarang semua kelihatan.", "role", "posisiku"],
  ["Saya adalah kasubbag umum.", "role", "Saya adalah kasubbag"],
  ["Kejadiannya Mei. Saya staf di sana.", "role", "Saya staf"],
  ["Saya tahu karena saya honorer.", "role", "karena saya honorer"],
  ["Penjaga; sy bekerja di bagian umum sejak 2019", "role", "sy bekerja di"],
  ["Waktu itu saya ditugaskan ke gudang.", "role", "saya ditugaskan"],
  ["I am an accountant here.", "role", "I am an accountant"],
  ["As the treasurer of the unit, I saw it.", "role", "As the treasurer of the unit, I"],
  ["It is part of my job.", "role", "my job"],
  ["I work in procurement.", "role", "I work in"],
  ["Nama saya Siti Rahma.", "name", "Nama saya Siti"],
  ["nama saya adalah budi, pegawai", "name", "nama saya adalah budi"],
  ["Namaku Wayan.", "name", "Namaku Wayan"],
  ["Dalam SPJ nama saya dicatut.", "name", "nama saya dicatut"],
  ["Perkenalkan, saya dari gudang.", "name", "Perkenalkan, saya"],
  ["My name is Dewi.", "name", "My name is Dewi"],
  ["My name's Budi and I saw it.", "name", "My name's Budi"],
  ["Uangnya dibagi di ruangan kami.", "unit", "ruangan kami"],
  ["Tim saya yang menghitung.", "unit", "Tim saya"],
  ["Kami di bagian keuangan takut.", "unit", "Kami di bagian"],
  ["Kami para honorer dipotong 10 %.", "unit", "Kami para honorer"],
  ["Everybody in my department knows.", "unit", "my department"],
  ["We at the finance section were told.", "unit", "We at the finance section"],
  ["Atasan langsung saya yang meminta.", "relation", "Atasan langsung saya"],
  ["Itu ipar saya sendiri.", "relation", "ipar saya"],
  ["Bosku yang menyuruh.", "relation", "Bosku"],
  ["My supervisor keeps the money.", "relation", "My supervisor"],
  ["Saya disuruh menandatangani kuitansi kosong.", "deed", "Saya disuruh"],
  ["Saya ikut rapat itu.", "deed", "Saya ikut rapat"],
  ["Sebenarnya saya yang mengetik daftar hadirnya.", "deed", "saya yang mengetik"],
  ["I was asked to sign.", "deed", "I was asked"],
  ["Hanya saya yang memegang kuncinya.", "alone", "Hanya saya yang"],
  ["Saya satu-satunya yang tahu.", "alone", "Saya satu-satunya"],
  ["Tidak ada yang tahu selain saya.", "alone", "Tidak ada yang tahu selain saya"],
  ["I am the only person with the key.", "alone", "I am the only"],
  ["No one knows except me.", "alone", "No one knows except me"],
  [
    "Balas ke siti.rahma+lapor@kpu.example.go.id saja.",
    "contact",
    "siti.rahma+lapor@kpu.example.go.id",
  ],
  ["Telepon 0812-3456-7890 malam hari.", "contact", "0812-3456-7890"],
  ["Nomor HP saya: 0812-3456-7890 saja.", "contact", "Nomor HP saya: 0812-3456-7890"],
  ["WA: +62 812 3456 789", "contact", "+62 812 3456 789"],
  ["081234567890", "contact", "081234567890"],
  ["Ditransfer ke nomor rekening saya dulu.", "contact", "rekening saya"],
  ["Lihat akun @siti_rahma88 itu.", "contact", "@siti_rahma88"],
  ["NIP 198503122010012003 yang dipakai.", "number", "198503122010012003"],
  ["NIP 19850312 201001 2 003", "number", "19850312 201001 2 003"],
  ["NIK 3273015203850001", "number", "3273015203850001"],
  ["Demikian laporan ini.\n\nHormat saya,\nSiti Rahma", "signature", "Siti Rahma"],
  ["Demikian. Hormat kami, pegawai gudang", "signature", "pegawai gudang"],
  ["Mohon diperiksa.\nTerima kasih.\n\nWayan Sudana\n", "signature", "Wayan Sudana"],
  ["Please look into it.\n\nKind regards,\nD. Lestari", "signature", "D. Lestari"],
];

const ORDINARY = [
  "",
  "Kuitansi hotel dibuat sendiri oleh bendahara. Nilainya tiga kali lipat dari harga kamar.",
  "Menurut saya hal ini merupakan pelanggaran berat dan perlu diperiksa.",
  "Hal ini menurut saya adalah korupsi.",
  "Harapan saya adalah agar uang itu kembali. Tujuan saya merupakan kebaikan bersama.",
  "Setahu saya bendahara lama menjabat sampai 2022; sepengetahuan saya menjabat lagi sejak itu.",
  "Menurut saya kepala bagian itu tidak tahu.",
  "Saya melapor sebagai warga negara. Saya sebagai masyarakat merasa dirugikan.",
  "Saya melihat kuitansi yang sama dipakai dua kali pada bulan Maret dan Mei 2025.",
  "Saya tidak mau nama saya disebut? Nama saya mohon dirahasiakan. Tolong sembunyikan nama saya.",
  "Nama saya tidak perlu dicantumkan, dan nama saya jangan disebarkan.",
  "Kepala bagian umum meminta setoran 10 % dari setiap kegiatan.",
  "Ketua panitia adalah ipar rekanan. Istri sekretaris memiliki perusahaan itu.",
  "Rapat tanggal 12 Maret 2025 pukul 08.30–09.45 di ruang rapat lantai 2 kantor itu.",
  "Nilai kontrak Rp 1.250.000.000,00; dibayar Rp 812.345.678,00 pada 0812/SPJ/2025.",
  "Nomor SP2D 240181302001234 dan kuitansi 0082/KEU/03/2025.",
  "Surat nomor 085/PP.07/2025 dan nota 08.2025.",
  "Rekening BRI 0023-01-000456-30-8 atas nama CV Maju Jaya.",
  "Anggaran 2025 sebesar 3.400.000.000; realisasi 1.998.500.000.",
  "Tim pengadaan memenangkan perusahaan yang tidak memenuhi syarat; unit kerja lain juga begitu.",
  "Kami mohon hal ini diperiksa. Kami takut kepada pembalasan.",
  "Pegawai lain juga tahu. Sopir dan satpam melihat kardus itu keluar malam hari.",
  "Ia bekerja di bagian keuangan sejak 2019 dan bertugas menyimpan stempel.",
  "Selain saya ada banyak orang yang melihat pengumuman itu di papan.",
  "Uang lembur para honorer dipotong. Mereka disuruh menandatangani daftar kosong.",
  "HP saya disita dan honor saya dipotong. Saya takut dipindahkan, tetapi laporan saya ini jujur.",
  "Saya sudah pernah melapor ke atasan. Saya dengar dari beberapa orang. Dia bilang, “saya kepala di sini”.",
  "Menurut pendapat saya sebagai orang awam, ini korupsi. Mohon identitas saya dirahasiakan.",
  "Nomor kontrak 027/1234/PPK/2024, NPWP 01.234.567.8-901.000, rekening 5270123456 a.n. sopir.",
  "Terima kasih.",
  "Mohon ditindaklanjuti.\nTerima kasih\nmohon kerahasiaannya dijaga",
  "Demikian laporan ini.\nTerima kasih.",
  "Hormat saya.",
  "Salam",
  "Bendahara, selaku pejabat yang menandatangani, tidak pernah memeriksa barangnya.",
  "Sebagai contoh, saya lampirkan dua kuitansi. Sebagai bukti, saya sertakan foto.",
  "Kata pengantar @ 50.000 per lembar, 40 lembar @ Rp 2.000.",
  "I am afraid that the papers will vanish. I am sure about the dates.",
  "I am a bit worried. I saw the same receipt twice.",
  "The treasurer signed the list. Her husband owns the company.",
  "As an example, see page 3. As the law says, it must be published.",
  "My name is not to be published. Please keep my name out of it.",
  "He works in the finance section and was asked to sign.",
  "Only one person has the key. No one knows except the head of the office.",
  "The meeting took place on 2025-03-12 from 08:30 to 09:45 in room 0812.",
  "Account 1234567890123456 was used; invoice 2024110812345678.",
];

test("what tells who wrote it is found, at its place", () => {
  for (const [text, trace, words] of TELLING) {
    const found = findIdentity(text).map((place) => [
      place.trace,
      text.slice(place.from, place.to),
    ]);
    assert.ok(
      found.some(([one, said]) => one === trace && said === words),
      `${text} → ${JSON.stringify(found)}`,
    );
  }
});

test("ordinary texts are left in peace", () => {
  for (const text of ORDINARY) {
    const found = findIdentity(text).map((place) => text.slice(place.from, place.to));
    assert.deepEqual(found, [], text);
  }
});

test("it is found the same in capitals, over a line break, and in the middle of a long text", () => {
  const digits = ["contact", "number", "signature"];
  for (const [text, trace, words] of TELLING.filter(([, one]) => !digits.includes(one))) {
    const long = `${ORDINARY[1]}\n${text.toUpperCase().replaceAll(" ", "\n")}\n${ORDINARY[2]}`;
    const found = findIdentity(long).filter((place) => place.trace === trace);
    assert.ok(found.length > 0, `${trace}: ${words}`);
  }
});

test("places stand in order and apart", () => {
  const text = TELLING.map(([one]) => one).join("\nHal lain:\n");
  const places = findIdentity(text);
  let end = 0;
  for (const { from, to } of places) {
    assert.ok(from >= end && to > from && to <= text.length);
    end = to;
  }
  const signed = TELLING.filter(([, trace]) => trace === "signature");
  assert.ok(places.length >= TELLING.length - signed.length);
});

test("a text of the greatest length takes time in proportion, whatever it holds", () => {
  const parts = [
    "saya ",
    "sebagai ",
    "selaku a ",
    "0 8",
    "08",
    "1",
    "@",
    "a@a.",
    "nama saya ",
    "I am ",
    "tidak ada ",
    "\n",
    "aaaa",
    "a-",
    ", ",
  ];
  for (const part of parts) {
    // What grows with the square would take minutes here, not the seconds that the runner allows.
    findIdentity(part.repeat(Math.ceil(1_000_000 / part.length)));
  }
});
