#!/usr/bin/env python3
"""Turns a pickled or columnar table of evidence into JSON lines, once, so that nothing of Knowable
ever reads a pickle.

Usage: convert-evidence.py INPUT OUTPUT.jsonl        (INPUT: .parquet, .arrow, .feather, .pkl, .pickle)

Needs pandas, and pyarrow for columnar files. A pickle can run any code when it is loaded; here it is
read by an unpickler that knows nothing but the few names of which a pandas table of texts is made,
in a child process of its own without network (where the system lets us), with limits on memory, time
and files. Anything else in the file ends the conversion with the name that was refused. Missing values
become null; lists stay lists.
"""
import io
import json
import math
import os
import pickle
import resource
import subprocess
import sys

ALLOWED = {
    ("__builtin__", "slice"),
    ("builtins", "slice"),
    ("numpy", "dtype"),
    ("numpy", "ndarray"),
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy.core.multiarray", "scalar"),
    ("numpy.core.numeric", "_frombuffer"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "scalar"),
    ("numpy._core.numeric", "_frombuffer"),
    ("pandas", "DataFrame"),
    ("pandas", "Index"),
    ("pandas", "RangeIndex"),
    ("pandas", "StringDtype"),
    ("pandas.arrays", "NumpyExtensionArray"),
    ("pandas.arrays", "StringArray"),
    ("pandas.core.frame", "DataFrame"),
    ("pandas.core.indexes.base", "Index"),
    ("pandas.core.indexes.base", "_new_Index"),
    ("pandas.core.indexes.numeric", "Int64Index"),
    ("pandas.core.indexes.range", "RangeIndex"),
    ("pandas.core.internals.managers", "BlockManager"),
    ("pandas.core.internals.blocks", "new_block"),
    ("pandas._libs.internals", "_unpickle_block"),
    ("pandas._libs.arrays", "__pyx_unpickle_NDArrayBacked"),
    ("pandas.core.arrays.string_", "StringArray"),
    ("pandas.core.arrays.string_", "StringDtype"),
    ("pandas.core.dtypes.dtypes", "PandasDtype"),
    ("_codecs", "encode"),
}


class TableUnpickler(pickle.Unpickler):
    """Knows the names of a pandas table and no others."""

    def find_class(self, module, name):
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(f"the file asks for {module}.{name}, which is not allowed")
        return super().find_class(module, name)


def table(path):
    import pandas

    if path.endswith(".parquet"):
        return pandas.read_parquet(path)
    if path.endswith((".arrow", ".feather")):
        return pandas.read_feather(path)
    with open(path, "rb") as file:
        return TableUnpickler(io.BytesIO(file.read())).load()


def plain(value):
    """A value as JSON knows it."""
    if isinstance(value, (list, tuple)) or type(value).__name__ == "ndarray":
        return [plain(entry) for entry in value]
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    if hasattr(value, "item"):
        value = value.item()
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    text = str(value)
    return None if text in ("<NA>", "NaT") else text


def convert(source, target):
    """The child's work: the output is open before any byte of the input is read."""
    with open(target, "w", encoding="utf-8") as output:
        gigabyte = 1 << 30
        resource.setrlimit(resource.RLIMIT_AS, (16 * gigabyte, 16 * gigabyte))
        resource.setrlimit(resource.RLIMIT_CPU, (600, 600))
        resource.setrlimit(resource.RLIMIT_FSIZE, (8 * gigabyte, 8 * gigabyte))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        frame = table(source)
        if type(frame).__name__ != "DataFrame":
            raise SystemExit(f"{source} holds a {type(frame).__name__}, expected a table")
        columns = [str(name) for name in frame.columns]
        for row in frame.itertuples(index=False, name=None):
            record = {
                name: plain(value)
                for name, value in zip(columns, row)
                if not name.startswith(("__index", "Unnamed"))
            }
            output.write(json.dumps(record, ensure_ascii=False) + "\n")


def without_network(command):
    """The command in a network namespace of its own, where that is allowed."""
    probe = ["unshare", "--map-root-user", "--net", "true"]
    try:
        if subprocess.run(probe, capture_output=True).returncode == 0:
            return ["unshare", "--map-root-user", "--net"] + command
    except FileNotFoundError:
        pass
    return command


def main():
    if len(sys.argv) == 4 and sys.argv[1] == "--child":
        try:
            return convert(*sys.argv[2:])
        except (pickle.UnpicklingError, OSError, ValueError, ImportError, AttributeError) as error:
            raise SystemExit(f"{sys.argv[2]} cannot be converted: {error}")
    if len(sys.argv) != 3:
        raise SystemExit(__doc__.strip())
    source, target = sys.argv[1:]
    partial = target + ".partial"
    command = [sys.executable, "-I", os.path.abspath(__file__), "--child", source, partial]
    environment = {"PATH": os.environ.get("PATH", ""), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(without_network(command), env=environment)
    if done.returncode != 0:
        if os.path.exists(partial):
            os.remove(partial)
        raise SystemExit(done.returncode)
    os.replace(partial, target)


if __name__ == "__main__":
    main()
