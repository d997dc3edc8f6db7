//! The published figures that the recipe is made to reach, each tied to its year and its type of review.
//!
//! They come from different years, units and types of review, so that no one recipe can meet them all everywhere: each is met
//! where it was counted. What no source gives is an assumption and stands, said to be one, beside the code that uses it.

/// How well a figure is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Read in the source named.
    Seen,
    /// Worked out from figures that were.
    Derived,
    /// From memory: not to be published as a fact without a source.
    Memory,
}

/// One published figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Marginal {
    /// What is counted.
    pub what: &'static str,
    /// A share of 1, a count, or a mean.
    pub value: f64,
    /// When.
    pub year: &'static str,
    /// Which reviews, notifications or children.
    pub among: &'static str,
    /// Where it was published.
    pub source: &'static str,
    /// How well it is known.
    pub evidence: Evidence,
}

const fn seen(what: &'static str, value: f64, year: &'static str, among: &'static str, source: &'static str) -> Marginal {
    Marginal { what, value, year, among, source, evidence: Evidence::Seen }
}

const fn derived(what: &'static str, value: f64, year: &'static str, among: &'static str, source: &'static str) -> Marginal {
    Marginal { what, value, year, among, source, evidence: Evidence::Derived }
}

const fn memory(what: &'static str, value: f64, year: &'static str, among: &'static str, source: &'static str) -> Marginal {
    Marginal { what, value, year, among, source, evidence: Evidence::Memory }
}

const FIRST: &str = "July 2018 to December 2019";
const PANEL_1: &str = "Child Safeguarding Practice Review Panel, annual report 2018 to 2019";
const PANEL_2: &str = "Child Safeguarding Practice Review Panel, annual report 2020";
const PANEL_3: &str = "Child Safeguarding Practice Review Panel, annual report 2021";
const PANEL_4: &str = "Child Safeguarding Practice Review Panel, annual report 2022 to 2023";
const PANEL_5: &str = "Child Safeguarding Practice Review Panel, annual report 2023 to 2024";
const DFE: &str = "Department for Education, serious incident notifications";
const SCR: &str = "Analysis of serious case reviews 2017 to 2019";
const CENSUS: &str = "Department for Education, children in need census 2024";
const OFSTED: &str = "Ofsted, inspections of local authority children’s services, outcomes at 2026-06-29";

/// The five figures that every dataset is calibrated to, as shares of all reviews of what was recorded (a lower bound, as the Panel counted).
pub mod panel {
    use super::{FIRST, Marginal, PANEL_1, seen};
    /// A problematic observation of risk assessment, coded weak or not updated.
    pub const WEAK_RISK_ASSESSMENT: Marginal = seen("weak risk assessment", 0.41, FIRST, "all reviews", PANEL_1);
    /// A problematic observation of critical thinking, coded optimism.
    pub const OPTIMISM: Marginal = seen("optimism bias", 0.32, FIRST, "all reviews", PANEL_1);
    /// A problematic observation of information sharing.
    pub const WEAK_INFORMATION_SHARING: Marginal = seen("weak information sharing", 0.40, FIRST, "all reviews", PANEL_1);
    /// Any child under assessment, in need, on a protection plan or looked after.
    pub const OPEN_TO_SOCIAL_CARE: Marginal = seen("open to social care at the time (289 of 538)", 0.54, FIRST, "all reviews", PANEL_1);
    /// Any child under one.
    pub const UNDER_ONE: Marginal = seen("a child under one (144 of 538)", 0.27, FIRST, "all reviews", PANEL_1);
}

/// How many incidents, by period.
pub mod incidents {
    use super::{DFE, FIRST, Marginal, PANEL_1, PANEL_2, PANEL_3, PANEL_4, PANEL_5, derived, memory, seen};
    /// July 2018 to December 2019.
    pub const Y2018_19: Marginal = seen("incidents", 538.0, FIRST, "rapid reviews", PANEL_1);
    /// 2020.
    pub const Y2020: Marginal = seen("incidents", 482.0, "2020", "notifications", PANEL_2);
    /// 2021.
    pub const Y2021: Marginal = seen("incidents", 379.0, "2021", "notifications", PANEL_3);
    /// January 2022 to March 2023; that the report covers fifteen months is from memory.
    pub const Y2022_23: Marginal = memory("incidents", 393.0, "January 2022 to March 2023", "notifications", PANEL_4);
    /// April 2023 to March 2024.
    pub const Y2023_24: Marginal = seen("incidents", 330.0, "April 2023 to March 2024", "rapid reviews", PANEL_5);
    /// April to December 2024: three quarters of the year's 338 notifications, times the 330 reviews for 405 notifications of the year before.
    pub const Y2024: Marginal = derived("incidents", 206.6, "April to December 2024", "rapid reviews", DFE);
}

