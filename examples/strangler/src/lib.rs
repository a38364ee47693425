//! A service that moves its traffic from a legacy backend to a new one: a strangler fig on loopback.
//!
//! [`facade`] stands before both backends and asks a flag and a breaker for each request; [`pilot`] raises the flag while a
//! judge finds the new backend as good as the old one, and takes it back when it is not. [`traffic`] plays the clients, and
//! [`backend`] both sides, of which the new one falls sick on command.

pub mod backend;
pub mod chart;
pub mod facade;
pub mod pilot;
pub mod story;
pub mod traffic;

use std::sync::Arc;
use std::time::{Duration, Instant};

use cutover::Percentage;

pub use story::Story;

/// Why it could not be played.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

/// What is played.
#[derive(Debug, Clone, Copy)]
pub struct Play {
    /// For how long clients send requests.
    pub length: Duration,
    /// The new backend falls sick a second after it was given this share of the users.
    pub fault_at: Percentage,
    /// How many requests are sent in a second.
    pub rate: u32,
}

/// Plays it, and tells what happened.
///
/// # Errors
/// Where no port can be had, or the plan of the cutover cannot be.
pub async fn play(play: Play) -> Result<Story, Fault> {
    let sickness = backend::Sickness::default();
    let legacy = backend::serve(backend::Backend::legacy()).await?;
    let new = backend::serve(backend::Backend::new(sickness.clone())).await?;
    let facade = Arc::new(facade::Facade::new(legacy, new)?);
    let address = facade::serve(Arc::clone(&facade)).await?;

    let began = Instant::now();
    let (watched, at) = (Arc::clone(&facade), play.fault_at);
    let fault = tokio::spawn(async move {
        while watched.share() < at {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        sickness.begin();
        began.elapsed()
    });
    let pilot = tokio::spawn(pilot::steer(Arc::clone(&facade), play.length));
    let clients = traffic::send(address, play.rate, play.length).await;
    let fault = if fault.is_finished() { Some(fault.await?) } else { None };
    let journal = pilot.await??;
    Ok(Story { length: play.length, fault, clients, rescued: facade.rescued(), journal })
}
