"""The room of decisions in the open (决策公开与意见征集): drafts, consultations, opinions and what became of them."""
