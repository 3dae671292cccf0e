"""What a pack writer may write in examples.yaml: bills as the documents tell them, and what must come out."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from fenming.policy.models import Sentence, Strict
from fenming.policy.vocabulary import (
    Area,
    Care,
    CareLevel,
    Category,
    Column,
    Delivery,
    ItemClass,
    Person,
    Referral,
    Scheme,
)

MONEY: dict[str, Any] = {"type": "string", "description": "yuan as the document writes it: 6500 元, 1.62 万元"}
Money = Annotated[Any, WithJsonSchema(MONEY)]
Quantity = Annotated[Any, WithJsonSchema({"type": ["string", "integer"]})]
Share = Annotated[Any, WithJsonSchema({"type": "string", "description": "10%, 5‰"})]
Amounts = dict[Column, Money]


class LineText(Strict):
    """One line of a bill; `upfront_rate` is the share of it that the person pays first, 100% where the list leaves it out.

    `price` and `price_limit` may be finer than a fen; the line's total is price × quantity where it is left out.
    """

    item: str = ""
    total: Money = None
    price: Money = None
    quantity: Quantity = None
    price_limit: Money = None
    quantity_limit: Quantity = None
    upfront_rate: Share = None
    item_class: ItemClass | None = None
    is_limited_use: bool | None = None


class BillText(Strict):
    """One bill in the words of docs/benefits.md; what is left out is the plainest: local, primary, adult, ordinary."""

    scheme: Scheme
    care: Care
    settled: date
    total: Money = None
    level: CareLevel | None = None
    area: Area | None = None
    referral: Referral | None = None
    person: Person | None = None
    category: Category | None = None
    delivery: Delivery | None = None
    disease: str | None = None
    diseases: int | None = Field(default=None, ge=0)
    age: int | None = Field(default=None, ge=0, le=130)
    supply_days: int | None = Field(default=None, ge=0)
    continuous_years: int | None = Field(default=None, ge=0)
    no_claim_years: int | None = Field(default=None, ge=0)
    is_civil_servant: bool | None = None
    is_contracted: bool | None = None
    is_third_party: bool | None = None
    began: date | None = None
    ended: date | None = None
    excluded: Money = None
    over_limit: Money = None
    upfront: Money = None
    eligible: Money = None
    given: Money = None
    account_balance: Money = None
    lines: list[LineText] = Field(default_factory=list)
    refunds: int | None = Field(default=None, ge=1)
    joins: bool | None = None
    expect: Amounts = Field(default_factory=dict)
    published: Amounts = Field(default_factory=dict)


class CaseText(Strict):
    """A worked case of a document: bills of one person in their order, each with the amounts that must come out."""

    name: Sentence
    document: Sentence
    clause: Sentence
    note: str = ""
    bills: list[BillText] = Field(min_length=1)
