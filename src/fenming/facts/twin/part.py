"""The pieces that profiles are made of: money, shares, spans, and mappings that hold nothing unknown."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from fenming.kernel import parse_ppm, parse_yuan

Fen = Annotated[int, BeforeValidator(parse_yuan)]
Ppm = Annotated[int, BeforeValidator(parse_ppm)]
Span = tuple[int, int]
PpmSpan = tuple[Ppm, Ppm]
Quantiles = dict[Ppm, Fen]


class Part(BaseModel):
    """One mapping of the profile: nothing unknown, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True)
