//! The languages that the program speaks: number and date formats, plural rule, sort order.
//!
//! Words stand in the string catalogue (`catalog`), not here.

use crate::value::{Date, Mean, Money, Period, Precision, Schedule, Share};
use std::fmt::Write;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// German
    De,
    /// English
    En,
}

/// All languages.
pub const LANGS: &[Lang] = &[Lang::De, Lang::En];

impl Lang {
    /// The language with this BCP 47 tag.
    pub fn parse(tag: &str) -> Option<Self> {
        LANGS.iter().copied().find(|lang| lang.tag() == tag)
    }

    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::De => "de",
            Lang::En => "en",
        }
    }

    /// Its locale as OpenGraph wants it.
    pub fn locale(self) -> &'static str {
        match self {
            Lang::De => "de_DE",
            Lang::En => "en_GB",
        }
    }

    /// A whole number with separated thousands from 10,000 on (DIN 5008 leaves four digits together).
    pub fn integer(self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut out = String::with_capacity(digits.len() + 4);
        if number < 0 {
            out.push('−');
        }
        let group = digits.len() > 4 || (self == Lang::En && digits.len() > 3);
        for (i, c) in digits.chars().enumerate() {
            if group && i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(match self {
                    Lang::De => '.',
                    Lang::En => ',',
                });
            }
            out.push(c);
        }
        out
    }

    /// A signed difference: `+11`, `−3`, `±0`.
    pub fn signed(self, number: i64) -> String {
        match number {
            0 => "±0".to_owned(),
            n if n > 0 => format!("+{}", self.integer(n)),
            n => self.integer(n),
        }
    }

    fn decimals(self, scaled: i64, places: usize) -> String {
        let unit = 10_i64.pow(places as u32);
        let mark = match self {
            Lang::De => ',',
            Lang::En => '.',
        };
        let sign = if scaled < 0 { "−" } else { "" };
        let whole = (scaled.unsigned_abs() / unit.unsigned_abs()) as i64;
        let rest = scaled.unsigned_abs() % unit.unsigned_abs();
        format!("{sign}{}{mark}{rest:0places$}", self.integer(whole))
    }

    /// A mean with two decimals: `3,54`.
    pub fn mean(self, mean: Mean) -> String {
        self.decimals(mean.0, 2)
    }

    /// A share with one decimal: `31,8 %` with a non-breaking space in German.
    pub fn share(self, share: Share) -> String {
        match self {
            Lang::De => format!("{}\u{a0}%", self.decimals(share.permille, 1)),
            Lang::En => format!("{}%", self.decimals(share.permille, 1)),
        }
    }

    /// An amount: `12.500,50 €`.
    pub fn money(self, money: Money) -> String {
        match self {
            Lang::De => format!("{}\u{a0}€", self.decimals(money.0, 2)),
            Lang::En => format!("€{}", self.decimals(money.0, 2)),
        }
    }

    /// A day in figures: `30.09.2023`, in English `30 September 2023`.
    pub fn date(self, date: Date) -> String {
        match self {
            // Dates stand everywhere, and formatting takes several times as long as their digits do.
            Lang::De => {
                let mut out = String::with_capacity(10);
                two_digits(&mut out, date.day());
                out.push('.');
                two_digits(&mut out, date.month());
                out.push('.');
                two_digits(&mut out, date.year() as u32 / 100);
                two_digits(&mut out, date.year() as u32 % 100);
                out
            }
            Lang::En => self.long_date(date),
        }
    }

    /// A day in words: `30. September 2023`.
    pub fn long_date(self, date: Date) -> String {
        let month = self.month(date.month());
        match self {
            Lang::De => format!("{}.\u{a0}{month}\u{a0}{}", date.day(), date.year()),
            Lang::En => format!("{}\u{a0}{month}\u{a0}{}", date.day(), date.year()),
        }
    }

    /// A day for the narrow labels of drawings: `30.09.2023`, in English `30 Sep 2023`, to be parted before the year.
    pub fn label_date(self, date: Date) -> String {
        match self {
            Lang::De => self.date(date),
            Lang::En => {
                let month = self.month(date.month());
                format!("{}\u{a0}{} {}", date.day(), month.get(..3).unwrap_or(month), date.year())
            }
        }
    }

    /// Month and year in figures, for narrow columns: `09.2023`, in English `Sep 2023`.
    pub fn short_month(self, date: Date) -> String {
        match self {
            Lang::De => format!("{:02}.{}", date.month(), date.year()),
            Lang::En => {
                let month = self.month(date.month());
                format!("{}\u{a0}{}", month.get(..3).unwrap_or(month), date.year())
            }
        }
    }

    /// The name of a month from 1 to 12.
    pub fn month(self, month: u32) -> &'static str {
        const DE: [&str; 12] = [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ];
        const EN: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let names = match self {
            Lang::De => &DE,
            Lang::En => &EN,
        };
        names[(month.clamp(1, 12) - 1) as usize]
    }

    /// A period as it was given: `2023`, `2. Halbjahr 2024`, `3. Quartal 2023`, `September 2023`, a day.
    pub fn period(self, period: Period) -> String {
        let year = period.first.year();
        let quarter = (period.first.month() - 1) / 3 + 1;
        let half = (period.first.month() - 1) / 6 + 1;
        match (self, period.precision) {
            (_, Precision::Day) => self.date(period.first),
            (_, Precision::Month) => format!("{}\u{a0}{year}", self.month(period.first.month())),
            (_, Precision::Year) => year.to_string(),
            (Lang::De, Precision::Quarter) => format!("{quarter}.\u{a0}Quartal\u{a0}{year}"),
            (Lang::De, Precision::Half) => format!("{half}.\u{a0}Halbjahr\u{a0}{year}"),
            (Lang::En, Precision::Quarter) => format!("Q{quarter}\u{a0}{year}"),
            (Lang::En, Precision::Half) => format!("H{half}\u{a0}{year}"),
        }
    }

    /// A schedule: one period, or two with an en dash.
    pub fn schedule(self, schedule: Schedule) -> String {
        if schedule.from == schedule.to {
            return self.period(schedule.from);
        }
        let mut out = self.period(schedule.from);
        let plain = schedule.from.precision == Precision::Year && schedule.to.precision == Precision::Year;
        // Years stand close (2010–2012), everything longer with spaces (DIN 5008).
        let dash = if plain { "–" } else { " – " };
        let _ = write!(out, "{dash}{}", self.period(schedule.to));
        out
    }

    /// Whether `n` takes the singular.
    pub fn is_one(self, n: i64) -> bool {
        n == 1
    }
}

