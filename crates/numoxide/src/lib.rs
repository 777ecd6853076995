//! numoxide: numoxide
#![forbid(unsafe_code)]
