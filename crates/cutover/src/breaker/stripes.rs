//! Successes that are counted without the lock, while no failure is in sight.
//!
//! As long as the window of a closed breaker holds no failed and no slow call, a call that ends well cannot open it: it is
//! counted in one of a few counters, each in a cache line of its own, and the window takes it in later. Whoever holds
//! the lock seals the counters first and takes their counts in, so that each success comes either before what is done
//! under the lock, or finds its counter sealed and waits for the lock itself.

use std::cell::Cell;
use std::sync::atomic::AtomicUsize;

use super::sync::{AtomicU64, Ordering, STRIPES};

const COUNT_BITS: u32 = 24;
const COUNT_MASK: u64 = (1 << COUNT_BITS) - 1;
const SEALED: u64 = 0;

/// Two lines of 64 bytes: processors fetch them in pairs.
#[repr(align(128))]
struct Stripe(AtomicU64);

/// The counters of a breaker, each sealed or with the generation that it counts for above its count.
pub(super) struct Stripes {
    stripes: [Stripe; STRIPES],
}

impl Stripes {
    /// All sealed.
    pub(super) fn new() -> Self {
        Self { stripes: std::array::from_fn(|_| Stripe(AtomicU64::new(SEALED))) }
    }

    /// Counts a success of a call that was permitted in `generation`; false where the lock is needed.
    #[inline]
    pub(super) fn count(&self, generation: u64) -> bool {
        let Some(Stripe(stripe)) = self.stripes.get(of_thread() % STRIPES) else { return false };
        let mut seen = stripe.load(Ordering::Relaxed);
        while seen >> COUNT_BITS == tag(generation) && seen & COUNT_MASK < COUNT_MASK {
            match stripe.compare_exchange_weak(seen, seen + 1, Ordering::AcqRel, Ordering::Relaxed) {
                Ok(_) => return true,
                Err(now) => seen = now,
            }
        }
        false
    }

    /// Seals all; the successes that were counted. Under the lock only.
    pub(super) fn seal(&self) -> u64 {
        self.stripes.iter().map(|Stripe(stripe)| stripe.swap(SEALED, Ordering::AcqRel) & COUNT_MASK).sum()
    }

    /// Lets successes of `generation` be counted. Under the lock only.
    pub(super) fn open(&self, generation: u64) {
        for Stripe(stripe) in &self.stripes {
            stripe.store(tag(generation) << COUNT_BITS, Ordering::Release);
        }
    }
}

/// A generation as it stands above a count: never that of what is sealed.
#[inline]
fn tag(generation: u64) -> u64 {
    (generation + 1) & (u64::MAX >> COUNT_BITS)
}

thread_local! {
    /// The number of this thread; none before it is asked for.
    static OWN: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// A number of this thread; the first threads have different ones.
#[inline]
fn of_thread() -> usize {
    let own = OWN.get();
    if own == usize::MAX { number_thread() } else { own }
}

#[cold]
fn number_thread() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let own = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    OWN.set(own);
    own
}
