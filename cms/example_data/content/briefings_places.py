"""Situation-picture briefings about places, contact and housing. Every series is made up and labelled so."""

from cms.example_data.content.codes import (
    BOSTADER,
    JARVA,
    MEDARBETARE,
    PLATSER,
    POLISEN,
    STADSMILJO,
    SYSTEM,
    TRAFIK,
    TRYGGHET,
)
from cms.example_data.shapes import Correction, Figure, Item, Quote, Text, When, Words

SOURCE = "Påhittad serie, exempeldata"
SOURCE_EN = "Made-up series, example data"
_SIX = ("Rinkeby", "Tensta", "Hjulsta", "Akalla", "Husby", "Kista")


def _by_place(*values: str) -> tuple[tuple[str, tuple[str | None, ...]], ...]:
    return tuple((place, (value,)) for place, value in zip(_SIX, values, strict=True))


def _before_after(*pairs: tuple[str, str]) -> tuple[tuple[str, tuple[str | None, ...]], ...]:
    return tuple((place, pair) for place, pair in zip(_SIX, pairs, strict=True))


_WALK = _before_after(("61", "66"), ("58", "64"), ("55", "57"), ("63", "70"), ("60", "71"), ("68", "72"))
_SEATS = _by_place("42", "36", "18", "29", "51", "64")
_VISITS = tuple(
    zip(
        ("vecka 36", "vecka 38", "vecka 40", "vecka 42"),
        (("24", "18", "15"), ("31", "22", "19"), ("38", "30", "21"), ("44", "33", "27")),
        strict=True,
    )
)
_VISITS_EN = tuple((label.replace("vecka", "week"), values) for label, values in _VISITS)
_ANSWERED: tuple[tuple[str, tuple[str | None, ...]], ...] = (
    ("0–2", ("57",)),
    ("3–5", ("24",)),
    ("6–10", ("13",)),
    ("11+", ("6",)),
)

