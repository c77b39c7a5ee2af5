//! Period lists: what happened to which records between two reporting dates, by name. Counts nothing.

use super::behind::Places;
use super::{Context, totals};
use crate::figures::{DateFigures, Lists, Standing};
use crate::model::{RecordRef, RegisterId};
use crate::site::Kind;
use crate::view::{Link, PeriodList, RecordRef as Mention};

/// Every period list, in the order of the page of a date.
pub(super) const LISTS: &[&str] =
    &["implemented", "fell_back", "reported", "advanced", "gone_back", "standing_still", "expected"];

/// Period lists of these kinds; with `limit` each shows so many names and leads to the whole.
pub(super) fn lists(
    c: &Context<'_>,
    id: RegisterId,
    f: &DateFigures,
    kinds: &[&str],
    limit: Option<usize>,
) -> Vec<PeriodList> {
    let register = c.model.register(id);
    let Some(index) = register.dates.iter().position(|d| *d == f.date) else {
        return Vec::new();
    };
    let key = c.model.register_config(register).key.value.clone();
    // Only the page of the date itself has all lists; elsewhere the register must be named.
    let here = kinds.len() == LISTS.len();
    kinds
        .iter()
        .map(|kind| {
            let records = pick(&f.lists, kind);
            // In a register with gaps a first value need not mean that the record is new to the plan.
            let partial = *kind == "reported" && totals::headline(c, id, f.date).is_some();
            let name = c.words.say(&format!("period.{}", if partial { "first_value" } else { kind }));
            let shown = &records[..records.len().min(limit.unwrap_or(usize::MAX))];
            let n = c.number(records.len() as u64);
            let more = (shown.len() < records.len()).then(|| {
                let title = c.words.fill("period.more", &[("n", &n), ("list", &name)]);
                let name = if *kind == "reported" { "new" } else { kind };
                let listed = here.then(|| Places::known(c, id, f).to(c, name)).flatten();
                let href = match (here, listed) {
                    (_, Some(listed)) => listed,
                    // Too long for a list of names.
                    (true, None) => c.site.data_file("figures.json"),
                    (false, None) => format!("{}#{key}-{kind}", c.href(Kind::Stand(f.date))),
                };
                Link { title, href }
            });
            let empty_n: [(&str, &dyn std::fmt::Display); 1] = [("n", &3)];
            PeriodList {
                id: format!("{key}-{kind}"),
                title: if here {
                    name.clone()
                } else {
                    c.words.fill("period.of_register", &[("register", &c.register_title(register)), ("list", &name)])
                },
                count: c.words.fill("period.count", &[("n", &n)]),
                definition: c.definition(&format!("lists_{kind}")),
                records: shown.iter().map(|r| mention(c, id, *r, index, kind)).collect(),
                empty: c.words.fill(&format!("period.empty_{kind}"), &empty_n),
                more,
            }
        })
        .collect()
}

pub(super) fn pick<'l>(lists: &'l Lists, kind: &str) -> &'l [u32] {
    match kind {
        "implemented" => &lists.implemented,
        "fell_back" => &lists.fell_back,
        "reported" => &lists.reported,
        "advanced" => &lists.advanced,
        "gone_back" => &lists.gone_back,
        "standing_still" => &lists.standing_still,
        _ => &lists.expected,
    }
}

fn mention(c: &Context<'_>, id: RegisterId, index: u32, date: usize, kind: &str) -> Mention {
    let at = RecordRef { register: id, index };
    let scheme = c.model.scheme(c.model.register(id));
    let figures = c.figures.register(id);
    let (before, now) = match &figures.dates[date].frozen {
        Some(frozen) => (frozen.before[index as usize], frozen.standings[index as usize]),
        None => (date.checked_sub(1).map(|d| figures.standing(index, d)), Some(figures.standing(index, date))),
    };
    let word = |s: Standing| match s {
        Standing::Counted { status, value: None } => Some(scheme.status(status).label.get(c.lang).to_owned()),
        other => c.value_text(scheme, other),
    };
    let detail = match kind {
        "expected" => {
            let schedule = c.model.record(at).text.schedule.map(|s| c.lang.schedule(s));
            schedule.map(|s| c.words.fill("period.detail_schedule", &[("schedule", &s)]))
        }
        "standing_still" => now.and_then(word).map(|v| c.words.fill("period.detail_still", &[("value", &v)])),
        _ => before.and_then(word).zip(now.and_then(word)).map(|(before, after)| {
            let key = if scheme.scale.is_some() { "period.detail_value" } else { "period.detail_status" };
            c.words.fill(key, &[("before", &before), ("after", &after)])
        }),
    };
    c.mention(at, detail)
}
