"""Areas, goals, audiences, places and tags. Areas and goals are the plan's own words; summaries are ours.

The indicators are made up from beginning to end, and say so in their name, source and method.
"""

from cms.example_data.content import codes
from cms.example_data.shapes import Indicator, Term

INDICATOR_SOURCE = {"sv": "Påhittad serie, exempeldata", "en": "Made-up series, example data"}
_METHOD = {
    "sv": "Talen är påhittade för att visa hur en serie ser ut. De mäter ingenting.",
    "en": "The numbers are made up to show what a series looks like. They measure nothing.",
}
_INDEX = {"sv": "index", "en": "index"}
_PERCENT = {"sv": "procent", "en": "per cent"}
_VISITS = {"sv": "besök", "en": "visits"}


def _indicator(code: str, sv: str, en: str, units: dict[str, str], *values: str) -> Indicator:
    return Indicator(code, {"sv": sv, "en": en}, units, _METHOD, values)


AREAS = (
    Term(
        codes.UNGA,
        {
            "sv": (
                "Unga i riskzon för destruktivt beteende",
                "Tidigt stöd till barn, unga och deras familjer, så att färre dras in i sådant som skadar dem.",
            ),
            "en": (
                "Young people at risk of destructive behaviour",
                "Early support for children, young people and their families, so that fewer are drawn into what "
                "harms them.",
            ),
        },
    ),
    Term(
        codes.KRIMINELLA,
        {
            "sv": (
                "Kriminella miljöer och livsstilar",
                "Vägar ut för den som vill lämna, och gemensamt arbete för att miljöerna ska få mindre utrymme.",
            ),
            "en": (
                "Criminal environments and lifestyles",
                "Ways out for those who want to leave, and joint work to give these environments less room.",
            ),
        },
    ),
    Term(
        codes.SYSTEM,
        {
            "sv": (
                "Systemhotande brottslighet",
                "Skydd för välfärden och för dem som arbetar i den: rätt stöd ska gå till rätt person.",
            ),
            "en": (
                "Crime that threatens the system",
                "Protecting welfare services and those who work in them: the right support to the right person.",
            ),
        },
    ),
    Term(
        codes.PLATSER,
        {
            "sv": (
                "Otrygga brottsutsatta platser",
                "Ljus, skötsel och liv på torg, gårdar, gångvägar och vid stationer, plats för plats.",
            ),
            "en": (
                "Unsafe places exposed to crime",
                "Light, care and life in squares, courtyards, footpaths and stations, one place at a time.",
            ),
        },
    ),
    Term(
        codes.RELATION,
        {
            "sv": (
                "Våld i nära relation",
                "Stöd till den som utsätts, till barn som ser och hör, och till den som vill sluta skada.",
            ),
            "en": (
                "Violence in close relationships",
                "Support for those exposed, for children who see and hear, and for those who want to stop "
                "hurting others.",
            ),
        },
    ),
)

