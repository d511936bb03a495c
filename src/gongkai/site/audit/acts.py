"""Acts: the only writers. Each checks authority, does one thing in one transaction, and appends its events.

An act is a function whose first argument is a `Deed` and whose second is its subject: the record that it
concerns, or the agency under which it makes one. Decorated with `act`, it is called with the actor in the place
of the deed. `REGISTRY` lists all of them, for the authority matrix and for fault injection.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from gongkai.site.audit import chain, witness

P = ParamSpec("P")
R = TypeVar("R")


class Refusal(Exception):
    """An act that was not done, in words for the person who asked for it; the records are as they were."""


class Invalid(Refusal):
    """Values that cannot be, by field, for a form to show beside each; what concerns no field stands under ``""``."""

    def __init__(self, error: ValidationError) -> None:
        by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        self.errors = {"" if name == NON_FIELD_ERRORS else name: said for name, said in by_field.items()}
        super().__init__("；".join(message for messages in self.errors.values() for message in messages))


class Denied(Refusal):
    """The actor has no authority for the act."""


class Policy(Protocol):
    """Who may do something to what belongs to an agency."""

    def allows(self, actor: Any, agency: int) -> bool:
        """Return whether ``actor`` may."""
        ...

    def stood_in_for(self, actor: Any, agency: int) -> int | None:
        """Return the id of whom ``actor`` may do it instead of, as a deputy; None who may do it themselves."""
        ...


@dataclass(frozen=True, slots=True)
class Maintenance:
    """The actor of a command that an operator runs on the server; the command stands in the event's facts."""

    command: str
    pk: None = None


@dataclass(frozen=True, slots=True)
class Act:
    """An entry of the registry."""

    name: str
    label: str  # What the history of a record calls it.
    policy: Policy
    perform: Callable[..., Any]


REGISTRY: dict[str, Act] = {}


@dataclass(slots=True)
class Deed:
    """One performance of an act: who, when, and what it records."""

    act: str
    actor: Any
    now: datetime
    on_behalf_of: int | None = None  # Whom a deputy (代理人) stands in for; every event of the deed names them.
    happenings: list[chain.Happening] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The civil date in China."""
        return timezone.localdate(self.now)

    def record(
        self,
        subject: Any,
        facts: dict[str, Any] | None = None,
        *,
        said: dict[str, Any] | None = None,
        rows: Iterable[Model] = (),
        occurred_on: date | None = None,
        under: Any = None,
    ) -> None:
        """Note an event about ``subject``; it is chained when the act has done everything else.

        ``facts`` are ids, codes of closed lists, days and digests. What somebody wrote, and whatever says something of
        a person, is ``said``: it is kept beside the chain, which holds a salted digest of it (`sealing`).
        ``rows`` are rows written once, to which the chain bears witness (`witness`).
        ``under`` is the record whose agency's chain takes it, for people, who belong to no agency themselves.
        """
        facts = dict(facts or {})
        if witnessed := witness.facts_of(rows):
            facts[witness.FACT] = witnessed
        if isinstance(self.actor, Maintenance):
            facts["command"] = self.actor.command
        if self.on_behalf_of is not None:
            facts["on_behalf_of"] = self.on_behalf_of
        self.happenings.append(
            chain.Happening(
                agency=agency_of(subject if under is None else under),
                act=self.act,
                subject_type=subject._meta.label_lower,
                subject_id=str(subject.pk),
                actor=self.actor.pk,
                recorded_at=self.now,
                occurred_on=occurred_on or self.today,
                facts=facts,
                said=said or {},
            )
        )


def agency_of(subject: Any) -> int:
    """Return the id of the agency to which a record belongs; every record that acts touch has it."""
    return int(subject.agency_id)


def act(
    name: str, label: str, *, policy: Policy
) -> Callable[[Callable[Concatenate[Deed, P], R]], Callable[Concatenate[Any, P], R]]:
    """Register an act."""

    def register(function: Callable[Concatenate[Deed, P], R]) -> Callable[Concatenate[Any, P], R]:
        @wraps(function)
        def perform(actor: Any, *args: P.args, **kwargs: P.kwargs) -> R:
            with transaction.atomic():
                agency = agency_of(args[0])
                if not policy.allows(actor, agency):
                    raise Denied("您没有办理此事项的权限。")
                deed = Deed(name, actor, timezone.now(), policy.stood_in_for(actor, agency))
                result = function(deed, *args, **kwargs)
                if not deed.happenings:
                    raise AssertionError(f"the act {name} recorded nothing")
                chain.append(deed.happenings)
                return result

        if name in REGISTRY:
            raise AssertionError(f"two acts are called {name}")
        REGISTRY[name] = Act(name, label, policy, perform)
        return perform

    return register
