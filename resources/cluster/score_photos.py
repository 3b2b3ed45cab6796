#!/usr/bin/env python3
"""Scores a list of photos with a LesionLab run bundle on an Apache Spark cluster.

Research use only. Not a medical device. Not for diagnosis.

    spark-submit score_photos.py --list photos.txt --out scores.csv \
        --bundle /shared/melanoma-bundle --lesionlab /shared/lesionlab/bin/lesionlab

Every executor pipes its part of the list through `lesionlab score - --bundle DIR` (RDD.pipe with checkCode=True): one
line in, one row out, in order. The rows are those that one machine writes, in the order of the list. README.md beside
this file says what a node needs, how the parts are sized, and what a million photos cost.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import sys
import time
import uuid
from typing import Dict, Iterable, Iterator, List, Optional, TextIO, Tuple
from urllib.parse import urlsplit

NOTICE = "Research use only. Not a medical device. Not for diagnosis."

# A start of the program costs seconds (see README.md), a photo a small part of one: so many photos keep the starts
# below a few per cent, and no more than that is done again when a node is lost.
PHOTOS_PER_PART = 2000

# The tokens of a row's numbers are kept as they are printed, so that a score in a CSV file is the score, to the digit.
DECODER = json.JSONDecoder(parse_float=str, parse_int=str)


# What JavaScript calls white space; Python's own set is another one.
BLANK = "[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
MUST_QUOTE = re.compile(f'[",\r\n]|^{BLANK}|{BLANK}\\Z')


class ScoringError(Exception):
    """The result is not what was asked for: nothing is written."""


def main(argv: Optional[List[str]] = None) -> int:
    options = parse_arguments(argv)
    refuse_taken(options.out)
    from pyspark import SparkConf, SparkContext

    context = SparkContext(conf=SparkConf().setIfMissing("spark.app.name", "LesionLab: score photos"))
    context.setLogLevel("WARN")
    try:
        counts = score(context, options)
    finally:
        context.stop()
    print(
        f"{counts['rows']} photos: {counts['malignant']} malignant, {counts['benign']} benign, "
        f"{counts['error']} without a score\n{NOTICE}"
    )
    # As the command itself: a photo without a score must not pass unseen in a script.
    return 1 if counts["error"] > 0 else 0


def parse_arguments(argv: Optional[List[str]]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Scores a list of photos with a LesionLab run bundle on an Apache Spark cluster. " + NOTICE
    )
    parser.add_argument("--list", required=True, help="a file with one path a line (UTF-8), where Spark can read it")
    parser.add_argument("--out", required=True, help="the file to write on the driver: .csv or .jsonl; must not be there")
    parser.add_argument("--bundle", required=True, help="the run bundle as a node sees it (a name given by --archives too)")
    parser.add_argument("--lesionlab", default="lesionlab", help="the command as a node calls it; may hold arguments")
    parser.add_argument("--root", help="relative lines of the list are below this folder, which every node sees")
    parser.add_argument("--threshold", type=float, help="another threshold than the run's own")
    parser.add_argument("--photos-per-part", type=int, default=PHOTOS_PER_PART)
    parser.add_argument(
        "--parts", help="a folder that driver and nodes share, for the rows before they are joined; without it: OUT.parts"
    )
    options = parser.parse_args(argv)
    if not options.out.endswith((".csv", ".jsonl")):
        parser.error(f"--out {options.out}: the file's name ends in .csv or .jsonl")
    if options.photos_per_part < 1:
        parser.error("--photos-per-part is 1 or more")
    if options.threshold is not None and not 0 <= options.threshold <= 1:
        parser.error("--threshold is a number from 0 to 1")
    return options


def refuse_taken(path: str) -> None:
    """Nothing is ever written over a file, and a missing folder is told before the work and not after it."""
    if os.path.lexists(path):
        raise SystemExit(f"{path} exists already: give another name with --out, or move that file away")
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise SystemExit(f"the folder of the output file is not there: {folder}")


def score(context, options: argparse.Namespace) -> Dict[str, int]:
    listed = context.textFile(as_url(options.list)).map(lambda line: line.removeprefix("\ufeff"))
    questions = listed.filter(lambda line: line.strip() != "").zipWithIndex().cache()
    total = questions.count()
    if total == 0:
        raise SystemExit(f"{options.list} holds no path")
    size, root = options.photos_per_part, options.root
    part_count = (total + size - 1) // size

    # Equal parts in the order of the list. A part that is done again asks the very same lines.
    parts = questions.map(lambda pair: (pair[1], as_line(pair[0], root))).repartitionAndSortWithinPartitions(
        part_count, lambda number: number // size
    )
    lines = parts.values()
    answers = lines.pipe(command_of(options), checkCode=True)
    # zip fails where a part has not as many answers as questions; check_row where an answer is not that of its line.
    rows = lines.zip(answers).map(check_row)

    folder = options.parts or f"{os.path.abspath(options.out)}.parts-{uuid.uuid4().hex[:8]}"
    started = time.monotonic()
    rows.saveAsTextFile(as_url(folder))
    print(f"scored {total} photos in {part_count} parts in {time.monotonic() - started:.1f} s", file=sys.stderr)
    counts = join_parts(saved_rows(context, folder, part_count), total, options.out)
    if options.parts is None:
        shutil.rmtree(folder)
    return counts


def command_of(options: argparse.Namespace) -> str:
    words = [*shlex.split(options.lesionlab), "score", "-", "--bundle", options.bundle]
    if options.threshold is not None:
        words += ["--threshold", repr(options.threshold)]
    return shlex.join(words)


def as_url(path: str) -> str:
    return path if urlsplit(path).scheme else f"file://{os.path.abspath(path)}"


def path_of(line: str) -> str:
    """A line is the path as it is, or a JSON string."""
    if line.startswith('"'):
        try:
            text = json.loads(line)
        except ValueError:
            return line
        if isinstance(text, str):
            return text
    return line


def as_line(line: str, root: Optional[str]) -> str:
    """The absolute path for `score -`: as it is, or as JSON where a plain line would be misread."""
    path = path_of(line)
    if root is not None and not os.path.isabs(path):
        path = os.path.join(root, path)
    plain = not path.startswith('"') and "\n" not in path and not path.endswith("\r")
    return path if plain else json.dumps(path, ensure_ascii=False)


def check_row(pair: Tuple[str, str]) -> str:
    line, answer = pair
    try:
        row = json.loads(answer)
        ok = row["path"] == path_of(line) and row["notice"] == NOTICE and row["status"] in ("ok", "error")
    except (ValueError, KeyError, TypeError):
        ok = False
    if not ok:
        raise ScoringError(f"the answer is not that of its line\n  line   {line}\n  answer {answer[:500]}")
    return answer


def saved_rows(context, folder: str, part_count: int) -> Iterator[str]:
    """In the order of the list, a part at a time. Read without Spark where the driver sees the folder."""
    for number in range(part_count):
        name = f"part-{number:05d}"
        if urlsplit(folder).scheme:
            yield from context.textFile(f"{folder}/{name}").collect()
            continue
        with open(os.path.join(folder, name), encoding="utf-8", newline="\n") as part:
            for line in part:
                yield line.rstrip("\n")


def join_parts(rows: Iterable[str], total: int, out: str) -> Dict[str, int]:
    """Writes the one file: whole or not at all, never over another."""
    counts = {"rows": 0, "malignant": 0, "benign": 0, "error": 0}
    temporary = f"{out}.{uuid.uuid4().hex}.tmp"
    try:
        with open(temporary, "x", encoding="utf-8", newline="") as file:
            write = csv_writer(file) if out.endswith(".csv") else jsonl_writer(file)
            for text in rows:
                row = DECODER.decode(text)
                write(text, row)
                counts["rows"] += 1
                counts[row["label"] if row["status"] == "ok" else "error"] += 1
            if counts["rows"] != total:
                raise ScoringError(f"{counts['rows']} rows for {total} photos")
            file.flush()
            os.fsync(file.fileno())
        # A link fails where a rename would write over.
        os.link(temporary, out)
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)
    return counts


def jsonl_writer(file: TextIO):
    return lambda text, _row: file.write(f"{text}\n")


def csv_writer(file: TextIO):
    """The columns of the command's own CSV files, in their order; the banner is the last one."""
    columns: List[str] = []

    def write(_text: str, row: Dict[str, object]) -> None:
        if not columns:
            columns.extend(name for name in row if name != "metadata")
            file.write(csv_line(columns))
        file.write(csv_line(row[name] for name in columns))

    return write


def csv_line(cells: Iterable[object]) -> str:
    return ",".join(map(csv_cell, cells)) + "\n"


def csv_cell(value: object) -> str:
    """RFC 4180, quoted only where it must be, as LesionLab writes it; null is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, list):
        text = ";".join(map(str, value))
    else:
        text = str(value)
    return '"' + text.replace('"', '""') + '"' if MUST_QUOTE.search(text) else text


if __name__ == "__main__":
    sys.exit(main())
