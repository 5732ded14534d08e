"""Joint messages that speak to residents: holidays, meeting places, help and support."""

from cms.example_data.content.codes import (
    JARVA,
    KULTUR,
    PLATSER,
    POLISEN,
    RELATION,
    STADSMILJO,
    TRYGGHET,
    UNGA,
    UPPVAXT,
    VARDAG,
)
from cms.example_data.shapes import Correction, Item, Questions, Quote, Text, When, Withdrawal, Words

ITEMS = (
    Item(
        name="sommarlov",
        type="message",
        owner=JARVA,
        when=When(6, 4, 8, 30),
        areas=(UNGA,),
        goals=(UPPVAXT, TRYGGHET),
        audiences=("invanare", "vardnadshavare", "unga"),
        places=("husby", "tensta", "rinkeby", "kista"),
        tags=("lov", "fritid"),
        image="square",
        attachments=("sommarlov",),
        words={
            "sv": Words(
                "Öppna gårdar och sena kvällar hela sommarlovet",
                "Fritidsgårdarna i Järva håller öppet alla dagar i sommar. Fyra kvällar i veckan är det öppet till "
                "klockan 23, och maten är gratis.",
                (
                    Text(
                        "statement",
                        """
Från skolavslutningen till skolstarten finns det alltid en öppen dörr för den som är mellan 10 och 18 år i Järva.
Sex fritidsgårdar har öppet varje dag. Onsdag till lördag stänger de klockan 23.

Ingen behöver anmäla sig. All mat på gårdarna är gratis och det kostar ingenting att låna cykel, boll eller
fiskespö.
""",
                    ),
                    Text(
                        "background",
                        """
Förra sommaren frågade vi 300 unga vad de saknade på lovet. De tre vanligaste svaren var längre kvällar, mat och
något att göra utanför den egna stadsdelen. Därför går det i år en buss mellan gårdarna varje timme, och därför
har vi flyttat pengar från dagtid till kvällstid.

Fältassistenter, föräldravandrare och områdespoliser rör sig i samma områden på kvällarna. De äter middag
tillsammans på gården varje torsdag, så att de unga vet vilka de är.
""",
                        heading="Därför ser sommaren ut så här",
                    ),
                    Quote(
                        "Vi bad om att få vara kvar när det roliga börjar. Nu stänger gården när vi ändå ska hem.",
                        "Leyla Exempelby",
                        "16 år, med i ungdomsrådet i Husby",
                    ),
                    Quote(
                        "En lång ljus kväll är inte ett problem. En lång ljus kväll utan någonstans att vara är det.",
                        "Mats Exempelkvist",
                        "enhetschef för fritidsgårdarna",
                        JARVA,
                    ),
                    Questions(
                        (
                            ("Måste man bo i Järva?", "Nej. Alla mellan 10 och 18 år är välkomna."),
                            (
                                "Är gårdarna bemannade?",
                                "Ja, alltid minst tre vuxna per gård, fyra på kvällarna.",
                            ),
                            (
                                "Vad gäller för yngre barn?",
                                "Parklekarna har öppet varje dag 10–17 och där är vuxna med.",
                            ),
                        ),
                        heading="Frågor och svar",
                    ),
                    Text(
                        "residents",
                        """
- Ditt barn kan gå till gården varje dag och få lunch och middag.
- Bussen mellan gårdarna är gratis och går varje heltimme från 14 till 22.
- Du som är vuxen kan följa med på en kvällspromenad. Fråga på närmaste gård.
""",
                    ),
                ),
            ),
            "en": Words(
                "Open doors and late evenings all through the summer holidays",
                "The youth centres in Järva are open every day this summer. Four evenings a week they stay open until "
                "11 pm, and the food is free.",
                (
                    Text(
                        "statement",
                        """
From the last day of school to the first there is always an open door in Järva for anyone aged 10 to 18. Six youth
centres are open every day. From Wednesday to Saturday they close at 11 pm.

No one needs to sign up. All food is free, and so is borrowing a bicycle, a ball or a fishing rod.
""",
                    ),
                    Text(
                        "background",
                        """
Last summer we asked 300 young people what they missed during the holidays. The three most common answers were
longer evenings, food, and something to do outside their own neighbourhood. That is why a bus now runs between the
centres every hour, and why we have moved money from daytime to evenings.

Youth outreach workers, parents on evening walks and community police officers are out in the same places. Every
Thursday they have dinner together at the centre, so that the young people know who they are.
""",
                        heading="Why the summer looks like this",
                    ),
                    Quote(
                        "We asked to stay when the fun begins. Now the centre closes when we have to go home anyway.",
                        "Leyla Exempelby",
                        "aged 16, member of the youth council in Husby",
                    ),
                    Quote(
                        "A long, light evening is not a problem. A long, light evening with nowhere to go is.",
                        "Mats Exempelkvist",
                        "head of the youth centres",
                        JARVA,
                    ),
                    Questions(
                        (
                            ("Do you have to live in Järva?", "No. Everyone aged 10 to 18 is welcome."),
                            (
                                "Are there adults at the centres?",
                                "Yes, always at least three at each centre, four in the evenings.",
                            ),
                            (
                                "What about younger children?",
                                "The playground parks are open every day from 10 to 5 and are staffed.",
                            ),
                        ),
                        heading="Questions and answers",
                    ),
                    Text(
                        "residents",
                        """
- Your child can go to the centre every day and get lunch and dinner.
- The bus between the centres is free and leaves on the hour from 2 pm to 10 pm.
- Adults are welcome on the evening walks. Ask at the nearest centre.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="oppen-mottagning",
        type="message",
        owner=POLISEN,
        when=When(9, 14, 10),
        areas=(PLATSER,),
        goals=(TRYGGHET,),
        audiences=("invanare", "naringsliv"),
        places=("tensta", "kista", "rinkeby"),
        tags=("dialog", "stod-och-hjalp"),
        image="sofa",
        words={
            "sv": Words(
                "Träffa din områdespolis varje onsdag, utan att boka tid",
                "Områdespoliserna sitter på biblioteken i Tensta, Rinkeby och Kista på onsdagar klockan 15–18. Kom "
                "med frågor, tips eller bara för att säga hej.",
                (
                    Text(
                        "statement",
                        """
Varje onsdag eftermiddag finns två områdespoliser på biblioteket i Tensta, Rinkeby och Kista. De har inget bord
med nummerlapp, bara en soffa och en kanna kaffe. Den som vill kan fråga om vad som helst.
""",
                    ),
                    Text(
                        "background",
                        """
Försöket började i Tensta i våras. Flest frågor handlade om borttappade saker, trafik vid skolan och hur en
anmälan går till. Många kom tillbaka med en granne.

Biblioteken ville ha polisen på plats när det är som mest folk, inte när det är tomt. Därför ligger tiden efter
skolan.
""",
                        heading="Vad vi lärde oss i våras",
                    ),
                    Quote(
                        "Det är lättare att fråga någon som man redan har sett dricka kaffe.",
                        "Farid Exempelstam",
                        "områdespolis i Tensta",
                        POLISEN,
                    ),
                    Questions(
                        (
                            (
                                "Kan jag göra en anmälan där?",
                                "Ja, eller få hjälp att göra den i telefon eller på nätet. Är det bråttom ska du alltid "
                                "ringa 112.",
                            ),
                            (
                                "Talar ni andra språk än svenska?",
                                "På plats finns ofta någon som talar arabiska eller somaliska. Annars ringer vi en tolk.",
                            ),
                            (
                                "Är det jag säger hemligt?",
                                "Berätta först att du vill vara anonym, så förklarar polisen vad som går att lova.",
                            ),
                        )
                    ),
                    Text(
                        "residents",
                        """
Du kan få svar direkt av en polis som arbetar där du bor. Det kostar ingenting och du behöver inte legitimera
dig för att ställa en fråga. Butiker och föreningar är lika välkomna.
""",
                    ),
                ),
            ),
            "en": Words(
                "Meet your community police officer every Wednesday, no appointment needed",
                "Community officers are at the libraries in Tensta, Rinkeby and Kista on Wednesdays from 3 to 6 pm. "
                "Bring questions, tips or just say hello.",
                (
                    Text(
                        "statement",
                        """
Every Wednesday afternoon two community police officers are at the library in Tensta, Rinkeby and Kista. There is
no desk and no queue ticket, only a sofa and a pot of coffee. You can ask about anything.
""",
                    ),
                    Text(
                        "background",
                        """
The trial began in Tensta in the spring. Most questions were about lost property, traffic outside the school and how
to report something. Many came back with a neighbour.

The libraries wanted the police there when they are busiest, not when they are empty. That is why the hours are right
after school.
""",
                        heading="What we learned in the spring",
                    ),
                    Quote(
                        "It is easier to ask someone you have already seen drinking coffee.",
                        "Farid Exempelstam",
                        "community police officer in Tensta",
                        POLISEN,
                    ),
                    Questions(
                        (
                            (
                                "Can I report a crime there?",
                                "Yes, or get help to do it by telephone or online. If it is urgent, always call 112.",
                            ),
                            (
                                "Do you speak other languages than Swedish?",
                                "There is often someone who speaks Arabic or Somali. Otherwise we call an interpreter.",
                            ),
                            (
                                "Is what I say secret?",
                                "Say first that you want to be anonymous, and the officer will explain what can be "
                                "promised.",
                            ),
                        )
                    ),
                    Text(
                        "residents",
                        """
You can get an answer straight from an officer who works where you live. It is free, and you need not identify
yourself to ask a question. Shops and associations are just as welcome.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="biblioteken-alla-dagar",
        type="message",
        owner=KULTUR,
        when=When(2, 2, 9, 15),
        areas=(UNGA,),
        goals=(UPPVAXT, STADSMILJO),
        audiences=("invanare", "unga"),
        places=("tensta", "rinkeby", "husby", "kista"),
        tags=("bibliotek", "fritid", "skola"),
        image="library",
        words={
            "sv": Words(
                "Nu har biblioteken i Järva öppet sju dagar i veckan",
                "Från och med februari har biblioteken i Tensta, Rinkeby, Husby och Kista öppet alla dagar. På "
                "söndagar finns läxhjälp och sagostund.",
                (
                    Text(
                        "statement",
                        """
Biblioteken i Järva är de mest besökta i sina stadsdelar och nu stänger de inte längre på söndagar. Alla fyra har
öppet minst 11–17 alla dagar i veckan, och till klockan 20 måndag till torsdag.
""",
                    ),
                    Text(
                        "background",
                        """
När vi räknade en vanlig lördag i Tensta satt det fler elever på golvet än på stolarna. Det var inte brist på
böcker utan brist på plats och tid. Sju dagar i veckan sprider besöken, och två rum som tidigare var kontor har
blivit studierum som går att boka.
""",
                    ),
                    Quote(
                        "Hemma är vi sex personer i tre rum. Här får jag en hel stol för mig själv.",
                        "Yasmin Exempelhaga",
                        "går i nian i Tensta",
                    ),
                    Quote(
                        "Ett bibliotek är ett av få rum där ingen frågar vad du ska köpa.",
                        "Ulla Exempelfors",
                        "bibliotekschef",
                        KULTUR,
                    ),
                    Text(
                        "residents",
                        """
- Söndagar 13–16: läxhjälp i matematik, svenska och engelska. Ingen anmälan.
- Söndagar 11.30: sagostund på svenska och ett språk till.
- Boka studierum med lånekortet, högst två timmar åt gången.
""",
                    ),
                ),
            ),
            "en": Words(
                "The libraries in Järva are now open seven days a week",
                "From February the libraries in Tensta, Rinkeby, Husby and Kista are open every day. On Sundays there "
                "is homework support and story time.",
                (
                    Text(
                        "statement",
                        """
The libraries are the most visited rooms in their neighbourhoods, and now they no longer close on Sundays. All four
are open at least from 11 to 5 every day of the week, and until 8 pm from Monday to Thursday.
""",
                    ),
                    Text(
                        "background",
                        """
When we counted on an ordinary Saturday in Tensta there were more pupils on the floor than on the chairs. It was not
books that were missing but room and time. Seven days a week spreads the visits, and two rooms that used to be offices
are now study rooms that can be booked.
""",
                    ),
                    Quote(
                        "At home we are six people in three rooms. Here I get a whole chair to myself.",
                        "Yasmin Exempelhaga",
                        "year nine pupil in Tensta",
                    ),
                    Quote(
                        "A library is one of the few rooms where no one asks what you are going to buy.",
                        "Ulla Exempelfors",
                        "head librarian",
                        KULTUR,
                    ),
                    Text(
                        "residents",
                        """
- Sundays 1–4 pm: homework support in maths, Swedish and English. No need to sign up.
- Sundays 11.30 am: story time in Swedish and one more language.
- Book a study room with your library card, for two hours at a time.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="stod-vid-vald",
        type="message",
        owner=JARVA,
        when=When(days_ago=6, hour=8),
        areas=(RELATION,),
        goals=(VARDAG,),
        audiences=("invanare", "vardnadshavare"),
        places=("akalla", "husby", "kista", "rinkeby", "tensta", "hjulsta"),
        tags=("stod-och-hjalp",),
        image="door",
        attachments=("stod-vid-vald",),
        words={
            "sv": Words(
                "Här får du hjälp om någon i din närhet skadar dig",
                "Våld i hemmet är aldrig ditt fel. Socialtjänsten i Järva har öppen rådgivning utan tidsbokning två "
                "dagar i veckan, och du får vara anonym.",
                (
                    Text(
                        "statement",
                        """
Du kan komma till oss även om du inte vet om det du är med om räknas som våld. Du behöver inte ha bestämt dig för
att lämna någon, och du behöver inte visa legitimation. Tillsammans går vi igenom vad som är möjligt.

Är det akut: ring 112.
""",
                    ),
                    Text(
                        "background",
                        """
Många väntar länge med att berätta. De vanligaste skälen vi hör är oro för barnen, för bostaden och för vad
släkten ska säga. Därför sitter familjerådgivare, barnhandläggare och någon som kan bostadsfrågor i samma
korridor, så att du slipper berätta allt flera gånger.

Den som själv skadar någon och vill sluta kan också ringa. Det finns en egen grupp och en egen ingång.
""",
                        heading="Vanliga skäl att vänta, och vad vi kan göra åt dem",
                    ),
                    Quote(
                        "Den första frågan vi ställer är inte varför du stannade utan hur du vill ha det i morgon.",
                        "Karin Exempelmo",
                        "samordnare mot våld i nära relation",
                        JARVA,
                    ),
                    Questions(
                        (
                            (
                                "Får min man eller min familj veta att jag har varit hos er?",
                                "Nej. Vi berättar inte för någon att du har varit här.",
                            ),
                            (
                                "Vad händer med barnen?",
                                "Vi frågar hur de har det. Om ett barn far illa måste vi hjälpa barnet, och det gör vi "
                                "tillsammans med dig så långt det går.",
                            ),
                            (
                                "Jag är orolig för en granne. Vad gör jag?",
                                "Ring på om det känns tryggt, ring 112 om det är fara, och ring rådgivningen om du vill "
                                "fråga hur du kan hjälpa.",
                            ),
                        )
                    ),
                    Text(
                        "residents",
                        """
- Öppen rådgivning: tisdagar 13–18 och torsdagar 9–12 på medborgarkontoren.
- Tolk finns per telefon på över trettio språk.
- Du kan ta med en vän, och det finns leksaker i väntrummet.
""",
                    ),
                ),
            ),
            "en": Words(
                "Where to get help if someone close to you hurts you",
                "Violence at home is never your fault. The social services in Järva give open advice two days a week, "
                "without an appointment, and you can be anonymous.",
                (
                    Text(
                        "statement",
                        """
You can come to us even if you do not know whether what you live with counts as violence. You need not have decided to
leave anyone, and you need not show any identification. Together we go through what is possible.

In an emergency, call 112.
""",
                    ),
                    Text(
                        "background",
                        """
Many wait a long time before they tell anyone. The reasons we hear most are worry about the children, about the home
and about what relatives will say. That is why family counsellors, children's officers and someone who knows housing
sit in the same corridor, so that you do not have to tell your story several times.

Those who hurt someone and want to stop can also call. There is a separate group and a separate entrance.
""",
                        heading="Common reasons to wait, and what we can do about them",
                    ),
                    Quote(
                        "Our first question is not why you stayed but how you want tomorrow to be.",
                        "Karin Exempelmo",
                        "coordinator against violence in close relationships",
                        JARVA,
                    ),
                    Questions(
                        (
                            (
                                "Will my husband or my family know that I have been to see you?",
                                "No. We tell no one that you have been here.",
                            ),
                            (
                                "What happens to the children?",
                                "We ask how they are. If a child is being harmed we have to help the child, and we do it "
                                "together with you as far as possible.",
                            ),
                            (
                                "I am worried about a neighbour. What do I do?",
                                "Ring the bell if it feels safe, call 112 if there is danger, and call us if you want to "
                                "ask how you can help.",
                            ),
                        )
                    ),
                    Text(
                        "residents",
                        """
- Open advice: Tuesdays 1–6 pm and Thursdays 9–12 at the citizen service offices.
- Interpreters by telephone in more than thirty languages.
- You can bring a friend, and there are toys in the waiting room.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="ni-tyckte-till",
        type="message",
        owner=JARVA,
        when=When(5, 6, 13, min_age=12),
        areas=(PLATSER,),
        goals=(STADSMILJO, TRYGGHET),
        audiences=("invanare", "foreningar"),
        places=("husby",),
        tags=("dialog", "torg"),
        image="market",
        correction=Correction(
            9,
            {
                "sv": "I den första versionen stod det att 412 personer hade svarat. Rätt antal är 214.",
                "en": "The first version said that 412 people had answered. The right number is 214.",
            },
            {"sv": (("412", "214"),), "en": (("412", "214"),)},
        ),
        words={
            "sv": Words(
                "Ni tyckte till om Husby torg – det här händer nu",
                "412 personer svarade på frågan om vad som saknas på torget. Tre förslag genomförs i sommar, ett nästa "
                "år och två blir det inget av. Här står varför.",
                (
                    Text(
                        "statement",
                        """
I mars stod vi tre lördagar på torget med en stor karta och frågade vad som saknas. 412 personer svarade, den
yngsta fyra år och den äldsta nittioett. Nu återkommer vi med besked om varje förslag, som vi lovade.
""",
                    ),
                    Text(
                        "background",
                        """
- **Fler bänkar med ryggstöd:** fjorton sätts upp före midsommar, alla i sol på eftermiddagen.
- **Bättre ljus vid tunnelbanan:** belysningen byts i augusti.
- **En scen:** en enkel träscen står klar till torgdagen. Föreningar kan boka den gratis.
- **Offentlig toalett:** byggs nästa år, eftersom ledningarna först måste läggas om.
- **Parkering närmare torget:** nej. Ytan behövs för dem som går, och det finns platser två minuter bort.
- **Hundrastgård på gräsplanen:** nej. Barngrupperna använder planen varje dag. Vi letar efter en annan plats.
""",
                        heading="Sex förslag och sex svar",
                    ),
                    Quote(
                        "Jag fick nej på mitt förslag, men jag fick veta varför. Det har aldrig hänt förut.",
                        "Göran Exempeldal",
                        "boende i Husby sedan 1976",
                    ),
                    Text(
                        "residents",
                        """
Vill du vara med och bestämma var bänkarna ska stå? Kom till torget på lördag klockan 12. Vi har med oss krita och
måttband.
""",
                    ),
                ),
            ),
            "en": Words(
                "You told us about Husby square – this is what happens now",
                "412 people answered when we asked what the square is missing. Three suggestions are carried out this "
                "summer, one next year and two will not happen. Here is why.",
                (
                    Text(
                        "statement",
                        """
In March we stood in the square on three Saturdays with a large map and asked what is missing. 412 people answered,
the youngest four years old and the oldest ninety-one. Now we come back with an answer to each suggestion, as we
promised.
""",
                    ),
                    Text(
                        "background",
                        """
- **More benches with backrests:** fourteen are put up before midsummer, all of them in the afternoon sun.
- **Better light by the metro:** the lamps are replaced in August.
- **A stage:** a simple wooden stage will be ready for the day of the square. Associations can book it for free.
- **A public toilet:** next year, since the pipes must be relaid first.
- **Parking closer to the square:** no. People on foot need the space, and there are places two minutes away.
- **A dog run on the lawn:** no. Groups of children use the lawn every day. We are looking for another place.
""",
                        heading="Six suggestions and six answers",
                    ),
                    Quote(
                        "My suggestion was turned down, but I was told why. That has never happened before.",
                        "Göran Exempeldal",
                        "Husby resident since 1976",
                    ),
                    Text(
                        "residents",
                        """
Would you like to help decide where the benches go? Come to the square on Saturday at noon. We bring chalk and a
measuring tape.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="trygghetsvandringar",
        type="message",
        owner=POLISEN,
        when=When(12, 5, 9),
        areas=(PLATSER,),
        goals=(TRYGGHET, STADSMILJO),
        audiences=("invanare", "fastighetsagare", "foreningar"),
        places=("rinkeby", "tensta", "hjulsta", "akalla", "husby", "kista"),
        tags=("dialog", "trygga-vagar", "belysning"),
        image="evening",
        words={
            "sv": Words(
                "Gå med på trygghetsvandring i din stadsdel i vinter",
                "Sex kvällar i december och januari går vi genom Järva tillsammans med boende och pekar ut var det är "
                "mörkt, trasigt eller ödsligt.",
                (
                    Text(
                        "statement",
                        """
Det bästa sättet att förstå en mörk gångväg är att gå den när den är mörk. Därför går vi på kvällen, i december,
och alla är välkomna. Varje vandring tar en och en halv timme och slutar med soppa.
""",
                    ),
                    Text(
                        "background",
                        """
Med på promenaden går områdespoliser, någon från trafikkontoret, någon från fastighetsägaren och alla boende som
vill. Vi stannar på platser som ni väljer. En person antecknar, och inom fyra veckor kommer ett svar om varje
anmärkning: vem som gör något, när, eller varför det inte går.

Förra vintern gav vandringarna 131 anteckningar, från lösa gatstenar till ett buskage som dolde en hel
busshållplats. Det finns inte längre.
""",
                    ),
                    Quote(
                        "Mina barn har gått i mörker förbi den där porten i tre år. Det tog nio dagar att laga lampan "
                        "när rätt person stod bredvid.",
                        "Hodan Exempelhult",
                        "boende i Rinkeby",
                    ),
                    Questions(
                        (
                            ("Måste jag anmäla mig?", "Nej, men ta gärna med reflex."),
                            (
                                "Går det att komma med barnvagn eller rullstol?",
                                "Ja. Alla vägar är utan trappor, och vi hoppar hellre över en plats än en person.",
                            ),
                        )
                    ),
                    Text(
                        "residents",
                        """
Platserna som du tycker är otrygga kommer med på en lista som är öppen för alla. Du ser själv vad som blivit gjort
och vem du kan fråga.
""",
                    ),
                ),
            ),
        },
    ),
    Item(
        name="konsert-akalla",
        type="message",
        owner=KULTUR,
        when=When(8, 27, 11, min_age=30),
        areas=(UNGA,),
        goals=(STADSMILJO,),
        audiences=("invanare", "unga"),
        places=("akalla",),
        tags=("kultur", "torg"),
        image="stage",
        withdrawal=Withdrawal(
            6,
            {
                "sv": "Meddelandet gällde en tidig planering och hade fel datum och plats. Ett nytt meddelande kommer när "
                "programmet är klart."
            },
        ),
        words={
            "sv": Words(
                "Höstkonsert på Akalla torg med kulturskolans orkestrar",
                "Tre orkestrar och en kör spelar ute på torget en lördag i september.",
                (
                    Text(
                        "statement",
                        """
Kulturskolans elever bjuder på en timmes konsert på torget. Repertoaren går från folkmusik till filmmusik, och den
som vill får prova instrumenten efteråt.
""",
                    ),
                    Text("residents", "Konserten är gratis och det finns sittplatser för den som behöver."),
                ),
            ),
        },
    ),
)
