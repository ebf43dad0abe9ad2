"""Static files under names that hold their content's hash, so that browsers may keep them for a year."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    # Our modules import each other by path: the hashed name must stand in the import too.
    support_js_module_import_aggregation = True
