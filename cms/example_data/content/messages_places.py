"""Joint messages about places and housing: light, entrances, paths and homes."""

from cms.example_data.content.codes import (
    BOSTADER,
    DEMOKRATI,
    IDROTT,
    JARVA,
    PLATSER,
    POLISEN,
    STADSMILJO,
    SYSTEM,
    TRAFIK,
    TRYGGHET,
)
from cms.example_data.shapes import Correction, Item, Questions, Quote, Text, When, Words

ITEMS = (
    Item(
        name="ny-belysning",
        type="message",
        owner=TRAFIK,
        when=When(10, 20, 9, min_age=6),
        areas=(PLATSER,),
        goals=(TRYGGHET, STADSMILJO),
        audiences=("invanare", "fastighetsagare", "journalister"),
        places=("husby", "kista"),
        tags=("belysning", "trygga-vagar"),
        image="lamps",
        correction=Correction(
            2,
            {
                "sv": "Antalet nya lyktor är 46, inte 64 som det stod i går. Två siffror hade bytt plats.",
                "en": "The number of new lamps is 46, not 64 as we wrote yesterday. Two digits had changed places.",
            },
            {"sv": (("64 nya", "46 nya"),), "en": (("64 new", "46 new"),)},
        ),
        words={
            "sv": Words(
                "Nya lyktor på gångvägarna mellan Husby och Kista",
                "Trafikkontoret sätter upp 64 nya lyktor längs de tre mest använda gångvägarna. De första är tända före "
                "första advent.",
                (
                    Text(
                        "statement",
                        """
I tre veckor arbetar vi på gångvägarna mellan Husby och Kista. När vi är klara står det 64 nya lyktor där, med ett
varmt ljus som når ända ut i buskarna utan att blända den som cyklar.
""",
                    ),
                    Text(
                        "background",
                        """
Vägarna valdes efter höstens trygghetsvandring och efter samtal med två skolor. Vi frågade var man springer i
stället för att gå. Svaren hamnade på samma tre ställen.

De nya lyktorna dimras ned mitt i natten när ingen går förbi och tänds upp mjukt när någon närmar sig. Det sparar
ström och stör inte dem som sover intill.
""",
                        heading="Varför just här",
                    ),
                    Quote(
                        "Ljus är inte bara starkt eller svagt. Det ska räcka till ett ansikte tio meter bort.",
                        "Tomas Exempelros",
                        "ljusplanerare",
                        TRAFIK,
                    ),
                    Questions(
                        (
                            (
                                "Stängs gångvägarna av?",
                                "Nej, men räkna med att gå en meter åt sidan på vardagar 9–15.",
                            ),
                            (
                                "Vad gör jag om en lykta slocknar?",
                                "Anmäl den i stadens tjänst för felanmälan. På varje stolpe finns ett nummer som gör det "
                                "enkelt.",
                            ),
                            ("Kommer fler vägar?", "Ja, två i Akalla och en i Hjulsta står näst på tur."),
                        )
                    ),
                    Text(
                        "residents",
                        """
Du som går mellan tunnelbanan i Kista och bostäderna i Husby har ljus hela vägen. Sträckan tar tolv minuter att gå
och har inga trappor.
""",
                    ),
                ),
            ),
            "en": Words(
                "New lamps along the footpaths between Husby and Kista",
                "The Traffic Administration is putting up 64 new lamps along the three busiest footpaths. The first are "
                "lit before Advent.",
                (
                    Text(
                        "statement",
                        """
For three weeks we are working on the footpaths between Husby and Kista. When we have finished there will be 64 new
lamps, with a warm light that reaches into the bushes without dazzling those who cycle.
""",
                    ),
                    Text(
                        "background",
                        """
The paths were chosen after the safety walk in the autumn and after talks with two schools. We asked where people run
instead of walking. The answers pointed to the same three places.

The new lamps dim in the middle of the night when no one passes, and brighten softly when someone comes near. That
saves electricity and does not disturb those who sleep close by.
""",
                        heading="Why here",
                    ),
                    Quote(
                        "Light is not only strong or weak. It must be enough to see a face ten metres away.",
                        "Tomas Exempelros",
                        "lighting planner",
                        TRAFIK,
                    ),
                    Questions(
                        (
                            (
                                "Will the paths be closed?",
                                "No, but be prepared to step aside on weekdays from 9 to 3.",
                            ),
                            (
                                "What do I do if a lamp goes out?",
                                "Report it through the city's service for faults. Each pole has a number that makes it easy.",
                            ),
                            ("Will there be more?", "Yes, two paths in Akalla and one in Hjulsta are next."),
                        )
                    ),
                    Text(
                        "residents",
                        """
If you walk between the metro in Kista and the homes in Husby you now have light all the way. The walk takes twelve
minutes and has no stairs.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="nya-portar",
        type="message",
        owner=BOSTADER,
        when=When(3, 10, 8, 45),
        areas=(PLATSER,),
        goals=(TRYGGHET,),
        audiences=("invanare", "fastighetsagare"),
        places=("tensta",),
        tags=("boende", "belysning"),
        image="houses",
        words={
            "sv": Words(
                "Nya portar och ljusare trapphus i 38 uppgångar i Tensta",
                "Till sommaren byter Svenska Bostäder portar, lås och belysning i 38 uppgångar. Hyran påverkas inte.",
                (
                    Text(
                        "statement",
                        """
En port som går igen ordentligt är det som flest hyresgäster i Tensta har bett om. Nu byter vi 38 portar, börjar
med de hus där de går sönder oftast, och sätter ljus som tänds av sig självt på varje våningsplan.
""",
                    ),
                    Text(
                        "background",
                        """
I hyresgästenkäten skrev 7 av 10 att porten var viktigare än ett nytt kök. Vi provade tre modeller i ett år. Den
som vann är tung nog att stå emot ryck men öppnas med ett finger av den som har rullator, och glaset går från golv
till tak så att det syns vem som står utanför.
""",
                    ),
                    Quote(
                        "Den gamla porten öppnade jag med axeln. Den nya öppnar jag med ett finger och en kasse i "
                        "varje hand.",
                        "Anneli Exempelö",
                        "hyresgäst i Tensta",
                    ),
                    Questions(
                        (
                            ("Höjs hyran?", "Nej. Portarna betalas av underhållspengarna."),
                            (
                                "Hur får jag en ny nyckelbricka?",
                                "Husvärden delar ut brickorna på gården två kvällar innan bytet. Ta med legitimation.",
                            ),
                            (
                                "Vad händer med barn som inte har bricka?",
                                "Alla barn från sex år kan få en egen. Ring husvärden.",
                            ),
                        )
                    ),
                    Text(
                        "residents",
                        """
- Du får besked i brevlådan två veckor innan din port byts.
- Under bytesdagen står en person i porten hela dagen och hjälper till.
- De gamla dörrhandtagen i mässing tar vi vara på och sätter på tvättstugorna.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="ratt-person-i-ratt-lagenhet",
        type="message",
        owner=BOSTADER,
        when=When(4, 14, 10),
        areas=(SYSTEM,),
        goals=(DEMOKRATI, TRYGGHET),
        audiences=("invanare", "fastighetsagare"),
        places=("rinkeby", "husby", "akalla"),
        tags=("boende", "stod-och-hjalp"),
        image="windows",
        words={
            "sv": Words(
                "Rätt person i rätt lägenhet: så går det till, och så får du hjälp",
                "Den som hyr i andra hand utan papper kan förlora både hemmet och pengarna. Så här får du råd utan att "
                "riskera något.",
                (
                    Text(
                        "statement",
                        """
En hyreslägenhet som säljs vidare under bordet gör att någon som har väntat i åratal blir utan. Den som betalar för
ett sådant kontrakt har heller inget skydd. Därför går vi igenom boendet i fler hus än tidigare, alltid efter ett
brev och aldrig oanmält.
""",
                    ),
                    Text(
                        "background",
                        """
Vi ser två grupper som far illa: de som står ärligt i kö, och de som bor på nåder hos någon som tar för mycket
betalt. Den andra gruppen vågar sällan fråga. Därför har vi öppnat en rådgivning där man inte behöver säga var man
bor.

Socialtjänsten finns med från första samtalet när det bor barn i lägenheten. Ingen familj ska stå på gatan för att
någon annan har brutit mot reglerna.
""",
                    ),
                    Quote(
                        "Fråga oss innan du betalar. Det tar fem minuter att kontrollera om den som hyr ut får göra "
                        "det.",
                        "Stefan Exempelbrink",
                        "uthyrningschef",
                        BOSTADER,
                    ),
                    Questions(
                        (
                            (
                                "Får jag hyra ut när jag arbetar på annan ort?",
                                "Ofta, om du ansöker först. Ansökan är en sida lång och du får svar inom två veckor.",
                            ),
                            (
                                "Jag hyr av någon som inte vill skriva kontrakt. Vad gör jag?",
                                "Ring rådgivningen. Du får vara anonym och vi berättar vad du har för rättigheter.",
                            ),
                        )
                    ),
                    Text(
                        "residents",
                        """
Fler lägenheter går tillbaka till bostadskön, och du kan få hjälp att ordna ditt boende på rätt sätt innan det blir
ett problem.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="kvallsidrott",
        type="message",
        owner=IDROTT,
        when=When(1, 16, 14),
        areas=("unga-i-riskzon",),
        goals=("barn-och-unga", STADSMILJO),
        audiences=("unga", "vardnadshavare", "foreningar"),
        places=("rinkeby", "husby", "hjulsta"),
        tags=("idrott", "fritid"),
        image="pitch",
        words={
            "sv": Words(
                "Sporthallarna öppnar sent på fredagar – kom som du är",
                "I vår har tre sporthallar i Järva öppet fredagar 19–24 för alla mellan 12 och 20 år. Ledarna är unga "
                "från området.",
                (
                    Text(
                        "statement",
                        """
Rinkeby, Husby och Hjulsta har öppna hallar varje fredagskväll till och med maj. Halva golvet är för bollsport,
halva för det som besökarna själva väljer. Hittills har det blivit dans, hopprep, cirkelträning och en turnering i
bordtennis som varade i tre fredagar.
""",
                    ),
                    Text(
                        "background",
                        """
Hallarna stod tomma efter klockan 21. Föreningarna ville inte ha tiden och de unga visste inte att den fanns. Nu
betalar vi lön till arton ledare mellan 17 och 22 år. De har gått en kurs i första hjälpen, i att leda grupp och i
att se när någon inte mår bra.
""",
                    ),
                    Quote(
                        "Jag fick min första lön av det här. Min lillebror tror att jag är chef för hela hallen.",
                        "Mohamed Exempelsten",
                        "19 år, ledare i Hjulsta",
                    ),
                    Questions(
                        (
                            ("Vad kostar det?", "Ingenting."),
                            (
                                "Behöver man vara med i en förening?",
                                "Nej, och du behöver inte ha idrottsskor.",
                            ),
                            (
                                "Finns det tider bara för tjejer?",
                                "Ja, i Husby är första timmen för tjejer, efter önskemål från tjejer i området.",
                            ),
                        )
                    ),
                    Text(
                        "residents",
                        """
Som förälder vet du var ditt barn är på fredagskvällen, och när hallen stänger går ledarna med till busshållplatsen.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="oppet-mote-kista",
        type="message",
        owner=JARVA,
        when=When(days_ago=2, hour=10, minute=30),
        areas=(PLATSER, SYSTEM),
        goals=(DEMOKRATI, TRYGGHET),
        audiences=("invanare", "journalister", "foreningar", "naringsliv"),
        places=("kista",),
        tags=("dialog",),
        image="meeting",
        words={
            "sv": Words(
                "Öppet möte i Kista: se den nya lägesbilden och fråga oss",
                "På torsdag klockan 18 visar vi hur det går i Järva och svarar på frågor. Chefer från alla sju parter är "
                "på plats, och mötet tolkas till tre språk.",
                (
                    Text(
                        "statement",
                        """
Två gånger om året går vi igenom hur det går med de sex målen, öppet och inför publik. Vi visar vad som har gått
framåt och vad som inte har gjort det. Halva tiden är till för frågor från er.
""",
                    ),
                    Text(
                        "background",
                        """
Förra mötet lockade 160 personer och slutade en timme för sent. Därför har vi nu bord i stället för bänkar: vid
varje bord sitter någon som kan svara, och den som hellre skriver än talar lämnar en lapp. Alla frågor får svar, de
som inte hinns med får det skriftligt inom tio dagar.
""",
                    ),
                    Quote(
                        "Kom med den fråga som du tror att vi inte vill ha.",
                        "Alma Exempelvall",
                        "samordnare för samverkansöverenskommelsen",
                        JARVA,
                    ),
                    Questions(
                        (
                            ("Tolkas mötet?", "Ja, till arabiska, somaliska och engelska. Hörslinga finns."),
                            ("Kan jag ta med barn?", "Ja. Kulturskolan har en verkstad i rummet bredvid."),
                            (
                                "Får journalister vara med?",
                                "Ja. Siffrorna finns att ladda ned i lägesbilden samma dag som mötet.",
                            ),
                        )
                    ),
                    Text(
                        "residents",
                        """
Du får veta vem som ansvarar för vad, och du kan fråga den personen direkt. Svaren på alla frågor läggs ut här.
""",
                    ),
                ),
            ),
            "en": Words(
                "Open meeting in Kista: see the new situation picture and ask us",
                "On Thursday at 6 pm we show how things are going in Järva and answer questions. Managers from all seven "
                "parties are there, and the meeting is interpreted into three languages.",
                (
                    Text(
                        "statement",
                        """
Twice a year we go through the progress on the six goals, openly and in front of an audience. We show what has moved
forward and what has not. Half of the time is for your questions.
""",
                    ),
                    Text(
                        "background",
                        """
The last meeting drew 160 people and ended an hour late. So now there are tables instead of rows: at each table sits
someone who can answer, and those who would rather write than speak can leave a note. Every question gets an answer;
those we do not have time for get one in writing within ten days.
""",
                    ),
                    Quote(
                        "Bring the question that you think we do not want.",
                        "Alma Exempelvall",
                        "coordinator of the collaboration agreement",
                        JARVA,
                    ),
                    Questions(
                        (
                            (
                                "Is the meeting interpreted?",
                                "Yes, into Arabic, Somali and English. There is a hearing loop.",
                            ),
                            (
                                "Can I bring children?",
                                "Yes. The arts school runs a workshop in the next room.",
                            ),
                            (
                                "Are journalists welcome?",
                                "Yes. The figures can be downloaded from the situation picture on the same day.",
                            ),
                        )
                    ),
                    Text(
                        "residents",
                        """
You learn who is responsible for what, and you can ask that person directly. The answers to all questions are published
here.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="cykelvag-hjulsta",
        type="message",
        owner=TRAFIK,
        words={
            "sv": Words(
                "Cykelvägen genom Hjulsta får ny sträckning",
                "",
                (
                    Text(
                        "statement",
                        "Utkast. Sträckning, tider och omledning fylls på när entreprenören har svarat.",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="nyar-joint",
        type="message",
        owner=POLISEN,
        joint=(POLISEN, JARVA, BOSTADER),
        asks=True,
        areas=(PLATSER,),
        goals=(TRYGGHET,),
        audiences=("invanare", "vardnadshavare"),
        places=("rinkeby", "tensta", "husby", "kista"),
        tags=("lov", "torg"),
        image="evening",
        words={
            "sv": Words(
                "Fira nyår tillsammans på torgen i Järva",
                "Polisen, stadsdelen och Svenska Bostäder finns ute på torgen hela nyårsnatten, och fritidsgårdarna har "
                "öppet till klockan två.",
                (
                    Text(
                        "statement",
                        """
Nyårsnatten ska vara till för alla som vill fira. Därför finns vi på plats på fyra torg från klockan 18, med varm
dryck, sittplatser och vuxna som känner området.
""",
                    ),
                    Text(
                        "background",
                        """
De senaste åren har vi planerat natten tillsammans i stället för var för sig. Husvärdarna ser till att portar och
soprum är låsta, fältassistenterna finns där de unga är, och poliserna går till fots i samma område hela natten.
""",
                    ),
                    Quote(
                        "En bra nyårsnatt är en natt då vi mest har hällt upp choklad.",
                        "Petter Exempelnäs",
                        "gruppchef",
                        POLISEN,
                    ),
                    Text(
                        "residents",
                        """
- Varma torg: Rinkeby, Tensta, Husby och Kista, klockan 18–02.
- Fritidsgårdarna har öppet till klockan 02 och bjuder på mat.
- Felanmälan hos hyresvärden är bemannad hela natten.
""",
                    ),
                ),
            ),
        },
    ),
)
