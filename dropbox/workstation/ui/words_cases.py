"""Words of the list of cases, a case, and the letters that were set aside."""

CASES: dict[str, tuple[str, str]] = {
    "cases.title": ("Perkara", "Cases"),
    "cases.search": ("Cari", "Search"),
    "cases.search.hint": (
        "Nomor perkara, atau kata dalam surat, balasan, dan catatan",
        "Case number, or words in letters, replies and notes",
    ),
    "cases.search.button": ("Cari", "Search"),
    "cases.search.found": ("{count} perkara memuat:", "Cases found: {count}, with:"),
    "cases.search.clear": ("Tampilkan semua", "Show all"),
    "cases.filter": ("Tampilkan", "Show"),
    "cases.filter.open": ("Semua yang berjalan", "All that are open"),
    "cases.filter.all": ("Semua perkara", "All cases"),
    "cases.filter.button": ("Terapkan", "Apply"),
    "cases.count": ("{count} perkara", "Cases: {count}"),
    "cases.page": ("Halaman {page} dari {pages}", "Page {page} of {pages}"),
    "cases.page.before": ("Sebelumnya", "Previous"),
    "cases.page.after": ("Berikutnya", "Next"),
    "cases.first": (
        "Hanya {count} yang pertama ditampilkan; persempit pencarian.",
        "Only the first {count} are shown; narrow the search.",
    ),
    "cases.empty": (
        "Belum ada perkara di sini. Perkara muncul setelah ambilan diimpor.",
        "No cases here yet. They appear once a pickup is imported.",
    ),
    "cases.number": ("Nomor", "Number"),
    "cases.what": ("Perihal", "About"),
    "cases.status": ("Status", "Status"),
    "cases.last": ("Surat terakhir", "Last letter"),
    "cases.deadline": ("Tenggat", "Deadline"),
    "cases.marks": ("Tanda", "Marks"),
    "cases.unread": ("{count} belum dibaca", "{count} unread"),
    "cases.waiting": ("{count} balasan menunggu", "replies waiting: {count}"),
    "cases.draft": ("draf", "draft"),
    "cases.withdrawn": ("ditarik pelapor", "withdrawn"),
    "cases.without_report": ("laporan belum tiba", "report not here yet"),
    "cases.pieces": ("lampiran {here} dari {all} potongan", "attachments: {here} of {all} pieces"),
    "cases.no_category": ("tanpa kategori", "no category"),
    "deadline.acknowledge": ("Tanggapi", "Acknowledge"),
    "deadline.verify": ("Verifikasi", "Verify"),
    "deadline.conclude": ("Selesaikan", "Conclude"),
    "deadline.late": ("lewat tenggat", "overdue"),
    # one case
    "case.opened": ("Dibuka", "Opened"),
    "case.category": ("Kategori", "Category"),
    "case.language": ("Bahasa pelapor", "Reporter's language"),
    "case.language.id": ("Indonesia", "Indonesian"),
    "case.language.en": ("Inggris", "English"),
    "case.deadline": ("Tenggat berikutnya", "Next deadline"),
    "case.closed": ("Perkara selesai", "Case closed"),
    "case.facts": ("Tentang perkara ini", "About this case"),
    "case.new": ("baru", "new"),
    "case.withdrawn": (
        (
            "Pelapor menarik laporan ini pada {day}. Hormati keinginannya: jangan melangkah "
            "lebih jauh tanpa alasan yang dapat dipertanggungjawabkan, dan catat keputusan "
            "Anda."
        ),
        (
            "The reporter withdrew this report on {day}. Respect the wish: go no further "
            "without a reason you can answer for, and note what you decide."
        ),
    ),
    "case.without_report": (
        (
            "Laporan pertama percakapan ini belum tiba; baru surat susulan. Mungkin ikut "
            "ambilan berikutnya."
        ),
        (
            "The first report of this conversation is not here yet, only later letters. It "
            "may come with the next pickup."
        ),
    ),
    "case.aside": (
        ("{count} surat yang mengaku bagian perkara ini disisihkan dan tidak ditampilkan di sini."),
        "Letters that claim to belong to this case, set aside and not shown here: {count}.",
    ),
    "case.aside.go": ("Lihat surat disisihkan", "See letters set aside"),
    "case.conversation": ("Percakapan", "Conversation"),
    "case.report": ("Laporan", "Report"),
    "case.follow_up": ("Keterangan tambahan", "Follow-up"),
    "case.withdrawal": ("Penarikan laporan", "Withdrawal of the report"),
    "case.letter": ("Surat {ordinal} dari pelapor", "Letter {ordinal} from the reporter"),
    "case.ours": ("Balasan inspektorat", "The inspectorate's reply"),
    "case.by": ("oleh {who}", "by {who}"),
    "case.going": ("menunggu antaran berikutnya", "waits for the next delivery"),
    "case.gone": ("ikut antaran nomor {number}", "went with delivery number {number}"),
    "case.receipt": (
        "Tanda terima otomatis untuk surat {ordinal}",
        "Automatic receipt for letter {ordinal}",
    ),
    "case.receipt.pieces": (
        "lampiran {here} dari {all} potongan",
        "attachments: {here} of {all} pieces",
    ),
    "case.status.told": ("Status dikabarkan: {status}", "Status told: {status}"),
    "case.no_reason": ("Tanpa alasan.", "No reason given."),
    "field.what": ("Apa yang terjadi", "What happened"),
    "field.account": ("Uraian kejadian", "Account"),
    "field.who": ("Siapa", "Who"),
    "field.when": ("Kapan", "When"),
    "field.where": ("Di mana", "Where"),
    "field.how": ("Bagaimana", "How"),
    "field.why": ("Mengapa", "Why"),
    "field.unit": ("Satuan kerja", "Unit"),
    "field.how_known": ("Bagaimana pelapor tahu", "How the reporter knows"),
    "field.how_known.warning": (
        "Dapat menunjukkan siapa pelapornya. Jangan diteruskan keluar.",
        "May show who the reporter is. Do not pass it on.",
    ),
    "field.who_else": ("Siapa lagi yang tahu", "Who else knows"),
    "field.reason": ("Alasan", "Reason"),
    # the survey after the end of a case
    "survey.title": ("Survei sesudah perkara selesai", "Survey after the end of the case"),
    "survey.ease": ("Mudah melapor dan mengikuti", "Easy to report and to follow"),
    "survey.safety": ("Merasa aman", "Felt safe"),
    "survey.handling": ("Laporan ditangani dengan baik", "Report was dealt with well"),
    "survey.answer.1": ("tidak", "no"),
    "survey.answer.2": ("kurang", "not quite"),
    "survey.answer.3": ("cukup", "mostly"),
    "survey.answer.4": ("ya", "yes"),
    # attachments
    "files.title": ("Lampiran", "Attachments"),
    "files.pieces": ("{here} dari {all} potongan tiba", "{here} of {all} pieces arrived"),
    "files.incomplete": (
        "Sisanya mungkin ikut ambilan berikutnya. Potongan yang sudah tiba tersimpan.",
        "The rest may come with the next pickup. The pieces that arrived are kept.",
    ),
    "files.too_large": (
        (
            "Surat ini mengumumkan lampiran yang lebih besar daripada yang pernah kita "
            "izinkan; potongannya tidak dicari."
        ),
        (
            "This letter announces more attachments than we ever allowed; its pieces are not "
            "looked for."
        ),
    ),
    "files.accept": ("Terima juga lampiran ini", "Take these attachments all the same"),
    "files.accepted": (
        "Potongan yang sudah tiba dicari; sisanya mungkin ikut ambilan berikutnya.",
        "The pieces that are here were looked for; the rest may come with the next pickup.",
    ),
    "files.complete": ("lengkap", "complete"),
    "files.partly": ("belum lengkap", "not complete yet"),
    "files.cleaned": (
        "metadata dibersihkan di peramban pelapor",
        "metadata removed in the reporter's browser",
    ),
    "files.kept": (
        "dikirim apa adanya atas pilihan pelapor",
        "sent unchanged by the reporter's choice",
    ),
    "files.untreated": (
        "jenis berkas yang tidak dapat dibersihkan",
        "a type of file that cannot be cleaned",
    ),
    "files.warning": (
        (
            "Berkas dari luar dapat berbahaya, dan dapat menunjukkan siapa pelapornya. Buka "
            "hanya di mesin ini, dan jangan teruskan berkas aslinya."
        ),
        (
            "Files from outside can be dangerous, and can show who the reporter is. Open them "
            "on this machine only, and never pass on the original."
        ),
    ),
    "files.folder": ("Simpan ke folder", "Save into folder"),
    "files.save": ("Simpan yang lengkap", "Save what is complete"),
    "files.absolute": (
        "Tulis folder tujuan lengkap, dimulai dengan garis miring.",
        "Type the whole path of the folder, beginning with a slash.",
    ),
    "files.no_letter": ("Surat itu tidak ada pada perkara ini.", "This case has no such letter."),
    "files.saved": (
        "{count} lampiran disimpan tanpa enkripsi di {folder}. Hapus setelah dipakai.",
        "Attachments saved without encryption in {folder}: {count}. Delete them after use.",
    ),
    # reply
    "reply.title": ("Balas pelapor", "Reply to the reporter"),
    "reply.warning": (
        (
            "Jangan mengutip laporan, dan jangan menyebut nama, jabatan, tempat, atau hal "
            "yang hanya diketahui pelapor: siapa pun yang kelak melihat layarnya ikut membaca "
            "balasan ini."
        ),
        (
            "Do not quote the report, and name no person, post, place or thing that only the "
            "reporter knows: whoever sees the reporter's screen one day will read this reply "
            "too."
        ),
    ),
    "reply.language": (
        "Pelapor menulis dalam bahasa {language}.",
        "The reporter writes in {language}.",
    ),
    "reply.text": ("Isi balasan", "Text of the reply"),
    "reply.button": ("Antrekan balasan", "Queue the reply"),
    "reply.when": (
        "Balasan berangkat dengan antaran berikutnya, {day}.",
        "The reply leaves with the next delivery, {day}.",
    ),
    "reply.when.first": (
        "Balasan berangkat dengan antaran berikutnya.",
        "The reply leaves with the next delivery.",
    ),
    "reply.queued": (
        "Balasan tersimpan dan menunggu antaran berikutnya.",
        "The reply is kept and waits for the next delivery.",
    ),
    "reply.fits": (
        "Masih muat sekitar %left% huruf. Memakai %cells% dari %all% sel.",
        "Room for about %left% more letters. Takes %cells% of %all% cells.",
    ),
    "reply.over": (
        "Terlalu panjang: kurangi sekitar %over% huruf.",
        "Too long: take away about %over% letters.",
    ),
    "reply.most": (
        (
            "Paling panjang sekitar {count} huruf. Balasan pendek lebih mudah kebagian tempat "
            "dalam antaran."
        ),
        "At most about {count} letters. A short reply more easily finds room in a delivery.",
    ),
    "reply.missing": ("Tulis dulu balasannya.", "Write the reply first."),
    "reply.cancel": ("Tarik kembali", "Take back"),
    "reply.cancelled": (
        "Balasan ditarik kembali; isinya menjadi draf lagi.",
        "The reply was taken back; its text is a draft again.",
    ),
    "reply.cancelled.draft": (
        "Balasan ditarik kembali. Draf Anda yang lain tetap ada.",
        "The reply was taken back. Your other draft is still there.",
    ),
    "draft.saved": ("Draf tersimpan.", "Draft saved."),
    "draft.saving": ("Menyimpan draf…", "Saving the draft…"),
    "draft.failed": (
        "Draf BELUM tersimpan. Jangan tutup halaman ini; akan dicoba lagi.",
        "The draft is NOT saved. Do not close this page; it will be tried again.",
    ),
    "draft.kept": (
        "Draf dari sebelumnya masih ada di sini.",
        "The draft from earlier is still here.",
    ),
    # status
    "status.title": ("Status", "Status"),
    "status.now": ("Sekarang", "Now"),
    "status.history": ("Riwayat status", "History of the status"),
    "status.set": ("Ubah status menjadi", "Change the status to"),
    "status.choose": ("– pilih –", "– choose –"),
    "status.reason": ("Alasan (dibaca pelapor)", "Reason (the reporter reads it)"),
    "status.reason.hint": (
        "Wajib untuk: {names}. Tulis tanpa mengutip laporan.",
        "Required for: {names}. Write it without quoting the report.",
    ),
    "status.reason.optional": (
        "Boleh kosong. Tulis tanpa mengutip laporan.",
        "May be empty. Write it without quoting the report.",
    ),
    "status.button": ("Ubah status", "Change the status"),
    "status.done": (
        "Status diubah menjadi “{status}”. Pelapor membacanya setelah antaran berikutnya.",
        "The status is now “{status}”. The reporter reads it after the next delivery.",
    ),
    "status.missing": ("Pilih dulu status yang baru.", "Choose the new status first."),
    "status.closing": ("mengakhiri perkara", "ends the case"),
    # notes
    "notes.title": ("Catatan internal", "Internal notes"),
    "notes.hint": (
        "Hanya untuk inspektur. Tidak pernah keluar dari brankas.",
        "For inspectors only. Never leaves the vault.",
    ),
    "notes.none": ("Belum ada catatan.", "No notes yet."),
    "notes.text": ("Catatan baru", "New note"),
    "notes.button": ("Simpan catatan", "Save the note"),
    "notes.saved": ("Catatan tersimpan.", "The note is saved."),
    "notes.missing": ("Tulis dulu catatannya.", "Write the note first."),
    # set aside
    "aside.title": ("Surat disisihkan", "Letters set aside"),
    "aside.lead": (
        (
            "Surat di halaman ini tidak pernah ditindaklanjuti oleh program: tidak masuk "
            "percakapan, tidak mendapat tanda terima, tidak menarik laporan. Isinya hanya "
            "untuk dipertimbangkan."
        ),
        (
            "The program never acts on the letters on this page: they join no conversation, "
            "get no receipt, withdraw no report. Weigh what they say, no more."
        ),
    ),
    "aside.none": ("Tidak ada surat yang disisihkan.", "No letter was set aside."),
    "aside.quarantined": ("Karantina", "Quarantined"),
    "aside.broken": ("Rusak", "Broken"),
    "aside.unopened": ("Tidak terbuka", "Unopened"),
    "aside.unopened.text": (
        (
            "{count} surat tidak dapat dibuka dengan kunci mana pun: sampah, surat untuk "
            "kunci yang sudah dimusnahkan, atau surat yang diubah orang. Tidak ada yang dapat "
            "dibaca darinya."
        ),
        (
            "Letters that open with none of our keys: {count}. They are junk, or letters to a "
            "key that was destroyed, or letters that somebody changed. Nothing can be read "
            "from them."
        ),
    ),
    "aside.case": ("Mengaku bagian dari perkara", "Claims to belong to case"),
    "aside.pickup": ("Ambilan", "Pickup"),
    "aside.taken": ("Diimpor {day}", "Imported on {day}"),
    "aside.hash": ("Sidik surat", "Letter's hash"),
    "aside.body": ("Baca isinya", "Read what it says"),
    "aside.body.warning": (
        "Perhatian: penulisnya tidak terbukti sama dengan penulis laporan.",
        "Careful: nothing proves that this was written by the author of the report.",
    ),
    "aside.type": ("Jenis surat", "Kind of letter"),
    "aside.decoy": ("Pengecoh", "Decoy"),
    "aside.truncated": (
        "Hanya {count} yang terbaru ditampilkan.",
        "Only the newest {count} are shown.",
    ),
    "fault.AuthorError": (
        (
            "Penulisnya lain. Surat ini memakai kunci percakapan yang benar, tetapi "
            "ditandatangani orang lain daripada penulis surat pertama. Bisa jadi seseorang "
            "yang mengetahui kunci percakapan menulis atas nama pelapor."
        ),
        (
            "Another author. This letter knows the conversation's key but is signed by "
            "somebody other than the author of its first letter. Someone who knows that key "
            "may be writing in the reporter's name."
        ),
    ),
    "fault.ReplayError": (
        (
            "Nomor pesannya sudah dipakai surat lain dalam percakapan ini, dengan isi "
            "berbeda. Seseorang mungkin memutar ulang surat yang diubah."
        ),
        (
            "Its message number was used by another letter of this conversation, with other "
            "content. Somebody may be replaying an altered letter."
        ),
    ),
    "fault.LetterAmbiguousError": (
        (
            "Terbuka dengan lebih dari satu kunci. Surat jujur tidak mungkin begitu; jangan "
            "percayai isinya."
        ),
        "It opens under more than one key. An honest letter cannot; do not trust what it says.",
    ),
    "fault.LetterFormError": (
        "Susunannya salah: dibuat oleh program yang keliru, atau sengaja.",
        "It is laid out wrongly: made by a faulty program, or on purpose.",
    ),
    "fault.LetterSignatureError": (
        "Tanda tangan penulisnya tidak cocok, sehingga isinya tidak dapat dipercaya.",
        "Its author's signature does not fit, so what it says cannot be trusted.",
    ),
    "fault.LetterBodyError": (
        "Isinya tidak mengikuti bentuk laporan. Mungkin ditulis dengan program lain.",
        (
            "Its content is not in the form of a report. It may have been written with "
            "another program."
        ),
    ),
    "fault.other": ("Tidak dapat diterima ({name}).", "It cannot be accepted ({name})."),
}
