//! Regression trees that say where the regression errs.

use std::fmt::{self, Display, Formatter, Write};
use std::str::SplitWhitespace;

use serde::{Deserialize, Serialize};

use crate::model::INPUTS;

/// A tree deeper than this is no tree that training makes.
const DEEPEST: usize = 32;

/// Trees whose sum is added to the log odds of the regression. Written as one text for each tree: a split is `input<limit`, then
/// what holds below the limit, then the rest; a number is a leaf.
///
/// ```
/// # use newsbraid_clusterer::Forest;
/// let forest: Forest = Forest::try_from(vec!["csls<0.25 title_cosine<0.1 -0.2 0.1 0.4".to_string()]).unwrap();
/// assert_eq!(Vec::<String>::from(forest), ["csls<0.25 title_cosine<0.1 -0.2 0.1 0.4"]);
/// assert!(Forest::try_from(vec!["luck<7 0.1 0.2".to_string()]).is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Forest(Vec<Tree>);

/// Nodes in the order in which they are written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tree(pub Vec<Node>);

/// A node of a tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Node {
    /// Below the limit the next node holds, else the one at `rest`.
    Split { input: usize, limit: f64, rest: usize },
    /// What is added to the log odds.
    Leaf(f64),
}

impl Forest {
    pub(crate) fn new(trees: Vec<Tree>) -> Forest {
        Forest(trees)
    }

    /// What is added to the log odds of a pair with these inputs.
    pub(crate) fn correction(&self, inputs: &[f64; INPUTS.len()]) -> f64 {
        self.0.iter().map(|tree| tree.value(inputs)).sum()
    }
}

impl Tree {
    pub(crate) fn value(&self, inputs: &[f64; INPUTS.len()]) -> f64 {
        let mut at = 0;
        loop {
            match self.0[at] {
                Node::Leaf(value) => return value,
                Node::Split { input, limit, rest } => at = if inputs[input] < limit { at + 1 } else { rest },
            }
        }
    }

    fn read(text: &str) -> Result<Tree, String> {
        let (mut nodes, mut tokens) = (Vec::new(), text.split_whitespace());
        read_node(&mut tokens, &mut nodes, 0).map_err(|why| format!("tree `{text}`: {why}"))?;
        match tokens.next() {
            Some(token) => Err(format!("tree `{text}`: `{token}` stands after the end of the tree")),
            None => Ok(Tree(nodes)),
        }
    }
}

fn read_node(tokens: &mut SplitWhitespace, nodes: &mut Vec<Node>, depth: usize) -> Result<(), String> {
    let number = |text: &str| match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ => Err(format!("`{text}` is not a number; expected `input<limit` or a number")),
    };
    let token = tokens.next().ok_or("it ends too early; after a split two branches are expected")?;
    let Some((name, limit)) = token.split_once('<') else {
        nodes.push(Node::Leaf(number(token)?));
        return Ok(());
    };
    let input = INPUTS.iter().position(|input| *input == name);
    let input = input.ok_or_else(|| format!("`{name}` is not an input of the pair model"))?;
    let limit = number(limit)?;
    if depth == DEEPEST {
        return Err(format!("more than {DEEPEST} splits below one another"));
    }
    let at = nodes.len();
    nodes.push(Node::Leaf(0.0));
    read_node(tokens, nodes, depth + 1)?;
    nodes[at] = Node::Split { input, limit, rest: nodes.len() };
    read_node(tokens, nodes, depth + 1)
}

impl Display for Tree {
    fn fmt(&self, out: &mut Formatter) -> fmt::Result {
        for (at, node) in self.0.iter().enumerate() {
            if at > 0 {
                out.write_char(' ')?;
            }
            match node {
                Node::Leaf(value) => write!(out, "{value}")?,
                Node::Split { input, limit, .. } => write!(out, "{}<{limit}", INPUTS[*input])?,
            }
        }
        Ok(())
    }
}

impl TryFrom<Vec<String>> for Forest {
    type Error = String;

    fn try_from(texts: Vec<String>) -> Result<Forest, String> {
        texts.iter().map(|text| Tree::read(text)).collect::<Result<_, _>>().map(Forest)
    }
}

impl From<Forest> for Vec<String> {
    fn from(forest: Forest) -> Vec<String> {
        forest.0.iter().map(Tree::to_string).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(values: &[(&str, f64)]) -> [f64; INPUTS.len()] {
        let mut inputs = [0.0; INPUTS.len()];
        for (name, value) in values {
            inputs[INPUTS.iter().position(|input| input == name).unwrap()] = *value;
        }
        inputs
    }

    #[test]
    fn a_tree_leads_to_one_leaf() {
        let forest = Forest::try_from(vec![
            "csls<0.25 title_cosine<0.1 -0.2 0.1 days<2 0.4 0.3".to_string(),
            "0.01".to_string(),
        ]);
        let forest = forest.unwrap();
        let check = |values: &[(&str, f64)], expect: f64| {
            assert!((forest.correction(&inputs(values)) - expect).abs() < 1e-12, "{values:?}");
        };
        check(&[("csls", 0.2)], -0.19);
        check(&[("csls", 0.2), ("title_cosine", 0.1)], 0.11);
        check(&[("csls", 0.25), ("days", 1.0)], 0.41);
        check(&[("csls", 1.0), ("days", 3.0)], 0.31);
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        let check = |text: &str, expect: &str| {
            let error = Forest::try_from(vec![text.to_string()]).unwrap_err();
            assert!(error.contains(expect), "{error}");
        };
        check("", "ends too early");
        check("csls<1 0.5", "ends too early");
        check("csls<1 0.5 0.6 0.7", "`0.7` stands after the end");
        check("luck<1 0.5 0.6", "`luck` is not an input");
        check("csls<NaN 0.5 0.6", "`NaN` is not a number");
        check(&"csls<1 ".repeat(100), "more than 32 splits");
    }
}
