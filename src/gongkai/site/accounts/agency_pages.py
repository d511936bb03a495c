"""Pages of the system administrator about agencies (机构): the tree, each agency's settings, its end."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gongkai.site.accounts import reviewers, trail
from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.models import Membership, NamedReviewer, User
from gongkai.site.accounts.office import (
    CheckedByItsAct,
    DayInput,
    find,
    name_blanks,
    number_in,
    page_of,
    perform,
    perform_form,
)  # fmt: skip
from gongkai.site.agencies.acts import SETTABLE, change_agency, create_agency, end_agency, name_competent_department
from gongkai.site.agencies.models import Agency, Kind
from gongkai.site.agencies.policies import SETTING_UP
from gongkai.site.agencies.roles import REVIEWERS, Role

GROUPS = (
    (_("机关"), ("name", "short_name", "slug", "kind", "parent", "uscc", "region_code", "valid_from")),
    (
        _("负责人和工作机构（条例第四条、第十二条）"),
        (
            "leader", "office_name", "office_address", "office_hours", "office_phone", "office_fax", "office_contact",
        ),
    ),
    (_("编号"), ("index_pattern", "document_number_pattern")),
    (
        _("审核和期限"),
        ("masking", "publication_working_days", "review_working_days", "secrecy_referral_working_days"),
    ),
)  # fmt: skip


class AgencyForm(CheckedByItsAct[Agency]):
    """What is set for an agency."""

    class Meta:
        model = Agency
        fields = ("slug", *SETTABLE)
        widgets = {"valid_from": DayInput()}  # noqa: RUF012 -- Django's attribute

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["slug"]
            agencies = agencies.exclude(path__startswith=self.instance.path)
        if self.instance.pk and self.instance.parent_id is None:
            del self.fields["parent"]
        else:
            self.fields["parent"].queryset = agencies
            self.fields["parent"].required = True
        name_blanks(self)

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields as the page shows them, under headings."""
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in GROUPS]

    def values(self) -> dict[str, Any]:
        """Return what the act takes."""
        return {name: self.cleaned_data[name] for name in self.fields}


class EndForm(forms.Form):
    """When, why and into whose hands an agency ends."""

    on = forms.DateField(label=_("撤销日期"), widget=DayInput, help_text=_("这一天是它存在的最后一天。"))
    successors = forms.ModelMultipleChoiceField(
        label=_("承继机关"), queryset=Agency.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text=_("合并的选一个；职权分给几个机关的，都要选上。"),
    )  # fmt: skip
    basis = forms.CharField(label=_("依据"), max_length=200, help_text=_("机构改革方案或者批复的名称、文号。"))


def administered(request: HttpRequest) -> QuerySet[Agency]:
    """Return the agencies that whoever signed in looks after."""
    return request.user.agencies_by_role(*SETTING_UP.roles).select_related("competent_department")


@guarded(SETTING_UP)
def agencies(request: HttpRequest) -> HttpResponse:
    """The tree."""
    found = administered(request).order_by("path")
    words, kind, state = (request.GET.get(name, "").strip() for name in ("q", "kind", "state"))
    if words:
        found = found.filter(Q(name__icontains=words) | Q(short_name__icontains=words) | Q(slug=words) | Q(uscc=words))
    if kind in Kind.values:
        found = found.filter(kind=kind)
    if state == "ended":
        found = found.filter(valid_to__lt=timezone.localdate())
    elif state != "all":
        found = found.filter(Q(valid_to=None) | Q(valid_to__gte=timezone.localdate()))
    page = page_of(request, found)
    rows = [(each, min(each.path.count("/") - 2, 6)) for each in page]
    return render(
        request, "office/agencies.html",
        {"page": page, "rows": rows, "q": words, "kind": kind, "state": state, "kinds": Kind.choices},
    )  # fmt: skip


@guarded(SETTING_UP)
def agency(request: HttpRequest, agency: int) -> HttpResponse:
    """One agency: all that is set, who works there, where its duties went, and what was changed when."""
    found = find(request, Agency.objects.select_related("parent", "competent_department"), SETTING_UP, pk=agency)
    held = Membership.objects.live(timezone.localdate()).filter(agency=found).select_related("user", "lent_by")
    groups = [
        (title, [(found._meta.get_field(name).verbose_name, _shown(found, name)) for name in names])
        for title, names in GROUPS
    ]
    return render(
        request, "office/agency.html",
        {
            "agency": found, "groups": groups, "held": held.order_by("role", "user__name"),
            "ended": not found.exists_on(timezone.localdate()),
            "departments": _departments(found), "is_government": found.kind == Kind.GOVERNMENT,
            "has_columns": found.columns.exists(), "reviewers": _named(found),
            "predecessors": found.successions_in.select_related("predecessor").order_by("-on"),
            "successors": found.successions_out.select_related("successor").order_by("-on"),
            "history": trail.told(trail.about(found)[:50]),
        },
    )  # fmt: skip


