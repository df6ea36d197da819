// Two charts with uPlot: throughput against latency, and percentile curves.
const colors = ["--c1", "--c2", "--c3", "--c4", "--c5", "--c6"];
const dashes = [[], [8, 4], [2, 3], [10, 3, 2, 3]];
const plots = new Map();

function lineStyle(index) {
  return { stroke: color(colors[index % colors.length]), dash: dashes[Math.floor(index / colors.length) % dashes.length] };
}

// points: for each line [{x, y, valid, label}]. uPlot wants one x for all, so the lines are joined.
function draw(holderId, keysId, lines, options) {
  const holder = document.getElementById(holderId);
  if (plots.has(holderId)) {
    plots.get(holderId).destroy();
    plots.delete(holderId);
  }
  const filled = lines.filter((line) => line.points.length > 0);
  const keys = document.getElementById(keysId);
  keys.replaceChildren();
  if (filled.length === 0) {
    holder.replaceChildren(element("p", { class: "hint" }, "No case has these numbers."));
    return;
  }
  holder.replaceChildren();
  holder.setAttribute("role", "img");
  holder.setAttribute("aria-label", options.yLabel + " against " + options.xLabel + "; the table of all cases has the numbers");
  const xs = [...new Set(filled.flatMap((line) => line.points.map((point) => point.x)))].sort((a, b) => a - b);
  const at = filled.map((line) => new Map(line.points.map((point) => [point.x, point])));
  const data = [xs, ...at.map((points) => xs.map((x) => (points.has(x) ? points.get(x).y : null)))];
  const series = filled.map((line, index) => {
    const style = lineStyle(index);
    const key = element("li", {}, element("i"), line.name);
    key.firstChild.style.setProperty("--k", style.stroke);
    key.firstChild.style.borderTopStyle = style.dash.length > 0 ? "dashed" : "solid";
    keys.append(key);
    return { label: line.name, ...style, width: 2, spanGaps: true,
      points: { show: true, size: 9, width: 2, stroke: style.stroke, fill: color("--card") } };
  });
  const axis = { stroke: color("--soft"), grid: { stroke: color("--line"), width: 1 }, ticks: { stroke: color("--line"), width: 1 }, font: "12px system-ui, sans-serif", labelFont: "12px system-ui, sans-serif", labelSize: 22 };
  const tip = element("div", { class: "tip" });
  tip.hidden = true;
  const plot = new uPlot({
    width: holder.clientWidth,
    height: Math.max(240, Math.min(340, Math.round(holder.clientWidth * 0.6))),
    padding: [12, 18, 0, 0],
    legend: { show: false },
    cursor: { points: { size: 12 }, drag: { x: false, y: false }, focus: { prox: 30 } },
    focus: { alpha: 0.35 },
    scales: { x: { time: false, range: options.xRange }, y: { range: options.yRange } },
    series: [{}, ...series],
    axes: [
      { ...axis, label: options.xLabel, values: options.xValues, splits: options.xSplits },
      { ...axis, label: options.yLabel, size: 62, values: (u, splits) => splits.map(tick) },
    ],
    hooks: {
      draw: [(u) => fillValid(u, at, xs)],
      setCursor: [(u) => showTip(u, tip, at, xs, filled, options)],
    },
  }, data, holder);
  plot.over.append(tip);
  plots.set(holderId, plot);
}

