"""Maps in the style guide: the demonstration city, invented matters."""

from __future__ import annotations

from typing import Any

from gongkai.core import places
from gongkai.core.placefields import PlaceFields

TITLES = (
    "公园路路灯不亮，晚上看不清台阶",
    "菜市场东门占道经营，早高峰无法通行",
    "示例大道与新城一路交叉口东南角窨井盖破损，周围没有设置警示标志",
    "小区北侧工地夜间施工噪声扰民",
    "河堤步道垃圾桶满溢",
)


def context(here: str) -> dict[str, Any]:
    """Forms in every state, pins, counts; links lead back ``here``."""
    districts = places.areas("district")
    spots = [area.label_point() for area in places.areas("grid")]
    first, other = districts[0], districts[-1]
    inside = first.label_point()
    far = {"where_faulty-lat": "31.2", "where_faulty-lon": "121.5", "where_faulty-address": "菜市场东门对面"}
    apart = {
        "where_apart-lat": f"{inside.lat:.6f}",
        "where_apart-lon": f"{inside.lon:.6f}",
        "where_apart-district": other.code,
    }
    points: list[dict[str, Any]] = [
        {
            "number": at,
            "label": title,
            "lat": spots[at * 3 % len(spots)].lat,
            "lon": spots[at * 3 % len(spots)].lon,
            "href": f"{here}#maps",
        }
        for at, title in enumerate(TITLES, start=1)
    ]
    points[3] |= {"lat": None, "lon": None}
    counts = (41, 7, 0, 12, 3, 23, 1, 0, 30, 18, 9, 2, 0, 5, 14, 27, 4, 11)
    grids = [
        {"code": area.code, "count": counts[at % len(counts)], "href": f"{here}#maps"}
        for at, area in enumerate(places.areas("grid"))
    ]
    return {
        "place_form": PlaceFields(prefix="where"),
        "place_pinned": PlaceFields(
            prefix="where_set",
            initial={
                "lat": inside.lat,
                "lon": inside.lon,
                "district": first.code,
                "address": "公园路12号对面",
            },
        ),
        "place_faulty": PlaceFields(far, prefix="where_faulty"),
        "place_apart": PlaceFields(apart, prefix="where_apart"),
        "place_points": points,
        "empty": [],
        "place_spot": inside,
        "heat_grids": [*grids, {"code": "", "count": 6}],
        "heat_districts": [
            {"code": area.code, "count": 38 * at, "href": ""} for at, area in enumerate(districts, start=1)
        ],
    }
