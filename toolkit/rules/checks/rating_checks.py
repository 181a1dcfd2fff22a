"""What an item's return rated itself and the rating its rates give in, a finding where they differ out."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.fields import Fields
from toolkit.model.findings import Finding
from toolkit.rules.judging.rating import rate_item
from toolkit.rules.record.read_item import Make, ReadItem


def iter_rating_doubts(answered: ReadItem, fields: Fields, finding: Make) -> Iterator[Finding]:
    """Yield every rating that is another than the band of the rate; nothing where no rate gives one."""
    for slot in answered.asked.slots:
        choices = fields[slot.field].choices
        if choices is None or not choices.bands or slot.year is None:
            continue
        chosen = choices.find(str(answered.record.answer(slot).value or ""))
        rating = rate_item(answered.verdicts, choices, slot.year)
        if chosen and rating.choice and chosen.word != rating.choice:
            yield finding(
                "rating-differs",
                slot,
                value=chosen.word,
                computed=rating.choice,
                rate=rating.rate,
                why=rating.why,
            )
