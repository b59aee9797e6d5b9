"""Files read in processes of their own: in order, within memory and time, whatever happens to such a process."""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image

import ocr
from ocr import Page, Reader, ReadError, Refused
from tests.acceptance.paper import LETTER, REPORT, pdf, scan
from tests.hostile_samples import (
    ATTACHED,
    LAUNCH,
    NAMED_SCRIPT,
    SCRIPT,
    endless_page,
    endless_sheet,
    scripted,
    swelling_page,
)

ROOT = Path(__file__).parents[2]
MANY = pdf(*([f"Page de la lettre numéro {number}", *LETTER] for number in range(1, 13)))


@contextmanager
def reader(children: int = 1) -> Iterator[Reader]:
    made = Reader(children)
    try:
        yield made
    finally:
        made.close()


def zipped(**files: bytes) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


def pages(read: list[Page | Refused]) -> list[Page]:
    return [each for each in read if isinstance(each, Page)]


def refusals(read: list[Page | Refused]) -> list[tuple[str | None, str]]:
    return [(each.member, each.code) for each in read if isinstance(each, Refused)]


OTHERS: set[int] = set()


@pytest.fixture(autouse=True)
def _only_own() -> None:
    """The reader that tests share keeps its process for two minutes after its last page: it is none of these."""
    OTHERS.clear()
    OTHERS.update(children_of(os.getpid()))


def children_of(owner: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            told = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
            command = status.with_name("cmdline").read_bytes()
            if int(told["PPid"]) == owner and b"ocr.child" in command and not told["State"].startswith("Z"):
                found.append(int(told["Pid"]))
    return [pid for pid in found if pid not in OTHERS]


def gone(pid: int) -> bool:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.1)
    return False


def test_several_processes_read_the_same_as_one_and_in_order() -> None:
    with reader(2) as two:
        read = pages(list(two.read(MANY, "a.pdf")))
    assert [page.number for page in read] == list(range(1, 13))
    assert read == list(ocr.read(MANY, "a.pdf"))


def test_only_the_pages_that_are_wanted_are_read_and_turned_as_told() -> None:
    with reader(2) as two:
        (wanted,) = pages(list(two.read(MANY, "a.pdf", turns={7: 90}, only={7})))
    assert (wanted.number, wanted.rotation) == (7, 90)


def test_pages_of_an_archive_are_numbered_on_and_found_again() -> None:
    files = {
        "a__pdf": pdf(LETTER, REPORT),
        "b__doc": b"\xd0\xcf\x11\xe0" + bytes(600),
        "c__txt": "Bonjour à tous".encode(),
    }
    content = zipped(**files, d__png=scan(REPORT)[:5000], e__pdf=pdf(REPORT))
    with reader() as one:
        whole = list(one.read(content, "envoi.zip"))
        again = list(one.read(content, "envoi.zip", only={5}))
    assert [(page.member, page.number) for page in pages(whole)] == [
        ("a.pdf", 1),
        ("a.pdf", 2),
        ("c.txt", 3),
        ("e.pdf", 5),  # the picture keeps the number of the page that cannot be read
    ]
    assert refusals(whole) == [("b.doc", "unsupported"), ("d.png", "truncated")]
    assert pages(again) == pages(whole)[-1:]


def test_records_are_left_to_who_reads_them() -> None:
    content = zipped(IM0001=bytes(128) + b"DICM" + bytes(99), a__txt="Bonjour à tous".encode())
    with reader() as one:
        assert refusals(list(one.read(content, "cd.zip", leave=lambda _, kind: kind == "DICOM"))) == []
        assert refusals(list(one.read(content, "cd.zip"))) == [("IM0001", "unsupported")]


def test_a_heap_of_programs_is_told_in_one_line() -> None:
    content = zipped(**{f"p{number}__exe": b"MZ" + bytes(99) for number in range(40)}, a__txt="Bonjour à tous".encode())
    with reader() as one:
        read = list(one.read(content, "cd.zip"))
    assert len(pages(read)) == 1
    assert len(refusals(read)) == 11
    assert "30 fichiers" in [each.message_fr for each in read if isinstance(each, Refused)][-1]


