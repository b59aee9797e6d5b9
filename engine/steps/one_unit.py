"""Results that a laboratory prints twice, in two units: the pathway's own counts."""

from collections.abc import Sequence

from engine.domain.pathway import Pathway
from engine.steps.key_fact_found import Found
from engine.steps.places import ReadPageText


def in_one_unit(found: Sequence[Found], place: ReadPageText, pathway: Pathway) -> list[Found]:
    """What a page tells, but for a laboratory's results that stand there in the unit of their key fact, too (AMH in
    pmol/L beside ng/mL)."""
    if place.document.kind != "biologie":
        return list(found)
    units = {k.id: k.unit for k in pathway.key_facts if k.analytes and k.unit}
    own = {(f.key, f.dated, f.recalled) for f in found if f.unit and f.unit == units.get(f.key)}
    return [f for f in found if f.unit in (None, units.get(f.key)) or (f.key, f.dated, f.recalled) not in own]
