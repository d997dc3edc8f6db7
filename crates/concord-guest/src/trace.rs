//! Where a framework is in its work, so that a panic can say so. Kept in the box only: elsewhere a debugger tells.

#[cfg(target_arch = "wasm32")]
mod kept {
    use std::cell::{Cell, RefCell};

    use concord_model::framework::Descriptor;

    thread_local! {
        /// The indicators' short names.
        static NAMES: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
        static INDICATOR: Cell<Option<usize>> = const { Cell::new(None) };
        static REVIEW: Cell<usize> = const { Cell::new(0) };
    }

    pub(crate) fn opened(descriptor: &Descriptor) {
        NAMES.set(descriptor.indicators.iter().map(|indicator| indicator.id.clone()).collect());
    }

    pub(crate) fn indicator(indicator: Option<usize>) {
        INDICATOR.set(indicator);
    }

    #[inline]
    pub(crate) fn review(review: usize) {
        REVIEW.set(review);
    }

    /// `NM3, review 18 of its batch: `, as far as it is known.
    pub(crate) fn place() -> String {
        let name = INDICATOR.get().and_then(|place| NAMES.with_borrow(|names| names.get(place).cloned()));
        name.map(|name| format!("{name}, review {} of its batch: ", REVIEW.get() + 1)).unwrap_or_default()
    }
}

#[cfg(target_arch = "wasm32")]
pub(crate) use kept::{indicator, opened, place, review};

#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn indicator(_: Option<usize>) {}

#[cfg(not(target_arch = "wasm32"))]
#[inline]
pub(crate) fn review(_: usize) {}
