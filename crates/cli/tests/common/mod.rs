//! The program under test, and what the test files share.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

#[path = "../../../text/tests/common/beside.rs"]
mod beside;

#[allow(unused_imports, reason = "each test file uses a part of it")]
pub use beside::shared;

/// The project's own articles.
pub const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/sample");

/// A call that takes longer hangs: the longest of these tests takes a tenth of it on a busy machine.
const PATIENCE: Duration = Duration::from_secs(600);

/// What a call of the program left.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// The standard output of a call that went well.
    #[track_caller]
    pub fn well(self) -> String {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self.stdout
    }

    /// The call failed with this code and said all of this on standard error, and nothing of a panic.
    #[track_caller]
    pub fn refused(&self, code: i32, says: &[&str]) {
        assert_eq!(self.code, code, "{self:?}");
        says.iter().for_each(|said| assert!(self.stderr.contains(said), "`{said}` is not in: {}", self.stderr));
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
    }
}

/// The program, ready to be given its arguments.
pub fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_newsbraid"))
}

/// Calls the program with nothing on standard input.
pub fn newsbraid(args: &[&str]) -> Ran {
    fed(args, b"")
}

/// Calls the program with `input` on standard input. The streams are files, so that no pipe can fill up.
pub fn fed(args: &[&str], input: &[u8]) -> Ran {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    let folder = scratch(&format!("call-{}", CALLS.fetch_add(1, Ordering::Relaxed)));
    let [given, out, err] = ["stdin", "stdout", "stderr"].map(|name| folder.join(name));
    fs::write(&given, input).unwrap();
    let stream = |path: &Path| Stdio::from(File::create(path).unwrap());
    let mut call = program();
    call.args(args).stdin(File::open(&given).unwrap()).stdout(stream(&out)).stderr(stream(&err));
    let code = wait(call.spawn().unwrap(), args);
    let text = |path: &Path| String::from_utf8(fs::read(path).unwrap()).unwrap();
    let ran = Ran { code, stdout: text(&out), stderr: text(&err) };
    fs::remove_dir_all(folder).unwrap();
    ran
}

fn wait(mut child: Child, args: &[&str]) -> i32 {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code().unwrap_or(-1);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    panic!("newsbraid {args:?} did not end in {PATIENCE:?}");
}

/// An empty folder of this test file. It stays after the tests, to look at, until they run again.
pub fn scratch(name: &str) -> PathBuf {
    let checkout = env!("CARGO_MANIFEST_DIR").replace(|c: char| !c.is_alphanumeric(), "_");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(checkout).join(env!("CARGO_CRATE_NAME")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A path in an empty folder where nothing is yet.
pub fn fresh(name: &str) -> PathBuf {
    scratch(name).join("out")
}

/// A path as an argument.
pub fn arg(path: &Path) -> &str {
    path.to_str().expect("the paths of these tests are Unicode")
}

/// The knowledge base as one image: ten times as fast to load as its sources.
pub fn image() -> &'static str {
    static IMAGE: OnceLock<PathBuf> = OnceLock::new();
    let make = || {
        let path = scratch("image").join("base.nbkb");
        newsbraid(&["kb", "build", "--out", arg(&path)]).well();
        path
    };
    arg(IMAGE.get_or_init(make))
}

/// Runs the whole way with the image and these further arguments, without a reject.
#[track_caller]
pub fn run(inputs: &[&str], out: &Path, more: &[&str]) {
    let args = [&["run", "--kb", image(), "--out", arg(out)], inputs, more].concat();
    newsbraid(&args).well();
}

/// The records of a line file of a run.
pub fn rows(out: &Path, file: &str) -> Vec<Value> {
    let text = fs::read_to_string(out.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// One run over the seeds.
pub fn seeds() -> Option<&'static Path> {
    static RUN: OnceLock<Option<PathBuf>> = OnceLock::new();
    let make = || {
        let input = shared("seeds")?;
        let out = fresh("seeds");
        run(&[arg(&input)], &out, &[]);
        Some(out)
    };
    RUN.get_or_init(make).as_deref()
}

/// What a Python tool prints.
pub fn python(args: &[&str]) -> String {
    let output = Command::new("python3").args(args).output().expect("python3 starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
