//! The syntax of queries.
//!
//! ```text
//! query   = joined*                      bare words and phrases: any of them; conditions: all of them
//! joined  = all ("OR" all)*
//! all     = item ("AND" item)*
//! item    = ("+" | "-" | "NOT")? (word | "phrase" | field ":" value | "(" query ")")
//! ```
//! `OR` binds tighter than standing side by side, so that `阿里云 lang:ko OR lang:zh` means what it looks like.

use crate::error::QueryError;
use crate::query::filter::{self, Filter};
use crate::query::{MAX_BYTES, MAX_CLAUSES, MAX_DEPTH};

/// How a clause counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occur {
    /// Counts where it is found.
    Should,
    /// Must be found.
    Must,
    /// Must not be found.
    Not,
}

/// One thing that is looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// How it counts.
    pub occur: Occur,
    /// What it is.
    pub node: Node,
}

/// What a clause looks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A word as it was typed.
    Word(String),
    /// A phrase in quotation marks: exactly this.
    Phrase(String),
    /// The same, in titles only.
    Title(Box<Node>),
    /// A condition that does not count for the order.
    Filter(Filter),
    /// Several clauses.
    Group(Vec<Clause>),
}

impl Node {
    /// Whether it is a condition: standing beside words it restricts them.
    pub(crate) fn is_filter(&self) -> bool {
        match self {
            Node::Filter(_) => true,
            Node::Group(clauses) => clauses.iter().all(|c| c.node.is_filter()),
            _ => false,
        }
    }
}

/// Reads a query. An empty one has no clauses.
///
/// ```
/// use newsbraid_indexer::{Node, Occur, parse};
/// let clauses = parse("招商 -公司").unwrap();
/// assert_eq!((clauses[0].occur, &clauses[0].node), (Occur::Should, &Node::Word("招商".to_string())));
/// assert_eq!((clauses[1].occur, &clauses[1].node), (Occur::Not, &Node::Word("公司".to_string())));
/// assert_eq!(parse("(阿里云").unwrap_err().to_string(), "query, column 1: this bracket is never closed");
/// ```
pub fn parse(text: &str) -> Result<Vec<Clause>, QueryError> {
    if text.len() > MAX_BYTES {
        return Err(QueryError::TooLong { bytes: text.len() });
    }
    let mut parser = Parser { chars: text.chars().collect(), at: 0, clauses: 0 };
    let clauses = parser.query(0)?;
    match parser.peek() {
        Some(_) => {
            Err(parser.error(parser.at, "this bracket closes nothing; put it in quotation marks to search for it"))
        }
        None => Ok(clauses),
    }
}

/// Reads a text as words that mean themselves, whatever signs it holds.
///
/// ```
/// use newsbraid_indexer::{Node, parse_plain};
/// let clauses = parse_plain("谁创立了“阿里巴巴”(1999)?").unwrap();
/// assert_eq!(clauses[0].node, Node::Word("谁创立了“阿里巴巴”(1999)?".to_string()));
/// ```
pub fn parse_plain(text: &str) -> Result<Vec<Clause>, QueryError> {
    if text.len() > MAX_BYTES {
        return Err(QueryError::TooLong { bytes: text.len() });
    }
    let word = || Clause { occur: Occur::Should, node: Node::Word(text.to_string()) };
    Ok(if text.trim().is_empty() { Vec::new() } else { vec![word()] })
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    clauses: usize,
}

impl Parser {
    fn query(&mut self, depth: usize) -> Result<Vec<Clause>, QueryError> {
        let mut clauses = Vec::new();
        loop {
            self.skip_spaces();
            if self.peek().is_none_or(|c| c == ')') {
                return Ok(clauses);
            }
            if let Some(joined) = self.joined(depth)? {
                clauses.push(joined);
            }
        }
    }

    fn joined(&mut self, depth: usize) -> Result<Option<Clause>, QueryError> {
        let mut found = Vec::from_iter(self.all(depth)?);
        while self.keyword("OR") {
            self.expect_more("OR")?;
            found.extend(self.all(depth)?);
        }
        Ok(match found.len() {
            0 | 1 => found.pop().map(restrict),
            _ => Some(restrict(Clause { occur: Occur::Should, node: Node::Group(found) })),
        })
    }

    fn all(&mut self, depth: usize) -> Result<Option<Clause>, QueryError> {
        let mut found = Vec::from_iter(self.item(depth)?);
        let mut several = false;
        while self.keyword("AND") {
            self.expect_more("AND")?;
            found.extend(self.item(depth)?);
            several = true;
        }
        if !several || found.is_empty() {
            return Ok(found.pop());
        }
        for clause in found.iter_mut().filter(|c| c.occur == Occur::Should) {
            clause.occur = Occur::Must;
        }
        Ok(Some(Clause { occur: Occur::Should, node: Node::Group(found) }))
    }

    fn item(&mut self, depth: usize) -> Result<Option<Clause>, QueryError> {
        self.skip_spaces();
        let occur = self.sign()?;
        self.clauses += 1;
        if self.clauses > MAX_CLAUSES {
            return Err(QueryError::TooManyClauses);
        }
        Ok(self.primary(depth)?.map(|node| Clause { occur, node }))
    }

    fn sign(&mut self) -> Result<Occur, QueryError> {
        if self.keyword("NOT") {
            self.expect_more("NOT")?;
            return Ok(Occur::Not);
        }
        let binds = self.chars.get(self.at + 1).is_some_and(|c| !c.is_whitespace() && *c != ')');
        let occur = match self.peek() {
            Some('+') if binds => Occur::Must,
            Some('-') if binds => Occur::Not,
            _ => return Ok(Occur::Should),
        };
        self.at += 1;
        Ok(occur)
    }

