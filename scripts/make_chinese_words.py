#!/usr/bin/env python3
"""Makes crates/segmenter/data/chinese_words.tsv from the word list that jieba-rs carries and our regional words.

usage: make_chinese_words.py      (needs cargo, with the dependencies fetched)

Keeps the words that are all Chinese characters, written as the segmenter sees them: letter by letter in simplified
characters. Of several spellings of one word the highest count stands. Short words of regional_words.tsv that jieba lacks
(川普, 雪梨) are added, since its corpus is of the mainland. Rows are sorted by code point: the segmenter
builds its trie in that order.
"""
import json, pathlib, subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT / "crates/segmenter/data"
OUT = DATA / "chinese_words.tsv"
# A word that is added counts as one that jieba's corpus had this often: rare, but more likely than its characters alone.
ADDED = 30
LONGEST_ADDED = 4


def jieba():
    """Version and word list of the crate that this workspace depends on."""
    metadata = subprocess.run(["cargo", "metadata", "--format-version", "1", "--locked"], cwd=ROOT, check=True,
                              capture_output=True, text=True).stdout
    package = next(p for p in json.loads(metadata)["packages"] if p["name"] == "jieba-rs")
    return package["version"], pathlib.Path(package["manifest_path"]).parent / "src/data/dict.txt"


def simplified():
    rows = (ROOT / "crates/text/data/t2s.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (row.split("\t") for row in rows if not row.startswith("#"))
    return {ord(traditional): to for traditional, to in pairs}


def is_han(c):
    return 0x4E00 <= ord(c) <= 0x9FFF or 0x3400 <= ord(c) <= 0x4DBF or 0x20000 <= ord(c) <= 0x323AF


def main():
    version, source = jieba()
    table, words = simplified(), {}
    for row in source.read_text(encoding="utf-8").splitlines():
        word, count, tag = (row.split() + [""])[:3]
        word = word.translate(table)
        if all(map(is_han, word)):
            words[word] = max(words.get(word, (-1, "")), (int(count), tag))
    for row in (DATA / "regional_words.tsv").read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            for word in row.replace("\t", " ").split(" "):
                if len(word) <= LONGEST_ADDED and all(map(is_han, word)):
                    words.setdefault(word, (ADDED, "n"))
    with OUT.open("w", encoding="utf-8", newline="\n") as out:
        out.write("# word\tcount\tpart of speech (of the ICTCLAS tags)\n")
        out.write(f"# source: dict.txt of jieba-rs {version}; words of regional_words.tsv, written for this project\n# licence: MIT; Apache-2.0\n# made by: scripts/make_chinese_words.py\n")
        for word, (count, tag) in sorted(words.items()):
            out.write(f"{word}\t{count}\t{tag}\n")


if __name__ == "__main__":
    main()
