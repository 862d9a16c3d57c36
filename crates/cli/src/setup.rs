//! Putting the engines together from what the command line says.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;
use std::{env, fs};

use anyhow::{Result, bail};
use newsbraid_kb::{KeptImages, KnowledgeBase, Stack};
use newsbraid_pipeline::{Config, Engines};
use newsbraid_segmenter::dictionary::{
    DataDir, KO_DIC, KoreanDictionary, ensure_korean, find, installed_glosses, installed_korean,
};
use newsbraid_segmenter::{Glosses, Segmenter, SegmenterConfig, UserDictionary};

use crate::args::Common;
use crate::progress::install_bar;

/// Where dictionaries lie.
pub fn data_dir(common: &Common) -> Result<DataDir> {
    match &common.data_dir {
        Some(path) => Ok(DataDir::at(path)),
        None => Ok(DataDir::of_user()?),
    }
}

/// The Korean dictionary; the first time it is installed, with a line that says what and where.
pub fn korean(common: &Common) -> Result<KoreanDictionary> {
    let data_dir = data_dir(common)?;
    if common.offline {
        return Ok(installed_korean(&data_dir)?);
    }
    if find(&KO_DIC, &data_dir)?.is_none() && !common.quiet {
        let folder = data_dir.folder_of(&KO_DIC);
        eprintln!(
            "installing {} {} ({}) once, through pip, into {}",
            KO_DIC.title,
            KO_DIC.version,
            KO_DIC.licence,
            folder.display()
        );
    }
    Ok(ensure_korean(&data_dir, &mut install_bar(common.quiet))?)
}

/// The knowledge base: those of `--kb` first, then the built-in one. What is compiled is kept for the next start.
pub fn knowledge_base(common: &Common) -> Result<Arc<KnowledgeBase>> {
    let base = Stack::new(common.kb.iter().cloned()).load(kept_images(common).as_ref())?;
    Ok(Arc::new(base))
}

/// Where compiled bases are kept: below `--data-dir`, else in the user's folder for what may be deleted. Without such a
/// folder nothing is kept.
fn kept_images(common: &Common) -> Option<KeptImages> {
    let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = match &common.data_dir {
        Some(path) => path.join("kb"),
        None => absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|h| h.join(".cache")))?.join("newsbraid/kb"),
    };
    // Another build of the program may compile the same files to another base.
    let program = env::current_exe().and_then(fs::metadata).ok()?;
    let built = program.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(KeptImages::new(folder, format!("{} {} {}", env!("CARGO_PKG_VERSION"), program.len(), built.as_nanos())))
}

/// The segmenter with the Korean dictionary and the user's words, and the name of the dictionary.
pub fn segmenter(common: &Common, words: Option<&Path>) -> Result<(Segmenter, String)> {
    // What is wrong with the words is said before a dictionary is installed.
    let user_dictionary = words.map(UserDictionary::load).transpose()?.unwrap_or_default();
    let korean = korean(common)?;
    let dictionary = format!("{} {}", KO_DIC.name, korean.fingerprint());
    Ok((Segmenter::new(SegmenterConfig { korean: Some(korean), user_dictionary })?, dictionary))
}

/// What Chinese words mean in English, where that is installed.
pub fn glosses(common: &Common) -> Result<Option<Arc<Glosses>>> {
    Ok(installed_glosses(&data_dir(common)?)?.map(Arc::new))
}

/// All engines.
pub fn engines(common: &Common, config: &Config, words: Option<&Path>) -> Result<Engines> {
    let (segmenter, dictionary) = segmenter(common, words)?;
    let glosses = glosses(common)?;
    Ok(Engines::new(segmenter, dictionary, knowledge_base(common)?, config).with_glosses(glosses, config))
}

/// The settings: those of `file` and, for events, of `events` before the defaults, and the encoding to insist on.
pub fn config(file: Option<&Path>, events: Option<&Path>, encoding: Option<&str>) -> Result<Config> {
    let mut config = file.map(Config::load).transpose()?.unwrap_or_default();
    if let Some(events) = events {
        config = config.with_events(events)?;
    }
    if let Some(encoding) = encoding {
        if !newsbraid_pipeline::is_encoding(encoding) {
            bail!("unknown encoding `{encoding}`; expected auto, utf-8, cp949, gb18030, big5 ...");
        }
        config.input.encoding = encoding.to_string();
    }
    Ok(config)
}
