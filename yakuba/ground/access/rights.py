"""All rights, in one alphabetised list. Which post has which stands in town/rights.toml."""

from enum import StrEnum


class Right(StrEnum):
    APPROVAL_DECIDE = "approval:decide"
    APPROVAL_DRAFT = "approval:draft"
    APPROVAL_READ = "approval:read"
    CASE_INTAKE = "case:intake"
    CASE_READ = "case:read"
    CASE_WORK = "case:work"
    CATALOGUE_PUBLISH = "catalogue:publish"
    JOURNAL_EXPORT = "journal:export"
    PAYMENT_ASSESS = "payment:assess"
    PAYMENT_READ = "payment:read"
    PAYMENT_RECEIVE = "payment:receive"
    PEOPLE_MANAGE = "people:manage"
    RECORD_FILE = "record:file"
    RECORD_NUMBER = "record:number"
    RECORD_READ = "record:read"
    REGISTER_READ = "register:read"
    REGISTER_WRITE = "register:write"