GOALS = (
    Term(
        codes.OVERGRIPANDE,
        {
            "sv": (
                "I Järva finns inga särskilt utsatta områden år 2025",
                "Planens övergripande mål. De sex effektmålen beskriver vad som ska vara annorlunda i vardagen.",
            ),
            "en": (
                "There are no particularly vulnerable areas in Järva by 2025",
                "The overall goal of the plan. The six effect goals describe what is to be different in daily life.",
            ),
        },
        kind="overall",
    ),
    Term(
        codes.TRYGGHET,
        {
            "sv": (
                "Tryggheten ökar i Järva.",
                "Den som bor, arbetar eller går i skola i Järva ska kunna röra sig fritt, dag som kväll.",
            ),
            "en": (
                "Safety increases in Järva.",
                "Those who live, work or study in Järva are to move about freely, by day and by night.",
            ),
        },
        kind="effect",
        indicators=(
            _indicator(
                "exempelindex-trygghet",
                "Exempelindex trygg kvällspromenad",
                "Example index: a safe evening walk",
                _INDEX,
                "100",
                "103",
                "101",
                "108",
                "112",
            ),
        ),
    ),
    Term(
        codes.UPPVAXT,
        {
            "sv": (
                "Alla barn och unga växer upp under trygga och jämlika villkor, klarar av skolan och får "
                "förutsättningar för en god framtid.",
                "Skola, fritid och familj hänger ihop. Ingen ska behöva vänta länge på hjälp.",
            ),
            "en": (
                "All children and young people grow up in safe and equal conditions, succeed at school and have "
                "the prospects of a good future.",
                "School, leisure and family belong together. No one should have to wait long for help.",
            ),
        },
        kind="effect",
        indicators=(
            _indicator(
                "exempelindex-laxhjalp",
                "Exempelserie platser i läxhjälpen",
                "Example series: homework places",
                {"sv": "platser", "en": "places"},
                "120",
                "150",
                "180",
                "240",
                "260",
            ),
            _indicator(
                "exempelindex-simkunnighet",
                "Exempelserie simkunniga elever",
                "Example series: pupils who swim",
                _PERCENT,
                "61",
                "63.5",
                "66",
                "70",
                "71.5",
            ),
        ),
    ),
    Term(
        codes.DEMOKRATI,
        {
            "sv": (
                "Järva är fritt från kriminella konflikter och lever upp till de demokratiska principerna.",
                "Alla ska kunna säga sin mening, driva sin förening och sköta sin verksamhet utan påtryckningar.",
            ),
            "en": (
                "Järva is free from criminal conflicts and lives up to democratic principles.",
                "Everyone is to be able to speak their mind, run their association and do their work without "
                "pressure.",
            ),
        },
        kind="effect",
        indicators=(
            _indicator(
                "exempelindex-moten",
                "Exempelserie öppna möten",
                "Example series: open meetings",
                {"sv": "möten", "en": "meetings"},
                "14",
                "18",
                "17",
                "23",
                "28",
            ),
        ),
    ),
    Term(
        codes.MEDARBETARE,
        {
            "sv": (
                "Alla medarbetare är trygga i att fatta beslut, genomföra åtgärder, anmäla brott och berätta om "
                "välfärdsbrottslighet och otillåten påverkan.",
                "Den som möter invånare ska ha kollegor, chefer och rutiner i ryggen.",
            ),
            "en": (
                "All staff are safe in making decisions, taking action, reporting crime and speaking of welfare "
                "crime and undue influence.",
                "Those who meet residents are to have colleagues, managers and routines behind them.",
            ),
        },
        kind="effect",
        indicators=(
            _indicator(
                "exempelindex-utbildade",
                "Exempelserie utbildade medarbetare",
                "Example series: trained staff",
                _PERCENT,
                "22",
                "31",
                "45",
                "58",
                "74",
            ),
        ),
    ),
    Term(
        codes.VARDAG,
        {
            "sv": (
                "Invånare i Järva har en vardag fri från våld och kränkningar.",
                "Hemmet ska vara en trygg plats. Den som behöver hjälp ska veta vart hen vänder sig.",
            ),
            "en": (
                "Residents of Järva have a daily life free from violence and abuse.",
                "Home is to be a safe place. Those who need help are to know where to turn.",
            ),
        },
        kind="effect",
        indicators=(
            _indicator(
                "exempelindex-radgivning",
                "Exempelserie besök i öppen rådgivning",
                "Example series: visits to open advice",
                _VISITS,
                "80",
                "95",
                "130",
                "170",
                "210",
            ),
        ),
    ),
    Term(
        codes.STADSMILJO,
        {
            "sv": (
                "Stadsmiljön är inkluderande, tillgänglig och främjar ett aktivt liv för alla åldrar och grupper "
                "av människor.",
                "Platser som är lätta att nå, väl skötta och roliga att vara på för den som är fyra eller åttiofyra.",
            ),
            "en": (
                "The urban environment is inclusive, accessible and encourages an active life for people of all "
                "ages and groups.",
                "Places that are easy to reach, well kept and good to be in, whether you are four or eighty-four.",
            ),
        },
        kind="effect",
        indicators=(
            _indicator(
                "exempelindex-lyktor",
                "Exempelserie lyktor som lyser",
                "Example series: lamps that are lit",
                _PERCENT,
                "91",
                "92.5",
                "95",
                "96",
                "98.5",
            ),
        ),
    ),
)

AUDIENCES = (
    Term(
        "invanare",
        {"sv": ("Invånare", "Den som bor i Järva."), "en": ("Residents", "Those who live in Järva.")},
    ),
    Term(
        "unga",
        {"sv": ("Unga", "Barn och unga i Järva."), "en": ("Young people", "Children and young people.")},
    ),
    Term(
        "vardnadshavare",
        {
            "sv": ("Vårdnadshavare", "Föräldrar och andra vuxna med barn i Järva."),
            "en": ("Parents and guardians", "Adults with children in Järva."),
        },
    ),
    Term(
        "medarbetare",
        {
            "sv": ("Medarbetare och chefer", "Anställda i de samverkande organisationerna."),
            "en": ("Staff and managers", "Employees of the collaborating organisations."),
        },
    ),
    Term(
        "journalister",
        {
            "sv": ("Journalister", "Den som rapporterar om Järva."),
            "en": ("Journalists", "Those who report on Järva."),
        },
    ),
    Term(
        "foreningar",
        {"sv": ("Föreningar", "Civilsamhället i Järva."), "en": ("Associations", "Civil society in Järva.")},
    ),
    Term(
        "fastighetsagare",
        {
            "sv": ("Fastighetsägare", "Ägare och förvaltare av hus i Järva."),
            "en": ("Property owners", "Owners and managers of buildings in Järva."),
        },
    ),
    Term(
        "naringsliv",
        {
            "sv": ("Näringsliv", "Butiker och företag i Järva."),
            "en": ("Businesses", "Shops and companies in Järva."),
        },
    ),
)

PLACES = tuple(
    Term(name.lower(), {"sv": (name, ""), "en": (name, "")})
    for name in ("Rinkeby", "Tensta", "Hjulsta", "Akalla", "Husby", "Kista")
)

TAGS = tuple(
    Term(code, {"sv": (sv, ""), "en": (en, "")})
    for code, sv, en in (
        ("belysning", "belysning", "lighting"),
        ("skola", "skola", "school"),
        ("fritid", "fritid", "leisure"),
        ("lov", "skollov", "school holidays"),
        ("idrott", "idrott", "sports"),
        ("bibliotek", "bibliotek", "libraries"),
        ("boende", "boende", "housing"),
        ("torg", "torg och mötesplatser", "squares and meeting places"),
        ("dialog", "dialog", "dialogue"),
        ("stod-och-hjalp", "stöd och hjälp", "support and help"),
        ("trygga-vagar", "trygga vägar", "safe routes"),
        ("jobb", "jobb och praktik", "jobs and training"),
        ("arbetsmiljo", "arbetsmiljö", "working conditions"),
        ("kultur", "kultur", "culture"),
    )
)
