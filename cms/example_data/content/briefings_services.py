"""Situation-picture briefings about school, leisure, culture and support. Every series is made up and labelled so."""

from cms.example_data.content.briefings_places import SOURCE, SOURCE_EN
from cms.example_data.content.codes import (
    EVERYBODY,
    IDROTT,
    JARVA,
    KULTUR,
    OVERGRIPANDE,
    PLATSER,
    RELATION,
    SKOLAN,
    STADSMILJO,
    TRYGGHET,
    UNGA,
    UPPVAXT,
    VARDAG,
)
from cms.example_data.shapes import Figure, Item, Quote, Text, When, Words

_HOMEWORK = (("45", "61", "58", "40"), ("52", "70", "66", "49"), ("60", "82", "79", "57"))
_DAYS_SV = ("Måndag", "Tisdag", "Onsdag", "Torsdag")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday")
_LIBRARY = (("410", "0"), ("655", "520"))

ITEMS = (
    Item(
        name="lage-skola",
        type="briefing",
        owner=SKOLAN,
        when=When(6, 15, 9),
        areas=(UNGA,),
        goals=(UPPVAXT,),
        audiences=("journalister", "vardnadshavare"),
        places=("rinkeby", "tensta", "husby"),
        tags=("skola",),
        image="books",
        words={
            "sv": Words(
                "Lägesbild: fler stannar kvar efter skolan för att göra klart läxan",
                "Läxhjälpen har fyllts på under våren, mest på tisdagar. Onsdagar och torsdagar finns det fortfarande gott "
                "om plats.",
                (
                    Text(
                        "goals", "Varje elev som vill ha hjälp med läxan ska få det samma dag.", heading="Mål"
                    ),
                    Text(
                        "picture",
                        """
Fler elever kommer för varje månad. Ökningen är störst i årskurs 6 och 8, där betyg sätts eller är nära. Tisdagarna är
populärast därför att idrottsträningen börjar senare då. När en förening flyttade sin träning till onsdagen flyttade
också läxhjälpen med.
""",
                        heading="Läget nu",
                    ),
                    Figure(
                        "Elever i läxhjälpen per veckodag",
                        "Genomsnittligt antal elever i tre skolor tillsammans.",
                        "elever",
                        "mars–maj {year}",
                        SOURCE,
                        "Påhittade tal.",
                        "Månad",
                        _DAYS_SV,
                        tuple(zip(("mars", "april", "maj"), _HOMEWORK, strict=True)),
                    ),
                    Text(
                        "effects",
                        """
Lärarna säger att lektionerna börjar lugnare när läxan är gjord. Till hösten införs läxhjälp i alla skolor i Järva, och
schemat läggs tillsammans med idrottsföreningarna från början.
""",
                        heading="Effekter",
                    ),
                    Quote(
                        "Det är ingen idé att tävla med fotbollen. Vi får vara innan i stället.",
                        "Erik Exempelhammar",
                        "lärare i Akalla",
                        SKOLAN,
                    ),
                ),
            ),
            "en": Words(
                "Situation picture: more pupils stay after school to finish their homework",
                "Homework support has filled up during the spring, most of all on Tuesdays. There is still plenty of room "
                "on Wednesdays and Thursdays.",
                (
                    Text(
                        "goals",
                        "Every pupil who wants help with homework is to get it the same day.",
                        heading="Goals",
                    ),
                    Text(
                        "picture",
                        """
More pupils come each month. The increase is largest in years 6 and 8, where grades are given or close. Tuesdays are most
popular because sports training starts later then. When one club moved its training to Wednesday, homework support moved
with it.
""",
                        heading="The picture now",
                    ),
                    Figure(
                        "Pupils in homework support by weekday",
                        "Average number of pupils, three schools together.",
                        "pupils",
                        "March–May {year}",
                        SOURCE_EN,
                        "Made-up numbers.",
                        "Month",
                        _DAYS_EN,
                        tuple(zip(("March", "April", "May"), _HOMEWORK, strict=True)),
                    ),
                    Text(
                        "effects",
                        """
Teachers say that lessons start more calmly when the homework is done. In the autumn every school in Järva offers
homework support, and its timetable is made together with the sports clubs from the outset.
""",
                        heading="Effects",
                    ),
                    Quote(
                        "There is no point in competing with football. We go first instead.",
                        "Erik Exempelhammar",
                        "teacher in Akalla",
                        SKOLAN,
                    ),
                ),
            ),
        },
    ),
    Item(
        name="lage-idrott",
        type="briefing",
        owner=IDROTT,
        when=When(2, 17, 9, 30),
        areas=(UNGA,),
        goals=(UPPVAXT, STADSMILJO),
        audiences=("journalister", "foreningar"),
        places=("rinkeby", "husby", "hjulsta"),
        tags=("idrott", "fritid"),
        image="pitch",
        words={
            "sv": Words(
                "Lägesbild: vilka som använder hallarna en fredagskväll",
                "Efter fem fredagar kommer lika många flickor som pojkar till hallen i Husby. I Rinkeby är det inte ens var "
                "femte.",
                (
                    Text(
                        "goals",
                        "Hallarna ska användas lika mycket av flickor och pojkar, också sent.",
                        heading="Mål",
                    ),
                    Text(
                        "picture",
                        """
Husby började med en timme för flickor, ledda av flickor. Det räckte för att resten av kvällen skulle bli blandad.
Rinkeby öppnade utan en sådan timme och fick nästan bara pojkar. Den hallen gör nu likadant som Husby och anställer två
ledare till.
""",
                        heading="Läget nu",
                    ),
                    Figure(
                        "Besökare på öppna fredagar",
                        "Genomsnittligt antal besökare per kväll.",
                        "besökare",
                        "januari–februari {year}",
                        SOURCE,
                        "Påhittade tal. Ledarna räknar vid dörren.",
                        "Hall",
                        ("Flickor", "Pojkar"),
                        (("Husby", ("48", "47")), ("Hjulsta", ("29", "41")), ("Rinkeby", ("16", "72"))),
                    ),
                    Figure(
                        "Vad golvet används till",
                        "Andel av tiden då halva golvet bokas av besökarna.",
                        "procent",
                        "januari–februari {year}",
                        SOURCE,
                        "Påhittade tal.",
                        "Aktivitet",
                        ("Andel",),
                        (
                            ("Dans", ("34",)),
                            ("Basket", ("27",)),
                            ("Bordtennis", ("22",)),
                            ("Hopprep", ("17",)),
                        ),
                    ),
                    Text(
                        "effects",
                        """
Sex av de unga ledarna har fått fler timmar, och tre har börjat en tränarutbildning. Föreningarna har fått elva nya
medlemmar som först kom till den öppna hallen.
""",
                        heading="Effekter",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="lage-bibliotek",
        type="briefing",
        owner=KULTUR,
        when=When(4, 21, 9),
        areas=(UNGA,),
        goals=(UPPVAXT, STADSMILJO),
        audiences=("journalister", "invanare"),
        places=("tensta", "rinkeby", "husby", "kista"),
        tags=("bibliotek", "kultur"),
        image="library",
        words={
            "sv": Words(
                "Lägesbild: söndagen har blivit bibliotekens lugnaste och viktigaste dag",
                "Söndagsöppet har inte flyttat besök från lördagen utan gett nya. Var tredje söndagsbesökare har aldrig haft "
                "lånekort.",
                (
                    Text(
                        "goals",
                        "Alla ska kunna nå ett bibliotek samma dag som de behöver det.",
                        heading="Mål",
                    ),
                    Text(
                        "picture",
                        """
Vi trodde att lördagens besökare skulle dela upp sig på två dagar. Det hände inte. Lördagen är fortfarande full, och på
söndagen kommer andra: familjer med små barn på förmiddagen, gymnasister på eftermiddagen och äldre som vill läsa
tidningen i fred.
""",
                        heading="Läget nu",
                    ),
                    Figure(
                        "Besök en vanlig helg, fyra bibliotek tillsammans",
                        "Genomsnittligt antal besök per dag före och efter söndagsöppet.",
                        "besök",
                        "januari och april {year}",
                        SOURCE,
                        "Påhittade tal från en påhittad dörräknare.",
                        "Månad",
                        ("Lördag", "Söndag"),
                        tuple(zip(("januari", "april"), _LIBRARY, strict=True)),
                    ),
                    Text(
                        "effects",
                        """
Studierummen är bokade till nio tiondelar. Läxhjälpen på söndagar har gått från tre till sju volontärer, varav fyra själva
fick läxhjälp där för några år sedan.
""",
                        heading="Effekter",
                    ),
                    Quote(
                        "Någon frågade om det verkligen var öppet, stod kvar en stund och gick sedan hem och hämtade hela "
                        "familjen.",
                        "Ulla Exempelfors",
                        "bibliotekschef",
                        KULTUR,
                    ),
                ),
            ),
            "en": Words(
                "Situation picture: Sunday has become the libraries' calmest and most important day",
                "Opening on Sundays has not moved visits from Saturday but added new ones. One Sunday visitor in three has "
                "never had a library card.",
                (
                    Text(
                        "goals",
                        "Everyone is to be able to reach a library on the day they need it.",
                        heading="Goals",
                    ),
                    Text(
                        "picture",
                        """
We thought that Saturday's visitors would spread over two days. They did not. Saturday is still full, and others come on
Sunday: families with small children in the morning, upper secondary pupils in the afternoon, and older people who want to
read the paper in peace.
""",
                        heading="The picture now",
                    ),
                    Figure(
                        "Visits on an ordinary weekend, four libraries together",
                        "Average visits per day before and after Sunday opening.",
                        "visits",
                        "January and April {year}",
                        SOURCE_EN,
                        "Made-up numbers from a made-up counter.",
                        "Month",
                        ("Saturday", "Sunday"),
                        tuple(zip(("January", "April"), _LIBRARY, strict=True)),
                    ),
                    Text(
                        "effects",
                        """
The study rooms are booked nine tenths of the time. Sunday homework support has gone from three to seven volunteers, four
of whom were helped there themselves some years ago.
""",
                        heading="Effects",
                    ),
                    Quote(
                        "Someone asked whether it really was open, stood there for a while, and then went home to fetch "
                        "the whole family.",
                        "Ulla Exempelfors",
                        "head librarian",
                        KULTUR,
                    ),
                ),
            ),
        },
    ),
    Item(
        name="lage-familjer",
        type="briefing",
        owner=JARVA,
        when=When(3, 24, 9),
        areas=(RELATION,),
        goals=(VARDAG,),
        audiences=("journalister", "medarbetare"),
        places=("akalla", "husby", "kista"),
        tags=("stod-och-hjalp",),
        image="door",
        words={
            "sv": Words(
                "Lägesbild: fler hittar till den öppna rådgivningen för familjer",
                "Besöken ökar när dörren ligger mitt i vardagen. De flesta kommer efter tips från förskolan eller en granne.",
                (
                    Text(
                        "goals",
                        """
Den som behöver stöd ska veta vart hen vänder sig och få ett första samtal samma vecka. Barn ska alltid få en egen stund.
""",
                        heading="Mål",
                    ),
                    Text(
                        "picture",
                        """
När rådgivningen flyttade från kontoret till lokalen bredvid öppna förskolan blev den lättare att gå in i. Där undrar
ingen vad man gör. Torsdagar på förmiddagen kommer flest, ofta med barnvagn.

Talen säger hur många som kommer, inte hur många som skulle behöva komma. Det vet ingen.
""",
                        heading="Läget nu",
                    ),
                    Figure(
                        "Besök i öppna rådgivningen",
                        "Antal besök per månad, alla språk.",
                        "besök",
                        "oktober {last_year}–mars {year}",
                        SOURCE,
                        "Påhittade tal. De säger ingenting om hur vanligt våld är.",
                        "Månad",
                        ("Besök",),
                        (
                            ("oktober", ("11",)),
                            ("november", ("14",)),
                            ("december", ("12",)),
                            ("januari", ("19",)),
                            ("februari", ("23",)),
                            ("mars", ("26",)),
                        ),
                        chart="line",
                    ),
                    Figure(
                        "Hur besökarna fick veta att rådgivningen finns",
                        "Första svaret på frågan, en gång per person.",
                        "procent",
                        "januari–mars {year}",
                        SOURCE,
                        "Påhittade tal, frivillig fråga.",
                        "Väg",
                        ("Andel",),
                        (
                            ("Förskola eller skola", ("38",)),
                            ("Granne eller vän", ("27",)),
                            ("Vårdcentral", ("18",)),
                            ("Affisch i trapphuset", ("17",)),
                        ),
                    ),
                    Text(
                        "effects",
                        """
Två av tre kommer tillbaka minst en gång. Efter sommaren öppnar en likadan dörr i Rinkeby, i samma hus som mödravården.
""",
                        heading="Effekter",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="lage-gemensam",
        type="briefing",
        owner=JARVA,
        when=When(days_ago=5),
        joint=EVERYBODY,
        areas=(UNGA, PLATSER),
        goals=(OVERGRIPANDE, TRYGGHET, UPPVAXT),
        audiences=("journalister", "medarbetare"),
        tags=("dialog",),
        image="evening",
        words={
            "sv": Words(
                "Gemensam lägesbild för helåret: sex mål, tre framsteg och ett bekymmer",
                "Parterna sammanfattar året mål för mål. Läxhjälpen och belysningen har kommit längst. Föreningarna får vänta "
                "för länge på lokaler.",
                (
                    Text(
                        "goals",
                        """
Sex effektmål beskriver vad som ska vara annorlunda i vardagen i Järva. Den här lägesbilden går igenom alla sex, i samma
ordning och med samma mått som förra året, så att det går att jämföra.
""",
                        heading="Mål",
                    ),
                    Text(
                        "picture",
                        """
Tre mål har rört sig åt rätt håll hela året. Två är i stort sett oförändrade. Ett oroar oss: föreningar som vill göra något
tillsammans med oss får vänta i veckor på ett nyckelkort.

Vi vet mindre än vi vill om kvällarna i Hjulsta. Där svarar få på våra frågor, och vi har inte gått dit tillräckligt ofta.
""",
                        heading="Läget nu",
                    ),
                    Figure(
                        "Väntan på lokal, per kvartal",
                        "Tid från förfrågan till nyckel.",
                        "dagar",
                        "helåret",
                        SOURCE,
                        "Påhittade tal.",
                        "Kvartal",
                        ("Dagar",),
                        (("Första", ("19",)), ("Andra", ("22",)), ("Tredje", ("24",)), ("Fjärde", ("21",))),
                    ),
                    Text(
                        "effects",
                        """
Läxhjälpen finns nu i alla stadsdelar och fler elever stannar till slutet. Där lyktorna lyser går fler hem till fots. En
gemensam bokning av lokaler införs efter årsskiftet, eftersom väntan var det som flest föreningar tog upp med oss.
""",
                        heading="Effekter",
                    ),
                    Quote(
                        "Vi är sju avsändare av samma bild. Det syns var vi har lyckats, och det ska synas var vi inte har det.",
                        "Alma Exempelvall",
                        "samordnare för samverkansöverenskommelsen",
                        JARVA,
                    ),
                ),
            ),
        },
    ),
    Item(
        name="lage-simkunnighet",
        type="briefing",
        owner=IDROTT,
        areas=(UNGA,),
        goals=(UPPVAXT,),
        audiences=("journalister", "vardnadshavare"),
        places=("husby", "tensta"),
        tags=("idrott", "skola"),
        image="pool",
        words={
            "sv": Words(
                "Lägesbild: fler sjätteklassare i Järva kan simma",
                "Intensivkurser på loven har gett mest effekt. Den som börjar före tio års ålder hinner nästan alltid lära sig.",
                (
                    Text(
                        "goals", "Alla elever som lämnar årskurs 6 ska kunna simma 200 meter.", heading="Mål"
                    ),
                    Text(
                        "picture",
                        """
Kursen på tio dagar slår kursen på tio veckor. Eleverna glömmer inte mellan gångerna, och hela gruppen lär sig samtidigt.
Flickor som fick egna tider fullföljde kursen lika ofta som pojkar.
""",
                        heading="Läget nu",
                    ),
                    Figure(
                        "Simkunniga elever i årskurs 6",
                        "Andel elever som simmar 200 meter, varav 50 på rygg.",
                        "procent",
                        "de fem senaste läsåren",
                        SOURCE,
                        "Påhittade tal.",
                        "Läsår",
                        ("Andel",),
                        (
                            ("Läsår 1", ("61",)),
                            ("Läsår 2", ("63.5",)),
                            ("Läsår 3", ("66",)),
                            ("Läsår 4", ("70",)),
                            ("Läsår 5", ("71.5",)),
                        ),
                        chart="line",
                    ),
                    Text(
                        "effects",
                        "Nästa lov finns 120 kursplatser, dubbelt så många som i fjol.",
                        heading="Effekter",
                    ),
                ),
            ),
        },
    ),
)
