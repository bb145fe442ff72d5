"""Tables of supervision: findings and who moved them on, looks of the monitors."""

from gongkai.supervision.models.findings import Finding, FindingStep, Look

__all__ = ["Finding", "FindingStep", "Look"]
