"""The command line: what it prints, where, and with which exit status."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

import kg
from kg import building, console, view
from kg.cli import app
from kg.errors import InputError
from kg.export import EXPORTERS, FILES, FOLDERS
from kg.graph.manifest import SourceFile
from kg.graph.store import Store
from kg.graph.totals import Totals
from kg.shell import ExportForm
from tests.graph import fixtures
from tests.read import making

PLAN = "浙政办发〔2021〕39号"
NOTICE = "浙民〔2021〕7号"
HERE = Path.cwd()
LIBRARIES = ("spacy", "jieba", "pyoxigraph", "rdflib", "pyshacl", "networkx", "numpy", "pypinyin")

Run = Callable[..., Result]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with two documents, read from a.txt and b.txt."""
    folder = tmp_path / "store"
    documents = [fixtures.plan(file="a.txt"), fixtures.notice(file="b.txt")]
    sources = [
        SourceFile("a.txt", "a" * 64, 1, (documents[0].record.id,), str(HERE / "in/a.txt")),
        SourceFile("b.txt", "b" * 64, 1, (documents[1].record.id,), str(HERE / "in/b.txt")),
    ]
    Store.build(folder, documents, fixtures.CONTEXT, sources=sources)
    return folder


@pytest.fixture
def run(store: Path) -> Run:
    """Runs a command on the store, in this process."""

    def call(*arguments: str, stdin: str = "") -> Result:
        return CliRunner().invoke(
            app, list(arguments), input=stdin, env={"KG_STORE": str(store)}, prog_name="kg"
        )

    return call


