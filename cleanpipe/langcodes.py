"""The name of a language as ``Document.lang`` has it: a code of ISO 639-1, with region or script where one was said.

Corpora write ``EN``, ``eng``, ``eng_Latn``, ``en_US`` or ``english``; rules and repairers know ``en``. The command, the
field ``lang`` of a record, rule files and the library all go through ``normalised``.
"""

from __future__ import annotations

import re
from functools import cache

#: Code of two letters, then what else it is called: ISO 639-2 and 639-3 (members of macrolanguages too), English and
#: own names.
_NAMES = """
aa aar afar; ab abk abkhazian; af afr afrikaans; ak aka tw twi akan; am amh amharic; an arg aragonese; ar ara arb
arabic acm acq aeb ajp apc ars ary arz العربية; as asm assamese; av ava avaric; ay aym ayr aymara; az aze azj
azerbaijani; ba bak bashkir; be bel belarusian; bg bul bulgarian; bi bis bislama; bm bam bambara; bn ben bangla
bengali; bo bod tib tibetan; br bre breton; bs bos bosnian; ca cat catalan; ce che chechen; ch cha chamorro; co cos
corsican; cr cre cree; cs ces cze czech čeština; cu chu; cv chv chuvash; cy cym wel welsh; da dan danish dansk; de
deu ger german deutsch; dv div divehi; dz dzo dzongkha; ee ewe; el ell gre greek ελληνικά; en eng english; eo epo
esperanto; es spa spanish castilian español espanol; et ekk est estonian; eu baq eus basque; fa fas per pes persian
prs farsi; ff fuc ful fula fuv; fi fin finnish suomi; fj fij fijian; fo fao faroese; fr fra fre french français
francais; fy fry; ga gle irish; gd gla; gl glg galician; gn grn gug guarani; gu guj gujarati; gv glv manx; ha hau
hausa; he heb iw hebrew; hi hin hindi; ho hmo; hr hrv scr croatian; ht hat; hu hun hungarian magyar; hy arm hye
armenian; hz her herero; ia ina interlingua; id in ind indonesian; ie ile interlingue; ig ibo igbo; ii iii; ik ipk
inupiaq; io ido; is ice isl icelandic; it ita italian italiano; iu iku inuktitut; ja jpn japanese 日本語; jv jav jw
javanese; ka geo kat georgian; kg kng kon kongo; ki kik kikuyu; kj kua kuanyama; kk kaz kazakh; kl kal kalaallisut;
km khm khmer; kn kan kannada; ko kor korean 한국어; kr kau knc kanuri; ks kas kashmiri; ku kmr kur kurdish; kv kom kpv
komi; kw cor cornish; ky kir kyrgyz; la lat latin; lb ltz luxembourgish; lg lug ganda; li lim limburgish; ln lin
lingala; lo lao; lt lit lithuanian; lu lub luba-katanga; lv lav lvs latvian; mg mlg plt malagasy; mh mah
marshallese; mi mao mri māori maori; mk mac mkd macedonian; ml mal malayalam; mn khk mon mongolian; mr mar marathi;
ms may msa zsm malay; mt mlt maltese; my bur mya burmese; na nau nauru; nb nob bokmål bokmal; nd nde; ne nep npi
nepali; ng ndo ndonga; nl dut nld dutch flemish nederlands; nn nno nynorsk; no nor norwegian; nr nbl; nv nav navajo;
ny nya nyanja; oc oci occitan; oj oji ojibwa; om gaz orm oromo; or ori ory odia oriya; os oss ossetic; pa pan
punjabi; pi pli pali; pl pol polish polski; ps pbu pus pashto pbt; pt por portuguese português portugues; qu que quz
quechua quy; rm roh romansh; rn run rundi; ro mo mol ron rum romanian moldovan română romana; ru rus russian
русский; rw kin kinyarwanda; sa san sanskrit; sc srd sardinian; sd snd sindhi; se sme; sg sag sango; si sin sinhala;
sk slk slo slovak; sl slv slovenian; sm smo samoan; sn sna shona; so som somali; sq alb als sqi albanian; sr scc srp
serbian; ss ssw swati; st sot; su sun sundanese; sv swe swedish svenska; sw swa swh swahili; ta tam tamil; te tel
telugu; tg tgk tajik; th tha thai; ti tir tigrinya; tk tuk turkmen; tl tagalog fil tgl filipino; tn tsn tswana; to
ton tongan; tr tur turkish türkçe turkce; ts tso tsonga; tt tat tatar; ty tah tahitian; ug uig uyghur uighur; uk ukr
ukrainian українська; ur urd urdu; uz uzb uzn uzbek; ve ven venda; vi vie vietnamese; vo vol volapük; wa wln
walloon; wo wol wolof; xh xho xhosa; yi ji ydd yid yiddish; yo yor yoruba; za zha zhuang; zh chi cmn zho chinese
mandarin 中文; zu zul zulu
"""
#: Languages that have no code of two letters and keep theirs of three.
_OF_THREE = frozenset(
    "ace ast awa ban bar bem bho bjn bug ceb chr cjk ckb crh csb dik dsb dyu fon frr fur gom gsw haw hif hmn hne "
    "hsb ilo kab kac kam kbp kea kha kmb krc lad lij lmo ltg lua luo lus mag mai min mni mos mwl myv nap nds new "
    "nso nup pag pam pap pcd pms pnb rom rue sah sat scn sco shn srn stq szl taq tet tpi tum tyv tzm udm umb vec "
    "vep war wuu yue zea zza".split()
)
#: Languages that are written in several scripts, so that the script is worth keeping.
_SCRIPTS = frozenset("az kk ks ku ky mn ms pa sd sr tg tk tt ug uz zh".split())
#: What stands for "not known", in records and detectors.
_UNSAID = frozenset(("", "und", "unk", "unknown", "undefined", "mis", "mul", "zxx", "none", "null", "nan", "n/a"))
_TAG = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?(?:-[a-z0-9]{1,8})*\Z")


