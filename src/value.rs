//! Plain values that records are made of: dates, schedules, money, means and shares.
//!
//! Everything here is exact: no float ever holds a figure. Nothing reads the clock.

use chrono::{Datelike, Months, NaiveDate};
use std::fmt;

/// A calendar day. Prints as `2023-09-30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

impl Date {
    /// The day, if it exists.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Date)
    }

    /// Reads `2023-09-30` and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let part = |range: std::ops::Range<usize>| -> Option<u32> {
            let digits = text.get(range)?;
            digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
        };
        Date::new(part(0..4)? as i32, part(5..7)?, part(8..10)?)
    }

    /// The last day of a month.
    pub fn end_of_month(year: i32, month: u32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        first.checked_add_months(Months::new(1))?.pred_opt().map(Date)
    }

    /// Year, 1 to 9999.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// Day of the month.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// Months from `self` to `later`, where month ends count as one place: 31.03. to 30.09. is 6.
    /// Parts of a month count down, so 15.01. to 14.02. is 0. Negative if `later` lies before.
    pub fn months_until(self, later: Date) -> i64 {
        let months = i64::from(later.year() - self.year()) * 12 + i64::from(later.month()) - i64::from(self.month());
        let day = |d: Date| if d.is_month_end() { 31 } else { d.day() };
        match months {
            m if m > 0 && day(later) < day(self) => m - 1,
            m if m < 0 && day(later) > day(self) => m + 1,
            m => m,
        }
    }

    /// The day after; none after the last one that can be written.
    pub fn next(self) -> Option<Self> {
        self.0.succ_opt().filter(|next| next.year() <= 9999).map(Date)
    }

    /// Days since the first day of year 1, for time axes.
    pub fn day_number(self) -> i32 {
        self.0.num_days_from_ce()
    }

    /// The value as chrono has it, for axes.
    pub fn naive(self) -> NaiveDate {
        self.0
    }

    fn is_month_end(self) -> bool {
        self.0.succ_opt().is_none_or(|next| next.month() != self.0.month())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Dates stand in thousands of addresses, and padding takes several times as long as the digits do.
        let (year, month, day) = (self.year() as u32, self.month(), self.day());
        let digits = [year / 1000, year / 100, year / 10, year, month / 10, month, day / 10, day];
        let mut text = *b"0000-00-00";
        for (at, digit) in [0, 1, 2, 3, 5, 6, 8, 9].into_iter().zip(digits) {
            text[at] += (digit % 10) as u8;
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

/// How exactly a time is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// `2023-09-30`
    Day,
    /// `2023-09`
    Month,
    /// `2023-Q3`
    Quarter,
    /// `2023-H2`
    Half,
    /// `2023`
    Year,
}

/// A stretch of time named by its precision: a day, month, quarter, half-year or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// How it was given.
    pub precision: Precision,
}

impl Period {
    /// Reads `2023`, `2023-H2`, `2023-Q3`, `2023-09` or `2023-09-30`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, rest) = text.split_at_checked(4)?;
        if !year.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let year: i32 = year.parse().ok()?;
        let months = |from: u32, to: u32, precision| {
            Some(Period { first: Date::new(year, from, 1)?, last: Date::end_of_month(year, to)?, precision })
        };
        match rest.as_bytes() {
            [] => months(1, 12, Precision::Year),
            [b'-', b'H', h @ b'1'..=b'2'] => {
                let from = u32::from(h - b'1') * 6 + 1;
                months(from, from + 5, Precision::Half)
            }
            [b'-', b'Q', q @ b'1'..=b'4'] => {
                let from = u32::from(q - b'1') * 3 + 1;
                months(from, from + 2, Precision::Quarter)
            }
            [b'-', a, b] if a.is_ascii_digit() && b.is_ascii_digit() => {
                let month = u32::from(a - b'0') * 10 + u32::from(b - b'0');
                months(month, month, Precision::Month)
            }
            _ => {
                let day = Date::parse(text)?;
                Some(Period { first: day, last: day, precision: Precision::Day })
            }
        }
    }
}

impl fmt::Display for Period {
    /// As it is written in a record: `2023-H2`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        match self.precision {
            Precision::Day => self.first.fmt(f),
            Precision::Month => write!(f, "{year:04}-{month:02}"),
            Precision::Quarter => write!(f, "{year:04}-Q{}", (month - 1) / 3 + 1),
            Precision::Half => write!(f, "{year:04}-H{}", (month - 1) / 6 + 1),
            Precision::Year => write!(f, "{year:04}"),
        }
    }
}

