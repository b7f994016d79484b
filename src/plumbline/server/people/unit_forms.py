"""Forms about units."""

from typing import Any

from django import forms

from plumbline.rulebook.model import Text
from plumbline.server.people.models import LEVELS, Unit
from plumbline.server.site.language import lang, say

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


class UnitForm(forms.Form):
    """A unit and its place in the tree."""

    unit_id = forms.CharField(max_length=100)
    name = forms.CharField(max_length=200)
    parent = forms.ModelChoiceField(Unit.objects.none(), to_field_name="unit_id", required=False)
    level = forms.ChoiceField(required=False)
    region_code = forms.CharField(max_length=20, required=False)

    def __init__(self, *args: Any, units: Any, known: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "unit_id": say("Unit id", "单位编号"), "name": say("Name", "单位名称"),
            "parent": say("Parent unit", "上级单位"),
            "level": say("Level", "层级"), "region_code": say("Region code", "行政区划代码"),
        }  # fmt: skip
        for name, label in labels.items():
            self.fields[name].label = label
        parent, level = self.fields["parent"], self.fields["level"]
        assert isinstance(parent, forms.ModelChoiceField)  # noqa: S101  for the type checker
        assert isinstance(level, forms.ChoiceField)  # noqa: S101  the same
        parent.queryset = units.exclude(path__startswith=known.path) if known else units
        level.choices = [("", "—"), *((key, text.of(lang())) for key, text in LEVEL.items())]
        if known:
            del self.fields["unit_id"]