@cache
def _codes() -> dict[str, str]:
    return {name: row.split()[0] for row in _NAMES.split(";") for name in row.split()}


def unsaid(name: str) -> bool:
    """Whether a name says that the language is not known.

    >>> unsaid("und"), unsaid(""), unsaid("en")
    (True, True, False)
    """
    return name.strip().lower() in _UNSAID


def normalised(name: str) -> str | None:
    """The code of a language by any of its usual names, or None for what is none.

    >>> [normalised(name) for name in ("en", "EN", "eng", "eng_Latn", "English", "en_us", "zh-hant-TW", "ceb")]
    ['en', 'en', 'en', 'en', 'en', 'en-US', 'zh-Hant-TW', 'ceb']
    >>> normalised("Klingon"), normalised("xx"), normalised("")
    (None, None, None)
    """
    tag = name.strip().lower().replace("_", "-").partition(".")[0].partition("@")[0]  # en_US.UTF-8
    codes = _codes()
    if tag in codes:
        return codes[tag]
    match = _TAG.match(tag)
    if match is None:
        return None
    code = codes.get(match[1], match[1] if match[1] in _OF_THREE else "")
    if not code:
        return None
    script = f"-{match[2].capitalize()}" if match[2] and code in _SCRIPTS else ""
    return f"{code}{script}" + (f"-{match[3].upper()}" if match[3] else "")


def code_of(name: str | None) -> str | None:
    """The code of a language that somebody names, None for one that is not known. Raises ValueError for what is none.

    >>> code_of("English"), code_of("und"), code_of(None)
    ('en', None, None)
    """
    if name is None or unsaid(name):
        return None
    code = normalised(name)
    if code is None:
        raise ValueError(f"{name!r} is no language that is known here; say en, de or another code of ISO 639")
    return code
