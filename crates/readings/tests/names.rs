//! Measures the transcriptions on lists of names as news writes them. The lists are not part of the project: without them
//! (`shared` beside the workspace) the test says so and passes, except where `CI` is set.

use std::path::Path;

use newsbraid_readings::{
    NameKind, chinese_to_hangul, chinese_to_latin, hangul_fold, hangul_to_pinyin, pinyin, transcribe,
};
use newsbraid_text::Lang;
use newsbraid_text::normalize::to_simplified;

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/names");

/// The rows of a list, cut at the tabs; `None` if there is no list and none is demanded.
fn list(name: &str) -> Option<Vec<Vec<String>>> {
    let path = Path::new(SHARED).join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "`{}` is missing; lay the folder `shared` beside the workspace",
            path.display()
        );
        eprintln!("skipped: `{}` is missing; lay the folder `shared` beside the workspace", path.display());
        return None;
    };
    let rows = text.lines().filter(|l| !l.starts_with('#') && !l.starts_with("chinese\t"));
    Some(rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

fn kind(name: &str) -> NameKind {
    match name {
        "person" => NameKind::Person,
        "place" => NameKind::Place,
        "org" => NameKind::Organization,
        _ => NameKind::Product,
    }
}

/// How many names have the expected form first, and among the first three; the others are told.
#[derive(Default)]
struct Score {
    names: usize,
    first: usize,
    third: usize,
    folded: usize,
}

impl Score {
    fn add(&mut self, name: &str, expect: &str, forms: &[String]) {
        let three = &forms[..forms.len().min(3)];
        self.names += 1;
        self.first += usize::from(forms.first().is_some_and(|form| form == expect));
        self.third += usize::from(three.iter().any(|form| form == expect));
        self.folded += usize::from(three.iter().any(|form| hangul_fold(form) == hangul_fold(expect)));
        if !three.iter().any(|form| form == expect) {
            eprintln!("missed: {name} {expect}, found {forms:?}");
        }
    }

    fn share(&self, hits: usize) -> f64 {
        hits as f64 / self.names as f64
    }

    fn tell(&self, what: &str) {
        let (first, third, folded) = (self.share(self.first), self.share(self.third), self.share(self.folded));
        eprintln!("{what}: {} names, first {first:.3}, first three {third:.3}, folded {folded:.3}", self.names);
    }
}

#[test]
fn official_transcriptions() {
    let Some(rows) = list("zh_ko_transcriptions.tsv") else { return };
    let mut score = Score::default();
    for row in &rows {
        score.add(&row[0], &row[1], &chinese_to_hangul(&row[0], NameKind::Person));
    }
    score.tell("transcriptions");
    assert!(score.share(score.third) >= 0.97 && score.share(score.first) >= 0.95);
}

#[test]
fn names_in_news() {
    let Some(rows) = list("news_names.tsv") else { return };
    let (mut sound, mut reading) = (Score::default(), Score::default());
    for row in &rows {
        let forms = transcribe(&row[0], Lang::ZhHans, Lang::Ko, kind(&row[2]));
        match row[3].as_str() {
            "pinyin" => sound.add(&row[0], &row[1], &forms),
            "sinokorean" => reading.add(&row[0], &row[1], &forms),
            _ => {} // Loans and translations are no matter of sound.
        }
    }
    sound.tell("by Mandarin sound");
    reading.tell("by Korean reading");
    assert!(sound.share(sound.third) >= 0.97 && reading.share(reading.third) >= 0.97);
}

#[test]
fn both_scripts_of_a_name_read_alike() {
    let lists = ["zh_ko_transcriptions.tsv", "news_names.tsv"];
    for row in lists.into_iter().filter_map(list).flatten() {
        let simplified: String = row[0].chars().map(|c| to_simplified(c).unwrap_or(c)).collect();
        for kind in [NameKind::Person, NameKind::Place, NameKind::Organization, NameKind::Product] {
            for to in [Lang::Ko, Lang::En] {
                assert_eq!(
                    transcribe(&row[0], Lang::ZhHant, to, kind),
                    transcribe(&simplified, Lang::ZhHans, to, kind)
                );
            }
            assert_eq!(chinese_to_latin(&row[0], kind), chinese_to_latin(&simplified, kind));
        }
    }
}

/// What a Hangul transcription is read back to holds the pinyin it was made from.
#[test]
fn hangul_reads_back() {
    let Some(rows) = list("zh_ko_transcriptions.tsv") else { return };
    let back = |row: &Vec<String>| {
        let syllables = pinyin(&row[0], NameKind::Person).expect("every name of the list has readings");
        hangul_to_pinyin(&row[1]).contains(&syllables)
    };
    let found = rows.iter().filter(|row| back(row)).count();
    eprintln!("read back: {found} of {}", rows.len());
    assert!(found * 100 >= rows.len() * 95);
}
