"""Settings of the site, all from the environment; docs/operations/settings.md lists them."""

import os
from pathlib import Path

import dj_database_url

from gongkai.site import environment

HERE = Path(__file__).parent
DATA = environment.folder("GONGKAI_DATA", "var")

SECRET_KEY = environment.secret("GONGKAI_SECRET_KEY")
# Keys the digests by which the audit chain holds what people wrote (`audit.sealing`); losing it makes them unprovable.
AUDIT_SALT = environment.secret("GONGKAI_AUDIT_SALT")
DEBUG = False
ALLOWED_HOSTS = environment.words("GONGKAI_HOSTS", "localhost,127.0.0.1")
CSRF_TRUSTED_ORIGINS = environment.words("GONGKAI_ORIGINS")
# The proxies in front of the site, which alone say from where a request comes (`accounts.addresses`).
PROXIES = environment.networks("GONGKAI_PROXIES")
# Only for a machine that speaks to itself, as `make run` does: cookies then travel without TLS.
PLAIN_HTTP = environment.flag("GONGKAI_PLAIN_HTTP")
# Names printed on the site as example content.
EXAMPLE = environment.flag("GONGKAI_EXAMPLE")
# What the foot of every public page must state (国办发〔2017〕47号); what is not set is left out, never invented.
SITE_CODE = os.environ.get("GONGKAI_SITE_CODE", "")
SITE_ICP = os.environ.get("GONGKAI_ICP", "")
SITE_POLICE = os.environ.get("GONGKAI_POLICE", "")
SITE_FAULTS = os.environ.get("GONGKAI_FAULTS", "")
ACCENT = environment.choice("GONGKAI_ACCENT", "red", "blue")
# Lists of protected wording of this installation; one called protected_terms.toml stands in for ours.
WORDING_LISTS = environment.folder("GONGKAI_WORDING_LISTS", str(DATA / "wording"))

INSTALLED_APPS = [
    "gongkai.site.audit",
    "gongkai.site.agencies",
    "gongkai.site.accounts",
    "gongkai.site.search",
    "gongkai.site.editorial",
    "gongkai.site.catalogue",
    "gongkai.site.registers",
    "gongkai.site.portal",
    "wagtail.users",
    "wagtail.admin",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.snippets",
    "wagtail",
    "modelcluster",
    "taggit",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gongkai.site.accounts.sessions.EndIdleSessions",
    "gongkai.site.accounts.guard.DenyByDefault",
    "gongkai.site.portal.headers.ContentSecurity",
    "gongkai.site.portal.headers.RefuseNul",
    "gongkai.site.portal.reading.VariesByView",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "gongkai.site.urls"
WSGI_APPLICATION = "gongkai.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongkai.site.accounts.context.office",
                "gongkai.site.portal.context.site",
            ]
        },
    }
]

DATABASES = {
    "default": dj_database_url.config(
        "GONGKAI_DATABASE", default=f"sqlite:///{DATA / 'gongkai.sqlite3'}", conn_max_age=60
    )
}
ON_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if ON_SQLITE:
    # A write lock is taken when a transaction begins: two acts at once wait for each other instead of failing
    # half-way with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "gongkai.site.accounts.backend.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
# One name from one address: a clerk who mistypes does not lock out the bureau behind the same address, and a stranger
# elsewhere cannot lock out the clerk.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "gongkai.site.accounts.throttling.name_tried"
AXES_CLIENT_IP_CALLABLE = "gongkai.site.accounts.addresses.client_address"
AXES_RESET_ON_SUCCESS = True
OTP_TOTP_ISSUER = "政府信息公开"
LOGIN_URL = "/office/sign-in/"
LOGIN_REDIRECT_URL = "/office/"
LOGOUT_REDIRECT_URL = "/office/sign-in/"
AXES_LOCKOUT_TEMPLATE = "office/locked_out.html"
SESSION_COOKIE_AGE = 8 * 3600
# Whoever does nothing for so long signs in again; at most once a minute it is written that somebody is there.
IDLE_MINUTES = environment.count("GONGKAI_IDLE_MINUTES", 30, least=1, most=480)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PLAIN_HTTP
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "gongkai.site.portal.errors.without_token"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "media"
# Content-addressed files of items: never under a folder that a web server serves by itself.
FILES_ROOT = DATA / "files"
# Whether nginx sends files on the site's word (X-Accel-Redirect, deploy/nginx.conf); else the site sends them itself.
FILES_BY_NGINX = environment.flag("GONGKAI_FILES_BY_NGINX")
# The heads of the audit chains, written daily outside the database; keep this folder on another disk.
HEADS_ROOT = environment.folder("GONGKAI_HEADS", str(DATA / "heads"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20

WAGTAIL_SITE_NAME = "政府信息公开"
WAGTAILADMIN_BASE_URL = environment.words("GONGKAI_ORIGINS", "http://127.0.0.1:8000")[0]
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # No request leaves the server.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_I18N_ENABLED = False
# After the third review nothing is live by itself: the act `publish` writes the ledger.
WAGTAIL_FINISH_WORKFLOW_ACTION = "gongkai.site.editorial.finish.leave_publishing_to_the_act"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SILENCED_SYSTEM_CHECKS = [
    "security.W004",  # HSTS and redirects belong to nginx (docs/operations).
    "security.W008",
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
