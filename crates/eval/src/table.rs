//! Tables for people.

use std::fmt;

/// Rows of cells, the first column to the left, the others to the right. Cells are ASCII.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(head: &[&str]) -> Table {
        Table { rows: vec![head.iter().map(|cell| cell.to_string()).collect()] }
    }

    /// A row: its name, then its cells.
    pub(crate) fn row(&mut self, name: &str, cells: impl IntoIterator<Item = String>) -> &mut Table {
        self.rows.push(std::iter::once(name.to_string()).chain(cells).collect());
        self
    }

    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column| self.rows.iter().filter_map(|row| row.get(column)).map(String::len).max().unwrap_or(0);
        (0..columns).map(width).collect()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths = self.widths();
        for row in &self.rows {
            let mut line = format!("{:<1$}", row[0], widths[0]);
            for (cell, width) in row.iter().zip(&widths).skip(1) {
                line += &format!("  {cell:>width$}");
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align() {
        let mut table = Table::new(&["", "F1"]);
        table.row("zh-Hans", ["0.5000".to_string()]).row("ko", ["1".to_string()]);
        assert_eq!(table.to_string(), "             F1\nzh-Hans  0.5000\nko            1\n");
    }
}
