"""Pages of the second step: giving the code, enrolling, giving it up, and the reset by the security administrator."""

from base64 import b32encode
from binascii import unhexlify

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gongkai.site.accounts import second_factor as factor
from gongkai.site.accounts.acts import Oneself
from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.models import User
from gongkai.site.accounts.office import find, perform, perform_form
from gongkai.site.agencies.policies import GRANTING, PUBLIC, SIGNED_IN
from gongkai.site.audit import reads

BACKEND = "gongkai.site.accounts.backend.RoleBackend"
SESSIONS = reads.kind("sessions", "登录设备和地址")
ONE_TIME = {"autocomplete": "one-time-code", "autocapitalize": "none"}


class CodeForm(forms.Form):
    """A code of the device, or a recovery code."""

    code = forms.CharField(
        label=_("动态口令"), max_length=20, widget=forms.TextInput(attrs=ONE_TIME),
        help_text=_("手机应用上显示的 6 位数字；手机不在身边的，输入一个恢复码。"),
    )  # fmt: skip


class ConfirmForm(forms.Form):
    """The first code of a device that is enrolled."""

    code = forms.CharField(
        label=_("应用上显示的 6 位数字"),
        max_length=8,
        widget=forms.TextInput(attrs=ONE_TIME | {"inputmode": "numeric"}),
    )


class GiveUpForm(forms.Form):
    """One's password, to give the second step up."""

    password = forms.CharField(
        label=_("密码"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )  # fmt: skip


@guarded(PUBLIC)
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask whoever gave the right password for the code."""
    who = factor.waiting(request)
    if who is None:
        messages.warning(request, _("请先输入登录名和密码。"))
        return redirect("sign_in")
    user, then = who
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = factor.check(user, form.cleaned_data["code"])
        if answer.accepted:
            request.session.pop(factor.WAITING)
            login(request, user, backend=BACKEND)
            return redirect(then)
        form.add_error("code", _refused(answer))
    return render(request, "office/second_step.html", {"form": form}, status=422 if form.errors else 200)


def _refused(answer: factor.Answer) -> str:
    if answer.wait_until is None:
        return str(_("动态口令不正确，请输入应用上现在显示的数字。"))
    seconds = max(1, round((answer.wait_until - timezone.now()).total_seconds()))
    return str(_("连续输错，请 {seconds} 秒后再试。")).format(seconds=seconds)


@guarded(SIGNED_IN)
def second_factor(request: HttpRequest) -> HttpResponse:
    """Enrol, or see that one did; the recovery codes stand on one answer and nowhere else."""
    if factor.device_of(request.user):
        left = request.user.recovery_codes.count()
        return render(request, "office/second_factor.html", {"enrolled": True, "left": left, "form": GiveUpForm()})
    key = factor.key_of(request)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = perform_form(
            request, form, factor.enrol_second_factor, Oneself(), done=_("已启用动态口令。"),
            key=key, code=form.cleaned_data["code"],
        )  # fmt: skip
        if codes:
            del request.session[factor.NEW_KEY]
            return render(request, "office/second_factor.html", {"codes": codes})
    address = factor.address_of(request.user, key)
    spelled = b32encode(unhexlify(key)).decode()
    return render(
        request, "office/second_factor.html",
        {
            "form": form, "picture": factor.picture_of(address),
            "key": " ".join(spelled[at : at + 4] for at in range(0, len(spelled), 4)),
        },
        status=422 if form.errors else 200,
    )  # fmt: skip


@guarded(SIGNED_IN)
def second_factor_disable(request: HttpRequest) -> HttpResponse:
    """Give the second step up."""
    form = GiveUpForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and perform_form(
            request, form, factor.disable_second_factor, Oneself(), done=_("已停用动态口令。"), **form.cleaned_data
        )
    ):
        return redirect("second_factor")
    left = request.user.recovery_codes.count()
    return render(
        request, "office/second_factor.html", {"enrolled": True, "left": left, "form": form},
        status=422 if form.errors else 200,
    )  # fmt: skip


@guarded(GRANTING)
def role_person(request: HttpRequest, person: int) -> HttpResponse:
    """What the security administrator sees and ends of an account: roles, sessions, the second step."""
    found = find(request, User.objects.select_related("agency"), GRANTING, pk=person)
    sign_ins = list(found.sign_ins.running().order_by("-last_seen")[:50])
    if sign_ins:
        reads.record(request.user, found, SESSIONS)
    return render(
        request, "office/role_person.html",
        {
            "person": found, "enrolled": factor.device_of(found) is not None, "sign_ins": sign_ins,
            "memberships": found.memberships.select_related("agency", "lent_by").order_by("-valid_from", "-pk"),
            "today": timezone.localdate(),
        },
    )  # fmt: skip


@require_POST
@guarded(GRANTING)
def second_factor_reset(request: HttpRequest, person: int) -> HttpResponse:
    """Remove the second step of somebody who lost it."""
    found = find(request, User.objects.all(), GRANTING, pk=person)
    perform(request, factor.reset_second_factor, found, done=_("已重置动态口令，本人登录后可以重新启用。"))
    return redirect("role_person", person)
