"""Archives: their files in memory, within limits, by names that lead nowhere; what cannot be had is said by name."""

import struct
import warnings
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr import Member, ReadError, Refused, archive, members
from ocr.archive import shown_name


def zipped(*files: tuple[str | ZipInfo, bytes], how: int = ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", how) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two files of one name are wanted here
        for name, content in files:
            made.writestr(name, content, how)
    return buffer.getvalue()


def found(content: bytes) -> dict[str, bytes | str]:
    """Each name with its bytes, or with the code of its refusal."""
    return {str(m.member): m.code if m.code else "" for m in members(content) if isinstance(m, Refused)} | {
        m.name: m.content for m in members(content) if isinstance(m, Member)
    }


def test_files_come_in_order_without_folders_and_what_systems_add() -> None:
    files = [
        ("b/lettre.pdf", b"1"),
        ("a.txt", b"2"),
        ("__MACOSX/._a.txt", b"x"),
        (".DS_Store", b"x"),
        ("b/Thumbs.db", b"x"),
    ]
    content = zipped(("b/", b""), *files)
    assert [(m.name, m.content) for m in members(content) if isinstance(m, Member)] == [
        ("b/lettre.pdf", b"1"),
        ("a.txt", b"2"),
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Users\\x\\lettre.pdf", "Users/x/lettre.pdf"),
        ("\\\\serveur\\partage\\lettre.pdf", "serveur/partage/lettre.pdf"),
        ("..\\..\\a.pdf", "a.pdf"),
        ("a/./b/../c.pdf", "a/b/c.pdf"),
        ("fdp.\u202eexe", "fdp.exe"),
        ("ligne\nsuivante\x1b[2J.pdf", "ligne suivante[2J.pdf"),
        ("Δοκιμή/报告/תוצאה 🩺.pdf", "Δοκιμή/报告/תוצאה 🩺.pdf"),
        ("a\u00a0b\ue000\ud800.pdf", "a b.pdf"),
        ("..", "sans nom"),
        ("", "sans nom"),
    ],
)
def test_a_name_is_only_a_word_to_show(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@given(name=st.text())
def test_any_name_can_be_shown_and_leads_nowhere(name: str) -> None:
    shown = shown_name(name)
    assert shown.isprintable()
    assert shown
    assert not {"", ".", ".."} & set(shown.split("/"))
    assert len(shown) <= 200


def test_a_long_name_keeps_its_ending() -> None:
    shown = shown_name("é" * 5000 + ".pdf")
    assert len(shown) == 200
    assert shown.endswith("é.pdf")


def test_nothing_is_written_whatever_the_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    names = ["../../dehors.txt", str(tmp_path / "absolu.txt"), "dedans.txt", "..\\dehors.txt"]
    assert len(list(members(zipped(*((name, b"texte") for name in names))))) == 4
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("encoding", ["utf-8", "cp850"])
def test_names_of_other_systems_are_read(encoding: str) -> None:
    content = zipped(("RXSUMX.txt", b"1")).replace(b"RXSUMX.txt", "Résumé.txt".encode(encoding)[:10].ljust(10, b"t"))
    shown = "Résumé.txt" if encoding == "cp850" else "Résumé.t"
    assert list(found(content)) == [shown]


def test_a_file_without_a_name_is_shown_as_such() -> None:
    assert found(zipped(("x", b"1"), ("b", b"2")).replace(b"x", b"\0")) == {"sans nom": b"1", "b": b"2"}


def test_two_files_of_one_name_are_told_apart() -> None:
    assert list(found(zipped(("a.txt", b"1"), ("a.txt", b"2")))) == ["a.txt", "a.txt (2)"]


def test_an_archive_inside_is_opened_once() -> None:
    third = zipped(("trop-loin.txt", b"3"))
    second = zipped(("lettre.txt", b"2"), ("c.zip", third))
    assert found(zipped(("a.txt", b"1"), ("b.zip", second))) == {
        "a.txt": b"1",
        "b.zip/lettre.txt": b"2",
        "b.zip/c.zip": "nested",
    }


def test_an_office_file_inside_is_a_document_and_no_archive() -> None:
    word = zipped(("word/document.xml", b"<w/>"), ("[Content_Types].xml", b"<t/>"))
    assert found(zipped(("a.docx", word))) == {"a.docx": word}


def test_a_symbolic_link_is_not_followed() -> None:
    link = ZipInfo("lien.txt")
    link.external_attr = 0o120777 << 16
    assert found(zipped((link, b"/etc/passwd"), ("a.txt", b"1"))) == {"lien.txt": "shortcut", "a.txt": b"1"}


def test_a_file_with_a_password_is_said_and_the_others_go_on() -> None:
    content = bytearray(zipped(("secret.txt", b"1"), ("a.txt", b"2")))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert found(bytes(content)) == {"secret.txt": "encrypted", "a.txt": b"2"}


def test_a_damaged_file_is_said_and_the_others_go_on() -> None:
    content = bytearray(zipped(("abime.txt", b"texte " * 9), ("a.txt", b"2"), how=ZIP_STORED))
    content[45] ^= 0xFF
    assert found(bytes(content)) == {"abime.txt": "corrupt", "a.txt": b"2"}


def test_an_uncommon_compression_is_said() -> None:
    (refused,) = members(zipped(("a.txt", b"1" * 500), how=ZIP_BZIP2))
    assert isinstance(refused, Refused)
    assert "ZIP ordinaire" in refused.message_fr


def test_a_bomb_is_not_unpacked() -> None:
    content = zipped(("bombe.bin", bytes(60_000_000)), ("a.txt", b"2"))
    assert len(content) < 100_000
    assert found(content) == {"bombe.bin": "bomb", "a.txt": b"2"}


def test_a_bomb_that_lies_about_its_size_is_stopped() -> None:
    content = bytearray(zipped(("bombe.bin", bytes(60_000_000))))
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 1000)  # the list says a thousand bytes
    content[22:26] = struct.pack("<I", 1000)
    (refused,) = members(bytes(content))
    assert isinstance(refused, Refused)
    assert refused.code in ("corrupt", "bomb")


