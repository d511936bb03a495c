"""Where open data is served: CSV and JSON of each set, their schemas, the OpenAPI document and a page for people."""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts.guard import guarded
from gongkai.site.accounts.tables import lines_of
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import PUBLIC
from gongkai.site.portal.open_data import DATASETS, LICENCE, Dataset
from gongkai.site.portal.open_data import openapi as document
from gongkai.site.portal.structure import places_of
from gongkai.site.portal.views import Crumb, crumbs_to

JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"


def _csv(chosen: Dataset, agency: Agency) -> Iterator[str]:
    rows = ([row[each.name] or "" for each in chosen.fields] for row in chosen.rows(agency))
    return lines_of(chain([[each.title for each in chosen.fields]], rows))


def _json(chosen: Dataset, agency: Agency, about: dict[str, Any]) -> Iterator[str]:
    """Yield the file row by row: what stands around the rows first, then each row on a line of its own."""
    around = json.dumps(about | {"rows": []}, ensure_ascii=False)
    yield around.removesuffix("]}")
    between = "\n"
    for row in chosen.rows(agency):
        yield between + json.dumps(row, ensure_ascii=False)
        between = ",\n"
    yield "]}\n"


def _sent(lines: Iterator[str], chosen: Dataset, agency: Agency, media_type: str, ending: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type=media_type)
    name = quote(f"{agency.short_name}{chosen.title}.{ending}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    # Any program on any site may read what anybody may.
    response["Access-Control-Allow-Origin"] = "*"
    if updated := chosen.updated(agency):
        response["Last-Modified"] = http_date(updated.timestamp())
    return response


@guarded(PUBLIC)
def as_csv(_request: HttpRequest, agency: str, dataset: str) -> StreamingHttpResponse:
    """One set as CSV, as Excel opens it without asking for an encoding."""
    found, chosen = get_object_or_404(Agency, slug=agency), DATASETS[dataset]
    return _sent(_csv(chosen, found), chosen, found, "text/csv; charset=utf-8", "csv")


@guarded(PUBLIC)
def as_json(request: HttpRequest, agency: str, dataset: str) -> StreamingHttpResponse:
    """One set as JSON, with its licence, the time of its last change and the address of its schema."""
    found, chosen = get_object_or_404(Agency, slug=agency), DATASETS[dataset]
    updated = chosen.updated(found)
    about = {
        "dataset": chosen.key, "title": chosen.title, "agency": found.name, "licence": LICENCE,
        "updated_at": updated and updated.isoformat(),
        "schema": request.build_absolute_uri(reverse("open_schema", args=[chosen.key])),
    }  # fmt: skip
    return _sent(_json(chosen, found, about), chosen, found, "application/json", "json")


def _document(body: dict[str, Any]) -> JsonResponse:
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Access-Control-Allow-Origin"] = "*"
    return response


@guarded(PUBLIC)
def schema(request: HttpRequest, dataset: str) -> JsonResponse:
    """The JSON Schema of one set."""
    own = request.build_absolute_uri(reverse("open_schema", args=[dataset]))
    return _document({"$schema": JSON_SCHEMA, "$id": own} | DATASETS[dataset].schema())


@guarded(PUBLIC)
def openapi(request: HttpRequest) -> JsonResponse:
    """The OpenAPI document of all sets."""
    return _document(document(request.build_absolute_uri("/").rstrip("/")))


@guarded(PUBLIC)
def sets(request: HttpRequest, agency: str) -> HttpResponse:
    """The sets of an agency, for people."""
    found = get_object_or_404(Agency, slug=agency)
    title = _("开放数据")
    return render(
        request, "portal/open_data.html",
        {
            "agency": found, "places": places_of(found), "title": title, "licence": LICENCE,
            "crumbs": crumbs_to(Crumb(title), agency=found),
            "sets": [(each, each.updated(found)) for each in DATASETS.values()], "in_open_data": True,
        },
    )  # fmt: skip
