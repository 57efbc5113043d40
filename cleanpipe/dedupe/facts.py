"""Words that carry a fact beside figures and names: negations, and opposites. Tables only; ``guard`` reads them.

As in ``measures``, the lists of many languages live side by side.
"""

from __future__ import annotations

#: Words without which a sentence says the opposite. Apostrophes are dropped before: "isn't" is "isnt".
_NEGATIONS = """
    not no never none nor neither nobody nothing nowhere cannot without lacking hardly barely denied denies deny denying
    dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt cant couldnt wont wouldnt shouldnt mustnt aint neednt
    refused refuses refuse failed fails fail unable
    nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne weder
    ne pas non jamais aucun aucune rien sans personne
    nunca jamás ningún ninguna ninguno nada nadie sin tampoco
    não nem nenhum nenhuma ninguém sem
    mai nessuno nessuna niente nulla senza né
    niet geen nooit niemand niets zonder
    не нет ни никогда ничего никто без нельзя
    nie nigdy nikt nic bez żaden żadna
    inte ingen inget inga aldrig utan ikke aldri uden uten
    ei eivät emme ette älä koskaan eikä ilman
    není nejsou nikdy nikdo nic nem nincs soha senki niciodată fără
    değil yok hiç değildir δεν μην ποτέ κανείς όχι χωρίς
    لا لم لن ليس ليست بدون غير नहीं मत ना बिना لیس نہیں
"""
NEGATIONS = frozenset(_NEGATIONS.split())

_OPPOSITES = """
    up:down rose:fell rise:fall rises:falls risen:fallen rising:falling higher:lower high:low highest:lowest
    increase:decrease increases:decreases increased:decreased increasing:decreasing gain:loss gains:losses gained:lost
    grew:shrank growth:decline growing:shrinking climbed:dropped climbed:fell jumped:dropped jumped:fell rose:dropped
    up:unchanged down:unchanged rose:declined increased:declined increased:reduced raised:cut raised:lowered raise:cut
    pre:post more:less more:fewer most:least above:below over:under before:after earlier:later early:late
    won:lost win:lose wins:loses winner:loser victory:defeat beat:lost
    north:south east:west northern:southern eastern:western northeast:southwest northwest:southeast north:east
    north:west south:east south:west northern:eastern northern:western southern:eastern southern:western left:right
    yesterday:tomorrow yesterday:today today:tomorrow morning:evening morning:afternoon afternoon:evening day:night
    morning:night am:pm alive:dead survived:died survivors:victims guilty:innocent convicted:acquitted
    accepted:rejected approved:rejected approve:reject accept:reject agreed:refused agree:refuse agree:disagree
    agreed:disagreed confirmed:denied confirm:deny confirms:denies supported:opposed support:oppose supports:opposes
    legal:illegal lawful:unlawful likely:unlikely able:unable possible:impossible true:false fair:unfair safe:unsafe
    open:closed opened:closed opens:closes opening:closing start:end started:ended begin:end began:ended
    bought:sold buy:sell buys:sells buying:selling import:export imports:exports imported:exported
    he:she his:her him:her man:woman men:women boy:girl boys:girls father:mother son:daughter brother:sister
    husband:wife mr:mrs mr:ms male:female with:without all:none always:never everyone:nobody everything:nothing
    best:worst better:worse good:bad positive:negative success:failure succeeded:failed passed:failed pass:fail
    arrived:left arrive:leave entered:left joined:left hired:fired attack:defend attacked:defended
    profit:loss profits:losses surplus:deficit strong:weak stronger:weaker hot:cold warm:cool warmer:cooler dry:wet
    sunny:cloudy sunny:rainy long:short longer:shorter old:young older:younger rich:poor first:last
    million:billion thousand:million hundred:thousand day:week day:month day:year week:month week:year month:year
    days:weeks days:months days:years weeks:months weeks:years months:years hour:day hours:days minutes:hours
    seconds:minutes metres:kilometres meters:kilometers metre:kilometre km:miles kilometres:miles
    stieg:fiel gestiegen:gefallen steigt:fällt mehr:weniger höher:niedriger gewann:verlor gewonnen:verloren vor:nach
    gestern:heute gestern:morgen heute:morgen norden:süden osten:westen mit:ohne über:unter
    hausse:baisse plus:moins gagné:perdu hier:demain nord:sud est:ouest avec:sans avant:après
    subió:bajó más:menos ganó:perdió ayer:mañana norte:sur este:oeste con:sin antes:después
    subiu:caiu mais:menos ganhou:perdeu ontem:amanhã sul:norte leste:oeste com:sem
    salito:sceso più:meno vinto:perso ieri:domani
"""
#: Any word on one side of a stroke contradicts any on the other.
_SIDE_BY_SIDE = """
    rose rises risen rising climbed climbs climbing gained gains grew grows grown increased increases increasing
        jumped jumps soared soars surged surges rallied advanced doubled raised raises lifted boosted expanded
        widened strengthened improved accelerated up higher / fell falls fallen falling dropped drops dropping
        declined declines decreased decreases decreasing slid slipped slumped sank plunged plummeted tumbled shrank
        halved lowered lowers cut cuts reduced reduces trimmed contracted narrowed weakened worsened slowed down
        lower;
    approved approves accepted accepts backed backs supported supports welcomed praised endorsed allowed allows
        permitted legalised legalized passed adopted upheld / rejected rejects opposed opposes condemned criticised
        criticized blocked banned bans prohibited forbade vetoed overturned dismissed;
    arrested detained jailed imprisoned convicted guilty / released freed acquitted cleared innocent;
    won wins win winning beat beats defeated victory / lost loses lose losing defeat;
    stieg steigt stiegen gestiegen wuchs wuchsen gewachsen zugenommen zugelegt erhöhte erhöht erhöhten verdoppelte /
        sank sinkt sanken gesunken fiel fällt fielen gefallen abgenommen schrumpfte geschrumpft senkte gesenkt
        verringerte;
    augmenté augmente augmentent augmentation hausse progressé progresse monté grimpé accru / diminué diminue
        diminuent diminution baisse baissé reculé recule chuté tombé réduit;
    subió subieron sube suben aumentó aumentaron aumento creció crecieron crece incrementó alza / bajó bajaron baja
        bajan cayó cayeron cae disminuyó disminuyeron descendió redujo caída;
    salito salita saliti salite sale aumentato aumentata aumentati aumentate aumento cresciuto cresciuta cresciuti
        cresciute / sceso scesa scesi scese scende calato calata calati calate calo diminuito diminuita diminuiti
        diminuite;
    subiu subiram sobe aumentou aumentaram aumento cresceu cresceram alta / caiu caíram cai diminuiu diminuíram
        desceu desceram reduziu queda baixou baixaram;
    steeg stegen stijgt gestegen groeide gegroeid toegenomen nam-toe verhoogd verhoogde / daalde daalden daalt
        gedaald kromp gekrompen afgenomen verlaagd verlaagde zakte;
    ökade ökar ökat steg stiger stigit växte höjde höjdes / minskade minskar minskat sjönk sjunker sjunkit föll
        sänkte;
    økte øker økt steget vokste / falt faller sank reduserte;
    wzrósł wzrosła wzrosło wzrosły wzrosną rośnie rosną zwiększył zwiększyła podniósł podniosła / spadł spadła
        spadło spadły spadną spada spadają zmniejszył zmniejszyła obniżył obniżyła zmalał zmalała;
    вырос выросла выросло выросли растёт растет растут увеличился увеличилась увеличились поднялся повысил повысили
        / упал упала упало упали падает падают снизился снизилась снизились сократился сократилась уменьшился
        понизил понизили;
    kasvoi kasvoivat kasvaa nousi nousivat nousee lisääntyi / laski laskivat laskee väheni vähenivät putosi
        supistui;
    yükseldi arttı artış / düştü azaldı düşüş;
    gewann gewannen gewonnen siegte / verlor verloren unterlag;
    gagné gagne remporté / perdu perd;
    ganó ganaron / perdió perdieron;
    vinto vince vinse / perso perde perse;
    ganhou venceu / perdeu perderam;
    vann vunnit / förlorade förlorat;
    wygrał wygrała wygrali / przegrał przegrała przegrali;
    выиграл выиграла выиграли победил победила / проиграл проиграла проиграли;
    voitti voittivat / hävisi hävisivät;
    genehmigte genehmigt billigte gebilligt / ablehnte abgelehnt lehnte;
    approuvé adopté / rejeté refusé;
    aprobó aprobaron aprobado / rechazó rechazaron rechazado;
    approvato approvata / respinto respinta bocciato;
    aprovou aprovado / rejeitou rejeitado;
    goedgekeurd / afgewezen verworpen;
    godkände godkänt / avslog avslagit;
    zatwierdził zatwierdziła przyjęła / odrzucił odrzuciła;
    одобрил одобрила одобрили / отклонил отклонила отклонили;
    inside / outside;
    minimum / maximum;
    majority / minority;
    upper / lower;
    for / against;
    optimistic / pessimistic;
    all most many / few none some;
    always often / rarely seldom never;
"""
_SIDES: dict[str, set[str]] = {}
for _pair in _OPPOSITES.split():
    _one, _, _other = _pair.partition(":")
    _SIDES.setdefault(_one, set()).add(_other)
    _SIDES.setdefault(_other, set()).add(_one)
