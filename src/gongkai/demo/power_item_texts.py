"""The demonstration's list of powers (权责清单) and its services (办事公开): own wording, local rules invented (示例).

A line of ``POWERS`` is unit, code, category, name, rule, article, limit; one of ``SERVICES`` unit, code, name, power,
what is done, promise, result.
"""

from __future__ import annotations

from datetime import date

#: The first list, and the day from which the amended law on penalties was followed.
FIRST, AMENDED = date(2012, 1, 16), date(2021, 7, 15)

_WASTE, _CITY = "城市建筑垃圾管理规定", "城市市容和环境卫生管理条例"
POWERS = f"""
waste|W-01|licence|建筑垃圾处置核准|{_WASTE}|第七条|二十日
waste|W-02|inspection|建筑垃圾运输企业和车辆检查|示例市建筑垃圾运输管理办法|第十二条|每月一次
waste|W-03|confirmation|建筑垃圾运输车辆密闭核验|示例市建筑垃圾运输管理办法|第八条|五日
waste|W-04|other|建筑垃圾消纳场备案|示例市建筑垃圾消纳场管理办法|第五条|十日
waste|W-05|penalty|将建筑垃圾混入生活垃圾的处罚|{_WASTE}|第二十条|九十日
waste|W-06|penalty|施工单位未及时清运工程施工建筑垃圾的处罚|{_WASTE}|第二十二条|九十日
waste|W-07|penalty|运输建筑垃圾沿途丢弃、遗撒的处罚|{_WASTE}|第二十三条|九十日
waste|W-08|penalty|涂改、倒卖、出租、出借核准文件的处罚|{_WASTE}|第二十四条|九十日
waste|W-09|penalty|未经核准擅自处置建筑垃圾的处罚|{_WASTE}|第二十五条|九十日
waste|W-10|penalty|随意倾倒、抛撒、堆放建筑垃圾的处罚|{_WASTE}|第二十六条|九十日
waste|W-11|inspection|工地出入口冲洗设施检查|示例市建筑垃圾运输管理办法|第十五条|每月一次
waste|W-12|levy|建筑垃圾处置费的收缴|示例市建筑垃圾处置收费规定|第三条|按季
appearance|A-01|licence|设置大型户外广告许可|{_CITY}|第十一条|十五日
appearance|A-02|licence|临时占用城市道路两侧公共场地审批|{_CITY}|第十四条|七日
appearance|A-03|other|门店招牌设置备案|示例市门店招牌管理办法|第六条|五日
appearance|A-04|inspection|市容环境卫生责任区检查|示例市市容责任区管理办法|第九条|每周一次
appearance|A-05|inspection|户外广告设施安全检查|示例市户外广告管理办法|第十八条|每半年一次
appearance|A-06|confirmation|市容环境卫生责任区责任人确定|示例市市容责任区管理办法|第五条|十日
appearance|A-07|licence|临时悬挂、张贴宣传品审批|示例市市容管理办法|第十四条|三日
appearance|A-08|other|夜间灯光设施设置备案|示例市城市照明管理办法|第七条|十日
appearance|A-09|reward|市容管理先进单位奖励|示例市市容管理办法|第四十条|每年一次
appearance|A-10|ruling|责任区边界争议裁决|示例市市容责任区管理办法|第七条|十五日
appearance|A-11|inspection|公共厕所管理服务检查|示例市公共厕所管理办法|第十一条|每月一次
brigade1|B1-01|coercion|占道经营物品的查封、扣押|行政强制法|第二十二条|三十日
brigade1|B1-02|penalty|擅自占用道路堆放物料的处罚|{_CITY}|第三十六条|九十日
brigade1|B1-03|penalty|随地吐痰、便溺、乱扔废弃物的处罚|{_CITY}|第三十四条|当场
brigade1|B1-04|penalty|在建筑物、设施上乱涂写、乱张贴的处罚|{_CITY}|第三十四条|当场
brigade1|B1-05|penalty|流动商贩占道经营的处罚|示例市市容管理办法|第二十一条|九十日
brigade1|B1-06|inspection|早夜市摊区秩序检查|示例市便民摊区管理办法|第十条|每周一次
brigade1|B1-07|penalty|露天烧烤污染环境的处罚|示例市市容管理办法|第二十八条|九十日
brigade2|B2-01|coercion|违法建设强制拆除|行政强制法|第四十四条|依公告期限
brigade2|B2-02|penalty|未取得规划许可进行建设的处罚|示例市违法建设查处办法|第十一条|九十日
brigade2|B2-03|inspection|违法建设巡查|示例市违法建设查处办法|第六条|每日一次
brigade2|B2-04|penalty|在建筑物顶部、外墙擅自搭建的处罚|示例市违法建设查处办法|第十三条|九十日
brigade2|B2-05|other|违法建设举报的核查和答复|示例市违法建设查处办法|第八条|七日
brigade2|B2-06|penalty|擅自设置大型户外广告的处罚|{_CITY}|第三十六条|九十日
brigade3|B3-01|inspection|日常巡查和处置|示例市城市管理巡查规定|第四条|每日两次
brigade3|B3-02|penalty|损坏市政公用设施的处罚|示例市市政设施管理办法|第二十三条|九十日
brigade3|B3-03|penalty|擅自挖掘城市道路的处罚|示例市市政设施管理办法|第二十四条|九十日
brigade3|B3-04|penalty|损坏城市绿化及其设施的处罚|示例市城市绿化管理办法|第三十条|九十日
brigade3|B3-05|inspection|城市照明设施完好检查|示例市城市照明管理办法|第十三条|每月一次
brigade3|B3-06|payment|见义勇为协助执法人员补助的给付|示例市协助执法补助办法|第四条|三十日
brigade4|B4-01|coercion|清除障碍物、污染物的代履行|行政强制法|第五十条|三日
brigade4|B4-02|penalty|不履行市容环境卫生责任的处罚|示例市市容责任区管理办法|第十六条|九十日
brigade4|B4-03|penalty|餐饮单位乱排油烟的处罚|示例市餐饮油烟管理办法|第十二条|九十日
brigade4|B4-04|penalty|夜间施工噪声扰民的处罚|示例市环境噪声管理办法|第十九条|九十日
brigade4|B4-05|inspection|建筑工地围挡和扬尘检查|示例市扬尘管理办法|第八条|每周一次
brigade5|B5-01|inspection|渣土车夜间检查|示例市建筑垃圾运输管理办法|第十三条|每夜一次
brigade5|B5-02|penalty|运输车辆未按核准路线、时间行驶的处罚|示例市建筑垃圾运输管理办法|第二十七条|九十日
brigade5|B5-03|penalty|运输车辆未密闭的处罚|示例市建筑垃圾运输管理办法|第二十六条|九十日
brigade5|B5-04|penalty|车辆带泥污染道路的处罚|示例市市容管理办法|第二十六条|当场
law|L-01|penalty|行政处罚普通程序的适用|行政处罚法|第三十六条|九十日
law|L-02|penalty|行政处罚简易程序的适用|行政处罚法|第三十三条|当场
law|L-03|other|行政处罚听证的组织|行政处罚法|第四十二条|三日内告知
law|L-04|other|重大执法决定法制审核|示例市行政执法规定|第十七条|十日
law|L-05|other|行政复议答复|示例市行政复议答复规定|第四条|十日
law|L-06|other|规范性文件合法性审核|示例市规范性文件管理办法|第十二条|五日
office|O-01|service|主动公开政府信息|政府信息公开条例|第九条|二十日
office|O-02|service|依申请公开政府信息|政府信息公开条例|第十三条|十五日
office|O-03|service|投诉举报的受理和办理|示例市城市管理投诉办理规定|第三条|十日
office|O-04|reward|违法行为举报奖励|示例市城市管理举报奖励办法|第五条|三十日
"""

