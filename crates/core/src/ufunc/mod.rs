//! Universal functions as values: what a function is called, which types it takes, and its loops.
//!
//! A [`Ufunc`] is a row of data. Its [`call`](Ufunc::call) finds the loop for the operands' dtypes, makes
//! the outputs, and hands everything to the driver; nothing here is generic. A loop comes from a scalar
//! body by the constructors of [`TypedLoop`], which compile it once per CPU level.

mod adverbs;
mod astype;
mod call;
mod division;
mod events;
mod fast;
mod loops;
mod rows;
mod weak;

pub use call::{Call, Options, Outputs};
pub use events::Pole;
pub use fast::{Source, assign, assign_view, binary, binary_into, unary, unary_into};
pub use loops::{
    Binary, Quaternary, SliceBinary, SliceTwoOutBinary, SliceUnary, Ternary, TwoOut, TwoOutBinary, TypedLoop,
    Unary,
};
pub use numoxide_simd::Isa;
pub use weak::Weak;

use crate::{Casting, DType, Error, Result, can_cast};

/// The value of a reduction of no items.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Identity {
    /// There is none: the first item begins the reduction, and without one there is no result. The order of the items
    /// means something, so that only one axis can be reduced.
    None,
    /// There is none, but the order of the items means nothing.
    Reorderable,
    /// A number: 0, 1, or minus one for "all bits set".
    Value(f64),
}

/// The functions that NumPy refuses for booleans alone, where all others without a loop for them go over to integers.
const NOT_FOR_BOOL: [&str; 6] = ["gcd", "lcm", "negative", "positive", "sign", "subtract"];

/// What the operands of a call mean for the loop that their types chose: this loop, another of the same types, or none.
pub type Refine = fn(&'static TypedLoop, &[Source<'_>]) -> Result<&'static TypedLoop>;

/// A universal function.
pub struct Ufunc {
    /// NumPy's name.
    pub name: &'static str,
    nin: usize,
    nout: usize,
    loops: &'static [TypedLoop],
    /// The identity of its reduction.
    pub identity: Identity,
    /// What counts of the operands beyond their types, such as "no negative power of an integer".
    pub refine: Option<Refine>,
    /// For each scalar type, the first loop whose first input it is.
    index: [u8; 16],
    /// Where a finite argument gives an exact infinity, for [`errstate`](crate::errstate); `None` for a
    /// function that raises no floating-point event at all.
    pub pole: Option<Pole>,
}

impl Ufunc {
    /// A function of these loops, in NumPy's order: the first whose input types are safe is taken. Without a
    /// [`refine`](Ufunc::refine).
    ///
    /// # Panics
    /// If the loops have not all the same numbers of inputs and outputs, or are none or more than 254.
    pub const fn new(
        name: &'static str,
        identity: Identity,
        pole: Option<Pole>,
        loops: &'static [TypedLoop],
    ) -> Self {
        assert!(!loops.is_empty() && loops.len() < u8::MAX as usize, "a table of 1 to 254 loops");
        let (nin, operands) = (loops[0].nin, loops[0].types.len());
        let mut k = 0;
        while k < loops.len() {
            assert!(loops[k].nin == nin && loops[k].types.len() == operands, "loops of one kind");
            k += 1;
        }
        let index = index_loops(loops);
        Ufunc { name, nin, nout: operands - nin, loops, identity, refine: None, index, pole }
    }

    /// The number of inputs.
    pub fn nin(&self) -> usize {
        self.nin
    }

    /// The number of outputs.
    pub fn nout(&self) -> usize {
        self.nout
    }

    /// The number of operands, inputs and outputs.
    pub fn nargs(&self) -> usize {
        self.nin + self.nout
    }

