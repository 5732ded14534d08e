"""Documents to download with some of the items: what they say. They are set by `cms.example_data.pdf`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """A short document. `text` is written as in `cms.example_data.markup`; a line with `# ` is a heading."""

    title: str
    text: str


DOCUMENTS: dict[str, dict[str, Document]] = {
    "sommarlov": {
        "sv": Document(
            "Sommarlov i Järva: program för fritidsgårdarna",
            """
Sex fritidsgårdar, öppet alla dagar från skolavslutning till skolstart. För dig mellan 10 och 18 år. Allt är gratis.

# Öppettider

- Måndag, tisdag och söndag: 12-20
- Onsdag till lördag: 12-23
- Lunch klockan 12.30, middag klockan 17.30

# Återkommande i veckan

- Måndag: fiske och paddling vid vattnet
- Tisdag: filmverkstad med kulturskolan
- Onsdag: öppen hall, välj själv
- Torsdag: middag tillsammans, alla är välkomna
- Fredag: turnering, lagen lottas
- Lördag: musik ute på gården

# Bussen mellan gårdarna

Bussen går varje heltimme från 14 till 22 och stannar vid alla sex gårdarna. Du behöver ingen biljett.

# För dig som är vuxen

Vill du följa med på en kvällspromenad? Kom till närmaste gård klockan 20. Promenaden tar en timme.
""",
        ),
        "en": Document(
            "Summer holidays in Järva: programme of the youth centres",
            """
Six youth centres, open every day from the last day of school to the first. For you who are 10 to 18. Everything is free.

# Opening hours

- Monday, Tuesday and Sunday: 12 noon - 8 pm
- Wednesday to Saturday: 12 noon - 11 pm
- Lunch at 12.30 pm, dinner at 5.30 pm

# Every week

- Monday: fishing and paddling by the water
- Tuesday: film workshop with the arts school
- Wednesday: open sports hall, you choose
- Thursday: dinner together, everyone is welcome
- Friday: tournament, teams are drawn by lot
- Saturday: music outdoors at the centre

# The bus between the centres

The bus leaves on the hour from 2 pm to 10 pm and stops at all six centres. You need no ticket.

# For adults

Would you like to join an evening walk? Come to the nearest centre at 8 pm. The walk takes one hour.
""",
        ),
    },
    "stod-vid-vald": {
        "sv": Document(
            "Hit kan du vända dig om någon skadar dig",
            """
Det är aldrig ditt fel. Du får vara anonym, du behöver inte boka tid, och du behöver inte ha bestämt dig för något.

# Är det bråttom

Ring 112.

# Vill du prata med någon

- Öppen rådgivning tisdagar 13-18 och torsdagar 9-12 på medborgarkontoren i Järva
- Tolk per telefon på över trettio språk
- Du kan ta med en vän, och barn är välkomna

# Vad vi kan hjälpa till med

- Ett samtal om hur du har det och hur du vill ha det
- En säker plats att bo på för dig och dina barn
- Stöd till barnen, med en egen vuxen
- Hjälp hos myndigheter, så att du slipper berätta flera gånger

# Är du orolig för någon annan

Fråga. Säg: jag blev orolig, behöver du något? Ring oss om du vill veta hur du kan hjälpa.
""",
        ),
        "en": Document(
            "Where you can turn if someone hurts you",
            """
It is never your fault. You can be anonymous, you need no appointment, and you need not have decided anything.

# If it is urgent

Call 112.

# If you want to talk to someone

- Open advice on Tuesdays 1-6 pm and Thursdays 9-12 at the citizen service offices in Järva
- Interpreters by telephone in more than thirty languages
- You can bring a friend, and children are welcome

# What we can help with

- A talk about how things are and how you want them to be
- A safe place to stay for you and your children
- Support for the children, with an adult of their own
- Help with authorities, so that you need not tell your story several times

# If you are worried about someone else

Ask. Say: I got worried, do you need anything? Call us if you want to know how you can help.
""",
        ),
    },
    "lagesbild-platser": {
        "sv": Document(
            "Lägesbild i korthet: att vara ute på kvällen",
            """
En sida att ta med till mötet. Alla tal är påhittade och mäter ingenting.

# Mål

Tryggheten ökar i Järva, och stadsmiljön är tillgänglig för alla åldrar.

# Läget nu

- Exempelindexet har stigit i alla sex stadsdelar
- Mest i Husby, från 60 till 71
- Minst i Hjulsta, från 55 till 57

# Vad vi gör härnäst

- Våren: bänkar och ljus längs cykelvägen i Hjulsta
- Sommaren: gårdar i Akalla, tillsammans med sommarjobbare
- Hösten: ny mätning på samma platser

# Så är talen framtagna

De är skrivna för hand för att visa hur en lägesbild ser ut. Ingen har tillfrågats.
""",
        ),
        "en": Document(
            "Situation picture in brief: being out in the evening",
            """
One page to bring to the meeting. All numbers are made up and measure nothing.

# Goals

Safety increases in Järva, and the urban environment is accessible to all ages.

# The picture now

- The example index has risen in all six neighbourhoods
- Most of all in Husby, from 60 to 71
- Least in Hjulsta, from 55 to 57

# What we do next

- Spring: benches and light along the cycle path in Hjulsta
- Summer: courtyards in Akalla, together with summer workers
- Autumn: a new measurement in the same places

# How the numbers were made

They were written by hand to show what a situation picture looks like. No one has been asked.
""",
        ),
    },
}
