"""The Chinese catalog: extract messages, list what is untranslated, compile.

python scripts/catalog.py update           # add new messages to the .po, drop unused ones, compile
python scripts/catalog.py fill FILE.yaml   # the same, taking Chinese from a YAML mapping of English: Chinese
python scripts/catalog.py check            # exit 1 when a message has no Chinese or the .mo is not current
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from ruamel.yaml import YAML

from fenming.mechanisms import verb, verb_names

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "fenming"
PO = SOURCE / "locale" / "zh_CN" / "LC_MESSAGES" / "fenming.po"
MO = PO.with_suffix(".mo")
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract"), ("**.jinja", "jinja2.ext:babel_extract")]
FIRST_WRITTEN = datetime(2026, 11, 22, tzinfo=UTC)  # fixed, so that the same messages give the same bytes


def extracted() -> Catalog:
    """Every literal inside `_("…")` in code and templates and the sentence of every verb, each with its files."""
    template = Catalog()
    found = extract_from_dir(
        SOURCE, METHODS, keywords={"_": None}, directory_filter=lambda path: "__pycache__" not in str(path)
    )
    for file, message in sorted({(file, str(message)) for file, _line, message, _comments, _context in found}):
        template.add(message, locations=[(f"src/fenming/{file}", 1)])
    for name in verb_names():  # these are looked up by `_(verb(name).explain)`, where no literal stands
        template.add(verb(name).explain, locations=[(f"src/fenming/mechanisms/{name}.py", 1)])
    return template


def stored() -> Catalog:
    """The catalog as committed; empty before the first update."""
    if not PO.exists():
        return Catalog(locale="zh_CN", domain="fenming")
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN", domain="fenming")


def updated() -> Catalog:
    """The committed translations laid over the messages that exist now; unused ones fall away."""
    catalog = stored()
    catalog.update(extracted(), no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.project, catalog.version = "fenming", "1"
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = "Fenming"
    catalog.copyright_holder, catalog.header_comment = (
        "Fenming",
        "# Chinese of every message a user reads; see CONTRIBUTING.md",
    )
    catalog.creation_date = catalog.revision_date = FIRST_WRITTEN
    return catalog


def written(catalog: Catalog) -> bytes:
    text = io.BytesIO()
    write_po(text, catalog, width=0, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return text.getvalue()


def compiled(catalog: Catalog) -> bytes:
    binary = io.BytesIO()
    write_mo(binary, catalog)
    return binary.getvalue()


def fields(text: str) -> set[str]:
    """Names of the `{…}` fields that a message fills in, whatever their format."""
    return {name.split(".")[0].split("[")[0] for _text, name, _format, _conversion in Formatter().parse(text) if name}


def untranslated(catalog: Catalog) -> list[str]:
    return sorted(str(message.id) for message in catalog if message.id and not message.string)


def mismatched(catalog: Catalog) -> list[str]:
    """Messages whose Chinese fills in other fields than the English."""
    return sorted(
        str(message.id)
        for message in catalog
        if message.id and message.string and fields(str(message.id)) != fields(str(message.string))
    )


def problems() -> list[str]:
    """Everything that keeps the catalog from being complete and current, one line each."""
    catalog = updated()
    found = [f"no Chinese: {message!r}" for message in untranslated(catalog)]
    found += [f"fields differ: {message!r}" for message in mismatched(catalog)]
    if PO.read_bytes() != written(catalog):
        found.append(f"{PO.relative_to(ROOT)} does not match the source: run `python scripts/catalog.py update`")
    if MO.read_bytes() != compiled(catalog):
        found.append(f"{MO.relative_to(ROOT)} is not current: run `python scripts/catalog.py update`")
    return found


def update(chinese: dict[str, str]) -> None:
    """Write catalog and compiled catalog, `chinese` going over what was there."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    catalog = updated()
    for message in catalog:
        if message.id:
            message.string = chinese.get(str(message.id), message.string)
    PO.write_bytes(written(catalog))
    MO.write_bytes(compiled(catalog))


def main(command: str, *arguments: str) -> int:
    if command in {"update", "fill"}:
        update(
            {english: chinese for path in arguments for english, chinese in YAML(typ="safe").load(Path(path)).items()}
        )
    found = problems()
    print("\n".join(found) or f"{len(updated())} messages, all in Chinese, compiled")
    return 1 if found and command == "check" else 0


if __name__ == "__main__":
    if sys.argv[1:2] not in (["update"], ["check"], ["fill"]):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
