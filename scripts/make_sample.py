#!/usr/bin/env python3
"""Make `corpus/sample/` and `corpus/gold/` from the annotated articles.

The articles under `corpus/annotated/<event>/<id>.md` are the only source: a front matter, then the text with its
mentions `[surface](entity)` and figures `{surface}(value unit; key=value)` marked in place. `corpus/README.md` says
what the marks mean. This script takes the marks out, writes the plain texts as a user would have them on disk
(JSON Lines, CSV, text files, one schema.org object), and the marks as gold with code point offsets.

    python3 scripts/make_sample.py            # write
    python3 scripts/make_sample.py --check    # write nothing; exit 1 if a made file is not what the sources give

Needs Python 3.11 and nothing else. The output depends on the sources alone.
"""

import argparse
import csv
import io
import json
import re
import sys
import tomllib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ANNOTATED = ROOT / "corpus" / "annotated"
ENTITIES = ROOT / "config" / "entities"
MADE = {"sample": ROOT / "corpus" / "sample", "gold": ROOT / "corpus" / "gold"}

KEYS = {"id", "lang", "title", "published_at", "source", "url", "event", "story", "near_duplicate_of", "format",
        "form", "dirt"}
LANGS = {"zh-Hans", "zh-Hant", "ko", "en"}
MARK = re.compile(
    r"\[(?P<name>[^\[\]\n]+)\]\((?P<optional>\??)(?P<entity>(?:nil:)?[a-z0-9]+(?:-[a-z0-9]+)*)\)"
    r"|\{(?P<figure>[^{}\n]+)\}\((?P<note>[^()\n]+)\)"
    r"|\\u\{(?P<code>[0-9A-F]+)\}")
FIGURE_KEYS = {"measure", "about", "bound", "change", "period", "optional"}
QUALIFIER = {"about": "approx", "min": "atleast", "max": "atmost"}
CURRENCIES = {"CNY", "KRW", "USD", "TWD", "JPY", "HKD", "EUR", "PHP"}
KIND_OF_UNIT = {"%": "percent", "pp": "points", "x": "multiple", "minute": "duration", "hour": "duration",
                "day": "duration", "ug/m3": "measurement", **dict.fromkeys(CURRENCIES, "money")}
CLASSES = {"rounding", "unit slip", "currency", "scope", "conflict"}
# Four JSON Lines files in order of time; the later ones leave the language out, so that it has to be found.
JSONL_FILES = 4
JSONL_WITH_LANG = 2
CSV_HEADERS = {"ko": ("korean.csv", ["id", "제목", "본문", "언론사", "일시"]),
               "zh": ("chinese.csv", ["id", "标题", "正文", "来源", "时间"])}


class SourceError(Exception):
    """An annotated file that does not keep the rules of `corpus/README.md`."""


@dataclass
class Text:
    """A text without marks; `start` and `end` of its mentions and figures are code points of `plain`."""

    plain: str = ""
    mentions: list = field(default_factory=list)
    figures: list = field(default_factory=list)


@dataclass
class Article:
    """One annotated file: its front matter, its title, and the text as the sample file holds it."""

    meta: dict
    title: Text
    text: Text

    @property
    def doc(self):
        """The id the program gives: a text file is named by its path below the input folder."""
        return "pages/" + self.meta["id"] if self.meta["format"] == "txt" else self.meta["id"]


def main():
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("--check", action="store_true", help="compare only; exit 1 when something differs")
    check = args.parse_args().check
    try:
        made = make()
    except SourceError as error:
        sys.exit(f"make_sample: {error}")
    stale = differing(made)
    if check and stale:
        sys.exit("make_sample: not what the sources give; run scripts/make_sample.py: "
                 + ", ".join(str(path.relative_to(ROOT)) for path in stale))
    if not check:
        write(made)
        print(f"{len(made)} files made, {len(stale)} changed", file=sys.stderr)


