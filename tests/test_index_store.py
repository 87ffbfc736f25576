import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from test_index_search import LengthEncoder
from test_index_static_folder import write_static_folder

from corpus import Document, IndexFolderError, IndexMismatchError, bundled_report, parse_report
from index import Index, StaticEncoder, generations
from index.store import FORMAT

QUESTIONS = ["下拨帮扶资金多少", "困难职工满意度", "2022 年货车司机入会", "why not", ""]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> StaticEncoder:
    return StaticEncoder.load(write_static_folder(tmp_path_factory.mktemp("model")), "tiny")


@pytest.fixture(scope="module")
def report() -> Document:
    return bundled_report()


@pytest.fixture(scope="module")
def other() -> Document:
    return parse_report("一、供水工作\n全年新建水厂 12 座。\n")


@pytest.fixture(scope="module")
def index(report: Document, encoder: StaticEncoder) -> Index:
    return Index.build([report], encoder)


@pytest.fixture
def saved(index: Index, tmp_path: Path) -> Path:
    index.save(tmp_path / "saved")
    return tmp_path / "saved"


def _edit_manifest(folder: Path, **changes: Any) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), "utf-8")


def _answers(index: Index) -> list[object]:
    return [(index.search(question), index.search_passages(question, 5, "dense")) for question in QUESTIONS]


def test_a_loaded_index_searches_identically(index: Index, saved: Path) -> None:
    loaded = Index.load(saved, index.documents, index.encoder)
    assert loaded.documents == index.documents
    assert _answers(loaded) == _answers(index)


def test_a_collection_is_loaded_in_any_order(
    report: Document, other: Document, encoder: StaticEncoder, tmp_path: Path
) -> None:
    index = Index.build([report, other], encoder)
    index.save(tmp_path)
    assert _answers(Index.load(tmp_path, [other, report], encoder)) == _answers(index)


def test_an_index_without_token_weights_is_loaded(report: Document, tmp_path: Path) -> None:
    index = Index.build([report], LengthEncoder())
    index.save(tmp_path)
    assert _answers(Index.load(tmp_path, [report], LengthEncoder())) == _answers(index)


def test_an_index_of_no_documents_is_loaded(encoder: StaticEncoder, tmp_path: Path) -> None:
    Index.build([], encoder).save(tmp_path)
    assert Index.load(tmp_path, [], encoder).search("工会") == ()


def test_two_saves_write_the_same_bytes(report: Document, encoder: StaticEncoder, tmp_path: Path) -> None:
    for name in ("a", "b"):
        Index.build([report], encoder).save(tmp_path / name)
    files = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*") if path.is_file())
    assert all((tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes() for file in files)


def test_the_manifest_explains_the_folder(index: Index, report: Document, saved: Path) -> None:
    manifest = json.loads((saved / "manifest.json").read_text("utf-8"))
    assert manifest["documents"][0]["id"] == report.id
    assert manifest["encoder"] == {"name": "tiny", "dim": 16, "fingerprint": index.encoder.fingerprint}
    assert manifest["counts"]["sentences"] == len(report.sentences)
    data = saved / manifest["data"]
    assert set(manifest["files"]) == {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}


def test_another_encoder_is_named_with_the_way_out(saved: Path, report: Document) -> None:
    with pytest.raises(
        IndexMismatchError,
        match=r"with 'tiny', asked to load with 'length': rebuild it with `workplan index` or pass --encoder tiny",
    ):
        Index.load(saved, [report], LengthEncoder())


def test_another_version_of_the_encoder_is_refused(saved: Path, report: Document, tmp_path: Path) -> None:
    retrained = StaticEncoder.load(write_static_folder(tmp_path / "model", seed=5), "tiny")
    with pytest.raises(IndexMismatchError, match=r"another version of 'tiny' .*rebuild it"):
        Index.load(saved, [report], retrained)


def test_other_documents_are_refused(saved: Path, report: Document, other: Document, encoder: StaticEncoder) -> None:
    for documents in ([other], [report, other], []):
        with pytest.raises(IndexMismatchError, match=r"built from 1 documents .*rebuild it"):
            Index.load(saved, documents, encoder)


def test_a_document_read_otherwise_is_refused(saved: Path, report: Document, encoder: StaticEncoder) -> None:
    reread = replace(report, sentences=report.sentences[1:])
    with pytest.raises(IndexMismatchError, match="other sections or sentences"):
        Index.load(saved, [reread], encoder)


@pytest.mark.parametrize(("number", "age"), [(99, "a newer"), (0, "an older")])
def test_another_format_is_refused(saved: Path, index: Index, number: int, age: str) -> None:
    _edit_manifest(saved, format=number)
    with pytest.raises(IndexMismatchError, match=f"{age} version .format {number}, expected {FORMAT}.: rebuild it"):
        Index.load(saved, index.documents, index.encoder)


def test_a_missing_folder_is_named(index: Index, tmp_path: Path) -> None:
    with pytest.raises(IndexFolderError, match=r"no saved index in '.*absent'"):
        Index.load(tmp_path / "absent", index.documents, index.encoder)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "one"}', '{"format": 1}', "\x00"])
