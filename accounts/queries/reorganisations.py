"""What a re-organisation would change on its day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from accounts.models import Reorganisation, ReportingLine, TeamMembership, TeamParent, User
from accounts.rules.lines import Line, shifts


@dataclass(frozen=True)
class Placing:
    """One person, or one team, on the day: names, empty for nobody or none."""

    what: str
    manager_before: str = ""
    manager_after: str = ""
    team_before: str = ""
    team_after: str = ""


@dataclass(frozen=True)
class Sight:
    """A leader whose people change: the records and figures of these people from the day on."""

    leader: User
    before: int
    after: int
    gained: list[str]
    lost: list[str]


@dataclass(frozen=True)
class Hindrance:
    """Why a plan cannot be."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Preview:
    """Nothing is shown of a plan that cannot be: then there are conflicts only."""

    day: date
    people: list[Placing] = field(default_factory=list)
    teams: list[Placing] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)
    conflicts: list[Hindrance] = field(default_factory=list)


@dataclass(frozen=True)
class Standing:
    """Who stands where on one day, by id: managers, primary teams, parents of teams."""

    line: Line
    teams: Mapping[int, str]
    parents: Mapping[int, str]


def standing_on(day: date) -> Standing:
    line = ReportingLine.objects.filter(during__contains=day).values_list("person", "manager")
    teams = TeamMembership.objects.filter(during__contains=day, primary=True).values_list("person", "team__name")
    parents = TeamParent.objects.filter(during__contains=day).values_list("team", "parent__name")
    return Standing(dict(line), dict(teams), dict(parents))


def compared(plan: Reorganisation, before: Standing, after: Standing) -> Preview:
    """Each person and team that moves, and each leader who sees others afterwards."""
    changed = shifts(before.line, after.line)
    moves, team_moves = plan.moves.select_related("person"), plan.team_moves.select_related("team")
    wanted = {pk for shift in changed for pk in (shift.leader, *shift.gained, *shift.lost)}
    wanted |= {side.line[move.person_id] for move in moves for side in (before, after) if move.person_id in side.line}
    people = User.objects.in_bulk(wanted)
    name = {pk: person.name for pk, person in people.items()}
    return Preview(
        plan.effective,
        [
            Placing(
                move.person.name,
                *(name.get(side.line.get(move.person_id, 0), "") for side in (before, after)),
                *(side.teams.get(move.person_id, "") for side in (before, after)),
            )
            for move in moves
        ],
        [
            Placing(move.team.name, team_before=before.parents.get(move.team_id, ""),
                    team_after=after.parents.get(move.team_id, ""))
            for move in team_moves
        ],
        [
            Sight(
                people[shift.leader], shift.before, shift.after,
                sorted(name[pk] for pk in shift.gained), sorted(name[pk] for pk in shift.lost),
            )
            for shift in changed
        ],
    )  # fmt: skip


def change_days() -> list[date]:
    """The days on which somebody's line began or ended, in order: where the chart differs."""
    bounds = ReportingLine.objects.values_list("during", flat=True)
    return sorted({day for during in bounds for day in (during.lower, during.upper) if day is not None})