// Some room around the values; they are places, not bars, so the axis need not start at 0.
function padded(u, low, high) {
  const room = high > low ? (high - low) * 0.12 : Math.abs(high) * 0.1 || 1;
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

function tick(value) {
  return value >= 1e6 ? value / 1e6 + "M" : value >= 1e4 ? value / 1e3 + "k" : String(Number(value.toPrecision(6)));
}

// Points of valid cases are filled, the others stay hollow.
function fillValid(u, at, xs) {
  at.forEach((points, index) => {
    u.ctx.fillStyle = u.series[index + 1].stroke();
    for (const x of xs) {
      if (points.has(x) && points.get(x).valid) {
        u.ctx.beginPath();
        u.ctx.arc(u.valToPos(x, "x", true), u.valToPos(points.get(x).y, "y", true), 3.6 * uPlot.pxRatio, 0, 2 * Math.PI);
        u.ctx.fill();
      }
    }
  });
}

function showTip(u, tip, at, xs, lines, options) {
  let nearest = null;
  at.forEach((points, index) => points.forEach((point) => {
    const left = u.valToPos(point.x, "x");
    const top = u.valToPos(point.y, "y");
    const distance = Math.hypot(left - u.cursor.left, top - u.cursor.top);
    if (distance < 30 && (nearest === null || distance < nearest.distance)) {
      nearest = { distance, left, top, point, line: lines[index] };
    }
  }));
  tip.hidden = nearest === null || u.cursor.left < 0;
  if (!tip.hidden) {
    tip.replaceChildren(nearest.line.name + ", " + nearest.point.label, element("br"), options.describe(nearest.point));
    tip.style.left = Math.max(0, Math.min(nearest.left + 12, u.over.clientWidth - tip.offsetWidth)) + "px";
    tip.style.top = Math.max(0, nearest.top - tip.offsetHeight - 10) + "px";
  }
}

function drawPareto() {
  const xId = document.getElementById("pareto-x").value;
  const yId = Object.hasOwn(view.units, "throughput_per_device") ? "throughput_per_device" : view.key[0].id;
  const lines = shapes.map((shape) => ({ name: shape, points: planned
    .filter((row) => shapeOf(row) === shape && number(row, xId) !== null && number(row, yId) !== null)
    .map((row) => ({ x: scaled(xId, number(row, xId)), y: scaled(yId, number(row, yId)), valid: row.status === "VALID", label: "batch " + row.concurrency })) }));
  draw("pareto", "pareto-keys", lines, {
    xLabel: title(xId) + " (" + view.units[xId].symbol + ")",
    yLabel: title(yId) + " (" + view.units[yId].symbol + ")",
    xRange: padded,
    yRange: (u, low, high) => [0, high * 1.08],
    xValues: (u, splits) => splits.map(tick),
    describe: (point) => formatScaled(point.y) + " " + view.units[yId].symbol + " at " + formatScaled(point.x) + " " + view.units[xId].symbol,
  });
}

const percentiles = [["p50", 0.5], ["p75", 0.75], ["p90", 0.9], ["p95", 0.95], ["p99", 0.99], ["p99_9", 0.999]];
const nines = (probability) => -Math.log10(1 - probability);

function drawCurve() {
  const family = document.getElementById("curve-metric").value;
  const shape = document.getElementById("curve-shape").value;
  const unit = view.units[family + "_p50"];
  const lines = batches.map((batch) => {
    const row = findCase(shape, batch);
    const points = row === null ? [] : percentiles
      .filter(([word]) => number(row, family + "_" + word) !== null)
      .map(([word, probability]) => ({ x: nines(probability), y: scaled(family + "_" + word, number(row, family + "_" + word)),
        valid: row.status === "VALID", label: word.toUpperCase().replace("_", ".") }));
    return { name: "batch " + batch, points };
  });
  draw("curve", "curve-keys", lines, {
    xLabel: "percentile",
    yLabel: unit.symbol,
    xRange: () => [nines(0.5) - 0.1, nines(0.999) + 0.1],
    yRange: padded,
    xSplits: () => percentiles.map(([, probability]) => nines(probability)),
    xValues: () => percentiles.map(([word]) => word.slice(1).replace("_", ".")),
    describe: (point) => formatScaled(point.y) + " " + unit.symbol,
  });
}

function startCharts() {
  const has = (id) => Object.hasOwn(view.units, id);
  const latencies = ["throughput_per_user", "ttft_mean", "legacy_ftl_ave", "tpot_mean", "itl_token_p99", "legacy_p99", "e2e_mean"].filter(has);
  const families = [["ttft", "TTFT"], ["itl_token", "ITL by token"], ["tpot", "TPOT"], ["e2e", "E2E"], ["legacy", "ITL (legacy)"]].filter(([family]) => has(family + "_p50"));
  if (latencies.length === 0 || view.key.length === 0) {
    return;
  }
  document.getElementById("charts").hidden = false;
  document.getElementById("pareto-x").append(...latencies.map((id) => element("option", { value: id }, title(id))));
  document.getElementById("curve-metric").append(...families.map(([family, label]) => element("option", { value: family }, label)));
  document.getElementById("curve-shape").append(...shapes.map((shape) => element("option", { value: shape }, shape)));
  document.getElementById("curve-figure").hidden = families.length === 0;
  const redraw = () => { drawPareto(); if (families.length > 0) { drawCurve(); } };
  for (const id of ["pareto-x", "curve-metric", "curve-shape"]) {
    document.getElementById(id).addEventListener("change", redraw);
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  addEventListener("beforeprint", redraw);
  addEventListener("afterprint", redraw);
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; redraw(); } });
  redraw();
}
