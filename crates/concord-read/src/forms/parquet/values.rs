//! Single values of Arrow's arrays: as cells, and as JSON for records that are handed back whole.

use arrow_array::cast::AsArray;
use arrow_array::temporal_conversions::as_datetime_with_timezone;
use arrow_array::timezone::Tz;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, Float16Type, Float32Type,
    Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, StructArray};
use arrow_schema::{DataType, TimeUnit};
use concord_model::date::PartialDate;
use serde_json::{Map, Value};

use super::schema::{Columns, Held, REASONS};
use crate::cell::Cell;
use crate::layout::{Layout, Name};

const NOT_UTF8: &str = "text that is not UTF-8";
const SECONDS_A_DAY: i64 = 86_400;

/// What each row of an array says. A list is [`Cell::Other`]: its members are read on their own.
pub(super) fn cells<'a>(array: &'a dyn Array) -> Box<dyn Fn(usize) -> Cell<'a> + 'a> {
    match array.data_type() {
        DataType::Null => Box::new(|_| Cell::Null),
        DataType::Boolean => {
            let truths = array.as_boolean();
            given(array, move |row| Cell::Truth(truths.value(row)))
        }
        DataType::Utf8 => {
            let texts = array.as_string::<i32>();
            given(array, move |row| Cell::Text(texts.value(row)))
        }
        DataType::Binary => {
            let texts = array.as_binary::<i32>();
            given(array, move |row| std::str::from_utf8(texts.value(row)).map_or(Cell::Other(NOT_UTF8), Cell::Text))
        }
        DataType::Dictionary(_, _) => {
            let dictionary = array.as_any_dictionary();
            if dictionary.values().is_empty() {
                return Box::new(|_| Cell::Null);
            }
            let (keys, values) = (dictionary.normalized_keys(), cells(dictionary.values().as_ref()));
            given(array, move |row| values(keys[row]))
        }
        DataType::Int8 => whole::<Int8Type>(array),
        DataType::Int16 => whole::<Int16Type>(array),
        DataType::Int32 => whole::<Int32Type>(array),
        DataType::Int64 => whole::<Int64Type>(array),
        DataType::UInt8 => whole::<UInt8Type>(array),
        DataType::UInt16 => whole::<UInt16Type>(array),
        DataType::UInt32 => whole::<UInt32Type>(array),
        DataType::UInt64 => {
            let numbers = array.as_primitive::<UInt64Type>();
            given(array, move |row| i64::try_from(numbers.value(row)).map_or(Cell::Number(numbers.value(row) as f64), Cell::Whole))
        }
        DataType::Float16 => number::<Float16Type>(array, f64::from),
        DataType::Float32 => number::<Float32Type>(array, f64::from),
        DataType::Float64 => number::<Float64Type>(array, |number| number),
        DataType::Decimal32(_, _) => decimal::<Decimal32Type>(array),
        DataType::Decimal64(_, _) => decimal::<Decimal64Type>(array),
        DataType::Decimal128(_, _) => decimal::<Decimal128Type>(array),
        DataType::Decimal256(_, _) => decimal::<Decimal256Type>(array),
        DataType::Date32 => {
            let days = array.as_primitive::<Date32Type>();
            given(array, move |row| Cell::Day(days.value(row)))
        }
        DataType::Date64 => moment::<Date64Type>(array, 1_000, None),
        DataType::Timestamp(unit, zone) => {
            let zone = zone.as_deref();
            match unit {
                TimeUnit::Second => moment::<TimestampSecondType>(array, 1, zone),
                TimeUnit::Millisecond => moment::<TimestampMillisecondType>(array, 1_000, zone),
                TimeUnit::Microsecond => moment::<TimestampMicrosecondType>(array, 1_000_000, zone),
                TimeUnit::Nanosecond => moment::<TimestampNanosecondType>(array, 1_000_000_000, zone),
            }
        }
        DataType::List(_) => given(array, |_| Cell::Other("a list")),
        DataType::Struct(_) => given(array, |_| Cell::Other("an object")),
        _ => given(array, |_| Cell::Other("a value of another type")),
    }
}

/// Whether an array has nothing in a row.
pub(super) fn is_absent(array: &dyn Array, row: usize) -> bool {
    *array.data_type() == DataType::Null || array.is_null(row)
}

/// Nothing where the array has nothing.
fn given<'a>(array: &'a dyn Array, cell: impl Fn(usize) -> Cell<'a> + 'a) -> Box<dyn Fn(usize) -> Cell<'a> + 'a> {
    match array.nulls() {
        None => Box::new(cell),
        Some(nulls) => Box::new(move |row| if nulls.is_valid(row) { cell(row) } else { Cell::Null }),
    }
}

fn whole<'a, T: ArrowPrimitiveType<Native: Into<i64>>>(array: &'a dyn Array) -> Box<dyn Fn(usize) -> Cell<'a> + 'a> {
    let numbers = array.as_primitive::<T>();
    given(array, move |row| Cell::Whole(numbers.value(row).into()))
}

