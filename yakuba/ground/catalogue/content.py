"""An edition's content: the definition as canonical JSON (RFC 8785), its digest, and the way back."""

import hashlib

import msgspec
import rfc8785

from yakuba.ground.catalogue.definition import Fee, Procedure


def content_of(procedure: Procedure) -> str:
    """The definition as canonical JSON text."""
    return rfc8785.dumps(msgspec.to_builtins(procedure)).decode()


def digest_of(content: str) -> str:
    """SHA-256 of canonical content, in hexadecimal."""
    return hashlib.sha256(content.encode()).hexdigest()


def procedure_from(content: str) -> Procedure:
    """The procedure of canonical content. Raises msgspec.ValidationError for content of another shape."""
    return msgspec.json.decode(content, type=Procedure)


def changed_fees(before: Procedure, after: Procedure) -> list[str]:
    """What of the earlier fee tables is no longer there as it was (tables are append-only), in Japanese."""
    now: dict[str, Fee] = {fee.key: fee for fee in after.fees}
    faults = []
    for fee in before.fees:
        tables = now[fee.key].tables if fee.key in now else None
        if tables is not None and tables[: len(fee.tables)] != fee.tables:
            faults.append(
                f"料金「{fee.title}」({fee.key})の、前に公開した表が変わっています。"
                "前の表を元に戻し、新しい表を後ろに足してください。"
            )
    return faults
