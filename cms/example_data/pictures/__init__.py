"""Pictures drawn by the project itself, each with its text alternative in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cms.example_data.pictures import indoors, outdoors, talks
from cms.example_data.pictures.canvas import Canvas, jpeg

CREDIT = "Illustration: Samverkan Järva (exempel)"


@dataclass(frozen=True)
class Scene:
    """A picture that can be drawn. `title` is its name in the workshop."""

    name: str
    paint: Callable[[Canvas], None]
    title: str
    alt: dict[str, str]


SCENES: dict[str, Scene] = {
    paint.__name__: Scene(paint.__name__, paint, title, {"sv": sv, "en": en})
    for paint, title, sv, en in (
        (outdoors.square, "Torget på morgonen", "Ett torg på morgonen med fontän, träd, bänkar och människor på väg.",
         "A square in the morning with a fountain, trees, benches and people passing."),
        (outdoors.houses, "Bostadshus i kvällssol",
         "Flerbostadshus bland träd i kvällssol, en vuxen och ett barn på en gångväg.",
         "Blocks of flats among trees in the evening sun, an adult and a child on a path."),
        (outdoors.lamps, "Upplyst gångväg", "En gångväg i skymning med lyktor som lyser hela vägen.",
         "A footpath at dusk with lamps lit all the way."),
        (outdoors.evening, "Vinterkväll", "Bostadshus med ljus i fönstren en vinterkväll, människor på en isbana.",
         "Flats with lit windows on a winter evening, people on an ice rink."),
        (outdoors.pitch, "Fotbollsplanen", "Två lag spelar fotboll på en upplyst plan.",
         "Two teams play football on a floodlit pitch."),
        (outdoors.market, "Torghandel", "Torgstånd med randiga markiser och frukt, och människor som handlar.",
         "Market stalls with striped awnings and fruit, and people shopping."),
        (outdoors.crossing, "Skolvägen",
         "Barn går över ett övergångsställe framför en skola, en vuxen i gult står bredvid.",
         "Children cross the street in front of a school beside an adult in yellow."),
        (outdoors.path, "Vägen framåt", "Två personer går på en slingrande stig mot en låg sol.",
         "Two people walk on a winding path towards a low sun."),
        (outdoors.garden, "Odlingslådor", "Odlingslådor med blommor på en gård, tre personer vattnar och tittar.",
         "Planter boxes with flowers in a courtyard, three people water and look on."),
        (outdoors.bikes, "Cyklar vid vattnet", "Fyra cyklar i olika färger vid en strand.",
         "Four bicycles of different colours by the water."),
        (indoors.library, "Biblioteket", "En person läser i en fåtölj mellan bokhyllor framför ett stort fönster.",
         "Somebody reads in an armchair between bookshelves in front of a large window."),
        (indoors.books, "Läxan", "Ett skrivbord med lampa, uppslagen skrivbok och en bokstapel med ett äpple.",
         "A desk with a lamp, an open exercise book and a pile of books with an apple."),
        (indoors.table, "Det dukade bordet", "Ett långbord uppifrån, dukat för tio med mat och koppar.",
         "A long table from above, laid for ten with food and cups."),
        (indoors.meeting, "Samtal vid runda bord", "Människor samtalar vid sex runda bord, sett uppifrån.",
         "People talking at six round tables, seen from above."),
        (indoors.stage, "Scenen", "Fem musiker på en upplyst scen framför publik.",
         "Five musicians on a lit stage in front of an audience."),
        (indoors.pool, "Simbanor", "Fem personer simmar i var sin bana, sett uppifrån.",
         "Five people swim, each in a lane, seen from above."),
        (indoors.windows, "Fönster", "En tegelfasad med tolv fönster, några med ljus, människor, växter och katter.",
         "A brick facade with twelve windows, some with light, people, plants and cats."),
        (talks.sofa, "Samtal i soffan", "Två personer samtalar över kaffe i en soffa mellan bokhyllor.",
         "Two people talk over coffee on a sofa between bookshelves."),
        (talks.desk, "Två vid ett skrivbord",
         "Två kollegor vid samma skrivbord med lampa, skärm och papper, kväll utanför.",
         "Two colleagues at one desk with a lamp, a screen and papers, evening outside."),
        (indoors.door, "Den öppna dörren", "En vuxen och ett barn vid en dörr på glänt, med varmt ljus inifrån.",
         "An adult and a child by a door ajar, with warm light from inside."),
    )
}  # fmt: skip


def draw(name: str) -> bytes:
    """Return the picture `name` as JPEG bytes, the same every time."""
    canvas = Canvas(name)
    SCENES[name].paint(canvas)
    return jpeg(canvas.finish())
