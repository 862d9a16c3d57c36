#!/usr/bin/env python3
"""Make crates/clusterer/data/cldr_concepts.tsv from the emoji annotations of Unicode CLDR.

Every emoji is a concept with a name and keywords in English, Korean and Chinese. Keywords are looser than names, so a
term that stands for many concepts is dropped. The package is fetched by `npm pack` into a temporary folder; `--from DIR`
reads the .tgz file that `npm pack` left in DIR instead.

    python3 scripts/make_cluster_tables.py
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import tarfile
import tempfile

VERSION = "48.2.0"
PACKAGE = "cldr-annotations-full"
ROOT = pathlib.Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "crates/clusterer/data/cldr_concepts.tsv"
LOCALES = ("en", "ko", "zh", "zh-Hant")
# Emoji with a skin tone or a gender repeat the one without; signs, arrows and shapes name nothing in the news.
VARIANT = re.compile("[\U0001f3fb-\U0001f3ff\u2640\u2642\u200d]")
FIRST_EMOJI = 0x1F300
# A term of more concepts than this (face, man, 얼굴) says nothing.
MOST_CONCEPTS = 3
TERM = {
    "en": re.compile(r"[A-Za-z][A-Za-z' -]{2,24}"),
    "ko": re.compile(r"[가-힣 ]{2,10}"),
    "zh": re.compile(r"[\u4e00-\u9fff]{2,6}"),
}
HEADER = f"""\
# name	English terms	Korean terms	Chinese terms; parted by |
# source: Unicode CLDR, npm package {PACKAGE} {VERSION}, emoji annotations in en, ko, zh, zh-Hant
# licence: Unicode-3.0 (Copyright (c) 1991-present Unicode, Inc.)
# made by: scripts/make_cluster_tables.py
"""


def archive(folder):
    """The package as a .tgz file in `folder`, fetched unless it is there."""
    path = pathlib.Path(folder) / f"{PACKAGE}-{VERSION}.tgz"
    if not path.exists():
        subprocess.run(["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"], cwd=folder, check=True)
    return path


def annotations(path):
    """{emoji: {locale: [terms, the name first]}}."""
    found = collections.defaultdict(dict)
    with tarfile.open(path) as tar:
        for locale in LOCALES:
            member = tar.extractfile(f"package/annotations/{locale}/annotations.json")
            for emoji, row in json.load(member)["annotations"]["annotations"].items():
                found[emoji][locale] = row.get("tts", []) + row.get("default", [])
    return found


def concepts(rows):
    """(name, {language: terms}) of every emoji that has terms in all languages."""
    for emoji, row in sorted(rows.items()):
        if ord(emoji[0]) < FIRST_EMOJI or VARIANT.search(emoji) or len(row) < len(LOCALES):
            continue
        terms = {"en": row["en"], "ko": row["ko"], "zh": row["zh"] + row["zh-Hant"]}
        kept = {lang: dict.fromkeys(t.strip() for t in terms[lang] if TERM[lang].fullmatch(t.strip())) for lang in TERM}
        if all(kept.values()) and "o'clock" not in row["en"][0].replace("’", "'"):
            yield row["en"][0], kept


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--from", dest="folder", help="folder with the .tgz of the package")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        rows = list(concepts(annotations(archive(arguments.folder or temporary))))
    uses = collections.Counter((lang, term) for _, terms in rows for lang in terms for term in terms[lang])
    with open(OUTPUT, "w", encoding="utf-8", newline="\n") as output:
        output.write(HEADER)
        for name, terms in rows:
            kept = [[t for t in terms[lang] if uses[lang, t] <= MOST_CONCEPTS] for lang in ("en", "ko", "zh")]
            if sum(map(bool, kept)) >= 2:
                output.write("\t".join(["cldr " + name, *("|".join(terms) for terms in kept)]) + "\n")


main()
