"""Words for the entries of the log. Each app tells its own in `terms.py`: ACTIONS and FIELDS."""

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

from plumbline.rulebook.model import Text


def _told(name: str) -> Mapping[str, Text]:
    places = (f"plumbline.server.{app}.terms" for app in settings.APPS)
    modules = [import_module(place) for place in places if find_spec(place)]
    return {key: text for module in modules for key, text in getattr(module, name, {}).items()}


ACTIONS = _told("ACTIONS")
FIELDS = _told("FIELDS")
