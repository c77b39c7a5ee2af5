//! `sachstand schema`: JSON Schema per record type, for editors.

use super::Outcome;
use super::console::Console;
use crate::disk;
use crate::record::schema::schema;
use crate::record::{RECORD_TYPES, RecordType, record_type};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Record type; without it the types are listed
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(RECORD_TYPES.iter().map(|t| t.name)))]
    kind: Option<String>,
    /// Write the schemas of all types into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "kind")]
    output: Option<PathBuf>,
}

/// The schema as a file.
pub(super) fn text(kind: &RecordType) -> String {
    format!("{:#}\n", schema(kind))
}

impl Schema {
    /// Whether it writes files.
    pub(super) fn writes(&self) -> bool {
        self.output.is_some()
    }

    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        if let Some(folder) = &self.output {
            for kind in RECORD_TYPES {
                let place = folder.join(format!("{}.schema.json", kind.name));
                if let Err(error) = disk::write_new(&place, text(kind).as_bytes()) {
                    console.fail(&format!("cannot write `{}`: {error}", place.display()));
                    return Outcome::Failed;
                }
                console.data(&format!("{}\n", place.display()));
            }
            return Outcome::Fine;
        }
        match self.kind.as_deref().and_then(record_type) {
            Some(kind) => console.data(&text(kind)),
            None => {
                for kind in RECORD_TYPES {
                    console.data(&format!("{:<13} {}\n", kind.name, kind.place));
                }
            }
        }
        Outcome::Fine
    }
}
