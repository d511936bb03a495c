"""Pages for what went wrong: what happened, and where to go on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "portal/error.html", {"title": title, "text": text, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400: say that the address or the form makes no sense."""
    return _page(request, 400, _("这个请求无法理解"), _("网址或者填写的内容不完整。请返回上一页核对后再试。"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """403: say what usually is the reason."""
    return _page(
        request, 403, _("没有权限打开这个页面"),
        _("如果您刚才在填写表单，可能是页面打开得太久。请返回上一页，刷新后再提交。"),
    )  # fmt: skip


def without_token(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403: a form was sent from a page that was open for too long."""
    return forbidden(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404: say that there is nothing here, and where to look."""
    return _page(request, 404, _("没有这个页面"), _("地址可能有误，或者内容尚未公开。可以在这里检索，或者从首页进入。"))


def failed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """500: without the database and the frame, since either may be what failed."""
    return HttpResponse(render_to_string("portal/failed.html"), status=500)
