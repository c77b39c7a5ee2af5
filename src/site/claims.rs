//! Who wants which address, and who is to blame when two want the same.

use super::Kind;
use crate::diag::{Diagnostics, Locus, codes};
use crate::model::Model;
use crate::output::{PathError, Paths, check_path};
use crate::source::{SourceTree, Span};
use foldhash::fast::FixedState;
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
struct Owner {
    /// Where it says so; nothing for what the program makes of its own accord.
    place: Option<Locus>,
    /// Its name in messages.
    name: String,
}

impl Owner {
    fn program(name: &str) -> Self {
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

/// What an address is for.
#[derive(Clone, Copy)]
pub(super) enum Use {
    /// A page.
    Page(Kind),
    /// What the program makes of its own accord, by its name in messages.
    Own(&'static str),
}

/// The addresses taken so far, and what for.
pub(super) struct Claims<'c> {
    model: &'c Model,
    sources: &'c SourceTree,
    paths: Paths,
    uses: HashMap<String, Use, FixedState>,
}

impl<'c> Claims<'c> {
    /// None is taken; about that many will be.
    pub(super) fn new(model: &'c Model, sources: &'c SourceTree, many: usize) -> Self {
        let mut claims = Claims { model, sources, paths: Paths::default(), uses: HashMap::default() };
        claims.uses.reserve(many);
        claims.paths.reserve(many);
        claims
    }

    pub(super) fn claim(&mut self, path: String, by: Use, diags: &mut Diagnostics) {
        let address = path.trim_end_matches("index.html");
        match self.paths.claim(&path) {
            Ok(_) => {
                self.uses.insert(path, by);
            }
            Err(PathError::Impossible { reason, .. }) => {
                diags.push(codes::impossible_address(self.owner(by).locus(), address, reason));
            }
            Err(PathError::Taken { other, .. }) => {
                let first = self.uses.get(&other).map(|by| self.owner(*by));
                let first = first.unwrap_or_else(|| Owner::program(&format!("`{other}`")));
                let owner = self.owner(by);
                if owner.has_id_of(&first) {
                    return;
                }
                // What the program makes cannot be renamed, so the other one is to blame.
                let (owner, first) = if owner.place.is_none() { (first, owner) } else { (owner, first) };
                diags.push(codes::address_taken(owner.locus(), address, &first.name, first.span()));
            }
        }
    }

    /// Who is to blame; asked of the few addresses that collide.
    fn owner(&self, by: Use) -> Owner {
        match by {
            Use::Page(kind) => owner(self.model, self.sources, kind),
            Use::Own(name) => Owner::program(name),
        }
    }
}

fn owner(model: &Model, sources: &SourceTree, kind: Kind) -> Owner {
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
