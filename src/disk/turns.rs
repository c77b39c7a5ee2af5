//! Work that goes faster one after the other: whoever brings some does all that has come together, unless somebody is at it.
//!
//! Systems make files one at a time, and threads that make some at once spend their time waiting for each other. It keeps
//! no thread of its own, lets nobody wait, and knows nothing of files.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

/// Pieces that may wait. If more come together than one thread can do, it is better that several do them at once.
const MOST: usize = 16;

/// Pieces of work, each done once.
#[derive(Debug)]
pub(super) struct Turns<T> {
    waiting: Mutex<VecDeque<T>>,
    turn: Mutex<()>,
}

impl<T> Default for Turns<T> {
    fn default() -> Self {
        Turns { waiting: Mutex::default(), turn: Mutex::default() }
    }
}

impl<T> Turns<T> {
    /// Brings a piece of work. It is done here, with all that waits, or soon by the thread whose turn it is; at once where
    /// too much waits.
    ///
    /// # Errors
    /// The first that came of what was done here, whoever brought it. The rest waits for the next call, if there is one:
    /// what was brought without an error need not be done before [`Turns::finish`] was without one.
    pub(super) fn bring<E>(&self, piece: T, work: impl Fn(T) -> Result<(), E>) -> Result<(), E> {
        let mut waiting = self.waiting();
        if waiting.len() >= MOST {
            drop(waiting);
            return work(piece);
        }
        waiting.push_back(piece);
        drop(waiting);
        self.finish(work)
    }

    /// Does what waits, unless it is the turn of another thread.
    ///
    /// # Errors
    /// As [`Turns::bring`].
    pub(super) fn finish<E>(&self, work: impl Fn(T) -> Result<(), E>) -> Result<(), E> {
        // Asked again after the turn: something may have been brought when it was as good as over.
        while !self.waiting().is_empty() {
            let _turn = match self.turn.try_lock() {
                Ok(turn) => turn,
                Err(TryLockError::WouldBlock) => return Ok(()),
                // Its thread panicked, and takes no further turn.
                Err(TryLockError::Poisoned(turn)) => turn.into_inner(),
            };
            while let Some(piece) = self.next() {
                work(piece)?;
            }
        }
        Ok(())
    }

    /// Taken out before it is done: others go on bringing meanwhile.
    fn next(&self) -> Option<T> {
        self.waiting().pop_front()
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<T>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Turns};
    use std::collections::BTreeSet;
    use std::convert::Infallible;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    #[test]
    fn each_piece_is_done_once_and_one_after_the_other() {
        let (turns, done, at_it, most) = (Turns::default(), Mutex::default(), AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |piece: usize| {
            most.fetch_max(at_it.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            thread::yield_now();
            assert!(BTreeSet::insert(&mut done.lock().unwrap(), piece));
            at_it.fetch_sub(1, Ordering::SeqCst);
            Ok::<_, Infallible>(())
        };
        // Never more than may wait.
        thread::scope(|scope| {
            for n in 0..4 {
                let (turns, work) = (&turns, &work);
                scope.spawn(move || (0..MOST / 4).for_each(|i| turns.bring(n * MOST + i, work).unwrap()));
            }
        });
        assert_eq!(done.lock().unwrap().len(), MOST);
        assert_eq!(most.into_inner(), 1);
    }

    #[test]
    fn what_one_thread_cannot_do_others_do_at_once() {
        let (turns, others) = (Turns::default(), AtomicUsize::new(0));
        let me = thread::current().id();
        // While the first piece is being done, more are brought than may wait.
        let bring_more = |piece: usize| {
            if piece == 0 {
                let count = |_| {
                    others.fetch_add(usize::from(thread::current().id() != me), Ordering::SeqCst);
                    Ok::<_, Infallible>(())
                };
                thread::scope(|scope| {
                    scope.spawn(|| (1..=MOST + 3).for_each(|piece| turns.bring(piece, count).unwrap()));
                });
                assert_eq!(others.load(Ordering::SeqCst), 3);
            }
            Ok::<_, Infallible>(())
        };
        turns.bring(0, bring_more).unwrap();
        assert!(turns.waiting().is_empty());
    }

    #[test]
    fn after_an_error_or_a_panic_the_rest_is_left_to_the_next() {
        let turns = Turns::default();
        let done = Mutex::new(Vec::new());
        let work = |piece: usize| {
            done.lock().unwrap().push(piece);
            match piece {
                1 => {
                    turns.bring(2, |_| Ok::<_, &str>(())).unwrap();
                    Err("full")
                }
                3 => {
                    turns.bring(4, |_| Ok::<_, &str>(())).unwrap();
                    panic!("on purpose")
                }
                _ => Ok(()),
            }
        };
        assert_eq!(turns.bring(1, work), Err("full"));
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| turns.bring(3, work))).is_err());
        assert_eq!(turns.finish(work), Ok(()));
        assert_eq!(*done.lock().unwrap(), [1, 2, 3, 4]);
    }
}
