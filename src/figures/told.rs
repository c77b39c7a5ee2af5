//! What is told of a register at a date: as published while it is incomplete, else by its records.
//!
//! Headlines, inserts and the check of typed figures take their numbers from here, so that they agree.
//! Published and computed numbers are never mixed.

use super::{DateFigures, Figures, StatusFigures};
use crate::model::{Model, RegisterId, Scheme, StatusClass, StatusId, Totals};
use crate::value::{Date, Mean, Share};

/// The numbers of one register and date from one of the two sources.
#[derive(Debug, Clone, Copy)]
pub enum Told<'m> {
    /// As the city printed them.
    Published(&'m Totals),
    /// By the records.
    Computed(&'m DateFigures),
}

/// The totals that come first: as published, unless all records are here.
pub fn headline(model: &Model, id: RegisterId, date: Date) -> Option<&Totals> {
    if model.register_config(model.register(id)).complete { None } else { model.totals(id, date) }
}

/// What is told first; nothing if the date is not one of the register's up to the as-of date.
pub fn told<'m>(model: &'m Model, figures: &'m Figures, id: RegisterId, date: Date) -> Option<Told<'m>> {
    let computed = figures.register(id).at(date).map(Told::Computed);
    headline(model, id, date).map(Told::Published).or(computed)
}

/// What is told of two dates side by side: as published if both were, else by the records. Nothing unless both are
/// dates of the register and something is told of the earlier one: nothing collected is no number to compare with.
pub fn told_of_both<'m>(
    model: &'m Model,
    figures: &'m Figures,
    id: RegisterId,
    from: Date,
    to: Date,
) -> Option<[Told<'m>; 2]> {
    let own = figures.register(id);
    let computed = [Told::Computed(own.at(from)?), Told::Computed(own.at(to)?)];
    let published = headline(model, id, from).zip(headline(model, id, to));
    let told = published.map_or(computed, |(a, b)| [a, b].map(Told::Published));
    (told[0].count(None) > 0).then_some(told)
}

impl Told<'_> {
    /// How many have a status; without one how many are counted.
    pub fn count(self, status: Option<StatusId>) -> u64 {
        match (self, status) {
            (Told::Published(totals), Some(status)) => totals.count[usize::from(status.0)],
            (Told::Published(totals), None) => totals.total,
            (Told::Computed(date), Some(status)) => of(date, status).count(),
            (Told::Computed(date), None) => date.counted,
        }
    }

    /// How many have each status, in the order of the scheme.
    pub fn counts(self) -> Vec<u64> {
        match self {
            Told::Published(totals) => totals.count.clone(),
            Told::Computed(date) => date.by_status.iter().map(StatusFigures::count).collect(),
        }
    }

    /// How many have a status of the class done.
    pub fn done(self, scheme: &Scheme) -> u64 {
        let done = scheme.iter().filter(|(_, status)| status.class == StatusClass::Done);
        done.map(|(status, _)| self.count(Some(status))).sum()
    }

    /// Those with a status of all that are counted.
    pub fn share(self, status: StatusId) -> Option<Share> {
        Share::of(self.count(Some(status)), self.count(None))
    }

    /// The sum of their values, if there is a scale and, where published, if it was printed.
    pub fn sum(self, status: Option<StatusId>) -> Option<i64> {
        match (self, status) {
            (Told::Published(totals), Some(status)) => Some(totals.sum.as_ref()?[usize::from(status.0)]),
            (Told::Published(totals), None) => totals.total_sum,
            (Told::Computed(date), Some(status)) => of(date, status).sum,
            (Told::Computed(date), None) => date.total_sum,
        }
    }

    /// The mean of their values. Of published totals it is the printed sum by the printed count.
    pub fn mean(self, status: Option<StatusId>) -> Option<Mean> {
        match (self, status) {
            (Told::Published(_), _) => Mean::of(self.sum(status)?, self.count(status)),
            (Told::Computed(date), Some(status)) => of(date, status).mean,
            (Told::Computed(date), None) => date.mean,
        }
    }
}

fn of(date: &DateFigures, status: StatusId) -> &StatusFigures {
    &date.by_status[usize::from(status.0)]
}
