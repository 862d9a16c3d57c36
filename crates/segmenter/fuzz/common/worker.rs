//! The segmenter of the fuzz targets.

use newsbraid_segmenter::dictionary::{DataDir, installed_korean};
use newsbraid_segmenter::{Segmenter, SegmenterConfig, Worker};

/// With the Korean dictionary where it is installed.
pub fn worker() -> Worker {
    let korean = DataDir::of_user().and_then(|data_dir| installed_korean(&data_dir)).ok();
    if korean.is_none() {
        eprintln!("without the Korean dictionary: `newsbraid dict install ko-dic` installs it");
    }
    Segmenter::new(SegmenterConfig { korean, ..SegmenterConfig::default() }).expect("no words of a user").worker()
}
