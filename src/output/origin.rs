//! What a file is made from, as a digest that one run leaves to the next: a page from its view, others from their
//! bytes.
//!
//! Most of what a site says goes through it, so it is quick and not a cryptographic one. What keeps anybody from writing two
//! records of one digest is a key that nobody knows; neither may get into a public file.

use foldhash::SharedSeed;
use foldhash::quality::FoldHasher;
use std::fmt;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};

/// A digest of everything that a file is made from: files of one origin are the same, byte for byte, as long as it is the
/// same program that makes them, and the same key. It is compared with the one that the same file had before, and no other.
pub type Origin = u64;

/// What takes in all that a file is made from, as [`Hash`] gives it: lists with their length, texts with an end.
pub type Intake<'k> = FoldHasher<'k>;

/// With what origins are made.
#[derive(Clone)]
pub struct Key {
    /// What it is known again by.
    numbers: [u64; 2],
    seed: SharedSeed,
}

impl Key {
    /// One that nobody knows.
    pub fn random() -> Self {
        // Where the system refuses, one from the keys of the standard library's maps.
        let number = |()| getrandom::u64().unwrap_or_else(|_| RandomState::new().build_hasher().finish());
        Key::new([(); 2].map(number))
    }

    /// That of these numbers.
    pub fn new(numbers: [u64; 2]) -> Self {
        Key { numbers, seed: SharedSeed::from_u64(numbers[1]) }
    }

    /// The numbers that make it again.
    pub fn numbers(&self) -> [u64; 2] {
        self.numbers
    }

    /// Starts an origin; [`Hasher::finish`] gives it.
    pub fn intake(&self) -> Intake<'_> {
        FoldHasher::with_seed(self.numbers[0], &self.seed)
    }

    /// The origin of a thing.
    pub fn origin(&self, of: &impl Hash) -> Origin {
        let mut intake = self.intake();
        of.hash(&mut intake);
        intake.finish()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn things_and_keys_make_other_origins() {
        let key = Key::new([1, 2]);
        let texts: [&[&str]; 6] = [&[], &[""], &["ab"], &["a", "b"], &["", "ab"], &["ab", ""]];
        let origins: HashSet<Origin> = texts.iter().map(|texts| key.origin(texts)).collect();
        assert_eq!(origins.len(), texts.len());
        // Every bit of a text of any length counts.
        for len in [1, 15, 16, 17, 64, 300, 5000] {
            let mut text = vec![7_u8; len];
            let before = key.origin(&text);
            for at in 0..len {
                text[at] ^= 1 << (at % 8);
                assert_ne!(key.origin(&text), before, "byte {at} of {len}");
                text[at] ^= 1 << (at % 8);
            }
            assert_eq!(key.origin(&text), before);
            assert!([[1, 3], [3, 2]].iter().all(|numbers| Key::new(*numbers).origin(&text) != before));
        }
        let (one, other) = (Key::random(), Key::random());
        assert_ne!(one.numbers(), other.numbers());
        assert_eq!(Key::new(one.numbers()).origin(&"text"), one.origin(&"text"));
    }
}
