from pathlib import Path

import pytest

from dropbox.settings import SettingsError
from dropbox.workstation.settings import WorkstationSettings, read_workstation_settings
from dropbox.workstation.texts import DEFAULT_TEXTS, Notice, Texts, read_texts, write_texts

ROOT = Path(__file__).parents[2]


def test_the_texts_that_init_writes_are_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "texts.toml"
    path.write_text(write_texts(DEFAULT_TEXTS), encoding="utf-8")
    assert read_texts(path) == DEFAULT_TEXTS
    changed = Texts(
        DEFAULT_TEXTS.categories,
        DEFAULT_TEXTS.statuses,
        (Notice(20_697, 'Kutip "ini" \\ baris\nbaru', "x"),),
        (),
    )
    path.write_text(write_texts(changed), encoding="utf-8")
    assert read_texts(path) == changed


def test_the_defaults_say_what_the_field_needs() -> None:
    codes = [status.code for status in DEFAULT_TEXTS.statuses]
    assert len(codes) == 11
    assert [s.code for s in DEFAULT_TEXTS.statuses if s.reason_required] == [
        "tidak_dapat_ditindaklanjuti"
    ]
    assert DEFAULT_TEXTS.closed_codes == {
        "diteruskan",
        "selesai_terbukti",
        "selesai_tidak_terbukti",
        "tidak_dapat_ditindaklanjuti",
        "diarsipkan",
    }


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[categories]]\ncode = 'A b'\nid = 'x'\nen = 'x'\n", "categories"),
        ("[[links]]\ncode = 'a'\nid = 'x'\nen = 'x'\nurl = 'javascript:1'\n", "links"),
        ("[[notices]]\nday = 1\nid = 'x'\nen = 'x'\n", "notices"),
        ("[[notices]]\nday = 2026-01-01\nid = ''\nen = 'x'\n", "notices"),
        ("[[statuses]]\ncode = 'a'\nid = 'x'\nen = 'x'\nclosed = 'ya'\n", "statuses"),
        ("[[statuses]]\ncode = 'diterima'\nid = 'x'\nen = 'x'\n", "twice"),
        ("[[categories]]\ncode = 'a'\nid = 'x'\n", "categories"),
        ("[[kategori]]\ncode = 'a'\n", "kategori"),
        ("x = [", "TOML"),
    ],
)
def test_a_text_that_is_wrong_is_named(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "texts.toml"
    path.write_text(write_texts(DEFAULT_TEXTS) + text, encoding="utf-8")
    with pytest.raises(SettingsError, match=named):
        read_texts(path)


def test_the_first_status_must_stay(tmp_path: Path) -> None:
    path = tmp_path / "texts.toml"
    path.write_text(write_texts(DEFAULT_TEXTS).replace('"diterima"', '"lain"'), encoding="utf-8")
    with pytest.raises(SettingsError, match="diterima"):
        read_texts(path)


@pytest.mark.parametrize(
    "change",
    [
        {"delivery_days": 0},
        {"delivery_days": 36},
        {"sheets_per_delivery": 0},
        {"sheets_per_delivery": 20},
        {"sheet_days": 91},
        {"weeks_ahead": 7},
        {"attachments_len": -1},
        {"desk_id": ""},
    ],
)
def test_a_setting_out_of_its_bounds_is_named(change: dict[str, object]) -> None:
    settings = WorkstationSettings(vault_dir=Path("x"), **change)  # type: ignore[arg-type]
    with pytest.raises(
        SettingsError, match="sheets" if "sheets_per_delivery" in change else next(iter(change))
    ):
        settings.checked()


def test_the_example_holds_every_key_with_its_default() -> None:
    settings = read_workstation_settings(ROOT / "config.example.toml")
    assert settings.vault_dir.is_relative_to(ROOT)
    for name in (
        "delivery_days",
        "sheets_per_delivery",
        "sheet_days",
        "weeks_ahead",
        "attachments_len",
    ):
        default = getattr(WorkstationSettings(vault_dir=Path("x")), name)
        assert getattr(settings, name) == default
    example = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    for name in WorkstationSettings.__dataclass_fields__:
        assert f"\n{name} = " in example or f"\n# {name} = " in example, name
