use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::*;
use crate::{ErrorKind, ManualClock};

/// What the secondary holds, and what it is told to say.
#[derive(Default, Clone)]
struct Side(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    written: Vec<(String, Vec<u8>)>,
    says: Vec<Refusal>,
    overwritten: u32,
}

impl Secondary for Side {
    fn apply(&mut self, entry: &Entry, mode: Mode) -> Result<(), Refusal> {
        let mut state = self.0.lock().unwrap();
        state.overwritten += u32::from(mode == Mode::Overwrite);
        if let Some(refusal) = state.says.pop() {
            return Err(refusal);
        }
        state.written.push((entry.write.key.clone(), entry.write.payload.clone()));
        Ok(())
    }
}

impl Side {
    fn says(&self, refusals: &[Refusal]) {
        self.0.lock().unwrap().says = refusals.iter().rev().cloned().collect();
    }

    fn written(&self) -> Vec<(String, String)> {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        self.0.lock().unwrap().written.iter().map(|(key, payload)| (key.clone(), text(payload))).collect()
    }
}

fn both() -> (DualWrite<MemoryOutbox, Side>, Side, Arc<ManualClock>) {
    let (side, clock) = (Side::default(), Arc::new(ManualClock::default()));
    clock.advance(Duration::from_secs(1_000));
    let both = DualWrite::new(MemoryOutbox::default(), side.clone()).clock(Arc::clone(&clock));
    (both, side, clock)
}

fn transient() -> Refusal {
    Refusal::Transient("it is down".to_owned())
}

fn pairs(written: &[(&str, &str)]) -> Vec<(String, String)> {
    written.iter().map(|(key, payload)| ((*key).to_owned(), (*payload).to_owned())).collect()
}

#[test]
fn a_key_keeps_its_order_while_others_go_on() {
    let (mut both, side, clock) = both();
    for (key, payload) in [("a", "1"), ("a", "2"), ("b", "3"), ("a", "4")] {
        both.outbox().enqueue(&Write::new(key, payload), clock.now());
    }
    side.says(&[transient()]);
    assert_eq!(both.replay().unwrap(), Replayed { confirmed: 1, put_off: 1, ..Replayed::default() });
    assert_eq!(side.written(), pairs(&[("b", "3")]));
    clock.advance(Duration::from_millis(100));
    assert_eq!(both.replay().unwrap(), Replayed::default(), "it is not due yet");
    clock.advance(Duration::from_secs(1));
    assert_eq!(both.replay().unwrap().confirmed, 3);
    assert_eq!(side.written(), pairs(&[("b", "3"), ("a", "1"), ("a", "2"), ("a", "4")]));
    assert!(both.backlog().unwrap().is_settled());
}

#[test]
fn what_is_refused_too_often_is_a_dead_letter_that_holds_its_key_back() {
    let (both, side, clock) = both();
    let told = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&told);
    let mut both = both.attempts(2).on_suspect(move |it| list.lock().unwrap().push((it.key.clone(), it.divergence)));
    both.outbox().enqueue(&Write::new("a", "1"), clock.now());
    both.outbox().enqueue(&Write::new("a", "2"), clock.now());
    side.says(&[transient(), transient()]);
    assert_eq!(both.replay().unwrap().put_off, 1);
    clock.advance(Duration::from_mins(1));
    assert_eq!(both.replay().unwrap().buried, 1);
    assert_eq!(*told.lock().unwrap(), [("a".to_owned(), Divergence::DeadLetter)]);
    assert_eq!(both.replay().unwrap(), Replayed::default());
    let backlog = both.backlog().unwrap();
    assert_eq!((backlog.dead, backlog.pending, backlog.oldest), (1, 1, Some(Duration::from_mins(1))));

    let dead = both.outbox().dead(0, 10).unwrap();
    assert_eq!(dead[0].error.as_deref(), Some("it is down"));
    assert!(both.outbox().revive(dead[0].id).unwrap());
    assert_eq!(both.replay().unwrap().confirmed, 2);
    assert_eq!(side.written(), pairs(&[("a", "1"), ("a", "2")]));
}

#[test]
fn later_writes_pass_a_dead_letter_only_where_they_may() {
    let (both, side, clock) = both();
    let mut both = both.past_dead_letters();
    both.outbox().enqueue(&Write::new("a", "1"), clock.now());
    both.outbox().enqueue(&Write::new("a", "2"), clock.now());
    side.says(&[Refusal::Permanent("no such column".to_owned())]);
    assert_eq!(both.replay().unwrap(), Replayed { confirmed: 1, buried: 1, ..Replayed::default() });
    assert_eq!(side.written(), pairs(&[("a", "2")]));
    let dead = both.outbox().dead(0, 10).unwrap();
    assert!(both.outbox().discard(dead[0].id).unwrap());
    assert!(!both.outbox().discard(dead[0].id).unwrap(), "it is gone");
}

