"""Compiles the catalogues (.po → .mo) when the package is built or installed in place, or when run by hand."""

from __future__ import annotations

from pathlib import Path

LOCALES = Path(__file__).parent.parent / "src" / "mstrack" / "locale"

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, outside a build
    BuildHookInterface = object


class CatalogueHook(BuildHookInterface):
    """Hatchling's hook: before a wheel or an editable install."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:  # noqa: ARG002  hatchling's signature
        """Compile every catalogue."""
        compile_all(LOCALES)


def compile_all(locales: Path) -> None:
    """Write a .mo beside every .po."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in locales.glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3])
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)


if __name__ == "__main__":
    compile_all(LOCALES)
