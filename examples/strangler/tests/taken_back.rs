//! The new backend falls sick half-way, and is taken back by nobody's hand.

use std::time::Duration;

use cutover::Percentage;
use cutover::controller::{Move, Reason};
use strangler::Play;

#[tokio::test(flavor = "multi_thread")]
async fn a_canary_that_falls_sick_is_taken_back() {
    let play = Play { length: Duration::from_secs(30), fault_at: Percentage::new(50.0).unwrap(), rate: 200 };
    let story = strangler::play(play).await.unwrap();
    println!("{story}");

    let fault = story.fault.expect("it gets to half of the users, and falls sick there");
    let back = story.journal.iter().find(|it| it.decision.moved == Move::GoBack).expect("it is taken back");
    assert!(back.at >= fault, "it was well until then: {:?}", back.decision);
    assert!(matches!(back.decision.reason, Reason::JudgedWorse | Reason::BreakerOpen), "{:?}", back.decision);
    assert_eq!(back.share, Percentage::ZERO);
    let last = story.share_of_new(back.at + Duration::from_secs(1), story.length);
    assert!(last < f64::EPSILON, "{last} of the requests still go to it");
    assert!(story.rescued > 0, "legacy stood in");
    assert_eq!(story.failed(), 0, "clients saw nothing of it");
}
