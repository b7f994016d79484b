"""Pages of messages: one's own, how one wants them, the burden; what was sent in one's units."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from plumbline.server.notices.burden import burden
from plumbline.server.notices.selectors import of_units, own
from plumbline.server.notices.services import prefer, preference
from plumbline.server.notices.terms import CHANNELS, STATES
from plumbline.server.people.actions import Action
from plumbline.server.people.services import Refused
from plumbline.server.register.views import me
from plumbline.server.site.desk import desk
from plumbline.server.site.language import lang, say
from plumbline.server.site.pages import page


class PreferenceForm(forms.Form):
    """How one wants to be told."""

    channel = forms.ChoiceField()
    address = forms.CharField(max_length=500, required=False)
    digest = forms.BooleanField(required=False)
    quiet_from = forms.TimeField(required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    quiet_until = forms.TimeField(required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    ceiling = forms.IntegerField(min_value=1, max_value=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel = self.fields["channel"]
        assert isinstance(channel, forms.ChoiceField)  # noqa: S101  for the type checker
        channel.choices = [(key, text.of(lang())) for key, text in CHANNELS.items()]
        labels = {
            "channel": say("Channel", "接收方式"), "address": say("Address or robot token", "地址或者机器人令牌"),
            "digest": say("Once a day, gathered (08:30)", "每日汇总一次（08:30）"),
            "quiet_from": say("Quiet from", "免打扰开始"), "quiet_until": say("Quiet until", "免打扰结束"),
            "ceiling": say("At most so many things a quarter", "每季度最多事项数"),
        }  # fmt: skip
        for name, label in labels.items():
            self.fields[name].label = label


@desk(Action.MESSAGE_SETTINGS, methods=("GET", "POST"))
def mine(request: HttpRequest) -> HttpResponse:
    """One's own messages and wishes."""
    person = me(request)
    wish = preference(person)
    form = PreferenceForm(request.POST or None, initial=vars(wish))
    if request.method == "POST" and form.is_valid():
        try:
            prefer(person, **form.cleaned_data)
            messages.success(request, say("Saved.", "已保存。"))
            return redirect("notices:mine")
        except Refused as refused:
            form.add_error("address", say(refused.en, refused.zh))
    rows = Paginator(own(person), 30).get_page(request.GET.get("page"))
    context = {"form": form, "rows": rows, "burden": burden(person), "wish": wish, "states": STATES}
    return page(request, "notices/mine.html", context, status=400 if form.errors else 200)


@desk(Action.MESSAGE_READ)
def sent(request: HttpRequest) -> HttpResponse:
    """What was asked of the people in one's units."""
    rows = Paginator(of_units(me(request)).order_by("-at"), 50).get_page(request.GET.get("page"))
    return page(request, "notices/sent.html", {"rows": rows, "states": STATES})
