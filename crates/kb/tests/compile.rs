//! From entity files to a base: merging, stacking, roles, and files that mean no good.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use newsbraid_kb::{Finding, KnowledgeBase, NameRef, NameRole, Sources, check, compile, name_key};

fn sources(files: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::default();
    files
        .iter()
        .for_each(|(name, content)| sources.add(name, content).expect("the files of this test are of the form"));
    sources
}

fn base(content: &str) -> KnowledgeBase {
    compile(&sources(&[("a.toml", content)]))
}

/// `id role` of every name with the key of `name`.
fn lookup(base: &KnowledgeBase, name: &str) -> Vec<String> {
    let line = |found: NameRef| format!("{} {:?}", base.entity(found.entity).id, base.name(found).role);
    base.lookup(name).map(line).collect()
}

#[test]
fn a_label_that_is_repeated_under_weak_is_weak() {
    let base = base(
        "[[entity]]\nid = \"ali\"\nkind = \"organization\"\nlabel = { en = \"Ali\", zh = \"阿里\" }\nweak = { zh = [\"阿里\"] }\n",
    );
    assert_eq!(lookup(&base, "阿里"), ["ali Weak"]);
    assert_eq!(lookup(&base, "Ali"), ["ali Label"]);
    assert_eq!(base.entity(0).label("zh-Hant"), "阿里");
}

#[test]
fn a_name_of_two_entities_keeps_both_in_order_of_id() {
    let base = base(
        "[[entity]]\nid = \"b\"\nkind = \"place\"\nlabel = { en = \"Suzhou\" }\n\n[[entity]]\nid = \"a\"\nkind = \"place\"\nlabel = { en = \"A\" }\nweak = { en = [\"Suzhou\"] }\n",
    );
    assert_eq!(lookup(&base, "Suzhou"), ["a Weak", "b Label"]);
    assert_eq!(base.keys(), 2);
}

#[test]
fn a_place_of_cldr_goes_to_the_curated_place_with_its_code() {
    let curated = "[[entity]]\nid = \"georgia\"\nkind = \"place\"\nlabel = { en = \"Republic of Georgia\" }\nweak = { en = [\"Georgia\"] }\ncldr = \"GE\"\n";
    let cldr = "[[entity]]\nid = \"cldr-ge\"\nkind = \"place\"\nlabel = { en = \"Georgia\", ko = \"조지아\" }\ncldr = \"GE\"\n\n[[entity]]\nid = \"cldr-asia-tbilisi\"\nkind = \"place\"\nlabel = { en = \"Tbilisi\" }\nof = [\"cldr-ge\"]\ncldr = \"Asia/Tbilisi\"\n";
    for order in [[("a", curated), ("b", cldr)], [("b", cldr), ("a", curated)]] {
        let base = compile(&sources(&order));
        assert_eq!(base.entities().len(), 2);
        assert_eq!(lookup(&base, "조지아"), ["georgia Label"]);
        assert_eq!(lookup(&base, "Georgia"), ["georgia Weak"]);
        assert_eq!(base.entity(base.by_id("georgia").unwrap()).label("en"), "Republic of Georgia");
        // What belongs to the merged place belongs to the curated one.
        let tbilisi = base.by_id("cldr-asia-tbilisi").unwrap();
        assert_eq!(*base.entity(tbilisi).of, [base.by_id("georgia").unwrap()]);
    }
}

#[test]
fn the_first_base_goes_before() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    let mine = "[[entity]]\nid = \"qwen\"\nkind = \"product\"\nlabel = { en = \"Qwen by Alibaba\" }\nalias = { ko = [\"쿠원\"] }\nof = [\"alibaba-group\"]\n\n[[entity]]\nid = \"yunmai\"\nkind = \"organization\"\nlabel = { zh = \"云脉机器人\" }\n";
    std::fs::write(&file, mine).unwrap();
    let mut stacked = Sources::default();
    stacked.stack(&file).unwrap();
    stacked.stack_embedded().unwrap();
    let base = compile(&stacked);
    let qwen = base.entity(base.by_id("qwen").unwrap());
    assert_eq!((qwen.label("en"), qwen.label("zh-Hans")), ("Qwen by Alibaba", "通义千问"));
    assert_eq!(lookup(&base, "쿠원"), ["qwen Alias"]);
    assert_eq!(lookup(&base, "Qwen"), ["qwen Label"]);
    assert_eq!(lookup(&base, "雲脈機器人"), ["yunmai Label"]);
    assert!(check(&stacked).iter().all(|finding| !finding.message.contains("taken")), "two bases may share an id");
    assert_ne!(base.hash(), KnowledgeBase::embedded().hash());
}

