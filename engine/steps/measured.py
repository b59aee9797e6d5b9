"""A laboratory result as it is printed."""

from datetime import date

from engine.domain.fact import Reference
from engine.domain.record import Record


class Measured(Record):
    """A named quantity as printed: `value` is a number, or a bound such as "< 0,1" as text.

    `dated` is the day that its column or row gives, the first one of its month where `month` is all that is printed;
    None for the document's own. `earlier` marks a result that is reprinted from before, `negative` an antibody below
    the bound that is printed with it. `reference` and `flag` are printed beside the present result.
    """

    key: str
    label_fr: str
    analyte: str
    value: float | int | str
    unit: str | None
    unit_ucum: str | None
    start: int
    end: int
    dated: date | None = None
    month: bool = False
    earlier: bool = False
    negative: bool = False
    reference: Reference | None = None
    flag: str | None = None
