"""What the demonstration's plans, meetings and themes say. Invented; only figures come from a report."""

from __future__ import annotations

from gongkai.demo.duties_plans_stage import Said

OPEN, POWER, STREET, SERVE = "信息公开全面及时", "权力运行公开透明", "执法过程看得见", "群众办事更方便"

#: The plan of 2012: twelve tasks, all of them done within the year.
TASKS_2012 = (
    Said(
        OPEN,
        "健全组织和制度",
        "修订政务公开工作制度",
        "office",
        (2, 6),
        (3, 30),
        "修订稿经领导小组审议并印发。",
    ),
    Said(OPEN, "健全组织和制度", "建立公开责任清单", "office", (2, 6), (4, 27), "各科室、大队责任到岗。"),
    Said(
        OPEN,
        "做好主动公开",
        "更新公开目录和指南",
        "office",
        (3, 1),
        (5, 31),
        "目录、指南在网站发布。",
        ("law",),
    ),
    Said(OPEN, "做好主动公开", "公布财政收支月报", "office", (1, 16), (12, 20), "十二个月按月公布。"),
    Said(POWER, "清理权力事项", "清理行政处罚依据", "law", (3, 1), (6, 29), "依据汇编经法制审核。"),
    Said(
        POWER,
        "清理权力事项",
        "编制权力运行流程图",
        "law",
        (3, 1),
        (7, 31),
        "主要权力均有流程图。",
        ("waste",),
    ),
    Said(POWER, "规范裁量", "制定处罚裁量基准", "law", (4, 5), (9, 28), "裁量基准征求意见后印发。"),
    Said(
        STREET,
        "重点工作公开",
        "公布渣土运输专项治理情况",
        "waste",
        (4, 9),
        (7, 13),
        "检查结果按工地公布。",
        ("brigade3",),
    ),
    Said(
        STREET, "重点工作公开", "公布户外广告整治情况", "appearance", (5, 2), (8, 31), "整治名单和结果公布。"
    ),
    Said(
        STREET,
        "普法宣传",
        "开展城管开放日活动",
        "brigade1",
        (6, 1),
        (10, 31),
        "活动两次，有记录和照片。",
        ("brigade2",),
    ),
    Said(SERVE, "畅通诉求渠道", "公布投诉办理情况", "office", (3, 1), (11, 30), "按季公布受理和办结情况。"),
    Said(
        SERVE,
        "畅通诉求渠道",
        "开展群众满意度测评",
        "brigade2",
        (9, 3),
        (12, 14),
        "测评结果公布，问题列出整改措施。",
    ),
)
TITLE_2012, BASIS_2012 = "2012年政务公开工作方案", "市政务公开领导小组年度工作要点；本局领导小组会议决定。"
TEXT_2012 = (
    "以“政务公开深化年”为抓手，把公开嵌入日常工作。\n办公室统筹，各科室、大队对照任务分工落实；"
    "每季度报告进展，年底由领导小组逐项核对。未按期完成的，由监督小组督促并说明原因。"
)
THEME_2012 = "政务公开深化年"
AIM_2012 = "公开的内容更实、更快、更容易找到，群众对办事程序和结果心里有数。"
MEASURES_2012 = "一、清理并公开权力事项和裁量基准。\n二、重点工作边办边公开。\n三、诉求办理情况按季公布。"
#: Month and day of the three special meetings of 2012, what each was about, and its minutes.
MEETINGS_2012 = (
    ((2, 20), "部署政务公开深化年", "会议部署全年十二项任务，明确牵头和配合单位，要求每季度报告一次进展。"),
    ((7, 9), "调度上半年公开任务", "会议逐项核对上半年任务，流程图编制进度偏慢，要求七月底前完成。"),
    ((11, 26), "检查全年任务完成情况", "会议听取各单位汇报，任务基本完成，要求做好材料整理归档。"),
)

#: The plan of the living year: title, unit, days before and after today that it begins and ends, what becomes of it.
YEAR = (
    ("更新公开目录和指南", "office", -150, -90, "done", OPEN, "做好主动公开", "目录、指南更新后发布。"),
    ("公布行政执法年度数据", "law", -150, -70, "done", POWER, "执法信息公开", "数据按格式公布。"),
    ("梳理权责清单变动事项", "law", -140, -40, "done", POWER, "清理权力事项", "变动事项按程序公布。"),
    ("编制渣土运输监管标准", "waste", -120, -12, "overdue", STREET, "重点工作公开", "标准经审核并公布。"),
    ("公布户外广告设施清单", "appearance", -100, -5, "overdue", STREET, "重点工作公开", "清单按街道公布。"),
    ("整理投诉高频问题", "office", -90, 3, "reported", SERVE, "畅通诉求渠道", "问题清单和措施公布。"),
    ("制作办事流程短视频", "brigade1", -80, 5, "returned", SERVE, "办事指南好懂", "三个事项有短视频。"),
    ("开展城管开放日活动", "brigade2", -60, 20, "doing", STREET, "普法宣传", "活动有记录和照片。"),
    ("修订夜景照明公开规定", "appearance", -60, 45, "doing", OPEN, "健全制度", "修订稿印发。"),
    ("公布共享单车停放点位", "brigade3", -30, 60, "planned", SERVE, "便民信息公开", "点位在地图上可查。"),
    ("建立公开事项自查台账", "brigade4", -20, 90, "planned", OPEN, "健全制度", "台账每月更新。"),
    ("编印公开工作手册", "office", -50, 30, "dropped", OPEN, "健全制度", "手册印发各单位。"),
)
YEAR_BASIS = "上级政务公开年度工作要点；本局领导小组会议决定。"
YEAR_TEXT = "按公开事项清单推进，责任到岗、限期完成，进展和结果向社会公开。"
ADDED = Said(
    SERVE, "办事指南好懂", "统一窗口办事指南样式", "law", (9, 1), (12, 31), "指南样式统一，网上网下一致。"
)