/// The share of incidents in which a child died.
pub mod deaths {
    use super::{DFE, FIRST, Marginal, PANEL_1, PANEL_2, PANEL_3, PANEL_4, PANEL_5, derived, seen};
    /// 244 of 538.
    pub const Y2018_19: Marginal = derived("deaths", 244.0 / 538.0, FIRST, "rapid reviews", PANEL_1);
    /// 206 of 482.
    pub const Y2020: Marginal = derived("deaths", 206.0 / 482.0, "2020", "notifications", PANEL_2);
    /// More than 150 of 379.
    pub const Y2021: Marginal = derived("deaths", 151.0 / 379.0, "2021", "notifications", PANEL_3);
    /// 146 of 393.
    pub const Y2022_23: Marginal = derived("deaths", 146.0 / 393.0, "January 2022 to March 2023", "notifications", PANEL_4);
    /// 49%.
    pub const Y2023_24: Marginal = seen("deaths", 0.49, "April 2023 to March 2024", "rapid reviews", PANEL_5);
    /// 162 of 338.
    pub const Y2024: Marginal = derived("deaths", 162.0 / 338.0, "year to March 2025", "notifications", DFE);
}

/// The share of incidents that were neither a death nor serious harm; mostly children who harmed another.
pub mod others {
    use super::{DFE, Marginal, PANEL_2, PANEL_4, PANEL_5, derived, seen};
    /// 9 of 482.
    pub const Y2020: Marginal = derived("neither death nor harm", 9.0 / 482.0, "2020", "notifications", PANEL_2);
    /// 20 of 393.
    pub const Y2022_23: Marginal = derived("neither death nor harm", 20.0 / 393.0, "January 2022 to March 2023", "notifications", PANEL_4);
    /// 3%.
    pub const Y2023_24: Marginal = seen("neither death nor harm", 0.03, "April 2023 to March 2024", "rapid reviews", PANEL_5);
    /// 9 of 338.
    pub const Y2024: Marginal = derived("neither death nor harm", 9.0 / 338.0, "year to March 2025", "notifications", DFE);
}

/// Children an incident.
pub mod children {
    use super::{Marginal, PANEL_2, PANEL_5, derived};
    /// 514 children in 482 incidents.
    pub const Y2020: Marginal = derived("children an incident", 514.0 / 482.0, "2020", "incidents", PANEL_2);
    /// 485 children in 330 rapid reviews.
    pub const Y2023_24: Marginal = derived("children an incident", 485.0 / 330.0, "April 2023 to March 2024", "rapid reviews", PANEL_5);
}

/// What children died of, and how others were harmed, in 2020.
pub mod causes {
    use super::{Marginal, PANEL_2, derived, seen};
    /// Maltreatment in the family.
    pub const MALTREATMENT: Marginal = seen("maltreatment in the family", 0.17, "2020", "deaths", PANEL_2);
    /// Assault or homicide outside the family.
    pub const EXTRA_FAMILIAL: Marginal = seen("extra-familial assault or homicide", 0.08, "2020", "deaths", PANEL_2);
    /// Sudden unexpected death in infancy.
    pub const SUDI: Marginal = seen("sudden unexpected death in infancy", 0.31, "2020", "deaths", PANEL_2);
    /// Suicide.
    pub const SUICIDE: Marginal = seen("suicide", 0.20, "2020", "deaths", PANEL_2);
    /// The rest.
    pub const OTHER: Marginal = derived("other causes", 0.24, "2020", "deaths", PANEL_2);
    /// Physical abuse as the main harm.
    pub const PHYSICAL_ABUSE: Marginal = seen("physical abuse", 0.38, "2020", "serious harm", PANEL_2);
}