#: What duties come with a power of each category.
DUTIES = {
    "licence": "受理时一次告知需要补正的材料；在期限内审查并作出决定；不予许可的说明理由并告知救济途径；公开决定。",
    "penalty": "立案后两人以上调查取证，出示证件；告知事实、理由和依据，听取陈述和申辩；依法作出决定并送达；执行完毕后归档。",
    "coercion": "报负责人批准；由两名以上执法人员实施并出示证件；当场告知理由、依据和救济途径；制作现场笔录和清单；期满及时解除。",
    "levy": "公开项目、标准和依据；开具票据；收支两条线，不得减免和超标准收取。",
    "payment": "受理申请，核实条件；在期限内给付或者说明不予给付的理由。",
    "inspection": "按计划随机抽取对象和人员；如实记录检查情况；发现问题责令改正并复查；公开检查结果。",
    "confirmation": "核对材料和现场；在期限内作出确认或者说明理由；登记存档。",
    "reward": "公布条件和程序；评审后公示；兑现奖励并为举报人保密。",
    "ruling": "受理申请，听取双方意见；查明事实后作出裁决；告知救济途径。",
    "other": "按规定的程序和期限办理；说明结果和理由；登记存档。",
    "service": "公开办理条件和时限；按时办结；结果可查询、可监督。",
}
#: The papers an application needs.
FORMS = ("申请书（示例表）", "申请人身份或者主体资格证明", "场地、路线或者设施的图纸和说明")
REMEDY = "对决定不服的，可以自知道之日起六十日内申请行政复议，或者在六个月内直接向人民法院提起行政诉讼。"
SUPERVISION = ("监督电话：0000-5550100", "投诉举报：0000-5550102", "来信来访：示例市公开大道 100 号")

