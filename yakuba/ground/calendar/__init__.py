"""The clock, 和暦, business days, fiscal years, ages and deadlines; knows no Django."""
