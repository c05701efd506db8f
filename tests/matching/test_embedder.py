"""The embedding model: the right one, nothing that could run, and the same vectors as sentence-transformers makes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from matching import embedder
from matching.embedder import CannotLoad, Embedder
from tests import forks

TEXTS = [
    "Patients who are fit to leave wait for a care package.",
    "Falls",
    "Our supplier of rotas cannot see the wards' acuity, so agency nurses are booked twice on some nights and not at "
    "all on others; we tried a spreadsheet, a whiteboard and a weekly call, and none of them lasted beyond a month.",
]


@pytest.fixture(scope="module")
def model() -> Iterator[Embedder]:
    import torch

    threads = torch.get_num_threads()
    yield embedder.load()
    torch.set_num_threads(threads)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the model that ships."""
    return Path(shutil.copytree(embedder.packaged(), tmp_path / "model"))


def test_it_says_what_sentence_transformers_says(model: Embedder) -> None:
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(embedder.packaged()), device="cpu")
    exact = plain.encode(TEXTS, normalize_embeddings=True)
    rows = model.encode(TEXTS)

    assert (rows.shape, rows.dtype.name) == ((3, 384), "float32")
    assert np.linalg.norm(rows, axis=1).tolist() == pytest.approx([1.0] * 3, abs=1e-5)
    assert ((rows * exact).sum(axis=1) >= 0.999).all()


def test_a_text_has_the_same_vector_alone_and_among_others(model: Embedder) -> None:
    together = model.encode(TEXTS * 20)
    alone = np.concatenate([model.encode([text]) for text in TEXTS])

    assert ((together * np.tile(alone, (20, 1))).sum(axis=1) >= 0.999).all()
    assert model.encode([]).shape == (0, 384)


def test_it_is_named_by_its_weights(model: Embedder, folder: Path) -> None:
    assert model.name == f"all-MiniLM-L6-v2@{embedder.PACKAGED_SHA256[:12]}"
    assert embedder._found(str(folder)) == (folder, f"model@{embedder.PACKAGED_SHA256[:12]}")


def test_weights_that_are_not_those_that_are_known_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"!")
    monkeypatch.setattr(embedder, "packaged", lambda: folder)

    with pytest.raises(CannotLoad, match="are not those that Unsilo knows"):
        embedder.load()


@pytest.mark.parametrize("name", ["pytorch_model.bin", "2_Dense/pytorch_model.bin", "head.pkl", "all.ZIP", "w.pt"])
def test_a_folder_with_files_that_can_run_code_is_refused_by_their_name(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"")

    with pytest.raises(CannotLoad, match=name):
        embedder.load(str(folder))


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotLoad, match=r"holds no \.safetensors"):
        embedder.load(str(tmp_path))


def test_a_folder_that_is_no_model_is_refused(folder: Path) -> None:
    (folder / "config.json").write_text("{}")
    (folder / "modules.json").write_text("[]")

    with pytest.raises(CannotLoad, match="cannot be loaded"):
        embedder.load(str(folder))


def test_a_name_that_no_hub_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)

    with pytest.raises(CannotLoad, match="“nobody/nothing” is no folder here"):
        embedder.load("nobody/nothing")


def test_importing_matching_and_the_composition_root_loads_no_model() -> None:
    process = forks.processes.Process(target=_import_both, daemon=True)
    process.start()
    process.join()

    assert process.exitcode == 0


def _import_both() -> None:
    """Ends with the number of libraries that were imported for models."""
    import_module("matching")
    import_module("bot.compose")
    sys.exit(len({"torch", "transformers", "sentence_transformers"} & {*sys.modules}))
