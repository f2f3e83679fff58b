"""An article -> an editable story file: what it names, in which facet, in all the story's languages. Pure."""

from monitor.drafting.furniture import furniture, headline_end
from monitor.drafting.naming import Candidate, candidates
from monitor.drafting.ruling import Named
from monitor.drafting.sentence import FURNITURE, Article, Spot
from monitor.drafting.sorting import Draft, draft
from monitor.drafting.things import EXACT, Thing, events, known
from monitor.drafting.writing import remarks, render

__all__ = [
    "EXACT",
    "FURNITURE",
    "Article",
    "Candidate",
    "Draft",
    "Named",
    "Spot",
    "Thing",
    "candidates",
    "draft",
    "events",
    "furniture",
    "headline_end",
    "known",
    "remarks",
    "render",
]
