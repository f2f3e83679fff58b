"""An article -> an editable story file: what it names, in which facet, in all the story's languages. Pure."""

from monitor.drafting.naming import Candidate, candidates, happenings
from monitor.drafting.sentence import Article, Spot
from monitor.drafting.sorting import Draft, Named, draft
from monitor.drafting.things import EXACT, Thing, known
from monitor.drafting.writing import render

__all__ = [
    "EXACT",
    "Article",
    "Candidate",
    "Draft",
    "Named",
    "Spot",
    "Thing",
    "candidates",
    "draft",
    "happenings",
    "known",
    "render",
]
