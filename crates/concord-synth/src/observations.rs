//! What a review records of practice: a problem for each theme that it found, and, of what it looked at and found in order, a word of
//! good practice or a neutral one, mostly. Of a theme that it did not look at it records nothing. All shares are assumptions.

use concord_model::dictionary::Kind;
use concord_model::missing::Missing;

use crate::draw::Draw;
use crate::local_codes::{self, Codebooks};
use crate::names::Names;
use crate::practice::{Seen, THEMES, Truth, theme_ids};
use crate::reviews::Name;
use crate::rows::Rows;
use crate::shares::{Chances, Choice, Coded, Members, Shares};

/// Of problems, the share beside which something went well on the same theme.
const GOOD_BESIDES: f64 = 0.12;
/// Of observations that are no problem, the share of good practice.
const GOOD: f64 = 0.6;

/// Mean number of problems of a theme beyond the first, hasty and thorough, and the most.
const MORE: [f64; 2] = [0.25, 0.60];
const MOST: usize = 4;

/// Key practice episodes, hasty and thorough: at least and at most.
const EPISODES: [(i32, i32); 2] = [(1, 3), (2, 6)];
const EPISODE_MISSING: f64 = 0.12;

/// Where in the system a finding lies, by theme.
const LEVELS: [Shares; THEMES] = [FRONT, FRONT, FRONT, FRONT, BETWEEN, BETWEEN, INSIDE, INSIDE, WIDE, WIDE, OUTSIDE, LEARNING];
const FRONT: Shares = &[("L0", 0.15), ("L1", 0.45), ("L2", 0.20), ("L3", 0.10), ("L4", 0.05), ("not_recorded", 0.05)];
const BETWEEN: Shares = &[("L1", 0.15), ("L2", 0.10), ("L3", 0.20), ("L4", 0.45), ("L5", 0.05), ("not_recorded", 0.05)];
const INSIDE: Shares = &[("L1", 0.05), ("L2", 0.30), ("L3", 0.50), ("L4", 0.10), ("not_recorded", 0.05)];
const WIDE: Shares = &[("L2", 0.20), ("L3", 0.35), ("L4", 0.15), ("L5", 0.25), ("not_recorded", 0.05)];
const OUTSIDE: Shares = &[("L0", 0.20), ("L1", 0.15), ("L4", 0.45), ("L5", 0.15), ("not_recorded", 0.05)];
const LEARNING: Shares = &[("L3", 0.50), ("L4", 0.50)];

/// Hasty and thorough.
const EXPLANATIONS: [Shares; 2] = [
    &[("what_only", 0.55), ("why_individual", 0.30), ("why_system", 0.10), ("not_recorded", 0.05)],
    &[("what_only", 0.22), ("why_individual", 0.35), ("why_system", 0.41), ("not_recorded", 0.02)],
];

const EVIDENCE: [Chances; 2] = [
    &[("records", 0.97), ("practitioner", 0.22), ("family", 0.06), ("child", 0.03), ("other_cases", 0.05), ("research", 0.03)],
    &[("records", 0.97), ("practitioner", 0.65), ("family", 0.28), ("child", 0.12), ("other_cases", 0.20), ("research", 0.14)],
];

const AGENCIES: Shares = &[
    ("la_csc", 0.40),
    ("police", 0.14),
    ("school", 0.10),
    ("health_visiting", 0.08),
    ("acute", 0.07),
    ("gp", 0.05),
    ("camhs", 0.05),
    ("midwifery", 0.03),
    ("early_help", 0.03),
    ("other", 0.01),
    ("not_recorded", 0.04),
];

const EPISODE_KINDS: Shares = &[
    ("assessment", 0.30),
    ("incident_response", 0.20),
    ("planning", 0.15),
    ("review_meeting", 0.12),
    ("closure", 0.08),
    ("other", 0.05),
    ("not_recorded", 0.10),
];

/// What the observations of one review rest on.
pub(crate) struct Report<'a> {
    pub(crate) name: Name,
    pub(crate) seen: Seen,
    pub(crate) truth: Truth,
    pub(crate) thorough: bool,
    /// Of themes looked at and found in order, the share that leaves no observation.
    pub(crate) silent: f64,
    /// The local codes that the coder's vocabulary has, a bit each.
    pub(crate) has: u64,
    pub(crate) codebooks: &'a Codebooks,
}

