"""Good examples about children, young people and learning."""

from cms.example_data.content.codes import (
    BOSTADER,
    IDROTT,
    JARVA,
    KRIMINELLA,
    KULTUR,
    POLISEN,
    SKOLAN,
    STADSMILJO,
    TRAFIK,
    TRYGGHET,
    UNGA,
    UPPVAXT,
)
from cms.example_data.shapes import Item, Quote, Text, When, Words

ITEMS = (
    Item(
        name="torsdagsmiddag",
        type="example",
        owner=JARVA,
        when=When(9, 22, 9),
        participants=(JARVA, POLISEN, IDROTT),
        areas=(UNGA, KRIMINELLA),
        goals=(UPPVAXT, TRYGGHET),
        audiences=("invanare", "vardnadshavare", "medarbetare"),
        places=("husby",),
        tags=("fritid", "dialog"),
        image="table",
        words={
            "sv": Words(
                "Torsdagsmiddagen i Husby: samma bord, samma vuxna, varje vecka",
                "Unga, fritidsledare, områdespoliser och idrottsledare lagar mat ihop en kväll i veckan. Det har gjort det "
                "lättare att ringa varandra de andra sex.",
                (
                    Text(
                        "done",
                        """
Varje torsdag klockan 17 lagar åtta unga middag för fyrtio personer i fritidsgårdens kök. Vid bordet sitter också två
områdespoliser i civila kläder, en fältassistent och någon från sporthallen. Inga telefoner, inga föredrag. Den som lagar
maten bestämmer vad man pratar om.

Stadsdelen betalar maten, Idrottsförvaltningen lånar ut hallen efteråt och polisen har lagt torsdagen i sitt schema så att
det är samma två personer varje gång.
""",
                    ),
                    Text(
                        "result",
                        """
Efter en termin kan alla vid bordet varandras namn. Fritidsgården ringer polisen tidigare och om mindre saker, och oftare
för att be om råd. Fyra av de unga har fått sommarjobb i köket.
""",
                    ),
                    Quote(
                        "Första gången satt de i ena änden och vi i den andra. Nu bråkar vi om vem som ska diska.",
                        "Elias Exempelås",
                        "17 år, kock på torsdagar",
                    ),
                    Text(
                        "residents",
                        """
Du som är förälder kan känna igen de vuxna som möter ditt barn på kvällen. Du är också välkommen till bordet, första
torsdagen i månaden.
""",
                    ),
                ),
            ),
            "en": Words(
                "Thursday dinner in Husby: the same table, the same adults, every week",
                "Young people, youth workers, community officers and sports leaders cook together one evening a week. It has "
                "made it easier to call each other on the other six.",
                (
                    Text(
                        "done",
                        """
Every Thursday at 5 pm eight young people cook dinner for forty in the kitchen of the youth centre. At the table are also
two community officers in plain clothes, an outreach worker and someone from the sports hall. No telephones, no talks.
Those who cook decide what the talk is about.

The district pays for the food, the Sports Administration lends the hall afterwards, and the police have put Thursday in
their rota so that the same two officers come each time.
""",
                    ),
                    Text(
                        "result",
                        """
After one term everyone at the table knows each other's names. The youth centre calls the police earlier and about smaller
things, and more often to ask for advice. Four of the young people have been given summer jobs in the kitchen.
""",
                    ),
                    Quote(
                        "The first time they sat at one end and we at the other. Now we argue about who does the dishes.",
                        "Elias Exempelås",
                        "aged 17, cook on Thursdays",
                    ),
                    Text(
                        "residents",
                        """
As a parent you can recognise the adults who meet your child in the evening. You are welcome at the table too, on the first
Thursday of the month.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="laxhjalp-biblioteket",
        type="example",
        owner=KULTUR,
        when=When(3, 3, 9),
        participants=(KULTUR, SKOLAN),
        areas=(UNGA,),
        goals=(UPPVAXT,),
        audiences=("invanare", "vardnadshavare", "medarbetare"),
        places=("rinkeby",),
        tags=("bibliotek", "skola"),
        image="library",
        words={
            "sv": Words(
                "Biblioteket fick lärarnas schema – och läxhjälpen fick rätt böcker",
                "När Rinkeby bibliotek och två skolor började dela veckoplanering visste bibliotekarien vilken läxa som kom på "
                "måndagen.",
                (
                    Text(
                        "done",
                        """
Varje fredag skickar lärarna i årskurs 6–9 nästa veckas läxor till biblioteket. På måndagen ligger böcker, ordlistor och en
enkel förklaring framme på ett bord som heter Veckans läxa. Läraren kommer dit en timme på onsdagar.
""",
                    ),
                    Text(
                        "result",
                        """
Barn som förut gick in, såg sig om och gick ut sätter sig nu. Bibliotekarien slipper gissa. Lärarna har upptäckt att tre av
deras läxor var omöjliga att göra utan dator hemma och har skrivit om dem.
""",
                    ),
                    Quote(
                        "Vi trodde att barnen inte ville läsa. De visste bara inte var de skulle börja.",
                        "Cecilia Exempelskog",
                        "barnbibliotekarie",
                        KULTUR,
                    ),
                    Text(
                        "residents",
                        """
Säg till ditt barn: bordet till vänster innanför dörren. Där finns veckans läxa, på enkel svenska och på tre språk till.
""",
                    ),
                ),
            ),
            "en": Words(
                "The library got the teachers' timetable – and homework support got the right books",
                "When Rinkeby library and two schools began to share their weekly plans, the librarian knew which homework was "
                "coming on Monday.",
                (
                    Text(
                        "done",
                        """
Every Friday the teachers of years 6–9 send next week's homework to the library. On Monday there are books, word lists and a
simple explanation on a table called This week's homework. A teacher is there for an hour on Wednesdays.
""",
                    ),
                    Text(
                        "result",
                        """
Children who used to walk in, look around and leave now sit down. The librarian need not guess. The teachers have found that
three of their assignments could not be done without a computer at home, and have rewritten them.
""",
                    ),
                    Quote(
                        "We thought the children did not want to read. They just did not know where to start.",
                        "Cecilia Exempelskog",
                        "children's librarian",
                        KULTUR,
                    ),
                    Text(
                        "residents",
                        """
Tell your child: the table to the left inside the door. There is this week's homework, in plain Swedish and in three more
languages.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="skolvag-hjulsta",
        type="example",
        owner=TRAFIK,
        when=When(11, 10, 9),
        participants=(TRAFIK, SKOLAN),
        areas=("otrygga-platser",),
        goals=(TRYGGHET, STADSMILJO),
        audiences=("vardnadshavare", "invanare"),
        places=("hjulsta",),
        tags=("trygga-vagar", "skola"),
        image="crossing",
        words={
            "sv": Words(
                "Femteklassarna ritade kartan, staden byggde om korsningen",
                "Elevernas röda prickar blev två upphöjda övergångar och en flyttad busshållplats i Hjulsta.",
                (
                    Text(
                        "done",
                        """
Nittio elever ritade sin väg till skolan och markerade där de stannar och tvekar. Trafikkontorets ingenjör kom till
klassrummet, lade alla kartor på hög mot fönstret och såg samma två korsningar lysa igenom.

Skolan gjorde uppgiften till matematik: eleverna mätte bilarnas hastighet med tidtagarur, före och efter.
""",
                    ),
                    Text(
                        "result",
                        """
Övergångarna byggdes under höstlovet. Bilarna kör i snitt elva kilometer i timmen långsammare enligt elevernas egna
mätningar. Hållplatsen flyttades trettio meter så att bussen inte längre skymmer
sikten.
""",
                    ),
                    Quote(
                        "Ingen hade frågat en tioåring hur högt en buss är när man är en och trettio lång.",
                        "Jonas Exempelbäck",
                        "trafikingenjör",
                        TRAFIK,
                    ),
                    Text(
                        "residents",
                        """
Barnen i Hjulsta kan gå över två gator på egen hand. Räkna med gupp och kör hellre runt om du har bråttom.
""",
                    ),
                ),
            ),
            "en": Words(
                "Fifth-years drew the map, the city rebuilt the crossing",
                "The pupils' red dots became two raised crossings and a bus stop that was moved in Hjulsta.",
                (
                    Text(
                        "done",
                        """
Ninety pupils drew their way to school and marked where they stop and hesitate. An engineer from the Traffic Administration
came to the classroom, put all the maps in a pile against the window and saw the same two crossings shine through.

The school turned the task into mathematics: the pupils measured the speed of cars with stopwatches, before and after.
""",
                    ),
                    Text(
                        "result",
                        """
The crossings were built during the autumn break. Cars now drive on average eleven kilometres an hour slower according to the
pupils' own measurements. The stop was moved thirty metres so that the bus no
longer blocks the view.
""",
                    ),
                    Quote(
                        "No one had asked a ten-year-old how tall a bus is when you are one metre thirty.",
                        "Jonas Exempelbäck",
                        "traffic engineer",
                        TRAFIK,
                    ),
                    Text(
                        "residents",
                        """
The children in Hjulsta can cross two streets on their own. Expect bumps, and rather take another way if you are in a hurry.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="nattfotboll",
        type="example",
        owner=IDROTT,
        when=When(7, 7, 10),
        participants=(IDROTT, POLISEN, JARVA),
        areas=(UNGA,),
        goals=(UPPVAXT, TRYGGHET),
        audiences=("unga", "foreningar"),
        places=("tensta",),
        tags=("idrott", "fritid", "lov"),
        image="pitch",
        words={
            "sv": Words(
                "Nattfotboll i Tensta: lagen lottas, domaren är femton år",
                "Lördagskvällar i juli spelas turnering till midnatt. Lagen lottas om varje gång, så ingen spelar bara med sina "
                "egna.",
                (
                    Text(
                        "done",
                        """
Alla som kommer får en färg vid grinden. Färgen är laget. Matcherna är sju minuter, domarna är mellan 14 och 16 år och har
gått en kort kurs. Polisen spelar i två av lagen, fältassistenterna i resten. Idrottsförvaltningen har låtit strålkastarna
vara tända till midnatt.
""",
                    ),
                    Text(
                        "result",
                        """
De som bor i olika kvarter har spelat i samma lag. Två domare har sökt till distriktets domarutbildning. Grannarna, som var
oroliga för ljudet, fick bestämma att musiken slutar klockan 22, och sedan dess har ingen klagat.
""",
                    ),
                    Quote("Jag visade ut en polis. Han gick.", "Amira Exempelnord", "15 år, domare"),
                    Text(
                        "residents",
                        """
Planen är öppen för alla från klockan 20, även för den som bara vill titta. Det finns sittplatser för äldre och en hörna för
småbarn.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="ungas-filmer",
        type="example",
        owner=KULTUR,
        when=When(5, 26, 9, 30),
        participants=(KULTUR, JARVA, SKOLAN),
        areas=(UNGA,),
        goals=("demokratiska-principer", UPPVAXT),
        audiences=("unga", "invanare", "journalister"),
        places=("kista", "husby"),
        tags=("kultur", "skola"),
        image="stage",
        words={
            "sv": Words(
                "Tio filmer om Järva, gjorda av dem som bor här",
                "Niondeklassare filmade sin egen gata. Premiären i Kista drog fullt hus två kvällar i rad.",
                (
                    Text(
                        "done",
                        """
Kulturskolan lånade ut kameror och en klippare, skolorna gav tid på svensklektionerna och fritidsgårdarna höll öppet för
redigering på kvällarna. Uppgiften var en enda mening: visa något som ingen frågar om.

Filmerna handlar bland annat om en mormors balkong, hissen som alltid stannar på fyran och en tystnad på en buss.
""",
                    ),
                    Text(
                        "result",
                        """
Sexhundra personer såg filmerna på två kvällar. Efter filmen om hissen lagades hissen. Tre elever har sökt till
gymnasiets filmprogram och en av filmerna visas i svenskundervisningen för nyanlända.
""",
                    ),
                    Quote(
                        "Alla filmer om oss brukar göras av någon som åker hem efteråt.",
                        "Dilan Exempelryd",
                        "elev i årskurs 9",
                    ),
                    Text(
                        "residents",
                        "Alla tio filmer går att se på biblioteken, på storbild om ni är fler än fem.",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="sommarjobb-gardar",
        type="example",
        owner=BOSTADER,
        when=When(8, 11, 9),
        participants=(BOSTADER, JARVA, SKOLAN),
        areas=(UNGA, "otrygga-platser"),
        goals=(STADSMILJO, UPPVAXT),
        audiences=("unga", "invanare", "fastighetsagare"),
        places=("akalla", "husby"),
        tags=("jobb", "boende", "lov"),
        image="garden",
        words={
            "sv": Words(
                "Sextio sommarjobbare tog hand om gårdarna där de själva bor",
                "Med egen budget och en arbetsledare fick unga måla, plantera och laga. Efter sommaren är gårdarna fortfarande "
                "hela.",
                (
                    Text(
                        "done",
                        """
Svenska Bostäder gav varje gård en liten budget och en husvärd som arbetsledare. Stadsdelen ordnade lönerna, skolan räknade
arbetet som praktik. De unga gick först runt och frågade sina grannar vad som störde dem mest, och började med det.

Det blev målade cykelställ, en odlingsbänk i midjehöjd, och en bänk flyttad fyra meter, från skugga till sol.
""",
                    ),
                    Text(
                        "result",
                        """
Nästan ingenting har gått sönder sedan dess. Den som har målat ett cykelställ säger till den som klottrar på det. Elva av de
sextio fick jobb på helgerna under hösten.
""",
                    ),
                    Quote(
                        "Min granne klagade på mig i tre år. I somras kom hon ned med kaffe.",
                        "Isak Exempelvret",
                        "18 år, sommarjobbare i Akalla",
                    ),
                    Text(
                        "residents",
                        """
Har din gård något litet som stör? Säg det till husvärden före mars. Det är då sommarens lista görs.
""",
                    ),
                ),
            ),
            "en": Words(
                "Sixty summer workers looked after the courtyards where they live",
                "With a budget of their own and a foreman, young people painted, planted and mended. After the summer the "
                "courtyards are still whole.",
                (
                    Text(
                        "done",
                        """
Svenska Bostäder gave each courtyard a small budget and a caretaker as foreman. The district arranged the wages and the school
counted the work as training. The young people first went round asking their neighbours what bothered them most, and began
with that.

The result was painted bicycle racks, a planter at waist height, and a bench moved four metres, from the shade into the sun.
""",
                    ),
                    Text(
                        "result",
                        """
Almost nothing has been broken since. Those who painted a bicycle rack speak up when someone scribbles on it. Eleven of the
sixty were given weekend jobs in the autumn.
""",
                    ),
                    Quote(
                        "My neighbour complained about me for three years. This summer she came down with coffee.",
                        "Isak Exempelvret",
                        "aged 18, summer worker in Akalla",
                    ),
                    Text(
                        "residents",
                        """
Is there something small that bothers you in your courtyard? Tell the caretaker before March. That is when the summer's list
is made.
""",
                    ),
                ),
            ),
        },
    ),
)
