"""Make a grey page image straight and even before it is read; grey is kept, nothing is reduced to black and white."""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.images import Gray

_SURVEY = 1000  # pixels on the long side; enough to see lines and edges, cheap to turn over


def turn(gray: Gray, degrees: int) -> Gray:
    """Turn by 0, 90, 180 or 270 degrees clockwise."""
    return np.ascontiguousarray(np.rot90(gray, -(degrees // 90)))


def resize(gray: Gray, scale: float) -> Gray:
    """Scale both sides."""
    if abs(scale - 1) < 0.01:
        return gray
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return _gray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=how))


def rotate(gray: Gray, degrees: float) -> Gray:
    """Turn by a small angle clockwise about the centre, keeping the size; the new corners repeat the edge."""
    if abs(degrees) < 0.05:
        return gray
    height, width = gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return _gray(cv2.warpAffine(gray, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE))


def lean(gray: Gray) -> tuple[bool, float, float]:
    """Return whether the page seems to lie on its side, and the small angles in degrees clockwise that make the lines
    of text straight: first if it does not, then if it does.

    Rows of a straight page alternate between ink and paper; the angle at which they do so most sharply is the page's.
    """
    small = resize(gray, min(1.0, _SURVEY / max(gray.shape)))
    ys, xs = np.nonzero(_ink(small))
    if len(xs) < 200:
        return False, 0.0, 0.0
    if len(xs) > 60_000:
        keep = np.linspace(0, len(xs) - 1, 60_000).astype(np.int64)
        ys, xs = ys[keep], xs[keep]
    flat, flat_angle = _sharpest(xs.astype(np.float32), ys.astype(np.float32))
    side, side_angle = _sharpest(ys.astype(np.float32), -xs.astype(np.float32))
    return side > 1.3 * flat, flat_angle, side_angle


def _sharpest(along: NDArray[np.float32], across: NDArray[np.float32]) -> tuple[float, float]:
    def sharpness(angle: float) -> float:
        # Clockwise on the screen, where y grows downwards.
        shifted = across + along * np.float32(np.tan(np.radians(angle)))
        rows = np.bincount((shifted - shifted.min()).astype(np.int64))
        return float(np.sum(np.diff(rows.astype(np.float64)) ** 2))

    best = max(np.arange(-14, 14.1, 0.5), key=sharpness)
    best = max(np.arange(best - 0.5, best + 0.51, 0.1), key=sharpness)
    return sharpness(float(best)), round(float(best), 2)


def _ink(small: Gray) -> NDArray[np.bool_]:
    """The pixels of what may be letters: darker than what surrounds them, and neither specks nor rules nor shadows."""
    even = flatten(small)
    even[: len(even) // 50] = even[-(len(even) // 50) :] = 255
    _, mask = cv2.threshold(cv2.GaussianBlur(even, (3, 3), 0), 150, 255, cv2.THRESH_BINARY_INV)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(_gray(mask), connectivity=8)
    wide, high, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    letters = (np.maximum(wide, high) < 90) & (area >= 4)
    letters[0] = False
    return np.asarray(letters[labels])


def crop_photo(gray: Gray) -> Gray:
    """Cut a photographed sheet out of what it lies on and set it square; the image itself when there is no such sheet.

    The sheet is the one large four-sided shape that is lighter than what the edge of the image shows.
    """
    scale = min(1.0, _SURVEY / max(gray.shape))
    small = cv2.GaussianBlur(resize(gray, scale), (21, 21), 0)
    around = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]]).astype(np.float64)
    paper = float(np.percentile(small, 90))
    if float(np.median(around)) > 0.7 * paper:
        return gray  # the sheet fills the image, as on a scan
    # A shaded half of the sheet may be hardly lighter than the table: several levels are tried, and the sheet is the
    # shape whose sides part light from dark most sharply.
    levels = [float(np.percentile(around, share)) + 3 for share in (50, 65, 80, 90, 97, 100)]
    found = [sheet for level in levels if (sheet := _sheet(_gray(np.where(small > level, 255, 0)))) is not None]
    if not found:
        return gray
    corners = max(found, key=lambda sheet: _edge_contrast(small, sheet))
    if _edge_contrast(small, corners) < 0.15:
        return gray
    corners = corners / scale
    top_left, top_right, bottom_right, bottom_left = corners
    width = int(max(np.linalg.norm(top_right - top_left), np.linalg.norm(bottom_right - bottom_left)))
    height = int(max(np.linalg.norm(bottom_left - top_left), np.linalg.norm(bottom_right - top_right)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return _gray(
        cv2.warpPerspective(gray, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    )


def _sheet(mask: Gray) -> NDArray[np.float64] | None:
    """Return the corners (clockwise from the top left) of the one large four-sided shape, if there is one."""
    height, width = mask.shape
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    # Blots of light on the table that touch the sheet come off.
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((91, 91), np.uint8))
    contours, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    largest = max(contours, key=cv2.contourArea)
    outline = cv2.convexHull(largest)
    area = cv2.contourArea(outline)
    if not 0.25 * height * width < area < 0.97 * height * width or cv2.contourArea(largest) < 0.97 * area:
        return None
    for slack in (0.01, 0.02, 0.03, 0.05):
        shape = cv2.approxPolyDP(outline, slack * cv2.arcLength(outline, True), True)
        if len(shape) == 4:
            break
    else:
        return None
    points = shape.reshape(4, 2).astype(np.float64)
    if not 0.97 * area < cv2.contourArea(shape) < 1.03 * area:
        return None
    total, difference = points.sum(axis=1), points[:, 0] - points[:, 1]
    order = [int(total.argmin()), int(difference.argmax()), int(total.argmax()), int(difference.argmin())]
    return points[order] if len(set(order)) == 4 else None


def _edge_contrast(small: Gray, corners: NDArray[np.float64]) -> float:
    """How much darker it is just outside the shape's sides than just inside, 0 to 1, on average."""
    middle = corners.mean(axis=0)
    reach = max(small.shape) / 70
    shares = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        points = start + np.linspace(0.05, 0.95, 25)[:, None] * (end - start)
        inwards = np.array([start[1] - end[1], end[0] - start[0]]) / max(1.0, float(np.linalg.norm(end - start)))
        if np.dot(middle - start, inwards) < 0:
            inwards = -inwards
        inside, outside = (_sampled(small, points + step * inwards) for step in (reach, -reach))
        shares.append(float(np.median((inside - outside) / np.maximum(inside, 1))))
    return float(np.mean(shares))


def _sampled(small: Gray, points: NDArray[np.float64]) -> NDArray[np.float64]:
    xs = np.clip(points[:, 0].astype(np.int64), 0, small.shape[1] - 1)
    ys = np.clip(points[:, 1].astype(np.int64), 0, small.shape[0] - 1)
    return small[ys, xs].astype(np.float64)


def flatten(gray: Gray, white: float = 1.0) -> Gray:
    """Even out the light: paper becomes white, ink black, whatever the shade, the lamp or the copier did.

    `white` is the share of the way from ink to paper that is already white: under 1 it drops paper grain and what
    shines through from the back of the sheet, and with it the thin strokes of pale print.
    """
    paper = _paper(gray)
    even = np.minimum(gray.astype(np.float32) / np.maximum(paper, 1.0), 1.0)
    smooth = cv2.GaussianBlur(even, (3, 3), 0)
    ink = float(np.percentile(smooth[::2, ::2], 0.5))
    even -= ink
    even *= 255 / max(0.05, white * (1 - ink))
    return _gray(np.clip(even, 0, 255, out=even))


def _paper(gray: Gray) -> NDArray[np.float32]:
    """The light of the paper at each pixel: the image without what is narrower than a letter's stroke and its gaps."""
    height, width = gray.shape
    small = cv2.resize(gray, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA)
    reach = max(5, max(small.shape) // 65) | 1
    light = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    light = cv2.GaussianBlur(light, (0, 0), reach / 2)
    return np.asarray(cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def whiten(even: Gray, white: float = 0.7) -> Gray:
    """Return an evened image as `flatten` with that share of white would have made it."""
    return _gray(np.minimum(even.astype(np.float32) / white, 255))


def ghosts(even: Gray) -> float:
    """Return how much of an evened image is neither ink nor paper, as a multiple of its ink.

    The soft edges of letters come to one or two, pale print to three; more is the back of the sheet, stains, streaks.
    """
    smooth = cv2.GaussianBlur(even, (3, 3), 0)
    ink = float(np.mean(smooth < 110))
    return float(np.mean((smooth >= 130) & (smooth < 225))) / max(ink, 0.02)


def hangs(even: Gray) -> bool:
    """Tell a page that seems to stand on its head: lines of print end sharply at their foot, raggedly at their top.

    Only where it is plain to see: pages of capitals and figures look the same both ways.
    """
    falls = rises = 1.0
    for band in np.array_split(_ink(even), 6, axis=1):
        steps = np.diff(band.sum(axis=1).astype(np.float64))
        falls += float((np.maximum(-steps, 0) ** 3).sum())
        rises += float((np.maximum(steps, 0) ** 3).sum())
    return rises > 1.2 * falls


def undither(gray: Gray) -> Gray:
    """Turn the dots of a fax back into grey: smooth them, then push the lighter half to white."""
    smooth = cv2.GaussianBlur(gray, (0, 0), 1.0).astype(np.float32)
    return _gray(np.clip((smooth - 40) / (170 - 40) * 255, 0, 255))


def is_fax(gray: Gray) -> bool:
    """Tell a page of pure black and white dots."""
    middle = float(np.mean((gray > 30) & (gray < 225)))
    # Clean print on a page with little of it has few grey points too, but as many as black ones.
    return middle < 0.005 and middle < 0.25 * float(np.mean(gray <= 30))


def _gray(image: object) -> Gray:
    return np.asarray(image).astype(np.uint8)


def fullest_strip(gray: Gray) -> Gray:
    """Return the band (a sixth of the height, at about 200 dpi) that holds most letters."""
    height = len(gray)
    letters = _ink(resize(gray, min(1.0, _SURVEY / max(gray.shape)))).sum(axis=1)
    band = max(1, len(letters) // 6)
    sums = np.convolve(letters, np.ones(band), mode="valid")
    top = int(sums.argmax()) * height // len(letters)
    return resize(
        np.ascontiguousarray(gray[top : top + band * height // len(letters)]), min(1.0, 2400 / max(gray.shape))
    )


def without_rules(even: Gray) -> Gray:
    """Paint the long straight lines of tables and boxes white: Tesseract loses the figures that stand close to them.

    A line may lean by a degree. Where a letter's stroke crosses it, the stroke stays: an underlined "p" keeps its foot.
    """
    height, width = even.shape
    _, dark = cv2.threshold(even, 205, 255, cv2.THRESH_BINARY_INV)
    dark = _gray(dark)
    lying = _lines(dark, max(60, width // 14))
    standing = _lines(_gray(dark.T), max(50, height // 34)).T
    clean = even.copy()
    clean[(lying & ~_strokes(dark & ~standing, (1, 9))) > 0] = 255
    clean[(standing & ~_strokes(dark & ~lying, (9, 1))) > 0] = 255
    return clean


def _lines(dark: Gray, least: int) -> Gray:
    """Mark the lines across the image that are at least `least` pixels long and thin, with their soft edges."""
    # Thickened, a leaning line has no step in it; shortened again along its length, it is all that is left.
    thick = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    lines = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    bars = cv2.morphologyEx(lines, cv2.MORPH_OPEN, np.ones((12, 1), np.uint8))
    return _gray(cv2.dilate(lines & ~bars, np.ones((3, 3), np.uint8)))


def _strokes(dark: Gray, size: tuple[int, int]) -> Gray:
    """Mark the strokes of letters that are as long as `size` (across, down), a pixel wider."""
    long = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(size[::-1], np.uint8))
    return _gray(cv2.dilate(long, np.ones((3, 3), np.uint8)))


def noise(even: Gray) -> float:
    """Return the grain of an evened image, in grey levels: 0 for clear print, over 20 where ink drowns in noise.

    The median of what differs from a plane through the neighbours (J. Immerkær, 1996), which print hardly touches.
    """
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    return float(np.median(np.abs(cv2.filter2D(even.astype(np.float32), -1, kernel)))) / 0.6745 / 6


def soften(gray: Gray) -> Gray:
    """Halve the size and smooth: takes the grain out of a noisy image, and most of the time that reading it costs."""
    return resize(cv2.GaussianBlur(gray, (0, 0), 1.5), 0.5)
