"""The archive: what has ended closes into packages that can be checked without this software."""
