//! Universal functions held to NumPy's answers: `ufunc.golden`, run over strange layouts at every CPU level.

use numoxide_core::dtype::{ScalarVisitor, visit_scalar};
use numoxide_core::ufunc::Ufunc;
use numoxide_core::{AnyArray, AnyView, Array, ArrayView, Complex, DType, Element, f16};
use numoxide_simd::{available_levels, force_level};

use crate::golden::{Entry, Golden, Scalar, golden, same};
use crate::strange::{Strange, layouts_of};

/// The dtypes of the golden tables, in their order, with NumPy's abbreviations.
pub const DTYPES: [(&str, DType); 14] = [
    ("b1", DType::Bool),
    ("i1", DType::I8),
    ("i2", DType::I16),
    ("i4", DType::I32),
    ("i8", DType::I64),
    ("u1", DType::U8),
    ("u2", DType::U16),
    ("u4", DType::U32),
    ("u8", DType::U64),
    ("f2", DType::F16),
    ("f4", DType::F32),
    ("f8", DType::F64),
    ("c8", DType::C64),
    ("c16", DType::C128),
];

/// Functions of two arguments run over all pairs of the first so many values.
const FEW: usize = 12;

/// Calls a generic function with the type behind a dtype of a golden file.
macro_rules! with_type {
    ($dtype:expr, $function:ident($($argument:expr),*)) => {
        match $dtype {
            "b1" => $function::<bool>($($argument),*),
            "i1" => $function::<i8>($($argument),*),
            "i2" => $function::<i16>($($argument),*),
            "i4" => $function::<i32>($($argument),*),
            "i8" => $function::<i64>($($argument),*),
            "u1" => $function::<u8>($($argument),*),
            "u2" => $function::<u16>($($argument),*),
            "u4" => $function::<u32>($($argument),*),
            "u8" => $function::<u64>($($argument),*),
            "f2" => $function::<f16>($($argument),*),
            "f4" => $function::<f32>($($argument),*),
            "f8" => $function::<f64>($($argument),*),
            "c8" => $function::<Complex<f32>>($($argument),*),
            "c16" => $function::<Complex<f64>>($($argument),*),
            other => panic!("no dtype `{other}`"),
        }
    };
}

/// Checks every loop of a function at every CPU level, and its choice of types; returns what differs from NumPy, in
/// words.
///
/// # Panics
/// If NumPy's answers say nothing about the function.
pub fn differences(ufunc: &'static Ufunc) -> Vec<String> {
    let file = golden("ufunc");
    let mut found = differing_types(&file, ufunc);
    for level in available_levels() {
        force_level(*level);
        let values = all_differing_values(&file, ufunc);
        found.extend(values.into_iter().map(|difference| format!("{level:?}: {difference}")));
    }
    found
}

/// The differences at the level in use.
fn all_differing_values(file: &Golden, ufunc: &'static Ufunc) -> Vec<String> {
    let mut found = Vec::new();
    let begins = |name: &str| name.strip_prefix(ufunc.name).is_some_and(|rest| rest.starts_with([':', '!']));
    let mut loops = 0;
    for (name, entry) in file.iter().filter(|(name, _)| begins(name) && !name.ends_with('@')) {
        loops += 1;
        found.extend(differing_values(file, ufunc, name, entry));
    }
    assert!(loops > 0, "no golden loop of `{}`", ufunc.name);
    found
}

/// Whether the function takes the dtypes that NumPy's takes, and gives the same.
fn differing_types(file: &Golden, ufunc: &Ufunc) -> Vec<String> {
    let table = file.entry(&format!("types:{}", ufunc.name));
    let mut found = Vec::new();
    for (at, wanted) in table.values::<i8>().into_iter().enumerate() {
        let inputs = match ufunc.nin() {
            1 => vec![&DTYPES[at].1],
            _ => vec![&DTYPES[at / DTYPES.len()].1, &DTYPES[at % DTYPES.len()].1],
        };
        let wanted = usize::try_from(wanted).ok().map(|place| &DTYPES[place].1);
        let chosen = ufunc.find(&inputs).ok().map(|row| &row.types()[ufunc.nin()]);
        if chosen != wanted {
            found.push(format!("{}: {inputs:?} gives {chosen:?}, NumPy {wanted:?}", ufunc.name));
        }
    }
    found
}

/// Runs one loop over every strange layout of its arguments.
fn differing_values(file: &Golden, ufunc: &'static Ufunc, name: &str, wanted: &Entry) -> Vec<String> {
    let (types, output) = name[ufunc.name.len() + 1..].rsplit_once(':').expect("a number of an output");
    let (inputs, _) = types.split_once("->").expect("types in and out");
    let output: usize = output.parse().expect("a number");
    let places = file.get(&format!("{name}@")).map(|places| places.values::<u8>());
    let arguments = arguments(file, &inputs.split(',').collect::<Vec<_>>(), ufunc.name);
    let layouts = arguments[0].len();
    let mut found = Vec::new();
    for at in 0..layouts {
        // The second argument lies differently from the first.
        let views: Vec<_> =
            arguments.iter().enumerate().map(|(n, all)| &all[(at + 5 * n) % layouts]).collect();
        let any: Vec<_> = views.iter().map(|view| view.any()).collect();
        let result = match ufunc.call(&any.iter().collect::<Vec<_>>()) {
            Ok(outputs) => {
                if ufunc.nout() == 1 {
                    outputs.one().map(|a| vec![a])
                } else {
                    outputs.two().map(Vec::from)
                }
            }
            Err(error) => Err(error),
        };
        let difference = match result {
            Ok(results) => with_type!(&*wanted.dtype, compare(&results[output], wanted, places.as_deref())),
            Err(error) => Some(error.to_string()),
        };
        if let Some(difference) = difference {
            let names: Vec<_> = views.iter().map(|view| view.name()).collect();
            found.push(format!("{name} over {}: {difference}", names.join(" and ")));
            break;
        }
    }
    found
}

