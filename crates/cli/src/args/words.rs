//! Commands that take a text or names.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Cut texts into words and sentences
#[derive(Args)]
#[command(after_help = "\
Reads what `newsbraid run` reads: .txt, .jsonl, .json, .csv and .tsv, each also .gz or .zst, folders of them, - for standard
input; article by article. Texts are cleaned as in a run.

Forms of output:
  text     a sentence a line, its words between spaces, the parts of a compound behind it: 삼성전자[삼성|전자] 는
  jsonl    an object a word with doc, field, start, end (code points of the input), start_byte, end_byte, surface, sentence,
           eojeol, term, class (word, number, particle, ending, punctuation, other), layer (surface, part, variant,
           constituent) and lang;
           `newsbraid schema tokens.jsonl` says more
  conllu   CoNLL-U. A Korean word is an eojeol as in the treebanks of Universal Dependencies, with its morphemes in LEMMA
           (하+았+다 of 했다) and their tags in XPOS (XSV+EP+EF); start_char and end_char in MISC count in the input

User dictionary (--user-dict): a word a line, all Chinese characters or all Hangul; behind a tab `person` or `name`, behind
another a weight from 1 to 9 (5 if not said); # begins a comment. What was found without a word is still found with it.

Examples:
  echo '알리바바는 3,800억 위안을 투자한다.' | newsbraid segment
  newsbraid segment articles.jsonl.gz notes/ --format jsonl > tokens.jsonl
  newsbraid segment article.txt --user-dict words.txt --format conllu

Exit codes: 0 all well, 1 failed, 2 usage, 3 articles were rejected.")]
pub struct SegmentArgs {
    /// Files, folders, or - for standard input
    #[arg(value_name = "INPUT", default_value = "-")]
    pub inputs: Vec<String>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = TokenFormat::Text)]
    pub format: TokenFormat,
    /// Short for --format jsonl
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Korean morphemes with part of speech instead of words, a line each: 하, 았, 다 of 했다
    #[arg(long, conflicts_with = "format")]
    pub morphemes: bool,
    /// Words to keep whole, a word a line
    #[arg(long, value_name = "FILE")]
    pub user_dict: Option<PathBuf>,
    /// Settings that differ from the defaults; those for reading count here
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Encoding of the text files, such as cp949, gb18030 or big5 [default: detected]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
}

/// How words are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TokenFormat {
    /// A sentence a line
    Text,
    /// A JSON object a word
    Jsonl,
    /// The tables of Universal Dependencies
    Conllu,
}

/// Link the names of a text to entities
#[derive(Args)]
#[command(after_help = "\
Examples:
  echo '우융밍 알리바바 CEO는 퉁이 첸원을 언급했다.' | newsbraid link -
  newsbraid link article.txt --json
  newsbraid link article.txt --explain         what speaks for each link, its rivals, and why other names lost")]
pub struct LinkArgs {
    /// A text file, or - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub file: PathBuf,
    /// One JSON object a mention, figure or date
    #[arg(long)]
    pub json: bool,
    /// Show for each mention its rule, the evidence with what it adds to the log odds, and its rivals; and every name that
    /// stands in the text and lost, with the reason
    #[arg(long)]
    pub explain: bool,
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