/// When something is due or was done: one period or a range of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Schedule {
    /// Where it starts.
    pub from: Period,
    /// Where it ends; the same as `from` for a single period.
    pub to: Period,
}

impl Schedule {
    /// Reads one [`Period`], or two with `/` between them (ISO 8601): `2010/2012`.
    pub fn parse(text: &str) -> Option<Self> {
        let (from, to) = match text.split_once('/') {
            Some((from, to)) => (Period::parse(from.trim())?, Period::parse(to.trim())?),
            None => {
                let only = Period::parse(text.trim())?;
                (only, only)
            }
        };
        (from.first <= to.last).then_some(Schedule { from, to })
    }
}

impl fmt::Display for Schedule {
    /// As it is written in a record: `2010/2012`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to { self.from.fmt(f) } else { write!(f, "{}/{}", self.from, self.to) }
    }
}

/// Euros in whole cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(pub i64);

impl Money {
    /// Reads a TOML number as written: `12500`, `12500.5`, `-3.00`, `1_000`. More than two decimals are refused.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|c| *c != '_').collect();
        let (sign, digits) = match digits.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, digits.strip_prefix('+').unwrap_or(&digits)),
        };
        let (euros, cents) = digits.split_once('.').unwrap_or((digits, ""));
        if cents.len() > 2 || euros.is_empty() || !euros.bytes().chain(cents.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        let cents: i64 = format!("{cents:0<2}").parse().ok()?;
        euros.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents).map(|all| Money(sign * all))
    }
}

/// A quotient rounded half up to two decimals, kept as whole hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mean(pub i64);

impl Mean {
    /// `sum / n`; nothing for `n = 0`.
    pub fn of(sum: i64, n: u64) -> Option<Self> {
        round_half_up(i128::from(sum) * 100, n).map(Mean)
    }

    /// The value as a number with at most two decimals.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

/// A part of a whole, as a percentage rounded half up to one decimal, kept as tenths of a per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share {
    /// The part.
    pub part: u64,
    /// The whole; never 0.
    pub whole: u64,
    /// Tenths of a per cent.
    pub permille: i64,
}

impl Share {
    /// `part / whole`; nothing for a whole of 0.
    pub fn of(part: u64, whole: u64) -> Option<Self> {
        let permille = round_half_up(i128::from(part) * 1000, whole)?;
        Some(Share { part, whole, permille })
    }

    /// As a percentage; one decimal is exact enough in a float to print as such.
    pub fn as_f64(self) -> f64 {
        self.permille as f64 / 10.0
    }
}

fn round_half_up(numerator: i128, denominator: u64) -> Option<i64> {
    if denominator == 0 {
        return None;
    }
    let d = i128::from(denominator);
    // Adding half before a flooring division rounds halves up for both signs.
    i64::try_from((2 * numerator + d).div_euclid(2 * d)).ok()
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test says by a panic that it failed")]
mod tests {
    use super::*;

    #[test]
    fn means_round_half_up() {
        assert_eq!(Mean::of(396, 112), Some(Mean(354)));
        assert_eq!(Mean::of(1, 8), Some(Mean(13)));
        assert_eq!(Mean::of(-1, 8), Some(Mean(-12)));
        assert_eq!(Mean::of(5, 0), None);
    }

    #[test]
    fn months_between_month_ends() {
        let d = |t: &str| Date::parse(t).expect("a date");
        assert_eq!(d("2023-03-31").months_until(d("2023-09-30")), 6);
        assert_eq!(d("2023-09-30").months_until(d("2025-12-31")), 27);
        assert_eq!(d("2024-01-15").months_until(d("2024-02-14")), 0);
        assert_eq!(d("2023-09-30").months_until(d("2023-03-31")), -6);
    }

    #[test]
    fn schedules() {
        for good in ["2023", "2010/2012", "2024-H2", "2023-Q3", "2023-09", "2023-09-30", "2023-09/2024-H1"] {
            assert_eq!(Schedule::parse(good).map(|s| s.to_string()).as_deref(), Some(good));
        }
        for bad in ["", "2012/2010", "2023-13", "2023-H3", "Ende 2022", "2023-02-30", "23", "2023-9"] {
            assert!(Schedule::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn money_is_exact() {
        assert_eq!(Money::parse("12500.5"), Some(Money(1_250_050)));
        assert_eq!(Money::parse("-3.00"), Some(Money(-300)));
        assert_eq!(Money::parse("1.005"), None);
    }
}
