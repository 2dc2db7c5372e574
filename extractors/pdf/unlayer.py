"""Takes invisible text (render mode 3) out of pages: what an earlier recognition left there.

Only operators that show text in that mode go; a page in which there are none keeps its streams.
Whether everything visible stayed is for the caller to see, by reading the result.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from extractors.pdf.layer import copied, saved
from extractors.pdf.open import damaged

if TYPE_CHECKING:
    import pikepdf

_INVISIBLE = 3
_DEEPEST = 6
"""Form XObjects inside form XObjects that are looked into."""
_SHOWING = frozenset({"Tj", "TJ", "'", '"'})


def without_invisible_text(data: bytes, pages: Collection[int]) -> bytes:
    """The PDF with the invisible text of these pages (numbers from 1) taken out; the same bytes
    if there is none.

    Raises InputError ``damaged`` if the file cannot be written anew.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            changed = [_clear_page(pdf, pdf.pages[number - 1]) for number in sorted(pages)]
            return saved(pdf) if any(changed) else data
    except (pikepdf.PdfError, IndexError, TypeError, ValueError, RecursionError) as error:
        raise damaged() from error


def _clear_page(pdf: pikepdf.Pdf, page: pikepdf.Page) -> bool:
    """Whether there was anything to take out."""
    found = _cleared(pdf, page.obj, page.obj.get("/Resources"), 0, _DEEPEST)
    if found is None:
        return False
    content, resources = found
    page.obj["/Contents"] = pdf.make_stream(content)
    if resources is not None:
        page.obj["/Resources"] = resources
    return True


def _cleared(
    pdf: pikepdf.Pdf, holder: Any, resources: Any, mode: int, depth: int
) -> tuple[bytes, Any] | None:
    """A page's or a form's content without invisible text, with its resources; None if it has none.

    ``mode`` is the render mode at its beginning, ``depth`` how many forms deep to look.
    """
    import pikepdf

    kept: list[Any] = []
    modes, changed = [mode], False
    forms: dict[str, Any] = {}
    for instruction in pikepdf.parse_content_stream(holder):
        operator = str(instruction.operator)
        operands = instruction.operands
        if operator == "q":
            modes.append(modes[-1])
        elif operator == "Q" and len(modes) > 1:
            modes.pop()
        elif operator == "Tr" and len(operands):
            modes[-1] = int(operands[0])
        elif operator in _SHOWING and modes[-1] == _INVISIBLE:
            changed = True
            continue
        elif operator == "Do" and depth:
            name = str(operands[0])
            if name not in forms:
                forms[name] = _cleared_form(pdf, resources, name, modes[-1], depth)
        kept.append(instruction)
    replaced = {name: form for name, form in forms.items() if form is not None}
    if not changed and not replaced:
        return None
    return pikepdf.unparse_content_stream(kept), _with_forms(resources, replaced)


def _cleared_form(pdf: pikepdf.Pdf, resources: Any, name: str, mode: int, depth: int) -> Any:
    """A copy of a form XObject without invisible text; None for what needs no change."""
    forms = resources.get("/XObject") if resources is not None else None
    form = forms.get(name) if forms is not None else None
    if form is None or form.get("/Subtype") != "/Form":
        return None
    own = form.get("/Resources", resources)
    found = _cleared(pdf, form, own, mode, depth - 1)
    if found is None:
        return None
    content, new = found
    copy = pdf.make_stream(content)
    for key in form.keys():  # noqa: SIM118 - a stream is no mapping
        if key not in {"/Length", "/Filter", "/DecodeParms"}:
            copy[key] = form[key]
    if new is not None:
        copy["/Resources"] = new
    return copy


def _with_forms(resources: Any, forms: dict[str, Any]) -> Any:
    """The resources with other forms under the same names; shared dictionaries stay untouched."""
    if resources is None or not forms:
        return resources
    changed = copied(resources)
    objects = copied(changed["/XObject"])
    for name, form in forms.items():
        objects[name] = form
    changed["/XObject"] = objects
    return changed
