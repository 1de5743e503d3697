"""The teacher: a pre-trained language model, fine-tuned to distinguish crisis phrases. It is too large to ship."""

import random
from collections.abc import Iterator, Sequence, Sized
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from skill.crisis.classifier import CLASSES
from tools.crisis_training.sentences import Labelled

EPOCHS = 3
BATCH = 32
RATE = 6e-5
HEAD_RATE = 1e-3
WARM_UP = 100
"""Steps in which the learning rate rises; afterwards it falls."""

LABEL_SMOOTHING = 0.05
MAX_TOKENS = 40
SIMILAR_WORDS = 12


class Teacher:
    def __init__(self, base: str) -> None:
        """`base` is the folder or the name of a BERT model, such as sentence-transformers/all-MiniLM-L6-v2."""
        self.tokenizer = AutoTokenizer.from_pretrained(base)
        self._encoder = AutoModel.from_pretrained(base)
        self._head = nn.Linear(self._encoder.config.hidden_size, len(CLASSES))
        self._file: Path | None = None

    @property
    def embeddings(self) -> torch.Tensor:
        """A row for each piece of the vocabulary."""
        return self._encoder.embeddings.word_embeddings.weight.detach()

    def load(self, file: Path) -> None:
        encoder, head = torch.load(file)
        self._file = file
        self._encoder.load_state_dict(encoder)
        self._head.load_state_dict(head)

    def save(self, file: Path) -> None:
        torch.save((self._encoder.state_dict(), self._head.state_dict()), file)
        self._file = file

    def fine_tune(self, labelled: Sequence[Labelled]) -> None:
        groups = [
            {"params": self._encoder.parameters(), "lr": RATE},
            {"params": self._head.parameters(), "lr": HEAD_RATE},
        ]
        optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        steps = EPOCHS * (len(labelled) // BATCH + 1)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min((step + 1) / WARM_UP, max(0.02, 1 - step / steps))
        )
        self._encoder.train()
        for _ in range(EPOCHS):
            for batch in batches([each.text for each in labelled], BATCH):
                targets = torch.tensor([CLASSES.index(labelled[index].kind) for index in batch])
                scores = self._scores([labelled[index].text for index in batch], dropout=0.1)
                loss = nn.functional.cross_entropy(scores, targets, label_smoothing=LABEL_SMOOTHING)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                schedule.step()
        self._encoder.eval()

    def score(self, sentences: Sequence[str]) -> torch.Tensor:
        """Return the scores of `CLASSES` for each sentence."""
        self._encoder.eval()
        result = torch.zeros(len(sentences), len(CLASSES))
        with torch.inference_mode():
            for batch in batches(sentences, 256):
                result[batch] = self._scores([sentences[index] for index in batch])
        return result

    def cached_scores(self, sentences: Sequence[str]) -> torch.Tensor:
        """Score only what was not scored before: the scores are kept beside the model's file, if it has one."""
        known: dict[str, torch.Tensor] = {}
        cache = self._file.with_suffix(".scores") if self._file else None
        if cache and cache.exists():
            known = torch.load(cache)
        missing = sorted({*sentences}.difference(known))
        for start in range(0, len(missing), 20_000):
            part = missing[start : start + 20_000]
            known |= dict(zip(part, self.score(part), strict=True))
        if cache and missing:
            torch.save(known, cache)
        return torch.stack([known[sentence] for sentence in sentences])

    def similar_words(self, sentences: Sequence[str]) -> dict[str, list[str]]:
        """Return for each word of the sentences the words whose pieces have the most similar embeddings.

        They are words of the sentences or of the vocabulary, so that the student learns of words that no sentence has.
        """
        known = {word for sentence in sentences for word in sentence.split()}
        pieces = {each for each in self.tokenizer.get_vocab() if len(each) > 2 and each.isascii() and each.isalpha()}
        words = sorted(known | pieces)
        table = self.embeddings.numpy()
        vectors = np.stack([table[self.tokenizer.encode(word, add_special_tokens=False)].mean(0) for word in words])
        vectors -= vectors.mean(0)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        similar = {}
        for start in range(0, len(words), 1_000):
            likeness = vectors[start : start + 1_000] @ vectors.T
            nearest = np.argpartition(-likeness, SIMILAR_WORDS + 1, axis=1)[:, : SIMILAR_WORDS + 1]
            for word, row in zip(words[start:], nearest, strict=False):
                if word in known:
                    similar[word] = [words[index] for index in row if words[index] != word]
        return similar

    def _scores(self, sentences: Sequence[str], dropout: float = 0.0) -> torch.Tensor:
        tokens = self.tokenizer(sentences, padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
        states = self._encoder(**tokens).last_hidden_state
        mask = tokens["attention_mask"][..., None]
        mean = (states * mask).sum(1) / mask.sum(1)
        return self._head(nn.functional.dropout(mean, dropout, training=dropout > 0))


def batches(sentences: Sequence[Sized], size: int) -> Iterator[list[int]]:
    """Yield the positions of all sentences in random order, in batches of similar length."""
    order = random.sample(range(len(sentences)), len(sentences))
    groups = (
        sorted(order[start : start + 50 * size], key=lambda index: len(sentences[index]))
        for start in range(0, len(order), 50 * size)
    )
    made = [group[start : start + size] for group in groups for start in range(0, len(group), size)]
    random.shuffle(made)
    yield from made
