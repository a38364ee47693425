//! Executes the actions of a plan, and proves a plan on a scratch engine.