def make():
    """All made files as {path: bytes}."""
    articles = read_articles()
    known, unknown = read_knowledge_base(), read_unknown()
    check_references(articles, known, unknown)
    files = {MADE["sample"] / name: data for name, data in sample_files(articles).items()}
    files |= {MADE["gold"] / name: data for name, data in gold_files(articles, known, unknown).items()}
    return files


# Reading

def read_articles():
    articles = [read_article(path) for path in sorted(ANNOTATED.glob("*/*.md"))]
    seen = {}
    for article in articles:
        if seen.setdefault(article.meta["id"], article) is not article:
            raise SourceError(f"id `{article.meta['id']}` is given twice")
    return sorted(articles, key=lambda a: (utc(a.meta["published_at"]), a.meta["id"]))


def read_article(path):
    where = path.relative_to(ROOT)
    head, separator, body = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
    if not separator:
        raise SourceError(f"{where}: expected a front matter between two lines `---`")
    meta = {"format": "jsonl"}
    for line in head.split("\n"):
        key, colon, value = line.partition(":")
        if not colon or key not in KEYS:
            raise SourceError(f"{where}: found `{line}`, expected `key: value` with one of {sorted(KEYS)}")
        meta[key] = value.strip()
    if meta["lang"] not in LANGS or meta["id"] != path.stem or meta["event"] != path.parent.name:
        raise SourceError(f"{where}: lang is none of {sorted(LANGS)}, or id and event are not the file's and the folder's")
    marked = body.strip("\n")
    if meta["format"] == "txt":
        marked = meta["title"] + "\n\n" + marked + "\n"
    form = meta.get("form")
    return Article(meta, parse(meta["title"], form, where), parse(marked, form, where))


def parse(marked, form, where):
    """Take the marks out of `marked`; `form` (NFD) is applied piece by piece, so that offsets stay true."""
    text, end = Text(), 0
    for mark in MARK.finditer(marked):
        text.plain += shaped(marked[end:mark.start()], form)
        end = mark.end()
        if mark["code"]:
            text.plain += chr(int(mark["code"], 16))
            continue
        span = {"start": len(text.plain)}
        text.plain += shaped(mark["name"] or mark["figure"], form)
        span |= {"end": len(text.plain), "surface": text.plain[span["start"]:]}
        if mark["name"]:
            optional = {"optional": True} if mark["optional"] else {}
            text.mentions.append(span | {"entity": mark["entity"]} | optional)
        else:
            text.figures.append(span | parse_figure(mark["note"], where))
    text.plain += shaped(marked[end:], form)
    return text


def shaped(piece, form):
    return unicodedata.normalize(form, piece) if form else piece


def parse_figure(note, where):
    """`380e9 CNY; measure=investment; bound=min` as the fields of a figure."""
    quantity, *pairs = [part.strip() for part in note.split(";")]
    try:
        number, unit = quantity.split(" ")
        options = dict(pair.split("=", 1) for pair in pairs)
        value = float(number)
    except ValueError:
        raise SourceError(f"{where}: found figure `{note}`, expected `value unit; key=value; ...`") from None
    if not options.keys() <= FIGURE_KEYS or options.get("bound", "about") not in QUALIFIER:
        raise SourceError(f"{where}: figure `{note}` has a key or a bound that is not known")
    figure = {"kind": KIND_OF_UNIT.get(unit, "count"), "value": int(value) if value.is_integer() else value, "unit": unit}
    if "bound" in options:
        figure["qualifier"] = QUALIFIER[options["bound"]]
    figure |= {key: options[key] for key in ("change", "measure", "about", "period") if key in options}
    return figure | ({"optional": True} if "optional" in options else {})


def read_knowledge_base():
    """{id: (kind, English label)} of the curated entities."""
    known = {}
    for path in sorted(ENTITIES.rglob("*.toml")):
        for entity in tomllib.loads(path.read_text(encoding="utf-8")).get("entity", []):
            label = entity["label"].get("en") or next(iter(entity["label"].values()))
            known.setdefault(entity["id"], (entity["kind"], name_of(label)))
    return known