#[test]
fn names_come_best_first_and_codes_keep_their_role() {
    let base = base(
        "[[entity]]\nid = \"china\"\nkind = \"place\"\nlabel = { en = \"China\", zh = \"中国\" }\nalias = { en = [{ name = \"PRC\", case = \"any\" }, { name = \"Red China\", until = \"1979-01-01\" }] }\ncode = { ko = [\"中\"], zh = [\"中\"] }\ntickers = [\"600519.SH\"]\n",
    );
    let roles: Vec<NameRole> = base.entity(0).names.iter().map(|name| name.role).collect();
    use NameRole::{Alias, Code, Label, Ticker};
    assert_eq!(roles, [Label, Label, Alias, Alias, Code, Ticker]);
    assert!(base.name(base.lookup("PRC").next().unwrap()).any_case);
    assert_eq!(lookup(&base, "600519-SH"), ["china Ticker"]);
    assert_eq!(lookup(&base, "600519:SH"), ["china Ticker"]);
}

/// Messages of the check, without their place.
fn messages(content: &str) -> Vec<String> {
    check(&sources(&[("a.toml", content)])).iter().map(Finding::to_string).collect()
}

#[test]
fn what_a_person_should_mend_is_named_with_its_line() {
    let check = |content: &str, expect: &str| {
        let found = messages(content);
        assert!(found.iter().any(|message| message.contains(expect)), "expected {expect:?}, found {found:#?}");
    };
    let entity =
        |rest: &str| format!("# a\n[[entity]]\nid = \"a\"\nkind = \"place\"\nlabel = {{ en = \"A place\" }}\n{rest}\n");
    check(&entity("of = [\"nowhere\"]"), "a.toml:2: error: `a` belongs to `nowhere`");
    check(&entity("alias = { zh = [\"的\"] }"), "the one-character name `的` would link everywhere");
    check(&entity("alias = { xx = [\"Aa\"] }"), "unknown language `xx`");
    check(&entity("alias = { en = [\"\\u200B\"] }"), "has no letter");
    check(&entity("alias = { en = [\" \"] }"), "has no letter");
    check(&entity("alias = { en = [\".*\"] }"), "the name \".*\" has no letter");
    check(&entity("alias = { en = [\"Al(i|y)baba\"] }"), "looks like a regular expression");
    check(&entity("alias = { en = [\"[A-Z]\\\\d+ Corp\"] }"), "looks like a regular expression");
    check(&entity("fiscal_year_end = \"13-45\""), "not of the form MM-DD");
    check(&entity("").replace("A place", "的"), "the one-character name `的` would link everywhere");
    check(&entity("of = [\"a\"]"), "a.toml:2: error: `a` belongs to itself: a of a");
    check(&entity("alias = { en = [\"A\\u0007b\"] }"), "has a control character");
    check(&entity("alias = { en = [\"\\u202Eabc\"] }"), "has a control character");
    let many: Vec<String> = (0..10_000).map(|number| format!("\"이름{number}\"")).collect();
    check(&entity(&format!("alias = {{ ko = [{}] }}", many.join(", "))), "a.toml:2: warning: `a` has 10001 names");
    let of = |id: &str, of: &str| {
        format!("[[entity]]\nid = \"{id}\"\nkind = \"place\"\nlabel = {{ en = \"{id} city\" }}\nof = [\"{of}\"]\n")
    };
    let circle = [of("x", "y"), of("y", "z"), of("z", "x")].concat();
    check(&circle, "a.toml:1: error: `x` belongs to itself: x of y of z of x");
    check(&entity("").replace("\"place\"", "\"thing\""), "unknown kind `thing`");
    check(&entity("").replace("id = \"a\"", "id = \"A B\""), "not ASCII kebab case");
    check(&entity("").replace("A place", " "), "the label in `en` is empty");
    check(&entity("").replace("en =", "ko ="), "warning: `a` has no English label");
    check(&format!("{0}{0}", entity("")), "id `a` is taken by a.toml:2");
    let second = entity("").replace("id = \"a\"", "id = \"b\"");
    check(&format!("{}{second}", entity("")), "a.toml:8: error: `b`: the name `a place` is also a full name of `a`");
}

