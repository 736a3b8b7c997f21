"""The steps of the workbook, one module a step; `CONTRIBUTING.md` draws how they follow one another."""