def shell(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Runs a command in a process of its own, as people do."""
    command = [sys.executable, "-m", "kg", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", **more)


# --- Start ----------------------------------------------------------------------------------


def test_no_arguments_show_the_help(run: Run) -> None:
    result = run()
    assert "Commands:" in result.output
    assert result.output.strip().startswith("Usage: kg")


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"kg {kg.__version__}\n"


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from kg.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        f"print(sorted(set({LIBRARIES!r}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["build"],
        ["build", ""],
        ["extract", ""],
        ["validate", "--store", ""],
        ["export", "pdf"],
        ["export"],
        ["export", "csv"],
        ["export", "csv", "-o", "-"],
        ["export", "turtle", "--bom"],
        ["export", "turtle", "--all", "x"],
        ["export", "--all", ""],
        ["export", "--all", "x", "-o", "y"],
        ["coownership", "--top", "0"],
        ["coownership", "--by", "luck"],
        ["query"],
        ["show"],
        ["frobnicate"],
    ],
)
def test_wrong_use_is_2(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage:" in result.stderr


# --- No store -------------------------------------------------------------------------------

READERS = (
    ["coownership"],
    ["show", PLAN],
    ["export", "turtle"],
    ["query", "-"],
    ["forget", PLAN],
    ["validate"],
)


@pytest.mark.parametrize("arguments", READERS, ids=lambda words: words[0])
def test_a_missing_store_is_said_with_the_remedy(
    run: Run, tmp_path: Path, arguments: list[str]
) -> None:
    result = run(*arguments, "--store", str(tmp_path / "none"))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "no store here" in result.stderr
    assert "kg build" in result.stderr
    assert not (tmp_path / "none").exists()


# --- coownership ----------------------------------------------------------------------------


def test_coownership_draws_bodies_and_pairs(run: Run) -> None:
    result = run("coownership")
    assert result.exit_code == 0
    assert "浙江省大数据发展管理局" in result.stdout
    assert result.stdout.count("5 ") >= 2  # 5 bodies, 5 pairs
    assert "\x1b" not in result.stdout


def test_coownership_csv_is_the_bodies(run: Run) -> None:
    rows = list(csv.DictReader(run("coownership", "-f", "csv").stdout.splitlines()))
    assert [(row["name"], row["owned"], row["led"], row["collective"]) for row in rows] == [
        ("浙江省卫生健康委员会", "2", "1", "false"),
        ("浙江省大数据发展管理局", "2", "1", "false"),
        ("浙江省民政厅", "2", "1", "false"),
        ("中共浙江省委宣传部", "1", "1", "false"),
        ("浙江省各设区市人民政府", "1", "0", "true"),
    ]


def test_coownership_csv_of_pairs(run: Run) -> None:
    rows = list(
        csv.DictReader(run("coownership", "--by", "pairs", "-f", "csv").stdout.splitlines())
    )
    assert {(row["first_name"], row["second_name"], row["shared"]) for row in rows} >= {
        ("浙江省卫生健康委员会", "浙江省大数据发展管理局", "1"),
        ("浙江省卫生健康委员会", "浙江省民政厅", "1"),
    }


def test_coownership_by_led_puts_leaders_first(run: Run) -> None:
    rows = json.loads(run("coownership", "--by", "led", "-f", "json").stdout)
    assert list(rows) == ["bodies"]
    assert [body["led"] for body in rows["bodies"]] == [1, 1, 1, 1, 0]


def test_coownership_json_has_both_and_top_cuts_each(run: Run) -> None:
    tables = json.loads(run("coownership", "-f", "json", "--top", "2").stdout)
    assert {name: len(rows) for name, rows in tables.items()} == {"bodies": 2, "pairs": 2}


def test_a_cut_table_says_so(run: Run) -> None:
    assert "... 3 more: --top 5" in run("coownership", "--top", "2").stdout


# --- query ----------------------------------------------------------------------------------

LEADS = "SELECT DISTINCT ?body { ?task zc:leadAgency ?body } ORDER BY ?body LIMIT 1"


def test_query_table_shortens_iris(run: Run) -> None:
    result = run("query", "-", stdin=LEADS)
    assert result.stdout.splitlines() == ["body", "agency:330000.dashujufazhanguanliju"]


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("csv", "body\r\nhttps://"),
        ("tsv", "?body\n<https://"),
        ("json", '{"head":{"vars":["body"]}'),
    ],
)
def test_query_standard_formats(run: Run, form: str, start: str) -> None:
    assert run("query", "-", "-f", form, stdin=LEADS).stdout_bytes.decode().startswith(start)


def test_query_from_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    file.write_text("\ufeffASK { ?task a zc:Task }", encoding="utf-8")
    assert run("query", str(file)).stdout == "true\n"


def test_query_construct_is_n_triples(run: Run) -> None:
    result = run("query", "-", stdin="CONSTRUCT { ?t a zc:Task } WHERE { ?t a zc:Task }")
    assert len(result.stdout.splitlines()) == 4
    assert all(line.endswith(" .") for line in result.stdout.splitlines())


def test_query_that_finds_nothing_is_an_answer(run: Run) -> None:
    assert run("query", "-", stdin="SELECT ?x { ?x a zc:Nothing }").exit_code == 0


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT {", "kg: The query cannot be read at line 1"),
        ("DELETE WHERE { ?s ?p ?o }", "kg: Queries only read the store"),
        ("", "kg: The query cannot be read at line 1"),
    ],
)
def test_a_bad_query_is_1(run: Run, sparql: str, message: str) -> None:
    result = run("query", "-", stdin=sparql)
    assert result.exit_code == 1
    assert result.stderr.startswith(message)


def test_a_query_file_that_is_not_text(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    file.write_bytes(b"\xff\xfe\x00")
    result = run("query", str(file))
    assert result.exit_code == 1
    assert f"{file}: the query cannot be read (not UTF-8)" in result.stderr


# --- export ---------------------------------------------------------------------------------


def test_every_exporter_is_a_choice() -> None:
    assert [each.value for each in ExportForm] == list(EXPORTERS)


@pytest.mark.parametrize("form", FILES)
def test_export_gives_the_same_to_a_file_and_a_pipe(run: Run, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    assert run("export", form, "-o", str(out)).exit_code == 0
    assert (
        out.read_bytes()
        == run("export", form).stdout_bytes
        == run("export", form, "-o", "-").stdout_bytes
    )
    assert len(out.read_bytes()) > 1000


@pytest.mark.parametrize("form", FOLDERS)
def test_an_export_of_several_files_goes_into_a_folder(run: Run, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    assert run("export", form, "-o", str(out)).exit_code == 0
    assert len(list(out.iterdir())) > 2
    assert (out / "SHA256SUMS").is_file()


def test_the_forms_are_told_with_what_they_are_for(run: Run) -> None:
    told = run("export", "--list").stdout
    for exporter in EXPORTERS.values():
        assert exporter.name in told and exporter.place in told and exporter.purpose in told


def test_export_all(run: Run, tmp_path: Path) -> None:
    result = run("export", "--all", str(tmp_path / "all"))
    assert result.exit_code == 0 and result.stdout == ""
    assert f"Wrote {len(EXPORTERS)} exports into" in result.stderr
    assert {path.name for path in (tmp_path / "all").iterdir()} == {
        each.place for each in EXPORTERS.values()
    }


def test_csv_for_excel(run: Run, tmp_path: Path) -> None:
    assert run("export", "csv", "--bom", "-o", str(tmp_path / "csv")).exit_code == 0
    assert (tmp_path / "csv" / "tasks.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_export_into_a_missing_folder(run: Run, tmp_path: Path) -> None:
    result = run("export", "turtle", "-o", str(tmp_path / "no" / "out.ttl"))
    assert result.exit_code == 1
    assert "No such file or directory" in result.stderr


# --- show -----------------------------------------------------------------------------------

SHOWN = """\
浙江省民政厅关于做好检查的通知
├── key: doc:330000.zhemin.2021.7
├── number: 浙民〔2021〕7号
├── kind: 通知
├── issuers: 浙江省民政厅
├── written: 2021-07-01
├── effective: 2021-08-01
├── expires: 2026-07-31
└── 一、检查
    └── 开展检查
        lead (marked): 浙江省民政厅、浙江省卫生健康委员会
        support (marked): 市场监管部门
        and others (等)
"""


def test_show(run: Run) -> None:
    assert run("show", NOTICE).stdout == SHOWN


def test_show_has_every_task_under_its_section(run: Run) -> None:
    lines = run("show", PLAN).stdout.splitlines()
    section = next(at for at, line in enumerate(lines) if "（一）优化“健康码”管理" in line)
    assert "2021年9月底前完成改造。" in lines[section + 1]
    assert "lead (first-listed-rule): 浙江省大数据发展管理局" in lines[section + 2]
    assert "responsible (listed): 浙江省卫生健康委员会" in lines[section + 3]
    assert "due: 2021-09-30" in lines[section + 4]


@pytest.mark.parametrize(
    "number",
    [
        "浙民〔2021〕7号",
        "浙民[2021]7号",
        "浙民［２０２１］７号",
        "浙民（2021）7号",
        "浙民 〔2021〕 007 号",
        "浙民〔2021〕7",
        "浙江省民政厅关于做好检查的通知",
        "doc:330000.zhemin.2021.7",
    ],
)
def test_show_takes_a_number_as_people_type_it(run: Run, number: str) -> None:
    assert run("show", number).stdout == SHOWN


def test_show_suggests_what_is_near(run: Run) -> None:
    result = run("show", "浙民〔2021〕8号")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "kg: 浙民〔2021〕8号: not among the 2 documents of the store",
        "    Did you mean 浙民〔2021〕7号?",
    ]


def test_show_suggests_by_a_word_of_the_title(run: Run) -> None:
    assert "Did you mean 浙政办发〔2021〕39号?" in run("show", "便民行动").stderr


def test_show_of_a_number_with_two_texts_shows_both(run: Run, store: Path) -> None:
    with Store.open(store, read_only=False) as opened:
        other = fixtures.other_text(fixtures.elsewhere(fixtures.notice(), "in/c.txt"), "附件")
        opened.put(other, fixtures.CONTEXT)
    shown = run("show", NOTICE).stdout
    assert shown.count("浙江省民政厅关于做好检查的通知\n") == 2
    assert shown.count("key: doc:330000.zhemin.2021.7.v-") == 2


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("浙政办发〔2021〕39号", "浙政办发〔2021〕39号"),
        ("浙政办发[２０２１] 39", "浙政办发〔2021〕39号"),
        ("国发【2020】第09号", "国发〔2020〕第9号"),
        ("省政府令第388号", "省政府令第388号"),
    ],
)
def test_canonical(typed: str, number: str) -> None:
    assert view.canonical(typed) == number


@pytest.mark.parametrize("terminal", [False, True])
def test_text_cannot_steer_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], terminal: bool
) -> None:
    hostile = "甲\x1b]0;PWNED\x07乙\x9b31m"
    monkeypatch.setattr(Console, "is_terminal", terminal)
    console.write_table("", {"name": False}, [[hostile]])
    node = view.Node("", "", (), ())
    console.write_outline(view.Outline(hostile, (("title", hostile),), node))
    console.complain(hostile)
    printed = "".join(capsys.readouterr())
    assert printed.count("甲]0;PWNED乙31m") == 4
    assert "\x1b]" not in printed and "\x9b" not in printed and "\x07" not in printed


# --- forget ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [NOTICE, "浙民[2021]7", "in/b.txt", "./in/b.txt", "b.txt"])
def test_forget_takes_a_document_out(run: Run, name: str) -> None:
    result = run("forget", name)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("Forgot 1 document; 1 left in ")
    assert run("show", NOTICE).exit_code == 1
    assert run("show", PLAN).exit_code == 0


def test_forget_by_the_plain_key_takes_all_texts(run: Run, tmp_path: Path) -> None:
    folder = str(tmp_path / "two")
    for name, change in (("a.txt", "重要"), ("b.txt", "紧要")):
        (tmp_path / name).write_text(fixtures.NOTICE + change * 40, encoding="utf-8")
    built = run("build", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--store", folder)
    assert "has two texts: " in built.stderr
    with Store.open(Path(folder)) as opened:
        key = opened.documents()[0].key.partition(".v-")[0]
    assert run("forget", key, "--store", folder).stdout.startswith("Forgot 2 documents; 0 left")


def test_forget_of_what_is_not_there(run: Run) -> None:
    before = run("export", "nquads").stdout
    result = run("forget", "c.txt")
    assert result.exit_code == 1
    assert "c.txt: not among the 2 documents" in result.stderr
    assert run("export", "nquads").stdout == before


def test_forget_of_a_path_takes_no_other_file_of_that_name(run: Run) -> None:
    before = run("export", "nquads").stdout
    result = run("forget", "/nowhere/b.txt")
    assert result.exit_code == 1
    assert run("export", "nquads").stdout == before


def test_forget_of_a_name_that_two_files_have_names_both(run: Run, store: Path) -> None:
    with Store.open(store, read_only=False) as opened:
        other = SourceFile("b.txt", "c" * 64, 1, (), "/other/b.txt")
        opened.enter([other])
    before = run("export", "nquads").stdout
    result = run("forget", "b.txt")
    assert result.exit_code == 1
    assert str(HERE / "in/b.txt") in result.stderr
    assert "/other/b.txt" in result.stderr
    assert run("export", "nquads").stdout == before


def test_a_store_in_use_is_said(run: Run, store: Path) -> None:
    with Store.open(store):
        result = run("forget", NOTICE)
    assert result.exit_code == 1
    assert "in use by another process" in result.stderr


# --- Ends -----------------------------------------------------------------------------------


def test_ctrl_c_is_one_line_and_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(view, "outline", interrupted)
    result = run("show", PLAN)
    assert result.exit_code == 130
    assert result.stderr == "kg: interrupted; nothing is left half done\n"


def test_a_closed_pipe_is_quiet(store: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "kg", "export", "nquads", "--store", str(store)],
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
        )
    finally:
        os.close(writing)
    assert done.returncode == 141
    assert done.stderr == ""


def test_output_is_utf_8_whatever_the_locale(store: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "LANG": "C", "PYTHONIOENCODING": "ascii"}
    done = shell("show", NOTICE, "--store", str(store), env=environment)
    assert done.stdout == SHOWN


# --- Bad input ------------------------------------------------------------------------------

TEXT = fixtures.NOTICE.encode()
BAD = {
    "empty.txt": (b"", "the file is empty"),
    "binary.txt": (bytes(range(256)) * 4, "binary file"),
    "cut.txt": (TEXT[:-2], "cut off inside a character"),
    "latin.txt": ("Bulletin des préfectures. ".encode("latin-1") * 40, "encoding"),
    "english.txt": (b"Nothing official in here. " * 40, "there is no document in it"),
    "paper.pdf": (b"%PDF-1.7\n" + TEXT, "this PDF is damaged"),
    "scan.pdf": (making.pdf([[], []], picture=[0, 1]), "a scan: 2 pages without a text layer"),
    "old.doc": (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "old Word or WPS"),
    "broken.docx": (b"PK\x03\x04 word/document.xml", "Word file is damaged"),
    "sheet.docx": (making.docx("")[:-9], "damaged"),
}


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder of bad files with one good one in their midst, and a hidden one."""
    folder = tmp_path / "mixed"
    (folder / "deep").mkdir(parents=True)
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    (folder / "deep" / "good.txt").write_bytes(TEXT)
    (folder / ".hidden").write_bytes(b"")
    return folder


def test_extract_reads_what_is_good_and_names_what_is_not(run: Run, mixed: Path) -> None:
    result = run("extract", str(mixed))
    assert result.exit_code == 1
    [line] = result.stdout.splitlines()
    assert json.loads(line)["number"] == "浙民〔2021〕7号"
    complaints = [line for line in result.stderr.splitlines() if line.startswith("kg: ")]
    assert len(complaints) == len(BAD)
    for name, (_, problem) in BAD.items():
        [complaint] = [line for line in complaints if str(mixed / name) in line]
        assert problem in complaint
    assert result.stderr.count("\n    ") == len(BAD)  # a remedy each


def test_extract_names_the_pages_it_could_not_read(run: Run, tmp_path: Path) -> None:
    pages = making.set_in_lines(fixtures.NOTICE.splitlines())
    file = tmp_path / "a.pdf"
    file.write_bytes(making.pdf([*pages, [], []], picture=[len(pages), len(pages) + 1]))
    result = run("extract", str(file))
    assert result.exit_code == 0
    assert json.loads(result.stdout)["number"] == "浙民〔2021〕7号"
    assert result.stderr.splitlines() == [
        f"scan: {file} has no text on pages {len(pages) + 1}, {len(pages) + 2}; "
        "recognise it (OCR) to have it read"
    ]


def test_extract_writes_json_lines(run: Run, tmp_path: Path, mixed: Path) -> None:
    good, out = mixed / "deep" / "good.txt", tmp_path / "out.jsonl"
    printed = run("extract", str(good))
    assert printed.exit_code == 0
    assert printed.stderr == ""
    assert "浙江省民政厅" in printed.stdout  # not escaped
    assert run("extract", str(good), "-o", str(out)).exit_code == 0
    assert out.read_text(encoding="utf-8") == printed.stdout


def test_extract_leaves_an_old_file_alone_when_it_fails(
    run: Run, tmp_path: Path, mixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    out = tmp_path / "out.jsonl"
    out.write_text("old")
    monkeypatch.setattr(kg.pipeline, "extract", interrupted)
    assert run("extract", str(mixed), "-o", str(out)).exit_code == 130
    assert out.read_text() == "old"
    assert not list(tmp_path.glob("*.part"))


def test_extract_leaves_a_part_of_another_alone(run: Run, tmp_path: Path, mixed: Path) -> None:
    part = tmp_path / "out.jsonl.part"
    part.write_text("mine")
    run("extract", str(mixed / "deep" / "good.txt"), "-o", str(tmp_path / "out.jsonl"))
    assert part.read_text() == "mine"


@pytest.mark.parametrize("command", [("extract", "."), ("export", "turtle")])
def test_output_that_cannot_be_written_is_called_by_its_name(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    out = tmp_path / "nowhere" / "x"
    result = run(*command, "-o", str(out))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"kg: {out}: cannot be written (No such file")
    assert "Name a file in a folder that exists" in result.stderr


def test_extract_writes_through_a_link_and_into_a_pipe(
    run: Run, mixed: Path, tmp_path: Path
) -> None:
    good = str(mixed / "deep" / "good.txt")
    target, link, pipe = (tmp_path / name for name in ("target", "link", "pipe"))
    link.symlink_to(target)
    assert run("extract", good, "-o", str(link)).exit_code == 0
    assert link.is_symlink()
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    assert run("extract", good, "-o", str(pipe)).exit_code == 0
    assert pipe.is_fifo()
    assert reader.communicate()[0] == target.read_bytes()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_an_output_that_is_full_is_called_by_its_name(run: Run, mixed: Path) -> None:
    result = run("extract", str(mixed / "deep" / "good.txt"), "-o", "/dev/full")
    assert result.exit_code == 1
    assert result.stderr.startswith("kg: /dev/full: cannot be written (No space left")


def test_extract_does_not_write_over_what_it_reads(run: Run, mixed: Path) -> None:
    good = mixed / "deep" / "good.txt"
    result = run("extract", str(mixed), "-o", str(good))
    assert result.exit_code == 1
    assert "the output is one of the files to read" in result.stderr
    assert good.read_bytes() == TEXT


def test_a_file_name_that_is_not_utf_8(run: Run, tmp_path: Path) -> None:
    file, out = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.txt")), tmp_path / "out"
    file.write_bytes(TEXT)
    assert run("extract", str(file), "-o", str(out)).exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["number"] == NOTICE


def test_a_damaged_database_is_said(run: Run, store: Path) -> None:
    for each in store.glob("data-1/*.sst"):
        each.unlink()
    result = run("show", NOTICE)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"kg: {store}: the database cannot be used (")
    assert len(result.stderr.splitlines()) == 1


def test_what_is_no_document_by_its_suffix_is_counted(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "a.txt").write_bytes(TEXT)
    for name in ("records.jsonl", "README.md", "other.MD", "x.csv"):
        (folder / name).write_bytes(TEXT)
    for command in ("extract", "build"):
        result = run(command, str(folder), str(folder / "none.txt"))
        assert result.exit_code == 1
        assert f"kg: {folder / 'none.txt'}: cannot be read (No such file" in result.stderr
        assert "left out: 4 files by suffix (1 .csv, 1 .jsonl, 2 .md)\n" in result.stderr
        assert NOTICE in result.stdout or "documents" in result.stdout


def test_a_folder_without_documents_is_said(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    result = run("build", str(folder))
    assert result.exit_code == 1
    assert f"kg: {folder}: no document is in this folder\n" in result.stderr


# --- build ----------------------------------------------------------------------------------


def summary(**more: Any) -> building.Summary:
    counts = dict.fromkeys(("documents", "tasks", "owners", "bodies", "unresolved", "damaged"), 2)
    totals = Totals(**counts)
    return building.Summary(files=3, unchanged=1, seconds=0.25, totals=totals, **more)


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        ({}, 0, ""),
        ({"copies": [("doc:x", ["a", "b"])]}, 0, "copy: doc:x is in a and b; kept once\n"),
        (
            {"conflicts": [("x", [("a",), ("b",)])]},
            1,
            "conflict: x has two texts: a, b; both are kept\n",
        ),
        (
            {"errors": [InputError("a.txt", "is empty", "Leave it out.", "byte 0")]},
            1,
            "kg: a.txt (byte 0): is empty\n    Leave it out.\n",
        ),
    ],
)
def test_build_says_what_it_did(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    more: dict[str, Any],
    status: int,
    said: str,
) -> None:
    monkeypatch.setattr(building, "build", lambda *_, **__: summary(**more))
    result = run("build", str(tmp_path))
    assert result.exit_code == status
    assert result.stderr == said
    first, *lines = result.stdout.splitlines()
    read = "1 file" if "errors" in more else "2 files"  # a bad one is not read
    assert first.startswith(f"Read {read} in 0.2 s; 1 unchanged")
    assert "  unresolved mentions       2" in lines


