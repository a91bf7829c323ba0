"""The functions behind the rules that are no plain sums; declared here, listed in rules.toml.

A rule function takes the view of one report and its rule's data and yields one ``Applied`` per
place, also where it could not be evaluated. What is registered and not in rules.toml, or of kind
``function`` there and not registered, stops the program (and a test).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from finalaccounts.reconcile.applied import Applied
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import Rule

RuleFunction = Callable[[View, Rule], Iterable[Applied]]
FUNCTIONS: dict[str, RuleFunction] = {}


def rule(*ids: str) -> Callable[[RuleFunction], RuleFunction]:
    """Register a function for the rules ``ids``; the rule it is called for is its argument."""

    def register(function: RuleFunction) -> RuleFunction:
        for rule_id in ids:
            if rule_id in FUNCTIONS:
                raise ValueError(f"rule {rule_id} is registered twice")
            FUNCTIONS[rule_id] = function
        return function

    return register
