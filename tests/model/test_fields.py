"""The base schema tells the fields: their words, axes and kinds."""

from __future__ import annotations

from tests.books.toys import load_base_fields
from toolkit.model.fields import load_fields

FIELDS = load_base_fields()


def test_a_field_is_named_by_its_group_and_its_title() -> None:
    actual = FIELDS.by_name["指標_実績値"]
    assert actual.key == "indicator.actual"
    assert (actual.title, actual.axes, actual.kind) == ("実績値", ("indicator", "year"), "quantity")
    assert FIELDS["effect.actual"].name == "年次_実績効果額"
    assert FIELDS["effect.actual"].unit == "千円"
    assert FIELDS["item.remarks"].hide_empty
    assert not FIELDS["item.content"].hide_empty


def test_every_field_has_a_word_of_its_own() -> None:
    names = [field.name for field in FIELDS.by_key.values()]
    assert len(set(names)) == len(names) == len(FIELDS.by_name)
    assert all(group and title for group, _, title in (name.partition("_") for name in names))


def test_no_axis_is_unknown_and_the_year_comes_last() -> None:
    for field in FIELDS.by_key.values():
        assert set(field.axes) <= {"indicator", "activity", "part", "item", "year"}
        assert "year" not in field.axes[:-1]


def test_a_schema_of_three_properties_has_the_one_field_that_states_its_axes() -> None:
    schema = {
        "properties": {
            "item": {
                "title": "項目",
                "x-key": "item",
                "properties": {
                    "id": {"type": "string"},
                    "name": {"title": "名称", "x-axes": [], "x-kind": "text"},
                },
            }
        }
    }
    assert list(load_fields(schema).by_key) == ["item.name"]
