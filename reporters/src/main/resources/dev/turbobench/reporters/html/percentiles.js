// Percentile curves on an axis of nines, where each further nine of the percentile has the same width.
const wordsOfPercentiles = [["p50", 0.5], ["p75", 0.75], ["p90", 0.9], ["p95", 0.95], ["p99", 0.99], ["p99_9", 0.999]];
const axisOfPercentiles = [0, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999, 0.999999];
const nines = (probability) => -Math.log10(1 - probability);
const percentText = (x) => "P" + Number((100 * (1 - 10 ** -x)).toPrecision(8));

function distributionOf(row, id) {
  return row.details ? row.details.distributions.find((candidate) => candidate.id === id) || null : null;
}

// The largest of n observations stands where it is expected, at 1 - 1/2n, because 1 itself is infinitely far away.
function curveOf(distribution, valid) {
  const end = 1 - 0.5 / Math.max(1, distribution.samples);
  return distribution.p.map((p, index) => ({ p: Math.min(p, end), y: distribution.v[index], at: p }))
    .filter((point) => point.y !== null)
    .map((point) => ({ x: nines(point.p), y: point.y * distribution.factor, valid, label: point.at >= 1 ? "largest" : percentText(nines(point.p)) }));
}

function pointsOfPercentiles(row, family) {
  return wordsOfPercentiles
    .filter(([word]) => has(family + "_" + word) && number(row, family + "_" + word) !== null)
    .map(([word, p]) => ({ x: nines(p), y: scaled(family + "_" + word, number(row, family + "_" + word)), valid: row.status === "VALID", label: word.toUpperCase().replace("_", ".") }));
}

function drawCurve() {
  const id = byId("curve-metric").value;
  const shape = shapes[byId("curve-shape").value];
  let unit = has(id + "_p50") ? metrics[id + "_p50"].unit : "";
  let whole = false;
  const lines = runs.flatMap((run) => batches.map((batch) => {
    const row = findCase(run, shape, batch);
    const name = (several ? run.label + ", " : "") + "batch " + batch;
    const distribution = row === null ? null : distributionOf(row, id);
    if (distribution !== null) {
      unit = distribution.unit;
      whole = true;
      return { name, plain: true, points: curveOf(distribution, row.status === "VALID") };
    }
    return { name, points: row === null ? [] : pointsOfPercentiles(row, id) };
  }));
  const furthest = Math.max(nines(0.99), ...lines.flatMap((line) => line.points.map((point) => point.x)));
  const splits = axisOfPercentiles.map(nines).filter((x) => x <= furthest + 0.05);
  drawLines(byId("curve"), lines, {
    xLabel: "percentile",
    yLabel: unit,
    xRange: () => [whole ? 0 : nines(0.5) - 0.1, furthest + 0.1],
    yRange: padded,
    mayBeLog: true,
    xSplits: () => (whole ? splits : splits.slice(1)),
    xValues: (u, values) => values.map((x) => String(Number((100 * (1 - 10 ** -x)).toPrecision(8)))),
    xText: percentText,
    describe: (point) => formatScaled(point.y) + " " + unit,
  });
  byId("curve-hint").replaceChildren("One line for each batch size. Each further nine has the same width. ",
    whole ? "A line ends at the largest observation. " : "A percentile of too few samples is left out. ",
    ...(has(id + "_p50") ? [definitionLink(id + "_p50")] : []));
}

function startCurve() {
  const names = { ttft: "TTFT", itl_token: "ITL by token", itl_emission: "ITL by emission", tpot: "TPOT", e2e: "E2E", legacy: "ITL (legacy)" };
  const labels = new Map();
  for (const row of rowsOfAll) {
    for (const distribution of row.details ? row.details.distributions : []) {
      labels.set(distribution.id, distribution.label);
    }
  }
  for (const [id, label] of Object.entries(names)) {
    if (!labels.has(id) && has(id + "_p50") && wordsOfPercentiles.some(([word]) => has(id + "_" + word) && measuredSomewhere(id + "_" + word))) {
      labels.set(id, label);
    }
  }
  if (labels.size === 0) {
    byId("curve-figure").hidden = true;
    return false;
  }
  const order = ["ttft", "itl_token", "itl_emission", "tpot", "e2e"];
  const rank = (id) => (order.includes(id) ? order.indexOf(id) : order.length);
  byId("curve-metric").append(...[...labels].sort((a, b) => rank(a[0]) - rank(b[0])).map(([id, label]) => element("option", { value: id }, label)));
  fillWithTexts(byId("curve-shape"), shapes);
  byId("curve-metric").addEventListener("change", drawCurve);
  byId("curve-shape").addEventListener("change", drawCurve);
  redraws.add(drawCurve);
  return true;
}
