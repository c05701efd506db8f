"""What must not be written here: calls that run what they read, tests that do not run, one machine's addresses."""

import ast
import re

from tests.house.tree import CODE, ROOT, files, imported, modules, parsed

RUN_WHAT_THEY_READ = {"eval", "exec", "yaml.load", "yaml.unsafe_load", "torch.load", "os.system", "os.popen"}
PICKLES = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "shelve", "marshal", "joblib"}
DO_NOT_RUN = {"skip", "skipif", "xfail", "importorskip"}

# Where packages come from is each machine's own business, and so is where things lie on it.
ONE_MACHINE = re.compile(
    r"""
    --(?:extra-)?index-url[ =] | --find-links[ =] | --trusted-host[ =] | https?://\S+/simple\b
    | (?<![\w.~}/-]) /(?:root|home|opt|work|Users) /\w
    """,
    re.VERBOSE,
)


def test_nothing_runs_what_it_reads() -> None:
    found = []
    for path in modules(*CODE):
        found += [f"{path}: {name}" for name in imported(path) if name.partition(".")[0] in PICKLES]
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.Call):
                continue
            in_a_shell = any(word.arg == "shell" and ast.unparse(word.value) != "False" for word in node.keywords)
            if ast.unparse(node.func) in RUN_WHAT_THEY_READ or in_a_shell:
                found.append(f"{path}:{node.lineno}: {ast.unparse(node)}")

    assert found == []


def test_every_test_runs() -> None:
    found = []
    for path in modules("tests"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Attribute) and node.attr in DO_NOT_RUN and "pytest" in ast.unparse(node):
                found.append(f"{path.relative_to(ROOT)}: {ast.unparse(node)}")

    # A machine that gives no process its own view of the file system, and one without a browser.
    assert found == ["tests/bot/test_least.py: pytest.skip", "tests/conftest.py: pytest.skip"]


def test_no_file_knows_one_machine() -> None:
    found = []
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:  # a picture
            continue
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in ONE_MACHINE.finditer(text)]

    assert found == []
