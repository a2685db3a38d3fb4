"""Danish and English words that are also names; in a document they may be either."""

EVERYDAY: frozenset[str] = frozenset(
    """
    alle alma and ane ask august bak bakke bank barn barnet bird birk bjerg bjørn black blad bo bog borg bred
    brink bro brook brown brun bæk bøg bølge bønde børn børnene church clay cliff dag dahl dal dam damm dan dawn
    day dean den der des det due eg eja elm else eng engel fair faith fald falk far fast felt fin fine finn
    fisher fisker fjord fog for forest fox fra frank fred frit from frost fuglsang gade gammel glad gold good
    gran grand grant gray green grim grove gry grøn grå gåde gård hall hammer hans hart hav have heart heath
    hede hegn helt hill hjort hjælp holdt holly holm holt hope hunt hus hvid høg høj iris ivy jagt jord joy jul
    juni karl kat king kirk kirke klint klit klog klub klubben kok kold kolding kommune kommunen kors krage krog
    kron kvist kær lake land lang lange lee leo lilje lille lind line liv lone lund lykke lyng lys løve maj malt
    mark marks mars max may med merry mester mild mile miller min moon moor mor mose munk møl møller nat nor
    nord north nøhr nørre odin olde palm park peace pearl penny per pil post på rask ravn red rich rig ris ro
    robin rock rose ruby rune rust ryge rytter røde sand sander sejer sekund sever sig signe silke skole skolen
    skov sky skytte smed smith sne snow sol sommer song sort south spang spring star steen sten stjerne stone
    stor storm strand street strøm summer sund svale svane sø sølv søn tage teglgaard thor til toft tone torp
    tro true try tue ulv ung unge urban vad vagn vand vang ved vester vig vil vilje villa vind vinter viola voll
    wall ward water way west white will winter wise wolf wood woods young ø øst øster å åby
    """.split()  # noqa: SIM905 (a list would be six times as long)
)
"""In lower case. Any other word that is part of a child's name blocks a document."""

PARTICLES: frozenset[str] = frozenset(
    """
    af al da das de del della den der des di do dos du e el en et i la las le les lo los of og op t te ten ter the til
    und van von y zu zum zur
    """.split()  # noqa: SIM905 (as above)
)
"""Particles of names, as in `van der Berg`; in lower case, none of them is a name by itself."""

ROLES: frozenset[str] = frozenset(
    """
    bedstefar bedstemor bror caseworker coach coachen contact cousin en et far farbror farfar farmor faster father
    fodboldtræner fodboldtræneren forælder forældre fritidspædagog fritidspædagogen fætter grandfather grandmother
    kammerat kammeraten klasselærer klasselæreren klubpædagog klubpædagogen klubleder klublederen kontaktperson
    kontaktpersonen kusine leder lederen lillebror lillesøster lærer læreren mentor mentoren mor morbror morfar mormor
    moster mother nabo naboen neighbour onkel papfar papmor plejefar plejeforældre plejemor pædagog pædagogen rådgiver
    rådgiveren sagsbehandler sagsbehandleren skolelærer skolelæreren stedfar stedmor storebror storesøster
    støttepædagog støttepædagogen støtteperson støttepersonen søster tante teacher the tidligere trainer træner træneren
    uncle aunt ven vennen veninde veninden vejleder vejlederen værge værgen
    """.split()  # noqa: SIM905 (as above)
)
"""Words for an adult's relation to a child, with articles: they are no names."""