def name_of(label):
    return label["name"] if isinstance(label, dict) else label


def read_unknown():
    """{nil id: (kind, English label)}: who is in the articles and not in the knowledge base."""
    table = tomllib.loads((ANNOTATED / "unknown.toml").read_text(encoding="utf-8"))
    return {"nil:" + key: (entry["kind"], entry["label_en"]) for key, entry in table.items()}


def read_disagreements():
    lines = (ANNOTATED / "disagreements.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            row = line.split("\t")
            if len(row) != 5 or row[4] not in CLASSES:
                raise SourceError(f"disagreements.tsv: found `{line}`, expected event, entity, measure, unit, class")
            yield row


def check_references(articles, known, unknown):
    ids, unused = {article.meta["id"]: article for article in articles}, set(unknown)
    for article in articles:
        original = ids.get(article.meta.get("near_duplicate_of"))
        if "near_duplicate_of" in article.meta and (not original or original.meta["event"] != article.meta["event"]):
            raise SourceError(f"{article.meta['id']}: near_duplicate_of names no article of the same event")
        marks = article.title.mentions + article.text.mentions
        named = {mark["entity"] for mark in marks} | {figure.get("about") for figure in article.text.figures}
        missing = sorted(named - known.keys() - unknown.keys() - {None})
        if missing:
            raise SourceError(f"{article.meta['id']}: {', '.join(missing)} is neither under config/entities "
                              "nor in corpus/annotated/unknown.toml")
        unused -= named
    if unused:
        raise SourceError(f"corpus/annotated/unknown.toml: no article names {', '.join(sorted(unused))}")


# The sample: what a user has on disk

def sample_files(articles):
    by_format = defaultdict(list)
    for article in articles:
        by_format[article.meta["format"]].append(article)
    files = {f"pages/{a.meta['id']}.txt": a.text.plain.encode() for a in by_format["txt"]}
    jsonl, size = by_format["jsonl"], -(-len(by_format["jsonl"]) // JSONL_FILES)
    for n in range(JSONL_FILES):
        rows = [record(a, with_lang=n < JSONL_WITH_LANG) for a in jsonl[n * size:(n + 1) * size]]
        files[f"articles-{n + 1}.jsonl"] = json_lines(rows)
    for group, (name, header) in CSV_HEADERS.items():
        files[name] = csv_table(header, [a for a in by_format["csv"] if a.meta["lang"].startswith(group)])
    for article in by_format["json"]:
        files[f"{article.meta['id']}.json"] = pretty(news_article(article))
    return files


def record(article, with_lang):
    meta = article.meta
    row = {"id": meta["id"], "title": article.title.plain, "text": article.text.plain, "lang": meta["lang"],
           "published_at": meta["published_at"], "source": meta["source"], "url": meta["url"]}
    return {key: value for key, value in row.items() if value and (key != "lang" or with_lang)}


def csv_table(header, articles):
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(header)
    for a in articles:
        table.writerow([a.meta["id"], a.title.plain, a.text.plain, a.meta["source"], a.meta["published_at"]])
    return out.getvalue().encode()


def news_article(article):
    meta = article.meta
    return {"@context": "https://schema.org", "@type": "NewsArticle", "id": meta["id"],
            "headline": article.title.plain, "articleBody": article.text.plain, "datePublished": meta["published_at"],
            "inLanguage": meta["lang"], "publisher": {"@type": "Organization", "name": meta["source"]},
            "url": meta["url"]}


# The gold: what is in it

def gold_files(articles, known, unknown):
    figures, title_figures = number_figures(articles)
    return {
        "mentions.json": pretty([mentions_of(article) for article in articles]),
        "entities.json": pretty(entities_met(articles, known | unknown)),
        "clusters.jsonl": json_lines(groups(articles, "event")),
        "stories.jsonl": json_lines(groups(articles, "story")),
        "near_duplicates.tsv": near_duplicates(articles),
        "figures.json": pretty({"figures": [f for f, _ in figures], "title_figures": [f for f, _ in title_figures]}),
        "disagreements.json": pretty(disagreements(figures + title_figures)),
    }


def mentions_of(article):
    gold = {"file": article.doc, "mentions": article.text.mentions}
    return gold if article.meta["format"] == "txt" else gold | {"title_mentions": article.title.mentions}


def entities_met(articles, entities):
    names = defaultdict(lambda: defaultdict(set))
    for article in articles:
        for mention in article.title.mentions + article.text.mentions:
            surface = unicodedata.normalize("NFC", mention["surface"])
            names[mention["entity"]][language_of(surface)].add(surface)
    return {entity: {"type": entities[entity][0], "label_en": entities[entity][1],
                     "names": {lang: sorted(names[entity][lang]) for lang in sorted(names[entity])}}
            for entity in sorted(names)}


def language_of(surface):
    """ko when there is Hangul in it, else zh when there are Han characters, else en."""
    if any("가" <= c <= "힣" for c in surface):
        return "ko"
    return "zh" if any("㐀" <= c <= "鿿" for c in surface) else "en"


def groups(articles, key):
    docs = defaultdict(list)
    for article in articles:
        if article.meta.get(key):
            docs[article.meta[key]].append(article.doc)
    return [{"story": name, "docs": sorted(docs[name])} for name in sorted(docs)]


def near_duplicates(articles):
    doc = {article.meta["id"]: article.doc for article in articles}
    pairs = sorted((a.doc, doc[a.meta["near_duplicate_of"]]) for a in articles if "near_duplicate_of" in a.meta)
    return "".join(f"{copy}\t{original}\n" for copy, original in pairs).encode()


def number_figures(articles):
    """The figures of all texts and of all titles, each with its article's event; a text file's title is its text."""
    texts, titles = [], []
    for article in articles:
        fields = [("f", article.text, texts)]
        if article.meta["format"] != "txt":
            fields.append(("t", article.title, titles))
        for letter, text, out in fields:
            for n, figure in enumerate(text.figures, 1):
                head = {"id": f"{article.doc}.{letter}{n}", "file": article.doc}
                out.append((head | figure, article.meta["event"]))
    return texts, titles


def disagreements(figures):
    """The rows of disagreements.tsv with the figures they are about; every group that differs must have its row."""
    claims = defaultdict(list)
    for figure, event in figures:
        if "measure" in figure and "period" not in figure and not figure.get("optional"):
            claims[event, figure.get("about", "-"), figure["measure"], figure["unit"]].append(figure)
    found = []
    for event, entity, measure, unit, sort in read_disagreements():
        units = sorted(CURRENCIES) if unit == "*" else [unit]
        members = [f for u in units for f in claims.pop((event, entity, measure, u), [])]
        if len({(f["value"], f["unit"]) for f in members}) < 2:
            raise SourceError(f"disagreements.tsv: figures of {event}, {entity}, {measure}, {unit} do not differ")
        found.append({"event": event, "entity": entity, "measure": measure, "class": sort,
                      "figures": sorted(f["id"] for f in members)})
    for (event, entity, measure, unit), members in claims.items():
        if len({f["value"] for f in members if f.get("qualifier") in (None, "approx")}) > 1:
            raise SourceError(f"{event}: figures of {entity}, {measure}, {unit} differ; add them to disagreements.tsv")
    return found


# Writing

def utc(published_at):
    """Articles without a date come last."""
    return datetime.fromisoformat(published_at).astimezone(timezone.utc).isoformat() if published_at else "9999"


def pretty(value):
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def json_lines(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def differing(made):
    """Made files that are missing or other on disk, and files on disk that nothing makes."""
    on_disk = {path for folder in MADE.values() for path in folder.rglob("*") if path.is_file()}
    other = {path for path, data in made.items() if path not in on_disk or path.read_bytes() != data}
    return sorted(other | (on_disk - made.keys()))


def write(made):
    for path in differing(made):
        if path in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made[path])
        else:
            path.unlink()


if __name__ == "__main__":
    main()
