//! Dates and durations as items of arrays: what the golden files of casts, dtypes and prints do not say.

use numoxide_core::print::{Formatter, array2string};
use numoxide_core::time::NAT;
use numoxide_core::*;
use numoxide_testkit::golden;

fn dtype(text: &str) -> DType {
    DType::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn times(counts: Array<i64>, text: &str) -> AnyArray {
    AnyArray::from(counts).view_as(dtype(text)).unwrap()
}

#[test]
fn texts_tell_their_unit() {
    let file = golden("time");
    let mut count = 0;
    while let Some(entry) = file.get(&format!("text.{count}")) {
        let words: Vec<&str> = entry.text().split('\t').collect();
        let found = AnyArray::from_text(array![words[0].to_owned()]).unwrap().astype(dtype("M8"));
        match (&words[1..], found) {
            (["error"], Err(Error::Value { op: "astype", .. })) => {}
            ([wanted, hex], Ok(found)) => {
                let bytes = found.tobytes(Order::C).unwrap();
                let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                assert_eq!(
                    (found.dtype().to_string().as_str(), digits.as_str()),
                    (*wanted, *hex),
                    "{words:?}"
                );
            }
            (wanted, found) => panic!("{words:?}: {found:?}, NumPy {wanted:?}"),
        }
        count += 1;
    }
    assert!(count > 80, "{count}");
}

#[test]
fn views_and_fields_share_the_memory() {
    let counts = array![[1i64, -2], [3, NAT]];
    let days = times(counts.clone(), "M8[D]");
    assert_eq!(days.as_ptr(), counts.as_ptr().cast());
    assert_eq!(days.t().to_string(), "[['1970-01-02' '1970-01-04']\n ['1969-12-30'        'NaT']]");
    let back = days.slice(s![1, ..;-1]).unwrap().view_as(DType::I64).unwrap();
    assert_eq!(back.downcast::<i64>().unwrap().to_vec(), [NAT, 3]);
    let records =
        AnyArray::zeros([2], dtype("[('ok', 'i1'), ('t', 'M8[s]'), ('d', 'm8[h]', (2,))]")).unwrap();
    assert_eq!(records.field("t").unwrap().to_string(), "['1970-01-01T00:00:00' '1970-01-01T00:00:00']");
    assert_eq!(records.field("d").unwrap().shape(), [2, 2]);
    let mut other = records.copy(Order::C).unwrap();
    Copyto::new(other.view_mut().unwrap().field("t").unwrap(), &days.slice(s![0]).unwrap()).run().unwrap();
    assert_eq!(other.field("t").unwrap().to_string(), "['1970-01-02T00:00:00' '1969-12-30T00:00:00']");
    let swapped = days.byteswap().unwrap().byteswap().unwrap();
    assert_eq!(swapped.tobytes(Order::C).unwrap(), days.tobytes(Order::C).unwrap());
}

#[test]
fn what_only_moves_items_takes_them_as_they_are() {
    let (days, hours) = (times(array![1, NAT], "M8[D]"), times(array![30, 31, 32], "M8[h]"));
    let both = AnyArray::concatenate(&[&days, &hours], 0).unwrap();
    assert_eq!(both.dtype(), &dtype("M8[h]"));
    assert_eq!(
        both.to_string(),
        "['1970-01-02T00'           'NaT' '1970-01-02T06' '1970-01-02T07'\n '1970-01-02T08']"
    );
    assert_eq!(hours.take([2, 0], None).unwrap().to_string(), "['1970-01-02T08' '1970-01-02T06']");
    assert_eq!(
        AnyArray::where_([true, false], &days, &times(array![0, 0], "M8[D]")).unwrap().to_string(),
        "['1970-01-02' '1970-01-01']"
    );
    assert!(AnyArray::concatenate(&[&days, &AnyArray::from(array![1i64])], 0).is_err());
    assert!(AnyArray::concatenate(&[&times(array![1], "m8[M]"), &times(array![1], "m8[D]")], 0).is_err());
}

#[test]
fn results_of_durations_and_numbers_are_durations() {
    let span = dtype("m8[D]");
    assert_eq!(result_type(&[Promoted::from(&span), 5.into()]), Ok(span.clone()));
    assert_eq!(result_type(&[Promoted::from(&span), true.into()]), Ok(span.clone()));
    assert!(result_type(&[Promoted::from(&span), 5.0.into()]).is_err());
    assert!(result_type(&[Promoted::from(dtype("M8[D]")), 5.into()]).is_err());
    // As issubdtype has them, durations are integers; as the array standard, they are none.
    assert!(issubdtype(&span, Kind::SignedInteger) && issubdtype(&span, dtype("m8[s]")));
    assert!(!isdtype(&span, &[Kind::SignedInteger]) && !isdtype(&span, &[dtype("m8[s]").into()]));
    assert!(issubdtype(&dtype("M8[s]"), Kind::Generic) && !issubdtype(&dtype("M8[s]"), Kind::Number));
}

#[test]
fn what_is_no_date_is_an_error_or_nat() {
    let astype = |array: &AnyArray, text: &str| array.astype(dtype(text));
    let floats = AnyArray::from(array![1e30, f64::INFINITY, -9.3e18, f64::NAN, -9.2e18, 0.9]);
    let counts = astype(&floats, "m8[s]").unwrap().view_as(DType::I64).unwrap();
    assert_eq!(
        counts.downcast::<i64>().unwrap().to_vec(),
        [NAT, NAT, NAT, NAT, -9_200_000_000_000_000_000, 0]
    );
    // A count without a unit is shown as it is, but is no date.
    let open = times(array![5, NAT], "M8");
    assert_eq!(open.to_string(), "[  '5' 'NaT']");
    assert!(matches!(astype(&open, "U"), Err(Error::Value { .. })));
    assert_eq!(astype(&open, "M8[D]").unwrap().to_string(), "['1970-01-06'        'NaT']");
    // Unlike NumPy, which cuts off the last digit of years.
    let year = times(array![50], "M8[Y]");
    assert_eq!(astype(&year, "S4").unwrap().to_string(), "[b'2020']");
    assert!(matches!(astype(&year, "S3"), Err(Error::Value { .. })));
    assert!(matches!(astype(&times(array![1], "m8[D]"), "m8[as]"), Err(Error::Value { .. })));
    let clock = AnyArray::from_text(array!["now", "today"]).unwrap();
    let clock = astype(&clock, "M8").unwrap();
    assert_eq!(clock.dtype(), &dtype("M8[s]"));
    assert!(clock.to_string().as_str() > "['2024");
}

#[test]
fn formatters_get_texts() {
    let formatter =
        || Formatter::new().datetime(|text| format!("<{text}>")).timedelta(|words| format!("({words})"));
    let text = |array: &AnyArray| array2string(array).formatter(formatter()).to_string();
    assert_eq!(text(&times(array![1, NAT], "M8[D]")), "[<1970-01-02> <NaT>]");
    assert_eq!(text(&times(array![1, NAT], "m8[25s]")), "[(25 seconds) (NaT)]");
}

#[test]
fn sums_of_times_are_refused_by_name() {
    let days = times(array![1, 2], "m8[D]");
    let error = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| &days + &days)).unwrap_err();
    let message = error.downcast_ref::<String>().unwrap();
    assert!(message.contains("TimeDelta([D])"), "{message}");
}
