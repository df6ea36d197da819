// Lines and points with uPlot. Each plot is drawn again when its place or the colors change.
const colors = ["--c1", "--c2", "--c3", "--c4", "--c5", "--c6"];
const dashes = [[], [8, 4], [2, 3], [10, 3, 2, 3]];
const plots = new Map();
const redraws = new Set();

// What paper is wide, less its margins, in CSS pixels; charts are drawn for it before they are printed.
const paperWidth = 640;
let printing = false;

function lineStyle(index) {
  return { stroke: color(colors[index % colors.length]), dash: dashes[Math.floor(index / colors.length) % dashes.length] };
}

function plotWidth(holder) {
  return printing ? paperWidth : Math.max(220, holder.clientWidth);
}

function forget(holder) {
  for (const plot of plots.get(holder.id) || []) {
    plot.destroy();
  }
  plots.delete(holder.id);
}

function axisStyle() {
  return { stroke: color("--soft"), grid: { stroke: color("--line"), width: 1 }, ticks: { stroke: color("--line"), width: 1, size: 5 },
    font: "12px system-ui, sans-serif", labelFont: "12px system-ui, sans-serif", labelSize: 22, labelGap: 2 };
}

function emptyPlot(holder, text) {
  forget(holder);
  holder.classList.add("without");
  holder.removeAttribute("role");
  holder.replaceChildren(element("p", { class: "empty" }, text));
}

// Some room around the values; they are places, not bars, so the axis need not start at 0.
function padded(u, low, high) {
  const room = high > low ? (high - low) * 0.08 : Math.abs(high) * 0.1 || 1;
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

const fromZero = (u, low, high) => [0, high > 0 ? high * 1.08 : 1];

function tick(value) {
  const size = Math.abs(value);
  return size >= 1e6 ? Number((value / 1e6).toPrecision(4)) + "M" : size >= 1e4 ? Number((value / 1e3).toPrecision(4)) + "k" : String(Number(value.toPrecision(6)));
}

const ticks = (u, splits) => splits.map((value) => (value === null ? "" : tick(value)));

// Values that span more than this factor are shown on a logarithmic axis.
const wideSpan = 30;

function logTicks(u, splits) {
  const leading = (value) => Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9));
  return splits.map((value) => (value !== null && [1, 2, 5].includes(leading(value)) ? tick(value) : ""));
}

// lines: [{name, points: [{x, y, label, valid}], plain, faint, marks}]. uPlot wants one x for all, so the lines are joined.
function drawLines(holder, lines, options) {
  const filled = lines.filter((line) => line.points.length > 0);
  if (filled.length === 0) {
    emptyPlot(holder, options.empty || "No case has these numbers.");
    return;
  }
  forget(holder);
  holder.classList.remove("without");
  const xs = [...new Set(filled.flatMap((line) => line.points.map((point) => point.x)))].sort((a, b) => a - b);
  const at = filled.map((line) => new Map(line.points.map((point) => [point.x, point])));
  const data = [xs, ...at.map((points) => xs.map((x) => (points.has(x) ? points.get(x).y : null)))];
  const ys = data.slice(1).flat().filter((y) => y !== null);
  const logarithmic = options.mayBeLog === true && Math.min(...ys) > 0 && Math.max(...ys) / Math.min(...ys) > wideSpan;
  const keys = element("ul", { class: "keys" });
  const series = filled.map((line, index) => {
    const style = line.style || lineStyle(index);
    const key = element("li", {}, element("i"), element("bdi", {}, line.name));
    key.firstChild.style.setProperty("--k", style.stroke);
    key.firstChild.style.borderTopStyle = style.dash.length > 0 ? "dashed" : "solid";
    keys.append(key);
    return { label: line.name, ...style, width: line.width || 2, spanGaps: true,
      points: { show: line.plain !== true, size: 8, width: 2, stroke: style.stroke, fill: color("--card") } };
  });
  const axis = axisStyle();
  const tip = element("div", { class: "tip" });
  tip.hidden = true;
  const canvas = element("div", { role: "img", "aria-label": options.yLabel + " against " + options.xLabel + ", " + filled.length + (filled.length === 1 ? " line" : " lines") });
  holder.replaceChildren(canvas, filled.length > 1 || options.key ? keys : "", numbersOf(filled, options));
  const width = plotWidth(holder);
  const plot = new uPlot({
    width,
    height: options.height || Math.max(240, Math.min(330, Math.round(width * 0.58))),
    padding: [12, 16, 0, 0],
    legend: { show: false },
    cursor: { points: { size: 11 }, drag: { x: false, y: false }, focus: { prox: 30 } },
    focus: { alpha: 0.35 },
    scales: { x: { time: false, range: options.xRange }, y: logarithmic ? { distr: 3 } : { range: options.yRange } },
    series: [{}, ...series],
    axes: [
      { ...axis, label: options.xLabel, size: 34, values: options.xValues || ticks, splits: options.xSplits },
      { ...axis, label: options.yLabel, size: 54, values: logarithmic ? logTicks : ticks },
    ],
    hooks: {
      drawClear: options.behind ? [options.behind] : [],
      draw: [(u) => fillValid(u, filled, at, xs)],
      setCursor: [(u) => showTip(u, tip, at, filled, options)],
    },
  }, data, canvas);
  plot.over.append(tip);
  plots.set(holder.id, [plot]);
}

