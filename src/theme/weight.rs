//! How large the value of a variable is. Lists in lists share what they hold, so a few of them can be more than any memory
//! holds once they are written out, and one that lies deep enough overflows the stack of whoever goes down into it.

use tera::Value;

/// Most lists and objects in each other.
const DEPTH: usize = 100;

/// Most bytes of a text.
const TEXT: usize = 16_000_000;

/// Most bytes of all that lies in a value. The texts of all records of a large city are a tenth of it.
const TOTAL: usize = 256_000_000;

/// Bytes that an entry of a list counts for besides its text.
const ENTRY: usize = 16;

/// How many values lie in a value, itself among them.
///
/// # Errors
/// Why no template may go on with it.
pub(super) fn weigh(value: &Value) -> Result<u64, &'static str> {
    let (mut total, mut seen) = (0_usize, 0_u64);
    // With their depth.
    let mut waiting = vec![(value, 0)];
    while let Some((value, depth)) = waiting.pop() {
        let text = value.as_str().map_or(0, str::len);
        if text > TEXT {
            return Err("this variable grows beyond 16 MB, so the page was stopped");
        }
        total = total.saturating_add(text + ENTRY);
        if total > TOTAL {
            return Err("this variable holds more than 256 MB, written out, so the page was stopped");
        }
        seen += 1;
        if depth == DEPTH && (value.is_array() || value.is_map()) {
            return Err(
                "this variable holds lists or objects that lie more than 100 deep in each other, so the page was \
                        stopped",
            );
        }
        waiting.extend(value.as_array().into_iter().flatten().map(|value| (value, depth + 1)));
        waiting.extend(value.as_map().into_iter().flat_map(|map| map.values()).map(|value| (value, depth + 1)));
    }
    Ok(seen)
}

#[cfg(test)]
mod tests {
    use super::{DEPTH, ENTRY, TEXT, weigh};
    use tera::Value;

    fn list(of: Vec<Value>) -> Value {
        Value::from(of)
    }

    #[test]
    fn what_is_too_large_or_too_deep_is_told() {
        let text = |n: usize| Value::from("x".repeat(n));
        let deep = |n: usize| (0..n).fold(text(1), |value, _| list(vec![value]));
        // Two of the one before, so many times.
        let doubled = |n: usize| (0..n).fold(text(1), |value, _| list(vec![value.clone(), value]));
        let map = Value::from_serializable(&std::collections::BTreeMap::from([("a", vec![1]), ("b", vec![])]));
        for (value, expected) in [
            (text(TEXT), Ok(1)),
            (text(TEXT + 1), Err("16 MB")),
            (list(vec![Value::none(); 15_000_000]), Ok(15_000_001)),
            (list(vec![Value::none(); 16_000_000]), Err("256 MB")),
            (list(vec![text(TEXT - ENTRY); 15]), Ok(16)),
            (list(vec![text(TEXT - ENTRY); 16]), Err("256 MB")),
            (map, Ok(4)),
            (deep(DEPTH), Ok(101)),
            (deep(DEPTH + 1), Err("100 deep")),
            (doubled(10), Ok(2047)),
            (doubled(60), Err("256 MB")),
        ] {
            match (weigh(&value), expected) {
                (Ok(lists), Ok(expected)) => assert_eq!(lists, expected),
                (Err(said), Err(expected)) => assert!(said.contains(expected), "{said}"),
                (got, expected) => panic!("{got:?} instead of {expected:?}"),
            }
        }
    }
}
