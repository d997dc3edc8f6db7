//! What must be said wherever the figures stand.

use crate::setup::Setup;

pub(super) fn notes(setup: &Setup) -> Vec<String> {
    let period = match setup.fields.period {
        Some(place) => format!(
            "The period goes by \u{201c}{}\u{201d}; a year is given where both ends of a date that is not known to the day agree on it.",
            setup.dictionary.root_table().fields[place].label
        ),
        None => "The dictionary names no date by which reviews belong to a period, so there are no figures by year.".to_owned(),
    };
    let mut notes = vec![
        "Figures count incidents: a review with those that follow from it is one case. Its reviews are observations of one thing: it is \
         present where any of them finds it, and absent where one that looked finds it absent and none finds it present, so that a further \
         review never makes less known. The upper bound is then no worst case: where one review finds it absent and another could not tell, \
         the incident counts as absent. What the figures are if such a review leaves the incident open stands beside them. Figures by type \
         of review, and those of single indicators, count reviews."
            .to_owned(),
        "Incidents without a review are not in the data and cannot be counted.".to_owned(),
        period,
        "Not found is not the same as not looked for: where it could not be told, the lower bound takes it as absent and the upper \
         bound as present, and the share among those assessed leaves it out. A low figure is not good news by itself; it may mean \
         that nobody looked."
            .to_owned(),
        "No figure here ranks partnerships, and what differs between them may be practice, coding, the mix of cases or which incidents \
         come to be reviewed."
            .to_owned(),
        "Second codings of a review enter no figure but the ceiling of agreement, which is how far two codings agree.".to_owned(),
    ];
    if setup.frameworks.iter().any(|framework| !framework.manifest.confirmed) {
        notes.push(
            "Frameworks stand as encoded here, not confirmed by their owners, unless it is said that their owner has confirmed them."
                .to_owned(),
        );
    }
    notes
}
