//! `sachstand explain`: what a kind of problem means and what to do about it.

use super::Outcome;
use super::console::Console;
use crate::diag::explain;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Code of the problem, as `check` prints it; without it all codes are listed
    code: Option<String>,
}

impl Explain {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let Some(code) = &self.code else {
            console.data(&explain::list());
            return Outcome::Fine;
        };
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
