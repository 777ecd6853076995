//! The `Element` derive of numoxide.
