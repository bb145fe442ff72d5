"""Decisions in the open (决策公开与意见征集): clauses, versions, opinions and what became of them."""
