"""The known forms: one TOML file each, found by walking this folder.

``docs/add-a-form.md`` says what such a file holds.
"""

from __future__ import annotations

from forms.families.loading import check, hints, load, parse

__all__ = ["check", "hints", "load", "parse"]
