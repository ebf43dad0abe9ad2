"""Each problem as a sentence, and the words on the button that settles it. Codes are stable: docs list them."""

SENTENCES = {
    "not_a_number": "{column} is not a number: “{value}”",
    "not_a_date": "{column} is not a date: “{value}”",
    "not_yes_or_no": "{column} is neither yes nor no: “{value}”",
    "not_a_currency": "{column} is not a currency code: “{value}”",
    "error_cell": "{column} holds a formula error: “{value}”",
    "missing": "{column} is missing",
    "twice_in_file": "{column} stands twice: “{value}”",
    "too_many_cells": "The row has more cells than the header",
    "day_or_month_first": "{column} may be day first or month first: “{value}”",
    "encoding_guessed": "The file's encoding is a guess: {value}",
    "unknown_value": "{column} “{value}” does not exist here",
    "ambiguous_link": "{column} “{value}” means several records",
    "ambiguous_match": "{column} “{value}” fits several records",
    "spelling": "{column} “{value}” looks like “{suggestion}”",
    "out_of_range": "{column} is out of range: “{value}”",
    "negative_amount": "{column} is below zero: “{value}”",
    "mixed_currencies": "Rows that add up to one quota are in several currencies",
    "already_exists": "{column} “{value}” is here already with other content",
    "not_an_address": "{column} is not an e-mail address: “{value}”",
    "too_long": "{column} is too long: “{value}”",
    "in_the_future": "{column} lies in the future: “{value}”",
    "close_before_created": "{column} is before the created date",
    "closed_without_date": "A closed deal has no close date",
    "active_with_exit": "{value}, and yet with a last day: the day holds",
    "ends_before_start": "{column} {value} lies before the first day",
    "ends_before_job": "{column} {value} lies before the first day of a later job",
    "employment_overlaps": "{column} {value} falls into another employment of the same person",
    "line_not_self": "{value} would report to themselves",
    "line_cycle": "{value} would stand above themselves",
    "parent_is_itself": "“{value}” would belong to itself",
    "parent_cycle": "“{value}” would stand above itself",
    "not_a_stage_kind": "“{value}” is not open, won or lost",
    "not_a_category": "“{value}” is not a forecast category",
    "stage_not_in_process": "Stage “{value}” is not in the process",
    "not_a_contract_type": "“{value}” is not a type of contract",
    "contract_differs": "Contract “{value}” is here already, with other terms",
    "refused": "{value}",
    "person_erased": "{column} “{value}” belongs to somebody who asked to be erased",
    "stage_kind_missing": "A process needs open, won and lost stages",
}
BUTTONS = {
    "missing": "Leave out",
    "twice_in_file": "Leave out",
    "too_many_cells": "Leave out",
    "ambiguous_match": "Leave out",
    "already_exists": "Leave out",
    "mixed_currencies": "Leave out",
    "employment_overlaps": "Leave out",
    "person_erased": "Leave out",
    "contract_differs": "Leave out",
    "refused": "Leave out",
    "in_the_future": "Leave out",
    "close_before_created": "Use created date",
    "closed_without_date": "Use created date",
    "active_with_exit": "The status holds",
    "day_or_month_first": "Day first",
    "encoding_guessed": "Encoding is right",
}


def sentence(code: str, *, column: str, value: str, suggestion: str = "") -> str:
    shown = value if len(value) <= 60 else value[:57] + "…"
    return SENTENCES[code].format(column=column, value=shown, suggestion=suggestion)


def button(code: str, suggestion: str) -> str:
    """Empty when only a person can say what is meant and there is nothing to offer."""
    if code in BUTTONS:
        return BUTTONS[code]
    if code == "unknown_value":
        return f"Map to {suggestion}" if suggestion else ""
    if code == "spelling":
        return f"Change to {suggestion}"
    return "Leave empty"
