"""Raised and lowered letters of formats that mark them: powers, formulas, and the marks of notes."""
