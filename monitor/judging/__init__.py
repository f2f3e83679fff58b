"""Is it new, and who hears? Match x recent developments -> New | Echo, then the policy. Pure."""

from monitor.judging.background import Background
from monitor.judging.features import features, terms_of
from monitor.judging.policy import Action, Decision, decide, quiet_end
from monitor.judging.verdict import judge

__all__ = ["Action", "Background", "Decision", "decide", "features", "judge", "quiet_end", "terms_of"]
