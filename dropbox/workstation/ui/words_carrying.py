"""Words of the screens on what is carried, import and delivery, and of the audit log."""

CARRYING: dict[str, tuple[str, str]] = {
    "import.title": ("Impor ambilan", "Import a pickup"),
    "import.lead": (
        (
            "Pasang stik dari kurir, lalu pilih ambilan. Setiap ambilan diperiksa utuh "
            "sebelum surat pertamanya dibuka; mengimpor yang sama dua kali tidak berakibat "
            "apa-apa."
        ),
        (
            "Plug in the courier's stick and choose a pickup. Each one is checked as a whole "
            "before its first letter is opened; importing the same one twice has no effect."
        ),
    ),
    "import.found": ("Ambilan yang ditemukan", "Pickups that were found"),
    "import.none": (
        (
            "Tidak ada berkas .pickup pada stik yang terpasang. Pasang stik lalu muat ulang "
            "halaman, atau tulis letaknya."
        ),
        (
            "There is no .pickup file on any stick. Plug one in and load the page again, or "
            "type where it is."
        ),
    ),
    "import.looked": ("Dicari di: {folders}", "Looked in: {folders}"),
    "import.reload": ("Cari lagi", "Look again"),
    "import.path": ("Atau letak berkasnya", "Or where the file is"),
    "import.path.hint": ("Misalnya {example}", "For example {example}"),
    "import.button": ("Impor", "Import"),
    "import.missing": (
        "Pilih ambilan, atau tulis letaknya.",
        "Choose a pickup, or type where it is.",
    ),
    "import.no_file": ("Tidak ada berkas di {path}.", "There is no file at {path}."),
    "import.running": ("Sedang mengimpor", "Importing"),
    "import.running.hint": (
        (
            "Jangan cabut stik. Bila terputus, impor lagi berkas yang sama: tidak ada yang "
            "hilang atau dobel."
        ),
        (
            "Do not pull the stick. If it is cut off, import the same file again: nothing is "
            "lost or doubled."
        ),
    ),
    "import.stage.fetch": (
        "Kurir demo mengambil dari situs",
        "The demo courier fetches from the site",
    ),
    "import.stage.verify": ("Memeriksa berkas", "Checking the file"),
    "import.stage.chunks": ("Menyimpan potongan lampiran", "Keeping the pieces of attachments"),
    "import.stage.letters": ("Membuka surat", "Opening letters"),
    "import.of": ("{done} dari {all}", "{done} of {all}"),
    "import.result": ("Hasil impor", "Result of the import"),
    "import.done": ("Ambilan {name} diimpor.", "The pickup {name} was imported."),
    "import.repeated": (
        "Ambilan {name} sudah pernah diimpor; tidak ada yang berubah.",
        "The pickup {name} was imported before; nothing changed.",
    ),
    "import.failed": ("Ambilan {name} tidak diimpor.", "The pickup {name} was not imported."),
    "import.empty": ("Ambilan ini kosong: tidak ada surat.", "This pickup is empty: no letters."),
    "import.nothing": ("Kurir tidak menemukan ambilan baru.", "The courier found no new pickup."),
    "import.line.letters": ("surat dalam ambilan", "letters in the pickup"),
    "import.line.opened_cases": ("perkara baru", "new cases"),
    "import.line.joined": ("surat untuk perkara yang sudah ada", "letters to cases that exist"),
    "import.line.decoys": (
        "surat pengecoh (tanpa isi, memang disengaja)",
        "decoys (empty on purpose)",
    ),
    "import.line.resent": (
        "kiriman ulang dari surat yang sudah ada",
        "letters that came once more",
    ),
    "import.line.quarantined": ("dikarantina", "quarantined"),
    "import.line.broken": ("rusak", "broken"),
    "import.line.unopened": ("tidak terbuka", "unopened"),
    "import.line.chunks_new": ("potongan lampiran", "pieces of attachments"),
    "import.line.chunks_unclaimed": (
        "di antaranya belum disebut surat mana pun; disimpan 60 hari",
        "of these not named by any letter yet; kept for 60 days",
    ),
    "import.warning.missing": (
        (
            "Ambilan dengan babak {epochs} belum pernah tiba. Tanyakan kepada kurir: mungkin "
            "masih di stik lain."
        ),
        (
            "Pickups of the epochs {epochs} never came. Ask the courier: they may be on "
            "another stick."
        ),
    ),
    "import.warning.doubled": (
        (
            "Dua ambilan berbeda memakai babak {epochs} yang sama. Situs mungkin dipulihkan "
            "dari cadangan, atau dimanipulasi."
        ),
        (
            "Two different pickups have the same epoch {epochs}. The site may have been "
            "restored, or tampered with."
        ),
    ),
    "import.warning.days": (
        (
            "Hari penutupan pada babak {epochs} tidak masuk akal. Tidak ada kunci yang "
            "dimusnahkan karenanya."
        ),
        (
            "The closing days of the epochs {epochs} make no sense. No key is destroyed on "
            "their account."
        ),
    ),
    "date.sure": ("Tanggal mesin ini benar: {day}.", "This machine's date is right: {day}."),
    "date.repeat": ("Ulangi dengan tanggal ini", "Try again with this date"),
    "import.to_cases": ("Buka perkara", "Open the cases"),
    "import.again": ("Impor ambilan lain", "Import another one"),
    "demo.fetch.title": ("Demo: bermain sebagai kurir", "Demo: play the courier"),
    "demo.fetch.hint": (
        (
            "Dalam kenyataan, kurir mengambil ambilan lewat Tor di mesin lain dan membawanya "
            "di stik."
        ),
        (
            "In earnest, the courier fetches the pickup over Tor on another machine and "
            "brings it on a stick."
        ),
    ),
    "demo.fetch.button": ("Ambil dari situs (kurir demo)", "Fetch from the site (demo courier)"),
    "demo.publish.hint": (
        "Dalam kenyataan, kurir membawa berkas ini ke situs lewat Tor.",
        "In earnest, the courier takes this file to the site over Tor.",
    ),
    "demo.publish.button": ("Antar ke situs (kurir demo)", "Bring to the site (demo courier)"),
    "demo.published": ("Kurir demo: {said}", "Demo courier: {said}"),
    "demo.failed": (
        "Kurir demo tidak berhasil: {reason}. Apakah situs demo berjalan?",
        "The demo courier failed: {reason}. Is the demo site running?",
    ),
    # delivery
    "delivery.title": ("Buat antaran", "Make a delivery"),
    "delivery.lead": (
        (
            "Setiap antaran sama besar, ada kabar atau tidak, supaya orang luar tidak dapat "
            "menebak apa-apa darinya. Tempat yang kosong diisi pengecoh."
        ),
        (
            "Every delivery has the same size, news or no news, so that outsiders can tell "
            "nothing from it. Empty room is filled with decoys."
        ),
    ),
    "delivery.next": (
        "Yang berangkat bersama antaran berikutnya",
        "What leaves with the next delivery",
    ),
    "delivery.messages": ("Balasan dan kabar status", "Replies and statuses"),
    "delivery.receipts": ("Tanda terima otomatis", "Automatic receipts"),
    "delivery.cells": ("Tempat terpakai", "Room taken"),
    "delivery.cells.value": ("{used} dari {all} sel", "{used} of {all} cells"),
    "delivery.later": ("Menunggu antaran sesudahnya", "Waiting for the delivery after"),
    "delivery.later.value": ("{count} balasan ({cells} sel)", "replies: {count} (cells: {cells})"),
    "delivery.list": ("Balasan yang menunggu", "Replies that wait"),
    "delivery.list.fits": ("ikut antaran ini", "goes with this delivery"),
    "delivery.list.waits": ("menunggu", "waits"),
    "delivery.nothing": (
        "Tidak ada balasan yang menunggu. Antaran tetap dibuat pada harinya, berisi pengecoh.",
        "No reply waits. The delivery is made on its day all the same, full of decoys.",
    ),
    "delivery.early.title": ("Belum harinya", "Not due yet"),
    "delivery.early": (
        (
            "Antaran berikutnya jatuh pada {day}. Antaran di luar jadwal terlihat dari luar "
            "sebagai tanda bahwa ada yang terjadi."
        ),
        (
            "The next delivery is due on {day}. One off schedule shows outsiders that "
            "something happened."
        ),
    ),
    "delivery.early.confirm": (
        "Saya tetap ingin membuatnya sekarang, dan mengerti bahwa orang luar melihatnya.",
        "I want to make it now all the same, and understand that outsiders see it.",
    ),
    "delivery.number": (
        "Nomor maklumat yang sekarang tampil di situs",
        "Number of the bulletin that the site shows now",
    ),
    "delivery.number.hint": (
        (
            "Baca sendiri di halaman situs, jangan diperkirakan. Bila stik dari titip courier "
            "pickup ada, pasang dan pilih dulu stik itu: tanpa itu, balasan yang tidak dikenal "
            "brankas ini hilang dari papan."
        ),
        (
            "Read it on the site's page yourself, do not guess. Where the stick of titip courier "
            "pickup can be had, plug it in and choose it first: without it, replies that this "
            "vault does not know leave the board."
        ),
    ),
    "delivery.number.wrong": (
        "Nomor maklumat ditulis dengan angka saja, tanpa titik, misalnya 12.",
        "Write the bulletin's number in digits only, without dots, for example 12.",
    ),
    "delivery.force": (
        (
            "Centang hanya bila maklumat itu dibuat inspektorat sendiri, dari salinan lain "
            "brankas ini. Bila ragu, jangan: mungkin kunci tanda tangan dicuri."
        ),
        (
            "Tick this only if the inspectorate itself made that bulletin, from another copy of "
            "this vault. If in doubt, do not: the signing key may have been stolen."
        ),
    ),
    "delivery.force.confirm": (
        "Maklumat {number} buatan kami sendiri; ambil alih.",
        "Bulletin {number} is our own; take it over.",
    ),
    "delivery.unwritten": (
        (
            "Antaran nomor {number} sudah disusun tetapi belum tertulis ke stik. Antaran itu "
            "yang ditulis lebih dulu, sama persis."
        ),
        (
            "Delivery number {number} was composed but never written to a stick. That one is "
            "written first, byte for byte."
        ),
    ),
    "delivery.where": ("Tulis ke", "Write to"),
    "delivery.sticks": ("Stik yang terpasang", "Sticks that are plugged in"),
    "delivery.path": ("Folder", "Folder"),
    "delivery.path.other": ("Atau folder lain", "Or another folder"),
    "delivery.path.hint": (
        "Folder yang sudah ada, misalnya {example}",
        "A folder that exists, for example {example}",
    ),
    "delivery.button": ("Buat dan tulis antaran", "Make and write the delivery"),
    "delivery.again.title": ("Antaran terakhir sekali lagi", "The last delivery once more"),
    "delivery.again.hint": (
        (
            "Bila stik hilang atau rusak: berkas yang sama ditulis ulang. Tidak ada yang baru "
            "di dalamnya."
        ),
        ("If the stick was lost or broken: the same file is written again. Nothing in it is new."),
    ),
    "delivery.again.button": ("Tulis ulang nomor {number}", "Write number {number} again"),
    "delivery.missing": (
        "Pilih stik, atau tulis foldernya.",
        "Choose a stick, or type the folder.",
    ),
    "delivery.no_folder": (
        "Folder {path} tidak ada. Pasang stiknya, atau tulis folder lain.",
        "There is no folder {path}. Plug in the stick, or type another folder.",
    ),
    "delivery.result": ("Antaran siap dibawa", "The delivery is ready to go"),
    "delivery.result.line": (
        "Antaran nomor {number} tertulis.",
        "Delivery number {number} is written.",
    ),
    "delivery.result.again": (
        "Antaran nomor {number} tertulis sekali lagi, sama persis.",
        "Delivery number {number} is written once more, byte for byte.",
    ),
    "delivery.result.file": ("Berkas", "File"),
    "delivery.result.replies": ("Balasan dan kabar status", "Replies and statuses"),
    "delivery.result.receipts": ("Tanda terima", "Receipts"),
    "delivery.result.resealed": ("Balasan lama yang disegel ulang", "Earlier replies sealed again"),
    "delivery.result.waiting": ("Masih menunggu", "Still waiting"),
    "delivery.result.pickups": ("Ambilan yang diakui diterima", "Pickups acknowledged"),
    "delivery.result.next": ("Hari antaran berikutnya", "Next delivery day"),
    "delivery.result.todo": (
        (
            "Lepas stik dengan aman dan serahkan kepada kurir. Kurir menjalankan: titip "
            "courier deliver"
        ),
        "Eject the stick safely and hand it to the courier, who runs: titip courier deliver",
    ),
    # audit log
    "audit.title": ("Jejak audit", "Audit log"),
    "audit.lead": (
        (
            "Siapa melakukan apa, pada hari apa. Setiap baris terkunci pada baris sebelumnya, "
            "dan ujungnya ikut dalam setiap maklumat."
        ),
        (
            "Who did what on which day. Each line is chained to the one before, and the end "
            "goes into every bulletin."
        ),
    ),
    "audit.whole": ("Rantainya utuh.", "The chain is whole."),
    "audit.broken": (
        (
            "Rantainya putus pada baris {number}: jejak ini diubah dari luar program. Jangan "
            "lanjutkan sebelum jelas sebabnya."
        ),
        (
            "The chain breaks at line {number}: the log was changed from outside the program. "
            "Do not go on before you know why."
        ),
    ),
    "audit.number": ("Baris", "Line"),
    "audit.day": ("Hari", "Day"),
    "audit.who": ("Siapa", "Who"),
    "audit.action": ("Tindakan", "Action"),
    "audit.subject": ("Mengenai", "About"),
    "audit.latest": ("{count} baris terbaru", "The latest {count} lines"),
    "audit.week": ("minggu dari {day}", "week from {day}"),
    "audit.delivery": ("nomor {number}", "number {number}"),
    "action.ceremony": ("Brankas dibuat", "Vault made"),
    "action.pickup_imported": ("Ambilan diimpor", "Pickup imported"),
    "action.case_opened": ("Perkara dibuka", "Case opened"),
    "action.case_withdrawn": ("Laporan ditarik pelapor", "Report withdrawn by the reporter"),
    "action.reply_cancelled": ("Balasan ditarik kembali", "Reply taken back"),
    "action.attachments_accepted": ("Lampiran besar diterima", "Large attachments accepted"),
    "action.reply_queued": ("Balasan diantrekan", "Reply queued"),
    "action.status_set": ("Status diubah", "Status changed"),
    "action.note_added": ("Catatan ditambahkan", "Note added"),
    "action.attachment_saved": ("Lampiran disimpan ke folder", "Attachment saved to a folder"),
    "action.delivery_composed": ("Antaran disusun", "Delivery composed"),
    "action.delivery_written": ("Antaran ditulis ke stik", "Delivery written to a stick"),
    "action.signing_renewed": ("Kunci tanda tangan diperpanjang", "Signing key renewed"),
    "action.key_created": ("Kunci penerimaan dibuat", "Intake key made"),
    "action.key_destroyed": ("Kunci penerimaan dimusnahkan", "Intake key destroyed"),
    "action.numbers_taken_over": ("Maklumat situs diambil alih", "The site's bulletin taken over"),
    "action.numbers_skipped": ("Nomor maklumat dilompati sampai", "Bulletin numbers skipped up to"),
    "action.foreign_bulletin": (
        "Maklumat yang tidak ditandatangani di sini",
        "A bulletin that was not signed here",
    ),
    "action.unopened_dropped": (
        "Surat yang tidak terbuka dihapus sesudah 60 hari",
        "Unopened letters dropped after 60 days",
    ),
    "action.key_lost": ("Kunci penerimaan hilang", "Intake key lost"),
}
