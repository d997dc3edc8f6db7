//! The time zones of moments, which a file's own schema does not tell.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, Schema};

/// A file's schema with the time zones of the schema that its writer kept beside it.
pub(super) fn with_zones(plain: &Schema, written: &Schema) -> Schema {
    Schema::new(of_fields(plain.fields(), written.fields()))
}

fn of_fields(plain: &Fields, written: &Fields) -> Fields {
    let zoned = |field: &Arc<Field>| match written.iter().find(|other| other.name() == field.name()) {
        Some(other) => Arc::new(field.as_ref().clone().with_data_type(of_type(field.data_type(), other.data_type()))),
        None => Arc::clone(field),
    };
    plain.iter().map(zoned).collect()
}

fn of_type(plain: &DataType, written: &DataType) -> DataType {
    match (plain, written) {
        (DataType::Timestamp(unit, Some(_)), DataType::Timestamp(_, Some(zone))) => DataType::Timestamp(*unit, Some(Arc::clone(zone))),
        (DataType::Struct(plain), DataType::Struct(written)) => DataType::Struct(of_fields(plain, written)),
        (DataType::List(item), DataType::List(other) | DataType::LargeList(other)) => {
            let zoned = of_type(item.data_type(), other.data_type());
            DataType::List(Arc::new(item.as_ref().clone().with_data_type(zoned)))
        }
        _ => plain.clone(),
    }
}
