"""Stems of Swedish words: the endings of nouns, adjectives and verbs, taken off as far as enough is left.

Not Snowball's Swedish: it keeps "kameran" from "kamera", "torget" from "torg" and "platser" from "plats". Nor Lucene's
light stemmer: it keeps "polis" from "polisen". Measured on tests/search/analysis/inflections.py.
"""

from __future__ import annotations

#: Of nouns, and -a, -e of adjectives: taken off once if three letters are left, and once more if four are.
_NOUN = (
    "ernas", "arnas", "ornas", "erna", "arna", "orna", "enas", "ena", "ens", "ets", "ans", "ars", "ers", "ors",
    "arens", "aren", "ares", "are", "en", "et", "an", "ar", "er", "or", "a", "e",
)  # fmt: skip
#: Of words made from others, and of verbs: only if four letters are left, or "månad" would lose what "månader" keeps.
_DERIVED = (
    "heternas", "heterna", "hetens", "heten", "heter", "hets", "het",
    "elsernas", "elserna", "elsens", "elsen", "elser", "else",
    "andet", "anden", "ande", "ades", "ade", "at", "as",
)  # fmt: skip
_ENDINGS = sorted(
    [(ending, 3) for ending in _NOUN] + [(ending, 4) for ending in _DERIVED],
    key=lambda pair: -len(pair[0]),
)
#: Adjectives in the neuter: "roligt", "politiskt", "tryggt".
_NEUTER = ("igt", "skt", "ivt", "amt", "ggt", "llt", "mmt", "nnt", "ppt", "rrt", "sst")
_ROUNDS = 2
_VOWELS = frozenset("aeiouyåäö")
#: Stems of words that lose or change a vowel.
_SAME = {
    "öppn": "öpp", "öppenh": "öpp", "männ": "man", "cykl": "cykel", "gaml": "gammal", "syskon": "syskon",
    "händ": "hand", "städ": "stad", "böck": "bok", "föräldr": "förälder", "föräld": "förälder", "vattn": "vatt",
    "centr": "center", "cent": "center", "teatr": "teater", "teat": "teater", "dat": "dator", "mot": "motor",
    "somm": "sommar", "dotr": "dotter", "döttr": "dotter",
    "sön": "son", "nätt": "natt", "ständ": "stånd", "länd": "land", "tänd": "tand", "bröd": "bröd",
}  # fmt: skip
#: Words that end like inflected ones and are not: they stay whole.
_WHOLE = frozenset({"mot", "hand", "stad", "en", "ett"})


def swedish(word: str) -> str:
    """Return the stem of a normalised Swedish word.

    >>> {swedish(word) for word in ("trygghet", "tryggheten", "trygga", "tryggt")}
    {'trygg'}
    """
    if word in _WHOLE or word.isdecimal():
        return word
    if len(word) > 4 and word.endswith("ys"):
        word = word[:-1]  # genitive of names: "Rinkebys"
    if word.endswith(_NEUTER) and len(word) > 4:
        word = word[:-1]
    if word.endswith(("orn", "eln", "ern")) and len(word) > 5:
        word = word[:-1]  # "datorn", "cykeln", "vintern"
    for turn in range(_ROUNDS):
        shorter = _without_ending(word, turn)
        if shorter == word:
            break
        word = shorter
    if word in _SAME:
        return _SAME[word]
    return word[:-1] if word.endswith("mm") else word  # "rum", "rummet"


def _without_ending(word: str, turn: int) -> str:
    for ending, left in _ENDINGS:
        rest = word.removesuffix(ending)
        if ending == "et" and word.endswith("het"):
            continue  # "nyhet" is not inflected
        if rest != word and len(rest) >= left + turn and not _VOWELS.isdisjoint(rest):
            return rest
    return word
