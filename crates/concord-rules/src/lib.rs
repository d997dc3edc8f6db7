//! The rule language: CEL text to a checked plan to three-valued column programs.
