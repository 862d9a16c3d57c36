//! What lies beside the workspace.

use std::path::{Path, PathBuf};

/// A file or folder beside the workspace; nothing if it is not there and none is demanded.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")).join(name);
    if path.exists() {
        return Some(path);
    }
    let missing = format!("`{}` is missing; lay the folder `shared` beside the workspace", path.display());
    assert!(std::env::var_os("CI").is_none(), "{missing}");
    eprintln!("skipped: {missing}");
    None
}