ITEMS = (
    Item(
        name="lage-platser",
        type="briefing",
        owner=JARVA,
        when=When(11, 19, 10),
        areas=(PLATSER,),
        goals=(TRYGGHET, STADSMILJO),
        audiences=("journalister", "invanare", "fastighetsagare"),
        places=("rinkeby", "tensta", "hjulsta", "akalla", "husby", "kista"),
        tags=("torg", "trygga-vagar"),
        image="square",
        attachments=("lagesbild-platser",),
        words={
            "sv": Words(
                "Lägesbild: hur det är att vara ute i Järva på kvällen",
                "Fler säger att de går ut efter mörkrets inbrott, mest i Husby där belysningen är ny. I Hjulsta står det "
                "nästan stilla.",
                (
                    Text(
                        "goals",
                        """
Målen är att tryggheten ökar och att stadsmiljön är tillgänglig för alla. Vi mäter det på två sätt: hur det känns
att gå, och vad som faktiskt finns på plats.
""",
                        heading="Mål",
                    ),
                    Text(
                        "picture",
                        """
I exempelindexet har alla sex stadsdelar gått uppåt sedan i fjol. Skillnaden är störst där flera saker gjordes
samtidigt: nytt ljus, nya bänkar och en verksamhet som lyser i fönstret på kvällen. Enbart ljus gav ungefär hälften
så mycket.

Hjulsta ligger kvar. Där har cykelvägen varit avstängd större delen av året, och det märks.
""",
                        heading="Läget nu",
                    ),
                    Figure(
                        "Exempelindex kvällspromenad, per stadsdel",
                        "Hur trygga de som svarar känner sig på en kvällspromenad. 0 är inte alls och 100 är helt.",
                        "index 0–100",
                        "hösten {last_year} och hösten {year}",
                        SOURCE,
                        "Talen är påhittade för att visa en figur. Ingen har tillfrågats.",
                        "Stadsdel",
                        ("I fjol", "I år"),
                        _WALK,
                    ),
                    Figure(
                        "Sittplatser med ryggstöd på torg och gångvägar",
                        "Antal platser att sitta på inom tio minuters gång från tunnelbanan.",
                        "sittplatser",
                        "oktober {year}",
                        SOURCE,
                        "Påhittad räkning. Bänkar räknas efter antal platser.",
                        "Stadsdel",
                        ("Sittplatser",),
                        _SEATS,
                    ),
                    Text(
                        "effects",
                        """
Den som går ut på kvällen i Husby möter fler människor än i fjol. Butikerna runt torget har förlängt sin tid med en
timme. Till våren flyttar arbetet till Hjulsta, där cykelvägen öppnar igen i april.
""",
                        heading="Effekter",
                    ),
                    Quote(
                        "En bänk är en inbjudan. Vi har ställt ut tvåhundra inbjudningar.",
                        "Alma Exempelvall",
                        "samordnare för samverkansöverenskommelsen",
                        JARVA,
                    ),
                ),
            ),
            "en": Words(
                "Situation picture: being out in Järva in the evening",
                "More people say that they go out after dark, most of all in Husby where the lights are new. In Hjulsta "
                "little has changed.",
                (
                    Text(
                        "goals",
                        """
The goals are that safety increases and that the urban environment is accessible to everyone. We measure it in two
ways: how it feels to walk, and what is actually there.
""",
                        heading="Goals",
                    ),
                    Text(
                        "picture",
                        """
In the example index all six neighbourhoods have risen since last year. The difference is largest where several things
were done together: new lights, new benches and something that lights up a window in the evening. Light on its own gave
about half as much.

Hjulsta stands still. The cycle path there has been closed for most of the year, and it shows.
""",
                        heading="The picture now",
                    ),
                    Figure(
                        "Example index: a walk in the evening, by neighbourhood",
                        "How safe those who answer feel on a walk in the evening. 0 is not at all and 100 completely.",
                        "index 0–100",
                        "autumn {last_year} and autumn {year}",
                        SOURCE_EN,
                        "The numbers are made up to show a figure. No one has been asked.",
                        "Neighbourhood",
                        ("Last year", "This year"),
                        _WALK,
                    ),
                    Figure(
                        "Seats with a backrest in squares and along paths",
                        "Places to sit within a ten-minute walk of the metro.",
                        "seats",
                        "October {year}",
                        SOURCE_EN,
                        "A made-up count. Benches are counted by the number of places.",
                        "Neighbourhood",
                        ("Seats",),
                        _SEATS,
                    ),
                    Text(
                        "effects",
                        """
If you go out in the evening in Husby you meet more people than a year ago. The shops around the square stay open an
hour longer. In the spring the work moves to Hjulsta, where the cycle path reopens in April.
""",
                        heading="Effects",
                    ),
                    Quote(
                        "A bench is an invitation. We have put out two hundred invitations.",
                        "Alma Exempelvall",
                        "coordinator of the collaboration agreement",
                        JARVA,
                    ),
                ),
            ),
        },
    ),
    Item(
        name="lage-kontakt",
        type="briefing",
        owner=POLISEN,
        when=When(10, 28, 9, 30),
        areas=(PLATSER,),
        goals=(TRYGGHET,),
        audiences=("journalister", "invanare"),
        places=("rinkeby", "tensta", "kista"),
        tags=("dialog",),
        image="sofa",
        words={
            "sv": Words(
                "Lägesbild: så många kommer till polisens öppna mottagningar",
                "Besöken på biblioteken har nästan fördubblats sedan starten i september. Frågor om trafik och borttappade "
                "saker är vanligast.",
                (
                    Text(
                        "goals",
                        """
Invånare ska veta vem deras områdespolis är och kunna fråga utan att boka tid. Frågor ska få svar inom fem dagar.
""",
                        heading="Mål",
                    ),
                    Text(
                        "picture",
                        """
Tensta hade flest besökare från början och har det fortfarande. I Kista ökar det mest i förhållande till starten,
sedan mottagningen flyttade från ett mötesrum till läshörnan. Ungefär var fjärde besökare har kommit mer än en gång.
""",
                        heading="Läget nu",
                    ),
                    Figure(
                        "Besök på öppna mottagningar",
                        "Antal besök per onsdag på tre bibliotek.",
                        "besök",
                        "september–oktober {year}",
                        SOURCE,
                        "Påhittade tal. Ett besök är en person som sätter sig ned, oavsett ärende.",
                        "Vecka",
                        ("Tensta", "Rinkeby", "Kista"),
                        _VISITS,
                        chart="line",
                    ),
                    Figure(
                        "Hur länge den som frågar får vänta på svar",
                        "Andel frågor efter antal arbetsdagar till svar.",
                        "procent",
                        "september–oktober {year}",
                        SOURCE,
                        "Påhittade tal, avrundade till hela procent.",
                        "Arbetsdagar",
                        ("Andel",),
                        _ANSWERED,
                    ),
                    Text(
                        "effects",
                        """
Fyra av fem frågor får svar inom fem dagar. De som tar längre tid gäller nästan alltid någon annan än polisen, och
därför sitter trafikkontoret med en gång i månaden från november.
""",
                        heading="Effekter",
                    ),
                ),
            ),
            "en": Words(
                "Situation picture: visits to the police's open reception",
                "Visits at the libraries have almost doubled since the start in September. Questions about traffic and lost "
                "property are the most common.",
                (
                    Text(
                        "goals",
                        """
Residents are to know who their community officer is and to be able to ask without an appointment. Questions are to be
answered within five days.
""",
                        heading="Goals",
                    ),
                    Text(
                        "picture",
                        """
Tensta had the most visitors from the start and still has. Kista grows most compared with its start, since the reception
moved from a meeting room to the reading corner. About one visitor in four has come more than once.
""",
                        heading="The picture now",
                    ),
                    Figure(
                        "Visits to open reception hours",
                        "Visits per Wednesday at three libraries.",
                        "visits",
                        "September–October {year}",
                        SOURCE_EN,
                        "Made-up numbers. A visit is one person who sits down, whatever the matter.",
                        "Week",
                        ("Tensta", "Rinkeby", "Kista"),
                        _VISITS_EN,
                        chart="line",
                    ),
                    Figure(
                        "How long those who ask wait for an answer",
                        "Share of questions by working days until the answer.",
                        "per cent",
                        "September–October {year}",
                        SOURCE_EN,
                        "Made-up numbers, rounded to whole per cent.",
                        "Working days",
                        ("Share",),
                        _ANSWERED,
                    ),
                    Text(
                        "effects",
                        """
Four questions in five are answered within five days. Those that take longer nearly always concern someone other than
the police, and therefore the Traffic Administration joins once a month from November.
""",
                        heading="Effects",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="lage-belysning",
        type="briefing",
        owner=TRAFIK,
        when=When(1, 27, 9, min_age=5),
        areas=(PLATSER,),
        goals=(STADSMILJO, TRYGGHET),
        audiences=("journalister", "fastighetsagare"),
        places=("rinkeby", "tensta", "hjulsta", "akalla", "husby", "kista"),
        tags=("belysning", "trygga-vagar"),
        image="lamps",
        correction=Correction(
            1,
            {"sv": "Enheten i figuren om lagningstid var fel. Tiden räknas i dagar, inte i timmar."},
            {"sv": (("timmar", "dagar"),)},
        ),
        words={
            "sv": Words(
                "Lägesbild: ljuset i Järva när det är som mörkast",
                "I januari lyste 98 av 100 lyktor i Exempelserien. En trasig lykta lagas nu på fyra dagar i stället för "
                "elva.",
                (
                    Text("goals", "Ingen ska behöva byta väg för att en lykta är trasig.", heading="Mål"),
                    Text(
                        "picture",
                        """
Vi går igenom alla gångvägar en gång i månaden under vintern, till fots och i mörker. I Akalla och Hjulsta är
ledningarna gamla, och samma lyktor slocknar om och om igen. De byts därför i grunden i sommar.
""",
                        heading="Läget nu",
                    ),
                    Figure(
                        "Lyktor som lyser, per stadsdel",
                        "Andel lyktor som var tända vid månadens genomgång.",
                        "procent",
                        "januari {year}",
                        SOURCE,
                        "Påhittade tal.",
                        "Stadsdel",
                        ("Andel",),
                        _by_place("98.5", "99", "95", "96.5", "99.5", "99"),
                    ),
                    Figure(
                        "Tid från anmälan till lagad lykta",
                        "Genomsnitt per månad för anmälningar från allmänheten.",
                        "timmar",
                        "september {last_year}–januari {year}",
                        SOURCE,
                        "Påhittade tal.",
                        "Månad",
                        ("Tid",),
                        (
                            ("september", ("11",)),
                            ("oktober", ("9.5",)),
                            ("november", ("7",)),
                            ("december", ("5.5",)),
                            ("januari", ("4",)),
                        ),
                        chart="line",
                    ),
                    Text(
                        "effects",
                        """
Numret på stolpen har gjort mest nytta. Sedan det kom vet den som lagar vilken lykta det gäller, och slipper leta.
Antalet anmälningar har ökat, vilket är meningen.
""",
                        heading="Effekter",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="lage-boende",
        type="briefing",
        owner=BOSTADER,
        when=When(5, 19, 10),
        areas=(PLATSER, SYSTEM),
        goals=(TRYGGHET, STADSMILJO),
        audiences=("journalister", "fastighetsagare", "invanare"),
        places=("tensta", "rinkeby", "husby", "akalla"),
        tags=("boende",),
        image="houses",
        words={
            "sv": Words(
                "Lägesbild: trapphus, gårdar och hur snabbt vi svarar",
                "Felanmälan besvaras snabbare och hälften av uppgångarna i Tensta har nya portar. Gårdarna sköts bättre än "
                "soprummen.",
                (
                    Text(
                        "goals",
                        """
Hyresgäster ska trivas från porten till dörren, och det som går sönder ska lagas innan grannen hinner vänja sig.
""",
                        heading="Mål",
                    ),
                    Text(
                        "picture",
                        """
Telefontiden har halverats sedan felanmälan fick egna medarbetare i Rinkeby i stället för en gemensam växel. Hyresgäster
betygsätter gårdarna högst och soprummen lägst, och skillnaden växer. Därför provar vi nya lås och städning två gånger
om dagen i tio soprum.
""",
                        heading="Läget nu",
                    ),
                    Figure(
                        "Väntetid i telefon vid felanmälan",
                        "Genomsnittlig tid innan någon svarar, vardagar.",
                        "minuter",
                        "januari–maj {year}",
                        SOURCE,
                        "Påhittade tal.",
                        "Månad",
                        ("Minuter",),
                        (
                            ("januari", ("8.4",)),
                            ("februari", ("7.1",)),
                            ("mars", ("5",)),
                            ("april", ("4.2",)),
                            ("maj", ("3.9",)),
                        ),
                        chart="line",
                    ),
                    Figure(
                        "Vad hyresgäster tycker om",
                        "Betyg från 1 till 5 för fyra delar av huset.",
                        "betyg 1–5",
                        "våren {year}",
                        SOURCE,
                        "Påhittade tal, inget riktigt enkätsvar.",
                        "Del av huset",
                        ("Betyg",),
                        (
                            ("Gård", ("4.3",)),
                            ("Tvättstuga", ("3.9",)),
                            ("Trapphus", ("3.6",)),
                            ("Soprum", ("2.7",)),
                        ),
                    ),
                    Text(
                        "effects",
                        """
När porten går igen och ljuset tänds av sig självt minskar också skräpet i trapphuset. Städarna lägger numera en
timme i veckan på gården i stället.
""",
                        heading="Effekter",
                    ),
                    Quote(
                        "Soprummet är husets ärligaste rum. Vi börjar där.",
                        "Stefan Exempelbrink",
                        "uthyrningschef",
                        BOSTADER,
                    ),
                ),
            ),
        },
    ),
    Item(
        name="lage-medarbetare",
        type="briefing",
        owner=JARVA,
        when=When(9, 8, 9),
        areas=(SYSTEM,),
        goals=(MEDARBETARE,),
        audiences=("medarbetare", "journalister"),
        tags=("arbetsmiljo",),
        image="desk",
        words={
            "sv": Words(
                "Lägesbild: tre av fyra medarbetare har övat på svåra samtal",
                "Utbildningen om otillåten påverkan har nått de flesta som möter invånare. De som arbetar kvällar och helger "
                "är svårast att nå.",
                (
                    Text(
                        "goals",
                        """
Alla som möter invånare ska veta vad otillåten påverkan är, vem de ringer och att chefen tar över.
""",
                        heading="Mål",
                    ),
                    Text(
                        "picture",
                        """
Övningen görs i grupp med skådespelare och tar tre timmar. Den som har gått den säger oftare att hen skulle berätta om
något hände. Personal på fritidsgårdar och i hemtjänst har svårt att komma ifrån, och för dem spelas övningen nu upp
på arbetsplatsen på kvällstid.
""",
                        heading="Läget nu",
                    ),
                    Figure(
                        "Medarbetare som har gått övningen",
                        "Andel av dem som möter invånare i sitt arbete.",
                        "procent",
                        "september {year}",
                        SOURCE,
                        "Påhittade tal.",
                        "Arbetsplats",
                        ("Andel",),
                        (
                            ("Medborgarkontor", ("92",)),
                            ("Socialtjänst", ("81",)),
                            ("Förskola", ("77",)),
                            ("Fritidsgårdar", ("58",)),
                            ("Hemtjänst", ("41",)),
                        ),
                    ),
                    Text(
                        "effects",
                        """
Fler ringer stödnumret tidigt, när det går att göra något. Målet till årsskiftet är att ingen arbetsplats ligger under
70 procent.
""",
                        heading="Effekter",
                    ),
                ),
            ),
        },
    ),
)
