import datetime as dt

from cms.common import clock
from search.engine.client import Address, connect
from search.engine.names import Names, Standing, look
from tests.fakes.engine import fake_engine

OURS = Names("jarva")


def seen(indexes):
    answer = {name: {"aliases": {alias: {} for alias in aliases}} for name, aliases in indexes.items()}
    with fake_engine(lambda _request: (200, answer)) as engine:
        return look(connect(Address("elasticsearch", engine.url)), OURS)


def test_each_index_is_what_its_alias_says():
    one, two, three, four = (f"jarva-2026030308000{n}-00000{n}" for n in range(4))
    assert seen({one: ["jarva"], two: ["jarva-building"], three: ["jarva-retired"], four: []}) == Standing(
        live=one, building=two, retired=(three,), strays=(four,)
    )


def test_index_of_somebody_elses_is_no_stray_whatever_it_is_called():
    others = {"jarva-logs": [], "jarva-20260303080000": [], "jarva-20260303080000-00000g": [], "jarva": []}
    assert seen(others) == Standing()


def test_no_index_is_nothing():
    assert seen({}) == Standing()


def test_new_names_differ_and_tell_their_time():
    first, second = OURS.new(), OURS.new()
    assert first != second
    assert abs(OURS.made_at(first) - clock.now()) < dt.timedelta(minutes=1)
    assert OURS.made_at("jarva-logs") is None
