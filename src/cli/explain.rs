//! `sachstand explain`: what a kind of problem means and what to do about it; and how figures get into texts.

use super::Outcome;
use super::console::Console;
use crate::diag::explain;
use crate::record::insert;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Code of the problem, as `check` prints it; without it all codes are listed; `inserts` shows how figures get into
    /// texts
    code: Option<String>,
}

impl Explain {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let Some(code) = &self.code else {
            console.data(&explain::list());
            return Outcome::Fine;
        };
        if code == "inserts" {
            console.data(&insert::reference());
            return Outcome::Fine;
        }
        match explain::explain(code) {
            Some(explanation) => {
                console.data(&explain::text(explanation));
                Outcome::Fine
            }
            None => {
                console.fail(&explain::unknown(code));
                Outcome::Failed
            }
        }
    }
}
