//! How reviews and partnerships behave: the worlds that a comparison of partnerships is held against.

/// How reviews and partnerships behave.
///
/// In every world partnerships differ in size and means, in the words they use, in whether they declare what they looked at and in how
/// readily they decide on a full review: in what is looked at and how it is written down. What is true depends on the case alone, except
/// where [`World::differing`] or [`World::partnership_sd`] say otherwise. What was not looked for is never recorded.
///
/// The usual world is [`World::USUAL`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct World {
    /// Of the themes that a review looked at and found in order, the share of which it records nothing, so that nobody can tell that it
    /// looked unless it declares what it looked at; 0 to 1. Usually 0.3 (an assumption).
    pub silent: f64,
    /// How much a review that looked does not see, 0 to 1: of what is there, the shallowest reviews miss this share, those of
    /// middling depth half of it, the deepest next to nothing. Usually nothing.
    pub overlooked: f64,
    /// The share of partnerships that truly differ, 0 to 1: in these every theme has [`World::DIFFERENCE`] times the odds that it has
    /// elsewhere, or as many times smaller ones, by the toss of a coin. Usually none.
    pub differing: f64,
    /// How far all partnerships truly differ: the standard deviation of each theme's logit between them; 0 to 3. Usually they do not.
    pub partnership_sd: f64,
}

impl World {
    /// How many times greater or smaller the odds of a theme are in partnerships that truly differ.
    pub const DIFFERENCE: f64 = 3.0;

    /// The national recipe: partnerships differ in size and means alone, and of what reviews find in order they leave three themes in ten
    /// without a word.
    pub const USUAL: World = World { silent: 0.3, ..World::LOOKED };

    /// World A: partnerships differ in size and means alone; all that a review looked at it records, as it is, and nothing else.
    pub const LOOKED: World = World { silent: 0.0, overlooked: 0.0, differing: 0.0, partnership_sd: 0.0 };

    /// World B: as [`World::LOOKED`], but a review that looked also misses what is there, the more the less depth it had, and records it as
    /// in order.
    pub const MISSED: World = World { overlooked: 0.4, ..World::LOOKED };

    /// World C: as [`World::LOOKED`], but one partnership in five truly differs.
    pub const DIFFERENT: World = World { differing: 0.2, ..World::LOOKED };

    /// Each number's name, its value and the most that it can be.
    pub(crate) fn ranges(&self) -> [(&'static str, f64, f64); 4] {
        let World { silent, overlooked, differing, partnership_sd } = *self;
        [("silent", silent, 1.0), ("overlooked", overlooked, 1.0), ("differing", differing, 1.0), ("partnership sd", partnership_sd, 3.0)]
    }
}

impl Default for World {
    /// [`World::USUAL`].
    fn default() -> World {
        World::USUAL
    }
}