// Points of valid cases are filled, the others stay hollow.
function fillValid(u, lines, at, xs) {
  at.forEach((points, index) => {
    if (lines[index].plain === true) {
      return;
    }
    u.ctx.fillStyle = u.series[index + 1].stroke();
    for (const x of xs) {
      if (points.has(x) && points.get(x).valid) {
        u.ctx.beginPath();
        u.ctx.arc(u.valToPos(x, "x", true), u.valToPos(points.get(x).y, "y", true), 3.2 * uPlot.pxRatio, 0, 2 * Math.PI);
        u.ctx.fill();
      }
    }
  });
}

function showTip(u, tip, at, lines, options) {
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
    tip.replaceChildren(nearest.line.name + (nearest.point.label ? ", " + nearest.point.label : ""), element("br"), options.describe(nearest.point));
    tip.style.left = Math.max(0, Math.min(nearest.left + 12, u.over.clientWidth - tip.offsetWidth)) + "px";
    tip.style.top = Math.max(0, nearest.top - tip.offsetHeight - 10) + "px";
  }
}

// The numbers of a chart as a table, made when it is opened: for those who cannot see the chart or want to copy.
function numbersOf(lines, options) {
  const details = element("details", { class: "numbers" }, element("summary", {}, "Numbers of this chart"));
  details.addEventListener("toggle", () => {
    if (!details.open || details.children.length > 1) {
      return;
    }
    const rows = lines.flatMap((line) => line.points.map((point) => element("tr", {},
      element("th", { scope: "row" }, element("bdi", {}, line.name)), element("td", {}, point.label || ""),
      element("td", {}, options.xText ? options.xText(point.x) : formatScaled(point.x)), element("td", {}, formatScaled(point.y)))));
    details.append(element("div", { class: "scroll", tabindex: "0" }, element("table", { class: "plain" },
      element("thead", {}, element("tr", {}, ...["Line", "Point", options.xLabel, options.yLabel].map((text) => element("th", { scope: "col" }, text)))),
      element("tbody", {}, ...rows))));
  });
  return details;
}

function startPlots() {
  const all = () => redraws.forEach((redraw) => redraw());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
  const print = (on) => {
    if (printing !== on) {
      printing = on;
      document.documentElement.classList.toggle("printing", on);
      byId("definitions").open = on || byId("definitions").open;
      all();
    }
  };
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
  matchMedia("print").addEventListener("change", (event) => print(event.matches));
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width && !printing) { width = innerWidth; all(); } });
}