/// The observations' table of one dictionary.
pub(crate) struct ObservationTable {
    pub(crate) table: usize,
    episode: usize,
    episode_kind: Coded,
    agency: Coded,
    theme: usize,
    themes: [u8; THEMES],
    local_code: usize,
    valence: usize,
    /// Problematic, good practice, neutral.
    valences: [u8; 3],
    level: usize,
    levels: Vec<Choice>,
    explanation: usize,
    explanations: Vec<Choice>,
    evidence: usize,
    evidences: Vec<Members>,
}

impl ObservationTable {
    pub(crate) fn new(names: &mut Names) -> ObservationTable {
        let table = names.table("observations");
        let (theme, valence) = (names.codes("theme"), names.codes("valence"));
        let (level, explanation) = (names.codes("system_level"), names.codes("explanation"));
        let evidence = names.column("evidence", Kind::CodeSet);
        ObservationTable {
            table,
            episode: names.column("episode_no", Kind::Integer),
            episode_kind: names.coded("episode_kind", EPISODE_KINDS),
            agency: names.coded("agency", AGENCIES),
            theme,
            themes: theme_ids().map(|id| names.code(theme, id)),
            local_code: names.column("local_code", Kind::Text),
            valence,
            valences: ["problematic", "good_practice", "neutral"].map(|code| names.code(valence, code)),
            level,
            levels: LEVELS.iter().map(|shares| names.choice(level, shares)).collect(),
            explanation,
            explanations: EXPLANATIONS.iter().map(|shares| names.choice(explanation, shares)).collect(),
            evidence,
            evidences: EVIDENCE.iter().map(|chances| names.members(evidence, chances)).collect(),
        }
    }

    /// The rows of a review; the numbers of those that are problems are put into `problems`.
    pub(crate) fn write(&self, report: &Report<'_>, rows: &mut Rows, problems: &mut Vec<u32>, draw: &mut Draw) {
        problems.clear();
        let (least, most) = EPISODES[usize::from(report.thorough)];
        let episodes = draw.between(least, most);
        for (number, finding) in findings(report, draw).iter().enumerate() {
            if finding.valence == Valence::Problematic {
                problems.push(rows.len() as u32);
            }
            rows.begin(format_args!("O{}-{:02}", report.name, number + 1));
            self.row(report, *finding, episodes, rows, draw);
        }
        rows.end_review();
    }

    fn row(&self, report: &Report<'_>, finding: Finding, episodes: i32, rows: &mut Rows, draw: &mut Draw) {
        let Finding { theme, valence, marked } = finding;
        let thorough = usize::from(report.thorough);
        let episode = draw.between(1, episodes);
        rows.integer(self.episode, if draw.chance(EPISODE_MISSING) { Err(Missing::NotRecorded) } else { Ok(episode) });
        rows.code(self.episode_kind.column, self.episode_kind.choice.draw(draw));
        rows.code(self.agency.column, self.agency.choice.draw(draw));
        rows.code(self.theme, Ok(self.themes[theme]));
        let code = local_codes::pick(theme, report.has, marked, valence == Valence::Problematic, draw);
        rows.text(self.local_code, code, &report.codebooks.texts);
        rows.code(self.valence, Ok(self.valences[valence as usize]));
        rows.code(self.level, self.levels[theme].draw(draw));
        rows.code(self.explanation, self.explanations[thorough].draw(draw));
        rows.set(self.evidence, Ok(self.evidences[thorough].draw(draw)));
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Valence {
    Problematic,
    Good,
    Neutral,
}

/// One observation to be.
#[derive(Debug, Clone, Copy)]
struct Finding {
    theme: usize,
    valence: Valence,
    /// Whether it is of the kind that a local code of the Panel's names.
    marked: bool,
}

/// The observations of a report, theme by theme.
fn findings(report: &Report<'_>, draw: &mut Draw) -> Vec<Finding> {
    let mut findings = Vec::new();
    for theme in (0..THEMES).filter(|theme| report.seen.looked >> theme & 1 == 1) {
        let mut note = |valence, marked| findings.push(Finding { theme, valence, marked });
        if report.seen.found >> theme & 1 == 1 {
            note(Valence::Problematic, report.truth.marked >> theme & 1 == 1);
            let more = draw.count(MORE[usize::from(report.thorough)]).min(MOST - 1);
            (0..more).for_each(|_| note(Valence::Problematic, false));
            if draw.chance(GOOD_BESIDES) {
                note(Valence::Good, false);
            }
        } else if draw.chance(1.0 - report.silent) {
            note(if draw.chance(GOOD) { Valence::Good } else { Valence::Neutral }, false);
        }
    }
    findings
}
