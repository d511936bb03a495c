"""Pages of the system administrator about people (人员): their accounts, not what they may do."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gongkai.site.accounts import acts, trail
from gongkai.site.accounts.agency_pages import administered
from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.models import Membership, User
from gongkai.site.accounts.office import CheckedByItsAct, find, name_blanks, number_in, page_of, perform, perform_form
from gongkai.site.accounts.secret_words import temporary_password
from gongkai.site.accounts.throttling import locked_until
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import SETTING_UP
from gongkai.site.audit import reads


class PersonForm(CheckedByItsAct[User]):
    """Who somebody is."""

    class Meta:
        model = User
        fields = ("username", "name", "email", "agency")

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        if self.instance.pk:
            del self.fields["username"]
        else:
            self.fields["username"].help_text = _("小写字母、数字和 . _ -，登记后不再改变。")
        name_blanks(self)


ACCOUNT = reads.kind("account", "人员账号")


def _staff(request: HttpRequest) -> QuerySet[User]:
    return User.objects.filter(agency__in=administered(request)).select_related("agency")


@guarded(SETTING_UP)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who signs in, at the agencies that this administrator looks after."""
    roles = Membership.objects.live(timezone.localdate()).select_related("agency")
    found = _staff(request).prefetch_related(Prefetch("memberships", roles, to_attr="roles_now"))
    words, agency, state = (request.GET.get(name, "").strip() for name in ("q", "agency", "state"))
    if words:
        found = found.filter(Q(name__icontains=words) | Q(username__icontains=words))
    if (one := number_in(agency)) is not None:
        found = found.filter(agency_id=one)
    if state == "disabled":
        found = found.filter(is_active=False)
    elif state != "all":
        found = found.filter(is_active=True)
    return render(
        request, "office/people.html",
        {
            "page": page_of(request, found.order_by("agency__path", "username")), "q": words, "agency": agency,
            "state": state, "agencies": administered(request).order_by("path"),
        },
    )  # fmt: skip


def _person(request: HttpRequest, pk: int) -> User:
    return find(request, User.objects.select_related("agency"), SETTING_UP, pk=pk)


def _show(request: HttpRequest, person: User, **more: Any) -> HttpResponse:
    reads.record(request.user, person, ACCOUNT)
    memberships = person.memberships.select_related("agency", "lent_by").order_by("-valid_from", "-pk")
    return render(
        request, "office/person.html",
        {
            "person": person, "memberships": memberships, "locked_until": locked_until(person.username),
            "signed_in": person.sign_ins.running().exists(), "today": timezone.localdate(),
            "history": trail.told(trail.about(person, *memberships)[:50]), **more,
        },
    )  # fmt: skip


@guarded(SETTING_UP)
def person(request: HttpRequest, person: int) -> HttpResponse:
    """One account: its state, the roles of its owner, and what was done with it."""
    return _show(request, _person(request, person))


@guarded(SETTING_UP)
def person_new(request: HttpRequest) -> HttpResponse:
    """Register somebody; the password stands on the answer once and nowhere else."""
    agencies = administered(request).on(timezone.localdate()).order_by("path")
    form = PersonForm(request.POST or None, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        values, password = dict(form.cleaned_data), temporary_password()
        made = perform_form(
            request, form, acts.create_user, values.pop("agency"), done=_("已登记。"), password=password, **values
        )  # fmt: skip
        if made:
            return _show(request, made, password=password)
    return render(request, "office/person_form.html", {"form": form}, status=422 if form.errors else 200)


@guarded(SETTING_UP)
def person_edit(request: HttpRequest, person: int) -> HttpResponse:
    """Change who somebody is."""
    found = _person(request, person)
    form = PersonForm(request.POST or None, instance=found, agencies=administered(request).order_by("path"))
    if (
        request.method == "POST"
        and form.is_valid()
        and perform_form(request, form, acts.change_user, found, done=_("已保存。"), **form.cleaned_data)
    ):
        return redirect("person", person)
    return render(
        request, "office/person_form.html", {"form": form, "person": found}, status=422 if form.errors else 200
    )  # fmt: skip


@require_POST
@guarded(SETTING_UP)
def person_disable(request: HttpRequest, person: int) -> HttpResponse:
    """Close an account."""
    found = _person(request, person)
    reason = request.POST.get("reason", "")
    perform(request, acts.disable_user, found, done=_("已停用，其所有登录立即失效。"), reason=reason)
    return redirect("person", person)


@require_POST
@guarded(SETTING_UP)
def person_enable(request: HttpRequest, person: int) -> HttpResponse:
    """Open an account again."""
    perform(request, acts.enable_user, _person(request, person), done=_("已启用。"))
    return redirect("person", person)


@require_POST
@guarded(SETTING_UP)
def person_password(request: HttpRequest, person: int) -> HttpResponse:
    """Set a password that stands on the answer once and is changed at the next sign-in."""
    found, password = _person(request, person), temporary_password()
    if perform(request, acts.reset_password, found, done=_("已重设密码。"), password=password):
        return _show(request, _person(request, person), password=password)
    return redirect("person", person)


@require_POST
@guarded(SETTING_UP)
def person_unlock(request: HttpRequest, person: int) -> HttpResponse:
    """Let somebody try to sign in again at once."""
    perform(request, acts.unlock_user, _person(request, person), done=_("已解除锁定。"))
    return redirect("person", person)
