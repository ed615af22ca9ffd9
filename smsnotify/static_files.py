"""Collected static files, each under a name that changes with its content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites `import "./parts.js"` in our modules, so that a deploy never mixes two versions."""

    support_js_module_import_aggregation = True