#: Later versions: code, first day, why, and what is said otherwise then.
LATER: tuple[tuple[str, date, str, dict[str, str]], ...] = (
    ("W-01", date(2018, 6, 1), "压缩办理时限，材料改为网上核验。",
     {"limit": "十日", "forms": "申请书（示例表）\n运输企业核准文件（网上核验，不再提交）\n场地和路线说明"}),
    ("W-01", date(2024, 3, 1), "时限再压缩；收费项目取消。",
     {"limit": "五日", "fee": "不收费", "forms": "申请书（示例表，可在网上填写）\n场地和路线说明"}),
    ("A-01", date(2019, 9, 1), "时限压缩，增加现场踏勘。",
     {"limit": "十日", "duty": "受理时一次告知需要补正的材料；三日内现场踏勘；在期限内审查并作出决定；"
                             "不予许可的说明理由并告知救济途径；公开决定。"}),
    ("A-02", date(2020, 4, 1), "便民摊区改为备案后，审批范围缩小。",
     {"title": "临时占用城市道路两侧公共场地审批（便民摊区除外）", "limit": "三日"}),
    ("L-01", AMENDED, "行政处罚法修订。", {"article": "第五十四条"}),
    ("L-02", AMENDED, "行政处罚法修订，当场处罚的数额提高。",
     {"article": "第五十一条", "duty": "事实确凿并有法定依据的当场决定；出示证件，告知事实、理由和依据；"
                                    "听取陈述和申辩；当场交付决定书。"}),
    ("L-03", AMENDED, "行政处罚法修订，听证范围扩大。", {"article": "第六十三条", "limit": "五日内提出申请"}),
    ("L-04", AMENDED, "行政处罚法修订。", {"instrument": "行政处罚法", "article": "第五十八条"}),
    ("O-01", date(2019, 5, 15), "政府信息公开条例修订。", {"article": "第十九条"}),
    ("O-02", date(2019, 5, 15), "政府信息公开条例修订，时限改为二十个工作日。",
     {"article": "第二十七条", "limit": "二十个工作日"}),
)  # fmt: skip

SERVICES = """
waste|S-W-01|建筑垃圾处置咨询和预约|W-01|接受咨询，指导填写申请书，预约现场核验|当场答复；预约两日内回电|答复记录，预约单
waste|S-W-02|运输车辆密闭核验预约|W-03|登记车辆，安排核验时间和地点|五日内安排核验|核验合格单
appearance|S-A-01|户外广告设置指导|A-01|说明设置规范和申请材料，现场指导|三日内现场指导|指导意见书
appearance|S-A-02|门店招牌备案办理|A-03|收取备案材料，核对规格|当场办结|备案回执
appearance|S-A-03|便民摊位登记|A-02|登记摊位，公布空位|空位每周公布一次|摊位登记证
brigade1|S-B1-01|扣押物品领取|B1-01|核对决定书，清点并发还物品|随到随办|物品发还清单
brigade2|S-B2-01|违法建设举报登记|B2-05|登记举报，告知核查结果|七日内答复|核查答复
brigade3|S-B3-01|市政设施损坏报修|B3-01|登记报修，通知养护单位|两小时到现场查看|处置回告
brigade4|S-B4-01|夜间施工噪声求助|B4-04|登记求助，派人到现场|三十分钟到现场|处置回告
brigade5|S-B5-01|运输路线和时间查询|B5-02|查询核准的路线和时间|当场答复|查询结果
office|S-O-01|政府信息公开查阅点|O-01|提供查阅、复印和查询帮助|当场提供|所需信息或者查询说明
office|S-O-02|投诉受理窗口|O-03|接待来访，登记投诉，告知办理进展|当场登记；十日内答复|投诉受理单和答复
"""
#: What all services have in common.
COUNTER = {
    "fee": "不收费。",
    "norm": "首问负责、一次告知、限时办结；工作人员佩戴工作牌，使用文明用语。",
    "discipline": "不得推诿、刁难，不得接受礼品和宴请，不得指定中介服务。违反的，按示例市机关工作纪律处理。",
    "supervision": "监督电话：0000-5550100；投诉举报：0000-5550102；也可以在本网站“投诉举报”栏目提出。",
}
