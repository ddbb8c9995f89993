"""What a procedure is, as data: frozen values without Django, the same in TOML, JSON and the program.

Rules (`show_when`, `when`, …) hold stored JSON Logic; what authors write is compiled by `conditions`.
Mappings hold plain JSON only, so that a definition survives the way to JSON and back unchanged.
"""

from yakuba.ground.catalogue.definition.asked import (
    Check,
    Eligibility,
    Option,
    Outcome,
    Page,
    Question,
)
from yakuba.ground.catalogue.definition.money import (
    Fee,
    FeeRate,
    FeeTable,
    Reduction,
)
from yakuba.ground.catalogue.definition.notes import (
    Basis,
    Example,
    Link,
    Prepare,
    RunBy,
    Source,
    Translation,
)
from yakuba.ground.catalogue.definition.procedure import (
    Procedure,
)
from yakuba.ground.catalogue.definition.words import (
    CHANNELS,
    EFFECTS,
    IDENTITIES,
    LINK_KINDS,
    OF_A_BUNDLE,
    OF_A_CHILD,
    ONCE_ONLY,
    OPERATORS,
    OWN_CHANNELS,
    REMEMBERED,
    ROLES,
    SHARED,
    STEP_KINDS,
    Answers,
    DefinitionError,
    Facts,
    Json,
    Rule,
)
from yakuba.ground.catalogue.definition.work import (
    Letter,
    RecordRule,
    RegisterField,
    RegisterRule,
    Step,
)

__all__ = [
    "CHANNELS",
    "EFFECTS",
    "IDENTITIES",
    "LINK_KINDS",
    "OF_A_BUNDLE",
    "OF_A_CHILD",
    "ONCE_ONLY",
    "OPERATORS",
    "OWN_CHANNELS",
    "REMEMBERED",
    "ROLES",
    "SHARED",
    "STEP_KINDS",
    "Answers",
    "Basis",
    "Check",
    "DefinitionError",
    "Eligibility",
    "Example",
    "Facts",
    "Fee",
    "FeeRate",
    "FeeTable",
    "Json",
    "Letter",
    "Link",
    "Option",
    "Outcome",
    "Page",
    "Prepare",
    "Procedure",
    "Question",
    "RecordRule",
    "Reduction",
    "RegisterField",
    "RegisterRule",
    "Rule",
    "RunBy",
    "Source",
    "Step",
    "Translation",
]
