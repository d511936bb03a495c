"""The page of deputies (代理): whom I left my role to, for whom I stand in, and how to begin and end it."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gongkai.site.accounts.delegations import end_delegation, name_deputy
from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.models import Delegation, Membership, User
from gongkai.site.accounts.office import DayInput, find, page_of, perform, perform_form
from gongkai.site.accounts.throttling import spelled
from gongkai.site.agencies.policies import DELEGABLE, ENDING_DELEGATIONS, GRANTING, SEEING_DELEGATIONS


class RoleChoice(forms.ModelChoiceField):
    """One of one's own roles, by name and agency."""

    def label_from_instance(self, obj: Any) -> str:
        """Return both."""
        return f"{obj.agency.short_name} {obj.get_role_display()}"


class DeputyForm(forms.Form):
    """Who stands in, and when."""

    membership = RoleChoice(label=_("代理的角色"), queryset=Membership.objects.none(), empty_label=None)
    deputy = forms.CharField(
        label=_("代理人登录名"), max_length=40,
        help_text=_("本机关办理公开工作的人员，或者上级机关、主管部门的审核人员；不能是管理员。"),
    )  # fmt: skip
    valid_from = forms.DateField(label=_("起"), widget=DayInput)
    valid_to = forms.DateField(label=_("止"), widget=DayInput)

    def __init__(self, *args: Any, roles: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["membership"].queryset = roles

    def clean_deputy(self) -> User:
        """Return who is meant."""
        user = User.objects.filter(username=spelled(self.cleaned_data["deputy"])).first()
        if user is None:
            raise forms.ValidationError(_("没有这个登录名，请核对。"))
        return user


def _seen(request: HttpRequest) -> QuerySet[Delegation]:
    """Return the delegations from or to whoever signed in, and those whose roles they grant."""
    mine = Q(membership__user=request.user) | Q(deputy=request.user)
    secured = request.user.agencies_by_role(*GRANTING.roles)
    return Delegation.objects.filter(mine | Q(membership__agency__in=secured)).select_related(
        "membership__agency", "membership__user", "deputy"
    )  # fmt: skip


@guarded(SEEING_DELEGATIONS)
def deputies(request: HttpRequest) -> HttpResponse:
    """List delegations, those that run on the longest first, and begin one."""
    today = timezone.localdate()
    roles = request.user.memberships.live(today).filter(role__in=DELEGABLE).select_related("agency")
    form = DeputyForm(request.POST or None, roles=roles, initial={"valid_from": today})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        if perform_form(
            request, form, name_deputy, given.pop("membership"), given.pop("deputy"), done=_("已指定代理人。"), **given
        ):  # fmt: skip
            return redirect("deputies")
    page = page_of(request, _seen(request).order_by("-valid_to", "-pk"))
    secures = {each.pk for each in request.user.agencies_by_role(*GRANTING.roles)}
    rows = [(each, each.membership.user_id == request.user.pk or each.membership.agency_id in secures) for each in page]
    return render(
        request, "office/deputies.html",
        {"page": page, "rows": rows, "form": form if roles else None, "today": today},
        status=422 if form.errors else 200,
    )  # fmt: skip


@require_POST
@guarded(ENDING_DELEGATIONS)
def deputy_end(request: HttpRequest, delegation: int) -> HttpResponse:
    """Take a role back from a deputy."""
    found = find(request, Delegation.objects.select_related("membership"), ENDING_DELEGATIONS, pk=delegation)
    perform(request, end_delegation, found, done=_("已终止代理。"))
    return redirect("deputies")