/// An argument in one of its layouts, its type forgotten.
pub trait Argument {
    /// The items.
    fn any(&self) -> AnyView<'_>;
    /// What is strange about the layout.
    fn name(&self) -> &str;
}

/// An array in every layout.
///
/// # Panics
/// If it is structured.
pub fn in_layouts(array: &AnyArray) -> Vec<Box<dyn Argument>> {
    struct Lay<'a>(&'a AnyArray);
    impl ScalarVisitor for Lay<'_> {
        type Output = Vec<Box<dyn Argument>>;
        fn visit<T: numoxide_core::Scalar>(self) -> Self::Output {
            let items = self.0.downcast::<T>().expect("the visited type").to_vec();
            boxed(layouts_of(self.0.shape(), &items, items.first().copied().unwrap_or(T::ZERO)))
        }
    }
    visit_scalar(array.dtype(), Lay(array)).expect("a scalar type")
}

impl<T: Element> Argument for Strange<T> {
    fn any(&self) -> AnyView<'_> {
        AnyView::from(self.view())
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// Each argument in every layout.
fn arguments(file: &Golden, dtypes: &[&str], ufunc: &str) -> Vec<Vec<Box<dyn Argument>>> {
    let values = |dtype: &str| file.entry(&format!("values.{dtype}"));
    match dtypes {
        [one] => vec![with_type!(*one, one_argument(values(one)))],
        [first, second] => vec![
            with_type!(*first, of_pair(values(first), |at| at / FEW)),
            match (ufunc, *second) {
                // NumPy refuses negative exponents of integers; the golden file has 3 in their place.
                ("power", "i1") => powers(&values(second).values::<i8>(), |x| x < 0, 3),
                ("power", "i2") => powers(&values(second).values::<i16>(), |x| x < 0, 3),
                ("power", "i4") => powers(&values(second).values::<i32>(), |x| x < 0, 3),
                ("power", "i8") => powers(&values(second).values::<i64>(), |x| x < 0, 3),
                _ => with_type!(*second, of_pair(values(second), |at| at % FEW)),
            },
        ],
        _ => panic!("{} arguments", dtypes.len()),
    }
}

fn one_argument<T: Scalar + Element>(values: &Entry) -> Vec<Box<dyn Argument>> {
    let values = values.values::<T>();
    boxed(layouts_of(&[4, values.len() / 4], &values, values[0]))
}

fn of_pair<T: Scalar + Element>(values: &Entry, which: impl Fn(usize) -> usize) -> Vec<Box<dyn Argument>> {
    let values = values.values::<T>();
    let items: Vec<_> = (0..FEW * FEW).map(|at| values[which(at)]).collect();
    boxed(layouts_of(&[FEW, FEW], &items, values[0]))
}

fn powers<T: Scalar + Element>(values: &[T], negative: fn(T) -> bool, instead: T) -> Vec<Box<dyn Argument>> {
    let exponent = |at: usize| if negative(values[at % FEW]) { instead } else { values[at % FEW] };
    let items: Vec<_> = (0..FEW * FEW).map(exponent).collect();
    boxed(layouts_of(&[FEW, FEW], &items, values[0]))
}

fn boxed<T: Element>(all: Vec<Strange<T>>) -> Vec<Box<dyn Argument>> {
    all.into_iter().map(|strange| Box::new(strange) as Box<dyn Argument>).collect()
}

/// What is different about a result; only the given places count, or all.
fn compare<T>(result: &AnyArray, wanted: &Entry, places: Option<&[u8]>) -> Option<String>
where
    T: Scalar + Element + std::fmt::Debug,
{
    let items = match result.view().downcast::<T>() {
        Ok(view) => ArrayView::to_vec(&view),
        Err(error) => return Some(error.to_string()),
    };
    let wanted = wanted.values::<T>();
    let all: Vec<_> = (0..items.len()).collect();
    let places = places.map_or(all, |places| places.iter().map(|&place| place.into()).collect());
    if places.len() != wanted.len() {
        return Some(format!("{} items, NumPy {}", items.len(), wanted.len()));
    }
    let differs = places.iter().zip(&wanted).find(|(place, wanted)| !same(&[items[**place]], &[**wanted]));
    differs.map(|(place, wanted)| format!("item {place} is {:?}, NumPy {wanted:?}", items[*place]))
}

/// An array of a golden file.
///
/// # Panics
/// If it is a text.
pub fn array_of(entry: &Entry) -> AnyArray {
    fn of<T: Scalar + Element>(entry: &Entry) -> AnyArray {
        AnyArray::from(Array::from_shape_vec(&entry.shape, entry.values::<T>()).expect("a golden shape"))
    }
    with_type!(&*entry.dtype, of(entry))
}

/// What is different about a result, in words.
pub fn difference(result: &AnyArray, wanted: &Entry) -> Option<String> {
    if result.shape() != wanted.shape {
        return Some(format!("shape {:?}, NumPy {:?}", result.shape(), wanted.shape));
    }
    with_type!(&*wanted.dtype, compare(result, wanted, None))
}
