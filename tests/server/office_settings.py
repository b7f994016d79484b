"""The office's own settings on a folder of the tests'; quick passwords, nothing sent."""

import os
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="plumbline-office-"))
os.environ["PLUMBLINE_OFFICE"] = str(_FOLDER)
os.environ.setdefault("PLUMBLINE_SECRET_KEY", "tests-only-" + "0" * 50)

from plumbline.server.site.settings import *  # noqa: E402,F403  the folder must be named first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECOND_FACTOR = "none"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405  from the settings above
    DATABASES["default"]["TEST"] = {"NAME": str(_FOLDER / "test.sqlite")}  # noqa: F405  a file, as in an office
