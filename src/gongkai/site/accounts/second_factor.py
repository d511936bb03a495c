"""The optional second step of signing in: a code from a device (动态口令, TOTP), and codes for when it is lost.

Failed codes are throttled by the device itself: each makes the next attempt wait twice as long (django-otp).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import segno
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from gongkai.site.accounts.acts import Oneself
from gongkai.site.accounts.backend import RoleBackend
from gongkai.site.accounts.models import RecoveryCode, User
from gongkai.site.accounts.secret_words import recovery_code
from gongkai.site.agencies.policies import GRANTING, SIGNED_IN
from gongkai.site.audit.acts import Deed, Refusal, act

WAITING = "second_step"
NEW_KEY = "new_second_factor"
WAITS_FOR = timedelta(minutes=5)
RECOVERY_CODES = 10


def device_of(user: User) -> TOTPDevice | None:
    """Return the device of whoever enrolled, or None."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def key_of(request: HttpRequest) -> str:
    """Return the key that somebody is about to enrol with: kept in their session until they confirm it."""
    return str(request.session.setdefault(NEW_KEY, random_hex(20)))


def address_of(user: User, key: str) -> str:
    """Return the address by which a device takes the key in."""
    return str(TOTPDevice(user=user, key=key).config_url)


def picture_of(address: str) -> SafeString:
    """Return an address as a QR code, drawn here."""
    drawn = segno.make(address, error="m", micro=False)
    return mark_safe(drawn.svg_inline(border=4, dark="#000", light="#fff", omitsize=True))


# -- acts -------------------------------------------------------------------------------------------------------------


@act("enrol_second_factor", "启用动态口令", policy=SIGNED_IN)
def enrol_second_factor(deed: Deed, _oneself: Oneself, *, key: str, code: str) -> list[str]:
    """Enrol with a key, confirmed by a code of it; return the recovery codes, which are kept nowhere."""
    user = User.objects.select_for_update().get(pk=deed.actor.pk)
    if device_of(user):
        raise Refusal("动态口令已经启用。")
    device = TOTPDevice(user=user, key=key, name="totp", confirmed=True)
    if not device.verify_token(_plain(code)):
        raise Refusal("口令不正确。请核对手机时间是否准确，再输入应用上现在显示的 6 位数字。")
    codes = [recovery_code() for _each in range(RECOVERY_CODES)]
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user, each)) for each in codes)
    deed.record(user)
    return codes


@act("disable_second_factor", "停用动态口令", policy=SIGNED_IN)
def disable_second_factor(deed: Deed, _oneself: Oneself, *, password: str) -> None:
    """Give the second step up, by password."""
    user = User.objects.select_for_update().get(pk=deed.actor.pk)
    if not user.check_password(password):
        raise Refusal("密码不正确。")
    _remove(user)
    deed.record(user)


@act("reset_second_factor", "重置动态口令", policy=GRANTING)
def reset_second_factor(deed: Deed, user: User) -> None:
    """Remove the second step of somebody who lost the device and the codes; they enrol anew."""
    user = User.objects.select_for_update().get(pk=user.pk)
    _remove(user)
    deed.record(user)


def _remove(user: User) -> None:
    removed, _by_model = TOTPDevice.objects.filter(user=user).delete()
    if not removed:
        raise Refusal("动态口令没有启用。")
    user.recovery_codes.all().delete()


# -- signing in -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a code was accepted, and if not until when no other is looked at."""

    accepted: bool
    wait_until: datetime | None = None


@transaction.atomic
def check(user: User, code: str) -> Answer:
    """Look at a code of the device, or at a recovery code, which is used up by it."""
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device is None:
        return Answer(False)
    allowed, why = device.verify_is_allowed()
    if not allowed:
        return Answer(False, why["locked_until"])
    plain = _plain(code)
    if len(plain) == device.digits:
        return Answer(bool(device.verify_token(plain)))
    used, _by_model = user.recovery_codes.filter(digest=_digest(user, plain)).delete()
    if used:
        device.throttle_reset()
    else:
        device.throttle_increment()
    return Answer(bool(used))


def _plain(code: str) -> str:
    return "".join(each for each in code.lower() if each.isalnum())


def _digest(user: User, code: str) -> str:
    return salted_hmac("gongkai.recovery_code", f"{user.pk}:{_plain(code)}", algorithm="sha256").hexdigest()


def wait_for_code(request: HttpRequest, user: User, then: str) -> None:
    """Note in the session that somebody gave the right password and still owes a code; they are not signed in."""
    request.session.cycle_key()
    request.session[WAITING] = {"user": user.pk, "then": then, "at": timezone.now().isoformat()}


def waiting(request: HttpRequest) -> tuple[User, str] | None:
    """Return who owes a code here and where they wanted to go; after five minutes they begin again."""
    noted: dict[str, Any] | None = request.session.get(WAITING)
    if noted is None or timezone.now() - datetime.fromisoformat(noted["at"]) > WAITS_FOR:
        return None
    user = RoleBackend().get_user(noted["user"])
    return None if user is None else (user, noted["then"])
