#!/usr/bin/env python3
"""Make the generated tables of crates/readings/data: pinyin.tsv, hanja.tsv and pinyin_hangul.tsv.

usage: make_readings.py [--from DIR]

Source: Unihan_Readings.txt and Unihan_Variants.txt of the Unicode Character Database, as the Debian package `unicode-data`
carries them, fetched by name through apt unless --from names the folder that holds them (also packed with bzip2).

Keys are simplified characters, since names pass through the normaliser of crates/text first: a simplified character takes
the Korean reading of the traditional one it stands for. The other tables of that folder are written by hand.
"""
import argparse, bz2, collections, glob, os, re, subprocess, tempfile, unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "crates", "readings", "data")
T2S = os.path.join(HERE, "..", "crates", "text", "data", "t2s.tsv")
LICENCE = "# licence: Unicode-3.0 (© 1991-2022 Unicode, Inc.; rearranged)\n# made by: scripts/make_readings.py\n"

# Unihan puts the reading of running text first. In names these characters are read otherwise.
IN_NAMES = dict(
    c.split(":")
    for c in """长:chang 都:du 曾:zeng 为:wei 谁:shui 卜:bu 茜:qian 的:de 地:di 着:zhao 得:de 儿:er 呐:na 呵:he 盛:sheng 晟:sheng
    行:xing 朝:chao 单:dan 传:chuan 车:che 石:shi 什:shi 伽:jia 番:fan 贾:jia 万:wan 莎:sha 娜:na 嗯:en 重:zhong 大:da
    嘿:hei 哦:o 呣:mu 噷:hen 哏:gen 嗲:dia 囝:jian 娅:ya 桦:hua 莘:xin 荨:xun 咖:ka 卡:ka 伊:yi 哪:na 佛:fo 省:sheng 塞:sai
    似:si 宿:su 觉:jue 角:jiao 折:zhe 泊:bo 差:cha 乐:le 了:le 叶:ye 校:xiao 会:hui 给:gei 落:luo 露:lu 色:se 薄:bo 熟:shu
    血:xue 壳:ke 便:bian 率:lü 畜:xu 降:jiang 调:tiao 弹:dan 藏:zang 参:can 恶:e 见:jian 称:cheng 抹:mo 模:mo 剥:bo 削:xue""".split()
)

# Several traditional characters share one simplified form; the reading of the commonest in names and news.
HANJA = dict(
    c.split(":")
    for c in """干:간 来:래 仆:복 价:가 儿:아 凛:름 胜:승 汇:회 吃:흘 恶:악 啮:설 咽:연 坛:단 坏:괴 娘:낭 宁:녕 几:기 广:광 吊:조 录:록
    征:정 怜:련 折:절 扑:박 担:담 于:우 术:술 杠:강 机:기 台:대 淀:전 洒:쇄 灯:등 呆:매 获:획 画:화 症:증 确:확 吁:우 累:루 羡:선
    听:청 唇:순 胆:담 腊:랍 叶:엽 芸:운 芦:로 苹:평 亏:휴 蜡:랍 蚕:잠 证:증 谥:시 丰:풍 适:적 丑:추 医:의 隶:례 只:지 沾:점 体:체
    郁:욱 曲:곡 霉:매 沈:심 里:리 后:후 发:발 面:면 谷:곡 余:여 云:운 松:송 系:계 准:준 复:복 周:주 克:극 制:제 致:치 范:범 才:재
    占:점 舍:사 升:승 斗:두 志:지 向:향 游:유 了:료 回:회 采:채 姜:강 朴:박 种:종 党:당 圳:천 她:타 它:타 矿:광 你:니 那:나 乡:향
    车:차 茶:차 省:성 数:수 更:경 便:편 参:참 易:역 北:북 不:불 度:도 行:행 说:설 率:률 杀:살 降:강 宅:택 洞:동 拓:척 塞:새
    什:십 葛:갈 龟:귀 契:계 索:색 内:내 六:륙 十:십 丹:단 乐:락 读:독 金:금 复:복 暴:폭 见:견 辰:진 推:추 切:절 状:장 则:칙 合:합
    召:소 贾:가 布:포 画:화 识:식 糖:당 八:팔 分:분 串:관 句:구 滑:활 炙:자 提:제 诊:진 奈:내 馆:관 亚:아 樱:앵""".split()
)


def fetch():
    folder = tempfile.mkdtemp()
    subprocess.run(["apt-get", "download", "-q", "unicode-data"], check=True, cwd=folder)
    (package,) = glob.glob(os.path.join(folder, "*.deb"))
    subprocess.run(["dpkg", "-x", package, folder], check=True)
    return os.path.join(folder, "usr", "share", "unicode")


def unihan(folder, name):
    """{field: {character: value}} of one Unihan file, and its version."""
    path = os.path.join(folder, name)
    lines = open(path, encoding="utf-8") if os.path.exists(path) else bz2.open(path + ".bz2", "rt", encoding="utf-8")
    fields, version = collections.defaultdict(dict), "?"
    for line in lines:
        if line.startswith("# Unicode version:"):
            version = line.split(":")[1].strip()
        if line.startswith("U+"):
            code, field, value = line.rstrip("\n").split("\t")
            fields[field][chr(int(code[2:], 16))] = value
    return fields, version