def _named(agency: Agency) -> list[tuple[str, list[User]]]:
    """Return the stages with those who are named for each."""
    rows = list(NamedReviewer.objects.filter(agency=agency).select_related("user").order_by("user__name"))
    return [(role.label, [each.user for each in rows if each.role == role]) for role in REVIEWERS]


def _shown(agency: Agency, name: str) -> Any:
    if hasattr(agency, f"get_{name}_display"):
        return getattr(agency, f"get_{name}_display")()
    return getattr(agency, name)


def _departments(government: Agency) -> QuerySet[Agency]:
    return Agency.objects.on(timezone.localdate()).filter(parent=government).order_by("path")


@guarded(SETTING_UP)
def agency_new(request: HttpRequest) -> HttpResponse:
    """Create an agency."""
    above = administered(request).order_by("path")
    chosen = request.GET.get("parent", "")
    initial = {"parent": number_in(chosen), "valid_from": timezone.localdate()}
    form = AgencyForm(request.POST or None, agencies=above, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        made = perform_form(request, form, create_agency, values.pop("parent"), done=_("已设立。"), **values)
        if made:
            return redirect("agency", made.pk)
    return render(request, "office/agency_form.html", {"form": form}, status=422 if form.errors else 200)


@guarded(SETTING_UP)
def agency_edit(request: HttpRequest, agency: int) -> HttpResponse:
    """Change what is set for an agency."""
    found = find(request, Agency.objects.all(), SETTING_UP, pk=agency)
    form = AgencyForm(request.POST or None, instance=found, agencies=administered(request).order_by("path"))
    if (
        request.method == "POST"
        and form.is_valid()
        and perform_form(request, form, change_agency, found, done=_("已保存。"), **form.values())
    ):
        return redirect("agency", agency)
    return render(
        request, "office/agency_form.html", {"form": form, "agency": found}, status=422 if form.errors else 200
    )  # fmt: skip


@guarded(SETTING_UP)
def agency_end(request: HttpRequest, agency: int) -> HttpResponse:
    """End an agency; the page says what that does."""
    found = find(request, Agency.objects.all(), SETTING_UP, pk=agency)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    form.fields["successors"].queryset = (
        administered(request).on(timezone.localdate()).exclude(pk=found.pk).order_by("path")
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if perform_form(
            request, form, end_agency, found, done=_("已登记撤销和承继。"),
            on=given["on"], successors=list(given["successors"]), basis=given["basis"],
        ):  # fmt: skip
            return redirect("agency", agency)
    return render(
        request, "office/agency_end.html", {"form": form, "agency": found}, status=422 if form.errors else 200
    )  # fmt: skip


@require_POST
@guarded(SETTING_UP)
def agency_department(request: HttpRequest, agency: int) -> HttpResponse:
    """Name a government's competent department."""
    found = find(request, Agency.objects.all(), SETTING_UP, pk=agency)
    chosen = request.POST.get("department", "")
    department = _departments(found).filter(pk=number_in(chosen)).first()
    if department is None:
        messages.error(request, _("请先选择一个部门。"))
    else:
        perform(request, name_competent_department, found, department, done=_("已指定主管部门。"))
    return redirect("agency", agency)


class ReviewerChoice(forms.ModelMultipleChoiceField):
    """Some of those who hold the role of a stage, with whoever lends them."""

    def __init__(self, agency: Agency, role: Role) -> None:
        held = list(reviewers.candidates(agency, role))
        self.lenders = {each.user_id: each.lent_by.name for each in held if each.lent_by}
        super().__init__(
            label=role.label, required=False, widget=forms.CheckboxSelectMultiple,
            queryset=User.objects.filter(pk__in=[each.user_id for each in held]).order_by("name"),
            help_text=_("一位也不选的，由担任这一角色的任何人审核。") if held else _("还没有人在这里担任这一角色。"),
        )  # fmt: skip

    def label_from_instance(self, obj: User) -> str:
        """Return the name, and who lends them."""
        lender = self.lenders.get(obj.pk)
        return str(_("{name}（{lender}派出）")).format(name=obj.name, lender=lender) if lender else obj.name


class ReviewersForm(forms.Form):
    """Who is to review at each stage."""

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role in REVIEWERS:
            self.fields[role.value] = ReviewerChoice(agency, role)

    def named(self) -> dict[Role, list[User]]:
        """Return what the act takes."""
        return {role: list(self.cleaned_data[role.value]) for role in REVIEWERS}


@guarded(SETTING_UP)
def agency_reviewers(request: HttpRequest, agency: int) -> HttpResponse:
    """Name who is to review at each stage."""
    found = find(request, Agency.objects.all(), SETTING_UP, pk=agency)
    named = list(NamedReviewer.objects.filter(agency=found).values_list("role", "user"))
    initial = {role.value: [user for of, user in named if of == role] for role in REVIEWERS}
    form = ReviewersForm(request.POST if request.method == "POST" else None, agency=found, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and perform_form(request, form, reviewers.name_reviewers, found, done=_("已指定审核人员。"), named=form.named())
    ):
        return redirect("agency", agency)
    return render(
        request, "office/agency_reviewers.html", {"form": form, "agency": found}, status=422 if form.errors else 200
    )  # fmt: skip
