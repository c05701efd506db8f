"""BERT's forward pass in as few calls as it takes.

For a short text, most of the time of a general model goes into its bookkeeping in Python: this one multiplies, adds and
normalises, and nothing else. Whether it says the same as the model that it was made from is for its maker to check.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

USUAL = 32  # tokens in a call for which oneDNN lays weights out; the layout serves other numbers, too

_Linear = Callable[["torch.Tensor"], "torch.Tensor"]


class Unlike(Exception):
    """The model is no plain BERT; `args[0]` says why."""


class Bert:
    """A BERT of transformers, with weights of one precision. Called with token ids, shape (n, length)."""

    def __init__(self, model: Any, dtype: torch.dtype) -> None:
        config = model.config
        plain = (
            type(model).__name__ == "BertModel"
            and config.hidden_act == "gelu"
            and getattr(config, "position_embedding_type", "absolute") in ("absolute", None)
            and not config.is_decoder
        )
        if not plain:
            raise Unlike(f"{type(model).__name__} is not a plain BertModel.")
        self._heads = config.num_attention_heads
        self._eps = config.layer_norm_eps
        self._words, self._places, self._first = _embeddings(model.embeddings, dtype)
        self._layers = [_layer(layer, dtype) for layer in model.encoder.layer]

    def __call__(self, ids: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """Every token's vector, shape (n, length, d). `mask`: which tokens there are; None for all."""
        import torch.nn.functional as f

        n, length = ids.shape
        seen = None if mask is None else mask.bool()[:, None, None, :]
        x = self._normal(self._words[ids] + self._places[:length], self._first)
        for qkv, out, after_attention, up, down, after in self._layers:
            q, k, v = qkv(x).view(n, length, 3, self._heads, -1).permute(2, 0, 3, 1, 4).unbind()
            attended = f.scaled_dot_product_attention(q, k, v, seen).transpose(1, 2).reshape(n, length, -1)
            x = self._normal(x + out(attended), after_attention)
            x = self._normal(x + down(up(x)), after)
        return x

    def _normal(self, x: torch.Tensor, weights: Sequence[torch.Tensor]) -> torch.Tensor:
        import torch.nn.functional as f

        scale, shift = weights
        return f.layer_norm(x, x.shape[-1:], scale, shift, self._eps)


def _embeddings(made: Any, dtype: torch.dtype) -> tuple[torch.Tensor, torch.Tensor, list[torch.Tensor]]:
    """Of words, and of places together with the one kind of token that single texts have."""
    places = made.position_embeddings.weight + made.token_type_embeddings.weight[0]
    words = made.word_embeddings.weight
    return words.detach().to(dtype), places.detach().to(dtype), _weights(made.LayerNorm, dtype)


def _layer(layer: Any, dtype: torch.dtype) -> tuple[Any, ...]:
    import torch

    own = layer.attention.self
    three = [_weights(each, dtype) for each in (own.query, own.key, own.value)]
    return (
        _linear([torch.cat(parts) for parts in zip(*three, strict=True)]),
        _linear(_weights(layer.attention.output.dense, dtype)),
        _weights(layer.attention.output.LayerNorm, dtype),
        _linear(_weights(layer.intermediate.dense, dtype), then="gelu"),
        _linear(_weights(layer.output.dense, dtype)),
        _weights(layer.output.LayerNorm, dtype),
    )


def _linear(weights: Sequence[torch.Tensor], then: str = "none") -> _Linear:
    """What multiplies by a weight and adds a bias, and then does nothing else, or `gelu`.

    Of bfloat16, oneDNN lays weights out anew at each call, which takes as long as to multiply a short text. Laid out
    beforehand, as torch.compile does it, they are not; where PyTorch cannot do that, they are multiplied as they are.
    """
    import torch
    import torch.nn.functional as f

    weight, bias = weights
    try:
        if weight.dtype is torch.bfloat16:
            laid_out = torch.ops.mkldnn._reorder_linear_weight(weight, USUAL)
            return lambda x: torch.ops.mkldnn._linear_pointwise(x, laid_out, bias, then, [], "none")
    except (AttributeError, RuntimeError):
        pass
    plain = partial(f.linear, weight=weight, bias=bias)
    return (lambda x: f.gelu(plain(x))) if then == "gelu" else plain


def _weights(module: Any, dtype: torch.dtype) -> list[torch.Tensor]:
    return [module.weight.detach().to(dtype), module.bias.detach().to(dtype)]