def test_build_and_all_that_follows(run: Run, mixed: Path, tmp_path: Path) -> None:
    folder = str(tmp_path / "fresh")
    built = run("build", str(mixed), "--store", folder)
    assert built.exit_code == 1  # the bad files
    assert f"{len(BAD)} bad" in built.stdout
    assert re.search(r"^  documents +1$", built.stdout, re.MULTILINE)
    assert all(str(mixed / name) in built.stderr for name in BAD)
    again = run("build", str(mixed / "deep"), "--store", folder)
    assert again.exit_code == 0
    assert "Read 0 files" in again.stdout
    assert "1 unchanged" in again.stdout
    shown = run("show", NOTICE, "--store", folder).stdout
    assert "lead (marked): 浙江省民政厅、浙江省卫生健康委员会" in shown
    assert run("validate", "--store", folder).exit_code == 0
    assert run("forget", "good.txt", "--store", folder).exit_code == 0
    assert run("export", "nquads", "--store", folder).stdout == ""


def test_bad_files_alone_leave_the_store_as_it_was(run: Run, mixed: Path, tmp_path: Path) -> None:
    folder = str(tmp_path / "fresh")
    run("build", str(mixed / "deep"), "--store", folder)
    before = run("export", "nquads", "--store", folder).stdout
    result = run("build", *(str(mixed / name) for name in BAD), "--store", folder)
    assert result.exit_code == 1
    assert "the file is empty" in result.stderr
    assert run("export", "nquads", "--store", folder).stdout == before