@pytest.mark.parametrize(
    ("catalog", "says"),
    [(SCRIPT, "JavaScript"), (NAMED_SCRIPT, "JavaScript"), (LAUNCH, "lance un programme")],
)
def test_scripts_and_actions_are_told_and_the_pages_read(catalog: bytes, says: str) -> None:
    with reader() as one:
        warning, page = list(one.read(scripted(catalog), "a.pdf"))
    assert isinstance(warning, Refused)
    assert warning.code == "active"
    assert says in warning.message_fr
    assert isinstance(page, Page)
    assert "opérée" in page.text


def test_files_inside_a_pdf_are_told() -> None:
    with reader() as one:
        warning, page = list(one.read(scripted(ATTACHED), "a.pdf"))
    assert isinstance(warning, Refused)
    assert (warning.code, isinstance(page, Page)) == ("attached", True)
    assert "un fichier joint" in warning.message_fr


def test_a_process_that_cannot_start_is_not_the_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with reader() as one, pytest.raises(ReadError) as caught:
        list(one.read(pdf(LETTER), "a.pdf"))
    assert caught.value.code == "tool_missing"


def test_a_process_that_left_for_want_of_work_is_replaced() -> None:
    with reader() as one:
        list(one.read(pdf(LETTER), "a.pdf"))
        (idle,) = one._idle
        idle._socket.shutdown(2)  # what the process sees when it has waited long enough is the same: it leaves
        assert len(pages(list(one.read(pdf(REPORT), "b.pdf")))) == 1


def test_a_sound_file_has_no_warning() -> None:
    with reader() as one:
        assert refusals(list(one.read(pdf(LETTER), "a.pdf"))) == []


def test_a_killed_process_costs_the_page_in_hand_and_no_other() -> None:
    with reader(2) as two:
        reading = two.read(MANY, "a.pdf")
        read = [next(reading)]
        os.kill(children_of(os.getpid())[0], signal.SIGKILL)
        read += reading
    numbers = [page.number for page in pages(read)]
    lost = [page.number for page in pages(read) if page.origin == "failed"]
    assert numbers == list(range(1, 13))
    assert len(lost) <= 1


def test_a_page_that_failed_shares_its_number_with_no_other_file_of_the_archive() -> None:
    content = zipped(a__txt=b"Un\fDeux\fTrois", b__txt="Bonjour à tous".encode())
    with reader() as one:
        reading = one.read(content, "envoi.zip")
        read = [next(reading)]
        os.kill(children_of(os.getpid())[0], signal.SIGKILL)
        read += reading
    assert [(page.member, page.number, page.origin) for page in pages(read)] == [
        ("a.txt", 1, "text_layer"),
        ("a.txt", 2, "failed"),
        ("b.txt", 3, "text_layer"),
    ]


def test_a_process_that_hangs_is_ended_and_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocr.crew.SECONDS_TO_DRAW", 3.0)
    with reader(1) as one:
        reading = one.read(MANY, "a.pdf")
        read = [next(reading)]
        (stuck,) = children_of(os.getpid())
        os.kill(stuck, signal.SIGSTOP)
        read += reading
    assert gone(stuck)
    assert [page.number for page in pages(read)] == list(range(1, 13))
    assert sum(page.origin == "failed" for page in pages(read)) <= 1


def test_a_page_that_never_ends_costs_itself_alone() -> None:
    began = time.monotonic()
    with reader() as one:
        read = pages(list(one.read(endless_page(), "a.pdf")))
    assert [page.origin for page in read] == ["text_layer", "failed", "text_layer"]
    assert time.monotonic() - began < 45


@pytest.mark.parametrize("make", [endless_sheet, swelling_page], ids=["endless", "swelling"])
def test_a_bomb_is_refused_in_time(make: Callable[[], bytes]) -> None:
    began = time.monotonic()
    with reader() as one, pytest.raises(ReadError) as caught:
        list(one.read(make(), "a.pdf"))
    assert caught.value.code in ("crashed", "too_slow", "too_large")
    assert time.monotonic() - began < 30


