"""The cellar: the law's rules as plain typed Python.

Standard library only. Nothing here asks the time or touches a database; refusals are values.
"""
