"""Forms of inspections."""

from typing import Any

from django import forms
from django.conf import settings

from plumbline.rulebook.load import shipped
from plumbline.server.inspections.terms import EVERY
from plumbline.server.people.models import Unit
from plumbline.server.site.language import lang, say


class AskForm(forms.Form):
    """Inspect a unit and all below it: now, or again and again."""

    unit = forms.ModelChoiceField(Unit.objects.none(), to_field_name="unit_id")
    rulebook = forms.ChoiceField()
    as_of = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    every = forms.ChoiceField(required=False)
    at = forms.TimeField(required=False, widget=forms.TimeInput(attrs={"type": "time"}))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "unit": say("Unit (with all below it)", "单位（含下级）"), "rulebook": say("Rulebook", "规则集"),
            "as_of": say("As of the end of this day", "监测时间点（该日结束）"), "every": say("Again", "定期"),
            "at": say("at", "时间"),
        }  # fmt: skip
        for name, label in labels.items():
            self.fields[name].label = label
        unit, book, every = self.fields["unit"], self.fields["rulebook"], self.fields["every"]
        assert isinstance(unit, forms.ModelChoiceField)  # noqa: S101  for the type checker
        assert isinstance(book, forms.ChoiceField)  # noqa: S101  the same
        assert isinstance(every, forms.ChoiceField)  # noqa: S101  the same
        unit.queryset = units
        unit.initial = units.order_by("path").first()
        book.choices = [(name, name) for name in shipped()]
        book.initial = settings.RULEBOOK
        every.choices = [
            ("", say("once, now", "仅此一次，立即检查")),
            *((key, text.of(lang())) for key, text in EVERY.items()),
        ]
