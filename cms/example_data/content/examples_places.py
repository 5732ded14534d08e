"""Good examples about places, homes, support and work, and drafts that wait in the workshop."""

from cms.example_data.content.codes import (
    BOSTADER,
    DEMOKRATI,
    IDROTT,
    JARVA,
    KULTUR,
    MEDARBETARE,
    PLATSER,
    POLISEN,
    RELATION,
    SKOLAN,
    STADSMILJO,
    SYSTEM,
    TRAFIK,
    TRYGGHET,
    UNGA,
    UPPVAXT,
    VARDAG,
)
from cms.example_data.shapes import Item, Quote, Text, When, Words

ITEMS = (
    Item(
        name="ljus-till-planen",
        type="example",
        owner=TRAFIK,
        when=When(11, 17, 9),
        participants=(TRAFIK, IDROTT, BOSTADER),
        areas=(PLATSER,),
        goals=(TRYGGHET, STADSMILJO),
        audiences=("invanare", "fastighetsagare", "foreningar"),
        places=("tensta",),
        tags=("belysning", "idrott", "trygga-vagar"),
        image="pitch",
        words={
            "sv": Words(
                "Tre ägare, en gångväg: nu lyser det hela vägen till fotbollsplanen",
                "Gångvägen i Tensta tillhörde tre olika organisationer och hade tre olika sorters lampor. Det tog en kväll att "
                "se felet tillsammans.",
                (
                    Text(
                        "done",
                        """
De första hundra metrarna är Svenska Bostäders, de nästa hundra stadens och de sista idrottsplatsens. Var och en hade lagat
sitt, men mellan lamporna fanns tre svarta hål som ingen ägde. En tränare bad alla tre att gå vägen samtidigt en kväll i
november.

Trafikkontoret tog ansvar för hela sträckan, de andra två betalar sin del. Ljuset är likadant från port till plan.
""",
                    ),
                    Text(
                        "result",
                        """
Träningarna för de yngsta har flyttats tillbaka till klockan 18 och åtta barn som slutat har börjat igen. Modellen, en väg
och en ansvarig, används nu på fyra andra sträckor.
""",
                    ),
                    Quote(
                        "Felet fanns inte på någon av våra kartor, för det låg precis i skarvarna.",
                        "Tomas Exempelros",
                        "ljusplanerare",
                        TRAFIK,
                    ),
                    Text(
                        "residents",
                        """
Du når fotbollsplanen på upplyst väg från alla portar i kvarteret. Slocknar en lampa räcker det med ett enda nummer.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="odlingslador",
        type="example",
        owner=BOSTADER,
        when=When(5, 12, 10),
        participants=(BOSTADER, JARVA),
        areas=(PLATSER,),
        goals=(STADSMILJO,),
        audiences=("invanare", "fastighetsagare"),
        places=("akalla",),
        tags=("boende", "dialog"),
        image="garden",
        words={
            "sv": Words(
                "Fyrtio odlingslådor fick tre gårdar att börja hälsa",
                "I Akalla delar hyresgäster lådor två och två med en granne de inte valt själva. Parklekens barn vattnar på "
                "sommaren.",
                (
                    Text(
                        "done",
                        """
Alla som ville odla fick en halv låda. Den andra halvan lottades till någon i en annan uppgång. Stadsdelens parklek lånar ut
kannor och tar hand om vattningen när folk reser bort.
""",
                    ),
                    Text(
                        "result",
                        """
Den första sommaren växte det mest persilja och missförstånd. Den andra hade lådorna ett gemensamt schema, ett recepthäfte på
fem språk och en fest. Nu står det tjugo hushåll i kö.
""",
                    ),
                    Quote(
                        "Vi delar inget språk, men vi är helt överens om gurkan.",
                        "Birgit Exempellund",
                        "hyresgäst i Akalla",
                    ),
                    Text(
                        "residents",
                        "Vill du ha en halv låda? Kölistan hänger i tvättstugan och lottas i april.",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="radgivning-kista",
        type="example",
        owner=JARVA,
        when=When(days_ago=392, hour=9),
        participants=(JARVA, POLISEN),
        areas=(RELATION,),
        goals=(VARDAG,),
        audiences=("invanare", "medarbetare"),
        places=("kista",),
        tags=("stod-och-hjalp",),
        image="door",
        words={
            "sv": Words(
                "En dörr i stället för fem: rådgivningen i Kista samlar all hjälp",
                "Familjerådgivare, barnhandläggare, bostadsråd och en polis delar på två rum. Den som söker hjälp berättar bara "
                "en gång.",
                (
                    Text(
                        "done",
                        """
Förut fick den som sökte hjälp gå till fem ställen och börja om varje gång. Nu sitter alla i samma korridor, två dagar i
veckan. Med den hjälpsökandes tillåtelse skrivs berättelsen ned en gång, läses upp, rättas och används av alla.

Polisen som sitter där har inte uniform och tar inte upp en anmälan om ingen ber om det.
""",
                    ),
                    Text(
                        "result",
                        """
Tiden från första samtal till en plan har gått från veckor till dagar. Fler stannar kvar i kontakten, och barnen har fått ett
eget rum med en egen vuxen medan föräldern pratar.
""",
                    ),
                    Quote(
                        "Det tyngsta i min väska var pärmen. Jag kunde lämna den hemma.",
                        "En kvinna som fått stöd",
                        "vill vara anonym",
                    ),
                    Text(
                        "residents",
                        """
Rådgivningen ligger bredvid öppna förskolan i Kista. Du behöver inte tid, legitimation eller rätt ord.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="trygga-beslut",
        type="example",
        owner=JARVA,
        when=When(4, 7, 9),
        participants=(JARVA, BOSTADER, SKOLAN),
        areas=(SYSTEM,),
        goals=(MEDARBETARE,),
        audiences=("medarbetare",),
        places=("rinkeby", "tensta", "kista"),
        tags=("arbetsmiljo",),
        image="desk",
        words={
            "sv": Words(
                "Två namn under varje svårt beslut",
                "Tre organisationer har infört att ingen handläggare ensam skriver under beslut som brukar ge påtryckningar.",
                (
                    Text(
                        "done",
                        """
Socialtjänsten, Svenska Bostäder och skolorna jämförde sina rutiner och såg att den som skrev under ofta också var den som
satt i receptionen dagen därpå. Nu skrivs sådana beslut av två personer varav en är chef, och den som lämnar beskedet är en
tredje.

Checklistan är en sida lång och likadan i alla tre organisationerna.
""",
                    ),
                    Text(
                        "result",
                        """
Handläggare säger att de sover bättre. Besluten tar en halv dag längre, men färre behöver göras om. Två andra organisationer
i överenskommelsen inför checklistan efter sommaren.
""",
                    ),
                    Quote(
                        "Det är svårt att hota ett system. Det är lätt att hota Rosa.",
                        "Rosa Exempelin",
                        "handläggare",
                        JARVA,
                    ),
                    Text(
                        "residents",
                        """
Du får ett beslut som är fattat av organisationen och inte av den som råkar sitta framför dig, lika för alla.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="cykelskola",
        type="example",
        owner=IDROTT,
        when=When(6, 30, 9),
        participants=(IDROTT, TRAFIK, JARVA),
        areas=(PLATSER,),
        goals=(STADSMILJO,),
        audiences=("invanare", "foreningar"),
        places=("tensta", "hjulsta"),
        tags=("idrott", "trygga-vagar"),
        image="bikes",
        words={
            "sv": Words(
                "Cykelskolan där den yngsta eleven är trettioett",
                "Sjuttio vuxna har lärt sig cykla i Tensta och hittat en rutt till jobbet på köpet.",
                (
                    Text(
                        "done",
                        """
Idrottsförvaltningen lånade ut en asfalterad plan på kvällarna, trafikkontoret kom med skyltar och övningsövergångar, och
stadsdelens öppna förskola tog hand om barnen under tiden. Tränarna är kvinnor som själva lärde sig cykla förra året.
""",
                    ),
                    Text(
                        "result",
                        """
Femtioåtta av sjuttio cyklade hem efter sista kvällen. Tio har börjat cykla till arbetet. Deltagarna ritade en karta över
backar de vägrar, och trafikkontoret har skyltat om en av dem.
""",
                    ),
                    Quote(
                        "Jag är sextiotvå år och har precis upptäckt att Hjulsta ligger nära.",
                        "Fatuma Exempelsund",
                        "elev i cykelskolan",
                    ),
                    Text(
                        "residents",
                        "Nästa omgång börjar i maj. Cykel och hjälm finns att låna, i vuxenstorlek.",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="scenen-rinkeby",
        type="example",
        owner=KULTUR,
        when=When(9, 3, 9),
        participants=(KULTUR, TRAFIK, JARVA),
        areas=(PLATSER,),
        goals=(STADSMILJO, DEMOKRATI),
        audiences=("invanare", "foreningar", "naringsliv"),
        places=("rinkeby",),
        tags=("torg", "kultur"),
        image="market",
        words={
            "sv": Words(
                "Scenen på Rinkeby torg bokas med ett enda sms",
                "Förr krävdes tre tillstånd för att spela musik på torget. Nu räcker ett meddelande, och 64 föreningar har "
                "använt scenen.",
                (
                    Text(
                        "done",
                        """
Trafikkontoret gav torget ett stående tillstånd för kultur upp till hundra personer. Stadsdelen byggde en scen med
eluttag, och kulturförvaltningen svarar på bokningar samma dag. Reglerna ryms på en skylt: sluta klockan 21, städa efter dig,
låt nästa komma fram.
""",
                    ),
                    Text(
                        "result",
                        """
Torget har haft något på scenen fyra dagar av sju. Kaféet har ställt ut tolv stolar till. Den vanligaste programpunkten är
inte musik utan uppläsning, oftast av någon som aldrig har stått på en scen.
""",
                    ),
                    Quote(
                        "Vi fick svar innan jag hann ångra mig.",
                        "Abdi Exempelkrona",
                        "ordförande i en diktförening",
                    ),
                    Text("residents", "Din förening kan boka scenen gratis. Numret står på trappan."),
                ),
            ),
        },
    ),
    Item(
        name="en-vag-in",
        type="example",
        owner=IDROTT,
        when=When(10, 6, 9),
        joint=(IDROTT, KULTUR, JARVA),
        participants=(IDROTT, KULTUR, JARVA),
        areas=(UNGA,),
        goals=(DEMOKRATI, UPPVAXT),
        audiences=("foreningar",),
        places=("husby", "kista"),
        tags=("dialog", "fritid"),
        image="windows",
        words={
            "sv": Words(
                "En väg in för föreningar: en blankett, en handläggare, ett svar",
                "Tre förvaltningar har slagit ihop sina stödformer på prov, så att en ideell kassör slipper tre inloggningar.",
                (
                    Text(
                        "done",
                        """
Föreningen fyller i en blankett och lämnar den var som helst: på biblioteket, i idrottshallen eller på stadsdelens
kontor. En handläggare läser den, ringer upp och gör upp resten med de andra två förvaltningarna.

Tidigare skrev samma förening tre ansökningar om samma lokal, samma ledare och samma barn.
""",
                    ),
                    Text(
                        "result",
                        """
I provet fick arton föreningar besked på två veckor i stället för sju. Ingen ansökan kom bort mellan två kontor. Och
handläggarna säger att de för första gången ser hela bilden av vad som händer en vanlig tisdag i Husby.
""",
                    ),
                    Text(
                        "residents",
                        "Fler aktiviteter kommer igång samma termin som någon fick idén. Har du en idé: fråga efter blanketten på "
                        "biblioteket, så hjälper personalen dig att fylla i den.",
                    ),
                    Quote(
                        "Jag är kassör på fritiden. Nu hinner jag vara det på en kväll.",
                        "Elif Exempelgren",
                        "kassör i en dansförening",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="grannsamtal",
        type="example",
        owner=BOSTADER,
        when=When(3, 17, 10),
        joint=(BOSTADER, JARVA, POLISEN),
        participants=(BOSTADER, JARVA, POLISEN),
        areas=(RELATION,),
        goals=(VARDAG,),
        audiences=("invanare", "fastighetsagare"),
        places=("rinkeby",),
        tags=("boende", "stod-och-hjalp"),
        image="windows",
        words={
            "sv": Words(
                "Grannsamtal i trapphuset: våga knacka på",
                "I tjugo uppgångar har grannar övat på vad man säger när man är orolig för någon bakom en stängd dörr.",
                (
                    Text(
                        "done",
                        """
En samordnare, en områdespolis och husvärden bjuder in till samtal i tvättstugan. Alla får öva på tre meningar: Hej, jag
hörde något. Jag blev orolig. Behöver du något?

Samtalen är korta, utan bilder och utan namnlistor. Den som vill stannar kvar och pratar enskilt med samordnaren.
""",
                    ),
                    Text(
                        "result",
                        """
Fler grannar vet vad de kan göra själva och när de ska ringa 112. Husvärdarna får frågor som de förut inte fick, och vet nu
vem de ska lämna dem till. I flera uppgångar har grannar bytt telefonnummer med varandra.
""",
                    ),
                    Text(
                        "residents",
                        "Din uppgång kan beställa ett samtal genom husvärden. Det kostar inget, det tar en timme och kaffet ingår.",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="verktygsbank",
        type="example",
        owner=BOSTADER,
        participants=(BOSTADER, IDROTT),
        areas=(PLATSER,),
        goals=(STADSMILJO,),
        audiences=("invanare", "foreningar"),
        places=("husby",),
        tags=("boende", "fritid"),
        image="bikes",
        words={
            "sv": Words(
                "Låna borr, boll eller barncykel i samma förråd",
                "Svenska Bostäder hade ett tomt cykelrum och idrottsplatsen hade för mycket utrustning. Nu finns ett "
                "lånebibliotek för saker i Husby.",
                (
                    Text(
                        "done",
                        """
Rummet inreddes på två lördagar. Idrottsförvaltningen skänkte skridskor, racketar och bollar, hyresgäster bidrog med verktyg.
Tre pensionerade hantverkare sköter utlåningen på tisdagar och lördagar och lagar det som går sönder.
""",
                    ),
                    Text(
                        "result",
                        """
På en termin har 340 saker lånats ut och 329 kommit tillbaka. Resten betalade lånarna självmant. Två av hantverkarna har
startat en kurs i att laga cyklar.
""",
                    ),
                    Quote(
                        "Alla behöver en borrmaskin, men ingen behöver den i mer än tio minuter.",
                        "Nils Exempelgård",
                        "hantverkare och volontär",
                    ),
                    Text(
                        "residents", "Du lånar gratis i två veckor om du bor i Husby. Ta med nyckelbrickan."
                    ),
                ),
            ),
        },
    ),
)
