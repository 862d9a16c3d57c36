//! Installing a dictionary: from a small one of our own, and all the ways in which it can fail.

#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod common;
mod mini;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use common::check_all;
use mini::write_mini;
use newsbraid_segmenter::dictionary::mecab::{MecabContents, MecabError, MecabFiles, read_mecab};
use newsbraid_segmenter::dictionary::{
    DataDir, DictionaryError, InstallOptions, InstallStep, Installed, KO_DIC, Source, find, install, installed_korean,
    list, open_korean, verify,
};
use newsbraid_segmenter::{Segmenter, SegmenterConfig};
use newsbraid_text::Lang;
use proptest::prelude::*;
use tempfile::TempDir;

/// The compiled files of the small dictionary.
fn mini() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let write = || {
        let folder = TempDir::new().unwrap();
        assert!(write_mini(folder.path()) > 200);
        folder
    };
    FOLDER.get_or_init(write).path()
}

fn install_from(path: &Path, allow_unpinned: bool, data_dir: &DataDir) -> Result<Installed, DictionaryError> {
    let options = InstallOptions { source: Source::From(path.into()), allow_unpinned, again: false };
    install(&KO_DIC, &options, data_dir, &mut |_| ())
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A failed installation leaves the lock file and nothing else.
#[track_caller]
fn refused(result: Result<Installed, DictionaryError>, data_dir: &DataDir, expect: &[&str]) {
    let error = result.expect_err("it should be refused").to_string();
    for part in expect {
        assert!(error.contains(part), "`{part}` is not in: {error}");
    }
    assert_eq!(names(data_dir.path()), [".ko-dic.lock"]);
    assert!(find(&KO_DIC, data_dir).unwrap().is_none());
}

#[test]
fn a_small_dictionary_is_converted_and_cuts() {
    let folder = TempDir::new().unwrap();
    let data_dir = DataDir::at(folder.path().join("new/dict"));
    let leftover = data_dir.path().join(".ko-dic.staging-killed");
    fs::create_dir_all(leftover.join("built")).unwrap();
    let mut steps = Vec::new();
    let options = InstallOptions { source: Source::From(mini().into()), allow_unpinned: true, again: false };
    let installed = install(&KO_DIC, &options, &data_dir, &mut |progress| steps.push(progress.step)).unwrap();
    assert_eq!(steps, [InstallStep::Checking, InstallStep::Converting, InstallStep::Finishing]);
    assert_eq!(names(data_dir.path()), [".ko-dic.lock", "ko-dic"]);
    assert!(!installed.manifest.pinned);
    verify(&installed).unwrap();
    assert_eq!(list(&data_dir).unwrap().len(), 1);
    let korean = Some(open_korean(&installed.path).unwrap());
    let mut worker = Segmenter::new(SegmenterConfig { korean, ..SegmenterConfig::default() }).unwrap().worker();
    check_all(
        &mut worker,
        Lang::Ko,
        &[
            ("알리바바의 매출은 늘었다", "알리바바 의+ 매출 은+ 늘 었- 다-"),
            ("삼성전자가 농업은행에 투자", "삼성전자(삼성)(전자) 가+ 농업 은행 에+ 투자"),
            ("우융밍은 문장을 나눈다", "우융밍(우)(융)(밍) 은+ 문장 을+ 나눈다~나누"),
            ("듣보잡이", "듣보잡이"),
        ],
    );
}

#[test]
fn what_is_installed_stays_until_it_is_replaced() {
    let folder = TempDir::new().unwrap();
    let data_dir = DataDir::at(folder.path());
    let first = install_from(mini(), true, &data_dir).unwrap();
    let nowhere = Source::From(PathBuf::from("/nowhere"));
    let again = InstallOptions { source: nowhere, allow_unpinned: true, again: true };
    assert!(install(&KO_DIC, &again, &data_dir, &mut |_| ()).is_err());
    assert_eq!(find(&KO_DIC, &data_dir).unwrap().unwrap().manifest, first.manifest);
    // The converted folder is a source as well; what it makes is the same dictionary.
    let copy = TempDir::new().unwrap();
    let copied = install_from(&first.path, true, &DataDir::at(copy.path())).unwrap();
    assert_eq!(copied.manifest.files, first.manifest.files);
    let again = InstallOptions { source: Source::From(mini().into()), allow_unpinned: true, again: true };
    assert_eq!(install(&KO_DIC, &again, &data_dir, &mut |_| ()).unwrap().manifest.files, first.manifest.files);
    assert_eq!(names(data_dir.path()), [".ko-dic.lock", "ko-dic"]);
}

#[test]
fn two_installers_at_once_make_one_dictionary() {
    let folder = TempDir::new().unwrap();
    let data_dir = DataDir::at(folder.path());
    let manifests = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3).map(|_| scope.spawn(|| install_from(mini(), true, &data_dir).unwrap())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap().manifest).collect::<Vec<_>>()
    });
    assert!(manifests.iter().all(|manifest| *manifest == manifests[0]));
    assert_eq!(names(data_dir.path()), [".ko-dic.lock", "ko-dic"]);
}

