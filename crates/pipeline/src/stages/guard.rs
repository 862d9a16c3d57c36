//! A fault in one article stays with it.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use newsbraid_text::Origin;

use crate::records::Reject;

/// Does what a stage does with one article. A panic becomes a reject; whatever `work` was changing must then be made anew.
pub(super) fn guarded<T>(
    stage: &'static str,
    origin: &Origin,
    id: &str,
    work: impl FnOnce() -> T,
) -> Result<T, Reject> {
    let work = || {
        #[cfg(test)]
        tests::strike(stage, id);
        work()
    };
    catch_unwind(AssertUnwindSafe(work)).map_err(|fault| {
        let reason = format!("a fault of newsbraid, please report it with the article: {}", message(&*fault));
        Reject::faulty(stage, origin, id, reason)
    })
}

/// What a panic says.
fn message(fault: &(dyn Any + Send)) -> &str {
    let formatted = fault.downcast_ref::<String>().map(String::as_str);
    formatted.or(fault.downcast_ref::<&str>().copied()).unwrap_or("it says nothing")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::Arc;

    use newsbraid_kb::{Sources, compile};
    use newsbraid_segmenter::Segmenter;

    use crate::records::{DocumentRecord, Reject};
    use crate::{Config, Engines, OutputFolder, RunOptions, Silent, run};

    /// Articles of this name end the stage behind it with a panic.
    const STRUCK: &str = "struck-in-";

    /// Injects a fault; it exists in the tests of this crate alone.
    pub(super) fn strike(stage: &str, id: &str) {
        assert_ne!(id, format!("{STRUCK}{stage}"), "struck");
    }

    fn ids(out: &Path) -> Vec<String> {
        let folder = OutputFolder::open(out).unwrap();
        folder.records::<DocumentRecord>("documents.jsonl").unwrap().map(|record| record.unwrap().id).collect()
    }

    #[test]
    fn a_panic_in_one_article_is_a_reject_and_the_others_go_on() {
        let dir = tempfile::tempdir().unwrap();
        let (input, out) = (dir.path().join("a.jsonl"), dir.path().join("out"));
        let names = ["a", "struck-in-cleaning", "b", "struck-in-segmenting", "c", "struck-in-linking", "d"];
        let line = |id: &&str| format!("{{\"id\": \"{id}\", \"text\": \"阿里云 revenue rose 34%.\"}}\n");
        fs::write(&input, names.iter().map(line).collect::<String>()).unwrap();
        let config = Config::default();
        let base = Arc::new(compile(&Sources::default()));
        let engines = Engines::new(Segmenter::without_korean(), "none".to_string(), base, &config);
        let mut options = RunOptions {
            inputs: vec![input.display().to_string()],
            out: out.clone(),
            threads: 2,
            overwrite: false,
            constraints: crate::Constraints::default(),
        };
        let first = run(&options, &config, &engines, &Silent).unwrap();
        assert_eq!(ids(&out), ["a", "b", "c", "d"]);
        let found: Vec<_> = first.rejects.iter().map(|reject| (reject.line, reject.stage.as_str())).collect();
        assert_eq!(found, [(Some(2), "cleaning"), (Some(4), "segmenting"), (Some(6), "linking")]);
        let Reject { id, reason, .. } = &first.rejects[1];
        assert_eq!(id.as_deref(), Some("struck-in-segmenting"));
        assert!(reason.contains("please report it") && reason.contains("struck"), "{reason}");
        // What was stored is what is read again.
        options.overwrite = true;
        let again = run(&options, &config, &engines, &Silent).unwrap();
        assert_eq!((again.rejects, ids(&out).len()), (first.rejects, 4));
    }
}
