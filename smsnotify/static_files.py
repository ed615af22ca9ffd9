"""Collected static files, each under a name that changes with its content."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites `import "./parts.js"` in our modules, so that a deploy never mixes two versions."""

    support_js_module_import_aggregation = True
    # Ours only: what others bring along may import by names that only a bundler knows (django-htmx's hx-sse-2.js).
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        HashedFilesMixin._js_module_import_aggregation_patterns[1],  # type: ignore[attr-defined]
    )
