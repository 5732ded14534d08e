"""The seven parties of the plan. Names are facts; addresses, contacts and marks are invented.

Telephone numbers are from the series that the Swedish Post and Telecom Authority keeps for fiction: 08-465 004 00 to
08-465 004 99 and 070-174 06 05 to 070-174 06 99. Addresses are under example.se, e-mail too.
"""

from cms.example_data.content.codes import BOSTADER, IDROTT, JARVA, KULTUR, POLISEN, SKOLAN, TRAFIK
from cms.example_data.shapes import Contact, Organisation

OFFICE_HOURS = "mån-tor 08:00-17:00, fre 08:00-16:00"
SHORT_HOURS = "mån-fre 09:00-15:30"
LONG_HOURS = "mån-fre 07:00-21:00, lör-sön 10:00-18:00"
WEEKEND_HOURS = "lör-sön 10:00-15:00"

_PRESS_OFFICER = "pressansvarig"
_COMMUNICATIONS = "kommunikatör"

ORGANISATIONS = (
    Organisation(
        code=JARVA,
        website="https://jarva.example.se/",
        duty_phone="08-465 004 10",
        mark="leaf",
        names={
            "sv": ("Järva stadsdelsförvaltning", "Stadsdelen"),
            "en": ("Järva District Administration", "The district"),
        },
        answers_for={
            "sv": "Socialtjänst, förskolor, fritidsgårdar, parker och medborgarkontor i Järva, och samordningen av "
            "samverkansöverenskommelsen tillsammans med polisen.",
            "en": "Social services, preschools, youth centres, parks and citizen service offices in Järva, and, "
            "together with the police, the coordination of the collaboration agreement.",
        },
        contacts=(
            Contact(
                "Alva Exempelgren",
                "08-465 004 11",
                "alva.exempelgren@jarva.example.se",
                _PRESS_OFFICER,
                OFFICE_HOURS,
            ),
            Contact(
                "Omar Exempelberg",
                "070-174 06 11",
                "omar.exempelberg@jarva.example.se",
                _COMMUNICATIONS,
                WEEKEND_HOURS,
            ),
        ),
    ),
    Organisation(
        code=POLISEN,
        website="https://polisen-jarva.example.se/",
        duty_phone="08-465 004 20",
        mark="shield",
        names={
            "sv": ("Lokalpolisområde Järva", "Polisen"),
            "en": ("Järva Local Police District", "The police"),
        },
        answers_for={
            "sv": "Polisens arbete i Järva: områdespoliser, öppna mottagningar, trygghetsvandringar och det "
            "brottsförebyggande samarbetet med stadsdelen.",
            "en": "Police work in Järva: community officers, open reception hours, safety walks and crime prevention "
            "together with the district.",
        },
        contacts=(
            Contact(
                "Helin Exempelqvist",
                "08-465 004 21",
                "helin.exempelqvist@polisen.example.se",
                _PRESS_OFFICER,
                LONG_HOURS,
            ),
        ),
    ),
    Organisation(
        code=SKOLAN,
        website="https://utbildning.example.se/",
        duty_phone="08-465 004 30",
        mark="book",
        names={
            "sv": ("Utbildningsförvaltningen", "Utbildning"),
            "en": ("Education Administration", "Education"),
        },
        answers_for={
            "sv": "De kommunala grundskolorna och gymnasieskolorna i Järva: undervisning, elevhälsa, läxhjälp och "
            "skolornas trygghetsteam.",
            "en": "The municipal schools in Järva: teaching, pupils' health, homework support and the schools' "
            "safety teams.",
        },
        contacts=(
            Contact(
                "Samuel Exempelund",
                "08-465 004 31",
                "samuel.exempelund@utbildning.example.se",
                _PRESS_OFFICER,
                OFFICE_HOURS,
            ),
        ),
    ),
    Organisation(
        code=TRAFIK,
        website="https://trafik.example.se/",
        duty_phone="08-465 004 40",
        mark="path",
        names={
            "sv": ("Trafikkontoret", "Trafik"),
            "en": ("Traffic Administration", "Traffic"),
        },
        answers_for={
            "sv": "Gator, torg, gång- och cykelvägar, belysning och snöröjning på stadens mark i Järva.",
            "en": "Streets, squares, footpaths and cycle paths, lighting and snow clearing on city land in Järva.",
        },
        contacts=(
            Contact(
                "Maja Exempelstrand",
                "08-465 004 41",
                "maja.exempelstrand@trafik.example.se",
                _PRESS_OFFICER,
                SHORT_HOURS,
            ),
        ),
    ),
    Organisation(
        code=IDROTT,
        website="https://idrott.example.se/",
        duty_phone="08-465 004 50",
        mark="ball",
        names={
            "sv": ("Idrottsförvaltningen", "Idrott"),
            "en": ("Sports Administration", "Sports"),
        },
        answers_for={
            "sv": "Sporthallar, simhallar, bollplaner och stöd till idrottsföreningar i Järva.",
            "en": "Sports halls, swimming pools, pitches and support for sports clubs in Järva.",
        },
        contacts=(
            Contact(
                "Diyar Exempelsson",
                "08-465 004 51",
                "diyar.exempelsson@idrott.example.se",
                _COMMUNICATIONS,
                OFFICE_HOURS,
            ),
        ),
    ),
    Organisation(
        code=KULTUR,
        website="https://kultur.example.se/",
        duty_phone="08-465 004 60",
        mark="stage",
        names={
            "sv": ("Kulturförvaltningen", "Kultur"),
            "en": ("Culture Administration", "Culture"),
        },
        answers_for={
            "sv": "Biblioteken, kulturskolan och kulturhusen i Järva, och stöd till det fria kulturlivet.",
            "en": "The libraries, the arts school and the culture houses in Järva, and support for independent "
            "culture.",
        },
        contacts=(
            Contact(
                "Ingrid Exempelroth",
                "08-465 004 61",
                "ingrid.exempelroth@kultur.example.se",
                _PRESS_OFFICER,
                OFFICE_HOURS,
            ),
        ),
    ),
    Organisation(
        code=BOSTADER,
        website="https://bostader.example.se/",
        duty_phone="08-465 004 70",
        mark="house",
        names={
            "sv": ("Svenska Bostäder", "Svenska Bostäder"),
            "en": ("Svenska Bostäder (municipal housing company)", "Svenska Bostäder"),
        },
        answers_for={
            "sv": "Hyreshusen, gårdarna och lokalerna som bolaget äger i Järva: felanmälan, belysning, portar och "
            "trivsel i kvarteren.",
            "en": "The rental buildings, courtyards and premises that the company owns in Järva: repairs, lighting, "
            "entrances and wellbeing in the blocks.",
        },
        contacts=(
            Contact(
                "Nadia Exempelholm",
                "08-465 004 71",
                "nadia.exempelholm@bostader.example.se",
                _PRESS_OFFICER,
                OFFICE_HOURS,
            ),
        ),
    ),
)
