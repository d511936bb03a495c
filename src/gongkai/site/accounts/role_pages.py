"""Pages of the security administrator about roles (角色): who may do what, where, from when until when."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts import acts
from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.models import Membership, User
from gongkai.site.accounts.office import DayInput, Reason, find, name_blanks, number_in, page_of, perform_form
from gongkai.site.accounts.throttling import spelled
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import GRANTING
from gongkai.site.agencies.roles import Role

ENDS_SOON = timedelta(days=30)
SUGGESTED = 500  # Login names that a browser offers while one is typed.


def secured(request: HttpRequest) -> QuerySet[Agency]:
    """Return the agencies whose roles whoever signed in grants."""
    return request.user.agencies_by_role(*GRANTING.roles)


class GrantForm(forms.Form):
    """A role for somebody, at an agency, between two days."""

    agency = forms.ModelChoiceField(label=_("机构"), queryset=Agency.objects.none())
    user = forms.CharField(
        label=_("登录名"), max_length=40, widget=forms.TextInput(attrs={"list": "names", "autocomplete": "off"}),
        help_text=_("被授予角色的人的登录名。还没有登记的，请系统管理员先登记。"),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    valid_from = forms.DateField(label=_("起"), widget=DayInput)
    valid_to = forms.DateField(
        label=_("止"), widget=DayInput, required=False, help_text=_("留空即长期；派出的必须填写。")
    )
    lent_by = forms.ModelChoiceField(
        label=_("由上级机关派出"), queryset=Agency.objects.none(), required=False,
        help_text=_(
            "机关人手不够三个人审核时，可由上级机关或者主管部门派出自己或者下级的人员担任审核，到期自动收回。"
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        self.fields["lent_by"].queryset = agencies
        name_blanks(self)

    def clean_user(self) -> User:
        """Return who is meant."""
        user = User.objects.filter(username=spelled(self.cleaned_data["user"])).first()
        if user is None:
            raise forms.ValidationError(_("没有这个登录名，请核对，或者请系统管理员先登记。"))
        return user


@guarded(GRANTING)
def roles(request: HttpRequest) -> HttpResponse:
    """Who holds what; what ends soon stands first when asked for."""
    today = timezone.localdate()
    found = Membership.objects.filter(agency__in=secured(request)).select_related("agency", "user", "lent_by")
    words, agency, role, state = (request.GET.get(name, "").strip() for name in ("q", "agency", "role", "state"))
    if words:
        found = found.filter(Q(user__name__icontains=words) | Q(user__username__icontains=words))
    if (one := number_in(agency)) is not None:
        found = found.filter(agency_id=one)
    if role in Role.values:
        found = found.filter(role=role)
    order = ("agency__path", "role", "pk")
    if state == "soon":
        found, order = found.live(today).filter(valid_to__lte=today + ENDS_SOON), ("valid_to", "pk")
    elif state == "over":
        found = found.exclude(pk__in=found.between(today, None).values("pk"))
    elif state != "all":
        found = found.between(today, None)
    return render(
        request, "office/roles.html",
        {
            "page": page_of(request, found.order_by(*order)), "q": words, "agency": agency, "role": role,
            "state": state, "agencies": secured(request).order_by("path"), "roles": Role.choices, "today": today,
            "soon": today + ENDS_SOON,
        },
    )  # fmt: skip


@guarded(GRANTING)
def role_new(request: HttpRequest) -> HttpResponse:
    """Grant a role, or lend a reviewer."""
    agencies = secured(request).on(timezone.localdate()).order_by("path")
    initial = {name: request.GET.get(name) for name in ("agency", "user", "role")} | {
        "valid_from": timezone.localdate()
    }
    form = GrantForm(request.POST or None, agencies=agencies, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given["role"] = Role(given["role"])
        if perform_form(request, form, acts.grant_role, given.pop("agency"), done=_("已授予。"), **given):
            return redirect("roles")
    names = User.objects.filter(is_active=True, agency__in=agencies).order_by("username")[:SUGGESTED]
    return render(
        request, "office/role_form.html", {"form": form, "names": names}, status=422 if form.errors else 200
    )  # fmt: skip


@guarded(GRANTING)
def role_revoke(request: HttpRequest, membership: int) -> HttpResponse:
    """Take a role back, with the reason."""
    found = find(request, Membership.objects.select_related("agency", "user"), GRANTING, pk=membership)
    form = Reason(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and perform_form(request, form, acts.revoke_role, found, done=_("已收回。"), **form.cleaned_data)
    ):
        return redirect("roles")
    return render(
        request, "office/role_revoke.html", {"form": form, "membership": found}, status=422 if form.errors else 200
    )  # fmt: skip
