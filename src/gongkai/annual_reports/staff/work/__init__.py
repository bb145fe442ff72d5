"""Screens of the work report (年度工作报告)."""
