//! Elementary functions of `f32`.