#[test]
fn unreadable_files_are_errors_that_name_file_and_line() {
    let check = |content: &str, expect: &str| {
        let error = Sources::default().add("mine.toml", content).expect_err(content).to_string();
        assert!(error.contains(expect) && error.contains("config/README.md"), "{error}");
    };
    check("[[entity]]\nid = \"a\"\nkind = \"place\"\nlabel = { en = \"A\" }\ncolour = \"red\"\n", "mine.toml:5");
    check("[[entity]]\nkind = \"place\"\nlabel = { en = \"A\" }\n", "missing field `id`");
    check("[[entity]\n", "mine.toml:1");
    check("\u{0}", "mine.toml:1");
    let mut sources = Sources::default();
    let folder = tempfile::tempdir().unwrap();
    assert!(sources.stack(folder.path()).unwrap_err().to_string().contains("holds no .toml or .jsonl file"));
    assert!(
        sources.stack(&folder.path().join("none")).unwrap_err().to_string().contains("check the path given to --kb")
    );
}

#[test]
fn hostile_files_make_a_base_that_still_works() {
    let many: Vec<String> = (0..10_000).map(|number| format!("\"이름{number}\"")).collect();
    let long = "가".repeat(5_000);
    let hostile = format!(
        "[[entity]]\nid = \"many\"\nkind = \"person\"\nlabel = {{ en = \"Many Names\" }}\nalias = {{ ko = [{}] }}\n\n\
         [[entity]]\nid = \"odd\"\nkind = \"product\"\nlabel = {{ en = \".*(a+)+$[\" }}\nalias = {{ en = [\"\\\\d{{9}}\", \"a\\tb\\u0007\", \"\\u202Ex\", \"의\", \"{long}\"], ko = [\"\"] }}\n\n\
         [[entity]]\nid = \"nameless\"\nkind = \"product\"\nlabel = {{}}\n\n\
         [[entity]]\nid = \"odd\"\nkind = \"nothing\"\nlabel = {{ en = \"Odd again\" }}\nof = [\"odd\", \"many\", \"gone\"]\n\n\
         [[entity]]\nid = \"loop\"\nkind = \"place\"\nlabel = {{ en = \"Loop City\" }}\nof = [\"loop\"]\n",
        many.join(", ")
    );
    let sources = sources(&[("hostile.toml", &hostile)]);
    assert!(!check(&sources).is_empty());
    let base = compile(&sources);
    let ids: Vec<&str> = base.entities().iter().map(|entity| &*entity.id).collect();
    assert_eq!(ids, ["loop", "many", "odd"], "an entity without a usable name or kind is left out");
    assert_eq!(lookup(&base, "이름9999"), ["many Alias"]);
    assert_eq!(lookup(&base, ".*(a+)+$["), ["odd Label"]);
    assert_eq!(lookup(&base, "aaaa"), [""; 0]);
    assert_eq!(lookup(&base, &long), [""; 0], "a name of 15,000 bytes is none");
    assert_eq!(base.scan(&name_key("이름1 이름22")).count(), 3, "이름1, 이름2 and 이름22");
    assert!(base.lookup("").next().is_none());
    let empty = compile(&Sources::default());
    assert_eq!((empty.keys(), empty.scan("x").count(), empty.lookup("x").count()), (0, 0, 0));
}

#[test]
fn a_base_of_another_kind_for_one_id_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let mut stacked = Sources::default();
    for (file, kind) in [("one.toml", "person"), ("two.jsonl", "product")] {
        let path = folder.path().join(file);
        let lines = format!("{{\"id\":\"a\",\"kind\":\"{kind}\",\"label\":{{\"en\":\"Some A\"}}}}\n");
        let tables = format!("[[entity]]\nid = \"a\"\nkind = \"{kind}\"\nlabel = {{ en = \"Some A\" }}\n");
        std::fs::write(&path, if file.ends_with("toml") { tables } else { lines }).unwrap();
        stacked.stack(&path).unwrap();
    }
    let found: Vec<String> = check(&stacked).iter().map(Finding::to_string).collect();
    assert!(
        found[0].contains("`a` is a person here and a product at ") && found[0].ends_with("or the same kind"),
        "{found:?}"
    );
    assert_eq!(compile(&stacked).entities()[0].kind, newsbraid_kb::Kind::Person, "the first base goes before");
}

