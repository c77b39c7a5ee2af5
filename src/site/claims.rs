//! Who wants which address, and who is to blame when two want the same.

use super::Kind;
use crate::diag::{Diagnostics, Locus, codes};
use crate::model::Model;
use crate::output::{PathError, Paths, check_path};
use crate::source::{SourceTree, Span};
use std::collections::HashMap;

/// Names of assets that not every web space can hold.
pub(super) fn assets(model: &Model, sources: &SourceTree, diags: &mut Diagnostics) {
    for id in &model.assets {
        let path = &sources.file(*id).path;
        let address = path.strip_prefix("content/").unwrap_or(path);
        if let Err(PathError::Impossible { reason, .. }) = check_path(address) {
            diags.push(codes::impossible_address(Locus::Path(path.clone()), address, reason));
        }
    }
}

/// Who wants an address.
#[derive(Clone)]
pub(super) struct Owner {
    /// Where it says so; nothing for what the program makes of its own accord.
    place: Option<Locus>,
    /// Its name in messages.
    name: String,
}

impl Owner {
    pub(super) fn program(name: &str) -> Self {
        Owner { place: None, name: name.to_owned() }
    }

    fn file(path: &str) -> Self {
        Owner { place: Some(Locus::Path(path.to_owned())), name: format!("`{path}`") }
    }

    fn entry(span: Span, name: String) -> Self {
        Owner { place: Some(Locus::Text(span)), name }
    }

    fn span(&self) -> Option<Span> {
        match self.place {
            Some(Locus::Text(span)) => Some(span),
            _ => None,
        }
    }

    /// Whether both are one id in one place, which was reported as such.
    fn has_id_of(&self, other: &Owner) -> bool {
        let id = |owner: &Owner| {
            let name = owner.name.trim_end_matches('`');
            name.strip_suffix(".md").or_else(|| name.strip_suffix(".toml")).unwrap_or(name).to_owned()
        };
        self.place.is_some() && id(self) == id(other)
    }

    fn locus(&self) -> Locus {
        self.place.clone().unwrap_or(Locus::Site)
    }
}

/// The addresses taken so far, and by whom.
#[derive(Default)]
pub(super) struct Claims {
    paths: Paths,
    owners: HashMap<String, Owner>,
}

impl Claims {
    pub(super) fn claim(&mut self, path: &str, owner: Owner, diags: &mut Diagnostics) {
        let address = path.trim_end_matches("index.html");
        match self.paths.claim(path) {
            Ok(_) => {
                self.owners.insert(path.to_owned(), owner);
            }
            Err(PathError::Impossible { reason, .. }) => {
                diags.push(codes::impossible_address(owner.locus(), address, reason));
            }
            Err(PathError::Taken { other, .. }) => {
                let first = self.owners.get(&other).cloned().unwrap_or_else(|| Owner::program(&format!("`{other}`")));
                if owner.has_id_of(&first) {
                    return;
                }
                // What the program makes cannot be renamed, so the other one is to blame.
                let (owner, first) = if owner.place.is_none() { (first, owner) } else { (owner, first) };
                diags.push(codes::address_taken(owner.locus(), address, &first.name, first.span()));
            }
        }
    }
}

/// Who is to blame when an address collides.
pub(super) fn owner(model: &Model, sources: &SourceTree, kind: Kind) -> Owner {
    let file = |span: Span| Owner::file(&sources.file(span.source).path);
    match kind {
        Kind::Record(at) => file(model.record(at).text.head),
        Kind::Programme(id) => file(model.programme(id).body),
        Kind::Report(i) => file(model.reports[i].head),
        Kind::Free(i) => file(model.pages[i].head),
        Kind::List(id, _) => {
            let config = model.register_config(model.register(id));
            Owner::entry(config.slug.span, format!("the register `{}`", config.key.value))
        }
        Kind::Division(id) => {
            let division = model.division(id);
            Owner::entry(division.span, format!("the division `{}`", division.id))
        }
        Kind::Unit(id) => {
            let unit = model.unit(id);
            Owner::entry(unit.span, format!("the unit `{}`", unit.id))
        }
        _ => Owner::program("the program's own pages"),
    }
}
