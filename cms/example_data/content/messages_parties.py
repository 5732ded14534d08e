"""Joint messages about school and about the parties' own work, and drafts that wait in the workshop."""

from cms.example_data.content.codes import (
    DEMOKRATI,
    EVERYBODY,
    JARVA,
    KRIMINELLA,
    MEDARBETARE,
    OVERGRIPANDE,
    PLATSER,
    RELATION,
    SKOLAN,
    SYSTEM,
    TRYGGHET,
    UNGA,
    UPPVAXT,
    VARDAG,
)
from cms.example_data.shapes import Item, Questions, Quote, Text, When, Words

ITEMS = (
    Item(
        name="laxhjalp",
        type="message",
        owner=SKOLAN,
        when=When(8, 25, 9),
        areas=(UNGA,),
        goals=(UPPVAXT,),
        audiences=("vardnadshavare", "unga"),
        places=("rinkeby", "tensta", "hjulsta", "husby", "akalla", "kista"),
        tags=("skola",),
        image="books",
        words={
            "sv": Words(
                "Läxhjälp i alla grundskolor i Järva, fyra dagar i veckan",
                "Från vecka 36 kan alla elever i årskurs 4–9 stanna efter skolan och få hjälp av lärare och studenter. "
                "Mellanmål ingår.",
                (
                    Text(
                        "statement",
                        """
Läxhjälpen flyttar in på skoltid för alla skolor: måndag till torsdag, i anslutning till sista lektionen. Varje elev
har rätt till en plats, och ingen behöver vara dålig i något för att få komma.
""",
                    ),
                    Text(
                        "background",
                        """
I våras provade tre skolor att ha läxhjälpen i de vanliga klassrummen i stället för i ett rum i källaren. Dubbelt så
många kom. Eleverna sade att det var skönt att inte behöva gå någonstans där man syntes.

I varje rum finns en lärare och en student. Studenterna är nästan alla uppvuxna i Järva.
""",
                        heading="Ett rum som inte sticker ut",
                    ),
                    Quote(
                        "Den som kan allt i matte kommer ändå, för att förklara för sin kompis. Det är då man lär sig "
                        "på riktigt.",
                        "Erik Exempelhammar",
                        "lärare i matematik i Akalla",
                        SKOLAN,
                    ),
                    Questions(
                        (
                            (
                                "Måste jag anmäla mitt barn?",
                                "Nej. Säg bara till barnet att det är okej att stanna.",
                            ),
                            (
                                "Finns det hjälp på modersmålet?",
                                "Ja, på tisdagar och torsdagar, i de språk som skolan har lärare i.",
                            ),
                            (
                                "Hur kommer barnet hem?",
                                "Läxhjälpen slutar före 16.30. De yngsta går i grupp med en vuxen till närmaste hållplats.",
                            ),
                        )
                    ),
                    Text(
                        "residents",
                        """
Ditt barn kommer hem med läxan gjord. Du behöver inte kunna ämnet själv, och kvällen blir er egen.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="skolstart-vuxna",
        type="message",
        owner=SKOLAN,
        when=When(8, 17, 7, 30),
        areas=(PLATSER,),
        goals=(UPPVAXT, TRYGGHET),
        audiences=("vardnadshavare", "invanare"),
        places=("hjulsta", "tensta"),
        tags=("skola", "trygga-vagar"),
        image="crossing",
        words={
            "sv": Words(
                "En vuxen vid varje övergång de tre första skolveckorna",
                "När skolan börjar står personal, föräldrar och poliser vid elva övergångar i Hjulsta och Tensta, "
                "morgon och eftermiddag.",
                (
                    Text(
                        "statement",
                        """
De första veckorna är fulla av nya sexåringar, nya cyklar och bilister som fortfarande har semester i kroppen.
Därför står det en vuxen i gul väst vid elva övergångar, klockan 7.30–8.30 och när skolan slutar.
""",
                    ),
                    Text(
                        "background",
                        """
Övergångarna valdes av eleverna i årskurs 5, som fick rita sin skolväg och sätta en röd prick där de stannar och
tvekar. Elva prickar hamnade på samma ställen.

Samma kartor ligger till grund för två nya upphöjda övergångar som byggs under höstlovet.
""",
                    ),
                    Quote(
                        "Barnen ritade platser som vi vuxna kör förbi varje dag utan att se.",
                        "Lena Exempelkulla",
                        "rektor i Hjulsta",
                        SKOLAN,
                    ),
                    Text(
                        "residents",
                        """
Kör du bil: räkna med fem minuter extra och lämna av vid idrottsplatsen, inte vid porten. Går ni: prata om skolvägen
hemma och hälsa på den i västen.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="trygg-medarbetare",
        type="message",
        owner=JARVA,
        when=When(9, 29, 8),
        areas=(SYSTEM,),
        goals=(MEDARBETARE, DEMOKRATI),
        audiences=("medarbetare",),
        tags=("arbetsmiljo",),
        image="desk",
        words={
            "sv": Words(
                "Du är aldrig ensam med ett svårt beslut",
                "Nu finns ett gemensamt nummer för medarbetare som utsätts för påtryckningar. Den som ringer får svar av "
                "en människa inom tio minuter, dygnet runt.",
                (
                    Text(
                        "statement",
                        """
Den som fattar beslut om bidrag, bostäder, tillsyn eller betyg ska kunna göra det utan att se sig om över axeln. Från
och med oktober finns ett nummer som alla medarbetare i de sju organisationerna kan ringa. Den som svarar kan ditt
arbete, skriver ned vad som har hänt och stannar kvar i ärendet.
""",
                    ),
                    Text(
                        "background",
                        """
Påtryckningar ser sällan ut som på film. Oftare är det en lång blick, en fråga om var barnen går i skolan eller en
vänlig påminnelse som kommer en gång för mycket. Många låter bli att berätta för att det känns för litet.

Numret gör två saker: den som ringer slipper avgöra själv om det är tillräckligt allvarligt, och vi får syn på
mönster som går över flera organisationer.
""",
                        heading="Det lilla räknas",
                    ),
                    Quote(
                        "Min chef sade: det här beslutet är vårt, inte ditt. Då vågade jag skriva under.",
                        "Rosa Exempelin",
                        "handläggare",
                        JARVA,
                    ),
                    Questions(
                        (
                            (
                                "Blir min anmälan offentlig?",
                                "Din chef går igenom med dig vad som kan lämnas ut innan något skrivs.",
                            ),
                            ("Kan jag ringa om en kollega?", "Ja. Ring hellre en gång för mycket."),
                        )
                    ),
                    Text(
                        "residents",
                        """
När de som arbetar för dig är trygga får du samma beslut som alla andra i samma läge, snabbt och rätt.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="vagen-ut",
        type="message",
        owner=JARVA,
        when=When(days_ago=418, hour=9, minute=30),
        areas=(KRIMINELLA, UNGA),
        goals=(UPPVAXT, DEMOKRATI),
        audiences=("invanare", "vardnadshavare", "unga"),
        places=("rinkeby", "husby"),
        tags=("stod-och-hjalp", "jobb"),
        image="path",
        words={
            "sv": Words(
                "Vill du lämna något du har hamnat i? Ring oss först",
                "Ett samtal är allt som krävs för att börja. Stadsdelen hjälper till med bostad, jobb, skydd och någon att "
                "tala med.",
                (
                    Text(
                        "statement",
                        """
Det går att lämna. Den som ringer får träffa en person som följer med hela vägen: till socialtjänsten, till
arbetsgivaren, till polisen om du vill det, och hem till familjen om du behöver hjälp att berätta.
""",
                    ),
                    Text(
                        "background",
                        """
Det svåraste är sällan att bestämma sig utan veckorna efteråt, när telefonen inte slutar ringa och dagarna är tomma.
Därför börjar vi med dagarna: något att gå till redan första veckan, ett nytt nummer och en plats att sova på som
ingen annan känner till.

Föräldrar, syskon och tränare ringer oftare än den det gäller. Det är också rätt.
""",
                        heading="Vad händer efter samtalet",
                    ),
                    Quote(
                        "Han lovade ingenting stort. Han lovade att svara när jag ringde, och det gjorde han.",
                        "En person som tagit emot stöd",
                        "24 år, vill vara anonym",
                    ),
                    Questions(
                        (
                            (
                                "Måste jag berätta vad jag har gjort?",
                                "Nej. Vi behöver veta vad du behöver, inte vad du har gjort.",
                            ),
                            (
                                "Får mina föräldrar veta?",
                                "Om du är under 18 år talar vi med dina vårdnadshavare, men vi gör det tillsammans med dig.",
                            ),
                        )
                    ),
                    Text(
                        "residents",
                        """
Känner du någon som vill lämna? Du kan ringa och fråga utan att säga vem det gäller. Den som får ett jobb, en
bostad och en vän är en granne igen.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="medborgarkontoret",
        type="message",
        owner=JARVA,
        embargo=(
            "Du får läsa, fråga och skriva, men inte publicera eller sprida något av detta innan det är publikt här. "
            "Det gäller också sociala medier. (Exempel.)"
        ),
        areas=(RELATION, SYSTEM),
        goals=(VARDAG, DEMOKRATI),
        audiences=("invanare",),
        places=("husby",),
        tags=("stod-och-hjalp",),
        image="door",
        words={
            "sv": Words(
                "Medborgarkontoret i Husby håller öppet två kvällar i veckan",
                "Den som arbetar på dagarna kan nu få hjälp med blanketter, förskolekö och frågor om stöd efter 17.",
                (
                    Text(
                        "statement",
                        """
Tisdagar och torsdagar stänger medborgarkontoret i Husby klockan 20 i stället för 16. Ingen tid behöver bokas, och den som
kommer sist får också hjälp samma kväll.
""",
                    ),
                    Text(
                        "background",
                        """
Nästan varannan besökare tog tidigare ledigt från arbetet för att komma. Det märktes på vilka som inte kom alls:
föräldrar med skiftarbete och den som studerar på annan ort. Kvällarna är ett försök till sommaren, och det är besöken
som avgör om de blir kvar.
""",
                    ),
                    Quote(
                        "Jag har lämnat in samma ansökan tre gånger, för jag hann aldrig fråga vad de menade. I kväll tog "
                        "det tolv minuter.",
                        "Teresa Exempelvåg",
                        "besökare i Husby",
                    ),
                    Questions(
                        (
                            (
                                "Vad kan jag få hjälp med?",
                                "Blanketter, beslut som är svåra att förstå, köer, och vägen vidare till rätt person.",
                            ),
                            (
                                "Finns det någon som talar mitt språk?",
                                "Kontoret har personal som talar nio språk och en tolk på telefon för alla andra.",
                            ),
                        )
                    ),
                    Text(
                        "residents",
                        """
Du behöver inte ta ledigt för att få svar. Ta med brevet eller blanketten som du undrar över, så läser ni den tillsammans.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="nasta-ars-plan",
        type="message",
        owner=JARVA,
        joint=EVERYBODY,
        goals=(OVERGRIPANDE, TRYGGHET),
        areas=(UNGA, PLATSER),
        audiences=("invanare", "journalister", "medarbetare"),
        tags=("dialog",),
        image="meeting",
        words={
            "sv": Words(
                "Parterna är överens om nästa års arbete i Järva",
                "Sju organisationer har enats om tre saker som ska märkas i vardagen nästa år: ljusare vägar, öppnare "
                "lokaler och snabbare svar.",
                (
                    Text(
                        "statement",
                        """
I dag har sju organisationer enats om en gemensam plan för nästa år. Den handlar mindre om möten mellan oss och mer
om vad som ska märkas för den som bor här.
""",
                    ),
                    Text(
                        "background",
                        """
- **Ljusare vägar.** Tolv sträckor rustas upp i den ordning som trygghetsvandringarna har pekat ut.
- **Öppnare lokaler.** Skolor, hallar och bibliotek lånas ut till föreningar på kvällar och helger, med en enda
bokning.
- **Snabbare svar.** Den som ställer en fråga till någon av oss ska få svar inom fem dagar, oavsett vem som fick
den.
""",
                    ),
                    Quote(
                        "Det svåra har varit att välja bort. Tre saker som blir av är bättre än trettio som blir nästan.",
                        "Alma Exempelvall",
                        "samordnare för samverkansöverenskommelsen",
                        JARVA,
                    ),
                    Text("residents", "Du kan följa varje punkt här i pressrummet, kvartal för kvartal."),
                ),
            ),
        },
    ),
)
