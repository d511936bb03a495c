"""The public deadline calculator (答复期限计算): when an answer is due, with the reason for each day."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from gongkai import display
from gongkai.errors import GongkaiError
from gongkai.law.periods import Due
from gongkai.law.reply_period import (
    LONGEST_EXTENSION,
    Consultation,
    Extension,
    Payment,
    Supplement,
    reply_due,
)  # fmt: skip
from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.office import DayInput
from gongkai.site.agencies.policies import PUBLIC


def day(label: Any, *, required: bool = False) -> forms.DateField:
    """Return a field for a day, with the browser's own picker."""
    return forms.DateField(
        label=label, required=required, widget=DayInput(),
        error_messages={"required": _("请填写日期。"), "invalid": _("请按 2024-04-26 的样子填写日期。")},
    )  # fmt: skip


class DueForm(forms.Form):
    """What happened to a request, as far as it moves the clock. What is left empty did not happen."""

    received = day(_("收到申请之日"), required=True)
    asked = day(_("要求补正之日"))
    answered = day(_("收到补正之日"))
    sent = day(_("发出征求意见书之日"))
    replied = day(_("收到意见之日"))
    noticed = day(_("收到收费通知之日"))
    paid = day(_("缴费之日"))
    extended = forms.IntegerField(
        label=_("延长的工作日数"), required=False, min_value=1, max_value=LONGEST_EXTENSION,
        help_text=_("没有延期的，留空。"),
    )  # fmt: skip

    STEPS = (
        (_("补正（条例第三十条）"), "asked", "answered", _("要求补正之日")),
        (_("征求第三方或者其他机关意见（条例第三十三条第三款）"), "sent", "replied", _("发出征求意见书之日")),
        (_("收费（条例第四十二条）"), "noticed", "paid", _("收到收费通知之日")),
    )

    def steps(self) -> list[tuple[Any, list[Any]]]:
        """Return the fields of what may have happened, each pair under its name."""
        return [(title, [self[begins], self[ends]]) for title, begins, ends, _name in self.STEPS]

    @property
    def more(self) -> bool:
        """Whether anything but the day of receipt was filled in, so that the page shows those fields open."""
        return any(self.data.get(name) for name in self.fields if name != "received")

    def clean(self) -> dict[str, Any]:
        """Refuse an end without its beginning."""
        given = super().clean() or {}
        for _title, begins, ends, name in self.STEPS:
            if given.get(ends) and not given.get(begins) and begins not in self.errors:
                self.add_error(begins, _("请填写{name}。").format(name=name))
        return given

    def answer(self) -> Due:
        """Count."""
        given = self.cleaned_data

        def pair(begins: str, ends: str) -> tuple[date, date | None] | None:
            return (given[begins], given[ends]) if given[begins] else None

        supplement, consultation, payment = (pair(begins, ends) for _title, begins, ends, _name in self.STEPS)
        return reply_due(
            given["received"],
            supplement=Supplement(*supplement) if supplement else None,
            consultations=[Consultation(*consultation)] if consultation else (),
            payment=Payment(*payment) if payment else None,
            extension=Extension(given["extended"]) if given["extended"] else None,
        )


@guarded(PUBLIC)
def calculator(request: HttpRequest) -> HttpResponse:
    """Count a reply period; the address holds what was asked, so that it can be kept and sent to others."""
    form = DueForm(request.GET or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            answer = form.answer()
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            context |= {"answer": answer, "sentences": list(display.due_in_words(answer))}
    return render(request, "portal/calculator.html", context, status=422 if form.errors else 200)
