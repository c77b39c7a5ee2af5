//! The inserts that a text may have: names, places, values, with a line of documentation and an example each.
//!
//! This one table drives reading, did-you-mean, the reference that `sachstand explain inserts` prints, and tests.
//! What an insert means is `model::inserts`, what it shows `page::insert`; neither knows a name that is not here.

use std::fmt::Write;

/// A kind of insert.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name.
    pub name: &'static str,
    /// Whether it stands on a line of its own; otherwise it is part of a sentence.
    pub block: bool,
    /// Values in their order, without a key; all are needed.
    pub values: &'static [Value],
    /// Values with a key; none is needed but those of [`Value::Needed`].
    pub keyed: &'static [(&'static str, Value)],
    /// What it shows.
    pub doc: &'static str,
    /// An example.
    pub example: &'static str,
}

/// What a value names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// The key of a register.
    Register,
    /// A status code of the register.
    Status,
    /// The same, and it cannot be left out.
    Needed,
    /// A reporting date of the register, or `previous`.
    Date,
    /// The id of a unit.
    Unit,
    /// The id of a programme.
    Programme,
    /// The id of a target of the programme.
    Target,
    /// A drawing.
    Chart,
    /// A table.
    Table,
    /// A period list.
    List,
}

/// Drawings.
pub const CHARTS: &[&str] = &["status-by-date", "sum-by-date", "units", "base", "moves"];
/// Tables.
pub const TABLES: &[&str] = &["status", "base", "moves", "units", "cohorts"];
/// Period lists.
pub const LISTS: &[&str] =
    &["implemented", "fell-back", "reported", "advanced", "gone-back", "standing-still", "expected"];

/// All inserts.
pub const INSERTS: &[Kind] = &[
    Kind {
        name: "count",
        block: false,
        values: &[Value::Register],
        keyed: &[("status", Value::Status), ("unit", Value::Unit), ("list", Value::List), ("date", Value::Date)],
        doc: "how many records count: all, or those of a status, a unit, a period list",
        example: "{{count measures status=U}}",
    },
    Kind {
        name: "share",
        block: false,
        values: &[Value::Register],
        keyed: &[("status", Value::Needed), ("unit", Value::Unit), ("date", Value::Date)],
        doc: "the part that has a status, always with both numbers: 41 of 129 (31.8 %)",
        example: "{{share services status=U}}",
    },
    Kind {
        name: "sum",
        block: false,
        values: &[Value::Register],
        keyed: &[("status", Value::Status), ("date", Value::Date)],
        doc: "the sum of the values on the scale",
        example: "{{sum measures date=previous}}",
    },
    Kind {
        name: "mean",
        block: false,
        values: &[Value::Register],
        keyed: &[("status", Value::Status), ("date", Value::Date)],
        doc: "their mean, with two decimals",
        example: "{{mean measures}}",
    },
    Kind {
        name: "chart",
        block: true,
        values: &[Value::Register, Value::Chart],
        keyed: &[("date", Value::Date)],
        doc: "a drawing with its data, up to the date",
        example: "{{chart measures status-by-date}}",
    },
    Kind {
        name: "table",
        block: true,
        values: &[Value::Register, Value::Table],
        keyed: &[("date", Value::Date)],
        doc: "a table as on the page of the date",
        example: "{{table measures status}}",
    },
    Kind {
        name: "list",
        block: true,
        values: &[Value::Register, Value::List],
        keyed: &[("date", Value::Date)],
        doc: "the records to which something happened since the date before",
        example: "{{list services implemented}}",
    },
    Kind {
        name: "pace",
        block: true,
        values: &[Value::Programme],
        keyed: &[("target", Value::Target), ("date", Value::Date)],
        doc: "a target: what is reached, what each period needs, where the pace leads",
        example: "{{pace online-dienste}}",
    },
];

/// The insert with this name.
pub fn find(name: &str) -> Option<&'static Kind> {
    INSERTS.iter().find(|kind| kind.name == name)
}

impl Value {
    /// What a reader puts in its place.
    pub fn placeholder(self) -> &'static str {
        match self {
            Value::Register => "REGISTER",
            Value::Status | Value::Needed => "STATUS",
            Value::Date => "DATE",
            Value::Unit => "UNIT",
            Value::Programme => "PROGRAMME",
            Value::Target => "TARGET",
            Value::Chart => "CHART",
            Value::Table => "TABLE",
            Value::List => "LIST",
        }
    }

    /// The words it may be, if these are a fixed list.
    pub fn choices(self) -> &'static [&'static str] {
        match self {
            Value::Chart => CHARTS,
            Value::Table => TABLES,
            Value::List => LISTS,
            _ => &[],
        }
    }
}

impl Kind {
    /// How it is written: `{{count REGISTER [status=STATUS]}}`.
    pub fn form(&self) -> String {
        let mut form = format!("{{{{{}", self.name);
        for value in self.values {
            let _ = write!(form, " {}", value.placeholder());
        }
        for (key, value) in self.keyed {
            let _ = match value {
                Value::Needed => write!(form, " {key}={}", value.placeholder()),
                _ => write!(form, " [{key}={}]", value.placeholder()),
            };
        }
        form + "}}"
    }
}

/// All inserts for the terminal, 80 columns wide.
pub fn reference() -> String {
    let mut out = String::from(
        "Inserts put figures into the text of a report (content/reports/DATE.md) or of a\n\
         free page (content/pages/). They stand between double braces:\n\n  \
         Von den Maßnahmen sind {{share measures status=U}} umgesetzt.\n",
    );
    for (head, block) in [("In a sentence", false), ("On a line of its own", true)] {
        let _ = write!(out, "\n{head}:\n");
        for kind in INSERTS.iter().filter(|kind| kind.block == block) {
            let _ = write!(out, "\n  {}\n      {}\n      for example {}\n", kind.form(), kind.doc, kind.example);
        }
    }
    out.push_str("\nREGISTER and PROGRAMME are the names of folder and file, STATUS is a code of the\nregister's status scheme.\n");
    for (name, words) in [("CHART", CHARTS), ("TABLE", TABLES), ("LIST", LISTS)] {
        let (first, rest) = words.split_at(words.len().min(5));
        let _ = writeln!(out, "{name:5}  {}{}", first.join(", "), if rest.is_empty() { "" } else { "," });
        if !rest.is_empty() {
            let _ = writeln!(out, "       {}", rest.join(", "));
        }
    }
    out.push_str(
        "\nDATE is a reporting date such as 2023-03-31, or `previous` for the one before.\n\
         Without it a report shows its own date, a page the latest one. Values with\n\
         spaces stand in quotation marks. `\\{{` stands for two braces; in code nothing\n\
         is inserted.\n\n\
         While a register is not `complete`, counts, shares, sums and means, the tables\n\
         `status` and `cohorts` and the charts by date show the totals as published where\n\
         a report has them. All else is counted from the records here, and says so.\n",
    );
    out
}
