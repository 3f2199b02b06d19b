"""Static files with hashed names, so that browsers may keep them for ever; module imports in
our scripts are rewritten to the hashed names too, and a board's many small sheets become one."""

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# In the order of the cascade. Each component keeps its own file; a page asks for one.
BOARD = "css/board.css"
BOARD_SHEETS = (
    "kinds", "people", "rail", "timer", "sticky", "timeline", "flags", "measures", "upright",
    "steps", "parking", "guide", "composer", "banner", "lobby", "drawer", "whys", "factors",
    "actions", "promises", "closing", "room", "gate", "incident", "wall", "phone", "print",
    "session",
)  # fmt: skip


class HashedModules(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    manifest_strict = False

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            self.join_sheets(paths)
        yield from super().post_process(paths, dry_run, **options)

    def join_sheets(self, paths) -> None:
        parts = []
        for name in BOARD_SHEETS:
            storage, path = paths[f"css/{name}.css"]
            with storage.open(path) as sheet:
                parts.append(sheet.read())
        if self.exists(BOARD):
            self.delete(BOARD)
        self.save(BOARD, ContentFile(b"\n".join(parts)))
        paths[BOARD] = (self, BOARD)