def toneless(pinyin):
    return unicodedata.normalize("NFC", re.sub("[\u0300\u0301\u0304\u030c]", "", unicodedata.normalize("NFD", pinyin)))


def pinyin_of(readings, skip):
    """One toneless reading per character, and how often Unihan's word counts saw each syllable."""
    usual = {c: toneless(v.split()[0]) for c, v in readings["kMandarin"].items()}
    usual.update((c, p) for c, p in IN_NAMES.items())
    keep = set(readings["kTGHZ2013"]) | set(readings["kXHC1983"])
    counts = collections.Counter()
    for c, v in readings["kHanyuPinlu"].items():
        counts[usual.get(c)] += sum(int(n) for n in re.findall(r"\((\d+)\)", v))
    syllables = set(PINYIN_HANGUL)
    chars = {c: p for c, p in usual.items() if c not in skip and p in syllables}
    return {c: p for c, p in chars.items() if "㐀" <= c <= "鿿" or c in keep}, counts


# The official transcription: 외래어 표기법 (문화체육관광부 고시 제2017-14호), 제2장 표 5 and 제3장 제7절 중국어의 표기.
INITIALS = dict(i.split(":") for i in "b:ㅂ p:ㅍ m:ㅁ f:ㅍ d:ㄷ t:ㅌ n:ㄴ l:ㄹ g:ㄱ k:ㅋ h:ㅎ j:ㅈ q:ㅊ x:ㅅ zh:ㅈ ch:ㅊ sh:ㅅ r:ㄹ z:ㅉ c:ㅊ s:ㅆ".split())
ALONE = dict(
    f.split(":")
    for f in """a:아 o:오 e:어 yi:이 wu:우 yu:위 ai:아이 ei:에이 ao:아오 ou:어우 an:안 en:언 ang:앙 eng:엉 er:얼 ya:야 yo:요 ye:예 yai:야이
    yao:야오 you:유 yan:옌 yin:인 yang:양 ying:잉 wa:와 wo:워 wai:와이 wei:웨이 wan:완 wen:원 wang:왕 weng:웡 yue:웨 yuan:위안 yun:윈 yong:융""".split()
)
AFTER = dict(
    f.split(":")
    for f in """a:아 o:오 e:어 ai:아이 ei:에이 ao:아오 ou:어우 an:안 en:언 ang:앙 eng:엉 i:이 u:우 ü:위 ia:야 ie:예 iao:야오 iu:유 ian:옌 in:인
    iang:양 ing:잉 ua:와 uo:워 uai:와이 ui:우이 uan:완 un:운 uang:왕 ong:웅 üe:웨 üan:위안 ün:윈 iong:융""".split()
)
BARE = dict(f.split(":") for f in "zhi:즈 chi:츠 shi:스 ri:르 zi:쯔 ci:츠 si:쓰".split())
FINALS_OF = {  # Which finals stand after which initials, from the syllable table of the Scheme for the Chinese Phonetic Alphabet.
    "b": "a o ai ei ao an en ang eng i ie iao ian in ing u",
    "p": "a o ai ei ao ou an en ang eng i ie iao ian in ing u",
    "m": "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u",
    "f": "a o ei ou an en ang eng u",
    "d": "a e ai ei ao ou an en ang eng ong i ia ie iao iu ian ing u uo ui uan un",
    "t": "a e ai ei ao ou an ang eng ong i ie iao ian ing u uo ui uan un",
    "n": "a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan ü üe",
    "l": "a o e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un ü üe",
    "g": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "k": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "h": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "j": "i ia ie iao iu ian in iang ing iong ü üe üan ün",
    "q": "i ia ie iao iu ian in iang ing iong ü üe üan ün",
    "x": "i ia ie iao iu ian in iang ing iong ü üe üan ün",
    "zh": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "ch": "a e ai ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "sh": "a e ai ei ao ou an en ang eng u ua uo uai ui uan un uang",
    "r": "e ao ou an en ang eng ong u ua uo ui uan un",
    "z": "a e ai ei ao ou an en ang eng ong u uo ui uan un",
    "c": "a e ai ao ou an en ang eng ong u uo ui uan un",
    "s": "a e ai ao ou an en ang eng ong u uo ui uan un",
}
ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"


