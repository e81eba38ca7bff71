import type { Language } from '../accord/party/names.ts';

/**
 * For each language 256 plain words, one for each value of a byte. No two of a language are nearer
 * than two letters, and none is of the field's trade. A list is part of a form, so it never changes. [B12]
 */
export const FINGERPRINT_WORDS: Readonly<Record<Language, readonly string[]>> = {
  ar: words(`
    شجرة مفتاح نحلة إجاص كرمة فناء مرآة لوز حديقة نحاس سمكة شرفة منطاد كوب سنبلة بطانية حقيبة
    طفل مهد بياض بازلاء فلفل سوار دراجة خرزة أنبوب سحابة برج ثلج قمح بلبل شارع غزال محفظة خيمة
    طين وعاء ملاءة شوكة جراد حلقة نافورة زهرة فلاح فراولة عشب مسمار جورب حساء موجة قطرة دفتر
    طاحونة بحر جدول جمل خزانة طماطم مثلجات دخان محطة جدار منظار خبز تفاح ماس برقوق حمار قفاز
    خرشوف فاصولياء فانوس برميل بندق فرشاة فرن شتلة فيل فنجان ناي جريدة قيثارة قوس بحيرة قميص
    نظارة شمس فضة حمامة سجادة أرجوحة عجين خردل منشفة جزر كنز حلوى تمثال ديك تمر زيزفون نهر سبانخ
    إبرة حرير بقرة خيط رصيف قرع ورق قلم قلعة قصب قنديل جناح سلحفاة قرنفل بطاقة بطيخ طاسة ملعقة
    حور شمام صخرة قارب مشمش كهرمان فراشة كمان حزام مغرفة ماعز كستناء دليل قرميد قنفذ كتاب دلو
    قرية قماش شاطئ ضفدع عصفور صندوق توليب لقلق ليمون ميناء مقص بقال يوسفي فطر نجار نورس طاولة
    أزرق بقدونس بنفسج مرجان رخام بلوط فاكهة ذرة وسادة رسالة ختم متحف نعناع نرجس حمص مدرسة غابة
    حافلة لعبة بطة عنكبوت معطف قطن شمندر أقحوان ببغاء عملة بطاطا باذنجان نافذة ستارة جبن ينبوع
    أرز برتقال بوصلة مربى ريحان ريح ساعة صابون أصيص سلطة صندل كرسي ثوم سرو كعكة سنجاب موقد بصل
    زقاق سمسم مكنسة إبريق حليب وشاح خوخ سكر شلال مظلة طبق مشط حقل أرنب طاووس قدر ميزان برعم تراب
    مخلل ملح ريشة طائرة واد باخرة شراع نجمة برسيم بيضة زنبق زنجبيل زيتون جرس زرافة كاكاو قهوة
    عسل زعفران يانسون صنوبر سنديان دلفين صدفة لؤلؤ ياقوت زمرد فيروز عقيق مذنب أفق
  `),
  ckb: words(`
    دار کلیل هەنگ هەرمێ شێر مێو حەوشە ئاوێنە بادەم باخچە ماسی باڵکۆن پەرداخ گوڵەگەنم پەتوو جانتا
    منداڵ بێشکە سپی پۆلکە بیبەر بازن پاسکیل مووروو بۆری هەور بەفر گەنم بولبول شەقام گوێز ئاسک
    جزدان خێوەت قوڕ قاپ چەرچەف چەتاڵ مێرگ کوللە چەکمەجە ئەڵقە کانی گوڵ جووتیار شلیک گیا بزمار
    هێڵ گۆرەوی شۆربا گۆزە شەپۆل دڵۆپ دەهۆڵ دەفتەر ئاش دەریا جۆگە حوشتر دۆڵاب تەماتە بەستەنی
    دووکەڵ وێستگە دیوار دوگمە دووربین نان ئەڵماس هەڵووژە گوێدرێژ دەستکێش کنگر فاسۆلیا فانۆس
    بەرمیل بندق فڵچە تەنوور نەمام فنجان بلوێر ڕۆژنامە مامز شەو گیتار کەوان دەریاچە کراس چاویلکە
    کۆتر فەرش جۆلانە خەردەل خاولی گێزەر گەنجینە شیرینی پەیکەر کەڵەشێر خورما ڕووبار سپێناخ دەرزی
    ئاوریشم هەنجیر مانگا دەزوو لەنگەر کولەکە کاغەز پێنووس قەڵا قامیش چرا باڵ پڵنگ کیسەڵ مێخەک
    مێروولە کارت شووتی هەڵۆ تاس کەوچک چنار کاڵەک تاوێر بەلەم قەیسی پشیلە کارەبا پەپوولە پشتێن
    ئەسکوێ شابەڕوو گێلاس خشت ژیژک کتێب سەتڵ مەڕ ڕەگ پرد گوند قوماش کەنار بۆق سندووق گوارە
    خاکەناز لالە لەقلەق لیمۆ بەندەر مقەست لالەنگی قارچک دارتاش مەعدەنووس وەنەوشە مەرجان پەیژە
    مەڕمەڕ بەڕوو گەنمەشامی باڵیف نامە مۆزەخانە نەعنا نێرگز نۆک قوتابخانە دارستان یاری مراوی
    جاڵجاڵۆکە پاڵتۆ لۆکە چەوەندەر پارە پەتاتە باینجان پەنجەرە پەردە پەنیر سەرچاوە برنج پرتەقاڵ
    ڕەفە مرەبا ڕێحانە کاتژمێر سابوون گوڵدان زەڵاتە نەعل کورسی شمشاڵ سەبەتە کولێرە سمۆرە سۆپا
    پیاز کۆڵان کونجی گسک مەسینە بەیان کڵاو شەکر تاڤگە چەتر دەوری شانە کێڵگە کەروێشک مەنجەڵ
    تەرازوو بەرگدروو تۆو خونچە قازوقوڵنگ ترشی خوێ فڕۆکە ئارد کەشتی باران جێگا بادەوان ئەستێرە
    سێپەڕە هێلکە ئەنگوستیلە سۆسەن زەنجەفیل زەیتوون زەڕافە کاکاو قاوە هەنگوین دارچین زەعفەران
    زیرە ڕازیانە سنەوبەر کاژ دۆلفین نەهەنگ سەدەف مرواری یاقووت زمرووت پیرۆزە
  `),
  tr: words(`
    ağaç akasya anahtar arı armut aslan asma avlu ayak ayna badem bahçe bakır balık balkon
    bardak başak battaniye bavul bebek beşik beyaz bezelye biber bilezik bilye bisiklet boncuk
    boru bulut burç buz buğday bülbül cadde ceviz ceylan cüzdan çadır çalı çamur çanak çanta
    çarşaf çatal çekirge çekmece çember çeşme çiçek çiftçi çimen çivi çizgi çorap çorba çömlek
    dalga damla defter değirmen deniz dere dikiş dolap domates dondurma duman durak duvar düğme
    dürbün ekmek elma erik eşek eldiven enginar fasulye fener fıçı fındık fırça fırın fidan fil
    fincan flüt gazete geyik gece gitar gökkuşağı göl gözlük güneş gümüş güvercin hamak hardal
    havuç hazine helva heykel horoz hurma ıhlamur ırmak ıspanak iğne ipek incir iplik iskele
    kabak kâğıt kalem kamış kandil kanat kaplan kaplumbağa karanfil karınca kart karpuz kartal
    kase kaşık kavun kaya kayısı kedi kehribar kelebek keman kemer kendir kepçe kestane kılavuz
    kiraz kiremit kirpi kitap kova koyun kök köprü kravat kumaş kumsal kurbağa kuş kutu kuzey
    küpe kürek lale leylek limon makas mandalina mantar marangoz martı masa mavi maydanoz
    menekşe mercan merdiven mermer meşe meyve mısır minder mektup mühür müze nane nar nehir
    nergis nohut okul orman otobüs oyuncak ördek örümcek palto pamuk pancar papatya papağan para
    patates patlıcan pencere perde peynir pınar pirinç portakal pusula raf reçel reyhan rüzgar
    saat sabun saksı salata salıncak saman sandal sandalye sarımsak saz sepet serçe servi simit
    sincap soba soğan somun sokak susam süpürge sürahi süt şafak şapka şeftali şeker şelale
    şemsiye tarak tarla taş tavşan tavus tepe terazi tohum tomurcuk toprak turna turp turşu tüy
    uçurtma uçak üzüm
  `),
  en: words(`
    acorn almond amber anchor apple apron arrow aspen autumn badge bakery bamboo banana banjo
    barley barrel basil basket beacon beaver bench berry bicycle biscuit blanket blossom boulder
    bracelet branch bread brick bridge broom bubble bucket button cabbage cabin cactus camel
    candle canoe carpet carrot castle cedar celery ceiling chair chalk chapter cherry chestnut
    chimney cinnamon circle clarinet clock cloud clover coconut coffee comet compass copper
    coral corner cotton cradle crayon cricket crystal cucumber curtain cushion cypress daisy
    dancer desert diamond dolphin donkey drawer drum eagle echo eggplant elbow elephant emerald
    engine envelope falcon feather fence fiddle finger flamingo flower flute forest fossil
    fountain freckle garden garlic gazelle geyser giraffe glacier glove goblet gondola granite
    grape guitar hammer hammock harbor harvest hazel hedgehog helmet heron honey horizon horse
    iceberg igloo indigo island ivory jacket jasmine jelly jigsaw juniper kangaroo kettle
    keyboard kitchen kitten ladder lagoon lantern lavender lemon lettuce library lichen lily
    linen lizard lobster locket lotus lumber magnet mango maple marble market meadow melon mint
    mirror mosaic mulberry museum mushroom mustard napkin needle nest notebook nutmeg oasis
    ocean octopus olive onion orange orchard organ ostrich otter oven oyster paddle painter palm
    panda papaya paper parsley peach peacock pebble pelican pencil penguin pepper petal piano
    pigeon pillow pine planet plum pomelo pond poplar poppy porch potato prairie pumpkin puzzle
    quail quartz quilt rabbit radish rainbow raisin raven ribbon river robin rose ruby saffron
    salmon sandal sapphire saucer scarf school season seed shadow shelf shoulder shovel silver
    sister skylark slipper snail soap sofa spinach sponge spoon spring squirrel
  `),
};

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
