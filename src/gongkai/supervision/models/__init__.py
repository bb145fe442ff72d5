"""Tables of supervision: findings and looks, links to other sites, accountability, appraisals, assessments."""

from gongkai.supervision.models.accountability import Case, CaseStep, Statement, Talk
from gongkai.supervision.models.appraisal import (
    AppraisalAnswer,
    AppraisalWords,
    FrameEntry,
    InterviewCall,
    Invitation,
    OpenForm,
    Round,
    RoundResult,
    RoundStep,
)
from gongkai.supervision.models.assessment import Assessed, Assessment, AssessmentStep, Evidence, ScoreSheet
from gongkai.supervision.models.findings import Finding, FindingStep, Look
from gongkai.supervision.models.outside import OutsideLink

__all__ = [
    "AppraisalAnswer",
    "AppraisalWords",
    "Assessed",
    "Assessment",
    "AssessmentStep",
    "Case",
    "CaseStep",
    "Evidence",
    "Finding",
    "FindingStep",
    "FrameEntry",
    "InterviewCall",
    "Invitation",
    "Look",
    "OpenForm",
    "OutsideLink",
    "Round",
    "RoundResult",
    "RoundStep",
    "ScoreSheet",
    "Statement",
    "Talk",
]
