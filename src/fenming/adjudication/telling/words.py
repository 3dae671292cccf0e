"""How the words of benefits read inside a sentence, in the language in use."""

from fenming.adjudication.law.words import CATEGORIES, LEVELS, PERSONS, REFERRALS
from fenming.kernel.language import _

ELSEWHERE = ("", "other_city", "out_of_province")


def at_level(level: int) -> str:
    """Where care was given, by the place of its level: `at county level`."""
    words = {
        "primary": _("at primary level"),
        "county": _("at county level"),
        "city": _("at city level"),
        "province": _("at province level"),
    }
    return words[LEVELS[level]]


def at_place(level: int, area: int) -> str:
    """Level and, away from home, area: `at city level, in another city of the province`."""
    away = {"": "", "other_city": _("in another city of the province"), "out_of_province": _("out of the province")}
    where = away[ELSEWHERE[area]]
    return _("{level}, {where}").format(level=at_level(level), where=where) if where else at_level(level)


def person_word(group: int) -> str:
    """A group of persons, as one speaks of them."""
    words = {
        "adult": _("adults"),
        "retired": _("the retired"),
        "minor": _("minors and students"),
        "newborn": _("newborns"),
    }
    return words[PERSONS[group]]


def category_word(category: int) -> str:
    """A category of medical aid, as one speaks of its persons."""
    words = {
        "ordinary": _("persons without a category of aid"),
        "special_hardship": _("persons in special hardship"),
        "minimum_living": _("minimum-living households"),
        "poverty_monitored": _("persons watched for falling into poverty"),
        "low_income_edge": _("households at the low-income edge"),
        "expense_hardship": _("households in hardship from expenses"),
    }
    return words[CATEGORIES[category]]


def referral_word(referral: int) -> str:
    """How somebody came to be treated elsewhere."""
    words = {"unreferred": _("without referral"), "referred": _("with referral"), "emergency": _("in an emergency")}
    return words[REFERRALS[referral]]


def care_word(care: str) -> str:
    """A kind of care by its word; `other care` for one that no rules name."""
    words = {
        "outpatient": _("outpatient care"),
        "emergency": _("emergency care"),
        "chronic_outpatient": _("chronic outpatient care"),
        "special_chronic": _("outpatient care of special chronic disease"),
        "two_diseases": _("drugs for hypertension and diabetes"),
        "pharmacy": _("pharmacy"),
        "family_doctor": _("family-doctor services"),
        "inpatient": _("inpatient care"),
        "day_surgery": _("day surgery"),
        "delivery": _("delivery"),
        "maternity_outpatient": _("outpatient maternity care"),
        "family_planning": _("family planning"),
        "accident_outpatient": _("outpatient care after an accident"),
        "accident_inpatient": _("inpatient care after an accident"),
    }
    return words.get(care, _("other care"))


def scheme_word(scheme: str) -> str:
    """An insurance scheme by its word."""
    words = {
        "resident": _("residents' scheme"),
        "employee": _("employees' scheme"),
        "maternity": _("maternity insurance"),
        "veteran": _("scheme of retired veterans"),
    }
    return words.get(scheme, _("another scheme"))
