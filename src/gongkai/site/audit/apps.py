"""The app `audit`."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Audit trail (审计)."""

    name = "gongkai.site.audit"
    label = "audit"
    verbose_name = "审计"
