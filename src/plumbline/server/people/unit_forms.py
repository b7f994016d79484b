"""Forms about units."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from plumbline.rulebook.model import Text
from plumbline.server.people.models import LEVELS, Unit
from plumbline.server.site.language import lang, say

LISTED = 300
"""So many units are offered in a list at most."""
LEVEL = dict(
    zip(
        LEVELS,
        (
            Text(zh="国家级", en="national"), Text(zh="省级", en="province"), Text(zh="市级", en="city"),
            Text(zh="县级", en="county"), Text(zh="乡镇（街道）", en="town"), Text(zh="部门", en="department"),
            Text(zh="内设机构", en="internal body"),
        ),
        strict=True,
    )
)  # fmt: skip


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no generic class at run time
    """One of some units: from a list where they are few, else typed by name or id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Unit.objects.none(), to_field_name="unit_id", **kwargs)

    def among(self, units: "QuerySet[Unit]") -> None:
        """The units to choose from."""
        if units.count() > LISTED:
            self.widget = forms.TextInput()
            self.help_text = say("Its full name or its id.", "填写单位全称或者单位编号。")
        self.queryset = units

    def to_python(self, value: Any) -> Any:
        """The unit of that id, or of that name where only one bears it."""
        known = self.queryset
        found = list(known.filter(name=str(value).strip())[:2]) if value and known is not None else []
        return found[0] if len(found) == 1 else super().to_python(value)


class UnitForm(forms.Form):
    """A unit and its place in the tree."""

    unit_id = forms.CharField(max_length=100)
    name = forms.CharField(max_length=200)
    parent = UnitField(required=False)
    level = forms.ChoiceField(required=False)
    region_code = forms.CharField(max_length=20, required=False)
    must_open = forms.NullBooleanField(required=False)
    why = forms.CharField(max_length=500)

    def __init__(self, *args: Any, units: Any, known: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "unit_id": say("Unit id", "单位编号"), "name": say("Name", "单位名称"),
            "parent": say("Parent unit", "上级单位"),
            "level": say("Level", "层级"), "region_code": say("Region code", "行政区划代码"),
            "must_open": say("Must have an account", "应当开设账号"),
            "why": say("Reason", "理由"),
        }  # fmt: skip
        for name, label in labels.items():
            self.fields[name].label = label
        parent, level = self.fields["parent"], self.fields["level"]
        assert isinstance(parent, UnitField)  # noqa: S101  for the type checker
        assert isinstance(level, forms.ChoiceField)  # noqa: S101  the same
        parent.among(units.exclude(path__startswith=known.path) if known else units)
        level.choices = [("", "—"), *((key, text.of(lang())) for key, text in LEVEL.items())]
        if known:
            del self.fields["unit_id"]
