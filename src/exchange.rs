//! Open data: the forms in which records and figures leave the site.

/// A table as CSV after RFC 4180: comma, CRLF, UTF-8 without byte order mark.
pub fn table_csv(header: &[String], rows: &[Vec<String>]) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in std::iter::once(header).chain(rows.iter().map(Vec::as_slice)) {
        // A Vec takes every byte, and all rows have the header's length, so neither step can fail.
        let _ = writer.write_record(row);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// TEMPORARY
pub fn register_csv(_: &crate::model::Model, _: &crate::figures::Figures, _: crate::model::RegisterId, _: crate::text::lang::Lang, _: &dyn Fn(crate::model::RecordRef) -> String) -> String { "id\r\n".into() }
/// TEMPORARY
pub fn figures_json(_: &crate::model::Model, _: &crate::figures::Figures, _: &[&crate::text::catalog::Catalog]) -> String { "{}".into() }
