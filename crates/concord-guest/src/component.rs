//! The four functions of a framework as a component exports them, and the hook that lets a panic's message out of the box.

use std::cell::RefCell;
use std::thread::LocalKey;

use crate::bindings::concord::framework::types as wit;
use crate::convert;
use crate::framework::Framework;

/// The framework of this instance, once it is opened.
#[doc(hidden)]
pub type Opened<F> = LocalKey<RefCell<Option<F>>>;

#[doc(hidden)]
pub fn open<F: Framework>(
    opened: &'static Opened<F>,
    config: &str,
    dictionary: wit::Dictionary,
) -> Result<wit::Descriptor, Vec<wit::Problem>> {
    tell_panics();
    let dictionary = convert::dictionary(dictionary);
    let framework = F::open(config, &dictionary).map_err(|problems| problems.into_iter().map(convert::problem).collect::<Vec<_>>())?;
    let descriptor = framework.descriptor();
    #[cfg(target_arch = "wasm32")]
    crate::trace::opened(&descriptor);
    opened.set(Some(framework));
    Ok(convert::descriptor(descriptor))
}

#[doc(hidden)]
pub fn evaluate<F: Framework>(opened: &'static Opened<F>, batch: &wit::Batch) -> Result<wit::Answers, String> {
    with(opened, |framework| framework.evaluate(&convert::batch(batch)).map(convert::answers))
}

#[doc(hidden)]
pub fn explain<F: Framework>(opened: &'static Opened<F>, batch: &wit::Batch, indicator: u32) -> Result<Vec<wit::Step>, String> {
    let steps = with(opened, |framework| framework.explain(&convert::batch(batch), indicator as usize))?;
    Ok(steps.into_iter().map(convert::step).collect())
}

fn with<F: Framework, T>(opened: &'static Opened<F>, act: impl FnOnce(&F) -> Result<T, String>) -> Result<T, String> {
    opened.with_borrow(|framework| framework.as_ref().map_or_else(|| Err("the framework was not opened".to_owned()), act))
}

/// A panic ends in a trap, which has no words: its message goes to the host's log first.
fn tell_panics() {
    #[cfg(target_arch = "wasm32")]
    std::panic::set_hook(Box::new(|panic| {
        let message = panic.payload_as_str().unwrap_or("panicked");
        let place = panic.location().map(|location| format!(" ({location})")).unwrap_or_default();
        crate::log::error(&format!("{}{message}{place}", crate::trace::place()));
    }));
}

/// Makes a [`Framework`](crate::Framework) the framework that this crate's component is. Once a crate, at its root.
///
/// Outside of Wasm it only checks that the type is one, so that the crate builds and tests like any other.
#[macro_export]
macro_rules! export {
    ($framework:ty) => {
        const _: () = {
            const fn is_a_framework<F: $crate::Framework>() {}
            is_a_framework::<$framework>();
        };

        #[cfg(target_arch = "wasm32")]
        const _: () = {
            use $crate::bindings::concord::framework::types;

            ::std::thread_local! {
                static OPENED: ::std::cell::RefCell<Option<$framework>> = const { ::std::cell::RefCell::new(None) };
            }

            struct Component;

            impl $crate::bindings::exports::concord::framework::review::Guest for Component {
                fn open(config: String, dictionary: types::Dictionary) -> Result<types::Descriptor, Vec<types::Problem>> {
                    $crate::component::open(&OPENED, &config, dictionary)
                }

                fn evaluate(batch: types::Batch) -> Result<types::Answers, String> {
                    $crate::component::evaluate(&OPENED, &batch)
                }

                fn explain(batch: types::Batch, indicator: u32) -> Result<Vec<types::Step>, String> {
                    $crate::component::explain(&OPENED, &batch, indicator)
                }
            }

    $crate::bindings::export_component!(Component with_types_in $crate::bindings);
        };
    };
}
