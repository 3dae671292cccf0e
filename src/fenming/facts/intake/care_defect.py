"""What can be wrong with a row of public health, family doctors, chronic care, referral, deaths or staff."""

from fenming.facts.intake.defect import Defect
from fenming.kernel.language import _


def care_defects() -> tuple[Defect, ...]:
    """All of them, in the current language."""
    return (*_words(), *_numbers(), *_contradictions(), *_mergers())


def _words() -> tuple[Defect, ...]:
    return (
        Defect(
            "word.unknown",
            _("{field} '{value}' is none of the words that this column may hold"),
            _("write one of the words that docs/other_systems.md lists for the column, in English or Chinese"),
        ),
        Defect(
            "cause.not_coded",
            _("the cause of death '{value}' is no ICD-10 code"),
            _("give the code of the underlying cause, such as I63.9, not its name"),
        ),
        Defect(
            "age_group.unknown",
            _("{field} '{value}' begins no five-year age group"),
            _("give 0, 5, 10 … 85, where 85 stands for 85 and over"),
        ),
    )


def _numbers() -> tuple[Defect, ...]:
    return (
        Defect(
            "amount.negative",
            _("{field} '{value}' (fen) lies below zero"),
            _("give the amount that was due or paid after what was taken back"),
        ),
        Defect(
            "year.impossible",
            _("{field} '{value}' is no year of this kind"),
            _("write the year with four digits, such as 2024"),
        ),
        Defect(
            "age.impossible",
            _("{field} '{value}' is no age that a person reaches"),
            _("give the completed years of life"),
        ),
        Defect(
            "reading.pressure",
            _("a blood pressure of {value} mmHg cannot be"),
            _("give both pressures in mmHg between 40 and 300, the systolic one above the diastolic one"),
        ),
        Defect(
            "reading.glucose",
            _("{field} of {value} mmol/L cannot be"),
            _("give blood glucose in mmol/L, between 0.5 and 60; mg/dL divided by 18 is mmol/L"),
        ),
        Defect(
            "survey.more_than_asked",
            _("more people are satisfied than were asked ({value})"),
            _("correct the number of people asked or satisfied"),
        ),
    )


def _contradictions() -> tuple[Defect, ...]:
    return (
        Defect(
            "record.before_birth",
            _("{field} lies before the person was born ({value})"),
            _("correct the date or the person number"),
        ),
        Defect(
            "referral.to_itself",
            _("the institution {value} refers to itself"),
            _("give the institution that referred and the one that received"),
        ),
        Defect(
            "posting.to_itself",
            _("the institution {value} posts to itself"),
            _("give the institution that sends the person and the one where the person works"),
        ),
        Defect(
            "service.unknown",
            _("the service {value} is not among the services"),
            _("import the service first; if it was quarantined, correct it"),
        ),
        Defect(
            "death.twice",
            _("the same person has more than one death"),
            _("find out which one is right and remove the other"),
        ),
    )


def _mergers() -> tuple[Defect, ...]:
    return (
        Defect(
            "merger.into_itself",
            _("the unit {value} is merged into itself"),
            _("give the unit that it was merged into, or leave the row out"),
        ),
        Defect(
            "merger.circle",
            _("the merger ({value}) leads round in a circle, so that no unit is left at its end"),
            _("correct the row that sends the unit back"),
        ),
        Defect(
            "merger.unknown",
            _("at the end of the merger stands {value}, which is no health unit of the register"),
            _("correct the unit that it was merged into, or add that to the register of health units"),
        ),
        Defect(
            "merger.two_consortia",
            _("the merger ({value}) leads from one consortium into another"),
            _(
                "its people and their money would change consortium within the year: give the register of the new year instead"
            ),
        ),
    )
