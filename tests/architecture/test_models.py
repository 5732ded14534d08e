"""What imports cannot show: models that are not gathered, and foreign keys that climb the floors."""

import importlib
import inspect
import pkgutil

from django.apps import apps
from django.db import models

import pytest

from tests.architecture.floors import APPS, floor_of, may_know, read_floors

FLOORS = read_floors()
#: The lowest floor on which Wagtail's models may be named.
WAGTAIL_FLOOR = next(floor.number for floor in FLOORS if floor.package == "cms.releases")


def own_models() -> list[type[models.Model]]:
    return [
        model for label in APPS for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]


def forward_relations() -> list[object]:
    pairs = []
    for model in own_models():
        for field in model._meta.get_fields(include_hidden=True):
            if field.is_relation and not (field.auto_created and not field.concrete) and field.related_model:
                target = field.related_model
                pairs.append(
                    pytest.param(model, target, id=f"{model.__name__}.{field.name}-{target.__name__}")
                )
    return pairs


@pytest.mark.parametrize(("model", "target"), forward_relations())
def test_relation_points_to_the_same_floor_or_down(model, target):
    here, there = floor_of(model.__module__, FLOORS), floor_of(target.__module__, FLOORS)
    assert here is not None, f"{model.__module__} has no floor"
    if there is None:
        assert not target.__module__.startswith("wagtail") or here.number >= WAGTAIL_FLOOR
    else:
        assert may_know(here, there), f"{model.__module__} must not know {target.__module__}"


@pytest.mark.parametrize("app", APPS)
def test_every_model_of_an_applet_is_gathered(app):
    """A model that its app's models.py forgets has a table only on the machines that import it by chance."""
    package = importlib.import_module(app)
    written = set()
    for info in pkgutil.walk_packages(package.__path__, f"{app}."):
        shelf = info.name.split(".")[1:]
        if "models" in shelf and "migrations" not in shelf and info.name != f"{app}.models":
            module = importlib.import_module(info.name)
            written |= {
                entry
                for entry in vars(module).values()
                if inspect.isclass(entry)
                and issubclass(entry, models.Model)
                and not entry._meta.abstract
                and entry.__module__ == info.name
            }
    gathered = (
        {
            entry
            for entry in vars(importlib.import_module(f"{app}.models")).values()
            if inspect.isclass(entry) and issubclass(entry, models.Model)
        }
        if written
        else set()
    )
    assert written <= gathered, f"add to {app}/models.py: {sorted(m.__name__ for m in written - gathered)}"
    assert written == set(apps.get_app_config(app).get_models())