#[test]
fn a_line_that_is_not_of_the_form_is_named() {
    let good = "{\"id\":\"a\",\"kind\":\"person\",\"label\":{\"en\":\"Some A\"}}";
    let check = |bad: &str, expect: &str| {
        let error =
            Sources::default().add("m.jsonl", &format!("{good}\n\n{bad}\n{good}\n")).expect_err(bad).to_string();
        assert!(error.starts_with("m.jsonl:3: ") && error.contains(expect), "{error}");
    };
    check("{\"id\":\"b\"}", "missing field `kind`");
    check(&good.replace("label", "colour"), "unknown field `colour`");
    check("{", "EOF");
}

/// The generated names of an entity with these given ones, sorted.
fn generated(entity: &str) -> Vec<String> {
    let base = base(&format!(
        "[[entity]]\nid = \"china\"\nkind = \"place\"\nlabel = {{ en = \"China\", zh = \"中国\" }}\n\n[[entity]]\nid = \"e\"\n{entity}"
    ));
    let names = base.entity(base.by_id("e").unwrap()).names.iter();
    let mut names: Vec<String> = names.filter(|n| n.role == NameRole::Generated).map(|n| n.text.to_string()).collect();
    names.sort();
    names
}

#[test]
fn names_are_generated_where_the_given_ones_show_how_they_sound() {
    let check = |entity: &str, some: &[&str]| {
        let found = generated(entity);
        for name in some {
            assert!(found.iter().any(|f| f == name), "{name} is not in {found:?}");
        }
        assert_eq!(found.is_empty(), some.is_empty(), "{found:?}");
    };
    let person = "kind = \"person\"\n";
    check(
        &format!("{person}label = {{ en = \"Eddie Wu\", zh = \"吴泳铭\" }}"),
        &["우융밍", "오영명", "Wu Yongming", "Yongming Wu"],
    );
    check(&format!("{person}label = {{ ko = \"우융밍\", zh = \"吴泳铭\" }}"), &["오영명", "Wu Yongming"]);
    check(
        &format!("{person}label = {{ ko = \"이재명\", zh = \"李在明\" }}"),
        &["Lee Jae-myung", "Jae-myung Lee", "Yi Jae-myeong"],
    );
    // 特朗普 is a transcription itself, and nothing says where 高市早苗 comes from.
    check(&format!("{person}label = {{ en = \"Donald Trump\", ko = \"도널드 트럼프\", zh = \"特朗普\" }}"), &[]);
    check(&format!("{person}label = {{ en = \"Sanae Takaichi\", ko = \"다카이치 사나에\", zh = \"高市早苗\" }}"), &[]);
    check("kind = \"place\"\nlabel = { en = \"Suzhou\", zh = \"苏州\" }", &["쑤저우", "소주"]);
    check("kind = \"place\"\nlabel = { en = \"Paris\", zh = \"巴黎\" }", &[]);
    let firm = "kind = \"organization\"\nlabel = { en = \"Yicai Media Group\", zh = \"第一财经\" }\n";
    check(&format!("{firm}of = [\"china\"]"), &["제일재경"]);
    check(firm, &[]);
    check("kind = \"product\"\nlabel = { en = \"Qwen\", zh = \"通义千问\" }\nof = [\"china\"]", &[]);
}

#[test]
fn a_given_name_goes_before_a_generated_one() {
    let content = "[[entity]]\nid = \"a\"\nkind = \"person\"\nlabel = { en = \"Eddie Wu\", zh = \"吴泳铭\" }\n\n[[entity]]\nid = \"b\"\nkind = \"person\"\nlabel = { ko = \"오영명\" }\n";
    assert_eq!(lookup(&base(content), "오영명"), ["b Label"]);
    assert_eq!(lookup(&base(content), "우융밍"), ["a Generated"]);
    assert_eq!(lookup(&base(content), "WU Yongming"), ["a Generated"]);
}