# --- validate -------------------------------------------------------------------------------


def test_validate_finds_nothing(run: Run) -> None:
    result = run("validate")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == "2 documents checked: 0 violations, 0 warnings\n"


def test_validate_lists_violations_and_is_1(run: Run, store: Path) -> None:
    with Store.open(store, read_only=False) as opened:
        other = fixtures.other_text(fixtures.elsewhere(fixtures.notice(), "in/c.txt"), "附件")
        opened.put(other, fixtures.CONTEXT)
    result = run("validate", "-f", "csv")
    assert result.exit_code == 1
    rows = list(csv.DictReader(result.stdout.splitlines()))
    assert {(row["severity"], row["shape"]) for row in rows} == {("Violation", "unique-number")}
    drawn = run("validate").stdout
    assert "doc:330000.zhemin.2021.7.v-" in drawn


# --- Evaluating -----------------------------------------------------------------------------

GOLD = Path(__file__).parent / "gold" / "sample" / "zhejiang-2021-25.json"
DEMO = Path(kg.__file__).parent / "data" / "demo"


def test_evaluate_scores_the_sample(run: Run) -> None:
    result = run("evaluate", str(GOLD), str(DEMO))
    assert result.exit_code == 0
    assert re.search(r"^all +owners +1\.000 +1\.000 +1\.000  131/131/131$", result.stdout, re.M)
    assert re.search(r"^all +programmes .* \d+/\d+/58$", result.stdout, re.M)


