"""案件: one person's matter going through one edition of a procedure, from arrival to filing."""