for _row in _SIDE_BY_SIDE.split(";"):
    _one, _, _other = _row.partition("/")
    for _here, _there in ((_one, _other), (_other, _one)):
        for _word in _here.split():
            _SIDES.setdefault(_word, set()).update(set(_there.split()) - {_word})
#: Each word with the words that contradict it when they stand in its place.
OPPOSITES: dict[str, frozenset[str]] = {word: frozenset(others) for word, others in _SIDES.items()}

#: Capitalised at the beginning of a sentence these are no names.
_OPENERS = """
    a an the this that these those it its he she they we you i his her their our your my there here what when where
    while who why how which if in on at by for from with of to as after before since until during under over between
    against about among and but or so yet not no nor now then also however although though because despite instead
    meanwhile moreover nevertheless still many most some several few more less all both each every one two three four
    five six seven eight nine ten another other such only even just later earlier today yesterday tomorrow currently
    recently according last next once first second third new people officials police authorities experts scientists
    researchers critics residents witnesses sources government company companies numerous persons firm investigators
    further additionally besides furthermore thus therefore hence perhaps maybe yes well let do does did is are was
    were has have had will would can could may might must should to
    der die das ein eine er sie es wir ihr und aber oder doch wenn als nach vor bei mit für von zu im am auch noch
    le la les un une il elle ils elles nous vous ce cette ces et mais ou donc dans en sur pour par avec
    el los las una unos y pero o en por para con no se su sus lo os as um uma e mas em na ele ela eles
    il lo gli uno ma nel nella con per di da non si het de een en maar in op met voor van
    и но а в на с по за из от к у о он она они это как что
"""
OPENERS = frozenset(_OPENERS.split())
