"""Words a sentence does not end with, by language: articles, prepositions, conjunctions, auxiliaries."""

from __future__ import annotations

from cleanpipe.repairers._language import word_set

# Words that no sentence, heading or list item ends with.
OPEN_ENDED: dict[str, frozenset[str]] = {
    lang: word_set(words)
    for lang, words in {
        "en": (
            "the a an of and or to for with from at into that which who whose their his her its our my your this "
            "these those as than but because while if when where between during against among toward towards upon "
            "under since until was were is are has have had be been will would could should may might can must very "
            "more most such every each he she they we i it's by about before after including per via despite "
            "although though whether both either"
        ),
        "de": (
            "der die das den dem des ein eine einen einem einer eines und oder in im am zum zur von vom mit nach bei "
            "aus auf für über unter gegen durch ohne um dass weil wenn als ob wie sowie aber sondern sich "
            "seine seiner seinem ihre ihrer ihrem dieser diese "
            "dieses diesem sehr mehr zwischen"
        ),
        "fr": (
            "le la les l un une des du de d et ou à au aux en dans par pour sur sous avec sans que qui dont où ce "
            "cette ces son sa ses leur leurs est sont était a ont avait se ne très entre chez vers mais comme si "
            "Mme Mlle Mgr"
        ),
        "es": (
            "el la los las un una unos unas de del y e o u a al en por para con sin sobre entre hasta desde que quien "
            "cuyo cuando donde su sus este esta estos se muy es son era ha han había pero como si lo le les ni"
        ),
        "it": (
            "il lo la i gli le un uno una di del dello della dei degli delle e ed o a al allo alla ai alle in nel "
            "nella nei nelle da dal dalla con su sul sulla per tra fra che chi cui dove quando se è sono era ha hanno "
            "ma come suo sua"
        ),
        "pt": (
            "o a os as um uma uns umas de do da dos das e ou em no na nos nas por pelo pela para com sem sobre entre "
            "até que quem onde quando se é são era foi tem ao aos à às seu sua seus suas mas como"
        ),
        "nl": ("de het een en of van in op te voor met aan bij uit door over naar om dat die maar als dan zich"),
        "ru": (
            "в во на с со к ко у о об из за по под над при для от до без через между и или но а что чтобы как если "
            "когда где который которая которое которые не ни его её их этот эта это эти был была было были"
        ),
        "pl": (
            "w we na z ze do od po o u i oraz lub albo ale a że aby jak gdy gdzie który która które się jest są był "
            "była było dla przez przed przy pod nad między bez jego jej ich ten ta to te"
        ),
        "sv": (
            "en ett den det de och eller i på av för med till från vid om under över mellan mot utan genom att som "
            "när där men är var har hade ska kan sin sitt sina hans hennes deras än"
        ),
        "tr": "ve veya ile bir bu şu o için gibi kadar göre ama ancak fakat ki de da en daha çok her",
    }.items()
}
#: English words of the list that a heading or a question may end with ("someone to talk to").
PARTICLES = word_set(
    "of to for with from at into about before after by under since between against toward towards upon via per be "
    "been was were is are has have had will would could should may might can must he she they we i it's than as "
    "that this these those when where who most more each either both though"
)
