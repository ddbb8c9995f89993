"""Fees: every module here that holds a `KIND` is one fee kind; `assess` computes a procedure's fees."""

import importlib
import pkgutil

from yakuba.ground.catalogue.fees.assessing import assess
from yakuba.ground.catalogue.fees.kind import (
    Assessment,
    FeeError,
    FeeLine,
    fee_kind_names,
    known_fee_kind,
    register_fee_kind,
)

__all__ = [
    "Assessment",
    "FeeError",
    "FeeLine",
    "assess",
    "fee_kind_names",
    "known_fee_kind",
    "register_fee_kind",
]

for _found in pkgutil.iter_modules(__path__):
    _kind = getattr(importlib.import_module(f"{__name__}.{_found.name}"), "KIND", None)
    if _kind is not None:
        register_fee_kind(_kind)
