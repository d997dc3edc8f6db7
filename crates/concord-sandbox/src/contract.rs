//! The contract of `concord-guest/wit/framework.wit` as the host sees it, generated.
#![allow(missing_docs, unreachable_pub, clippy::all, reason = "generated; the WIT has the documentation")]

wasmtime::component::bindgen!({
    path: "../concord-guest/wit",
    world: "framework",
    // Columns go in as they lie: one copy of bytes each, from the dataset into the guest's memory.
    ownership: Borrowing { duplicate_if_necessary: false },
});