def test_all_files_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_WHOLE", 1000)
    content = zipped(*((f"{number}.txt", bytes([65 + number]) * 400) for number in range(5)))
    assert list(found(content).values())[-2:] == [b"A" * 400, b"B" * 400]
    assert found(content)["2.txt"] == "bomb"


def test_overlapping_files_are_not_unpacked_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """One deflated kernel, listed 2000 times: few bytes, and much to unpack."""
    monkeypatch.setattr(archive, "MOST_WHOLE", 30_000_000)
    kernel = zlib.compress(bytes(1_000_000), 9)[2:-4]
    head = struct.pack(
        "<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, zlib.crc32(bytes(1_000_000)), len(kernel), 1_000_000, 1, 0
    )
    row = struct.pack(
        "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, zlib.crc32(bytes(1_000_000)), len(kernel), 1_000_000,
        1, 0, 0, 0, 0, 0, 0,
    )  # fmt: skip
    start = head + b"a" + kernel
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2000, 2000, 2000 * (len(row) + 1), len(start), 0)
    whole = sum(len(m.content) for m in members(start + (row + b"a") * 2000 + end) if isinstance(m, Member))
    assert whole <= 30_000_000


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zipped(("a.txt", b"1"))[:-30], "truncated"),
        (b"PK\x03\x04", "truncated"),
        (zipped(*((f"{n}", b"") for n in range(5001))), "too_many_files"),
        (b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 9, 9, 3_000_000_000, 5, 0), "too_many_files"),
        (b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 1, 1, 60, 5, 0), "corrupt"),
    ],
)
def test_an_archive_that_cannot_be_opened_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        members(content)
    assert caught.value.code == code
