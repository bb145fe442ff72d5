import random, time
from datetime import date, timedelta, datetime
import pytest
from django.test import Client
from django.db import connection
import mattering
from gongkai.complaints.models import Matter, Call
from gongkai.core.models import Deadline
from gongkai.core import clock
from gongkai.complaints.queries import figures, figure_parts
from gongkai.complaints.queries.figures import Scope
def test_perf(cast):
    m = mattering.closed(cast); o = mattering.dispatched(cast)
    dl = Deadline.objects.filter(rule="complaint.handle").order_by("-id").first()
    dice = random.Random(1); N=100_000
    rows=[]
    base = Matter.objects.get(pk=m.pk); ob=Matter.objects.get(pk=o.pk)
    fields=[f.attname for f in Matter._meta.concrete_fields if f.attname!="id"]
    for i in range(N):
        s = ob if i%10==0 else base
        x = Matter(**{f:getattr(s,f) for f in fields}); x.number=f"P{i}"; x.token=None; x.category=dice.choice(["E01-01","E01-02","E01-03","C01-01"]); x.grid=dice.choice(["DC01","XC01","NB01"]); x.received_on=date(2026,1,1)+timedelta(days=dice.randrange(320)); x.channel=dice.choice(["web","telephone","letter"])
        rows.append(x)
    Matter.objects.bulk_create(rows, batch_size=5000)
    pks = list(Matter.objects.values_list("pk","state"))
    dls=[]; calls=[]
    df=[f.attname for f in Deadline._meta.concrete_fields if f.attname!="id"]
    for pk,state in pks:
        if pk in (m.pk,o.pk): continue
        d=Deadline(**{f:getattr(dl,f) for f in df}); d.subject=str(pk)
        if state=="closed": d.stopped_on=date(2026,3,1)
        d.due_at = clock.now()+timedelta(days=dice.choice([-5,5])); dls.append(d)
        if state=="closed": calls.append(Call(matter_id=pk,round=1,person_id=cast.person("caller").pk,began_at=clock.now(),rating="satisfied",at=clock.now()))
    Deadline.objects.bulk_create(dls,batch_size=5000); Call.objects.bulk_create(calls,batch_size=5000)
    with connection.cursor() as c: c.execute("ANALYZE")
    sc=Scope((cast.agency.pk,),date(2026,1,1),date(2026,12,31))
    for name,fn in [("figures",lambda:figures.figures(sc)),("apart",lambda:figures.apart(sc,"category")),("months",lambda:figures.months(sc)),("month figures",lambda:figures.figures(Scope(sc.agencies,date(2026,5,1),date(2026,5,31)))),("spots",lambda:figure_parts.spots(sc)),("open",lambda:figure_parts.still_open(sc,50)),("signs",lambda:figure_parts.signs(sc,cast.chief)),("holdings",lambda:figure_parts.holdings(sc))]:
        t=time.perf_counter(); fn(); print(name, round(time.perf_counter()-t,2), flush=True)
    cl=Client(); cl.force_login(cast.person("chief"))
    for u in ("/complaints/figures/2026/","/workspace/complaints/figures/?first=2026-01-01","/workspace/complaints/figures/overdue/?first=2026-01-01","/workspace/complaints/repeated/"):
        t=time.perf_counter(); r=cl.get(u); print(u, r.status_code, round(time.perf_counter()-t,2), flush=True)
