"""Addresses the walk through the site does not meet: deeds, steps in the midst of a form, what a secret code opens."""

from __future__ import annotations

from journeys.duties_pages import DEEDS_ON_LEARNING, DEEDS_ON_PLANS, DEEDS_ON_PUBLICITY

#: Deeds (POST alone), and what the demonstration has none of.
NAMED = {
    "workspace:document_move", "workspace:document_autosave", "workspace:document_attach",
    "workspace:document_presence",
    "workspace:document_release", "workspace:release_strike", "workspace:release_evidence", "workspace:topic_close",
    "workspace:channel_close", "workspace:wording_retire", "workspace:import", "workspace:second_step",
    "workspace:sign_out", "workspace:people_account_reopen", "workspace:people_delegation_end", "workspace:sign_in",
    "workspace:search", "portal:view",
    "workspace:request_move", "workspace:request_deed", "workspace:request_opinion",
    "workspace:request_letter_received", "workspace:request_applicant", "workspace:request_file",
    "workspace:request_answer_paper", "workspace:request_answer_preview", "workspace:request_answer_file",
    "workspace:request_page", "workspace:request_redact",  # the officer's own journey walks there
    "workspace:request_correspondence", "workspace:request_presence", "workspace:request_import",
    "workspace:report_rule", "workspace:report_explain", "workspace:report_declare", "workspace:report_move",
    "workspace:report_evidence", "portal:report_sum", "portal:report_sum_file",
    # What number and secret code open: the applicant's own journey walks there.
    "portal:request_done", "portal:request_mine", "portal:request_clock", "portal:request_letter_file",
    "portal:request_answer_file", "portal:request_part", "portal:request_complete", "portal:request_reasons",
    "portal:request_withdraw", "portal:request_notices", "portal:request_leave",
    # Offered only where e-mail is sent; two of them are links in messages alone.
    "portal:consultation_follow", "portal:consultation_follow_confirm", "portal:consultation_leave",
    "workspace:work_move",
    "workspace:archive_make", "workspace:archive_export", "workspace:archive_check",
    "workspace:theme_publication_out",
}  # fmt: skip
#: What number and secret code of a matter open, and photos the demonstration has none of.
OF_THE_REPORTER = (
    "add", "clock", "done", "file", "leave", "mine", "notices", "object", "rate", "withdraw", "published_photo",
)  # fmt: skip
#: Deeds on matters, steps in the midst of a form, and photos: the handler's own journey walks there.
DEEDS_ON_MATTERS = (
    "assets_look", "bulk", "deed", "enter_beside", "file", "hide", "merge", "move", "pass_on", "photo", "presence",
    "public", "release", "remove", "reply_autosave", "reporter", "rule_retire", "rules_look", "session_report", "veil",
    "whole", "wording_retire",
)  # fmt: skip
#: Deeds on the register and on decisions, and what only a form or a script asks for.
DEEDS_ON_POWERS = (
    "chart_preview", "decision_defence", "decision_move", "decision_notice", "decision_party", "move", "publicity_file",
    "revise",
)  # fmt: skip
#: A move of a campaign or a record, and what only the script of the page on the phone asks for.
DEEDS_ON_INSPECTIONS = ("campaign_move", "inspection_move", "street_bundle", "street_send", "street_worker")

#: Moves of a rule, a collection or a problem, and what is done with one opinion.
DEEDS_ON_RULES = (
    "clean_up_move",
    "collection_move",
    "consultation_move",
    "consultation_opinion_deed",
    "consultation_opinion_file",
    "evaluation_move",
    # Offered at a risk assessment and at an opinion that was adopted alone.
    "beside_to_risk_point",
    "opinion_to_risk_point",
    "problem_move",
    "problem_plan",
    "problem_report",
)


#: Moves of a finding, and a look of the monitors.
DEEDS_ON_FINDINGS = ("look", "move")
#: Deeds on score sheets, assessments and entries.
DEEDS_ON_ASSESSMENTS = (
    "assessed_evidence",
    "assessed_evidence_file",
    "assessed_move",
    "assessment_choose",
    "assessment_move",
    "assessment_recount",
    "score_sheet_move",
    "score_sheet_simulate",
)


def left_out() -> set[str]:
    """All of them by their names."""
    beside = (
        *DEEDS_ON_INSPECTIONS,
        *DEEDS_ON_RULES,
        *DEEDS_ON_PUBLICITY,
        *DEEDS_ON_PLANS,
        *DEEDS_ON_LEARNING,
        *DEEDS_ON_ASSESSMENTS,
        "powers_bulk",
        "risks_look",
        "risk_search_close",
        "risk_search_new",
        "risk_search_sign",
    )
    return {
        *NAMED,
        *(f"portal:complaint_{name}" for name in OF_THE_REPORTER),
        *(f"workspace:complaint_{name}" for name in DEEDS_ON_MATTERS),
        *(f"workspace:power_{name}" for name in DEEDS_ON_POWERS),
        *(f"workspace:supervision_{name}" for name in DEEDS_ON_FINDINGS),
        # A move of a case of accountability, and its register as a file.
        *(f"workspace:accountability_{name}" for name in ("move", "register")),
        # Deeds on a round of appraisal; the demonstration has none being prepared or looked through, and no e-mail.
        *(f"workspace:appraisal_{name}" for name in ("edit", "move", "words", "words_look")),
        "portal:appraisal_invited",
        *(f"workspace:{name}" for name in beside),
    }
