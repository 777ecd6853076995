//! What NumPy's `dtype` tells of itself: its letters and numbers, its fields, its small array.

use super::{DType, Field};
use crate::{Error, Result, TimeStep};

impl DType {
    /// The letter of the type in C's terms: `d` for `f64`, `l` for `i64`. Letters of integers are those of platforms
    /// whose `long` has 64 bits; `bf16`, which NumPy lacks, has `E`.
    pub fn char(&self) -> char {
        const LETTERS: [char; 15] =
            ['?', 'b', 'h', 'i', 'l', 'B', 'H', 'I', 'L', 'e', 'E', 'f', 'd', 'F', 'D'];
        self.index().map_or(self.kind(), |index| LETTERS[index])
    }

    /// NumPy's number of the type, on platforms whose `long` has 64 bits; `bf16` counts as the first type of a user.
    pub fn num(&self) -> u32 {
        const NUMBERS: [u32; 15] = [0, 1, 3, 5, 7, 2, 4, 6, 8, 23, 256, 11, 12, 14, 15];
        match self {
            DType::DateTime(_) => 21,
            DType::TimeDelta(_) => 22,
            DType::Bytes(_) => 18,
            DType::Str(_) => 19,
            DType::Void(_) | DType::Subarray(_) | DType::Struct(_) => 20,
            scalar => scalar.index().map_or(20, |index| NUMBERS[index]),
        }
    }

    /// `=` where the order of bytes matters, which is always that of the machine; `|` where it does not.
    pub fn byteorder(&self) -> char {
        let ordered = match self {
            DType::Str(_) | DType::DateTime(_) | DType::TimeDelta(_) => true,
            scalar => scalar.index().is_some() && scalar.itemsize() > 1,
        };
        if ordered { '=' } else { '|' }
    }

    /// What dates and durations count; `None` for other types. NumPy: `datetime_data`.
    ///
    /// ```
    /// use numoxide_core::{DType, TimeUnit};
    ///
    /// let step = DType::parse("M8[25s]")?.time_step().expect("a date");
    /// assert_eq!((step.count(), step.unit()), (25, TimeUnit::Second));
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn time_step(&self) -> Option<TimeStep> {
        match self {
            DType::DateTime(step) | DType::TimeDelta(step) => Some(*step),
            _ => None,
        }
    }

    /// The type of the items of a small array; of other types the type itself.
    pub fn base(&self) -> &DType {
        match self {
            DType::Subarray(array) => array.dtype(),
            other => other,
        }
    }

    /// The shape of a small array; of other types none.
    pub fn shape(&self) -> &[usize] {
        match self {
            DType::Subarray(array) => array.shape(),
            _ => &[],
        }
    }

    /// The sizes of all axes that a small array gives an array of it: its own, and those of small arrays within.
    pub(crate) fn whole_shape(&self) -> Vec<usize> {
        let inner = self.subdtype().map_or(Vec::new(), |(base, _)| base.whole_shape());
        [self.shape(), &inner].concat()
    }

    /// The axes of a small array.
    pub fn ndim(&self) -> usize {
        self.shape().len()
    }

    /// The type and the shape of a small array.
    pub fn subdtype(&self) -> Option<(&DType, &[usize])> {
        matches!(self, DType::Subarray(_)).then(|| (self.base(), self.shape()))
    }

    /// The fields of a structured type.
    pub fn fields(&self) -> Option<&[Field]> {
        match self {
            DType::Struct(fields) => Some(fields.fields()),
            _ => None,
        }
    }

    /// The names of the fields of a structured type.
    pub fn names(&self) -> Option<Vec<&str>> {
        Some(self.fields()?.iter().map(|field| field.name.as_str()).collect())
    }

    /// The field of a name. NumPy: `dtype[name]`.
    ///
    /// # Errors
    /// [`Error::DType`] if the type has no fields, [`Error::Value`] if none has this name.
    ///
    /// ```
    /// use numoxide_core::DType;
    ///
    /// let dtype = DType::parse("[('x', 'f8'), ('y', '3i2')]")?;
    /// assert_eq!((dtype.field("y")?.offset, dtype.field("y")?.dtype.shape()), (8, &[3][..]));
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn field(&self, name: &str) -> Result<&Field> {
        const OP: &str = "field";
        let DType::Struct(fields) = self else {
            return Err(Error::DType { op: OP, dtype: self.to_string() });
        };
        fields.field(name).ok_or_else(|| Error::value(OP, format!("no field of name {name}")))
    }

    /// The same items with some of the fields, where they are. NumPy: `dtype[[name, ...]]`.
    ///
    /// # Errors
    /// As [`DType::field`]; [`Error::Value`] if a name comes twice.
    pub fn fields_of(&self, names: &[&str]) -> Result<DType> {
        let fields = names.iter().map(|name| self.field(name).cloned()).collect::<Result<_>>()?;
        let chosen = super::StructType::new(fields, self.itemsize(), 1)?.aligned(self.isalignedstruct());
        let DType::Struct(all) = self else { return Ok(DType::Struct(chosen.into())) };
        let titles = chosen.fields().iter().map(|field| all.title(&field.name).map(str::to_owned)).collect();
        Ok(DType::Struct(chosen.with_titles(titles)?.into()))
    }

    /// Whether the fields lie as a C compiler lays them; of a small array, those of its items.
    pub fn isalignedstruct(&self) -> bool {
        matches!(self.base(), DType::Struct(fields) if fields.is_aligned())
    }

    /// The type of an array made for items of this one: text without a length gets room for one character. NumPy's raw items
    /// without a length have none.
    pub(crate) fn with_room(self) -> DType {
        match self {
            DType::Bytes(0) => DType::Bytes(1),
            DType::Str(0) => DType::Str(1),
            sized => sized,
        }
    }

    /// Whether there is a `bool` somewhere in an item.
    pub(crate) fn holds_bool(&self) -> bool {
        match self {
            DType::Bool => true,
            DType::Subarray(array) => array.dtype().holds_bool(),
            DType::Struct(fields) => fields.fields().iter().any(|field| field.dtype.holds_bool()),
            _ => false,
        }
    }

    /// The places of the `bool`s in an item, whose bytes are 0 or 1 and nothing else. Those that lie under other fields, which may
    /// hold any bytes, are not among them.
    pub(crate) fn bools(&self) -> Vec<usize> {
        match self {
            DType::Bool => vec![0],
            DType::Struct(fields) => {
                let places = |field: &Field| {
                    let offset = field.offset;
                    field.dtype.bools().into_iter().map(move |place| offset + place).collect::<Vec<_>>()
                };
                let each: Vec<_> = fields.fields().iter().map(places).collect();
                let all = each.iter().flatten().copied();
                if !fields.shares_bools() {
                    return all.collect();
                }
                let lies = |field: &Field, place: usize| {
                    (field.offset..field.offset + field.dtype.itemsize()).contains(&place)
                };
                let agreed = |place: &usize| {
                    fields
                        .fields()
                        .iter()
                        .zip(&each)
                        .all(|(field, own)| own.contains(place) || !lies(field, *place))
                };
                all.filter(agreed).collect()
            }
            DType::Subarray(array) if array.dtype().holds_bool() => {
                let (one, size) = (array.dtype().bools(), array.dtype().itemsize().max(1));
                let item = |at: usize| one.iter().map(move |place| at * size + place);
                (0..array.itemsize() / size).flat_map(item).collect()
            }
            _ => Vec::new(),
        }
    }
}
