//! The cases, one file per family.

mod binary;
mod cast;
mod create;
mod fft;
mod index;
mod io;
mod layout;
mod linalg;
mod print;
mod random;
mod reduce;
mod scipy;
mod small;
mod sorting;
mod stats;
mod structure;
mod unary;
mod values;

use crate::case::Cases;

/// Every case that is written.
pub fn all() -> Cases {
    let mut cases = Cases::default();
    binary::add_to(&mut cases);
    cast::add_to(&mut cases);
    create::add_to(&mut cases);
    fft::add_to(&mut cases);
    unary::add_to(&mut cases);
    reduce::add_to(&mut cases);
    layout::add_to(&mut cases);
    linalg::add_to(&mut cases);
    scipy::add_to(&mut cases);
    index::add_to(&mut cases);
    io::add_to(&mut cases);
    structure::add_to(&mut cases);
    values::add_to(&mut cases);
    print::add_to(&mut cases);
    random::add_to(&mut cases);
    small::add_to(&mut cases);
    sorting::add_to(&mut cases);
    stats::add_to(&mut cases);
    cases
}