fn two_digits(out: &mut String, number: u32) {
    out.extend([number / 10, number % 10].map(|digit| char::from(b'0' + digit as u8)));
}

/// Sort key after DIN 5007-1: umlauts as their base letters, `ß` as `ss`, digits as numbers.
pub fn sort_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len() + 8);
    let mut digits = String::new();
    let flush = |digits: &mut String, key: &mut String| {
        if !digits.is_empty() {
            let plain = digits.trim_start_matches('0');
            let _ = write!(key, "{plain:0>12}");
            digits.clear();
        }
    };
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        flush(&mut digits, &mut key);
        match c {
            'ä' | 'à' | 'á' | 'â' => key.push('a'),
            'ö' | 'ó' | 'ô' => key.push('o'),
            'ü' | 'ú' | 'û' => key.push('u'),
            'é' | 'è' | 'ê' => key.push('e'),
            'ß' => key.push_str("ss"),
            '„' | '“' | '”' | '"' | '\'' | '-' | '–' => {}
            c => key.push(c),
        }
    }
    flush(&mut digits, &mut key);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_numbers() {
        assert_eq!(Lang::De.integer(1_234_567), "1.234.567");
        assert_eq!(Lang::De.integer(3004), "3004");
        assert_eq!(Lang::En.integer(3004), "3,004");
        assert_eq!(Lang::De.mean(Mean(354)), "3,54");
        assert_eq!(Lang::De.mean(Mean(-5)), "−0,05");
        assert_eq!(Share::of(41, 129).map(|s| Lang::De.share(s)), Some("31,8\u{a0}%".to_owned()));
    }

    #[test]
    fn german_order() {
        let mut words = ["Zoo", "Österreich", "Ost", "MP 12", "MP 2", "Straße", "Strasse A"];
        words.sort_by_key(|w| sort_key(w));
        assert_eq!(words, ["MP 2", "MP 12", "Ost", "Österreich", "Straße", "Strasse A", "Zoo"]);
    }

    #[test]
    fn schedules_in_words() {
        let show = |t: &str| Schedule::parse(t).map(|s| Lang::De.schedule(s));
        assert_eq!(show("2010/2012").as_deref(), Some("2010–2012"));
        assert_eq!(show("2024-H2").as_deref(), Some("2.\u{a0}Halbjahr\u{a0}2024"));
        assert_eq!(show("2023-09/2024").as_deref(), Some("September\u{a0}2023 – 2024"));
    }
}