    fn primary(&mut self, depth: usize) -> Result<Option<Node>, QueryError> {
        match self.peek() {
            None => Ok(None),
            Some('(') => self.group(depth).map(Some),
            Some(open @ ('"' | '“' | '„')) => self.phrase(open).map(|text| Some(Node::Phrase(text))),
            Some(_) => match self.field()? {
                Some((name, column)) => self.value(&name, column, depth).map(Some),
                None => self.word().map(|word| word.map(Node::Word)),
            },
        }
    }

    fn group(&mut self, depth: usize) -> Result<Node, QueryError> {
        let open = self.at;
        if depth >= MAX_DEPTH {
            return Err(self.error(open, &format!("brackets are nested deeper than {MAX_DEPTH} levels")));
        }
        self.at += 1;
        let clauses = self.query(depth + 1)?;
        if self.peek() != Some(')') {
            return Err(self.error(open, "this bracket is never closed"));
        }
        self.at += 1;
        Ok(Node::Group(clauses))
    }

    fn phrase(&mut self, open: char) -> Result<String, QueryError> {
        let start = self.at;
        let closes = |c: char| if open == '"' { c == '"' } else { matches!(c, '”' | '“' | '"') };
        let Some(len) = self.chars[start + 1..].iter().position(|c| closes(*c)) else {
            return Err(self.error(start, "this quotation mark is never closed"));
        };
        self.at = start + len + 2;
        Ok(self.chars[start + 1..start + 1 + len].iter().collect())
    }

    /// The name of a field with its colon, directly before a value. Only names in small Latin letters can be one: `AI:` or
    /// `12:30` are text.
    fn field(&mut self) -> Result<Option<(String, usize)>, QueryError> {
        let start = self.at;
        let len = self.chars[start..].iter().take_while(|c| c.is_ascii_lowercase()).count();
        let value = self.chars.get(start + len + 1);
        if len < 2
            || self.chars.get(start + len) != Some(&':')
            || value.is_none_or(|c| c.is_whitespace() || *c == '/' || *c == ')')
        {
            return Ok(None);
        }
        let name: String = self.chars[start..start + len].iter().collect();
        if !filter::FIELDS.contains(&name.as_str()) {
            let known = filter::FIELDS.join(": ");
            return Err(self.error(start, &format!("there is no field `{name}:`; fields are {known}:; to search for the text, put it in quotation marks")));
        }
        self.at = start + len + 1;
        Ok(Some((name, start)))
    }

    fn value(&mut self, name: &str, start: usize, depth: usize) -> Result<Node, QueryError> {
        if name == "title" {
            let inner = match self.peek() {
                Some('(') => Some(self.group(depth)?),
                Some(open @ ('"' | '“' | '„')) => Some(Node::Phrase(self.phrase(open)?)),
                _ => self.word()?.map(Node::Word),
            };
            return Ok(Node::Title(Box::new(inner.unwrap_or(Node::Group(Vec::new())))));
        }
        let value = match self.peek() {
            Some(open @ ('"' | '“' | '„')) => self.phrase(open)?,
            _ => self.plain(),
        };
        filter::read(name, &value, start + 1).map(Node::Filter).map_err(|what| self.error(start, &what))
    }

    /// A value up to the next space or closing bracket.
    fn plain(&mut self) -> String {
        let start = self.at;
        while self.peek().is_some_and(|c| !c.is_whitespace() && c != ')') {
            self.at += 1;
        }
        self.chars[start..self.at].iter().collect()
    }

    /// A word ends at a space, a quotation mark or a bracket that was not opened in it: 알리바바(BABA) is one.
    fn word(&mut self) -> Result<Option<String>, QueryError> {
        let (start, mut open) = (self.at, 0);
        while let Some(c) = self.peek().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '“' | '”' | '„')) {
            match c {
                '(' => open += 1,
                ')' if open == 0 => break,
                ')' => open -= 1,
                _ => {}
            }
            self.at += 1;
        }
        if self.at == start {
            // A closing quotation mark by itself.
            return Err(self.error(start, "this quotation mark was never opened"));
        }
        let word: String = self.chars[start..self.at].iter().collect();
        let wild = word.starts_with('*') || (word.ends_with('*') && word.chars().any(char::is_alphanumeric));
        if wild && word.chars().any(|c| c != '*') {
            return Err(
                self.error(start, "there are no wildcards: parts of words are found as they are; leave out the `*`")
            );
        }
        Ok(Some(word))
    }

    /// Takes an operator in capitals that stands as a word of its own.
    fn keyword(&mut self, keyword: &str) -> bool {
        let before = self.at;
        self.skip_spaces();
        let end = self.at + keyword.len();
        let found = self.chars.get(self.at..end).is_some_and(|word| word.iter().copied().eq(keyword.chars()));
        if found && self.chars.get(end).is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '"' | ')')) {
            self.at = end;
            return true;
        }
        self.at = before;
        false
    }

    fn expect_more(&mut self, operator: &str) -> Result<(), QueryError> {
        self.skip_spaces();
        match self.peek() {
            None | Some(')') => {
                Err(self.error(self.at - usize::from(self.at > 0), &format!("something must follow {operator}")))
            }
            Some(_) => Ok(()),
        }
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn skip_spaces(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn error(&self, at: usize, what: &str) -> QueryError {
        QueryError::Syntax { column: at + 1, what: what.to_string() }
    }
}

/// A condition beside other things holds for all of them.
fn restrict(mut clause: Clause) -> Clause {
    if clause.occur == Occur::Should
        && clause.node.is_filter()
        && !matches!(&clause.node, Node::Group(c) if c.is_empty())
    {
        clause.occur = Occur::Must;
    }
    clause
}

#[cfg(test)]
#[path = "parser_tests.rs"]
mod tests;
