"""Words of the frame around every screen, the entrance and the summary."""

FRAME: dict[str, tuple[str, str]] = {
    "program": ("Titip · Stasiun kerja", "Titip · Workstation"),
    "skip": ("Langsung ke isi", "Skip to content"),
    "demo": (
        "DEMO – hanya untuk mencoba. Brankas ini tidak melindungi apa pun.",
        "DEMO – for trying out only. This vault protects nothing.",
    ),
    "language": ("English", "Bahasa Indonesia"),
    "language.name": ("Bahasa", "Language"),
    "lock": ("Kunci brankas", "Lock the vault"),
    "lock.hint": ("Menutup brankas sekarang", "Closes the vault now"),
    "nav": ("Menu utama", "Main menu"),
    "nav.summary": ("Ringkasan", "Summary"),
    "nav.cases": ("Perkara", "Cases"),
    "nav.import": ("Impor ambilan", "Import a pickup"),
    "nav.delivery": ("Buat antaran", "Make a delivery"),
    "nav.aside": ("Surat disisihkan", "Letters set aside"),
    "nav.audit": ("Jejak audit", "Audit log"),
    "back": ("Kembali", "Back"),
    "title.notice": ("Pemberitahuan", "Notice"),
    "title.problem": ("Ada yang perlu diperbaiki", "Something needs mending"),
    "held": (
        "Yang belum Anda simpan masih ada di formulir ini. Periksa, lalu simpan.",
        "What you have not saved is still in the forms of this page. Check it, then save.",
    ),
    "day.today": ("hari ini", "today"),
    "day.yesterday": ("kemarin", "yesterday"),
    "day.tomorrow": ("besok", "tomorrow"),
    "day.ahead": ("{count} hari lagi", "in {count} days"),
    "day.ago": ("{count} hari lalu", "{count} days ago"),
    # entrance
    "once.title": ("Tautan ini tidak dapat dipakai", "This link cannot be used"),
    "once.refused": (
        "Tautan sekali pakai ini sudah dipakai, atau tidak lengkap.",
        "This one-time link was used already, or is incomplete.",
    ),
    "once.what": (
        (
            "Jika Anda tidak merasa membukanya, beri tahu rekan Anda sebelum melanjutkan. "
            "Untuk tautan baru: di terminal, hentikan program dengan Ctrl+C, lalu jalankan "
            "lagi."
        ),
        (
            "If it was not you who opened it, tell your colleagues before you go on. For a "
            "new link: in the terminal, stop the program with Ctrl+C, then start it again."
        ),
    ),
    "entered.title": ("Masuk", "Entering"),
    "entered.go": ("Lanjut ke stasiun kerja", "Go on to the workstation"),
    "refused.title": ("Permintaan ditolak", "Request refused"),
    "refused.session": (
        (
            "Peramban ini belum masuk. Buka tautan sekali pakai yang tertulis di terminal. "
            "Sudah terpakai? Hentikan program dengan Ctrl+C dan jalankan lagi; draf balasan "
            "tetap tersimpan."
        ),
        (
            "This browser has not entered. Open the one-time link that the terminal shows. "
            "Used already? Stop the program with Ctrl+C and start it again; drafts of replies "
            "are kept."
        ),
    ),
    "refused.origin": (
        ("Permintaan ini tidak datang dari halaman stasiun kerja, jadi tidak ada yang dilakukan."),
        "This request did not come from the workstation's own page, so nothing was done.",
    ),
    "refused.csrf": (
        (
            "Formulir ini sudah tidak berlaku, jadi tidak ada yang dilakukan. Kembali, muat "
            "ulang halaman, lalu coba lagi."
        ),
        ("This form is out of date, so nothing was done. Go back, load the page again, and retry."),
    ),
    "refused.missing": ("Halaman itu tidak ada.", "There is no such page."),
    "refused.too_long": (
        "Isian terlalu panjang. Kembali dan pendekkan.",
        "What was typed is too long. Go back and shorten it.",
    ),
    "refused.failed": (
        (
            "Terjadi kesalahan dalam program, dan permintaan ini tidak dijalankan. Yang sudah "
            "tersimpan tetap utuh. Muat ulang halaman; bila berulang, catat langkah Anda dan "
            "hubungi pengelola."
        ),
        (
            "The program failed, and this request was not carried out. What was saved is "
            "whole. Load the page again; if it happens again, note what you did and tell "
            "whoever looks after the workstation."
        ),
    ),
    "unlock.title": ("Buka brankas", "Open the vault"),
    "unlock.lead": (
        (
            "Surat, balasan, dan kunci tersimpan terenkripsi di brankas. Masukkan frasa sandi "
            "brankas untuk membukanya."
        ),
        (
            "Letters, replies and keys are kept encrypted in the vault. Enter the vault's "
            "passphrase to open it."
        ),
    ),
    "unlock.again": (
        "Brankas terkunci. Draf dan isian Anda tersimpan.",
        "The vault is locked. Your drafts and forms are kept.",
    ),
    "unlock.who": ("Nama Anda", "Your name"),
    "unlock.who.hint": (
        "Dicatat dalam jejak audit di sebelah setiap tindakan.",
        "Noted in the audit log beside everything you do.",
    ),
    "unlock.passphrase": ("Frasa sandi brankas", "The vault's passphrase"),
    "unlock.hint": (
        "Memeriksanya sengaja lambat, sekitar satu detik, supaya sulit ditebak orang lain.",
        "Checking it is slow on purpose, about a second, so that others can hardly guess it.",
    ),
    "unlock.demo": (
        "Dalam demo, frasa sandinya tertulis di terminal.",
        "In the demo, the terminal shows the passphrase.",
    ),
    "unlock.show": ("Tampilkan frasa sandi", "Show the passphrase"),
    "unlock.button": ("Buka brankas", "Open the vault"),
    "unlock.who.missing": (
        "Isi nama Anda, 1 sampai 40 huruf.",
        "Enter your name, 1 to 40 letters.",
    ),
    # summary
    "summary.title": ("Ringkasan", "Summary"),
    "summary.todo": ("Yang perlu dikerjakan", "What needs doing"),
    "summary.nothing": ("Tidak ada yang mendesak hari ini.", "Nothing is pressing today."),
    "summary.unread": ("{count} surat belum dibaca", "Unread letters: {count}"),
    "summary.unread.go": ("Buka daftar perkara", "Open the list of cases"),
    "summary.overdue": ("{count} perkara lewat tenggat", "Cases past their deadline: {count}"),
    "summary.drafts": (
        "{count} draf balasan belum diantrekan",
        "Drafts of replies not queued yet: {count}",
    ),
    "summary.never": (
        (
            "Belum pernah ada antaran. Situs baru dapat menerima surat setelah antaran "
            "pertama diterbitkan."
        ),
        (
            "There was no delivery yet. The site can take letters only once the first one is "
            "published."
        ),
    ),
    "summary.due": ("Antaran jatuh hari ini", "A delivery is due today"),
    "summary.late": (
        "Antaran seharusnya dibuat {day} ({distance})",
        "The delivery was due on {day} ({distance})",
    ),
    "summary.delivery.go": ("Buat antaran", "Make a delivery"),
    "summary.unwritten": (
        "Antaran nomor {number} sudah disusun tetapi belum tertulis ke stik",
        "Delivery number {number} was composed but never written to a stick",
    ),
    "summary.waiting": (
        "{replies} balasan dan {receipts} tanda terima menunggu antaran",
        "Waiting for the delivery: replies {replies}, receipts {receipts}",
    ),
    "summary.waiting.go": ("Lihat isi antaran", "See what goes out"),
    "summary.quarantined.go": ("Lihat dan baca sebabnya", "See them and why"),
    "summary.epochs": (
        (
            "Nomor atau hari ambilan dari situs tidak berurutan. Lihat hasil impor terakhir "
            "dan tanyakan kepada kurir."
        ),
        (
            "The numbers or days of the site's pickups are out of order. See the last "
            "import's result and ask the courier."
        ),
    ),
    "summary.steps": ("Antar dan ambil", "Fetch and deliver"),
    "summary.import.button": ("Impor ambilan", "Import a pickup"),
    "summary.import.hint": (
        "Surat baru dari situs, dibawa kurir di stik USB.",
        "New letters from the site, brought by the courier on a USB stick.",
    ),
    "summary.deliver.button": ("Buat antaran", "Make a delivery"),
    "summary.deliver.hint": (
        "Balasan dan maklumat yang ditandatangani, untuk dibawa kurir ke situs.",
        "Replies and the signed bulletin, for the courier to take to the site.",
    ),
    "summary.facts": ("Keadaan", "State of things"),
    "summary.last": ("Antaran terakhir", "Last delivery"),
    "summary.last.value": (
        "nomor {number}, {day} ({distance})",
        "number {number}, {day} ({distance})",
    ),
    "summary.next": ("Hari antaran berikutnya", "Next delivery day"),
    "summary.next.value": ("{day} ({distance})", "{day} ({distance})"),
    "summary.pickup": ("Ambilan terakhir", "Last pickup"),
    "summary.pickup.value": ("diimpor {day} ({distance})", "imported on {day} ({distance})"),
    "summary.none": ("belum ada", "none yet"),
    "summary.cases": ("Perkara", "Cases"),
    "summary.cases.value": ("{open} berjalan dari {all}", "{open} open of {all}"),
    "summary.sealing": ("Pelapor dapat menulis", "Reporters can write"),
    "summary.sealing.value": ("sampai {day}", "until {day}"),
    "summary.signing": ("Sertifikat kunci tanda tangan", "Signing key's certificate"),
    "summary.signing.value": ("berlaku sampai {day}", "valid until {day}"),
    "summary.intake": ("Kunci penerimaan", "Intake keys"),
    "summary.intake.value": ("tersedia sampai {day}", "at hand until {day}"),
    "summary.aside": ("Surat disisihkan", "Letters set aside"),
    "summary.aside.value": (
        "{quarantined} karantina, {broken} rusak, {unopened} tidak terbuka",
        "{quarantined} quarantined, {broken} broken, {unopened} unopened",
    ),
    # errors that the protocol raises
    "error.unknown": (
        "Kesalahan yang tidak terduga ({name}). Tidak ada yang berubah.",
        "An unexpected error ({name}). Nothing was changed.",
    ),
    "error.disk": ("Disk atau stik menolak: {reason}.", "The disk or the stick refused: {reason}."),
    "error.SettingsError": (
        "Berkas texts.toml atau config.toml perlu diperbaiki.",
        "texts.toml or config.toml needs mending.",
    ),
    "error.PickupFormError": (
        (
            "Berkas ini bukan ambilan, atau berubah saat dibaca. Tidak ada yang diimpor. "
            "Minta kurir mengambil ulang."
        ),
        (
            "This file is not a pickup, or changed while it was read. Nothing was imported. "
            "Have the courier fetch it again."
        ),
    ),
    "error.PickupForeignError": (
        "Ambilan ini milik situs lain. Tidak ada yang diimpor.",
        "This pickup belongs to another site. Nothing was imported.",
    ),
    "error.PickupLengthError": (
        (
            "Ambilan ini terpotong atau bertambah. Tidak ada yang diimpor. Minta kurir "
            "menyalin atau mengambil ulang."
        ),
        (
            "This pickup is cut short or too long. Nothing was imported. Have the courier "
            "copy or fetch it again."
        ),
    ),
    "error.PickupOrderError": (
        (
            "Isi ambilan ini tidak tersusun sebagaimana mestinya: berkas rusak atau diubah. "
            "Tidak ada yang diimpor."
        ),
        (
            "The records of this pickup are not in order: it is damaged or was tampered with. "
            "Nothing was imported."
        ),
    ),
    "error.ReplyTooLongError": (
        "Balasan terlalu panjang untuk dikirim. Pendekkan, atau bagi menjadi dua balasan.",
        "The reply is too long to be sent. Shorten it, or split it into two replies.",
    ),
    "error.ReplyBodyError": (
        "Tulis dulu isinya: teks yang kosong tidak dapat dikirim.",
        "Write something first: an empty text cannot be sent.",
    ),
    "error.ChunkOpenError": (
        "Sebuah potongan lampiran rusak atau diubah. Tidak ada yang disimpan.",
        "A piece of the attachment is damaged or was tampered with. Nothing was saved.",
    ),
    "error.AttachmentsPaddingError": (
        "Di belakang lampiran terakhir tersembunyi sesuatu. Tidak ada yang disimpan.",
        "Something is hidden behind the last attachment. Nothing was saved.",
    ),
}
