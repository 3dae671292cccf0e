"""Beginning a pack: a folder that loads, checks cleanly, and asks an open question for every value still to be found."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.policy.benefits import LAYERS, place_of
from fenming.policy.folder import REGION
from fenming.policy.load import SHIPPED, load_pack, pack_names
from fenming.policy.schema import SCHEMAS
from fenming.policy.starter_text import GUIDE, SCHEMA_FOLDER, Source, Wish, data, own_files, yaml_of
from fenming.policy.vocabulary import CARES, SCHEMES
from fenming.policy.yaml_text import shown


def start_pack(wish: Wish) -> list[Path]:
    """Write the folder and give the files written. Raises BadInput: a region or word there is none of, a folder in use."""
    _refuse(wish)
    existing = load_pack(wish.existing, (wish.root,) if wish.root.is_dir() else ()) if wish.existing else None
    written = _write_upper(wish)
    above = load_pack(wish.region.rpartition("/")[0], (wish.root,) if wish.root.is_dir() else ())
    written += [_write(wish.root / name, text) for name, text in own_files(wish, Source(above, existing))]
    shared = [
        _write(wish.root / SCHEMA_FOLDER / name, (SHIPPED / name).read_text("utf8")) for name in (*SCHEMAS, GUIDE)
    ]
    return written + shared


def label_of(region: str) -> tuple[str, str]:
    """The names of a province by its letters; for other places the code stands for itself."""
    last = region.rpartition("/")[2]
    label, label_en = data()["provinces"].get(last, (last, last))
    return str(label), str(label_en)


def usual_since(region: str, root: Path, today: date) -> date:
    """The day from which benefit rules hold where the place already inherits some, else the first day of this year."""
    names, roots = pack_names((root,)), (root,) if root.is_dir() else ()
    near = next((name for name in (region, region.rpartition("/")[0]) if name in names), None)
    parameters = load_pack(near, roots).parameters() if near is not None else ()
    benefits = [one for one in parameters if place_of(one.name) is not None]
    starts = [version.period.start for one in benefits for version in one.versions]
    return min(starts, default=today.replace(month=1, day=1))


def _refuse(wish: Wish) -> None:
    parts = wish.region.split("/")
    if len(parts) not in (2, 3) or parts[0] != "cn" or not all(map(REGION.fullmatch, parts)):
        raise BadInput(
            "policy.bad_region",
            _("'{region}' is no place for a pack").format(region=wish.region),
            why=_("packs stand at cn/<province>/<code of the city or county>"),
            remedy=_("write it like cn/js/320700, or cn/js for a province"),
        )
    folder = wish.root / wish.region
    if (folder / "pack.yaml").exists():
        raise BadInput(
            "policy.pack_exists",
            _("there is a pack in {path} already").format(path=shown(folder)),
            shown(folder / "pack.yaml"),
            _("nothing of yours is written over"),
            _("go on writing that one, or choose another region or root"),
        )
    _refuse_unknown(wish.schemes, SCHEMES, "scheme")
    _refuse_unknown(wish.parts, (*CARES, *LAYERS), "care")


def _refuse_unknown(words: Sequence[str], known: Sequence[str], kind: str) -> None:
    for word in words:
        if word not in known:
            raise BadInput(
                "policy.unknown_word",
                _("'{value}' is not a known {key}").format(value=word, key=kind),
                remedy=_("use one of: {known}").format(known=", ".join(known)),
            )


def _write_upper(wish: Wish) -> list[Path]:
    """pack.yaml of the province, where neither the shipped packs nor the root have one."""
    upper = wish.region.rpartition("/")[0]
    if any((root / upper / "pack.yaml").is_file() for root in (SHIPPED, wish.root)):
        return []
    label, label_en = label_of(upper)
    content = yaml_of({"label": label, "label_en": label_en, "level": "province"}, in_blocks=True)
    return [_write(wish.root / upper / "pack.yaml", content)]


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf8")
    return path