def test_a_broken_manifest_is_refused(saved: Path, index: Index, text: str) -> None:
    (saved / "manifest.json").write_text(text, "utf-8")
    with pytest.raises(IndexFolderError, match=r"rebuild it with `workplan index`"):
        Index.load(saved, index.documents, index.encoder)


def _data_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("data-*/**/*") if path.is_file())


def test_any_missing_file_is_named(saved: Path, index: Index) -> None:
    for path in _data_files(saved):
        content = path.read_bytes()
        path.unlink()
        with pytest.raises(IndexFolderError, match=f"incomplete: .*{path.name}"):
            Index.load(saved, index.documents, index.encoder)
        path.write_bytes(content)


def test_any_truncated_file_is_named(saved: Path, index: Index) -> None:
    for path in _data_files(saved):
        content = path.read_bytes()
        path.write_bytes(content[:-1])
        with pytest.raises(IndexFolderError, match=f"damaged: .*{path.name}"):
            Index.load(saved, index.documents, index.encoder)
        path.write_bytes(content)


class Crash(Exception):
    """The process ends here."""


STEPS = ["mkdir", "write_text", "write_bytes", "replace", "rename", "unlink", "open"]


@pytest.fixture
def crash_after(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Let file operations run until the given number of them is used up, then fail each one."""
    left = [10**6]

    def watched(original: Any) -> Any:
        def operation(*args: Any, **options: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                raise Crash
            return original(*args, **options)

        return operation

    for step in STEPS:
        monkeypatch.setattr(Path, step, watched(getattr(Path, step)))
    for target, step in [(np, "save"), (generations.shutil, "rmtree")]:
        monkeypatch.setattr(target, step, watched(getattr(target, step)))
    monkeypatch.setattr(os, "fsync", watched(lambda descriptor: None))  # a step, without waiting for the disk
    yield left
    left[0] = 10**6


def test_a_crash_at_any_step_leaves_the_old_index_or_the_new(
    other: Document, encoder: StaticEncoder, tmp_path: Path, crash_after: list[int]
) -> None:
    index = Index.build([other], encoder)
    new = Index.build([other, parse_report("一、帮扶工作\n下拨帮扶资金。\n")], encoder)
    seen = set()
    for step in range(1000):
        folder = tmp_path / str(step)
        index.save(folder)
        crash_after[0] = step
        try:
            new.save(folder)
            finished = True
        except Crash:
            finished = False
        crash_after[0] = 10**6
        try:
            assert _answers(Index.load(folder, new.documents, encoder)) == _answers(new)
            seen.add("new")
        except IndexMismatchError:
            assert _answers(Index.load(folder, index.documents, encoder)) == _answers(index)
            seen.add("old")
        if finished:
            break
        new.save(folder)
        assert _answers(Index.load(folder, new.documents, encoder)) == _answers(new)
    assert finished
    assert seen == {"old", "new"}


def test_the_replaced_index_is_removed(saved: Path, report: Document, other: Document, encoder: StaticEncoder) -> None:
    Index.build([report, other], encoder).save(saved)
    assert sorted(path.name.split("-")[0] for path in saved.iterdir()) == ["data", "manifest.json"]


def test_left_over_temporary_data_are_ignored_and_cleaned(saved: Path, index: Index) -> None:
    old, young = saved / ".data-old", saved / ".data-young"
    for folder in (old, young):
        folder.mkdir()
        (folder / "table.npy").write_bytes(b"half")
    os.utime(old, (time.time() - 2 * generations.ABANDONED,) * 2)
    assert Index.load(saved, index.documents, index.encoder).search("工会")
    index.save(saved)
    assert not old.exists()
    assert young.exists()  # another process may be writing it


def test_saving_again_mends_a_damaged_index(saved: Path, index: Index) -> None:
    _data_files(saved)[0].write_bytes(b"damaged")
    index.save(saved)
    assert _answers(Index.load(saved, index.documents, index.encoder)) == _answers(index)


def test_a_folder_of_other_things_is_not_written_to(index: Index, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"precious")
    with pytest.raises(IndexFolderError, match=r"holds 'thesis\.docx' and no index"):
        index.save(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_in_the_folders_place_is_not_written_to(index: Index, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"precious")
    with pytest.raises(IndexFolderError, match="is a file"):
        index.save(tmp_path / "file")


def test_loading_is_quick_and_imports_nothing_heavy(saved: Path, index: Index, tmp_path: Path) -> None:
    folder = write_static_folder(tmp_path / "same-model")
    code = f"""
import sys, time
from corpus import bundled_report
from index import Index, StaticEncoder
document, encoder = bundled_report(), StaticEncoder.load({str(folder)!r}, "tiny")
encoder.fingerprint
start = time.perf_counter()
index = Index.load({str(saved)!r}, [document], encoder)
took = time.perf_counter() - start
index.search("帮扶资金")
assert took < 0.15, took
heavy = {{"torch", "langchain_text_splitters", "bm25s", "scipy", "gradio", "transformers"}} & set(sys.modules)
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
