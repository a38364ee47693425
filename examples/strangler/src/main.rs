//! Plays a migration on loopback, and shows how the new backend is taken back when it falls sick.

use std::time::Duration;

use clap::Parser;
use cutover::Percentage;
use strangler::{Fault, Play, Story};

/// Plays a migration on loopback: the new backend gets more and more of the traffic, falls sick, and is taken back.
#[derive(Debug, Parser)]
struct Arguments {
    /// For how long clients send requests, in seconds
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    /// The new backend falls sick a second after it has got this share of the users, in percent
    #[arg(long, default_value_t = 50.0)]
    fault_at: f64,
    /// How many requests are sent in a second
    #[arg(long, default_value_t = 300)]
    rate: u32,
}

async fn play(seconds: u64, fault_at: f64, rate: u32) -> Result<Story, Fault> {
    let fault_at = Percentage::new(fault_at)?;
    strangler::play(Play { length: Duration::from_secs(seconds), fault_at, rate }).await
}

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let Arguments { seconds, fault_at, rate } = Arguments::parse();
    match play(seconds, fault_at, rate).await {
        Ok(story) => {
            println!("{story}");
            std::process::ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            std::process::ExitCode::from(3)
        }
    }
}
