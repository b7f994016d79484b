"""Settings of the web application. What an installation may say is read from the environment, see docs/office.md."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from plumbline.server.site.logs import configuration
from plumbline.server.site.secret import secret
from plumbline.server.site.single_sign_on import identity_providers
from plumbline.settings.environment import variable

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(variable("PLUMBLINE_OFFICE") or "plumbline-office").resolve()
"""The folder of the installation: database, dossier, runs, keys."""
DOSSIER = DATA / "dossier"
RUNS = DATA / "runs"
ORIGIN = (variable("PLUMBLINE_ORIGIN") or "").rstrip("/")
"""The public address (``https://…``). Set, cookies are sent over HTTPS only."""
HTTPS = ORIGIN.startswith("https://")
TRUSTED_PROXIES = tuple(filter(None, (variable("PLUMBLINE_PROXIES") or "").split(",")))
DEMO = (DATA / "demo").exists()
"""Filled with made-up people: only ever on this machine."""
SECOND_FACTOR = (variable("PLUMBLINE_SECOND_FACTOR") or ("none" if DEMO else "roles")).lower()
"""Who needs a second factor: ``all``, ``roles`` (administrators, supervisors, final reviewers) or ``none``."""

RULEBOOK = variable("PLUMBLINE_RULEBOOK") or "cn-2019"
"""The rulebook of the office: deadlines, review levels, inspections."""

SECRET_KEY = secret(DATA)
DEBUG = False
ALLOWED_HOSTS = [urlsplit(ORIGIN).hostname or ""] if ORIGIN else ["*"]
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN else []
ROOT_URLCONF = "plumbline.server.site.urls"
WSGI_APPLICATION = "plumbline.server.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"

APPS = ("audit", "work", "people", "register", "notices", "reviews", "cases", "inspections", "portal")
INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "ninja",
    "plumbline.server.site",
    *(f"plumbline.server.{name}" for name in APPS),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "plumbline.server.portal.fast.PublicFirst",
    "plumbline.server.site.operating.Operating",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "plumbline.server.site.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "plumbline.server.site.pages.everywhere",
            ],
        },
    }
]

_SQLITE = {
    "transaction_mode": "IMMEDIATE",  # a writer waits at the door, never in the middle
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000;",
}
DATABASES = {"default": dj_database_url.parse(variable("DATABASE_URL") or f"sqlite:///{DATA / 'office.sqlite'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = _SQLITE
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"},
    "near": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "near"},
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = variable("PLUMBLINE_TIMEZONE") or "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = None
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
PORTAL_PER_MINUTE = int(variable("PLUMBLINE_PORTAL_PER_MINUTE") or 600)
"""Public questions a minute from one address, in each process."""
UPLOAD_MOST = 20_000_000
"""Bytes of an uploaded file at most."""

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "plumbline.server.people.adapter.Closed"
SOCIALACCOUNT_ADAPTER = "plumbline.server.people.adapter.ClosedSocial"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/5m/ip,5/15m/key"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Plumbline"
MFA_RECOVERY_CODE_COUNT = 10
OIDC_CLAIM = variable("PLUMBLINE_OIDC_CLAIM") or "preferred_username"
"""The claim of the identity provider that names the person: it must equal their sign-in name."""
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": identity_providers()}}
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False

SESSION_COOKIE_AGE = int(timedelta(hours=10).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "plumbline.server.site.errors.csrf"
SECURE_SSL_REDIRECT = False  # the proxy that ends TLS does it
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and TRUSTED_PROXIES else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOG_FORM = (variable("PLUMBLINE_LOG") or "").lower()
"""``json``, ``plain``, or empty: warnings alone."""
LOGGING = configuration(LOG_FORM, (variable("PLUMBLINE_LOG_LEVEL") or "").upper())
METRICS_TOKEN = variable("PLUMBLINE_METRICS_TOKEN") or ""
"""Who bears it may read /metrics and the details of /readyz; empty: nobody."""
DISK_FREE = int(variable("PLUMBLINE_DISK_FREE_MB") or 500) * 2**20
"""Less free space than this is told by /readyz."""
if LOG_FORM or METRICS_TOKEN:
    MIDDLEWARE.insert(0, "plumbline.server.site.access.Observed")
WEBHOOK_HOSTS = tuple(filter(None, (variable("PLUMBLINE_WEBHOOK_HOSTS") or "").split(",")))
"""Hosts (with port) to which webhooks may go."""
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
_SMTP = urlsplit(variable("PLUMBLINE_SMTP") or "smtp://localhost:25")
EMAIL_HOST, EMAIL_PORT = _SMTP.hostname or "localhost", _SMTP.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _SMTP.username or "", _SMTP.password or ""
EMAIL_USE_SSL, EMAIL_TIMEOUT = _SMTP.scheme == "smtps", 20
DEFAULT_FROM_EMAIL = variable("PLUMBLINE_MAIL_FROM") or "plumbline@localhost"
