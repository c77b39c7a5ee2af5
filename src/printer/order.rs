//! A document on its way to the process that prints it: its length in eight bytes, then JSON.
//!
//! Nothing follows, but the input stays open as long as somebody waits for the document.

use crate::pdf::Job;
use crate::value::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, Read};

/// Bytes of the length.
const LENGTH: usize = size_of::<u64>();

/// A [`Job`] on its way.
#[derive(Serialize)]
struct Sent<'j> {
    template: &'j str,
    templates: &'j BTreeMap<String, String>,
    data: &'j str,
    ident: &'j str,
    date: String,
}

/// A [`Job`] that has arrived.
#[derive(Debug, Deserialize)]
pub struct Order {
    template: String,
    templates: BTreeMap<String, String>,
    data: String,
    ident: String,
    date: String,
}

impl Order {
    /// What is to be printed; nothing if its day is none.
    pub fn job(&self) -> Option<Job<'_>> {
        Some(Job {
            template: &self.template,
            templates: &self.templates,
            data: &self.data,
            ident: &self.ident,
            date: Date::parse(&self.date)?,
        })
    }
}

/// The bytes of a document that is sent.
pub(super) fn sent(job: Job<'_>) -> Vec<u8> {
    let Job { template, templates, data, ident, date } = job;
    let sent = Sent { template, templates, data, ident, date: date.to_string() };
    let mut bytes = vec![0; LENGTH];
    // Texts and maps of texts can always be written; a reader would miss them.
    let _ = serde_json::to_writer(&mut bytes, &sent);
    let length = (bytes.len() - LENGTH) as u64;
    bytes[..LENGTH].copy_from_slice(&length.to_le_bytes());
    bytes
}

/// The document that was sent.
///
/// # Errors
/// If the input ends before, or is something else.
pub fn receive(from: &mut dyn Read) -> io::Result<Order> {
    let mut length = [0; LENGTH];
    from.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    let mut json = Vec::new();
    from.take(length).read_to_end(&mut json)?;
    Ok(serde_json::from_slice(&json)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_arrives() {
        let templates = BTreeMap::from([("a.typ".to_owned(), "„Größe“ \"\\\n\u{1}".to_owned())]);
        let date = Date::parse("2026-03-31").expect("a day");
        let job = Job { template: "a.typ", templates: &templates, data: "{\"a\": \"\u{1f600}\"}", ident: "x", date };
        let sent = super::sent(job);
        let order = receive(&mut sent.as_slice()).expect("an order");
        let arrived = order.job().expect("a job");
        assert_eq!(format!("{arrived:?}"), format!("{job:?}"));
        for broken in [&sent[..sent.len() - 1], &sent[..3], b"", &[0; 8], &[255; 100], b"\x02\0\0\0\0\0\0\0{}"] {
            assert!(receive(&mut &broken[..]).is_err(), "{broken:?}");
        }
    }
}
