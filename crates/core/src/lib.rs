//! numoxide: core
