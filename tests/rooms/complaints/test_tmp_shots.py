from __future__ import annotations
import os
from datetime import timedelta
import pytest
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="1"
from playwright.sync_api import sync_playwright
from cast import make_cast
from desk import client_of
from django.utils import timezone
from datetime import datetime
from gongkai.complaints import actions
from gongkai.core import clock
from gongkai.domain.complaints.routing import Conditions, RoutingRule, Hours
from datetime import time
from mattering import closed, entered, CATEGORY

@pytest.mark.django_db(transaction=True)
def test_shots(live_server):
  with clock.travel_to(timezone.make_aware(datetime(2026,11,25,9,0))):
    cast=make_cast()
    def rule(key,pos,cats,lead,co=(),**k):
        actions.keep_rule(agency_id=cast.agency.pk,actor=cast.chief,rule=RoutingRule(key,pos,clock.today(),None,Conditions(categories=cats,**k),lead,co,note="按三定方案"),reason="机构调整")
    rule("night",5,("E01",),"waste",(),hours=(Hours(time(22),time(6)),),weekdays=(1,2,3))
    rule("waste",10,("E01","E02"),"waste",("other",))
    rule("lamps",20,("C01-10",),"other",districts=("dongcheng","xicheng"))
    cast.units["other"].closed_on=None
    for i in range(2): 
        actions.keep_template(agency_id=cast.agency.pk,actor=cast.chief,key=f"cleared{i}",title="已清运完毕的答复",text="您反映的建筑垃圾已于当日清运完毕，感谢您的监督。",reason="统一口径",category="E01",result="solved")
    s=actions.hold_session(agency_id=cast.agency.pk,actor=cast.taker,session=actions.SessionInput(programme="政风行风热线",on=clock.today()-timedelta(days=1),station="某市人民广播电台",guests="局长张三、督查科科长李四",topic="市容环境和路灯"))
    actions.hold_session(agency_id=cast.agency.pk,actor=cast.taker,session=actions.SessionInput(programme="民生直通车",on=clock.today()-timedelta(days=9),station="某市电视台",medium="television"))
    closed(cast,channel="broadcast",session_id=s.pk)
    entered(cast,channel="broadcast",session_id=s.pk,title="建设路与人民路交叉口路灯不亮已经一个多月晚上出行十分不便希望尽快安排维修处理谢谢",lat=33.3204,lon=116.8134)
    m=entered(cast,lat=33.3205,lon=116.8135)
    lamps="标识码,小类代码,名称,纬度,经度\n"+"".join(f"LD-{i:03},C01-10,建设路路灯{i}号,33.32{i:02},116.8134\n" for i in range(10,30))
    from gongkai.complaints.actions.assets import import_assets
    import_assets(agency_id=cast.agency.pk,actor=cast.taker,text=lamps)
    from gongkai.complaints.models import RoutingRule as R
    rr=R.objects.get(key="waste"); 
    from gongkai.complaints.models import ReplyTemplate
    tt=ReplyTemplate.objects.first()
    call={"do":"look","telephone":"13955527766","name":"","text":"路边堆了很多建筑垃圾没人清理，还有人在烧，着火了","kind":"complaint","category":CATEGORY,"channel":"telephone","lat":"33.3206","lon":"116.8136","received_at":"2026-11-25T09:00","token":"t"*32}
    which=os.environ.get("SHOTS","").split(",")
    pages={"new":("taker","/workspace/complaints/new/"),"sessions":("taker","/workspace/complaints/sessions/"),"session":("taker",f"/workspace/complaints/sessions/{s.pk}/"),"sform":("taker","/workspace/complaints/sessions/new/"),
      "rules":("chief","/workspace/complaints/rules/"),"rule":("chief",f"/workspace/complaints/rules/{rr.pk}/"),"rform":("chief",f"/workspace/complaints/rules/{rr.pk}/change/"),"try":("chief",f"/workspace/complaints/rules/try/?category={CATEGORY}&kind=complaint&channel=telephone&district=dongcheng&at=2026-11-25T10:00"),"bring":("chief","/workspace/complaints/rules/bring/"),
      "wordings":("chief","/workspace/complaints/wordings/"),"wording":("chief",f"/workspace/complaints/wordings/{tt.pk}/"),"assets":("taker","/workspace/complaints/assets/"),"abring":("taker","/workspace/complaints/assets/bring/")}
    with sync_playwright() as p:
        b=p.chromium.launch(executable_path="/usr/bin/chromium",args=["--no-sandbox"])
        def ctx(who,w,contrast=None):
            c=b.new_context(viewport={"width":w,"height":900},locale="zh-CN")
            cl=client_of(cast,who)
            cs=[{"name":"sessionid","value":cl.cookies[k].value,"url":live_server.url} for k in cl.cookies if "session" in k.lower()]
            for k in cl.cookies:
                cs=[{"name":k,"value":cl.cookies[k].value,"url":live_server.url}]
            c.add_cookies(cs)
            if contrast: c.add_cookies([{"name":contrast[0],"value":contrast[1],"url":live_server.url}])
            return c
        for name,(who,url) in pages.items():
            if which!=[""] and name not in which: continue
            for w in (1440,768,390):
                c=ctx(who,w,("gongkai_view","contrast") if os.environ.get("HC") else None); pg=c.new_page(); errs=[]
                pg.on("console",lambda m: errs.append(m.text) if m.type=="error" else None); pg.on("pageerror",lambda e: errs.append(str(e)))
                pg.goto(live_server.url+url)
                if name=="new":
                    assert pg.evaluate("document.activeElement.name")=="telephone"
                    pg.keyboard.type("13955527766"); pg.keyboard.press("Tab")
                    pg.fill("[name=text]",call["text"]); pg.wait_for_timeout(1500)
                    if w==1440:
                        pg.click("[data-pick='E01-03']"); pg.wait_for_timeout(1200)
                        print("category", pg.input_value("[name=category]"), pg.evaluate("document.activeElement.name"))
                    else:
                        pg.select_option("[name=category]",CATEGORY); pg.wait_for_timeout(1200)
                if name=="session" :
                    pg.fill("[name=words]","反映的事项已逐件交办，其余正在办理。"); pg.click("button[value=preview]")
                pg.wait_for_timeout(200)
                over=pg.evaluate("document.documentElement.scrollWidth-innerWidth")
                pg.screenshot(path=f"/tmp/shots/{name}_{w}{os.environ.get('HC','')}.png",full_page=True)
                print(name,w,"overflow",over,errs)
                if name=="new" and w==1440:
                    for box in pg.query_selector_all("[name=safe]"): box.check()
                    pg.wait_for_timeout(800); pg.click("button[value=dispatch]"); pg.wait_for_timeout(2500)
                    pg.screenshot(path="/tmp/shots/receipt_1440.png",full_page=True); print("receipt", pg.title(), pg.evaluate("document.activeElement.textContent"))
                    pg.set_viewport_size({"width":390,"height":900}); pg.screenshot(path="/tmp/shots/receipt_390.png",full_page=True)
                c.close()
        b.close()
