"""The numbers of a CDA document: quantities, intervals, reference ranges and doses."""

from xml.etree.ElementTree import Element

from engine.adapters.cda_tree import at, every, kind_of, plain

Fields = dict[str, float | int | str | None]
"""Fields of a coded result by their names."""
MOST = 1e15
"""Larger numbers are no measurements."""
LONGEST = 120
"""Characters of a range told in words."""


def number(printed: str) -> float | int | None:
    """A number as HL7 writes it; None for what is none or cannot be shown."""
    even = printed.strip().replace(",", ".")
    try:
        read = float(even)
    except ValueError:
        return None
    if not abs(read) < MOST:  # also what is not a number
        return None
    return int(read) if read.is_integer() and even.lstrip("+-").isdigit() else read


def unit(quantity: Element) -> str | None:
    """The UCUM code of a quantity; None for a bare count."""
    given = quantity.get("unit")
    return None if given in (None, "", "1") else given


def is_number(value: Element) -> bool:
    """Whether a value's type is one of numbers."""
    return kind_of(value) in ("PQ", "REAL", "INT", "MO", "IVL_PQ", "IVL_REAL", "IVL_INT")


def bounds(value: Element) -> Fields | None:
    """An interval with one end is a bound ("< 0,1"); one with two stands as text."""
    low, high = at(value, "low"), at(value, "high")
    least, most = _ends(low, high)
    given = next((unit(e) for e in (low, high) if e is not None), None)
    if least is not None and most is not None:
        told: float | str = least if least == most else f"{french(least)} à {french(most)}"
        return {"value": told, "unit_ucum": given}
    if least is not None and low is not None:
        sign = ">" if low.get("inclusive") == "false" else "≥"
        return {"value": least, "comparator": sign, "unit_ucum": given}
    if most is not None and high is not None:
        sign = "<" if high.get("inclusive") == "false" else "≤"
        return {"value": most, "comparator": sign, "unit_ucum": given}
    return None


def french(value: float) -> str:
    """A number with a decimal comma."""
    return f"{value:.10g}".replace(".", ",")


def reference_range(element: Element) -> Fields:
    """The fields `low`, `high` and `range_fr` of an observation's first reference range; none where it has none."""
    for given in every(element, "referenceRange/observationRange"):
        value = at(given, "value")
        low, high = _ends(at(value, "low"), at(value, "high"))
        told = plain(at(given, "text"))[:LONGEST] or None
        if low is not None or high is not None or told:
            return {"low": low, "high": high, "range_fr": told}
    return {}


def _ends(low: Element | None, high: Element | None) -> tuple[float | int | None, float | int | None]:
    least, most = (number(end.get("value", "")) if end is not None else None for end in (low, high))
    return least, most


def dose(quantity: Element | None) -> str | None:
    """A dose as it is read, with the unit that the file gives ("1 à 2 comprimé"); None where there is no number."""
    if quantity is None:
        return None
    ends = [e for e in (at(quantity, "low"), at(quantity, "high")) if e is not None] or [quantity]
    told = dict.fromkeys(french(n) for e in ends if (n := number(e.get("value", ""))) is not None)
    if not told:
        return None
    given = next((u for e in ends if (u := unit(e))), "").strip("{}")
    return " ".join(filter(None, (" à ".join(told), given)))
