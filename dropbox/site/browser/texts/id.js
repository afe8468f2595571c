// Every word on screen, in Indonesian. `{name}` is filled in; a line break separates the items of a list.
// The other languages have the same keys and the same placeholders (tests/js/page_texts.test.js).

export const id = {
  // the frame around every screen
  languageName: "Indonesia",
  letterLanguage: "id",
  weekdays: "Minggu Senin Selasa Rabu Kamis Jumat Sabtu",
  months: "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
  thousands: ".",
  decimals: ",",
  languages: "Bahasa",
  skip: "Langsung ke isi",
  leave: "Keluar dan hapus jejak",
  leaveHint: "Tekan Esc sekali lagi untuk keluar dan menghapus semuanya dari layar.",
  leaveAboutTitle: "Keluar: apa yang hilang, apa yang tidak",
  leaveAbout:
    "Tombol “Keluar dan hapus jejak”, atau Esc dua kali, mengosongkan layar dan isian, membuang kunci, lalu menampilkan halaman kosong. Tombol Kembali tidak membawa ke sini lagi.\nYang tidak dapat dihapus halaman ini: alamat situs di riwayat peramban (dengan kode dari poster), nama folder tempat lampiran dipilih, catatan jaringan dan kantor, tangkapan layar, dan sisa di memori sampai peramban ditutup.\nHapus alamat ini dari riwayat, atau tutup jendela pribadi. Di Tor Browser pilih “Identitas baru” (New identity). Tutup peramban bila sudah selesai.",
  demo: "DEMO – hanya untuk mencoba. Jangan tulis hal yang sungguh terjadi.",
  back: "Kembali",
  home: "Kembali ke awal",
  retry: "Coba lagi",
  loading: "Sedang menyiapkan halaman…",
  laterComing: "Sebentar: bagian berikut halaman ini sedang diambil…",
  laterFailed:
    "Bagian berikut halaman ini belum dapat diambil. Tidak ada yang hilang: periksa sambungan, lalu tekan sekali lagi. Bila tetap begini, catat teks Anda dan muat ulang halaman.",
  nextUnknown: "belum diumumkan",
  toThread: "Kembali ke percakapan",
  required: "wajib",
  optional: "boleh kosong",
  problems: "Ada yang perlu diperbaiki",
  bulletinLine: "Maklumat nomor {number}, terbit {issued}.",
  nextLine: "Hari balasan berikutnya: {next}.",
  keyByLink: "Kunci situs ini sudah dicocokkan dengan tautan Anda.",
  keyByEye: "Anda sudah mencocokkan kunci situs ini dengan poster.",
  keyUnchecked: "Kunci situs ini belum dicocokkan.",
  keyShow: "Kunci situs ini dalam angka",
  about:
    "Titip adalah perangkat lunak bebas (AGPL-3.0). Halaman ini tidak memakai kuki, tidak menyimpan apa pun di perangkat, dan tidak memuat apa pun dari tempat lain.",

  // stops
  stopForeignTitle: "Berhenti. Jangan tulis apa pun di sini.",
  stopForeign:
    "Situs ini memakai kunci yang berbeda dari kunci pada tautan atau poster Anda. Apa yang Anda tulis di sini dapat dibaca orang lain.\nTutup halaman ini. Ambil alamatnya sekali lagi langsung dari poster, lebih baik dengan perangkat dan jaringan lain. Jika tetap begini, beri tahu inspektorat lewat jalan lain, tanpa menyebut bahwa Anda hendak melapor.",
  stopFragmentTitle: "Tautan Anda tidak utuh",
  stopFragment:
    "Bagian tautan setelah tanda # terpotong atau berubah, sehingga kunci situs ini tidak dapat diperiksa. Jangan tulis apa pun dulu.\nBuka lagi tautan dari poster atau pindai lagi kode QR-nya. Atau buka alamat situs tanpa bagian # dan cocokkan angkanya dengan poster.",
  stopBrokenTitle: "Berhenti. Maklumat situs ini tidak sah.",
  stopBroken:
    "Situs ini menunjukkan maklumat yang rusak atau tidak ditandatangani inspektorat. Jangan tulis apa pun di sini.\nCoba lagi nanti atau lewat jaringan lain. Jika tetap begini, beri tahu inspektorat lewat jalan lain.",
  stopEmptyTitle: "Situs ini belum dibuka",
  stopEmpty:
    "Inspektorat belum menerbitkan maklumat, jadi belum ada kunci untuk menyegel laporan. Jangan tulis apa pun di sini. Kembalilah di hari lain.",
  stopOfflineTitle: "Situs tidak terjangkau",
  stopOffline:
    "Halaman ini terbuka, tetapi maklumat inspektorat tidak dapat diambil. Belum ada yang Anda kirim dan belum ada yang hilang. Periksa sambungan, lalu coba lagi.",
  stopInsecureTitle: "Peramban ini tidak dapat dipakai",
  stopInsecure:
    "Halaman ini dibuka tanpa pengamanan (HTTPS atau alamat .onion), jadi peramban tidak mau menyegel laporan. Jangan tulis apa pun di sini. Pakai alamat persis seperti pada poster.",

  // the clock
  clockTitle: "Apakah tanggal perangkat Anda benar?",
  clockText:
    "Menurut perangkat ini, hari ini {today}. Maklumat inspektorat terbit {issued}. Keduanya berjauhan: tanggal perangkat salah, atau maklumat ini sudah lama.",
  clockYes: "Ya, tanggalnya benar",
  clockOther: "Tidak. Tanggal hari ini yang benar:",
  clockSet: "Pakai tanggal ini",
  clockMissing: "Isi tanggal hari ini: hari, bulan, dan tahun.",

  // home
  homeTitle: "Laporkan pelanggaran tanpa menyebut siapa Anda",
  homeLead:
    "Laporan Anda disegel di perangkat ini dan hanya dapat dibuka oleh {desk}. Pengelola situs tidak dapat membacanya.",
  homeOffice: "Jangan gunakan komputer atau jaringan kantor.",
  homeReport: "Buat laporan",
  homeReportHint: "Ceritakan apa yang terjadi. Anda mendapat frasa sandi untuk kembali.",
  homeOpen: "Buka laporan saya",
  homeOpenHint: "Baca balasan atau tambahkan keterangan, dengan delapan kata Anda.",
  stale:
    "Maklumat ini terbit {issued}, lebih dari sepuluh hari lalu. Mungkin kotak ini sedang jarang dikosongkan. Laporan masih dapat dikirim, tetapi balasan bisa terlambat.",
  closedTitle: "Laporan baru tidak dapat dikirim",
  closedText:
    "Maklumat terakhir terbit {issued} dan sudah tidak berlaku. Kotak yang tidak dikosongkan ditutup, supaya laporan tidak menumpuk tanpa dibaca. Anda masih dapat membaca balasan yang sudah ada.",
  noKeyText:
    "Untuk hari ini tidak ada kunci penerimaan dalam maklumat. Periksa tanggal perangkat Anda, atau kembalilah di hari lain. Anda masih dapat membaca balasan yang sudah ada.",
  toRoute: "Apakah ini pintu yang tepat?",
  whereTitle: "Anda di sini",
  whereDesk: "Yang membaca",
  whereNext: "Hari balasan berikutnya",
  whereKey: "Kunci situs",
  lineTitle: "Seberapa aman perangkat dan sambungan ini?",
  lineClear:
    "Sambungan ini (HTTPS) menyembunyikan isi, bukan kunjungan: penyedia internet atau pemilik jaringan dapat melihat bahwa perangkat ini membuka situs ini. Tor Browser menyembunyikan kunjungan juga.",
  lineOnion:
    "Anda memakai alamat .onion lewat Tor. Jaringan Anda dapat melihat bahwa Anda memakai Tor, tetapi tidak melihat situs mana yang Anda buka.",
  lineLocal: "Alamat ini ada di perangkat ini sendiri: begitulah cara mencoba, bukan cara melapor.",
  torTitle: "Cara memakai Tor Browser (tidak wajib)",
  torHow:
    "Dengan perangkat milik sendiri, unduh Tor Browser dari torproject.org atau dari toko aplikasi Android. Di iPhone: Onion Browser.\nBuka Tor Browser dan ketik alamat .onion dari poster di sana.\nBila di jaringan Anda orang dapat dicurigai karena memakai Tor, pakai jaringan lain.",
  lineMore:
    "Pakai perangkat milik sendiri, di luar jam dan ruang kantor.\nPeramban biasa mencatat bahwa alamat ini pernah dibuka. Tor Browser atau jendela pribadi tidak menyimpannya setelah ditutup.\nJika ada program pengintai di perangkat ini, halaman ini tidak dapat melindungi Anda.\nTidak ada sistem yang sepenuhnya aman.",
  flowTitle: "Apa yang terjadi dengan laporan",
  flow: "Anda menulis. Halaman ini menyegelnya di perangkat Anda.\nAnda mencatat delapan kata: frasa sandi. Hanya itu jalan kembali; tidak ada akun.\nInspektorat membawanya ke komputer tanpa internet dan membukanya di sana.\nBalasan terbit pada hari yang tetap. Anda kembali dengan delapan kata itu dan membacanya.",
  promises:
    "Rahasia tidak sama dengan anonim: isi laporan sendiri dapat menunjuk kepada Anda. Tulislah seperlunya.\nKami tidak menjanjikan imbalan atau perlindungan saksi kepada pelapor anonim; keduanya menuntut identitas. Identitas dapat Anda buka kemudian, bila Anda mau.",
  noticesTitle: "Pengumuman inspektorat",

  // which door
  routeTitle: "Apakah ini pintu yang tepat?",
  routeLead:
    "Pilih hal yang paling dekat dengan laporan Anda. Selama Anda memilih, tidak ada yang dikirim.",
  routeHere: "Pelanggaran oleh pegawai atau pejabat di dalam lembaga",
  routeWrite: "Tulis laporan di sini",
  linksTitle: "Hal lain",
  linksText:
    "Beberapa di antaranya punya tenggat singkat. Tekan untuk membaca; belum ada yang dibuka.",
  linkTo: "Terbuka di tab lain, dengan aturan situs itu sendiri:",
  routeDoubt:
    "Ragu? Anda boleh menulis di sini; inspektorat dapat meneruskan laporan. Tetapi tenggat di tempat lain tetap berjalan.",

  // comparing the key
  compareTitle: "Cocokkan angka ini dengan poster",
  compareText:
    "Tautan Anda tidak memuat kunci inspektorat, jadi halaman ini tidak dapat memeriksa sendiri siapa yang akan membaca. Angka-angka ini juga tercetak pada poster.",
  compareHow:
    "Baca delapan kelompok angka pada poster dari kiri ke kanan, dari atas ke bawah.\nCocokkan satu per satu dengan kelompok di bawah ini, dalam urutan yang sama.\nSatu angka saja berbeda berarti ini bukan situs yang tertulis pada poster.",
  compareSame: "Semua angka sama",
  compareOther: "Ada yang berbeda",
  compareNone: "Saya tidak punya poster",
  compareNoneText:
    "Tanpa mencocokkan, Anda tidak tahu pasti milik siapa situs ini. Lebih aman mencari posternya dulu. Jika Anda tetap melanjutkan, itu pilihan Anda.",
  compareAnyway: "Lanjut tanpa mencocokkan",

  // the report
  steps: "Langkah",
  stepWrite: "Tulis",
  stepReview: "Tinjau",
  stepWords: "Frasa sandi",
  stepSend: "Kirim",
  reportTitle: "Tulis laporan",
  reportLead:
    "Hanya kategori, “apa”, dan “uraian” yang wajib. Uraian saja sudah cukup; tidak perlu lampiran.",
  reportKept: "Tulisan Anda hanya ada di halaman ini. Jika tab ini ditutup, tulisan hilang.",
  partCount: "{part} dari {parts}",
  partNext: "Lanjut",
  partBack: "Sebelumnya",
  kindPart: "Jenis pelanggaran",
  mainPart: "Kejadian",
  morePart: "Keterangan tambahan",
  moreLead: "Isi yang Anda tahu saja. Kosongkan bila ragu.",
  knowPart: "Yang perlu Anda pikirkan dulu",
  filesPart: "Bukti awal, bila ada",
  category: "Kategori",
  categoryHint: "Pilih yang paling dekat.",
  what: "Apa yang terjadi?",
  whatHint: "Satu kalimat. Contoh: Perjalanan dinas fiktif di satuan kerja X.",
  account: "Uraian kejadian",
  accountWarning: "Jangan tulis nama, jabatan, atau hubungan Anda dengan terlapor.",
  accountHint:
    "Ceritakan berurutan: apa yang terjadi, apa buktinya, di mana bukti itu dapat diperiksa.",
  who: "Siapa yang terlibat?",
  whoHint: "Nama atau jabatan terlapor, bukan nama Anda.",
  when: "Kapan?",
  whenHint: "Perkiraan cukup. Jam yang tepat dapat menunjuk siapa yang hadir.",
  where: "Di mana?",
  how: "Bagaimana caranya?",
  why: "Mengapa, menurut Anda?",
  unit: "Satuan kerja (satker)",
  howKnown: "Bagaimana Anda mengetahuinya?",
  howKnownWarning:
    "Jawaban ini dapat mengungkap siapa Anda. Isi hanya bila banyak orang dapat mengetahuinya dengan cara yang sama.",
  whoElse: "Siapa lagi yang tahu hal ini?",
  whoElseWarning:
    "Pikirkan ini sebelum mengirim: bila hanya Anda yang tahu, laporan ini menunjuk kepada Anda.",
  meter: "Terpakai {percent} % dari tempat dalam satu surat. Masih muat sekitar {left} huruf.",
  meterOver:
    "Terlalu panjang: kelebihan {excess} byte (sekitar {letters} huruf). Teks Anda tetap di sini. Pendekkan; sisanya dapat Anda kirim kemudian sebagai surat susulan.",
  meterLabel: "Tempat yang terpakai",
  identityLead:
    "Bagian ini mungkin menunjukkan siapa Anda. Ubah, atau biarkan bila bukan tentang Anda. Pilih kutipan untuk melihat tempatnya.",
  identityMore: "Dan {count} tempat lain.",
  identityFound: "{count} bagian teks ini mungkin menunjukkan siapa Anda. Lihat di bawah kolom.",
  traceName: "menyebut nama Anda.",
  traceRole: "menyebut jabatan atau pekerjaan Anda.",
  traceUnit: "menyebut tempat Anda bekerja.",
  traceRelation: "menyebut hubungan Anda dengan seseorang.",
  traceDeed: "menyebut apa yang Anda sendiri lakukan atau alami.",
  traceAlone: "menunjukkan bahwa hanya Anda yang tahu.",
  traceNumber: "tampak seperti NIP atau NIK. Hapus bila itu milik Anda.",
  traceContact:
    "tampak seperti nomor telepon, surel, atau alamat. Hapus bila itu milik Anda; balasan Anda baca dengan frasa sandi.",
  traceSignature: "tampak seperti tanda tangan. Laporan tidak perlu ditandatangani.",
  missingCategory: "Pilih satu kategori.",
  missingWhat: "Tulis dalam satu kalimat apa yang terjadi.",
  missingAccount: "Tulis uraian kejadian.",
  missingText: "Tulis dulu isi suratnya.",
  toReview: "Tinjau laporan",

  // attachments
  attachTitle: "Lampiran",
  attachStem: "lampiran",
  attach: "Lampirkan berkas",
  attachWarnings:
    "Lampiran dapat mengungkap identitas Anda.\nJangan mengambil dokumen yang tidak berhak Anda akses.\nHasil pindai dan fotokopi dapat memuat titik halus dari mesin pencetak yang menunjuk mesin dan waktunya. Foto layar atau kertas dapat memuat tanda air yang hanya ada pada salinan Anda. Itu tidak dapat dihapus di sini: bila ragu, ketik ulang isinya.",
  attachHint:
    "Foto (JPEG, PNG, WebP), PDF, dokumen Office dan OpenDocument (DOCX, XLSX, PPTX, ODT, ODS, ODP), serta video dan rekaman suara (MP4, MOV, M4A) dibersihkan di perangkat ini sebelum disegel: isinya tetap, keterangan tersembunyi dihapus. Apa yang terlihat, terdengar, atau tertulis tidak diperiksa. Berkas diberi nama netral.",
  attachTotal: "Seluruh lampiran {total}. Batas untuk satu surat: {limit}.",
  attachFrom: "Dari: {name}",
  attachLooking: "Memeriksa berkas…",
  attachUnreadable: "Berkas ini tidak dapat dibaca. Hapus dari daftar, lalu pilih sekali lagi.",
  attachNothing: "Tidak ada keterangan tersembunyi yang ditemukan.",
  attachRemoved: "Ditemukan dan akan dihapus:",
  attachStays: "Tetap ada di dalam berkas dan akan terlihat oleh inspektorat:",
  attachKeep: "Pertahankan, ini buktinya",
  attachKeepHint:
    "Berkas dikirim persis seperti di perangkat Anda. Pilih hanya bila keterangan itu sendiri penting sebagai bukti.",
  attachOwnName: "Pakai nama aslinya",
  attachOwnNameHint: "Nama berkas dapat memuat nama orang, program, atau waktu.",
  attachRemove: "Hapus lampiran",
  attachWait: "Tunggu sampai semua berkas selesai diperiksa.",
  attachGone: "Hapus dari daftar berkas yang tidak dapat dibaca.",
  attachMany:
    "Terlalu banyak berkas: {count}. Batas satu surat {limit}. Hapus beberapa; sisanya dapat Anda kirim kemudian sebagai surat susulan.",
  attachLarge:
    "Lampiran terlalu besar: {total}. Batas satu surat {limit}. Hapus beberapa; sisanya dapat Anda kirim kemudian sebagai surat susulan.",
  foundPosition: "tempat (koordinat GPS atau nama tempat)",
  foundAuthor: "nama pembuat atau pemilik",
  foundSerial: "nomor seri",
  foundCamera: "merek dan jenis kamera atau ponsel",
  foundTime: "tanggal dan jam",
  foundThumbnail: "gambar kecil, yang mungkin menunjukkan bagian yang sudah dipotong",
  foundComment: "catatan atau keterangan",
  foundHistory: "riwayat penyuntingan",
  foundSoftware: "nama program",
  foundProfile: "profil warna (warna dapat tampak sedikit berbeda)",
  foundAppended: "isi lain di belakang berkas, misalnya video pendek",
  foundOther: "keterangan teknis lain",
  obstacleType:
    "Halaman ini tidak mengenal jenis berkas ini, jadi tidak dapat membersihkannya. Di dalamnya mungkin ada nama, waktu, atau tempat. Bila ragu, potret atau ceritakan isinya saja.",
  obstacleDamaged:
    "Susunan berkas ini rusak atau tidak biasa, jadi tidak dapat dibersihkan. Coba simpan ulang atau cetak ke PDF. Bila dikirim, ia dikirim persis seperti di perangkat Anda, dengan semua keterangannya.",
  obstacleBig:
    "Berkas ini terlalu besar untuk dibersihkan di sini. Bila dikirim, ia dikirim dengan semua keterangannya.",
  obstacleRoom:
    "Berkas-berkas ini bersama-sama terlalu besar untuk dibersihkan sekaligus; yang ini tidak dibersihkan. Hapus dan kirim kemudian dalam surat susulan, atau ia dikirim dengan semua keterangannya.",
  attachContent: "Tetap ada karena merupakan isi. Periksa sebelum mengirim:",
  attachAgain: "Coba lagi",
  attachRemarks: "Hapus juga komentar",
  attachRemarksHint:
    "Tanpa pilihan ini teks komentar tetap ada; nama penulisnya dihapus atau diganti menjadi A1, A2, dan seterusnya.",
  foundCompany: "nama instansi atau perusahaan",
  foundTitle: "judul dan kata kunci",
  foundTemplate: "templat",
  foundPath: "nama folder atau berkas di komputer",
  foundPrinter: "pengaturan mesin pencetak",
  foundEmbedded: "berkas lain di dalamnya",
  foundScript: "perintah otomatis",
  foundSignature: "tanda tangan elektronik (menjadi tidak berlaku)",
  foundTrack: "jalur data yang tidak terlihat, misalnya posisi atau waktu",
  foundIdentifier: "nomor pengenal dokumen",
  foundLeftovers: "sisa rekaman atau data lama",
  remainsRemarks: "komentar: {count}. Teksnya tetap, nama penulisnya tidak",
  remainsChanges: "perubahan yang terlacak: {count}. Teksnya tetap, nama penulisnya tidak",
  remainsHidden: "teks, lembar, atau lapisan yang tersembunyi",
  remainsNotes: "catatan pembicara",
  remainsFields: "isian otomatis yang dapat menampilkan nama atau folder",
  remainsLinks: "tautan",
  remainsInner: "gambar atau berkas di dalamnya yang tidak dapat dibersihkan",
  remainsScan:
    "halaman hasil pindai atau foto: perhatikan titik halus mesin pencetak, tanda air, cap, dan tulisan tangan",
  remainsSubtitles: "teks terjemahan atau takarir dalam video",
  obstacleOld:
    "Dokumen Office lama (.doc, .xls, .ppt), RTF, atau dokumen yang dikunci kata sandi tidak dapat dibersihkan di sini. Di dalamnya biasanya ada nama pembuat, instansi, dan riwayat. Simpan dahulu sebagai DOCX, XLSX, PPTX, atau PDF tanpa kata sandi.",
  obstaclePhoto:
    "Jenis gambar ini (misalnya HEIC dari iPhone, GIF, atau TIFF) tidak dapat dibersihkan di sini. Foto seperti ini biasanya memuat tempat, waktu, dan jenis ponsel. Ubah dahulu menjadi JPEG atau PNG.",
  obstacleSound:
    "Jenis rekaman suara ini tidak dapat dibersihkan di sini. Di dalamnya mungkin ada nama perangkat dan waktu; suara sendiri juga dapat dikenali.",
  obstacleFilm:
    "Jenis video ini tidak dapat dibersihkan di sini. Di dalamnya mungkin ada nama perangkat, waktu, dan tempat. MP4 dan MOV dapat dibersihkan.",
  obstacleArchive:
    "Arsip (ZIP, RAR, 7z) tidak dibersihkan: ia memuat nama dan waktu setiap berkas, dan isinya tidak diperiksa. Lampirkan berkasnya satu per satu.",
  obstacleMacros:
    "Dokumen ini memuat program (makro) dan tidak dibersihkan. Nama pembuat dan riwayatnya tetap ada di dalamnya. Bila programnya bukan bukti, simpan dahulu tanpa makro.",
  obstacleLocked:
    "Berkas ini dikunci dengan kata sandi, jadi tidak dapat diperiksa atau dibersihkan. Simpan dahulu tanpa kata sandi, atau ia dikirim dengan semua keterangannya.",
  obstacleTools:
    "Bagian halaman yang membersihkan berkas belum termuat. Coba lagi. Tanpa itu berkas dikirim dengan semua keterangannya.",
  treatedCleaned: "dibersihkan",
  treatedKept: "dipertahankan seluruhnya, atas pilihan Anda",
  treatedNot: "tidak dibersihkan",

  // review
  reviewTitle: "Tinjau sebelum dikirim",
  reviewLead:
    "Baca seperti orang yang ingin tahu siapa penulisnya. Setelah dikirim, laporan tidak dapat diubah; Anda dapat menambah atau menariknya.",
  reviewAsk:
    "Apakah isinya hanya dapat diketahui oleh Anda?\nApakah ada nama, jabatan, nomor, atau kebiasaan bahasa Anda di dalamnya?\nApakah waktu dan tempat yang tepat menunjuk siapa yang hadir?",
  reviewIdentity:
    "{count} bagian yang ditandai di bawah mungkin menunjukkan siapa Anda. Ubah, atau lanjutkan bila bukan tentang Anda.",
  reviewWhoElse:
    "Siapa lagi yang tahu hal ini? Anda belum menjawabnya. Jawabannya tidak wajib, tetapi pikirkan: bila hanya Anda yang tahu, laporan ini menunjuk kepada Anda.",
  goodFaith:
    "Laporkan dengan iktikad baik. Laporan yang sengaja dipalsukan dapat dikenai sanksi; kekeliruan yang jujur tidak.",
  change: "Ubah",
  toWords: "Lanjut: frasa sandi",

  // the passphrase
  wordsTitle: "Catat delapan kata ini",
  wordsLead:
    "Ini frasa sandi Anda, satu-satunya jalan untuk membaca balasan. Tulis di kertas dengan huruf cetak dan nomornya. Jangan dicetak di kantor: mesin pencetak mencatat apa yang dicetak.",
  wordsList: "Frasa sandi Anda",
  wordsWarnings:
    "Simpan frasa sandi ini. Kami tidak dapat memulihkannya.\nJangan kirim tangkapan layar atau frasa sandi lewat WhatsApp.\nSiapa pun yang memegangnya dapat membaca balasan dan menulis atas nama Anda. Simpan kertasnya di luar kantor.",
  wordsNext: "Sudah saya catat",
  confirmTitle: "Periksa catatan Anda",
  confirmLead: "Lihat kertas Anda dan ketik dua kata ini. Sesudah itu laporan dikirim.",
  confirmWord: "Kata ke-{place}",
  confirmWrong:
    "Kata ke-{place} tidak cocok. Periksa catatan Anda, atau lihat frasa sandi sekali lagi.",
  confirmShow: "Lihat frasa sandi lagi",
  send: "Kirim laporan",
  sendLetter: "Kirim",

  // sending
  sendingTitle: "Mengirim",
  sendingStay: "Biarkan halaman ini terbuka sampai selesai.",
  sendingKeys: "Menghitung kunci dari frasa sandi. Di ponsel lama ini bisa sampai satu menit.",
  sendingSeal: "Menyegel surat di perangkat ini.",
  sendingPost: "Mengirim surat yang tersegel. Percobaan ke-{attempt}.",
  sendingWait:
    "{why} Mencoba lagi dalam {left}. Surat yang sama dikirim ulang; tidak akan tercatat dua kali.",
  sendingNow: "Coba sekarang",
  whyNetwork: "Sambungan terputus.",
  whyBusy: "Situs sedang sibuk. Biarkan halaman ini terbuka: giliran Anda akan tiba.",
  whyServer: "Situs sedang terganggu.",
  whyFull: "Kotak di situs ini sedang penuh.",
  waitFull:
    "Biarkan halaman ini terbuka: pengiriman berjalan sendiri begitu ada tempat. Atau catat teks Anda dan kembali setelah hari balasan berikutnya ({next}).",
  spanSeconds: "{count} detik",
  spanMinutes: "{count} menit",
  waitingTitle: "Belum terkirim, dicoba lagi",
  failedTitle: "Belum terkirim",
  failedKeep:
    "Tidak ada yang hilang: surat Anda masih tersegel di halaman ini. Jangan tutup tab ini. “Coba lagi” mengirim surat yang sama.",
  failedNetwork:
    "Situs tidak terjangkau setelah beberapa kali mencoba. Periksa sambungan; dengan Tor, coba lagi beberapa menit kemudian.",
  failedBusy: "Terlalu banyak kiriman sedang masuk. Tunggu beberapa menit, lalu coba lagi.",
  failedServer:
    "Situs sedang terganggu dan belum dapat menerima surat. Coba lagi beberapa saat kemudian.",
  failedFull:
    "Kotak di situs ini penuh, jadi belum dapat menerima surat. Coba lagi besok, atau catat teks Anda dan kembali setelah hari balasan berikutnya ({next}).",
  failedRefused:
    "Situs menolak surat ini (kode {code}). Mungkin situs baru diperbarui. Catat teks Anda, muat ulang halaman, dan coba sekali lagi.",
  failedForeign:
    "Yang menjawab bukan situs inspektorat, mungkin halaman masuk jaringan, jadi surat belum tersimpan. Catat teks Anda. Coba lewat jaringan lain; jika tetap begini, beri tahu inspektorat lewat jalan lain.",
  failedClosed:
    "Maklumat sudah tidak berlaku, jadi tidak ada yang disegel atau dikirim. Catat teks Anda dan muat ulang halaman di hari lain.",
  failedOwn:
    "Surat tidak dapat disegel di peramban ini. Catat teks Anda, lalu coba dengan peramban lain, lebih baik Tor Browser.",
  failedText: "Teks Anda",

  // pieces
  sendingWordsFirst: "Tulisan Anda dikirim lebih dulu; lampiran menyusul.",
  piecesTitle: "Tulisan Anda sudah tersimpan; lampiran menyusul",
  piecesLead:
    "Surat Anda sudah disimpan dengan aman di situs dan tidak dikirim ulang. Sekarang lampirannya dikirim sepotong demi sepotong. Bila sambungan putus, hanya satu potong yang diulang.",
  piecesLabel: "Potongan lampiran yang sudah sampai",
  piecesCount: "{sent} dari {pieces} potongan sudah sampai.",
  piecesGoing: "Mengirim lampiran.",
  piecesWait: "{why} Mencoba lagi dalam {left}; yang sudah sampai tidak hilang.",
  piecesStay:
    "Biarkan halaman ini terbuka. Bila ponsel tertidur, pengiriman berlanjut saat halaman ini dibuka lagi.",
  piecesPause: "Jeda",
  piecesResume: "Lanjutkan",
  piecesPaused:
    "Pengiriman dijeda. Biarkan halaman ini terbuka: bila ditutup, sisanya tidak dapat dilanjutkan.",
  piecesEnd: "Akhiri tanpa mengirim sisa lampiran",
  piecesFailed:
    "Yang sudah sampai tidak hilang. “Lanjutkan” mengirim sisanya. Jangan tutup tab ini sebelum selesai.",
  piecesFull: "Tempat lampiran di situs ini sedang penuh.",
  piecesRefused: "Situs menolak lampiran (kode {code}). Mungkin situs baru diperbarui.",
  piecesForeign:
    "Yang menjawab bukan situs inspektorat, mungkin halaman masuk jaringan. Coba lewat jaringan lain.",
  piecesOwn: "Peramban ini gagal menyegel satu potongan. Coba lanjutkan.",
  piecesGone:
    "Berkas {name} berubah atau hilang dari perangkat sejak Anda memilihnya, jadi tidak dapat dikirim utuh. Surat Anda tetap aman dan berkas lain tetap dikirim; hanya berkas tetangganya, yang berbagi satu potongan dengannya, dapat ikut tidak utuh.",
  handedInAll: "Lampiran juga sudah di situs, semuanya utuh: {count} berkas.",
  handedInPart:
    "Tidak semua lampiran sampai: {sent} dari {pieces} potongan. Berkas yang belum utuh:",
  handedInAgain:
    "Tulisan Anda sudah sampai. Berkas yang belum utuh dapat Anda pilih dan kirim lagi dalam surat susulan; inspektorat melihat mana yang kurang.",

  // delivered
  deliveredReport: "Laporan Anda sudah di situs",
  deliveredFollowUp: "Surat susulan Anda sudah di situs",
  deliveredWithdrawal: "Penarikan Anda sudah di situs",
  deliveredSurvey: "Jawaban Anda sudah di situs",
  deliveredWhat:
    "Satu surat tersegel sudah disimpan dengan aman di situs. Inspektorat mengambil dan membukanya kemudian; sampai saat itu tidak ada yang dapat membacanya.",
  deliveredReturnTitle: "Kapan kembali",
  deliveredReturn:
    "Pada hari itu paling cepat muncul tanda terima. Bila belum ada, lihat lagi pada hari balasan sesudahnya. Tanda terima yang tidak pernah muncul berarti frasa sandi salah atau surat tidak sampai.",
  deliveredKeepTitle: "Yang perlu disimpan",
  deliveredKeep:
    "Kertas dengan delapan kata, di tempat yang hanya Anda tahu.\nAlamat situs ini, dari poster. Tidak ada lagi yang perlu disimpan.",
  deliveredLeaveTitle: "Sekarang tutup jejak Anda",
  deliveredLeave:
    "Tombol di bawah mengosongkan halaman ini. Alamat situs bisa tetap tercatat dalam riwayat peramban: hapus di sana, atau tutup jendela pribadi. Di Tor Browser pilih “Identitas baru” (New identity).\nJangan bercerita kepada siapa pun bahwa Anda melapor.",

  // coming back
  openTitle: "Buka laporan saya",
  openLead:
    "Ketik delapan kata Anda. Huruf besar, koma, dan baris baru tidak berpengaruh; empat huruf pertama setiap kata biasanya cukup.",
  openField: "Frasa sandi",
  openCount: "{count} dari 8 kata.",
  openSuggest: "Pilihan kata:",
  openGo: "Buka",
  openWordCount: "Frasa sandi terdiri atas 8 kata; Anda mengetik {count}.",
  openUnknown: "Kata ke-{place} “{word}” tidak ada dalam daftar.",
  openMeant: "Maksud Anda:",
  openNoIdea: "Periksa catatan Anda.",
  openCheck:
    "Semua kata ada dalam daftar, tetapi tidak cocok satu sama lain: ada satu kata yang salah, atau urutannya tertukar. Bandingkan dengan catatan Anda.",
  openNotListed: "tidak ada dalam daftar",
  openLikely: "Yang mungkin terjadi, dari yang paling sering:",
  openSwapped: "Kata ke-{place} dan ke-{other} tertukar.",
  openMisread: "Kata ke-{place} seharusnya “{word}”.",
  openMend: "Mungkin maksud Anda:",
  openMendGo: "Pakai frasa ini",
  openLocal:
    "Kata-kata ini tidak dikirim ke mana pun. Semua pengunjung mengunduh papan balasan yang sama; halaman ini mencari balasan Anda di dalamnya.",
  readingTitle: "Mencari balasan Anda",
  readingKeys: "Menghitung kunci dari frasa sandi. Di ponsel lama ini bisa sampai satu menit.",
  readingBoard: "Mengunduh papan balasan, sama untuk semua pengunjung.",
  readingCells: "Mencoba semua {count} sel di papan.",
  readingNoBoard:
    "Papan balasan tidak dapat diunduh. Periksa sambungan, lalu coba lagi. Frasa sandi Anda tidak ditolak.",
  readingBadBoard:
    "Papan balasan tidak sama dengan yang ditandatangani inspektorat. Mungkin balasan baru saja terbit: coba lagi. Jika tetap begini, coba lewat jaringan lain, lalu beri tahu inspektorat lewat jalan lain.",
  readingBadBulletin:
    "Situs kini menampilkan maklumat yang lebih lama daripada yang sudah dilihat halaman ini, atau yang tidak menyambung. Jangan percaya isinya. Coba jaringan lain; jika tetap begini, beri tahu inspektorat lewat jalan lain.",
  readingOwn: "Peramban ini gagal menghitung. Coba lagi, atau pakai peramban lain.",

  // the thread
  threadTitle: "Percakapan Anda",
  threadStatus: "Status terakhir",
  threadNone: "Belum ada status.",
  aboutReceived:
    "Laporan sudah dibuka inspektorat dan menunggu pemeriksaan awal. Berikutnya: verifikasi, yaitu apakah petunjuknya cukup.",
  aboutVerification:
    "Inspektorat memeriksa apakah bukti awal cukup. Berikutnya: telaah, pertanyaan kepada Anda, atau penjelasan mengapa tidak dapat ditindaklanjuti.",
  aboutMore:
    "Inspektorat memerlukan keterangan dari Anda. Baca pertanyaannya di bawah, lalu jawab dengan surat susulan. Tulis hanya yang aman bagi Anda; Anda boleh tidak menjawab.",
  aboutReview:
    "Inspektorat menelaah isi laporan dan aturan yang terkait. Berikutnya: klarifikasi, investigasi, atau keputusan.",
  aboutClarification:
    "Inspektorat meminta penjelasan dari pihak terkait. Orang dapat mulai bertanya-tanya siapa pelapornya: jangan bicarakan laporan ini.",
  aboutInvestigation:
    "Pemeriksaan mendalam sedang berjalan dan dapat memakan waktu lama. Jangan bicarakan laporan ini; kabar keluar pada hari balasan.",
  aboutPassedOn:
    "Perkara diteruskan ke instansi berwenang dan selesai di sini. Instansi itu tidak dapat menjawab Anda lewat halaman ini.",
  aboutProven:
    "Perkara selesai: menurut inspektorat dugaan itu terbukti. Penjelasannya, bila ada, di bawah.",
  aboutNotProven:
    "Perkara selesai: menurut inspektorat dugaan itu tidak terbukti. Itu tidak berarti Anda melapor dengan iktikad buruk. Bila ada hal baru, kirim surat susulan.",
  aboutNotPursued:
    "Inspektorat tidak dapat menindaklanjuti laporan ini; alasannya di bawah. Bila ada keterangan baru, kirim surat susulan, atau pilih pintu lain.",
  aboutArchived: "Perkara disimpan sebagai arsip. Tidak ada langkah lain yang direncanakan.",
  aboutOther:
    "Penjelasan inspektorat, bila ada, di bawah. Kabar berikutnya keluar pada hari balasan.",
  withdrawnText:
    "Anda sudah menarik laporan ini. Inspektorat sudah menerima penarikannya; bila tetap wajib menindaklanjuti, kabarnya masih muncul di sini.",
  dueVerify: "verifikasi",
  dueConclude: "kesimpulan",
  dueAhead: "Tenggat berikutnya menurut inspektorat: {step}, paling lambat {day}.",
  duePerhaps:
    "Menurut tanggal perangkat ini, tenggat {step} ({day}) sudah lewat. Papan terakhir terbit {issued}, sebelum tenggat itu lewat, jadi kabarnya mungkin masih menyusul. Hari balasan berikutnya: {next}.",
  duePassed:
    "Tenggat {step}, {day}, sudah lewat ketika papan terakhir terbit ({issued}), dan belum ada kabar tentang itu. Hari balasan berikutnya: {next}.",
  doorsTitle: "Bila Anda tidak ingin menunggu lagi",
  doorsText:
    "Anda dapat menanyakannya dengan surat susulan, atau melapor ke pintu lain. Di sana berlaku aturan lain dan biasanya identitas diminta. Jangan sebut frasa sandi Anda.",
  timelineTitle: "Jalannya perkara",
  timelineLetter: "{letter} (surat ke-{ordinal}) diterima",
  letterReport: "Laporan",
  letterFollowUp: "Surat susulan",
  letterWithdrawal: "Penarikan",
  timelineNext: "Hari balasan berikutnya",
  timelineDue: "Tenggat inspektorat: {step}",
  repliesTitle: "Balasan",
  threadOrder: "Diurutkan dari yang paling awal. Yang ditampilkan ditandatangani inspektorat.",
  receipt: "Tanda terima",
  receiptReport: "Laporan (surat ke-{ordinal}) sudah diterima inspektorat.",
  receiptFollowUp: "Surat susulan (surat ke-{ordinal}) sudah diterima inspektorat.",
  receiptWithdrawal: "Penarikan (surat ke-{ordinal}) sudah diterima inspektorat.",
  receiptPieces: "Lampiran: {received} dari {pieces} potongan sudah sampai.",
  receiptPartly:
    "Sisanya mungkin menyusul pada balasan berikutnya. Bila angkanya tetap, pilih lagi berkasnya dan kirim dengan surat susulan.",
  message: "Balasan inspektorat",
  status: "Status",
  reason: "Alasan",
  conflict:
    "Peringatan: ada dua balasan berbeda dengan nomor yang sama. Keduanya ditampilkan. Jangan menuruti salah satunya sebelum bertanya lewat surat susulan.",
  refusedMissing:
    "Balasan ke-{place} (maklumat nomor {number}) belum utuh di papan, jadi belum dapat dibaca. Yang lain tetap benar. Lihat lagi pada hari balasan berikutnya: {next}. Bila tetap begini, tulis dalam surat susulan bahwa balasan ke-{place} tidak utuh.",
  refusedSignature:
    "Balasan ke-{place} (maklumat nomor {number}) tidak ditandatangani inspektorat, jadi tidak ditampilkan: orang lain yang menulisnya. Beri tahu inspektorat dalam surat susulan, dan jangan menuruti pesan dari jalan lain.",
  refusedForm:
    "Balasan ke-{place} (maklumat nomor {number}) ditandatangani, tetapi rusak atau dari versi yang lebih baru, jadi tidak dapat dibaca. Muat ulang halaman; bila tetap begini, minta dalam surat susulan agar ditulis lagi.",
  refusedCell:
    "Satu bagian balasan di papan rusak. Balasan yang utuh tetap ditampilkan; lihat lagi pada hari balasan berikutnya: {next}.",
  emptyTitle: "Belum ada balasan untuk frasa sandi ini, atau frasa sandi salah",
  emptyText:
    "Kedelapan kata cocok satu sama lain, tetapi tidak ada yang terbuka di papan balasan. Empat kemungkinan:",
  emptyReasons:
    "Terlalu awal: surat Anda belum diambil inspektorat. Hari balasan berikutnya: {next}; lihat lagi sesudah itu.\nSatu kata salah tetapi kebetulan cocok. Bandingkan setiap kata dengan catatan Anda.\nTerlalu lama: balasan hilang dari papan sesudah 90 hari, dan dari perkara yang sudah selesai tidak diulang.\nAda yang tidak beres: surat hilang atau ditahan di situs ini. Bila tanda terima tidak juga datang sesudah dua hari balasan, kirim laporan lagi, sebaiknya lewat jaringan lain. Bandingkan nomor maklumat ({number}, terbit {issued}) dengan yang dilihat orang lain.",
  emptySure: "Ya, saya yakin frasa sandi ini benar.",
  emptySureHint:
    "Surat dengan frasa sandi yang salah menjadi percakapan baru, dan balasannya tidak akan Anda temukan.",
  emptyNotSure: "Beri tanda bahwa frasa sandi ini benar, atau periksa dulu kata-katanya.",
  checkWords: "Periksa kata-katanya",
  nextTitle: "Apa yang ingin Anda lakukan?",
  toFollowUp: "Kirim surat susulan",
  toWithdraw: "Tarik laporan",

  // follow-up and withdrawal
  followUpTitle: "Surat susulan",
  followUpLead:
    "Jawab pertanyaan inspektorat atau tambahkan keterangan. Surat ini masuk ke percakapan yang sama.",
  followUpField: "Isi surat",
  withdrawTitle: "Tarik laporan",
  withdrawLead:
    "Penarikan memberi tahu inspektorat bahwa Anda tidak ingin laporan ini dilanjutkan. Yang sudah dibaca tidak dapat dibuat tidak terbaca, dan inspektorat dapat wajib menindaklanjuti apa yang sudah diketahuinya.",
  withdrawReason: "Alasan",
  withdrawSure: "Ya, saya ingin menarik laporan ini.",
  withdrawNotSure: "Beri tanda bahwa Anda memang ingin menarik laporan ini.",
  withdrawGo: "Kirim penarikan",
  surveyOffer:
    "Perkara ini sudah selesai. Bila Anda mau, jawab tiga pertanyaan tentang cara laporan Anda ditangani. Jawabannya hanya angka.",
  surveyGo: "Jawab tiga pertanyaan",
  surveyedText: "Jawaban survei Anda sudah di situs. Terima kasih.",
  surveyAgain: "Ubah jawaban",
  surveyTitle: "Tiga pertanyaan",
  surveyLead:
    "Semua boleh dilewati. Jawaban disegel seperti surat lain dan hanya dapat dibuka inspektorat; yang terakhir dihitung.",
  surveyEase: "Mudahkah melapor dan mengikuti perkembangannya?",
  surveySafety: "Merasa amankah Anda selama itu?",
  surveyHandling: "Apakah laporan Anda ditangani dengan baik?",
  surveyAnswer1: "Tidak",
  surveyAnswer2: "Kurang",
  surveyAnswer3: "Cukup",
  surveyAnswer4: "Ya",
  surveyNothing: "Pilih sedikitnya satu jawaban, atau kembali.",
  surveySend: "Kirim jawaban",
};
