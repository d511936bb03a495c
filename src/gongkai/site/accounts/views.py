"""Signing in and out, one's own password, and one's own sessions."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts import second_factor, sessions
from gongkai.site.accounts.acts import Oneself, change_password
from gongkai.site.accounts.guard import guarded
from gongkai.site.agencies.policies import PUBLIC, SIGNED_IN
from gongkai.site.audit.acts import Refusal


class SignInForm(AuthenticationForm):
    """Name and password, with errors that say what to do."""

    error_messages = {  # noqa: RUF012 -- Django's attribute
        "invalid_login": _("登录名或者密码不正确。连续五次输错，将锁定十五分钟。"),
        "inactive": _("这一账号已停用，请联系系统管理员。"),
        "no_role": _("您还没有角色，登录后不能办理任何事项。请联系安全保密管理员授予角色。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("登录名")
        self.fields["password"].label = _("密码")

    def confirm_login_allowed(self, user: Any) -> None:
        """Tell whoever holds no role what to do, instead of letting them in to nothing."""
        super().confirm_login_allowed(user)
        if not user.live_memberships:
            raise forms.ValidationError(self.error_messages["no_role"], code="no_role")


class PasswordStep(LoginView):
    """Name and password; whoever enrolled a device owes a code besides, before they are signed in."""

    template_name = "office/sign_in.html"
    authentication_form = SignInForm

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Sign in, or ask for the code."""
        if second_factor.device_of(form.get_user()) is None:
            return super().form_valid(form)
        second_factor.wait_for_code(self.request, form.get_user(), self.get_success_url())
        return redirect("second_step")


sign_in = guarded(PUBLIC)(PasswordStep.as_view())
sign_out = guarded(PUBLIC)(LogoutView.as_view())


class PasswordForm(forms.Form):
    """One's old password, and a new one twice."""

    old = forms.CharField(label=_("原密码"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    new = forms.CharField(
        label=_("新密码"), help_text=_("至少 10 位，不能全是数字，不能是常见密码。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_("再输一遍新密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        """Refuse two that differ."""
        cleaned = super().clean() or {}
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("两次输入的新密码不一致。"))
        return cleaned


@guarded(SIGNED_IN)
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the same person end."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = change_password(
                request.user, Oneself(), old=form.cleaned_data["old"], new=form.cleaned_data["new"],
                keeping=request.session.get(sessions.KEY),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error("old" if "原密码" in str(refusal) else "new", str(refusal))
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("密码已修改。"))
            return redirect("worklist")
    return render(request, "office/password.html", {"form": form}, status=422 if form.errors else 200)