def test_an_archive_of_bombs_is_given_up_and_its_sound_files_are_not_lost_before() -> None:
    bombs = {f"b{number}__pdf": swelling_page() for number in range(4)}
    with reader() as one:
        read = list(one.read(zipped(a__pdf=pdf(LETTER), **bombs, z__pdf=pdf(REPORT)), "envoi.zip"))
    assert [page.member for page in pages(read)] == ["a.pdf"]
    assert [code for _, code in refusals(read)] == ["crashed"] * 5


def test_processes_are_kept_for_the_next_file_and_end_with_the_reader() -> None:
    made = Reader(1)
    list(made.read(pdf(LETTER), "a.pdf"))
    (first,) = children_of(os.getpid())
    list(made.read(pdf(REPORT), "b.pdf"))
    assert children_of(os.getpid()) == [first]
    del made
    gc.collect()
    assert gone(first)


def test_a_reading_that_is_left_ends_what_it_started() -> None:
    with reader(2) as two:
        reading = two.read(MANY, "a.pdf")
        next(reading)
        reading.close()  # type: ignore[attr-defined]
        assert len(children_of(os.getpid())) <= 2
    assert children_of(os.getpid()) == []


def test_processes_end_with_their_owner_even_when_it_is_killed() -> None:
    code = "import ocr, sys, time; r = ocr.Reader(); list(r.read(sys.stdin.buffer.read(), 'a')); print(1, flush=True)"
    owner = subprocess.Popen(
        [sys.executable, "-c", f"{code}; time.sleep(99)"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    assert owner.stdin
    assert owner.stdout
    owner.stdin.write(pdf(LETTER))
    owner.stdin.close()
    owner.stdout.readline()
    (child,) = children_of(owner.pid)
    owner.kill()
    owner.wait()
    owner.stdout.close()
    assert gone(child)


def test_a_reading_process_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVIS_BACKUP_PASSPHRASE", "sésame")
    monkeypatch.setenv("PGPASSWORD", "sésame")
    with reader() as one:
        list(one.read(pdf(LETTER), "a.pdf"))
        (child,) = children_of(os.getpid())
        assert "sésame".encode() not in Path(f"/proc/{child}/environ").read_bytes()


def test_the_second_engine_leaves_nothing_behind_and_reports_to_no_one(tmp_path: Path) -> None:
    """Its library keeps an id of the machine in the home folder when it is about to send reports."""
    code = "import numpy, time; from ocr import recogniser; recogniser.read_line(numpy.full((48, 300), 255, 'uint8'))"
    kept = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    environment = {**kept, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    command = [sys.executable, "-c", f"{code}; time.sleep(1)"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=120)
    assert list(tmp_path.rglob("*")) == []


MEASURE = """
import resource, sys, ocr
from pathlib import Path
content, reader, read = open(sys.argv[1], "rb").read(), ocr.Reader(1), 0
try:
    for page in reader.read(content, "a"):
        read += isinstance(page, ocr.Page)
except ocr.ReadError as error:
    print(error.code, error.message_fr)
reader.close()
# The kernel counts as this process's peak what its parent took before it was born, unless it is asked like this.
own = next(int(line.split()[1]) for line in Path("/proc/self/status").open() if line.startswith("VmHWM"))
print(read, own // 1000, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000)
"""


def picture(mode: str, kind: str, side: int = 10_000) -> bytes:
    buffer = BytesIO()
    Image.new(mode, (side, side), "white").save(buffer, kind, compress_level=1)
    return buffer.getvalue()


LARGE = {
    "500 pages": lambda: pdf(*([f"Page {number}", *LETTER] for number in range(500))),
    "100 megapixels with transparency": lambda: picture("RGBA", "PNG"),
    "a bomb of one page": swelling_page,
}


@pytest.mark.parametrize("name", LARGE)
def test_what_is_large_passes_or_is_refused_under_a_gigabyte_and_a_half(name: str, tmp_path: Path) -> None:
    place = tmp_path / "large"
    place.write_bytes(LARGE[name]())
    command = [sys.executable, "-c", MEASURE, str(place)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=200)
    *refused, measured = done.stdout.splitlines()
    read, own, theirs = (int(figure) for figure in measured.split())
    assert own + theirs < 1500  # megabytes, both at their highest at once
    assert read == (500 if "pages" in name else 0 if "bomb" in name else 1)
    assert bool(refused) == (read == 0)
