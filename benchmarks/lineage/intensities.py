"""How much is done to a text in a revision."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Intensity:
    """How much is done: shares of all sentences, then shares of all blocks."""

    name: str
    light: float = 0
    heavy: float = 0
    struck: float = 0
    supplanted: float = 0  # struck, and a new sentence put in its place
    new: float = 0
    swapped: float = 0
    moved: float = 0
    twins_left: float = 0  # struck, while a near twin that was there before stays
    twins_made: float = 0  # kept, while a near twin is written elsewhere
    split: float = 0
    merged: float = 0
    blocks_struck: float = 0
    blocks_new: float = 0
    blocks_moved: float = 0
    blocks_far: float = 0  # moved to another field
    renumbers: bool = False


GENTLE = Intensity(
    "gentle", light=0.1, heavy=0.01, struck=0.02, supplanted=0.01, new=0.02, swapped=0.01,
    moved=0.005, twins_left=0.01, twins_made=0.02, split=0.05, merged=0.05, blocks_struck=0.01,
    blocks_new=0.02, blocks_moved=0.01, blocks_far=0.005,
)  # fmt: skip
USUAL = Intensity(
    "usual", light=0.3, heavy=0.04, struck=0.05, supplanted=0.03, new=0.06, swapped=0.03,
    moved=0.02, twins_left=0.02, twins_made=0.04, split=0.1, merged=0.1, blocks_struck=0.04,
    blocks_new=0.06, blocks_moved=0.04, blocks_far=0.02, renumbers=True,
)  # fmt: skip
ROUGH = Intensity(
    "rough", light=0.6, heavy=0.12, struck=0.12, supplanted=0.06, new=0.12, swapped=0.1,
    moved=0.06, twins_left=0.04, twins_made=0.06, split=0.2, merged=0.2, blocks_struck=0.1,
    blocks_new=0.12, blocks_moved=0.1, blocks_far=0.06, renumbers=True,
)  # fmt: skip
INTENSITIES = (GENTLE, USUAL, ROUGH)