#[test]
fn sources_that_are_not_pinned_are_refused() {
    let folder = TempDir::new().unwrap();
    let data_dir = DataDir::at(folder.path().join("dict"));
    let sources = folder.path().join("sources");
    fs::create_dir(&sources).unwrap();
    let wheel = sources.join("cut_short.whl");
    fs::write(&wheel, b"PK\x03\x04").unwrap();
    refused(install_from(&wheel, false, &data_dir), &data_dir, &["cut_short.whl", "sha256", KO_DIC.package_sha256]);
    refused(install_from(&wheel, true, &data_dir), &data_dir, &["cut_short.whl", "holds no dictionary"]);
    refused(install_from(mini(), false, &data_dir), &data_dir, &["sys.dic", "--allow-unpinned"]);
    refused(install_from(&sources, true, &data_dir), &data_dir, &["no folder in it", "matrix.bin"]);
    let converted = sources.join("converted");
    fs::create_dir(&converted).unwrap();
    fs::write(converted.join("metadata.json"), "{}").unwrap();
    refused(install_from(&converted, false, &data_dir), &data_dir, &["cannot be checked"]);
    refused(install_from(&converted, true, &data_dir), &data_dir, &["cannot be used"]);
}

#[test]
fn a_failing_pip_leaves_nothing_behind() {
    let folder = TempDir::new().unwrap();
    let data_dir = DataDir::at(folder.path().join("dict"));
    let with_python = |script: &str| {
        let python = folder.path().join("python");
        fs::write(&python, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&python, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let options =
            InstallOptions { source: Source::Package { program: Some(python.into()) }, ..InstallOptions::default() };
        install(&KO_DIC, &options, &data_dir, &mut |_| ())
    };
    let ways_out = ["--from FILE", "pip download"];
    refused(
        with_python("echo 'No module named pip' >&2; exit 1"),
        &data_dir,
        &[&ways_out[..], &["No module named"]].concat(),
    );
    refused(with_python("exit 0"), &data_dir, &[&ways_out[..], &["no package"]].concat());
    // The arguments end in: --dest FOLDER REQUIREMENT.
    let cut_short = "while [ $# -gt 2 ]; do shift; done; echo PK > \"$1/python_mecab_ko_dic.whl\"";
    refused(with_python(cut_short), &data_dir, &["python_mecab_ko_dic.whl", "sha256"]);
    let missing = InstallOptions {
        source: Source::Package { program: Some("/nowhere/python".into()) },
        ..InstallOptions::default()
    };
    refused(install(&KO_DIC, &missing, &data_dir, &mut |_| ()), &data_dir, &ways_out);
}

#[test]
fn a_missing_or_damaged_installation_names_the_way_out() {
    let folder = TempDir::new().unwrap();
    let data_dir = DataDir::at(folder.path());
    let missing = installed_korean(&data_dir).err().unwrap().to_string();
    assert!(missing.contains("--from FILE") && missing.contains("--data-dir"), "{missing}");
    let installed = install_from(mini(), true, &data_dir).unwrap();
    let words = installed.path.join("dict.words");
    let good = fs::read(&words).unwrap();
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 1;
    fs::write(&words, &flipped).unwrap();
    assert!(verify(&installed).unwrap_err().to_string().contains("dict.words has sha256"));
    fs::write(&words, &good[..good.len() / 2]).unwrap();
    let damaged = open_korean(&installed.path).err().unwrap().to_string();
    assert!(damaged.contains("dict.words has") && damaged.contains("dict install"), "{damaged}");
    let blocked = DataDir::at(words.join("below"));
    assert!(matches!(install_from(mini(), true, &blocked), Err(DictionaryError::Io { .. })));
}

#[test]
fn files_cut_short_give_errors() {
    for name in ["sys.dic", "unk.dic", "matrix.bin", "char.bin"] {
        let whole = fs::read(mini().join(name)).unwrap();
        let lens = [0, 3, 40, 71, 72, 100, whole.len() / 2, whole.len() - 1];
        for len in lens.into_iter().filter(|len| *len < whole.len()) {
            let folder = TempDir::new().unwrap();
            write_mini(folder.path());
            fs::write(folder.path().join(name), &whole[..len]).unwrap();
            let dict = TempDir::new().unwrap();
            let data_dir = DataDir::at(dict.path());
            refused(install_from(folder.path(), true, &data_dir), &data_dir, &[name]);
        }
    }
}

#[test]
fn no_byte_of_a_compiled_file_is_trusted() {
    let names = ["sys.dic", "unk.dic", "matrix.bin", "char.bin"];
    let whole = names.map(|name| fs::read(mini().join(name)).unwrap());
    let contents = read(&whole).unwrap();
    assert_eq!((contents.templates, contents.contexts, contents.classes), (3, (6, 6), 3));
    assert!(contents.entries > 200);
    for (file, name) in names.into_iter().enumerate() {
        let mut errors = 0;
        let step = (whole[file].len() / 150) | 1;
        for at in (0..whole[file].len()).step_by(step) {
            for mask in [0x81, 0x7f] {
                let mut damaged = whole.clone();
                damaged[file][at] ^= mask;
                errors += usize::from(read(&damaged).is_err());
            }
        }
        assert!(errors > 3, "damage to {name} is noticed {errors} times");
    }
}

fn read(files: &[Vec<u8>; 4]) -> Result<MecabContents, MecabError> {
    let [sys, unk, matrix, char] = files;
    read_mecab(&MecabFiles { sys, unk, matrix, char }, Path::new("damaged"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_word_list_of_any_bytes_behind_a_header_gives_an_answer(
        cells in prop::collection::vec(any::<(i16, u16)>(), 0..400),
        tokens in prop::collection::vec(any::<u8>(), 0..160),
        features in prop::collection::vec(any::<u8>(), 0..160),
    ) {
        let array: Vec<u8> = cells.iter()
            .flat_map(|(base, check)| [i32::from(*base).to_le_bytes(), u32::from(*check % 500).to_le_bytes()].concat())
            .collect();
        let size = 72 + array.len() + tokens.len() + features.len();
        let header = [size as u32 ^ 0xef71_8f77, 102, 0, 0, 6, 6];
        let sections = [array.len() as u32, tokens.len() as u32, features.len() as u32, 0];
        let mut bytes: Vec<u8> = header.iter().chain(&sections).flat_map(|n| n.to_le_bytes()).collect();
        bytes.extend(b"UTF-8".iter().copied().chain([0; 27]));
        bytes.extend(array.into_iter().chain(tokens).chain(features));
        let [unk, matrix, char] = ["unk.dic", "matrix.bin", "char.bin"].map(|name| fs::read(mini().join(name)).unwrap());
        if let Err(error) = read(&[bytes, unk, matrix, char]) {
            prop_assert!(error.to_string().contains("sys.dic"), "{}", error);
        }
    }
}
