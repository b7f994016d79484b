"""Forms of inspections."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings

from plumbline.rulebook.load import shipped
from plumbline.server.inspections.terms import EVERY
from plumbline.server.people.models import Unit
from plumbline.server.site.clock import now, today
from plumbline.server.site.language import lang, say

DAY = {"type": "date"}


class AskForm(forms.Form):
    """Inspect a unit and all below it: now, once at a time, or again and again."""

    unit = forms.ModelChoiceField(Unit.objects.none(), to_field_name="unit_id")
    rulebook = forms.ChoiceField()
    as_of = forms.DateField(required=False, widget=forms.DateInput(attrs=DAY))
    every = forms.ChoiceField(required=False)
    first_on = forms.DateField(required=False, widget=forms.DateInput(attrs=DAY))
    at = forms.TimeField(required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    whole_days = forms.BooleanField(required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in _labels().items():
            self.fields[name].label = label
        unit, book, every = self.fields["unit"], self.fields["rulebook"], self.fields["every"]
        assert isinstance(unit, forms.ModelChoiceField)  # noqa: S101  for the type checker
        assert isinstance(book, forms.ChoiceField)  # noqa: S101  the same
        assert isinstance(every, forms.ChoiceField)  # noqa: S101  the same
        unit.queryset = units
        unit.initial = units.order_by("path").first()
        book.choices = [(name, name) for name in dict.fromkeys((*shipped(), settings.RULEBOOK))]
        book.initial = settings.RULEBOOK
        every.choices = [
            ("", say("now", "立即检查")),
            ("once", say("once, at the day and time below", "仅一次，于下列日期和时间")),
            *((key, text.of(lang())) for key, text in EVERY.items()),
        ]

    def clean(self) -> dict[str, Any]:
        """What is asked for later has a time, and that time is to come."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("every") and told.get("at") is None:
            self.add_error("at", say("Say at which time.", "请填写时间。"))
        elif told.get("every") == "once" and (self.moment() or now()) <= now():
            self.add_error("first_on", say("Give a day and time to come.", "请填写将来的日期和时间。"))
        if told.get("as_of") and told.get("every") in EVERY:
            self.add_error("as_of", say("Runs that come again have no fixed day.", "定期检查不能指定固定的监测日期。"))
        return told

    def moment(self) -> datetime | None:
        """The moment asked for; None for at once."""
        told = self.cleaned_data
        if told.get("every") != "once" or told.get("at") is None:
            return None
        return datetime.combine(told.get("first_on") or today(), told["at"], ZoneInfo(settings.TIME_ZONE))


class ExemptForm(forms.Form):
    """Ask for an exception from a check."""

    whole_unit = forms.BooleanField(required=False)
    since = forms.DateField(required=False, widget=forms.DateInput(attrs=DAY))
    until = forms.DateField(widget=forms.DateInput(attrs=DAY))
    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, units: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not units:
            del self.fields["whole_unit"]
        labels = {
            "whole_unit": say("for all accounts of this unit (not of those below)", "适用于本单位全部账号（不含下级）"),
            "since": say("From (today if empty)", "开始日期（不填即今天）"),
            "until": say("Until, this day included", "截止日期（含当日）"), "reason": say("Reason", "理由"),
        }  # fmt: skip
        for name, field in self.fields.items():
            field.label = labels[name]


def _labels() -> dict[str, str]:
    return {
        "unit": say("Unit (with all below it)", "单位（含下级）"), "rulebook": say("Rulebook", "规则集"),
        "as_of": say("As of the end of this day (the present if empty)", "监测时间点（该日结束；不填即为检查之时）"),
        "every": say("When", "何时检查"), "first_on": say("Day, or first day", "日期或者首次日期"),
        "at": say("Time", "时间"),
        "whole_days": say("Judge as of the end of the day before each run", "以每次检查的前一日结束为监测时间点"),
    }  # fmt: skip
