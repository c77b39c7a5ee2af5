//! Tables for a terminal: aligned columns, at most 80 wide.
//!
//! The first column is text and the others are numbers. A table that is too wide continues below
//! with its first column repeated; nothing is cut off.

/// What a terminal surely shows in one line.
const WIDTH: usize = 80;
const GAP: usize = 2;

/// The rows of a table; the first row is its header.
pub(super) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |row: &'_ Vec<String>, c: usize| row.get(c).cloned().unwrap_or_default();
    let width = |c: usize| rows.iter().map(|r| cell(r, c).chars().count()).max().unwrap_or(0);
    let first = width(0);
    let mut out = String::new();
    let mut from = 1;
    loop {
        let mut to = from;
        let mut used = first + 2;
        while to < columns && (to == from || used + GAP + width(to) <= WIDTH) {
            used += GAP + width(to);
            to += 1;
        }
        if from > 1 {
            out.push('\n');
        }
        for row in rows {
            let mut line = format!("  {}", padded(&cell(row, 0), first, false));
            for c in from..to {
                line.push_str(&" ".repeat(GAP));
                line.push_str(&padded(&cell(row, c), width(c), true));
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        if to >= columns {
            return out;
        }
        from = to;
    }
}

/// Text broken at spaces, each line indented.
pub(super) fn paragraph(text: &str, indent: usize) -> String {
    let mut out = String::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        if !line.is_empty() && indent + line.chars().count() + 1 + word.chars().count() > WIDTH {
            out.push_str(&format!("{}{line}\n", " ".repeat(indent)));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    out.push_str(&format!("{}{line}\n", " ".repeat(indent)));
    out
}

fn padded(text: &str, width: usize, right: bool) -> String {
    let space = " ".repeat(width.saturating_sub(text.chars().count()));
    if right { format!("{space}{text}") } else { format!("{text}{space}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_tables_continue_below() {
        let row = |name: &str| std::iter::once(name.to_owned()).chain((0..12).map(|n| format!("{n:08}"))).collect();
        let text = table(&[row("a"), row("Jahr")]);
        assert!(text.lines().all(|l| l.chars().count() <= WIDTH));
        assert_eq!(text.lines().count(), 2 * 2 + 1);
        assert!(text.starts_with("  a     00000000"));
    }
}