    /// The types of inputs and outputs that a call with inputs of these types works in. NumPy: `resolve_dtypes`.
    ///
    /// # Errors
    /// [`Error::Value`] if there is not one type per input, [`Error::NoLoop`].
    ///
    /// ```
    /// use numoxide_core::{DType, operators::ADD};
    ///
    /// assert_eq!(ADD.resolve_dtypes(&[DType::I32, DType::F32])?, [const { DType::F64 }; 3]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn resolve_dtypes(&self, inputs: &[DType]) -> Result<&'static [DType]> {
        if inputs.len() != self.nin {
            let what = format!("takes {} operands, {} given", self.nin, inputs.len());
            return Err(Error::value(self.name, what));
        }
        Ok(self.find(&inputs.iter().collect::<Vec<_>>())?.types())
    }

    /// The loops, in the order in which they are tried.
    pub fn loops(&self) -> &'static [TypedLoop] {
        self.loops
    }

    /// The loop for inputs of these types: the exact one, or the first that all can be cast to under
    /// `casting`'s safe part.
    ///
    /// # Errors
    /// [`Error::NoLoop`].
    #[inline]
    pub fn find(&self, inputs: &[&DType]) -> Result<&'static TypedLoop> {
        match self.first(inputs[0]).filter(|row| row.types.iter().zip(inputs).all(|(a, b)| a == *b)) {
            Some(row) => Ok(row),
            None => self.search(inputs),
        }
    }

    /// The first loop whose first input is of this type.
    #[inline]
    fn first(&self, dtype: &DType) -> Option<&'static TypedLoop> {
        self.loops.get(self.index[dtype.index()?] as usize)
    }

    /// The loop of the same types as that of another function, among those whose first input decides.
    ///
    /// ```
    /// use numoxide_core::operators::{ADD, MULTIPLY};
    ///
    /// let row = ADD.like(&MULTIPLY.loops()[0]).expect("sums and products are made of the same types");
    /// assert_eq!(row.types(), MULTIPLY.loops()[0].types());
    /// ```
    #[inline]
    pub fn like(&self, row: &TypedLoop) -> Option<&'static TypedLoop> {
        self.first(&row.types[0]).filter(|found| found.types == row.types)
    }

    /// [`Ufunc::find`] among all loops.
    #[cold]
    fn search(&self, inputs: &[&DType]) -> Result<&'static TypedLoop> {
        let exact = |row: &&TypedLoop| row.types.iter().zip(inputs).all(|(a, b)| a == *b);
        if let Some(row) = self.loops.iter().find(exact) {
            return Ok(row);
        }
        if NOT_FOR_BOOL.contains(&self.name) && inputs.iter().all(|input| **input == DType::Bool) {
            return Err(self.no_loop(inputs));
        }
        let safe = |row: &&TypedLoop| {
            row.types.iter().zip(inputs).all(|(to, from)| can_cast(from, to, Casting::Safe))
        };
        self.loops.iter().find(safe).ok_or_else(|| self.no_loop(inputs))
    }

    #[cold]
    fn no_loop(&self, inputs: &[&DType]) -> Error {
        Error::NoLoop { op: self.name, dtypes: inputs.iter().map(|&dtype| dtype.clone()).collect() }
    }

    /// The loop whose inputs, or else outputs, are of type `dtype`: NumPy's `dtype=`.
    ///
    /// # Errors
    /// [`Error::NoLoop`].
    pub fn find_by_dtype(&self, dtype: &DType) -> Result<&'static TypedLoop> {
        let gives = |row: &&TypedLoop| row.types[self.nin..].iter().all(|output| output == dtype);
        let takes = |row: &&TypedLoop| row.types[..self.nin].iter().all(|input| input == dtype);
        let same = |row: &&TypedLoop| gives(row) && takes(row);
        self.loops
            .iter()
            .find(same)
            .or_else(|| self.loops.iter().find(gives))
            .ok_or_else(|| self.no_loop(&[dtype]))
    }
}

/// [`Ufunc::index`] for these loops.
const fn index_loops(loops: &[TypedLoop]) -> [u8; 16] {
    let mut index = [u8::MAX; 16];
    let mut k = loops.len();
    while k > 0 {
        k -= 1;
        if let Some(dtype) = loops[k].types[0].index() {
            index[dtype] = k as u8;
        }
    }
    index
}
