//! The real Korean dictionary: installed by the test the first time, like a run does it.

use newsbraid_segmenter::dictionary::{DataDir, ensure_korean};

#[test]
fn installs_the_first_time() {
    let mut steps = Vec::new();
    let korean = ensure_korean(&DataDir::of_user().unwrap(), &mut |progress| {
        if steps.last() != Some(&progress.step) {
            eprintln!("{progress:?}");
            steps.push(progress.step);
        }
    });
    assert!(korean.unwrap().fingerprint().starts_with("ko-dic 2.1.1-20180720 "));
}
