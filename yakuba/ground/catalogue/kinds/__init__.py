"""Question kinds: every module here that holds a `KIND` is one kind, registered under its name."""

import importlib
import pkgutil

from yakuba.ground.catalogue.kinds.kind import register_kind

for _found in pkgutil.iter_modules(__path__):
    _kind = getattr(importlib.import_module(f"{__name__}.{_found.name}"), "KIND", None)
    if _kind is not None:
        register_kind(_kind)
