// Throughput of the device against what one user sees, and the cases that no other case beats in both.
function paretoFront(points, lowIsBetter) {
  const sorted = points.filter((point) => point.valid).sort((a, b) => (lowIsBetter ? a.x - b.x : b.x - a.x) || b.y - a.y);
  const front = [];
  for (const point of sorted) {
    if (front.length === 0 || point.y > front[front.length - 1].y) {
      front.push(point);
    }
  }
  return front;
}

function drawPareto() {
  const xId = byId("pareto-x").value;
  const yId = firstOf("throughput_per_device", "throughput_out", "legacy_throughput_out");
  const wanted = byId("pareto-shape").value;
  const shown = wanted === "all" ? shapes : [shapes[wanted]];
  const lines = runs.flatMap((run) => shown.map((shape) => ({ name: several ? run.label + ", " + shape : shape, points: run.cases
    .filter((row) => shapeOf(row) === shape && number(row, xId) !== null && number(row, yId) !== null)
    .map((row) => ({ x: scaled(xId, number(row, xId)), y: scaled(yId, number(row, yId)), valid: row.status === "VALID", label: "batch " + row.batch })) })))
    .filter((line) => line.points.length > 0);
  lines.forEach((line, index) => { line.style = lineStyle(index); });
  const front = paretoFront(lines.flatMap((line) => line.points), isBetterLow(xId));
  if (front.length > 1) {
    lines.unshift({ name: "Pareto front", plain: true, width: 7, style: { stroke: color("--front"), dash: [] }, points: front });
  }
  drawLines(byId("pareto"), lines, {
    xLabel: titleWithUnit(xId),
    yLabel: titleWithUnit(yId),
    xRange: padded,
    yRange: fromZero,
    describe: (point) => formatScaled(point.y) + " " + metrics[yId].unit + " at " + formatScaled(point.x) + " " + metrics[xId].unit,
  });
  byId("pareto-hint").replaceChildren(
    "Up is better, " + (isBetterLow(xId) ? "left" : "right") + " is better. One line for each shape, prompt → completion tokens; its points are batch sizes, hollow ones are not valid. ",
    front.length > 1 ? "No valid case beats one on the broad line in both. " : "",
    title(yId) + " ", definitionLink(yId), " ", title(xId) + " ", definitionLink(xId));
}

function startPareto() {
  const latencies = ["throughput_per_user", "ttft_mean", "legacy_ftl_ave", "tpot_mean", "itl_token_p99", "legacy_p99", "e2e_mean"]
    .filter((id) => has(id) && measuredSomewhere(id));
  const yId = firstOf("throughput_per_device", "throughput_out", "legacy_throughput_out");
  if (latencies.length === 0 || yId === undefined) {
    byId("pareto-figure").hidden = true;
    return false;
  }
  byId("pareto-x").append(...latencies.map((id) => element("option", { value: id }, title(id))));
  byId("pareto-shape").append(element("option", { value: "all" }, "all"));
  fillWithTexts(byId("pareto-shape"), shapes);
  if (shapes.length * runs.length > 12) {
    byId("pareto-shape").value = "0";
  }
  byId("pareto-x").addEventListener("change", drawPareto);
  byId("pareto-shape").addEventListener("change", drawPareto);
  redraws.add(drawPareto);
  return true;
}
