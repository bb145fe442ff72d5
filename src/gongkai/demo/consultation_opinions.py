"""What people say to the demonstration's drafts, and what becomes of it. Everybody in it is invented.

A line: channel | provision of the version it was said to (empty: the whole) | the words marked (empty: all of it) |
what is said | verdict | provision of the second version | why | group | what else (``hide:`` a reason, ``veil`` what is
personal, ``mail`` for news by e-mail, ``photo`` with a picture, ``early`` answered before the text was written anew,
``pass`` on to the complaints desk, with a picture too).
"""

from __future__ import annotations

from dataclasses import dataclass

#: Groups: letter → what their opinions say alike.
GROUPS = {
    "A": "降低运输单位车辆数量门槛",
    "B": "夜间运输噪声扰民，调整时段",
    "C": "没有物业的小区装修垃圾投放点",
    "D": "删去运输最低价格",
    "E": "小工程免予备案",
}
FIRST = """
web|第十二条第（一）项|不少于三十辆|我们公司只有十八辆车，三十辆的要求等于让小企业退出，建议降低。|partly|第十三条第（一）项|降为十五辆，新能源车辆一辆按两辆计算；完全取消数量要求不利于应急调度，未采纳。|A|mail
web|第十二条第（一）项|三十辆|门槛太高，会形成几家大公司垄断。|partly|第十三条第（一）项|降为十五辆，新能源车辆一辆按两辆计算；完全取消数量要求不利于应急调度，未采纳。|A|
letter|第十二条第（一）项||建议取消对车辆数量的要求，只看车况和管理。|partly|第十三条第（一）项|降为十五辆，新能源车辆一辆按两辆计算；完全取消数量要求不利于应急调度，未采纳。|A|
meeting|第十二条第（一）项||车队规模和安全没有必然联系，三十辆缺少依据。|partly|第十三条第（一）项|降为十五辆，新能源车辆一辆按两辆计算；完全取消数量要求不利于应急调度，未采纳。|A|
web|第十五条|二十二时至次日六时|凌晨五点多正是睡觉的时候，车队轰鸣，建议五点前结束。|adopted|第十六条|已改为二十一时至次日五时。|B|mail
web|第十五条|次日六时|建议提前结束，家里老人天不亮就被吵醒。|adopted|第十六条|已改为二十一时至次日五时。|B|
phone|第十五条||夜间拉渣土太吵，能不能早开始早结束。|adopted|第十六条|已改为二十一时至次日五时。|B|
visit|第十五条||走访沿线住户：希望五点以后没有车。|adopted|第十六条|已改为二十一时至次日五时。|B|
web|第十五条|按照核准的路线|希望路线在网上公布，大家可以监督。|covered|第十四条|核准时载明路线，核准结果已按规定在网站公布。||
meeting|第十五条||工期紧的工程建议允许白天运输。|not_adopted||白天运输与通勤、上学车流重叠，交通安全风险大，未采纳；确需白天运输的，按抢险救灾办理。||
web|第十六条|学校、医院|居民楼边上一样吵，建议把住宅也写进去。|adopted|第十八条|已增加居民住宅。||mail
letter|第十六条|三百米|三百米太近，建议五百米。|not_adopted||按噪声衰减测算，三百米外夜间声级达标；扩大到五百米将使多数工地无法作业。||
phone|第十六条||医院边上的工地半夜装车，管不管。|adopted|第十八条|已明确二十二时以后不得装载。||
web|第十条|指定的地点|老小区没有物业，装修垃圾堆在哪里？|adopted|第十一条|已增加无物业小区的投放点和预约上门收运。|C|mail
web|第十条|物业服务企业|我们小区没有物业，建议社区设点。|adopted|第十一条|已增加无物业小区的投放点和预约上门收运。|C|
phone|第十条||没有物业的小区怎么办，建议可以打电话预约。|adopted|第十一条|已增加无物业小区的投放点和预约上门收运。|C|
visit|第十条||走访社区：散居院落缺少堆放点，建议统一安排。|adopted|第十一条|已增加无物业小区的投放点和预约上门收运。|C|
meeting|第十条|袋装|大块的板材装不进袋，建议允许捆扎。|partly|第十条|捆扎可以视为袋装，执行时说明；条文不另作列举。||
web|第十一条|二十四小时|物业一天内凑不满一车，建议延长。|adopted|第十二条|已改为四十八小时，并须公布清运时间。||photo
letter|第十一条|临时堆放点|堆放点要有围挡，不然扬尘。|adopted|第十二条|已增加围挡要求。||
web|第十九条|最低价格|最低价格是限制竞争，应当删去。|adopted|第三章|已从运输一章删去该条。|D|
letter|第十九条||价格应由市场决定，政府不宜规定最低价。|adopted|第十九条|本条拟在下一稿中删去。|D|early
meeting|第十九条|不得低于|两家单位都主张删去最低价。|adopted|第三章|已从运输一章删去该条。|D|
web|第六条|备案|换个门头也要备案吗？建议小工程免办。|adopted|第六条第二款|已增加零星工程免予备案。|E|
phone|第六条||装修店面几天就完，备案太麻烦。|adopted|第六条第二款|已增加零星工程免予备案。|E|
web|第六条|向市城市管理部门备案|建议并入施工许可一起办。|not_adopted||施工许可由另一部门办理，系统尚未联通；联通后再并联办理。||
web|第九条|脱水后外运|老城区工地没有脱水场地。|adopted|第九条|已增加场地确有困难的，用密闭罐车外运。||photo
meeting|第十三条|随车携带|纸质文件容易丢，建议用电子证照。|adopted|第十四条|已改为可以电子证照出示。||
web|第二十六条|三个工作日|举报查实了建议有奖励。|adopted|第二十八条|已增加查证属实的给予奖励。||mail
letter|第二十七条||初犯又马上改正的，建议不要罚款。|adopted|第二十九条第二款|已增加首次轻微违反不予处罚。||
web|||希望一并解决餐厨垃圾的收运。|outside||餐厨垃圾另有规定，不属于本次征求意见范围。||
web|||办法写得清楚，支持尽快出台。|covered|第一条|制定目的已作规定，感谢支持。||
web|第十四条|不得超载、遗撒|写得再好没人管也没用，你们那个姓甲的就是个骗子。|||||hide:attack
web|||专业疏通管道、承接拆旧，价格优惠，欢迎联系。|||||hide:spam
web|第二十五条|七个工作日|昨晚东城片区示例路口一辆渣土车一路撒土，请马上派人清理。|||||pass
letter|第二十条第（三）项|分类堆放|我是示例路住户，电话13800138000，建议消纳场四周种树。|covered|第二十二条第（三）项|封场和复绿的方案已包括绿化。||veil:我是附近住户，建议消纳场四周种树。
"""  # fmt: skip
SECOND = """
web|第十六条|二十一时|九点主干道还堵，建议十点以后。|not_adopted||时段后移会增加凌晨噪声；主干道的时段在核准路线时逐条把握。|B|mail
meeting|第十六条||九点与晚高峰重叠，主干道应当再推迟。|not_adopted||时段后移会增加凌晨噪声；主干道的时段在核准路线时逐条把握。|B|
letter|第十六条|次日五时|五点结束的改动很好，希望严格执行。|covered|第十六条|文稿已有规定。||
web|第十三条第（一）项|新能源车辆一辆按两辆计算|新能源车价格高，这样计算公平。|covered|第十三条第（一）项|文稿已有规定。|A|
web|第十三条第（一）项|十五辆|能不能再降到十辆？|not_adopted||按全市日运输量和应急调度测算，十五辆是保证一个工地连续作业的下限。|A|
visit|第十三条第（一）项||走访三家小型运输单位：可以通过联合达到十五辆，希望写明。|partly|第十三条第（一）项|联合体核准的办法在实施细则中规定，本条不作列举。|A|
web|第十一条|电话、网上预约|预约后几天能来？建议写明时限。|partly|第十一条|时限写入服务承诺并公布，不写入办法，便于逐步缩短。|C|mail
phone|第十一条||预约收运收费吗？|outside||收费由价格主管部门核定，不属于本次征求意见范围。|C|
letter|第十一条|会同社区|社区没有地方设点，建议用街道的空地。|partly|第十一条|具体地点由大队会同社区逐个确定，街道空地可以利用；条文不作限定。|C|
web|第十二条|四十八小时|四十八小时可以接受，支持。|covered|第十二条|文稿已有规定。||
web|第十二条|公布清运时间|建议公布在单元门口。|covered|第十二条|公布的方式由物业服务企业确定，可以在单元门口。||
meeting|第六条第二款|限额以下|“限额”指多少，建议写明。|partly|第六条第二款|限额以施工许可的限额为准，在解读中说明；限额会调整，条文不写数额。|E|
web|第六条第二款|告知所在地执法大队|能不能在手机上告知？|covered|第六条第二款|没有限定方式，可以在网上告知。|E|
letter|第十八条|居民住宅|加上居民住宅非常好。|covered|第十八条|文稿已有规定。||
web|第十八条|二十二时以后|建议提前到二十一时以后。|not_adopted||与环境噪声的夜间时段保持一致，为二十二时至次日六时。||
web|第十七条|事后补办手续|补办要有期限，否则成了后门。|partly|第十七条|期限在核准的办事指南中规定为三日，条文不作规定。||
phone|第二十一条||驾驶员流动大，每半年培训一次能做到吗？|not_adopted||事故分析显示安全培训有明显效果，半年一次与行业要求一致。||
meeting|第二十一条|保存两年|建议改为三年。|not_adopted||两年与行驶记录的保存期一致，再延长增加负担而用处不大。||
web|第二十九条第二款|首次轻微违反|支持，希望公布哪些算轻微。|covered|第二十九条第二款|按公布的裁量基准和清单执行。||
visit|第二十八条|给予奖励|奖励多少，怎样领取？|outside||奖励标准另行规定，不属于本次征求意见范围。||
web|第三十一条|三十日后施行|过渡期太短，车辆改装来不及，建议半年。|not_adopted||原规定已要求密闭运输，本办法没有新的改装要求；第一个月以教育为主。||
web|第二十五条|优先使用|再生砖质量没有标准，怎么用？|outside||产品质量标准由住房和城乡建设部门制定，意见已转送。||
web|第二十六条||某消纳场负责人家住示例苑三栋，让他出来说话。|||||hide:personal
web|第二十六条||某消纳场负责人家住示例苑三栋，让他出来说话！！|||||hide:spam
"""  # fmt: skip
#: On the major decision that is open now; the last ones have not been looked at.
OPEN = """
web|第一条|一千二百米|比砖厂远，支持选在产业园。|covered|第一条|文稿已有规定。||mail
meeting|第一条||产业园内企业担心粉尘影响产品。|||||
web|第二条|七百米|南部新区反对选砖厂，学校就在旁边。|||||
letter|第三条|六十万吨|是否考虑了装修垃圾逐年增加？|||||
web|第四条第（一）项|布袋除尘|布袋更换的周期要公布。|||||photo
phone|第五条||高峰不运输的规定要真正执行。|||||
visit|第七条|居民代表|走访两个小区：愿意参加监督，希望有办法。|||||
web|第六条|实时公布|监测数据最好有历史曲线。|||||
web|第七条|每月|建议每半月开放一次。|||||new
web|||投资多少、谁来建？方案里没有写。|||||new
web|第五条|北外环|北外环早上也堵，十点以后更好。|||||new
web|第四条第（二）项||夜里开工吗？请写明作业时间。|||||new
letter|第一条||来信：请安排附近居民先到同类工厂看一看。|||||new
web|第三条|分两期建设|支持先建一期，评估以后再说。|||||new
"""  # fmt: skip
#: On the one whose consultation ended yesterday; nobody has answered them.
SORTING = """
web|第四条|不要求到现场|希望没有物业的小区也能在手机上预约。|||||
phone|第四条||没有物业的小区怎么预约？||||C|
letter|第三条||建议写明由哪个科室受理投诉。|||||
web|第二条||没有物业的院落也要包括进来。||||C|
"""  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One opinion, and what becomes of it."""

    channel: str
    clause: str
    quote: str
    words: str
    verdict: str
    answer_clause: str
    reason: str
    group: str
    more: str


def rows(text: str) -> list[Said]:
    """The lines of one of the texts."""
    return [Said(*line.split("|")) for line in text.strip().splitlines()]