/// What reviews recorded of families and children. Reviews with more depth record more.
pub mod recorded {
    use super::{Marginal, PANEL_2, PANEL_4, PANEL_5, SCR, seen};
    /// Domestic abuse, rapid reviews.
    pub const DOMESTIC_ABUSE: Marginal = seen("domestic abuse", 0.426, "2020", "rapid reviews of serious harm", PANEL_2);
    /// Parental mental ill-health, rapid reviews.
    pub const PARENTAL_MH: Marginal = seen("parental mental ill-health", 0.273, "2020", "rapid reviews of serious harm", PANEL_2);
    /// Parental mental ill-health where a child was 1 to 5: over half.
    pub const PARENTAL_MH_1_TO_5: Marginal =
        seen("parental mental ill-health (over)", 0.50, "April 2023 to March 2024", "rapid reviews with a child of 1 to 5", PANEL_5);
    /// Neglect before the incident, rapid reviews.
    pub const NEGLECT: Marginal = seen("neglect before the incident", 0.53, "January 2022 to March 2023", "rapid reviews", PANEL_4);
    /// A mental health condition of the child, rapid reviews.
    pub const CHILD_MH: Marginal =
        seen("mental health condition of the child", 0.21, "January 2022 to March 2023", "rapid reviews", PANEL_4);
    /// Known to children’s social care, now or ever: over three quarters.
    pub const EVER_KNOWN: Marginal = seen("ever known to social care (over)", 0.75, "January 2022 to March 2023", "rapid reviews", PANEL_4);
    /// A child protection plan now or ever: one third.
    pub const EVER_CPP: Marginal =
        seen("child protection plan now or ever", 1.0 / 3.0, "January 2022 to March 2023", "rapid reviews", PANEL_4);
    /// Looked after now or ever: nearly one fifth.
    pub const EVER_LOOKED_AFTER: Marginal =
        seen("looked after now or ever (nearly)", 0.19, "January 2022 to March 2023", "rapid reviews", PANEL_4);
    /// Not in school.
    pub const NOT_IN_SCHOOL: Marginal = seen("not in school", 0.11, "January 2022 to March 2023", "children of school age", PANEL_4);
    /// Regularly absent from school.
    pub const ABSENT_FROM_SCHOOL: Marginal =
        seen("regularly absent", 0.29, "January 2022 to March 2023", "children of school age", PANEL_4);
    /// Domestic abuse, full reviews.
    pub const DOMESTIC_ABUSE_FULL: Marginal = seen("domestic abuse", 0.55, "2017 to 2019", "full reviews", SCR);
    /// Parental mental ill-health, full reviews.
    pub const PARENTAL_MH_FULL: Marginal = seen("parental mental ill-health", 0.55, "2017 to 2019", "full reviews", SCR);
    /// Parental alcohol misuse, full reviews.
    pub const ALCOHOL_FULL: Marginal = seen("parental alcohol misuse", 0.34, "2017 to 2019", "full reviews", SCR);
    /// Parental drug misuse, full reviews.
    pub const DRUGS_FULL: Marginal = seen("parental drug misuse", 0.34, "2017 to 2019", "full reviews", SCR);
    /// Neglect, full reviews.
    pub const NEGLECT_FULL: Marginal = seen("neglect", 0.75, "2017 to 2019", "full reviews", SCR);
    /// Poverty, full reviews: nearly half.
    pub const POVERTY_FULL: Marginal = seen("poverty (nearly half)", 0.48, "2017 to 2019", "full reviews", SCR);
    /// Disability, full reviews.
    pub const DISABILITY_FULL: Marginal = seen("disability of the child", 0.25, "2017 to 2019", "full reviews", SCR);
    /// Mental health of a child of 11 or over, full reviews.
    pub const CHILD_MH_FULL: Marginal = seen("mental health of the child", 0.69, "2017 to 2019", "full reviews, child of 11 or over", SCR);
    /// Drugs, a child of 11 or over, full reviews: over 40%.
    pub const CHILD_DRUGS_FULL: Marginal = seen("drugs (over 40%)", 0.42, "2017 to 2019", "full reviews, child of 11 or over", SCR);
}

