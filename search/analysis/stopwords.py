"""Words that say nothing of what is looked for, by language. Left out of a query while other words remain."""

from __future__ import annotations

_TEXTS = {
    "sv": (
        "och i att det som en ett på är av för med den till de om har vi kan från så men eller hur vad när var vem"
        " vilka vilken vilket inte jag du han hon ni man sig sin sitt sina vid under över efter ut upp in där här"
        " då nu ska skall blir bli blev varit vara finns får få gör göra gjort också bara mer mot utan mellan per"
        " ur än detta denna dessa deras er era vår vårt våra mig dig oss dem ju väl kommer kunna"
    ),
    "en": (
        "a an and are as at be but by for from has have how i in into is it its of on or our that the their then"
        " there these they this to was we were what when where which who will with you your do does can about"
    ),
    "ar": ("في من على إلى الى عن مع هذا هذه ذلك التي الذي ما هل كيف أو او و ثم كان هو هي أن ان لا"),
    "fa": "و در به از که این آن را با برای است یک تا چه چگونه هم یا بر می شود",
    "tr": ("ve bir bu da de için ile ne nasıl mi mı mu mü var olan olarak gibi ya veya hangi kim"),
    "so": "iyo oo ee waa in ku ka la u si uu ay ah soo waxa waxaa maxay sidee kale",
    "ti": "እዩ ናይ ኣብ ካብ ነቲ እቲ እታ ድማ ከምኡ ምስ ናብ እንታይ ከመይ",
}
STOP_WORDS: dict[str, frozenset[str]] = {code: frozenset(text.split()) for code, text in _TEXTS.items()}
