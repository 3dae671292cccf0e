"""Staff posted to township hospitals, fiscal money due and paid, and surveys."""

from datetime import date, timedelta

import numpy as np

from fenming.facts.twin.care.basis import Basis
from fenming.facts.twin.care.institutions import heads_served
from fenming.facts.twin.draw import between, choose, happens, share_of
from fenming.facts.twin.scores import Table, yuan
from fenming.kernel import PPM, divide, split_whole

_TEN_MILLION = 10_000_000


def postings(basis: Basis) -> Table:
    """Staff of the lead hospitals posted to their township hospitals."""
    plan, source, county = basis.plan.postings, basis.stream("postings"), basis.county
    count = divide(sum(basis.residents.values()) * plan.per_ten_million, _TEN_MILLION)
    townships = [index for index, one in enumerate(county.institutions) if one.kind == "township_hospital"]
    to = choose(source, [1] * len(townships), count)
    is_long = happens(source, plan.long_share, count)
    length = np.where(is_long, between(source, *plan.long_days, count), between(source, *plan.short_days, count))
    begin = between(source, 0, 1 << 20, count) % np.maximum(basis.year_days - length + 1, 1)
    titles, drawn = list(plan.titles), choose(source, list(plan.titles.values()), count)
    rows = []
    for number in range(count):
        place = county.institutions[townships[to[number]]]
        home = county.institutions[county.lead_of(place.consortium)]
        first = int(begin[number])
        rows.append(
            (f"P{basis.profile.region}{number + 1:05d}", f"G{basis.profile.region}{number + 1:05d}", titles[drawn[number]], home.code,
             place.code, day_text(basis, first), day_text(basis, first + int(length[number]) - 1))
        )  # fmt: skip
    return (
        "post_no",
        "staff_no",
        "prof_title",
        "postout_medins_no",
        "postin_medins_no",
        "post_begndate",
        "post_enddate",
    ), rows


def grants(basis: Basis) -> tuple[Table, dict[int, int]]:
    """Fiscal money due and paid, and what each institution was paid in the year or after it."""
    plan, source, served = basis.plan.grants, basis.stream("grants"), heads_served(basis)
    institutions, year = basis.county.institutions, basis.profile.year
    rows, granted = [], dict[int, int]()
    for item in plan.items:
        mine = {str(index): int(served[index]) + 1 for index, one in enumerate(institutions) if one.kind in item.kinds}
        whole = item.per_resident * sum(basis.residents.values())
        for due_on, part in split_whole(whole, dict.fromkeys(item.due, 1)).items():
            for index, amount in split_whole(part, mine).items():
                due = date.fromisoformat(f"{year}-{due_on}")
                paid_on, paid = _payment(source, basis, due, amount)
                granted[int(index)] = granted.get(int(index), 0) + paid
                told = (paid_on.isoformat(), yuan(paid)) if paid_on else ("", "")
                rows.append((institutions[int(index)].code, item.purpose, due.isoformat(), yuan(amount), *told))
    numbered = [(f"K{basis.profile.region}{number:05d}", *row) for number, row in enumerate(rows, 1)]
    header = (
        "grant_no",
        "fixmedins_code",
        "grant_item",
        "grant_due_date",
        "grant_due_amt",
        "grant_pay_date",
        "grant_pay_amt",
    )
    return (header, numbered), granted


def _payment(source: np.random.Generator, basis: Basis, due: date, amount: int) -> tuple[date | None, int]:
    """When and how much is paid: mostly the whole sum a few days early, sometimes late, rarely less or nothing."""
    plan = basis.plan.grants
    unpaid, late, short = (bool(happens(source, share, 1)[0]) for share in (plan.unpaid, plan.late, plan.short))
    if unpaid:
        return None, 0
    days = int(between(source, *plan.late_days, 1)[0]) if late else -int(between(source, 0, 9, 1)[0])
    share = int(between(source, *plan.short_paid, 1)[0]) if short else PPM
    return due + timedelta(days=days), divide(amount * share, PPM)


def satisfaction(basis: Basis) -> Table:
    """Surveys of residents and staff."""
    source, rows = basis.stream("satisfaction"), list[tuple[str, ...]]()
    for plan in basis.plan.surveys:
        mine = [one.code for one in basis.county.institutions if one.kind in plan.kinds]
        sampled = between(source, *plan.sampled, len(mine))
        satisfied = share_of(sampled, between(source, *plan.satisfied, len(mine)))
        rows += [
            (code, plan.surveyed, str(basis.profile.year), str(asked), str(pleased))
            for code, asked, pleased in zip(mine, sampled.tolist(), satisfied.tolist(), strict=True)
        ]
    return ("fixmedins_code", "survey_group", "year", "survey_heads", "satisfied_heads"), sorted(rows)


def day_text(basis: Basis, day: int) -> str:
    """A day of the year as it is written."""
    return str(np.datetime64(basis.opened + day, "D"))
