//! The page of open data: every file with its size and extent.

use super::Context;
use crate::model::RegisterId;
use crate::value::Date;
use crate::view::{Dataset, Download, Link, OpenData, WebLink};

/// Files of a register.
pub(super) fn register_files(c: &Context<'_>, id: RegisterId) -> Vec<Download> {
    let title = c.register_title(c.model.register(id));
    let formats = [
        ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        ("CSV", "text/csv", "csv"),
    ];
    let file = |(format, media_type, ending): (&str, &str, &str)| {
        let href = c.site.data_file(&format!("{}.{ending}", c.site.register(id)));
        // There is no workbook of a register that is too long for one.
        let is_there = ending != "xlsx" || c.sizes.is_empty() || c.sizes.contains_key(&href);
        is_there.then(|| download(c, title.clone(), format, media_type, href))
    };
    formats.into_iter().filter_map(file).chain([excel_csv(c, id, &title)]).collect()
}

/// The CSV file that Excel opens as it is.
fn excel_csv(c: &Context<'_>, id: RegisterId, title: &str) -> Download {
    let href = c.site.data_file(&format!("{}.excel.csv", c.site.register(id)));
    download(c, title.to_owned(), &c.words.say("data.excel_csv"), "text/csv", href)
}

/// The file of all figures.
pub(super) fn figures_file(c: &Context<'_>) -> Option<Download> {
    let href = c.site.data_file("figures.json");
    Some(download(c, c.words.say("data.figures"), "JSON", "application/json", href))
}

/// Documents of a reporting date.
pub(super) fn papers(c: &Context<'_>, date: Date) -> Vec<Download> {
    let own = c.papers.iter().filter(|paper| paper.date == date);
    own.map(|paper| Download {
        title: paper.title.clone(),
        format: "PDF".to_owned(),
        size: paper.pdf.as_ref().map(|pdf| size(c, pdf.len())),
        media_type: "application/pdf".to_owned(),
        href: paper.path.clone(),
    })
    .collect()
}

fn download(c: &Context<'_>, title: String, format: &str, media_type: &str, href: String) -> Download {
    let size = c.sizes.get(&href).map(|bytes| size(c, *bytes));
    Download { title, format: format.to_owned(), size, media_type: media_type.to_owned(), href }
}

/// The size of a file as people read it.
pub(super) fn size(c: &Context<'_>, bytes: usize) -> String {
    let (key, n) = match bytes {
        0..1_000 => ("frame.size_bytes", bytes),
        1_000..1_000_000 => ("frame.size_kb", bytes.div_ceil(1_000)),
        _ => ("frame.size_mb", bytes.div_ceil(1_000_000)),
    };
    c.words.fill(key, &[("size", &c.number(n as u64))])
}

pub(super) fn fill(c: &Context<'_>) -> OpenData {
    let config = &c.model.config;
    let date = c.lang.date(c.model.as_of);
    let figures = Dataset {
        id: "figures".to_owned(),
        title: c.words.say("data.figures"),
        text: c.words.say("data.figures_text"),
        extent: None,
        files: figures_file(c).into_iter().collect(),
        fields: None,
    };
    let registers = c.model.registers().map(|(id, register)| Dataset {
        id: c.model.register_config(register).key.value.clone(),
        title: c.register_title(register),
        text: c.words.say("data.register_text"),
        extent: Some(c.words.fill("data.extent", &[("n", &c.number(c.figures.register(id).records)), ("date", &date)])),
        files: register_files(c, id),
        fields: None,
    });
    let dates: std::collections::BTreeSet<Date> = c.papers.iter().map(|paper| paper.date).collect();
    let documents = dates.into_iter().rev().map(|date| Dataset {
        id: format!("papers-{date}"),
        title: c.words.fill("data.papers", &[("date", &c.lang.date(date))]),
        text: c.words.say("data.papers_text"),
        extent: None,
        files: papers(c, date),
        fields: None,
    });
    let publisher = super::frame::publisher(c);
    let values: [(&str, &dyn std::fmt::Display); 4] = [
        ("publisher", &publisher.name),
        ("site", &config.title.get(c.lang)),
        ("date", &date),
        ("url", &c.site.base_url),
    ];
    OpenData {
        title: c.words.say("page.data"),
        lead: c.words.say("page.data_lead"),
        datasets: registers.chain([figures]).chain(documents).collect(),
        licence: licence(c),
        citation: c.words.fill("data.citation", &values),
        feeds: vec![Link { title: c.words.say("data.sitemap"), href: "sitemap.xml".to_owned() }],
        publisher,
        notes: Vec::new(),
    }
}

/// The licence of the data: its SPDX id with its text.
pub(super) fn licence(c: &Context<'_>) -> Option<WebLink> {
    let publisher = &c.model.config.publisher;
    let title = publisher.licence.clone()?;
    let url = publisher.licence_url.clone().unwrap_or_else(|| format!("https://spdx.org/licenses/{title}.html"));
    Some(WebLink { title, url })
}
