//! Commands that take a text or names.

use std::path::PathBuf;

use clap::Args;

/// Cut a text into words
#[derive(Args)]
#[command(after_help = "\
Examples:
  echo '알리바바는 3,800억 위안을 투자한다.' | newsbraid segment -
  newsbraid segment article.txt --json")]
pub struct SegmentArgs {
    /// A text file, or - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub file: PathBuf,
    /// One JSON object a token
    #[arg(long)]
    pub json: bool,
    /// Morphemes with part of speech instead of words: 하, 았, 다 of 했다
    #[arg(long)]
    pub morphemes: bool,
}

/// Link the names of a text to entities
#[derive(Args)]
#[command(after_help = "\
Examples:
  echo '우융밍 알리바바 CEO는 퉁이 첸원을 언급했다.' | newsbraid link -
  newsbraid link article.txt --json")]
pub struct LinkArgs {
    /// A text file, or - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub file: PathBuf,
    /// One JSON object a mention, figure or date
    #[arg(long)]
    pub json: bool,
}

/// Write names in another language by its rules of transcription
#[derive(Args)]
#[command(after_help = "\
Reads a name a line, optionally a tab and its kind (person, place, organization, product); prints a line for each, its
candidates best first, separated by tabs.

Examples:
  echo 吳泳銘 | newsbraid transcribe --from zh --to ko
  printf '重庆\\tplace\\n' | newsbraid transcribe --from zh --to ko")]
pub struct TranscribeArgs {
    /// Language of the names: zh, ko, en
    #[arg(long)]
    pub from: String,
    /// Language to write them in: zh, ko, en
    #[arg(long)]
    pub to: String,
}
