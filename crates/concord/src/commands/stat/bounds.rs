//! `concord stat bounds`: worst-case bounds of shares.

use concord_stat::bounds::Counts;

use super::rows::Said;
use super::table::Table;
use crate::args::StatBounds;

/// The bounds of every row's group.
pub(super) fn bounds(table: &Table, arguments: &StatBounds) -> Said {
    let [group, answers @ ..] = table.columns(["group", "present", "partly", "absent", "not_determinable"])?;
    let rows = table.rows(|row| {
        let (group, [present, partly, absent, not_determinable]) = (row.text(group), answers.map(|column| row.count(column)));
        Some(Counts { group: group?.to_owned(), present: present?, partly: partly?, absent: absent?, not_determinable: not_determinable? })
    });
    rows.once(|counts| &counts.group).figures(Some("--confidence"), |groups| concord_stat::bounds::table(&groups, arguments.confidence))
}