/// How reviews go.
pub mod process {
    use super::{Marginal, PANEL_5, derived, seen};
    /// 82 full reviews considered beside 330 rapid reviews: at most a quarter, since the cohorts differ.
    pub const FULL_REVIEWS_AT_MOST: Marginal =
        derived("full reviews a rapid review (at most)", 82.0 / 330.0, "April 2023 to March 2024", "rapid reviews", PANEL_5);
    /// Working days beyond the fifteen, in one county.
    pub const DAYS_LATE_DEVON: Marginal = seen(
        "mean days late",
        12.0,
        "April 2023 to March 2024",
        "rapid reviews of Devon",
        "Devon safeguarding children partnership, annual report",
    );
}

/// The partnerships and what they serve.
pub mod places {
    use super::{CENSUS, Marginal, OFSTED, derived, seen};
    /// Partnerships.
    pub const PARTNERSHIPS: Marginal =
        seen("safeguarding partnerships", 132.0, "2021", "England", "Community Care on the Wood review of 2021");
    /// Children in need, lower quartile of authorities.
    pub const IN_NEED_QUARTER: Marginal = derived("children in need, lower quartile", 1612.0, "31 March 2024", "local authorities", CENSUS);
    /// Children in need, median of authorities.
    pub const IN_NEED_MEDIAN: Marginal = derived("children in need, median", 2265.0, "31 March 2024", "local authorities", CENSUS);
    /// Children in need, upper quartile of authorities.
    pub const IN_NEED_THREE_QUARTERS: Marginal =
        derived("children in need, upper quartile", 2908.0, "31 March 2024", "local authorities", CENSUS);
    /// Children in need, the least of any authority.
    pub const IN_NEED_LEAST: Marginal = derived("children in need, least", 11.0, "31 March 2024", "local authorities", CENSUS);
    /// Children in need, the most of any authority.
    pub const IN_NEED_MOST: Marginal = derived("children in need, most", 11_717.0, "31 March 2024", "local authorities", CENSUS);
    /// Local authorities inspected.
    pub const AUTHORITIES: Marginal = seen("local authorities inspected", 153.0, "2026", "England", OFSTED);
}

/// All of them, for documentation and tests.
pub const ALL: &[Marginal] = &[
    panel::WEAK_RISK_ASSESSMENT,
    panel::OPTIMISM,
    panel::WEAK_INFORMATION_SHARING,
    panel::OPEN_TO_SOCIAL_CARE,
    panel::UNDER_ONE,
    incidents::Y2018_19,
    incidents::Y2020,
    incidents::Y2021,
    incidents::Y2022_23,
    incidents::Y2023_24,
    incidents::Y2024,
    deaths::Y2018_19,
    deaths::Y2020,
    deaths::Y2021,
    deaths::Y2022_23,
    deaths::Y2023_24,
    deaths::Y2024,
    others::Y2020,
    others::Y2022_23,
    others::Y2023_24,
    others::Y2024,
    children::Y2020,
    children::Y2023_24,
    causes::MALTREATMENT,
    causes::EXTRA_FAMILIAL,
    causes::SUDI,
    causes::SUICIDE,
    causes::OTHER,
    causes::PHYSICAL_ABUSE,
    recorded::DOMESTIC_ABUSE,
    recorded::PARENTAL_MH,
    recorded::PARENTAL_MH_1_TO_5,
    recorded::NEGLECT,
    recorded::CHILD_MH,
    recorded::EVER_KNOWN,
    recorded::EVER_CPP,
    recorded::EVER_LOOKED_AFTER,
    recorded::NOT_IN_SCHOOL,
    recorded::ABSENT_FROM_SCHOOL,
    recorded::DOMESTIC_ABUSE_FULL,
    recorded::PARENTAL_MH_FULL,
    recorded::ALCOHOL_FULL,
    recorded::DRUGS_FULL,
    recorded::NEGLECT_FULL,
    recorded::POVERTY_FULL,
    recorded::DISABILITY_FULL,
    recorded::CHILD_MH_FULL,
    recorded::CHILD_DRUGS_FULL,
    process::FULL_REVIEWS_AT_MOST,
    process::DAYS_LATE_DEVON,
    places::PARTNERSHIPS,
    places::IN_NEED_QUARTER,
    places::IN_NEED_MEDIAN,
    places::IN_NEED_THREE_QUARTERS,
    places::IN_NEED_LEAST,
    places::IN_NEED_MOST,
    places::AUTHORITIES,
];
