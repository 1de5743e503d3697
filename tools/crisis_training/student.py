"""The student: the small network of `skill/crisis/network.py`, which learns to score as the teacher does."""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import torch
from torch import nn

from skill.crisis.classifier import CLASSES
from skill.crisis.network import HEADS
from tools.crisis_training.teacher import batches

WIDTH: Final = 96
EPOCHS: Final = 8
BATCH: Final = 256
RATE: Final = 2e-3
DROPOUT: Final = 0.2
TEMPERATURE: Final = 1.5
"""Softens the teacher's scores, so that the student learns the unlikely classes as well."""

LABEL_SHARE: Final = 0.5
"""How much a sentence's label counts beside the teacher's scores."""

DIFFERENCE_DECAY: Final = 0.3
"""Weight decay of what an embedding differs from the teacher's, so that words that no sentence has stay comparable."""

LARGEST: Final = 4095
"""Weights are stored as whole numbers up to this one. With larger ones, `Linear` would round its inputs more."""

Tokens = list[int]

LOG = logging.getLogger(__name__)


class Student(nn.Module):
    def __init__(self, embeddings: torch.Tensor) -> None:
        """Take the teacher's embeddings, which the student projects to fewer dimensions."""
        super().__init__()
        centred = embeddings - embeddings.mean(0)
        directions = torch.linalg.svd(centred, full_matrices=False)[2][:WIDTH]
        self._base = nn.Embedding.from_pretrained(centred / centred.std(), freeze=True)
        self._projection = nn.Linear(centred.shape[1], WIDTH)
        with torch.no_grad():
            self._projection.weight.copy_(directions * 0.5 * centred.std() / (centred @ directions.T).std())
        self.difference = nn.Embedding(len(embeddings), WIDTH)
        nn.init.zeros_(self.difference.weight)
        self.convolution_1 = nn.Linear(3 * WIDTH, WIDTH)
        self.attention = nn.Linear(WIDTH, 3 * WIDTH)
        self.convolution_2 = nn.Linear(3 * WIDTH, WIDTH)
        self.hidden = nn.Linear(2 * WIDTH, WIDTH)
        self.output = nn.Linear(WIDTH, len(CLASSES))
        self._dropout = nn.Dropout(DROPOUT)

    def embedding(self, tokens: torch.Tensor) -> torch.Tensor:
        return self._projection(self._base(tokens)) + self.difference(tokens)

    def forward(self, tokens: torch.Tensor, present: torch.Tensor) -> torch.Tensor:
        """Return the scores of padded sentences. `present` is 1 for a token and 0 for padding."""
        mask = present[..., None]
        states = self._dropout(self.embedding(tokens)) * mask
        states = (states + torch.relu(self.convolution_1(_windows(states)))) * mask
        states = (states + self._attended(states, present)) * mask
        states = (states + torch.relu(self.convolution_2(_windows(states)))) * mask
        highest = (states - 1e4 * (1 - mask)).max(1)[0]
        mean = states.sum(1) / mask.sum(1)
        hidden = torch.relu(self.hidden(self._dropout(torch.cat([highest, mean], 1))))
        return self.output(self._dropout(hidden))

    def _attended(self, states: torch.Tensor, present: torch.Tensor) -> torch.Tensor:
        sentences, length, width = states.shape
        parts = self.attention(states).chunk(3, -1)
        query, key, value = (part.view(sentences, length, HEADS, -1).transpose(1, 2) for part in parts)
        likeness = query @ key.transpose(-1, -2) / (width // HEADS) ** 0.5
        weights = likeness.masked_fill(present[:, None, None] == 0, -1e9).softmax(-1)
        return (weights @ value).transpose(1, 2).reshape(sentences, length, width)


def train(student: Student, sentences: Sequence[Tokens], scores: torch.Tensor, labels: Sequence[int]) -> None:
    """Fit the student to the teacher's scores. A label is a position in `CLASSES`, or -1 if it has none."""
    rest = [weights for weights in student.parameters() if weights is not student.difference.weight]
    groups = [
        {"params": rest, "weight_decay": 0.01},
        {"params": student.difference.parameters(), "weight_decay": DIFFERENCE_DECAY},
    ]
    optimizer = torch.optim.AdamW(groups)
    steps = EPOCHS * (len(sentences) // BATCH + 50)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    targets = torch.tensor(labels)
    student.train()
    for epoch in range(EPOCHS):
        total = 0.0
        for batch in batches(sentences, BATCH):
            loss = _loss(student(*padded([sentences[index] for index in batch])), scores[batch], targets[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(batch)
        LOG.info("epoch %d of %d: loss %.4f", epoch + 1, EPOCHS, total / len(sentences))
    student.eval()


def score(student: Student, sentences: Sequence[Tokens]) -> torch.Tensor:
    with torch.no_grad():
        parts = [student(*padded(sentences[start : start + BATCH])) for start in range(0, len(sentences), BATCH)]
    return torch.cat(parts)


def padded(sentences: Sequence[Tokens]) -> tuple[torch.Tensor, torch.Tensor]:
    length = max(map(len, sentences))
    tokens = torch.tensor([[*each, *[0] * (length - len(each))] for each in sentences])
    present = torch.tensor([[1.0] * len(each) + [0.0] * (length - len(each)) for each in sentences])
    return tokens, present


def tensors(student: Student) -> dict[str, torch.Tensor]:
    """Return the weights by the names that `skill.crisis.network.SentenceNetwork` expects."""
    state = student.state_dict()
    layers = ("convolution_1", "attention", "convolution_2", "hidden", "output")
    names = [f"{layer}.{part}" for layer in layers for part in ("weight", "bias")]
    with torch.no_grad():
        embedding = student.embedding(torch.arange(len(student.difference.weight)))
    sizes = embedding.abs().amax(1)
    return {"embedding": embedding / sizes[:, None], "sizes": sizes, **{name: state[name] for name in names}}


def safetensors(named: Mapping[str, torch.Tensor]) -> bytes:
    """Return the file that `skill.crisis.network.parse_tensors` reads."""
    header: dict[str, object] = {}
    scales: dict[str, str] = {}
    data = b""
    for name, tensor in named.items():
        largest, kind, encoded = (127, "I8", torch.int8) if name == "embedding" else (LARGEST, "I16", torch.int16)
        scale = tensor.abs().max().item() / largest
        values = (tensor / scale).round().to(encoded).contiguous().numpy().tobytes()
        header[name] = {
            "dtype": kind,
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(values)],
        }
        scales[name] = repr(scale)
        data += values
    text = json.dumps({"__metadata__": scales, **header}).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + data


def useful_pieces(vocabulary: Sequence[str]) -> Iterator[int]:
    """Yield the positions of the pieces that normalized English can contain, with the special ones that are needed."""
    for number, piece in enumerate(vocabulary):
        letters = piece.removeprefix("##")
        if piece in ("[CLS]", "[SEP]", "[UNK]", "'") or (letters.isascii() and letters.isalnum()):
            yield number


def _windows(states: torch.Tensor) -> torch.Tensor:
    around = nn.functional.pad(states, (0, 0, 1, 1))
    return torch.cat([around[:, :-2], around[:, 1:-1], around[:, 2:]], -1)


def _loss(output: torch.Tensor, scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    log_probabilities = nn.functional.log_softmax(output / TEMPERATURE, 1)
    return nn.functional.kl_div(log_probabilities, _targets(scores, labels), reduction="batchmean")


def _targets(scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Return the probabilities to learn: the teacher's, and halfway to the label if a sentence has one."""
    probabilities = nn.functional.softmax(scores / TEMPERATURE, 1)
    certain = nn.functional.one_hot(labels.clamp(min=0), len(CLASSES)).float()
    mixed = LABEL_SHARE * certain + (1 - LABEL_SHARE) * probabilities
    return torch.where((labels >= 0)[:, None], mixed, probabilities)