fn number<'a, T: ArrowPrimitiveType>(array: &'a dyn Array, wide: fn(T::Native) -> f64) -> Box<dyn Fn(usize) -> Cell<'a> + 'a> {
    let numbers = array.as_primitive::<T>();
    given(array, move |row| Cell::Number(wide(numbers.value(row))))
}

/// A decimal is the number that its figures are elsewhere too.
fn decimal<'a, T: arrow_array::types::DecimalType>(array: &'a dyn Array) -> Box<dyn Fn(usize) -> Cell<'a> + 'a> {
    let numbers = array.as_primitive::<T>();
    given(array, move |row| {
        let figures = numbers.value_as_string(row);
        figures.parse().map_or_else(|_| figures.parse().map_or(Cell::Other("a number"), Cell::Number), Cell::Whole)
    })
}

/// A moment is a day where it is midnight, in its time zone if it has one.
fn moment<'a, T: ArrowPrimitiveType<Native = i64>>(
    array: &'a dyn Array,
    a_second: i64,
    zone: Option<&str>,
) -> Box<dyn Fn(usize) -> Cell<'a> + 'a> {
    let moments = array.as_primitive::<T>();
    let zone = match zone.map(str::parse::<Tz>) {
        Some(Err(_)) => return given(array, |_| Cell::Other("a time in an unknown time zone")),
        Some(Ok(zone)) => Some(zone),
        None => None,
    };
    given(array, move |row| {
        let moment = moments.value(row);
        let seconds = moment.div_euclid(a_second);
        let local = match zone {
            Some(zone) => {
                as_datetime_with_timezone::<TimestampSecondType>(seconds, zone).map(|time| time.naive_local().and_utc().timestamp())
            }
            None => Some(seconds),
        };
        match local.map(|local| (local.rem_euclid(SECONDS_A_DAY), i32::try_from(local.div_euclid(SECONDS_A_DAY)))) {
            Some((0, Ok(day))) if moment.rem_euclid(a_second) == 0 => Cell::Day(day),
            _ => Cell::Other("a time of day"),
        }
    })
}

/// A record with its child rows, from arrays that hold some of its columns each; what is not there is left out, and a reason stands in
/// place of the value that it explains.
pub(super) fn original(columns: &Columns, layout: &Layout, parts: &[StructArray], row: usize) -> Value {
    Value::Object(parts.iter().flat_map(|part| object(columns, layout, Some(layout.record), part, row)).collect())
}

fn object(columns: &Columns, layout: &Layout, table: Option<usize>, rows: &StructArray, row: usize) -> Map<String, Value> {
    let mut object = Map::new();
    for (field, array) in rows.fields().iter().zip(rows.columns()).filter(|(_, array)| !is_absent(array, row)) {
        let held = table.and_then(|table| columns.tables[table].held.iter().find(|(name, _)| name == field.name()));
        let child = match held {
            Some((_, Held::Name(Name::Child(child)))) => Some(*child),
            _ => None,
        };
        object.insert(field.name().clone(), json(columns, layout, child, array, row));
    }
    let reasons = |(name, held): &(String, Held)| matches!(held, Held::Reasons(_)).then(|| name.clone());
    for name in table.iter().flat_map(|table| columns.tables[*table].held.iter().filter_map(reasons)) {
        let field = name.strip_suffix(REASONS).unwrap_or(&name);
        if !object.contains_key(field)
            && let Some(reason) = object.remove(&name)
        {
            object.insert(field.to_owned(), reason);
        }
    }
    object
}

fn json(columns: &Columns, layout: &Layout, child: Option<usize>, array: &ArrayRef, row: usize) -> Value {
    match array.data_type() {
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(row);
            (0..items.len()).map(|item| json(columns, layout, child, &items, item)).collect()
        }
        _ if is_absent(array, row) => Value::Null,
        DataType::Struct(_) => Value::Object(object(columns, layout, child, array.as_struct(), row)),
        DataType::Binary => String::from_utf8_lossy(array.as_binary::<i32>().value(row)).into(),
        _ => scalar(&array.slice(row, 1)),
    }
}

fn scalar(array: &ArrayRef) -> Value {
    match cells(array.as_ref())(0) {
        Cell::Text(text) => text.into(),
        Cell::Whole(number) => number.into(),
        Cell::Number(number) => serde_json::Number::from_f64(number).map_or_else(|| number.to_string().into(), Value::Number),
        Cell::Truth(truth) => truth.into(),
        Cell::Day(day) => day_text(day).into(),
        Cell::Null | Cell::List(_) => Value::Null,
        Cell::Other(_) => format!("{array:?}").into(),
    }
}

fn day_text(day: i32) -> String {
    if crate::cell::days().contains(&day) { PartialDate::day(day).to_string() } else { format!("{day} days after 1970-01-01") }
}
