"""The names and the sentences that the invented years are made of. Nobody of these names is meant."""

from pathlib import Path

_FIRST, _LAST = Path(__file__).with_name("names.txt").read_text("utf-8").split("\n\n")
FIRST, LAST = tuple(_FIRST.split()), tuple(_LAST.split())
CASEWORKERS = ("Rikke Juul", "Malene Kjærsgård", "Henning Aagaard")

NOTES = {
    "school": ("Kommer sjældent til første time.", "Går hjem i frikvartererne.", "Har skiftet klasse i år."),
    "leisure": ("Er meget alene om eftermiddagen.", "Er holdt op til fodbold.", "Kender få uden for skolen."),
    "self_worth_adhd_anxiety": (
        "Trækker sig, når der er mange.",
        "Har svært ved at holde aftaler.",
        "Tror ikke på sig selv.",
    ),
    "acting_out": ("Mange konflikter i skolen.", "Ofte i klammeri på vej hjem."),
    "convicted": ("Betinget dom i år.", "To sager om hærværk."),
    "severe_abuse": ("Dagligt hashforbrug.", "Ryger og drikker fra morgenen."),
    "autism": ("Har brug for faste dage og få voksne.", "Bliver let overvældet af støj."),
    "aftercare": ("Bor alene og er bagud med posten.", "Er faldet fra sin uddannelse."),
    "ungefokus": ("Familien har støtte i hjemmet; den unge vil gerne ud.",),
}
PURPOSES = {
    "school": ("Stabilt fremmøde i skolen", ("Fravær under 10 %", "Til stede hele dagen fire dage om ugen")),
    "leisure": ("En fast plads i et fællesskab", ("Fast aktivitet hver uge",)),
    "self_worth_adhd_anxiety": ("Større tro på sig selv og en tryg voksen", ("Kommer i klubben to gange om ugen",)),
    "acting_out": ("Færre konflikter i hverdagen", ("Ingen bortvisninger",)),
    "convicted": ("Ud af ny kriminalitet", ("Ingen nye sigtelser", "I gang på FGU")),
    "severe_abuse": ("Ud af misbruget", ("I misbrugsbehandling",)),
    "autism": ("En forudsigelig hverdag", ("Følger en fast ugeplan",)),
    "aftercare": ("En god overgang til et selvstændigt voksenliv", ("Betaler husleje til tiden", "Har et netværk")),
    "ungefokus": ("En fritid uden for banden", ("Passer sit fritidsjob",)),
}
SAYS = (
    "Vil helst have en, der ikke taler for meget.",
    "Er med på det, hvis det ikke er i skoletiden.",
    "Vil gerne have en at spille bold med.",
    "Kender en fra klubben, som er god at tale med.",
    "Er ligeglad med hvem, bare det er den samme hver gang.",
    "Vil gerne have hjælp til at komme op om morgenen.",
)
HOW = ("Samtale på skolen", "Samtale i hjemmet", "Samtale i klubben", "Samtale hos rådgiveren")
SPOKEN = (
    "Kan begynde i næste uge.",
    "Skolen holder fast i støttetimerne ved siden af.",
    "Familien er glad for tilbuddet.",
    "Klubben har allerede talt med barnet.",
    "Der er aftalt en fælles samtale med rådgiveren.",
)
REMARKS = ("Klubben kan godt rumme barnet.", "Det er for langt væk fra skolen.", "Relationen burde veje tungere.")

POSTPONED = (
    ("Samtykket mangler", "Fars samtykke"),
    ("Samtykket mangler", "Mors samtykke"),
    ("Barnets syn mangler", "Samtale med barnet"),
    ("Klubben skal spørges først", "Svar fra klubbens leder"),
)
"""Why a case is postponed, and what is missing."""
RETURNED = ("Undersøgelsen er ikke færdig", "Formålet er ikke beskrevet", "Afdækningen mangler")
WITHDRAWN = (
    ("Myndigheden", "Familien flytter fra kommunen"),
    ("Familien", "Familien ønsker ikke en kontaktperson"),
    ("Myndigheden", "Barnet får et andet tilbud"),
)
REASONS = {
    "relation": "Barnet kender kontaktpersonen i forvejen",
    "competence": "Opgaven kræver erfaring, som klubben ikke har",
    "child_wish": "Barnet har selv bedt om det",
    "ordinary_offer": "Klubben skal også kunne rumme de andre",
    "no_room": "Den kendte kontaktperson har ingen timer",
    "temporary": "Til der bliver plads det rette sted",
}
DEPARTING = {
    "from_relation": ("no_room", "competence"),
    "from_list": ("relation", "competence", "child_wish"),
    "from_recommendation": ("child_wish", "ordinary_offer", "temporary"),
}
"""Departure → the codes of reasons that fit it."""
ANSWERS = {
    "child_view_missing": ("on_file", "Samtalen ligger på barnets sag"),
    "consent_missing": ("on_file", "Samtykket er modtaget i går og ligger på sagen"),
    "seat_empty": ("heard_elsewhere", "Lederen er hørt på telefon før mødet"),
    "declined": ("temporary", "Drøftet med barnet, til der er plads andetsteds"),
    "over_capacity": ("room_agreed", "Klubbens leder lægger timer til"),
}
GROUNDS = ("Barnets onkel", "Nabo til familien", "Har selv ført barnets sag")

GOES = (
    "Kommer til tiden og er glad for det.",
    "Det går fremad, især i skolen.",
    "Fremmødet svinger stadig.",
    "Er begyndt til svømning sammen med kontaktpersonen.",
    "Familien kan mærke forskel derhjemme.",
)
MORE = ("Målene er ikke nået endnu", "Ny skole efter sommer", "Familien beder om mere tid")
DONE = ("Målene er nået", "Barnet klarer sig nu uden", "Målene er nået, og klubben holder øje")
MOVES = ("Barnet har brug for en anden slags støtte", "Kontaktpersonen stopper, og barnet vil et andet sted hen")
BROKEN_OFF = (
    "Familien er flyttet til en anden kommune",
    "Den unge ønsker ikke mere kontakt",
    "Barnet er anbragt uden for hjemmet",
    "Kontaktpersonen er stoppet, og målene var næsten nået",
)
HOURS_CHANGE = ("Færre timer, fordi det går godt", "Flere timer i en svær periode")
NEXT = ("Målene skal ses efter igen", "Skoleskift i mellemtiden", "Planen skal revideres", "Støtten slutter snart")