def join(initial, final):
    """The Hangul of a syllable: the initial takes the place of the empty onset. 제1항: after ㅈ, ㅉ, ㅊ, ㅑ ㅖ ㅛ ㅠ are ㅏ ㅔ ㅗ ㅜ."""
    code = ord(final[0]) - 0xAC00
    vowel, coda = VOWELS[code // 28 % 21], code % 28
    if initial in "ㅈㅉㅊ":
        vowel = dict(zip("ㅑㅖㅛㅠ", "ㅏㅔㅗㅜ")).get(vowel, vowel)
    return chr(0xAC00 + (ONSETS.index(initial) * 21 + VOWELS.index(vowel)) * 28 + coda) + final[1:]


def spell(initial, final):
    """Pinyin spelling: ü loses its dots after j, q, x."""
    return initial + (final.replace("ü", "u") if initial in ("j", "q", "x") else final)


def pinyin_hangul():
    table = dict(ALONE) | dict(BARE)
    for initial, finals in FINALS_OF.items():
        for final in finals.split():
            table[spell(initial, final)] = join(INITIALS[initial], AFTER[final])
    return table


PINYIN_HANGUL = pinyin_hangul()


def yale(word):
    """The Hangul of a kKorean value (Yale romanisation), or None."""
    onsets = "K KK N T TT L M P PP S SS - C CC CH KH TH PH H".split()
    vowels = "A AY YA YAY E EY YE YEY O WA WAY OY YO WU WE WEY WI YU U UY I".split()
    codas = "- K KK KS N NC NH T L LK LM LP LS LTH LPH LH M P PS S SS NG".split()
    pattern = f"({'|'.join(sorted(onsets, key=len, reverse=True))})?({'|'.join(sorted(vowels, key=len, reverse=True))})({'|'.join(codas[1:])})?"
    found = re.fullmatch(pattern, word)
    if not found:
        return None
    onset, vowel, coda = found.groups()
    return chr(0xAC00 + (onsets.index(onset or "-") * 21 + vowels.index(vowel)) * 28 + codas.index(coda or "-"))


def education_first(value):
    """The reading of a kHangul value: that of the school list (E), else the one that the initial-sound law made the others from."""
    readings = [r.split(":") for r in value.split()]
    return max(readings, key=lambda r: ("E" in r[1], r[0] >= "라" and r[0] < "마", r[0] >= "나" and r[0] < "다", r[1] != "0"))[0]


def hanja_of(readings, variants, t2s):
    """One Korean reading per simplified character, and those of traditional ones that are read otherwise than it."""
    own = {c: yale(v.split()[0]) for c, v in readings["kKorean"].items()}
    own = {c: r for c, r in own.items() if r} | {c: education_first(v) for c, v in readings["kHangul"].items()}
    for c, v in variants["kZVariant"].items():
        twin = chr(int(v.split("<")[0].split()[0][2:], 16))
        if c not in own and twin in own:
            own[c] = own[twin]
    own = {c: r for c, r in own.items() if unicodedata.is_normalized("NFC", c)}  # no compatibility ideographs
    school = {c for c, v in readings["kHangul"].items() if "E" in v}
    listed = set(readings["kHangul"])
    simple = {c: r for c, r in own.items() if c not in t2s}
    best = {}
    for old, new in sorted(t2s.items()):
        if old in own and (new not in listed or old in school) and (new not in best or old in school):
            best[new] = old
    simple.update((new, own[old]) for new, old in best.items())
    simple.update((c, r) for c, r in HANJA.items())
    exact = {c: r for c, r in own.items() if c in t2s and simple.get(t2s[c]) != r and c in listed}
    return simple | exact


def write(name, columns, source, rows):
    with open(os.path.join(OUT, name), "w", encoding="utf-8") as f:
        f.write(f"# {columns}\n# source: {source}\n{LICENCE}")
        f.writelines("\t".join(row) + "\n" for row in rows)


def grouped(chars):
    groups = collections.defaultdict(list)
    for c, reading in sorted(chars.items()):
        groups[reading].append(c)
    return [(reading, "".join(group)) for reading, group in sorted(groups.items())]


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--from", dest="folder", help="folder with Unihan_Readings.txt and Unihan_Variants.txt")
    folder = options.parse_args().folder or fetch()
    rows = (line.rstrip("\n").split("\t") for line in open(T2S, encoding="utf-8") if not line.startswith("#"))
    t2s = {old: new for old, new in rows}
    readings, version = unihan(folder, "Unihan_Readings.txt")
    variants, _ = unihan(folder, "Unihan_Variants.txt")
    pinyin, counts = pinyin_of(readings, t2s)
    hanja = hanja_of(readings, variants, t2s)
    write("pinyin.tsv", "pinyin\tsimplified characters", f"Unihan {version} kMandarin; readings in names by the script", grouped(pinyin))
    write("hanja.tsv", "reading\tcharacters", f"Unihan {version} kHangul, kKorean, kZVariant; choices by the script", grouped(hanja))
    syllables = [(p, h, str(counts[p])) for p, h in sorted(PINYIN_HANGUL.items())]
    source = f"외래어 표기법 제2장 표 5, 제3장 제7절 (고시 제2017-14호); count: Unihan {version} kHanyuPinlu"
    write("pinyin_hangul.tsv", "pinyin\tHangul\tcount of the syllable in running text", source, syllables)
    print(f"{len(pinyin)} characters with pinyin, {len(hanja)} with a Korean reading, {len(syllables)} syllables")


main()
