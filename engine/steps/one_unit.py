"""Results that a laboratory prints twice, in two units: the pathway's own counts."""

from collections.abc import Sequence

from engine.domain.pathway import Pathway
from engine.steps.key_fact_found import Found
from engine.steps.laboratory import OTHER_UNIT
from engine.steps.places import ReadPageText


def in_one_unit(found: Sequence[Found], place: ReadPageText, pathway: Pathway) -> list[Found]:
    """What a page tells, but for a laboratory's results that stand there in the unit of their key fact, too (AMH in
    pmol/L beside ng/mL)."""
    if place.document.kind != "biologie":
        return list(found)
    units = {k.id: k.unit for k in pathway.key_facts if k.analytes and k.unit}
    told = [(f.key.removesuffix(OTHER_UNIT), f) for f in found]
    own = {(key, f.dated, f.recalled) for key, f in told if f.unit and f.unit == units.get(key)}
    kept = [(key, f) for key, f in told if f.unit in (None, units.get(key)) or (key, f.dated, f.recalled) not in own]
    return [f.model_copy(update={"key": key}) if f.unit and f.unit == units.get(key) else f for key, f in kept]
