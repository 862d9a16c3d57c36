//! Files that are whole or not there.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file under a temporary name, which takes its own when it is complete. Dropped before, it leaves nothing.
pub(crate) struct NewFile {
    writer: Option<BufWriter<File>>,
    temporary: PathBuf,
    path: PathBuf,
    lines: u64,
}

impl NewFile {
    pub(crate) fn create(path: &Path) -> io::Result<NewFile> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let temporary = path.with_file_name(format!(".{name}.tmp"));
        let writer = Some(BufWriter::with_capacity(1 << 18, File::create(&temporary)?));
        Ok(NewFile { writer, temporary, path: path.to_path_buf(), lines: 0 })
    }

    /// Adds whole lines, each with its line break.
    pub(crate) fn write_lines(&mut self, lines: &str) -> io::Result<()> {
        self.lines += lines.bytes().filter(|&b| b == b'\n').count() as u64;
        self.writer.as_mut().expect("the writer is taken only by finish").write_all(lines.as_bytes())
    }

    /// Flushes the file to the disk and gives it its name; returns its lines.
    pub(crate) fn finish(mut self) -> io::Result<u64> {
        let writer = self.writer.take().expect("finish is called once");
        writer.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&self.temporary, &self.path)?;
        Ok(self.lines)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            // What cannot be removed is overwritten by the next run.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Writes a text as a file.
pub(crate) fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let mut file = NewFile::create(path)?;
    file.write_lines(text)?;
    file.finish().map(drop)
}

/// Removes a file that an earlier run may have left.
pub(crate) fn remove_if_there(path: &Path) -> io::Result<()> {
    if path.exists() { fs::remove_file(path) } else { Ok(()) }
}

/// Flushes the names in a folder to the disk.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// A second folder with the files of a first, whose files are never changed in place, only replaced: they are shared where
/// the file system can. Lock files are left out; where there is no first folder, there is no second one.
pub(crate) fn link_folder(from: &Path, to: &Path) -> io::Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    if !from.exists() {
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        let lock = path.extension().is_some_and(|ending| ending == "lock");
        if path.is_file() && !lock && fs::hard_link(&path, to.join(name)).is_err() {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}