def test_evaluate_lists_what_was_missed_and_what_is_extra(run: Run, tmp_path: Path) -> None:
    gold = json.loads(GOLD.read_text(encoding="utf-8"))[3:4]
    gold[0]["tasks"][0]["owners"][0]["role"] = "support"
    (tmp_path / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    result = run("evaluate", str(tmp_path / "gold.json"), str(DEMO), "--misses", "--by-document")
    listed = [line.split() for line in result.stdout.splitlines() if " roles " in line]
    assert ["missed", "roles", PLAN, "省大数据局", "support"] in listed
    assert ["extra", "roles", PLAN, "省大数据局", "lead"] in listed
    assert any(line[:2] == [PLAN, "roles"] for line in listed)


def test_evaluate_says_which_texts_are_not_there(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("关于公园建设的通知", encoding="utf-8")
    result = run("evaluate", str(GOLD), str(tmp_path))
    assert result.exit_code == 1
    assert PLAN in result.stderr


def test_evaluate_refuses_another_text_than_the_annotated(run: Run, tmp_path: Path) -> None:
    gold = json.loads(GOLD.read_text(encoding="utf-8"))[3:4]
    gold[0]["sha256"] = "0" * 64
    (tmp_path / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    result = run("evaluate", str(tmp_path / "gold.json"), str(DEMO))
    assert result.exit_code == 1
    assert "is not the text that was annotated" in result.stderr
