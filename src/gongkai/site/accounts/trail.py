"""What the audit trail says, for people: acts and persons by name, settings by their labels."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.site.accounts.models import User
from gongkai.site.audit.acts import REGISTRY
from gongkai.site.audit.canonical import canonical
from gongkai.site.audit.models import Event, Words

# What people write in acts, by what a reader calls it.
WRITTEN = {"name": _("名称"), "reason": _("原因"), "basis": _("依据"), "note": _("评估意见")}


@dataclass(frozen=True, slots=True)
class Told:
    """An event in words."""

    event: Event
    act: str
    who: str
    instead_of: str  # Whom a deputy stood in for; empty mostly.
    subject: str
    changes: tuple[tuple[str, Any, Any], ...]  # (label, before, after)
    words: tuple[tuple[str, str], ...]  # (label, what somebody wrote)

    @property
    def facts(self) -> str:
        """What the chain keeps of it, as it is hashed."""
        return canonical(self.event.facts)


def about(*records: Model) -> QuerySet[Event]:
    """Return the events about some records, the newest first."""
    wanted = Q(pk__in=[])
    for record in records:
        wanted |= Q(subject_type=record._meta.label_lower, subject_id=str(record.pk))
    return Event.objects.filter(wanted).order_by("-id")


def told(events: Iterable[Event]) -> list[Told]:
    """Tell events in words; however many there are, people and what was written are asked for once."""
    events = list(events)
    said = dict(Words.objects.filter(pk__in=[each.pk for each in events]).values_list("pk", "said"))
    asked = {each.actor for each in events} | {each.facts.get("on_behalf_of") for each in events}
    names = dict(User.objects.filter(pk__in=asked - {None}).values_list("pk", "name"))
    return [
        Told(
            event=each,
            act=REGISTRY[each.act].label if each.act in REGISTRY else each.act,
            who=names.get(each.actor) or str(_("维护命令")),
            instead_of=names.get(each.facts.get("on_behalf_of"), ""),
            subject=subject_of(each.subject_type, each.subject_id),
            changes=_changes(each, said.get(each.pk, {})),
            words=_written(said.get(each.pk, {})),
        )
        for each in events
    ]


def _model(subject_type: str) -> type[Model] | None:
    try:
        return apps.get_model(subject_type)
    except (LookupError, ValueError):
        return None


def subject_of(subject_type: str, subject_id: str) -> str:
    """Return what a record is called that the trail knows by its type and id."""
    model = _model(subject_type)
    return f"{model._meta.verbose_name if model else subject_type} {subject_id}"


def _written(said: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((str(label), said[name]) for name, label in WRITTEN.items() if name in said)


def _changes(event: Event, said: dict[str, Any]) -> tuple[tuple[str, Any, Any], ...]:
    model = _model(event.subject_type)
    before, after = said.get("before", {}), said.get("after", {})
    if model is None:
        return ()
    labels = {field.name: str(field.verbose_name) for field in model._meta.concrete_fields}
    return tuple((labels.get(name, name), before[name], after.get(name)) for name in before)
