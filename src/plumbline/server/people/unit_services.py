"""Writing about units."""

from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from plumbline.server.audit.services import changed, record
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person, Unit
from plumbline.server.people.rights import require
from plumbline.server.people.services import Refused


@transaction.atomic
def add(by: Person, *, unit_id: str, name: str, parent: Unit | None, why: str = "", **more: Any) -> Unit:
    """A new unit below another. Forbidden, Refused."""
    if parent is None:
        raise Refused("say to which unit it belongs", "请选择上级单位")
    require(by, Action.UNITS_CHANGE, unit=parent)
    if Unit.objects.filter(unit_id=unit_id).exists():
        raise Refused("this unit id is taken", "单位编号已存在")
    made = Unit.objects.create(unit_id=unit_id, name=name, parent=parent, **more)
    told = {"unit_id": unit_id, "name": name, "parent": parent} | more
    record(who=by, action="units.add", subject=made, why=why,
           change={key: (None, value) for key, value in told.items() if value not in (None, "")})  # fmt: skip
    return made


@transaction.atomic
def change(by: Person, unit: Unit, *, parent: Unit | None = None, why: str = "", **new: Any) -> None:
    """Another name, level or place in the tree; what lies below goes with it. Forbidden, Refused."""
    require(by, Action.UNITS_CHANGE, unit=unit)
    unit = Unit.objects.select_for_update(of=("self",)).select_related("parent").get(pk=unit.pk)
    told = dict(changed(unit, **new))
    if parent is not None and parent != unit.parent:
        parent = Unit.objects.select_for_update(of=("self",)).get(pk=parent.pk)
        require(by, Action.UNITS_CHANGE, unit=parent)
        if parent.path.startswith(unit.path):
            raise Refused("a unit cannot be put below itself", "不得将单位移到其下级")
        told["parent"] = (unit.parent, parent)
        _move(unit, parent)
    if told:
        unit.save()
        record(who=by, action="units.change", subject=unit, why=why, change=told)


def _move(unit: Unit, parent: Unit) -> None:
    old, new = unit.path, f"{parent.path}{unit.id.hex}/"
    rest = Substr(F("path"), len(old) + 1)
    Unit.objects.filter(path__startswith=old).exclude(pk=unit.pk).update(path=Concat(Value(new), rest))
    unit.parent, unit.path = parent, new
