#!/usr/bin/env python3
"""Makes crates/readings/data/hanja_words.tsv: Korean words of Chinese origin with the Chinese words they are written as.

usage: make_hanja_words.py [--from FILE]

Source: hanja.txt of libhangul, as the Debian package `libhangul-data` carries it, fetched by name through apt unless --from
names the file. Kept are words of two to four syllables whose characters, letter by letter in simplified form, are a word
that jieba counted more often than those it never saw. A Korean word that may be several Chinese words has each with its
share of their counts, in per cent; what has less than a tenth is left out. Rows are sorted by code point, since the program
searches them so.
"""
import argparse, collections, glob, os, pathlib, subprocess, tempfile, unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "crates/readings/data/hanja_words.tsv"
# jieba gives words that its corpus had not this count.
UNSEEN = 3
LONGEST = 4
LEAST_SHARE = 10
MOST = 4


def fetch():
    folder = tempfile.mkdtemp()
    subprocess.run(["apt-get", "download", "-q", "libhangul-data"], check=True, cwd=folder)
    (package,) = glob.glob(os.path.join(folder, "*.deb"))
    subprocess.run(["dpkg", "-x", package, folder], check=True)
    return os.path.join(folder, "usr/share/libhangul/hanja/hanja.txt"), os.path.basename(package).split("_")[1]


def rows_of(path):
    rows = (ROOT / path).read_text(encoding="utf-8").splitlines()
    return (row.split("\t") for row in rows if not row.startswith("#"))


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--from", dest="file", help="hanja.txt")
    given = options.parse_args().file
    path, version = (given, "of the file given") if given else fetch()
    table = {ord(old): new for old, new in rows_of("crates/text/data/t2s.tsv")}
    counts = {word: int(count) for word, count, _ in rows_of("crates/segmenter/data/chinese_words.tsv")}
    licence, words = [], collections.defaultdict(dict)
    for line in open(path, encoding="utf-8"):
        if line.startswith("#"):
            licence.append(line.rstrip())
            continue
        hangul, _, rest = line.partition(":")
        hanja = unicodedata.normalize("NFC", rest.partition(":")[0]).translate(table)
        sized = 2 <= len(hangul) == len(hanja) <= LONGEST
        if sized and all("가" <= c <= "힣" for c in hangul) and counts.get(hanja, 0) > UNSEEN:
            words[hangul][hanja] = counts[hanja]
    with OUT.open("w", encoding="utf-8", newline="\n") as out:
        out.write("# Korean word\tChinese word\tits share of the counts of all, in per cent; further pairs of these\n")
        out.write(f"# source: hanja.txt of libhangul-data {version}; counts of chinese_words.tsv (dict.txt of jieba)\n")
        out.write("# licence: BSD-3-Clause, as follows; MIT for the counts\n# made by: scripts/make_hanja_words.py\n#\n")
        out.writelines(line + "\n" for line in licence)
        for hangul, found in sorted(words.items()):
            total = sum(found.values())
            shares = sorted(((round(100 * n / total), word) for word, n in found.items()), key=lambda p: (-p[0], p[1]))
            kept = [p for p in shares[:MOST] if p[0] >= LEAST_SHARE]
            out.write("\t".join([hangul] + [f"{word}\t{share}" for share, word in kept]) + "\n")


if __name__ == "__main__":
    main()
