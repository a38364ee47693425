//! Task graphs of any size: steps in batches, by machines and by people, with common causes.

use schedule::{Calendar, CalendarSpec, Demand, Distribution, Error, Resource, TaskGraph, Weekday};

/// Steps that can run at once: each waits for the one so many places before it.
const ABREAST: usize = 8;

/// A graph of `steps` steps, some 1.3 arcs each. Of ten, one takes a certain time, three are lognormal and follow one of
/// four drivers, six are told by three points; with `hours`, five of those are worked on in office hours.
pub fn graph(steps: usize, hours: bool) -> Result<TaskGraph, Error> {
    let mut graph = TaskGraph::builder();
    let drivers = ["disk", "network", "index", "triggers"].map(|name| graph.driver(name));
    let office = CalendarSpec::new("office").in_zone("Europe/Berlin").hours(&Weekday::WORKING, 9, 17);
    let office = graph.calendar(Calendar::new(&office)?);
    for step in 0..steps {
        let part = |of: usize| f64::from(u32::try_from(step % of).unwrap_or_default());
        let least = 60.0 + 30.0 * part(101);
        let duration = match step % 10 {
            0 => Distribution::Fixed { seconds: least },
            1..=3 => Distribution::Lognormal { median: least, sigma: 0.3 + 0.2 * part(7) },
            _ => {
                let likely = least * (1.2 + 0.1 * part(13));
                Distribution::ThreePoint { least, likely, most: 4.0 * least }
            }
        };
        let mut task = graph.task(format!("step {step}"), duration);
        if let Some(before) = step.checked_sub(ABREAST) {
            task = task.after(before);
            if step % 3 == 0 {
                task = task.after(step - 1 - step % 7);
            }
        }
        if (1..=3).contains(&(step % 10))
            && let Some(&driver) = drivers.get(step / 10 % 4)
        {
            task = task.follows(driver, 0.8);
        }
        if hours && step % 10 >= 5 {
            task = task.during(office);
        }
        task.add();
    }
    graph.build()
}

/// The same graph with people and connections, of which there are fewer than would be used.
pub fn staffed(steps: usize, hours: bool) -> Result<TaskGraph, Error> {
    let mut graph = graph(steps, hours)?;
    let resource = |id: &str, capacity| Resource { id: id.to_owned(), capacity };
    graph.resources = vec![resource("people", 3), resource("connections", 6)];
    for (step, task) in graph.tasks.iter_mut().enumerate() {
        let is_manual = step % 10 >= 5;
        task.demand = vec![Demand { resource: usize::from(!is_manual), units: if step % 4 == 0 { 2 } else { 1 } }];
    }
    graph.check()?;
    Ok(graph)
}
