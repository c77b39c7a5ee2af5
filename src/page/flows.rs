//! Drawings of what happened up to a reporting date: from opening to closing stock, and moves between statuses.
//!
//! Both show what the tables beside them hold, and count nothing else.

use super::Context;
use super::charts::{block, tone};
use super::parts::{cell, column, row, table};
use crate::chart::{Flow, FlowBand, FlowNode};
use crate::exchange::table_csv;
use crate::figures::{DateFigures, Place};
use crate::model::{RegisterId, Scheme};
use crate::view::{ChartBlock, Table};

/// Two columns with numbers, and the ways between them.
struct Parts {
    flow: Flow,
    lines: Vec<(String, String, u64)>,
}

impl Parts {
    fn node(c: &Context<'_>, n: u64, name: &str, tone: Option<usize>) -> FlowNode {
        FlowNode { label: c.words.fill("chart.part", &[("n", &c.number(n)), ("label", &name)]), tone }
    }

    /// Title, texts and files around the drawing.
    fn finish(self, c: &Context<'_>, name: &str, definition: &str, files: &mut Vec<(String, String)>) -> ChartBlock {
        let Parts { flow, lines } = self;
        let header = ["from", "to", "count"].map(str::to_owned);
        let csv: Vec<_> = lines.iter().map(|(from, to, n)| vec![from.clone(), to.clone(), n.to_string()]).collect();
        let data = self::data(c, name, &flow.title, &lines);
        block(
            c,
            name,
            flow.title.clone(),
            flow.desc.clone(),
            &flow.draw(),
            data,
            definition,
            table_csv(&header, &csv),
            files,
        )
    }
}

fn data(c: &Context<'_>, name: &str, title: &str, lines: &[(String, String, u64)]) -> Table {
    let columns = vec![
        column(c.words.say("column.before_after"), false),
        column(c.words.say("column.status"), false),
        column(c.words.say("column.count"), true),
    ];
    let rows = lines.iter().map(|(from, to, n)| row(cell(from), vec![cell(to), cell(c.number(*n))], false)).collect();
    table(format!("t-{name}"), title.to_owned(), columns, rows)
}

/// The stock of a date; none where nothing was ever counted.
pub(super) fn base(
    c: &Context<'_>,
    id: RegisterId,
    f: &DateFigures,
    files: &mut Vec<(String, String)>,
) -> Option<ChartBlock> {
    let base = &f.base;
    if base.opening == 0 && base.closing == 0 {
        return None;
    }
    let (new, returned, left) = (base.new.len() as u64, base.returned.len() as u64, base.left.len() as u64);
    let name = c.site.flow_chart(id, "base", f.date);
    let to = c.lang.date(f.date);
    let stock = c.words.say("chart.stock");
    let groups = super::detail::left_groups(c, id, &base.left);
    let origins =
        [(base.opening, stock.clone()), (new, c.words.say("moves.new")), (returned, c.words.say("moves.returned"))];
    let origins: Vec<_> = origins.into_iter().enumerate().filter(|(nth, (n, _))| *nth == 0 || *n > 0).collect();
    let mut goals = vec![(base.closing, stock)];
    goals.extend(groups.iter().map(|g| (g.records.len() as u64, g.reason.clone())));
    let mut bands = Vec::new();
    let mut lines = Vec::new();
    for (at, (nth, (n, origin))) in origins.iter().enumerate() {
        // Only the opening stock splits: into what stayed and what left.
        let stayed = if *nth == 0 { base.stayed() } else { *n };
        let gone = goals.iter().skip(1).filter(|_| *nth == 0).map(|(n, _)| *n);
        for (to, value) in std::iter::once(stayed).chain(gone).enumerate().filter(|(_, value)| *value > 0) {
            let value_label = if to == 0 { c.number(value) } else { String::new() };
            bands.push(FlowBand { from: at, to, value, value_label });
            lines.push((origin.clone(), goals[to].1.clone(), value));
        }
    }
    let values: [(&str, &dyn std::fmt::Display); 5] = [
        ("opening", &c.number(base.opening)),
        ("new", &c.number(new)),
        ("returned", &c.number(returned)),
        ("left", &c.number(left)),
        ("closing", &c.number(base.closing)),
    ];
    let equation = c.words.fill("base.equation", &values);
    let register = c.register_title(c.model.register(id));
    let flow = Flow {
        id: format!("d-{name}"),
        title: c.words.fill("chart.base_flow", &[("register", &register), ("to", &to)]),
        desc: c.words.fill("chart.base_flow_summary", &[("equation", &equation)]),
        heads: [f.previous.map_or_else(|| c.words.say("value.first_survey"), |d| c.lang.date(d)), to],
        tones: Vec::new(),
        left: origins.iter().map(|(_, (n, name))| Parts::node(c, *n, name, None)).collect(),
        right: goals.iter().map(|(n, name)| Parts::node(c, *n, name, None)).collect(),
        bands,
    };
    Some(Parts { flow, lines }.finish(c, &name, "base_closing", files))
}

/// Moves between statuses since the date before; none at the first date.
pub(super) fn moves(
    c: &Context<'_>,
    id: RegisterId,
    scheme: &Scheme,
    f: &DateFigures,
    files: &mut Vec<(String, String)>,
) -> Option<ChartBlock> {
    let from = c.lang.date(f.previous?);
    if f.moves.is_empty() {
        return None;
    }
    let to = c.lang.date(f.date);
    let name = c.site.flow_chart(id, "moves", f.date);
    let statuses = || scheme.iter().map(|(s, _)| Place::Status(s));
    let some = |places: Vec<Place>, side: &dyn Fn(&crate::figures::Move) -> Place| -> Vec<(Place, u64)> {
        places.into_iter().map(|p| (p, f.moved(|m| side(m) == p))).filter(|(_, n)| *n > 0).collect()
    };
    let origins = some(statuses().chain([Place::New, Place::Returned]).collect(), &|m| m.from);
    let goals = some(statuses().chain([Place::Left]).collect(), &|m| m.to);
    let word = |place: Place| match place {
        Place::Status(s) => scheme.status(s).label.get(c.lang).to_owned(),
        Place::New => c.words.say("moves.new"),
        Place::Returned => c.words.say("moves.returned"),
        Place::Left => c.words.say("moves.left"),
    };
    let ink = |place: Place| match place {
        Place::Status(s) => Some(usize::from(s.0)),
        _ => None,
    };
    let nodes = |places: &[(Place, u64)]| -> Vec<FlowNode> {
        places.iter().map(|(place, n)| Parts::node(c, *n, &word(*place), ink(*place))).collect()
    };
    let at = |places: &[(Place, u64)], place| places.iter().position(|(p, _)| *p == place).unwrap_or(usize::MAX);
    let band = |m: &crate::figures::Move| {
        let value = m.records.len() as u64;
        FlowBand { from: at(&origins, m.from), to: at(&goals, m.to), value, value_label: c.number(value) }
    };
    let register = c.register_title(c.model.register(id));
    let flow = Flow {
        id: format!("d-{name}"),
        title: c.words.fill("chart.moves", &[("register", &register), ("from", &from)]),
        desc: c.words.fill("chart.moves_summary", &[("from", &from), ("to", &to)]),
        heads: [from, to],
        tones: scheme.iter().map(|(_, s)| tone(s.class)).collect(),
        left: nodes(&origins),
        right: nodes(&goals),
        bands: f.moves.iter().map(band).collect(),
    };
    let lines = f.moves.iter().map(|m| (word(m.from), word(m.to), m.records.len() as u64)).collect();
    Some(Parts { flow, lines }.finish(c, &name, "moves", files))
}
