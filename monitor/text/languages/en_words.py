"""English words that rules do not tell; written down by hand from the language."""
# ruff: noqa: E501, SIM905  lists of words read best as they are

#: Word -> forms that no rule makes.
IRREGULAR = {
    "man": "men", "woman": "women", "child": "children", "person": "people persons", "foot": "feet", "tooth": "teeth",
    "goose": "geese", "mouse": "mice", "louse": "lice", "ox": "oxen", "penny": "pence", "die": "dice", "brother": "brethren",
    "crisis": "crises", "basis": "bases", "analysis": "analyses", "thesis": "theses", "axis": "axes", "oasis": "oases",
    "phenomenon": "phenomena", "criterion": "criteria", "datum": "data", "medium": "media", "bacterium": "bacteria",
    "curriculum": "curricula", "memorandum": "memoranda", "referendum": "referenda", "forum": "fora", "spectrum": "spectra",
    "stratum": "strata", "index": "indices", "appendix": "appendices", "matrix": "matrices", "vertex": "vertices",
    "nucleus": "nuclei", "radius": "radii", "stimulus": "stimuli", "alumnus": "alumni", "cactus": "cacti", "fungus": "fungi",
    "syllabus": "syllabi", "locus": "loci", "focus": "foci", "larva": "larvae", "alga": "algae", "antenna": "antennae",
    "formula": "formulae", "bureau": "bureaux", "plateau": "plateaux", "quiz": "quizzes", "bus": "buses busses",
    "gas": "gases gasses", "good": "better best", "well": "better best", "bad": "worse worst", "far": "farther farthest further furthest",
    "little": "less least littler littlest", "much": "more most", "many": "more most", "old": "older oldest elder eldest",
    "late": "later latest", "big": "bigger biggest", "hot": "hotter hottest", "fat": "fatter fattest", "thin": "thinner thinnest",
    "wet": "wetter wettest", "sad": "sadder saddest", "red": "redder reddest", "fit": "fitter fittest", "dim": "dimmer dimmest",
    "near": "nearer nearest", "few": "fewer fewest", "kibbutz": "kibbutzim", "mp": "mps", "passer": "passers", "life": "lives",
    "thief": "thieves", "hoof": "hooves", "stadium": "stadia",
}  # fmt: skip

#: Words whose -s would be another word, or that have no plural.
NO_PLURAL = frozenset(
    (
        "new news politics economics mathematics series species economic politic ethic athletic mathematic physic acoustic"
        " electronic genetic aesthetic gymnastic linguistic"
    ).split()
)

#: Words that no name in small letters may be.
FUNCTION_WORDS = frozenset(
    (
        "a an the and or but if of to in on at by for from with as is are was were be been am do does did has have had will would"
        " can could may might must shall should not no nor so than that this these those there here it its he she they we you i"
        " me him her us them my your his our their who whom whose what which when where why how all any both each few more most"
        " other some such only own same too very just up down out off over under again further then once into onto upon about"
        " against between through during before after above below aid"
    ).split()
)

#: Pasts and participles of verbs that news tells of; left out are those that are common words (rose, left, found).
IRREGULAR_VERBS = {
    "begin": "began begun", "break": "broke broken", "bring": "brought", "build": "built", "buy": "bought",
    "catch": "caught", "choose": "chose chosen", "deal": "dealt", "drive": "drove driven", "fight": "fought",
    "flee": "fled", "fly": "flew flown", "forbid": "forbade forbidden", "freeze": "froze frozen", "give": "gave given",
    "hide": "hid hidden", "hold": "held", "keep": "kept", "lead": "led", "lend": "lent", "lose": "lost", "meet": "met",
    "overthrow": "overthrew overthrown", "oversee": "oversaw overseen", "pay": "paid", "sell": "sold", "seek": "sought",
    "send": "sent", "shoot": "shot", "sink": "sank sunk", "speak": "spoke spoken", "spend": "spent",
    "steal": "stole stolen", "strike": "struck stricken", "swear": "swore sworn", "take": "took taken",
    "throw": "threw thrown", "uphold": "upheld", "win": "won", "withdraw": "withdrew withdrawn",
    "withhold": "withheld",
}  # fmt: skip

#: Names that are common words too: in small letters they are those, in a text that has capitals.
NAMES_AND_WORDS = frozenset(
    (
        "turkey china bush apple may march august will mark bill rose grant chase amazon oracle shell ford jobs gates trump orange"
        " gap target visa chad jersey polish nice reading bath cork mobile hope faith grace dick rob jack pat sue art frank guy"
        " cook baker smith black white brown green young king page bishop dean duke earl major case wood stone hill field lake"
        " rice wolf fox swift sharp blunt small short long strong rich moody crook banks waters rivers meadows summers winters"
        " snow frost rain storm cloud sky star moon sun dawn summer autumn spring april june ray drew miles chip cliff dale glen"
        " heath heather ivy lily daisy violet olive ruby pearl opal amber jade iris holly hazel basil ginger pepper sage crystal"
        " joy charity prudence patience mercy victor earnest sterling chancellor pope bolt tank sandy rusty dusty misty stormy"
        " meta alphabet windows word excel teams zoom slack signal telegram discord twitter threads square stripe block snap"
        " fed heard oasis arsenal wolves combs spears pence truss sinner rune drake usher pink tether ripple gemini cursor mirror"
        " spurs bond joker frozen wicked dune mason carpenter taylor porter cooper hunter fisher butler marshall parker walker"
        " archer turner singer miller shepherd musk mane draper rush muse blur pulp cruise grande bale craig firth lively vance"
        " wells shields swan finch heron"
        " fiat seat mini smart dodge ram jaguar mustang puma nike gap guess boss diesel time life people fortune us it who aids"
    ).split()
)

#: Surnames that look like the plural of a first name.
SURNAMES_IN_S = frozenset(
    (
        "roberts phillips philips williams richards edwards peters stevens andrews matthews daniels samuels michaels adams jacobs"
        " isaacs simons rogers walters owens evans hughes jones davis harris lewis abrahams johns james charles francis josephs"
        " jeffries jeffreys gilberts herberts humphreys reynolds woods banks brooks rivers waters hicks parks hills fields"
    ).split()
)

#: Short -> full: written with a capital and a full stop.
ABBREVIATED = {
    "jan": "january", "feb": "february", "mar": "march", "apr": "april", "jun": "june", "jul": "july", "aug": "august",
    "sept": "september", "sep": "september", "oct": "october", "nov": "november", "dec": "december", "mon": "monday",
    "tue": "tuesday", "tues": "tuesday", "wed": "wednesday", "thu": "thursday", "thurs": "thursday", "fri": "friday",
    "sat": "saturday", "sun": "sunday",
}  # fmt: skip
