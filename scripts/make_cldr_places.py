#!/usr/bin/env python3
"""Make config/entities/places/cldr.toml from Unicode CLDR.

Countries, territories and continents, and the exemplar cities of the time zones, with their names in English, Korean and
Chinese. The packages are fetched by `npm pack` into a temporary folder; `--from DIR` reads the .tgz files that
`npm pack` left in DIR instead. Which names are weak, wrong or left out is decided by people, with a reason, in
scripts/data/cldr_places.tsv. A name left full in two places stops the program until that table decides.

    pip install opencc-python-reimplemented==0.1.7
    python3 scripts/make_cldr_places.py
"""
import argparse
import collections
import csv
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata

import opencc

VERSION = "48.2.0"
PACKAGES = ("cldr-localenames-full", "cldr-dates-full", "cldr-bcp47")
ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "scripts/data/cldr_places.tsv"
OUTPUT = ROOT / "config/entities/places/cldr.toml"
LOCALES = ("en", "ko", "zh", "zh-Hant", "zh-Hant-HK")
LANGUAGES = ("en", "ko", "zh")
# Not places of their own: the world, organizations, remainders and test regions.
NOT_PLACES = {"001", "EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
# The standard name of these is a formula ("Hong Kong SAR China"); the short one is what the press writes.
SHORT_IS_LABEL = {"CC", "HK", "MM", "MO", "PN", "PS"}
HEADER = f"""\
# Countries, territories, continents and the exemplar cities of time zones, with their names in English, Korean and Chinese.
# Source: Unicode CLDR, npm packages {", ".join(PACKAGES)}, version {VERSION}.
# Copyright (c) 1991-present Unicode, Inc. Licence: Unicode-3.0 (https://www.unicode.org/license.txt).
# Made by: python3 scripts/make_cldr_places.py (exceptions in scripts/data/cldr_places.tsv). Do not edit.
"""

to_simplified = opencc.OpenCC("t2s").convert
to_traditional = opencc.OpenCC("s2t").convert


class Place:
    """A territory or a city: `names` maps a locale to its names, the usual one first."""

    def __init__(self, cldr, names, of=()):
        self.cldr = cldr
        self.id = "cldr-" + re.sub("[^a-z0-9]+", "-", cldr.lower())
        self.names = names
        self.of = list(of)
        self.label = {}
        self.alias = {}
        self.weak = {}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--from", dest="folder", type=pathlib.Path, help="folder with the packages as .tgz files")
    folder = arguments.parse_args().folder
    if folder:
        places = read_places(folder)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            fetch(temporary)
            places = read_places(pathlib.Path(temporary))
    places = decide(places, read_rules(TABLE))
    OUTPUT.write_text(HEADER + "".join(map(toml, places)), encoding="utf-8")
    print(f"{OUTPUT.relative_to(ROOT)}: {len(places)} places", file=sys.stderr)


def decide(places, rules):
    """The places that stay, with their names sorted into label, alias and weak, in order of id.

    Exits with what is left to decide: a rule that meets no name, a full name of two places.
    """
    kept = [place for place in places if rules.pop((place.cldr, "*", "*"), None) != "leave-out"]
    used = set()
    for place in kept:
        used |= apply_rules(place, rules)
    problems = [f"{TABLE.name}: no such name: {' '.join(rule)}" for rule in sorted(set(rules) - used)]
    problems += [f"{name}: full name of {ids}; decide in {TABLE.name}" for name, ids in shared_names(kept)]
    if problems:
        sys.exit("\n".join(problems))
    return sorted(kept, key=lambda place: place.id)


def fetch(folder):
    """Puts the packages into `folder` as .tgz files."""
    specs = [f"{package}@{VERSION}" for package in PACKAGES]
    subprocess.run(["npm", "pack", "--silent", *specs], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def read_places(folder):
    """All territories, then all cities that are not just a territory under its own name."""
    names = open_package(folder, "cldr-localenames-full")
    zones = open_package(folder, "cldr-dates-full")
    territory_names = {x: read_territories(names, x) for x in LOCALES}
    city_names = {x: read_cities(zones, x) for x in LOCALES}
    regions = read_regions(open_package(folder, "cldr-bcp47"))
    codes = sorted(code for code in territory_names["en"] if re.fullmatch("[A-Z]{2}|[0-9]{3}", code))
    territories = [territory(code, territory_names) for code in codes if code not in NOT_PLACES]
    taken = {name for place in territories for name in place.names["en"]}
    cities = []
    for zone in sorted(city_names["ko"]):
        names = {x: [city_names[x][zone]] for x in LOCALES if zone in city_names[x]}
        names["en"] = english_forms(names.get("en", [zone.rsplit("/", 1)[-1].replace("_", " ")]))
        if not zone.startswith("Etc/") and not taken.intersection(names["en"]):
            cities.append(Place(zone, names, [f"cldr-{regions[zone].lower()}"]))
    return territories + cities


def open_package(folder, package):
    """A function from the path of a JSON file inside the package to its content."""
    archive = tarfile.open(folder / f"{package}-{VERSION}.tgz")
    return lambda path: json.load(archive.extractfile(f"package/{path}"))


def read_territories(package, locale):
    file = package(f"main/{locale}/territories.json")
    return file["main"][locale]["localeDisplayNames"]["territories"]


def read_cities(package, locale):
    """Zone (`Asia/Shanghai`) to the name of its city; zones nest up to three deep."""
    file = package(f"main/{locale}/timeZoneNames.json")
    return dict(walk_zones(file["main"][locale]["dates"]["timeZoneNames"]["zone"], ""))


def walk_zones(node, path):
    if isinstance(node.get("exemplarCity"), str):
        yield path, node["exemplarCity"]
    for key, child in node.items():
        if isinstance(child, dict) and key not in ("short", "long"):
            yield from walk_zones(child, f"{path}/{key}".lstrip("/"))


def read_regions(package):
    """Zone to territory: the key of a zone begins with the code of its territory (`cnsha`) unless it says otherwise."""
    regions = {}
    for key, zone in package("bcp47/timezone.json")["keyword"]["u"]["tz"].items():
        if isinstance(zone, dict):
            for name in zone.get("_alias", "").split():
                regions[name] = zone.get("_region", key[:2].upper())
    return regions


def territory(code, names):
    forms = {}
    for locale in LOCALES:
        standard = names[locale].get(code)
        others = [names[locale].get(f"{code}-alt-{kind}") for kind in ("short", "variant", "chagos")]
        found = [name for name in [standard, *others] if name]
        if code in SHORT_IS_LABEL and others[0]:
            found.sort(key=lambda name: name != others[0])
        # A name with a gloss in brackets is no form that stands in a text, so it is none beside another.
        forms[locale] = found[:1] + [name for name in found[1:] if not re.search("[(（]", name)]
    forms["en"] = english_forms(forms["en"])
    return Place(code, forms)


def english_forms(names):
    """The names as given, then as the press types them: without accents, with `and`, with a straight apostrophe."""
    plain = []
    for name in names:
        ascii_name = unaccented(name)
        plain += [name.replace("’", "'"), ascii_name]
        plain += [form.replace("&", "and") for form in (name, ascii_name)]
        plain += [form.replace("St. ", "Saint ") for form in list(plain) if form.startswith("St. ")]
    return list(dict.fromkeys(names + plain))


def unaccented(name):
    letters = unicodedata.normalize("NFD", name).replace("’", "'")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def read_rules(path):
    """(place, language, name) to `weak`, `drop` or `leave-out`; English names stand there without accents."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {(row["place"], row["language"], row["name"]): row["rule"] for row in rows}


def apply_rules(place, rules):
    """Fills label, alias and weak of the place; returns the rules that were met."""
    met = set()
    for language in LANGUAGES:
        names = language_names(place, language)
        found = {name: (place.cldr, language, unaccented(name) if language == "en" else name) for name in names}
        met |= set(found.values()) & set(rules)
        kept = [name for name in names if rules.get(found.get(name)) != "drop"]
        weak = [name for name in kept if rules.get(found.get(name)) == "weak"]
        label = next((name for name in names[:1] if name in kept), None)
        if label:
            place.label[language] = label
        if language == "zh" and label:
            add_traditional_label(place, kept)
        labels = set(place.label.values())
        fill(place.alias, language, [name for name in kept if name not in labels and name not in weak])
        fill(place.weak, language, weak)
    return met


def language_names(place, language):
    """The names of the language; for Chinese the simplified ones, then what traditional script writes otherwise."""
    if language != "zh":
        return place.names[language]
    names = [bare(name) for name in place.names["zh"]]
    for locale in ("zh-Hant", "zh-Hant-HK"):
        for name in map(bare, place.names.get(locale, [])):
            if not any(same_letters(name, known) for known in names):
                names.append(name)
    return names


def bare(name):
    """Spaces between Han letters are typography: 科科斯 (基林) 群島."""
    return name.replace(" (", "（").replace(") ", "）")


def same_letters(traditional, other):
    return to_simplified(traditional) == to_simplified(other) or traditional == to_traditional(other)


def add_traditional_label(place, kept):
    usual = bare(place.names.get("zh-Hant", [""])[0])
    if usual in kept and usual != place.label["zh"]:
        place.label["zh-Hant"] = usual


def fill(table, language, names):
    if names:
        table[language] = names


def shared_names(places):
    """Names that more than one place claims in full, with the ids."""
    owners = collections.defaultdict(set)
    for place in places:
        weak = {name for names in place.weak.values() for name in names}
        full = list(place.label.values()) + [name for names in place.alias.values() for name in names]
        for name in full:
            if name not in weak:
                owners[to_simplified(name).casefold()].add(place.id)
    return [(name, ", ".join(sorted(ids))) for name, ids in sorted(owners.items()) if len(ids) > 1]


def toml(place):
    lines = ["", "[[entity]]", f"id = {quote(place.id)}", 'kind = "place"', f"label = {inline(place.label)}"]
    lines += [f"{key} = {inline(getattr(place, key))}" for key in ("alias", "weak") if getattr(place, key)]
    if place.of:
        lines.append(f"of = {inline(place.of)}")
    lines.append(f"cldr = {quote(place.cldr)}")
    return "\n".join(lines) + "\n"


def inline(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {inline(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return quote(value)


def quote(text):
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    main()
