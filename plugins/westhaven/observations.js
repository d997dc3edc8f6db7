/** What Westhaven's indicators share: how they read an observation. */

/**
 * The observations of a review, as every indicator reads them.
 * @param {import("concord-guest").Fields} fields
 */
export function observationsIn(fields) {
  const table = fields.table("observations");
  const theme = table.code("theme", "which safeguard a finding is about");
  const valence = table.code("valence", "whether the safeguard failed or worked");
  const [problematic, good] = [valence.is("problematic"), valence.is("good_practice")];
  return {
    table,
    rows: table.rows("the findings of the review, one by one"),
    /** *It tells of something that failed*, whatever it is about. */
    problematic,
    /** *It tells of a failure, about one of these themes.* @param {...string} themes */
    failure: (...themes) => problematic.and(theme.anyOf(...themes)),
    /** *It tells of something that worked, about one of these themes.* @param {...string} themes */
    success: (...themes) => good.and(theme.anyOf(...themes)),
  };
}
