//! How well the phonetic key tells foreign names, on names that all three languages write by sound.

use newsbraid_readings::phonetic_key;

static NAMES: &str = include_str!("data/foreign_names.tsv");

/// Pairs of spellings in two languages: those of one name with equal keys, all of one name, all with equal keys.
#[derive(Default)]
struct Pairs {
    both: usize,
    same_name: usize,
    same_key: usize,
}

impl Pairs {
    fn precision(&self) -> f64 {
        self.both as f64 / self.same_key as f64
    }

    fn recall(&self) -> f64 {
        self.both as f64 / self.same_name as f64
    }
}

fn measure(a: usize, b: usize, least: usize) -> Pairs {
    let rows: Vec<Vec<&str>> = NAMES.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect()).collect();
    let key = |name: &str| phonetic_key(name).filter(|key| key.len() >= least);
    let mut pairs = Pairs::default();
    for (i, left) in rows.iter().enumerate() {
        let Some(left_key) = key(left[a]) else { continue };
        for (j, right) in rows.iter().enumerate() {
            let equal = key(right[b]).as_ref() == Some(&left_key);
            pairs.same_name += usize::from(i == j);
            pairs.same_key += usize::from(equal);
            pairs.both += usize::from(equal && i == j);
        }
    }
    pairs
}

#[test]
fn precision_and_recall() {
    let check = |what: &str, (a, b): (usize, usize), least: usize, precision: f64, recall: f64| {
        let pairs = measure(a, b, least);
        eprintln!("{what}, {least} consonants: precision {:.3}, recall {:.3}", pairs.precision(), pairs.recall());
        assert!(pairs.precision() >= precision && pairs.recall() >= recall, "{what}");
    };
    check("en-ko", (0, 1), 2, 0.7, 0.8);
    check("en-zh", (0, 2), 2, 0.7, 0.8);
    check("ko-zh", (1, 2), 2, 0.7, 0.8);
    check("en-ko", (0, 1), 4, 0.95, 0.7);
    check("en-zh", (0, 2), 4, 0.95, 0.7);
    check("ko-zh", (1, 2), 4, 0.95, 0.7);
}

#[test]
fn keys() {
    let check = |names: &[&str], key: Option<&str>| {
        names.iter().for_each(|name| assert_eq!(phonetic_key(name).as_deref(), key, "{name}"));
    };
    check(&["Musk", "머스크", "马斯克", "馬斯克"], Some("MSK"));
    check(&["Elon Musk", "일론 머스크", "일론머스크", "埃隆·马斯克", "埃隆 · 马斯克"], Some("LNMSK"));
    check(&["Campbell", "캠벨", "坎贝尔"], Some("KNP"));
    check(&["Merkel", "메르켈", "默克尔"], Some("MK"));
    check(&["Erdoğan", "에르도안"], Some("TN"));
    check(&["Trump트럼프", "", "12", "Io", "…", "트럼프2"], None);
}
