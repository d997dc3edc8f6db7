//! Words to the host. They cannot influence an answer; outside of Wasm they go nowhere.

use crate::bindings::concord::framework::log::{Level, write};

/// Tells the host something that may help those who run the framework.
pub fn info(message: &str) {
    tell(Level::Info, message);
}

/// Tells the host of something that its user should look at.
pub fn warn(message: &str) {
    tell(Level::Warn, message);
}

/// Tells the host what went wrong, best just before it does.
pub fn error(message: &str) {
    tell(Level::Error, message);
}

fn tell(level: Level, message: &str) {
    if cfg!(target_arch = "wasm32") {
        write(level, message);
    }
}
