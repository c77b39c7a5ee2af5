//! What a screen reader meets: language, headings, tables with headers, alternatives, and an order as on the page.

use super::reader::{self, Paper, Tag};
use super::{day, example, print};
use crate::import::appendices::imported;

/// All documents of the example, and those of the plan.
fn papers() -> Vec<(String, Paper)> {
    let sites = [example(&[]), imported()];
    let printed = sites.iter().flat_map(|site| print(site).0);
    printed.map(|p| (format!("{} {}", p.name, p.title), reader::read(&p.pdf))).collect()
}

/// Whether the rows of a table fill the same number of columns, spans counted.
fn is_rectangular(rows: &[Vec<&Tag>]) -> bool {
    let mut open: Vec<usize> = Vec::new();
    let mut width = None;
    for row in rows {
        let reaching = open.iter().filter(|left| **left > 0).count();
        open.iter_mut().for_each(|left| *left = left.saturating_sub(1));
        for cell in row {
            open.extend(std::iter::repeat_n(cell.size.0 - 1, cell.size.1));
        }
        let filled = reaching + row.iter().map(|cell| cell.size.1).sum::<usize>();
        if *width.get_or_insert(filled) != filled {
            return false;
        }
    }
    open.iter().all(|left| *left == 0)
}

#[test]
fn every_document_says_what_it_is() {
    for (name, paper) in papers() {
        assert_eq!(paper.lang, "de-DE", "{name}");
        assert!(paper.marked && paper.shows_title && !paper.title.is_empty(), "{name}");
        assert_eq!(paper.tags.kind, "Document", "{name}");
        assert!(paper.pages > 0 && !paper.tags.text().is_empty(), "{name}");
    }
}

#[test]
fn headings_start_at_the_top_and_leave_no_level_out() {
    for (name, paper) in papers() {
        let level = |tag: &&Tag| tag.kind.strip_prefix('H').and_then(|n| n.parse::<u8>().ok());
        let headings: Vec<(u8, String)> =
            paper.tags.all().iter().filter_map(|tag| Some((level(tag)?, tag.text()))).collect();
        assert_eq!(headings.iter().filter(|(level, _)| *level == 1).count(), 1, "{name}: {headings:?}");
        let mut last = 0;
        for (level, text) in &headings {
            assert!(*level <= last + 1 && !text.is_empty(), "{name}: {level} after {last}: {text}");
            last = *level;
        }
    }
}

#[test]
fn every_cell_has_its_headers() {
    let mut tables = 0;
    for (name, paper) in papers() {
        for table in paper.tags.find("Table") {
            tables += 1;
            let rows = table.rows();
            assert!(is_rectangular(&rows), "{name}: {}", table.text());
            for row in &rows {
                let heads: Vec<_> = row.iter().filter(|cell| cell.kind == "TH").collect();
                assert!(row.iter().all(|cell| ["TH", "TD"].contains(&cell.kind.as_str())), "{name}");
                let scopes: Vec<&str> = heads.iter().map(|cell| cell.scope.as_deref().unwrap_or("none")).collect();
                // A row of headings, or one record with its name.
                let whole = heads.len() == row.len() && scopes.iter().all(|scope| ["Column", "Both"].contains(scope));
                assert!(whole || scopes == ["Row"], "{name}: {scopes:?} in {}", row[0].text());
            }
        }
    }
    assert!(tables > 20, "{tables} tables");
}

#[test]
fn every_drawing_has_its_words() {
    let all = papers();
    let drawings =
        all.iter().flat_map(|(name, paper)| paper.tags.find("Figure").into_iter().map(move |tag| (name, tag)));
    let mut n = 0;
    for (name, drawing) in drawings {
        n += 1;
        assert!(drawing.alt.as_deref().is_some_and(|alt| alt.len() > 20), "{name}: {:?}", drawing.alt);
    }
    assert!(n > 5, "{n} drawings");
}

/// Records are read in the order in which they stand: page by page, from top to bottom.
#[test]
fn tables_are_read_from_top_to_bottom() {
    let mut records = 0;
    for (name, paper) in papers() {
        for table in paper.tags.find("Table") {
            let heads = table.rows().into_iter().filter_map(|row| row.into_iter().find(|cell| cell.kind == "TH"));
            let places: Vec<(usize, f32)> =
                heads.filter_map(|head| head.start().map(|mark| (mark.page, -mark.from))).collect();
            records += places.len();
            assert!(places.is_sorted_by(|a, b| a <= b), "{name}: {places:?}");
        }
    }
    assert!(records > 400, "{records} rows");
}

#[test]
fn what_is_read_is_what_stands_there() {
    let date = sachstand::text::lang::Lang::De.date(day());
    for (name, paper) in papers() {
        // Running heads and page numbers stand on every page and are read on none.
        let spoken = paper.tags.text();
        assert!(paper.text.contains(&date) && spoken.contains(&date), "{name}");
        assert!(paper.text.contains(&format!("Seite {} von {}", paper.pages, paper.pages)), "{name}");
        assert!(!spoken.contains(&format!("Seite {} von {}", paper.pages, paper.pages)), "{name}");
        assert!(!spoken.contains('\u{ad}') && !spoken.contains('□'), "{name}");
    }
}
