//! northmoor
