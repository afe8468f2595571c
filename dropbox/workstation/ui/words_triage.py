"""Words of sorting a flood, the junk tray, and what a person ticks off."""

TRIAGE: dict[str, tuple[str, str]] = {
    "triage.title": ("Pilah percakapan baru", "Sort new threads"),
    "triage.lead": (
        (
            "Di sini hanya percakapan baru yang belum dikerjakan siapa pun. Yang mirip satu sama "
            "lain dikumpulkan, supaya banjir surat dapat dibuang sekaligus. Tidak ada yang "
            "dihapus, dan semuanya dapat dikembalikan."
        ),
        (
            "Only new threads that nobody has worked on are here. Those that look alike are "
            "gathered, so that a flood can be dismissed at once. Nothing is deleted, and all of it "
            "can be brought back."
        ),
    ),
    "triage.none": ("Tidak ada percakapan baru.", "There are no new threads."),
    "triage.none.match": ("Tidak ada yang cocok.", "None match."),
    "triage.filter": ("Persempit", "Narrow down"),
    "triage.filter.day": ("Diimpor pada", "Imported on"),
    "triage.filter.day.any": ("hari apa saja", "any day"),
    "triage.filter.category": ("Kategori", "Category"),
    "triage.filter.category.any": ("kategori apa saja", "any category"),
    "triage.filter.language": ("Bahasa", "Language"),
    "triage.filter.language.any": ("bahasa apa saja", "any language"),
    "triage.filter.text": ("Memuat kata", "Containing the words"),
    "triage.filter.single": ("Hanya yang berisi satu surat", "Only those with a single letter"),
    "triage.filter.bare": (
        "Hanya yang tanpa lampiran yang sudah tiba",
        "Only those of which no attachment has arrived",
    ),
    "triage.filter.unread": ("Hanya yang belum dibaca", "Only unread ones"),
    "triage.filter.returned": (
        "Juga yang menulis lagi pada hari lain",
        "Also those that wrote again on another day",
    ),
    "triage.filter.button": ("Terapkan", "Apply"),
    "triage.filter.clear": ("Tampilkan semua yang baru", "Show all new ones"),
    "triage.filtered": ("Dipersempit: {count} percakapan cocok.", "Narrowed down: {count} match."),
    "triage.groups": ("Kelompok", "Groups"),
    "triage.group.alike": ("{count} percakapan yang mirip", "{count} threads that look alike"),
    "triage.group.nonsense": (
        "{count} percakapan dengan huruf acak, bukan kata",
        "{count} threads of letters that form no words",
    ),
    "triage.group.empty": (
        "{count} percakapan yang hampir kosong",
        "{count} threads that are nearly empty",
    ),
    "triage.group.unlike": (
        "{count} percakapan yang tidak mirip yang lain",
        "{count} threads that are like no others",
    ),
    "triage.group.unlike.hint": (
        "Laporan sungguhan biasanya ada di sini. Baca satu per satu.",
        "Real reports are usually here. Read them one by one.",
    ),
    "triage.group.filed": ("{count} berlampiran", "{count} with attachments"),
    "triage.group.unread": ("{count} belum dibaca", "{count} unread"),
    "triage.group.dismissed": (
        "{count} yang mirip sudah di baki sampah",
        "{count} like these are in the junk tray already",
    ),
    "triage.samples": ("Contoh", "Samples"),
    "triage.pick": ("Pilih kelompok ini", "Choose this group"),
    "triage.review": ("Tinjau yang dipilih", "Look over what was chosen"),
    "triage.review.hint": (
        "Belum ada yang dibuang; layar berikutnya menunjukkan dulu apa yang terpilih.",
        "Nothing is dismissed yet; the next screen first shows what was chosen.",
    ),
    "triage.nothing.chosen": (
        "Pilih sedikitnya satu kelompok.",
        "Choose at least one group.",
    ),
    "look.title": (
        "Buang {count} percakapan sebagai sampah?",
        "Dismiss {count} threads as junk?",
    ),
    "look.lead": (
        (
            "Percakapan yang dibuang pindah ke baki sampah, lengkap dengan suratnya. Selama di "
            "sana, pengirimnya tidak mendapat tanda terima dan balasan. Semuanya dapat "
            "dikembalikan, satu per satu atau sekaligus."
        ),
        (
            "Dismissed threads move to the junk tray with all their letters. While they lie there, "
            "their senders get neither receipt nor reply. All of it can be brought back, one by "
            "one or at once."
        ),
    ),
    "look.facts": (
        "{filed} berlampiran, {read} sudah dibaca.",
        "{filed} with attachments, {read} read already.",
    ),
    "look.strangest": ("Yang paling berbeda dari yang lain", "Those least like the rest"),
    "look.strangest.hint": (
        "Bila ada laporan sungguhan di antara yang terpilih, paling mungkin di sini.",
        "If a real report is among those chosen, it is most likely here.",
    ),
    "look.samples": ("Contoh yang lain", "Other samples"),
    "look.button": ("Buang {count} percakapan", "Dismiss {count} threads"),
    "look.back": ("Jangan buang, kembali", "Do not, go back"),
    "junk.title": ("Baki sampah", "Junk tray"),
    "junk.lead": (
        (
            "Yang dibuang di sini tidak dihapus. Selama di sini, pengirimnya tidak mendapat tanda "
            "terima dan balasan; sesudah dikembalikan, tanda terimanya ikut antaran berikutnya."
        ),
        (
            "What was dismissed is not deleted. While it lies here its sender gets neither receipt "
            "nor reply; once brought back, its receipt goes with the next delivery."
        ),
    ),
    "junk.empty": ("Baki sampah kosong.", "The junk tray is empty."),
    "junk.dismissals": ("Pembuangan", "Dismissals"),
    "junk.dismissal": (
        "{count} percakapan dibuang pada {day} oleh ",
        "{count} threads dismissed on {day} by ",
    ),
    "junk.remaining": ("{count} masih di sini", "{count} still here"),
    "junk.undone": ("dibatalkan pada {day}", "undone on {day}"),
    "junk.undo": ("Batalkan: kembalikan {count}", "Undo: bring back {count}"),
    "junk.dismissed": (
        "{count} percakapan dibuang ke baki sampah. Dapat dibatalkan di bawah.",
        "{count} threads dismissed to the junk tray. It can be undone below.",
    ),
    "junk.undone.note": ("{count} percakapan dikembalikan.", "{count} threads brought back."),
    "junk.restored": (
        "Perkara {number} dikembalikan. Tanda terimanya ikut antaran berikutnya.",
        "Case {number} is back. Its receipt goes with the next delivery.",
    ),
    "junk.cases": ("{count} percakapan di baki sampah", "Threads in the junk tray: {count}"),
    "junk.again": ("menulis lagi", "wrote again"),
    "junk.restore": ("Kembalikan", "Bring back"),
    "junk.restore.one": ("Kembalikan perkara {number}", "Bring back case {number}"),
    "junk.here": (
        (
            "Perkara ini ada di baki sampah: tanpa tanda terima dan tanpa balasan. Kembalikan dulu "
            "untuk mengerjakannya."
        ),
        "This case is in the junk tray: no receipt and no reply. Bring it back to work on it.",
    ),
    "junk.dismiss": ("Buang sebagai sampah", "Dismiss as junk"),
    "junk.dismiss.hint": (
        "Pindah ke baki sampah; dapat dikembalikan kapan saja.",
        "Moves to the junk tray; can be brought back at any time.",
    ),
    "cases.triage": ("Pilah {count} percakapan baru", "Sort new threads: {count}"),
    "cases.junk": ("Baki sampah ({count})", "Junk tray ({count})"),
    "cases.known": ("percakapan lama", "known thread"),
    "cases.new": ("percakapan baru", "new thread"),
    "cases.crowd": ("mirip {count} lainnya", "like {count} others"),
    "summary.unseen": (
        "{count} surat disisihkan dan belum dilihat",
        "Letters set aside and not seen yet: {count}",
    ),
    "summary.flood": (
        "{count} percakapan baru mirip satu sama lain. Mungkin banjir surat.",
        "New threads that look alike: {count}. It may be a flood.",
    ),
    "summary.flood.go": ("Pilah", "Sort them"),
    "summary.again": (
        "{count} percakapan di baki sampah menulis lagi. Mungkin salah buang.",
        "Threads in the junk tray that wrote again: {count}. Perhaps dismissed by mistake.",
    ),
    "summary.again.go": ("Lihat baki sampah", "See the junk tray"),
    "delivery.flood": (
        (
            "{count} percakapan baru mirip satu sama lain. Tanda terimanya menunggu sampai semua "
            "yang lain terlayani; bila dibuang sebagai sampah, tempatnya kosong kembali."
        ),
        (
            "New threads that look alike: {count}. Their receipts wait until all others are "
            "served; dismissed as junk, they give their room back."
        ),
    ),
    "aside.seen": ("Sudah dilihat pada {day}", "Seen on {day}"),
    "aside.see": ("Tandai sudah dilihat", "Tick off as seen"),
    "aside.see.all": (
        "Tandai {count} yang belum dilihat",
        "Tick off those not seen yet: {count}",
    ),
    "aside.see.hint": (
        "Surat tetap tersimpan; hanya tidak diingatkan lagi.",
        "The letters stay; you are only not reminded any more.",
    ),
    "aside.seen.note": ("{count} surat ditandai.", "Letters ticked off: {count}."),
    "epochs.title": ("Babak yang janggal", "Irregular epochs"),
    "epochs.missing": (
        "Ambilan babak {epochs} belum pernah tiba.",
        "The pickups of the epochs {epochs} never came.",
    ),
    "epochs.doubled": (
        "Dari babak {epochs} ada dua ambilan yang berbeda.",
        "Of the epochs {epochs} there are two different pickups.",
    ),
    "epochs.days": (
        "Hari penutupan babak {epochs} tidak masuk akal.",
        "The closing days of the epochs {epochs} make no sense.",
    ),
    "epochs.hint": (
        (
            "Sesudah brankas dipulihkan dari cadangan ini wajar. Bila tidak, tanyakan kepada "
            "kurir: mungkin ada ambilan yang tertinggal, atau situs menahannya. Setelah "
            "diperiksa, babak ini dihitung kosong dan kunci minggunya dapat dimusnahkan; surat "
            "yang masih di sana lalu tidak terbuka lagi."
        ),
        (
            "After a vault was restored from a backup this is to be expected. Otherwise ask the "
            "courier: a pickup may have been left behind, or the site withholds it. Once "
            "confirmed, these epochs count as empty and the keys of their weeks can be "
            "destroyed; letters still in them then open no more."
        ),
    ),
    "epochs.confirm": (
        "Kami sudah memeriksanya; yang belum tiba tidak akan datang.",
        "We have looked into it; what has not come will not come.",
    ),
    "epochs.button": ("Tandai sudah diperiksa", "Mark as looked into"),
    "epochs.confirmed": (
        "Babak ditandai sudah diperiksa.",
        "The epochs are marked as looked into.",
    ),
    "action.junk_dismissed": ("Dibuang ke baki sampah", "Dismissed as junk"),
    "action.junk_undone": ("Pembuangan dibatalkan", "Dismissal undone"),
    "action.junk_restored": ("Dikembalikan dari baki sampah", "Brought back from the junk tray"),
    "action.set_aside_seen": ("Surat disisihkan ditandai", "Set-aside letters ticked off"),
    "action.epochs_confirmed": ("Babak janggal diperiksa", "Irregular epochs looked into"),
    "audit.junk": (
        "pembuangan {number}, {count} percakapan",
        "dismissal {number}, {count} threads",
    ),
}
