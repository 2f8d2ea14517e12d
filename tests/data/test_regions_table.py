"""The table of administrative divisions: shape, parents, counts, spot facts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import kg

COLUMNS = [
    "code",
    "name",
    "level",
    "parent",
    "kind",
    "short",
    "valid_from",
    "valid_to",
    "successor",
    "abbr",
]
KINDS = {
    "province": {"省", "自治区", "直辖市", "特别行政区"},
    "prefecture": {"地级市", "地区", "自治州", "盟"},
    "county": {"市辖区", "县级市", "县", "自治县", "旗", "自治旗", "特区", "林区"},
}
MUNICIPALITIES = {"11", "12", "31", "50"}
Row = dict[str, str]
Rows = list[Row]

DATE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def _package_dir() -> Path:
    paths = list(kg.__path__)
    return Path(paths[0])


TABLE = _package_dir() / "data" / "regions.tsv"


@pytest.fixture(scope="module")
def text() -> str:
    raw = TABLE.read_bytes()
    assert b"\r" not in raw
    return raw.decode("utf-8")


@pytest.fixture(scope="module")
def rows(text: str) -> Rows:
    lines = text.split("\n")
    assert lines[-1] == ""
    assert lines[0].split("\t") == COLUMNS
    out = []
    for line in lines[1:-1]:
        cells = line.split("\t")
        assert len(cells) == len(COLUMNS), line
        assert all(cell == cell.strip() for cell in cells), line
        out.append(dict(zip(COLUMNS, cells, strict=True)))
    return out


@pytest.fixture(scope="module")
def current(rows: Rows) -> Rows:
    return [r for r in rows if not r["valid_to"]]


@pytest.fixture(scope="module")
def by_code(rows: Rows) -> dict[str, Rows]:
    index: dict[str, Rows] = defaultdict(list)
    for row in rows:
        index[row["code"]].append(row)
    return index


def _split(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def test_sorted_by_code_then_start(rows: Rows) -> None:
    keys = [(r["code"], r["valid_from"]) for r in rows]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_codes_levels_and_kinds(rows: Rows) -> None:
    for r in rows:
        code = r["code"]
        assert re.fullmatch(r"[1-8]\d{5}", code), r
        if code.endswith("0000"):
            level = "province"
        elif code.endswith("00"):
            level = "prefecture"
        else:
            level = "county"
        assert r["level"] == level, r
        assert r["kind"] in KINDS[level], r


def test_dates(rows: Rows) -> None:
    for r in rows:
        for column in ("valid_from", "valid_to"):
            assert not r[column] or DATE.fullmatch(r[column]), r
        if r["valid_from"] and r["valid_to"]:
            assert r["valid_from"][:4] < r["valid_to"][:4], r
        # The table reaches back to 2000 and no further.
        assert not r["valid_from"] or r["valid_from"] >= "2000"
        assert not r["valid_to"] or r["valid_to"] >= "2000"


def test_periods_of_one_code_do_not_overlap(by_code: dict[str, Rows]) -> None:
    for code, periods in by_code.items():
        for earlier, later in zip(periods, periods[1:], strict=False):
            assert earlier["valid_to"], code
            assert earlier["valid_to"][:4] <= later["valid_from"][:4], code


def test_parents(rows: Rows, by_code: dict[str, Rows]) -> None:
    for r in rows:
        code, parent = r["code"], r["parent"]
        if r["level"] == "province":
            assert parent == "", r
            continue
        assert parent in by_code, r
        province = code[:2] + "0000"
        # Counties directly under the province: the four municipalities, the
        # codes ??90??, and Hainan's codes before they moved to 4690??.
        direct = code[:2] in MUNICIPALITIES or code[2:4] == "90" or code[:4] == "4600"
        if r["level"] == "prefecture" or direct:
            assert parent == province, r
        else:
            assert parent == code[:4] + "00", r


def test_parent_of_a_current_division_is_current(current: Rows) -> None:
    codes = {r["code"] for r in current}
    assert [r for r in current if r["parent"] and r["parent"] not in codes] == []


def test_successors(rows: Rows, by_code: dict[str, Rows]) -> None:
    for r in rows:
        successors = _split(r["successor"])
        # Ended exactly when something took its place.
        assert bool(successors) == bool(r["valid_to"]), r
        assert len(set(successors)) == len(successors), r
        year = r["valid_to"][:4]
        for code in successors:
            assert any(
                s is not r
                and s["valid_from"][:4] <= year
                and (not s["valid_to"] or s["valid_to"][:4] > year)
                for s in by_code[code]
            ), (r, code)


def test_succession_leads_to_a_current_division(rows: Rows, by_code: dict[str, Rows]) -> None:
    def reaches(row: Row, depth: int = 0) -> bool:
        if not row["valid_to"]:
            return True
        assert depth < 8, row
        return any(
            reaches(s, depth + 1)
            for code in _split(row["successor"])
            for s in by_code[code]
            if s["valid_from"] >= row["valid_to"][:4] or not s["valid_to"]
        )

    assert [r for r in rows if not reaches(r)] == []


def test_short_names(rows: Rows) -> None:
    for r in rows:
        shorts = _split(r["short"])
        assert len(set(shorts)) == len(shorts), r
        for short in shorts:
            assert len(short) >= 2, r
            assert short != r["name"], r
            assert re.fullmatch(r"[㐀-鿿]+", short), r


def test_abbreviations_only_for_provinces(rows: Rows) -> None:
    seen: Counter[str] = Counter()
    for r in rows:
        assert bool(r["abbr"]) == (r["level"] == "province"), r
        for abbr in _split(r["abbr"]):
            assert len(abbr) == 1, r
            seen[abbr] += 1
    assert max(seen.values()) == 1
    assert set(
        "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀贵黔云滇藏陕秦甘陇青宁新台港澳"
    ) == set(seen)


def test_counts(current: Rows) -> None:
    assert Counter(r["level"] for r in current) == {
        "province": 34,
        "prefecture": 333,
        "county": 2847,
    }
    kinds = Counter(r["kind"] for r in current)
    assert kinds == {
        "省": 23,
        "自治区": 5,
        "直辖市": 4,
        "特别行政区": 2,
        "地级市": 293,
        "地区": 7,
        "自治州": 30,
        "盟": 3,
        "市辖区": 976,
        "县级市": 398,
        "县": 1302,
        "自治县": 117,
        "旗": 49,
        "自治旗": 3,
        "特区": 1,
        "林区": 1,
    }


def test_counts_at_the_ends_of_years(rows: Rows) -> None:
    # Published totals of county-level divisions, 2000 to 2024; 2025 follows from
    # the merger of two districts of Chongqing.
    expected = [
        2861,
        2861,
        2860,
        2861,
        2862,
        2862,
        2860,
        2859,
        2859,
        2858,
        2856,
        2853,
        2852,
        2853,
        2854,
        2850,
        2851,
        2851,
        2851,
        2846,
        2844,
        2843,
        2843,
        2844,
        2846,
        2845,
    ]
    found = []
    for year in range(2000, 2026):
        y = str(year)
        found.append(
            sum(
                r["level"] == "county"
                and r["valid_from"][:4] <= y
                and (not r["valid_to"] or r["valid_to"][:4] > y)
                for r in rows
            )
        )
    assert found == expected


def test_zhejiang(current: Rows) -> None:
    levels = Counter(r["level"] for r in current if r["code"].startswith("33"))
    assert levels == {"province": 1, "prefecture": 11, "county": 90}


def test_no_divisions_below_taiwan_hong_kong_macao(rows: Rows) -> None:
    names = {r["code"]: r["name"] for r in rows if r["code"][:2] in {"71", "81", "82"}}
    assert names == {
        "710000": "台湾省",
        "810000": "香港特别行政区",
        "820000": "澳门特别行政区",
    }


@pytest.mark.parametrize(
    ("code", "name", "parent", "kind"),
    [
        ("110101", "东城区", "110000", "市辖区"),
        ("310151", "崇明区", "310000", "市辖区"),
        ("330113", "临平区", "330100", "市辖区"),
        ("330114", "钱塘区", "330100", "市辖区"),
        ("330112", "临安区", "330100", "市辖区"),
        ("330282", "慈溪市", "330200", "县级市"),
        ("330383", "龙港市", "330300", "县级市"),
        ("330603", "柯桥区", "330600", "市辖区"),
        ("330825", "龙游县", "330800", "县"),
        ("419001", "济源市", "410000", "县级市"),
        ("429004", "仙桃市", "420000", "县级市"),
        ("429005", "潜江市", "420000", "县级市"),
        ("429006", "天门市", "420000", "县级市"),
        ("429021", "神农架林区", "420000", "林区"),
        ("441900", "东莞市", "440000", "地级市"),
        ("442000", "中山市", "440000", "地级市"),
        ("460300", "三沙市", "460000", "地级市"),
        ("460400", "儋州市", "460000", "地级市"),
        ("469002", "琼海市", "460000", "县级市"),
        ("500157", "两江新区", "500000", "市辖区"),
        ("520203", "六枝特区", "520200", "特区"),
        ("530925", "双江拉祜族佤族布朗族傣族自治县", "530900", "自治县"),
        ("620200", "嘉峪关市", "620000", "地级市"),
        ("654003", "奎屯市", "654000", "县级市"),
        ("659001", "石河子市", "650000", "县级市"),
        ("659012", "白杨市", "650000", "县级市"),
    ],
)
def test_current_divisions(current: Rows, code: str, name: str, parent: str, kind: str) -> None:
    (row,) = [r for r in current if r["code"] == code]
    assert (row["name"], row["parent"], row["kind"]) == (name, parent, kind)


@pytest.mark.parametrize(
    ("code", "name", "valid_to", "successor"),
    [
        ("330103", "下城区", "2021-04", "330105"),
        ("330104", "江干区", "2021-04", "330102|330114"),
        ("330183", "富阳市", "2014", "330111"),
        ("330185", "临安市", "2017", "330112"),
        ("330621", "绍兴县", "2013", "330603|330602"),
        ("110228", "密云县", "2015", "110118"),
        ("371200", "莱芜市", "2018", "370100"),
        ("420600", "襄樊市", "2010", "420600"),
        ("469003", "儋州市", "2015", "460400"),
        ("500112", "渝北区", "2025-11-07", "500157|500109"),
    ],
)
def test_ended_divisions(rows: Rows, code: str, name: str, valid_to: str, successor: str) -> None:
    (row,) = [r for r in rows if r["code"] == code and r["name"] == name]
    assert (row["valid_to"], row["successor"]) == (valid_to, successor)


def test_corps_cities_of_xinjiang(current: Rows) -> None:
    names = [r["name"] for r in current if r["code"].startswith("6590")]
    assert names == [
        "石河子市",
        "阿拉尔市",
        "图木舒克市",
        "五家渠市",
        "北屯市",
        "铁门关市",
        "双河市",
        "可克达拉市",
        "昆玉市",
        "胡杨河市",
        "新星市",
        "白杨市",
        "草湖市",
    ]


@pytest.mark.parametrize("code", ["441900", "442000", "460400", "620200"])
def test_cities_without_districts(rows: Rows, code: str) -> None:
    assert [r for r in rows if r["parent"] == code] == []


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("330000", "浙江"),
        ("150000", "内蒙古|内蒙"),
        ("450000", "广西"),
        ("330100", "杭州"),
        ("330108", "滨江"),
        ("330282", "慈溪"),
        ("222400", "延边|延边州|延边朝鲜族"),
        ("422800", "恩施州|恩施"),
        ("530925", "双江|双江县"),
        ("654300", "阿勒泰"),
        ("340523", ""),
        ("140302", ""),
        ("140303", ""),
        ("140311", ""),
    ],
)
def test_spot_short_names(current: Rows, code: str, short: str) -> None:
    (row,) = [r for r in current if r["code"] == code]
    assert row["short"] == short