#[test]
fn a_conflict_is_for_the_policy() {
    let conflict = Refusal::Conflict("changed by hand".to_owned());
    let cases = [
        (ConflictPolicy::Ask, Replayed { buried: 1, ..Replayed::default() }, Divergence::DeadLetter),
        (ConflictPolicy::PrimaryWins, Replayed { confirmed: 1, ..Replayed::default() }, Divergence::Overwritten),
        (ConflictPolicy::SecondaryWins, Replayed { yielded: 1, ..Replayed::default() }, Divergence::SecondaryWon),
    ];
    for (policy, expected, divergence) in cases {
        let (both, side, clock) = both();
        let told = Arc::new(Mutex::new(Vec::new()));
        let list = Arc::clone(&told);
        let mut both = both.conflicts(policy).on_suspect(move |it| list.lock().unwrap().push(it.divergence));
        both.outbox().enqueue(&Write::new("a", "1"), clock.now());
        side.says(std::slice::from_ref(&conflict));
        assert_eq!(both.replay().unwrap(), expected, "{policy:?}");
        assert_eq!(*told.lock().unwrap(), [divergence]);
        assert_eq!(side.0.lock().unwrap().overwritten, u32::from(policy == ConflictPolicy::PrimaryWins));
    }
}

#[test]
fn an_announced_write_goes_to_both() {
    let (mut both, side, _) = both();
    let answer = both.write(&Write::new("a", "1"), |intent| Ok::<_, Failed<String>>(intent.id));
    assert_eq!(answer.unwrap(), 1);
    assert_eq!(side.written(), pairs(&[("a", "1")]));
    let refused = both.write(&Write::new("a", "2"), |_| Err::<(), _>(Failed::Refused("no".to_owned())));
    assert!(matches!(refused, Err(WriteError::Refused(_))));
    assert!(both.backlog().unwrap().is_settled());
}

/// A backlog that takes longer than a lease is nobody else's meanwhile, and is not tried again at once.
#[test]
fn leases_and_waits_begin_when_they_are_given() {
    let clock = Arc::new(ManualClock::default());
    clock.advance(Duration::from_secs(1_000));
    let hands = Arc::clone(&clock);
    let slow = move |entry: &Entry, _: Mode| {
        hands.advance(Duration::from_secs(20));
        assert_ne!(entry.write.key, "dies");
        if entry.write.key == "late" { Err(transient()) } else { Ok(()) }
    };
    let mut both = DualWrite::new(MemoryOutbox::default(), slow).clock(Arc::clone(&clock)).batch(1);
    for key in ["a", "b", "late", "dies"] {
        both.outbox().enqueue(&Write::new(key, "1"), clock.now());
    }
    let died = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| both.replay().map(|_| ())));
    assert!(died.is_err());
    // `late` was refused at 1060, `dies` taken then and let go at 1080.
    let claim = |now| Claim::new(Duration::from_millis(now)).limit(9);
    assert_eq!(both.outbox().claim(&claim(1_060_100)).unwrap(), [], "it is not due yet");
    let late = both.outbox().claim(&claim(1_089_999)).unwrap();
    assert_eq!(late.iter().map(|it| it.write.key.as_str()).collect::<Vec<_>>(), ["late"]);
    assert_eq!(both.outbox().claim(&claim(1_090_000)).unwrap().len(), 1, "the lease is over");
}

/// Knows which intents were written.
struct Ledger(BTreeMap<i64, Settled>);

impl Primary for Ledger {
    fn settle(&mut self, intent: &Entry) -> Result<Settled, String> {
        self.0.get(&intent.id).copied().ok_or_else(|| "it does not answer".to_owned())
    }
}

#[test]
fn what_became_of_an_intent_is_asked_of_the_primary() {
    let (both, side, clock) = both();
    let mut both = both.batch(1);
    for key in ["a", "b", "c"] {
        let unknown = both.write(&Write::new(key, "1"), |_| Err::<(), _>(Failed::Unknown("no answer".to_owned())));
        assert!(matches!(unknown, Err(WriteError::Unknown(_))));
    }
    let busy = both.write(&Write::new("a", "2"), |_| Ok::<_, Failed<String>>(()));
    assert!(matches!(busy, Err(WriteError::NotAnnounced(error)) if error.kind() == ErrorKind::Busy));

    let mut ledger = Ledger(BTreeMap::from([(1, Settled::Written), (3, Settled::Never)]));
    assert_eq!(both.recover(&mut ledger).unwrap(), Recovered::default(), "they are too young");
    clock.advance(Duration::from_secs(31));
    let recovered = both.recover(&mut ledger).unwrap();
    assert_eq!(recovered, Recovered { taken_on: 1, withdrawn: 1, undecided: 1 });
    both.replay().unwrap();
    assert_eq!(side.written(), pairs(&[("a", "1")]));
    assert_eq!(both.backlog().unwrap().intents, 1);
    ledger.0.insert(2, Settled::Written);
    both.recover(&mut ledger).unwrap();
    both.replay().unwrap();
    assert!(both.backlog().unwrap().is_settled());
}

#[test]
fn an_entry_is_taken_by_one_at_a_time_until_its_lease_ends() {
    let mut outbox = MemoryOutbox::default();
    outbox.enqueue(&Write::new("a", "1"), Duration::ZERO);
    let claim = |now: u64| Claim {
        now: Duration::from_secs(now),
        lease: Duration::from_secs(10),
        limit: 5,
        key: None,
        past_dead: false,
    };
    assert_eq!(outbox.claim(&claim(1)).unwrap().len(), 1);
    assert_eq!(outbox.claim(&claim(2)).unwrap().len(), 0);
    assert_eq!(outbox.claim(&claim(11)).unwrap().len(), 1);
}

#[test]
fn settings_that_cannot_be_are_refused() {
    let (both, ..) = both();
    let error = both.backoff_of(Duration::from_secs(2), 0.5, Duration::from_secs(3)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
}
