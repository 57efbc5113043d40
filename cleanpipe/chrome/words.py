"""Word lists that tell running text from labels: function words, names of months and days, words of photo credits.

Running text is full of function words and furniture is not: a menu is nouns, a sentence needs "of" and "the". About
twenty a language are enough to tell the two; words of one letter and words that are common names elsewhere are left
out. A short line with the name of a month is a date stamp more often than anything else.
"""

from __future__ import annotations

FUNCTION_WORDS: dict[str, str] = {
    "en": "the of and to in that is was for it with as his he on be at by had not are but from have they which this",
    "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er",
    "fr": "le la les de des et en un une du dans que qui est pour pas au sur plus par il ne se ce ont sont avec elle",
    "es": "el la los las de que en un una por con no se su para es al lo como más pero sus fue este ha del",
    "pt": "de que do da em um uma para com não os no se na por mais as dos como foi ao ele das seu sua",
    "it": "il di che la in un per del della con non una sono le si dei al da alla nel più anche gli ha come",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als door maar naar bij uit werd",
    "pl": "w i na z się nie do że jest o to po od za jak ale przez jego przy dla oraz był są tym",
    "ru": "и в не на что с по как это он к из у за от его для но так все был бы же то о",
    "uk": "і в не на що з та до як це він у за від його для але про був які так",
    "bg": "на и в за от да се с не по е че са като при ще това към беше",
    "sr": "је и у на се да за од са као су који не што bi je su se da na koji kao od za što",
    "cs": "a v na se že je to do s z o pro ale jako by které jsou podle byl jsem při nebo však",
    "sv": "och att det som en på är av för den med till inte om ett men var har de från vid kan",
    "da": "og i at det er en til på af for der den med ikke de som har et var men om fra ved",
    "fi": "ja on ei se että oli hän mutta kun ovat myös joka mukaan sen niin kuin tai ole olla",
    "hu": "a az és hogy nem is egy ez meg volt de csak már még mint szerint lett azt pedig",
    "ro": "și de în la cu pe că din nu un care este pentru mai au sunt fost sau iar prin",
    "tr": "ve bir bu da de için ile olarak çok daha gibi olan ancak kadar sonra ise değil her göre",
    "el": "και το να του η της την με που για τα από στο τον οι των θα δεν είναι στην",
    "id": "yang dan di dengan untuk dari ini itu pada tidak dalam akan juga ke oleh karena adalah telah",
    "vi": "và của là có được cho trong người với một các không đã những này khi để năm",
    "ar": "في من على إلى أن التي عن مع الذي هذا هذه كان ما لا بعد بين أو كما قد وقد",
    "fa": "و در به از که این را با است برای آن یک تا می خود شده کرد هم بود",
    "he": "של את על לא הוא זה עם גם כי היא או אל כל היה אני אבל יותר",
    "hi": "के में की है और से को का ने पर कि यह हैं भी एक लिए नहीं इस था",
    "ur": "کے کی میں ہے اور سے کا کو نے پر کہ یہ ہیں بھی ایک لیے نہیں اس",
    "bn": "ও এই করে থেকে এবং জন্য তার হয় না একটি করা যে সঙ্গে হয়েছে",
    "ko": "이 그 및 수 등 것 있다 한 위해 대한 있는 것으로 지난 통해 따르면",
    "ca": "el la els les de que en un una per amb no es del als més però com ha són va",
}

DATE_WORDS = """
january february march april may june july august september october november december monday tuesday wednesday thursday
friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun
januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
jänner okt dez mär
janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi
samedi dimanche janv févr avr juil déc
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves
viernes sábado domingo ene abr ago dic
janeiro fevereiro março maio junho julho setembro outubro novembro dezembro terça quarta quinta fev
gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre lunedì martedì mercoledì giovedì venerdì sabato
domenica gen mag giu lug ott
januari februari maart mei augustus maandag dinsdag woensdag donderdag vrijdag zaterdag zondag mrt
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia poniedziałek wtorek
środa czwartek piątek sobota niedziela
января февраля марта апреля мая июня июля августа сентября октября ноября декабря понедельник вторник среда четверг
пятница суббота воскресенье янв фев апр авг сен окт ноя дек
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
ledna února března dubna května června července srpna září října listopadu prosince
maj augusti måndag tisdag onsdag torsdag fredag lördag söndag marts søndag mandag tirsdag lørdag desember
tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta
joulukuuta január február március április május június július szeptember október
ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık pazartesi salı çarşamba perşembe cuma
cumartesi pazar
ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
maret juni agustus desember senin selasa rabu kamis jumat sabtu minggu
يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
年 月 日
"""

#: Words of photo credits and captions, agencies and banks of pictures among them.
CREDIT_WORDS = """
photo photos photograph photographer image images picture credit credits courtesy getty shutterstock istock alamy
pixabay unsplash pexels fotolia adobe imago dpa afp reuters ap epa efe ansa lusa tass apa keystone picture-alliance
foto fotos bild bilder fotograf grafik symbolbild archivbild archivfoto titelbild beitragsbild
crédit photographie crédits illustration imagen imágenes fotografía cortesía gentileza fotógrafo
imagem imagens divulgação reprodução fotografia cortesia immagine immagini fotografo
zdjęcie zdjęcia fot fotografie afbeelding beeld archieffoto
фото фотография снимок иллюстрация риа тасс
fotoğraf görsel bilde billede kuva valokuva kép fotó
图 摄 摄影 写真 撮影
"""

#: A word of each line that names contributors (``lines.is_credit``).
CONTRIBUTOR_WORDS = "reporting contributed editing material avec con com"
