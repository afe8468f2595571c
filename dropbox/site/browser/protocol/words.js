// The 2,048 words of a passphrase, in alphabetical order (§3.5).
//
// Sources: Wordnet Bahasa (MIT licence, wn-msa.sourceforge.net) for the words; wordfreq (frequency
// data CC BY-SA 4.0) for their order; some further everyday words were chosen by hand. Generated
// by scripts/make_words.py: never edit it here, and never change it once passphrases are out, for
// a word in another place is another passphrase.

/** @type {readonly string[]} */
export const WORDS = Object.freeze(
  `
abad abon abrasi absen absolut abstrak acar acuan acungan adalah adaptasi adas adegan adem adik
adonan adopsi aerobik agenda agustus ajaib ajakan ajang akademik akasia akhir akibat akrab akrilik
akronim aksara aktif aktris aktual akurat akustik alami alat album alfabet alhasil alih aliran
aljabar alkisah almanak alumni alunan aman amatir ambil ambruk amfibi ampas ampuh anak analis andai
andong anemon anggap angka animasi anjungan anoa antara antena antologi antusias anyam anyelir
apabila apalagi apel aplikasi april apung arahan arbei arena argumen arloji armada aroma arsitek
artefak arti arwana asam asbes asin asisten asli asongan asosiasi aspal aspek asrama asteroid
astronot asuh asupan asuransi atasan atau atletik atom atraksi atribut atur audio awal awet ayah
ayun azalea babak baca badai bagasi bagian bagus bahasa bahkan bahtera bahwa baik bajigur bakar
bakiak bakpia bakti bakul bakwan balap balet balon bandara bangun banjo bankir bantu banyak barang
barter baru basket batas batuan bawah bayam bayi beasiswa bebas beberapa becek bedak begadang
begitu bejana bekal bekerja bekicot belajar belerang beli belokan belum benda bengkel benih bensin
bentuk berapa berbagi bercanda berdetak berenang bergegas berhasil berisik berjuang berkenan
berlian bermain bernaung berongga berpose bersih bertumpu berujar berwarna besar besok betah beton
betul biar biaya bibit bicara bidang biduan bihun bijak bijih bilangan biliar bimbing binaraga
bingung bintang biografi biokimia biologi bioskop birama biro bisa bisbol bising biskuit bisnis
bison bistik blangkon blender blok blus bocah bohlam bokor bola boneka bongkah bonsai bordir bosan
botani botol boyong briket brilian brokoli brosur bruto buaian buat bubar budaya bufet buih bukan
bukit buku buletin bumbu bumerang bumi buncis bundar bunga bunyi burger buritan bursa burung busana
busur butir butuh buyut cabang cadangan cahaya cair cakap cakram cakupan campur canggih cantik
capaian caping cara catatan catok cekatan cekung celana celemek celoteh celup cemara cempedak
cendekia cengkok centong cepat ceper ceplok cerah cerdas cerita cermin cerna cerobong cerpelai
cetak cetusan cicit cikal cincin ciprat cipta coba cobek cocok comot condong contoh corak coret
cuaca cubit cuci cucur cukup cuma cungkil cuplikan curam daerah daftar dagangan dagelan daging
dahan dahlia dalam damai dampak danau dangkal dansa dapat dapur daratan dari darurat dasar daster
datang daun debu decak dedaunan dedikasi definisi dekat dekorasi delapan delima delman delta demi
dempul denah dendeng dengan depan derajat derek dermaga desa desember desir detik diagram dialog
diam didikan diesel diet digital dilema dimensi dinamis dinding diorama diploma disiplin diskon
divisi dodol dokar dokter domestik dominan dompet donat dongeng donor dorong dosen dosis doyan draf
drainase drama drastis drum duduk dukungan dunia durasi dusun duyung eceng eceran edaran edisi edit
edukasi efek efisien egrang ejaan ekologi ekonomi ekspor ekstra ekuator elastis elegan elektrik
elemen elevator elips emas ember embun emosi empati emping empuk enam encer endapan energi enggan
engkol engsel enteng entri enzim epik epilog episode erat esensial estafet estetik estimasi etalase
euforia evaluasi evolusi faktor fakultas famili fantasi farmasi fase fauna favorit federasi
fenomena festival fiksi film filsafat filter final firma fisika fitur flamingo flanel flora fokus
folio folklor format forum fosfor fosil foto fragmen fungsi futsal gabah gabungan gading gaduh
gagasan gaharu galaksi galeri galian gambar gamelan gampang ganda ganggu ganjil gantian gapai
gapura garam garis garpu gaung gawang gazebo gebyar gedung gejolak gelang gelegar gelisah gemar
gembira gemetar gemilang gempita gemuruh genap gendang generasi genggam gentar geografi geologi
geometri gepuk gerak gerbong gergaji gerhana gerimis gerobak gersang gesekan gesit getaran getek
getol gigit giliran gincu ginseng gips gitar gizi global glukosa golek golf gondola gong goreng
gosokan goyah gradasi grafik granit gratis grosir gudang gudeg gugup gulat guling gulma gumam
gumpalan guna guncang gundah gunting gunung gurih guru gusar guyon guyub habis hadapan hadir
halaman halimun halma halte haluan hampir hamster handuk hanggar hanya harap harga harimau harmonis
harus hasil hasta hebat heboh helai helium helm hendak hengkang hening henti heroik hewan hias
hiburan hidangan hidrogen hidup hijau hikayat hilir himpunan hinggap historis hitam hitung hobi
hologram hotel hubung hulu humanis humor huni huruf hutan ibarat ibunda idaman ideal identik idiom
idola iguana ihwal ijuk ikan ikatan iklim ikrar ikut ilalang ilmiah ilmu ilusi imbang imbuhan
imigran imitasi impian impor impulsif inap indah individu industri inflasi informal ingat ingin
injak inovasi insan insinyur institut intensif inti intonasi intuisi ipar irigasi iringan irisan
irit ironi isian istilah istri isyarat iuran jadi jadwal jagoan jagung jahe jahitan jaipong jajaran
jalan jalinan jalur jambore jamin jangan janji januari jarak jargon jaring jarum jauh jawab jeda
jejaring jejer jelajah jelita jelujur jembatan jemput jemur jenaka jendela jengkal jenis jenjang
jentik jepitan jepret jerami jernih jeruk jika jilid jinak jingga jinjing jitu joget joglo jual
juara judo judul juga jujur juli julukan jumbo jumlah jumpa junior juragan jurnal jurus justru
jutawan kabel kabin kabut kacang kado kaget kagum kaisar kait kakak kaktus kalah kaldu kalender
kalimat kalkun kalori kalsium kalung kamar kambing kamera kami kampus kancing kandang kangkung
kanopi kantin kanvas kapal kapital kapsul kapten kapulaga karaoke karbon karcis kardigan kargo
karnaval karoseri karpet kartu karyawan kastil kasur katalog kategori katrol katup kawan kayu
keadaan keahlian keamanan kebab kebun kecambah kecewa kecil kecuali kedai kediaman kedua kegiatan
kegunaan kehendak kejar keju kekuatan kelas kelereng keliling kelompok keluarga kemarau kembali
kemeja kemiri kemudian kenal kencang kendali kentara keong kepada kepiting kepodang kepulan kerap
kerbau kereta kerikil kerja kertas kerucut kesan kesenian kesukaan ketat ketel ketika ketuk
keunikan khalayak khas khusus kiasan kibar kicau kidung kijang kikil kikuk kilat kilogram kimia
kincir kinerja kios kipas kiper kiri kisah kismis kita klaim klakson klarinet klasik klausa klepon
klik klinik kliping klise klub knalpot koala koboi kobra kode kodok kodrat koin kokpit kolam
koleksi kolibri koloni komentar komitmen komodo komputer kondisi konon konsep kontrol konversi kopi
kopling koran korek koridor kornet kosmetik kosong kostum kotak krayon kreatif kredit krim krisis
kritik kriya kromosom krusial kuah kuali kuartal kubangan kubik kubus kucing kudapan kuis kuliah
kulkas kultur kumbang kumpul kuncup kungfu kunjung kuno kuntum kunyit kupon kurang kurma kursi
kusam kusen kusir kuskus kusut kutip kutub kuyup labirin ladang lagi laguna lahir lain lajur lakban
lakmus lakon laksana lakukan lalapan lalu lama lambat lampau lancar landak langsung lanjut lantang
lapangan lapis laptop lapuk larva laser latar latih laut lavender lawas layak lazim lebar lebih
leci leding lega legenda legit lekuk lelaki lele lelucon lembut lemon lempar lengkap lenong lensa
lentera lepas lereng lesehan lestari lesu letup lewat libur lidi lihat liku lilin limau limbah
limun lincah lindung lingkup lintas liontin lipatan lipstik lirik lisan lisensi listrik liter lobak
lobster logam logika logo lokasi lolos lomba lompat lonceng longgar lonjong lontar loper losmen
loteng loyang luar lubuk lucu ludes ludruk lukis lulus lumayan lumbung lumer lumpur lumrah lumut
lunak lunglai luntur lupa lusin lusuh maaf macam maestro magang magister magma magnet mahal mahkota
mahoni mainan majalah majemuk maju makaroni maklum makmur makna maksud mamalia mampu mandiri
manekin manfaat mangga manis manjur manset mantap manusia maraton maret margarin maritim marka
marmer martabat marun masa masih maskot masuk matahari materi matoa matras maupun mawar medali
medis megah meja mekanik melayang meleleh meliputi melon melulu memang membahas memegang meminta
memo memuat menantu mencatat mendadak menempuh mengetik menit menjalin menonton mentah menu
menyerah meraih merdu merebus merintis merpati merunduk mesin meskipun metafora meter metode
migrasi mikro milenium milik mimpi mineral minggu minimal minta minum minyak mirip misal misteri
mitos mitra mobil model mogok molekul momen monitor monopoli montir monumen moral motivasi motor
muatan muda mudik mufakat mujarab mulai mumpuni muncul mundur mungkin murah murbei murid murni
musang musim muson mustahil mutakhir mutiara mutlak mutu nabati naga nakas nalar naluri nampan
namun nanti narasi nasabah nasional naskah naungan navigasi negatif nektar nelayan nenek neon
neraca netral ngarai ngengat niat nikmat nilai nipah nira nirkabel nirlaba niscaya nitrogen
nominasi normal notasi novel nuansa nusa nutrisi nyaman nyanyi nyaris nyata nyenyak nyiur nyonya
oasis obat obeng obor obral obrolan obsesi ojek oksigen oktober oleh ombak oncom onggok ongkos opak
operasi opini oplet opsi optimis orang orbit organik origami orkestra ornamen otomatis oval oven
ozon pabrik paceklik pada pagar pahatan pahit pahlawan pajangan pakaian paket pakis paku paling
pameran panas panci pandan panel panggil panik panjang panorama pantai panutan papan paprika parade
parfum parkir parodi partikel paruh pasang pasir pasokan pasrah pasti patah paten patut paviliun
pawai payung pebisnis pecah pecel pedagang pedesaan pedoman pegas pejalan pekerti pelatih pelepah
pelik pelosok peluang pemasok pembaca pemenang pemilik pemuda pena pencipta pendidik penemuan
pengaruh peniti penjual pensiun penting penuh penyanyi pepatah pepes peran percaya perekat pergi
periode perkasa perlu permanen pernah persik pertama perunggu pesawat peserta pesisir pesona pesta
petang peternak petir petuah pewaris piagam piala piano pidato pigmen pihak pijar pikat piknik
pikul pilot pilu pinang pinggir pinjam pinset pintu pinus pipa pipet pipih piring piston plakat
planet plastik platinum plaza plong podium pohon pokok poles polusi pompa pondok poni ponsel
populer poros porsi portal posisi poster potensi potong potret praktis pramuka prasasti predikat
premi prestasi pria pribadi primer prinsip prisma produk profesor program prolog promosi properti
proses protein psikolog pualam publik puing puisi puitis pujangga pula pulen puluhan punah puncak
punya pupuk purba puri pusat pustaka putar putih putus puyuh racikan radio ragam ragu raih rajin
rajut rakit raksasa rambu rampung ramuan rancang rangkong ransel ranting rapuh rasi rata ratus raup
rawat rawon rayap reaksi rebana rebus receh redup refleksi rekan reklame rekor rekreasi relatif
relevan relung remaja rembulan rempah renang rencana rendam renggang renik renovasi rentan renyah
reparasi replika repot reptil reputasi resah resep resmi resolusi reuni revisi riak ribu rimba
rimpang rinci rindu ringkas rintik risau riset ritme riuh riwayat robot roda roket rombong rompi
ronde rongga rontok rotan roti royalti ruang ruas rubrik rujak rukun rumah rumbai rumit rumput
rumus runcing runtuh runut rupawan rute rutin ruwet saat sabit sablon sabun sadar sadel safari
sahabat sains sajian salak salin salju salmon salto saluran sambung samping sandaran sangat
sanitasi santun sapaan sapi sarapan sarden saringan sarjana sasaran sastra satelit satu satwa
saudara sawo saya sayur seakan searah sebagai sebelum sebut secara secercah secuil sedang sedetik
sedih sedotan sedunia segala segera segitiga segmen segudang sehat sehelai sehingga seimbang
seindah sejak sejenis sejumlah sekarang sekejap sekitar sekolah sektor sekunder selalu seleksi
selimut selop seluruh semakin sembuh semesta seminar semoga sempurna semua senada sendiri seng
senin senja sensitif sentuh senyum seorang sepatu seperti sepintas sepotong sepuluh seragam serbuk
seret sering seroja serpihan serta seru sesama sesekali sesi sesuatu setahun setelah setiap setuju
seumpama seutas sewa sewindu siang siapa siaran sibuk sifat sikap siklus silam silinder silsilah
siluet simak simbol simetri simfoni simpan simulasi sinar sinden sinergi singkat sini sinkron
sinopsis sinyal siput sirih sirkuit sirna sirsak sisir sistem siswa situs siulan skala skema
skenario sketsa skor skrip skuad skuter slogan soal sodet sofa sokong solar solder songket sopan
sore sorgum sorot sosial sosok spasi spatula spektrum spesial spidol spiral spontan sportif stabil
stadion stamina stasiun status stempel stereo strategi struktur studi suami suasana subur sudah
sudut suguhan suhu suka sukses sulap sulit sulung sumbat sumo sumpit sungguh suntuk supel suplemen
suporter surat surplus suruh susulan sutil suwir swadaya swafoto swalayan swasta syahdu syair tabir
tablet tabung tagihan tahap tahun tajam tajuk takaran takjub takraw taksir taktik talas tali tamat
tambah tampil tamu tanah tanding tanggal tanjung tanpa tante tapak tapioka taraf target tarik
tatapan tatkala tautan tawa tayang teater tebal tebing tegak tegel teguh tekad teko tekstur tekukur
telah televisi teliti teluk teman tembok tempat tenaga tengah tenor tentang tenun teori tepi tepung
teratai terbang tercatat terdiri terharu teriak terjal terkenal terlalu terminal ternyata teropong
terpikat tersebar tertawa terus tesis tetap tiada tidak tidur tiga tikar tiket tikungan timang
timbul tinggi tinjau tipis tirai tiru titanium titik tiup tokek tokoh tolak toleran tolong tombol
tongkat tontonan topeng topik torehan total tradisi traktor transisi tribun trilogi trio tripod
trombon tropis trotoar truk tualang tuan tudung tugas tugu tujuh tukang tukik tulis tumbuh tumpukan
tunduk tunggu tuntas tupai turbin turnamen turun tutorial tutup ubah ubin ucap udara ufuk ujar
ujian ujung ukir ukuran ulam ulang ulasan ulet umbi umbul umpan umpet umum undang unggul ungkapan
ungu unit unsur untai untung upacara upaya urban urutan usaha usapan usia usul utama utas utusan
valid valuta varian vegetasi verbal versi vertikal veteran vibrasi visual vitamin vokal voli wacana
wadah waduk wafer wahai wajar wajib waktu walau wangi wanita waralaba warisan warna warung wasit
waspada wastafel watak wawasan wejangan wesel wibawa wijen wilayah wisata wisma wisuda wortel wujud
yaitu yakin yang yayasan zaitun zapin zebra zigzag zona zoologi
`
    .trim()
    .split(/\s+/),
);
