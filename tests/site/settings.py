"""Settings of the tests: the site's own, with secrets of no worth and a data folder that is thrown away.

`GONGKAI_DATABASE` names the PostgreSQL of `make test-postgres`; without it the tests run on SQLite.
"""

import os
import tempfile

os.environ.setdefault("GONGKAI_SECRET_KEY", "only for tests, of no worth anywhere else")
os.environ.setdefault("GONGKAI_AUDIT_SALT", "only for tests, of no worth anywhere else")
os.environ.setdefault("GONGKAI_PLAIN_HTTP", "1")
os.environ["GONGKAI_DATA"] = tempfile.mkdtemp(prefix="gongkai-tests-")

from gongkai.site.settings import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
# Hashing as production does costs a test 0.3 s for each person it makes.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir()  # noqa: F405
