// What happened during a case, on one axis of time: sequences, steps, KV blocks, and what was sampled of the device.
function bandsBehind(row) {
  return (u) => {
    const ctx = u.ctx;
    const band = (from, to, fill) => {
      const left = Math.max(u.bbox.left, u.valToPos(from, "x", true));
      const right = Math.min(u.bbox.left + u.bbox.width, u.valToPos(to, "x", true));
      if (right > left) {
        ctx.fillStyle = fill;
        ctx.fillRect(left, u.bbox.top, right - left, u.bbox.height);
      }
    };
    ctx.save();
    row.details.rounds.forEach((round, index) => {
      if (round.warmup) {
        band(round.start, round.start + round.elapsed, color("--warmup"));
      } else if (index % 2 === 0) {
        band(round.start, round.start + round.elapsed, color("--band"));
      }
    });
    // Many stalls must not hide the lines: faint over the whole height, strong at the top only.
    for (const [start, length] of row.details.stalls) {
      const left = Math.max(u.bbox.left, u.valToPos(start, "x", true));
      const width = Math.max(u.valToPos(start + length, "x", true) - left, 1.5 * uPlot.pxRatio);
      ctx.fillStyle = color("--stall-faint");
      ctx.fillRect(left, u.bbox.top, width, u.bbox.height);
      ctx.fillStyle = color("--stall");
      ctx.fillRect(left, u.bbox.top, width, 5 * uPlot.pxRatio);
    }
    ctx.restore();
  };
}

// One x for all rounds, with a gap after each.
function joined(rounds, field, factor) {
  const xs = [];
  const ys = [];
  for (const round of rounds) {
    round.t.forEach((t, index) => {
      xs.push(t);
      ys.push(round[field][index] === null ? null : round[field][index] * (factor || 1));
    });
    if (round.t.length > 0) {
      xs.push(round.t[round.t.length - 1] + 1e-9);
      ys.push(null);
    }
  }
  return [xs, ys];
}

// Bytes as MiB; other units are for people already.
function inReadableUnit(series) {
  return series.unit === "B" || series.unit === "bytes" ? { ...series, unit: "MiB", v: series.v.map((value) => (value === null ? null : value / 2 ** 20)) } : series;
}

function panelsOf(row) {
  const details = row.details;
  const panels = [];
  const stepped = details.rounds.filter((round) => round.t.length > 0);
  if (stepped.length > 0) {
    const [xs, decoding] = joined(stepped, "decode");
    panels.push({ title: "sequences", xs, lines: [["generating", decoding], ["waiting", joined(stepped, "waiting")[1]]], from: 0 });
    const longest = joined(stepped, "longest", 1e3)[1];
    if (longest.some((value) => value > 0)) {
      panels.push({ title: "longest step, ms", xs, lines: [["longest step", longest]], from: 0 });
    }
    const blocks = joined(stepped, "kv")[1];
    if (blocks.some((value) => value > 0)) {
      panels.push({ title: "KV blocks", xs, lines: [["KV blocks in use", blocks]], from: 0 });
    }
  }
  const byUnit = new Map();
  for (const sampled of details.series.filter((one) => one.v.some((value) => value !== null && value !== 0))) {
    const series = inReadableUnit(sampled);
    byUnit.set(series.unit, [...(byUnit.get(series.unit) || []), series]);
  }
  for (const [unit, list] of byUnit) {
    const xs = [...new Set(list.flatMap((series) => series.t))].sort((a, b) => a - b);
    panels.push({ title: unit, xs, lines: list.map((series) => {
      const at = new Map(series.t.map((t, index) => [t, series.v[index]]));
      return [series.label, xs.map((x) => (at.has(x) ? at.get(x) : null)), true];
    }) });
  }
  return panels.filter((panel) => panel.xs.length > 0);
}

function drawPanel(holder, row, panel, range, last, group) {
  const keys = element("ul", { class: "keys" });
  const axis = axisStyle();
  const series = panel.lines.map(([label], index) => {
    const style = lineStyle(index);
    const value = element("b");
    const key = element("li", {}, element("i"), element("bdi", {}, label), " ", value);
    key.firstChild.style.setProperty("--k", style.stroke);
    keys.append(key);
    return { label, stroke: style.stroke, width: 1.5, spanGaps: panel.lines[index][2] === true, points: { show: panel.xs.length < 40, size: 5 }, value };
  });
  const canvas = element("div", { role: "img", "aria-label": panel.lines.map(([label]) => label).join(" and ") + " over the time of the case" });
  holder.append(element("div", { class: "panel-head" }, element("b", {}, panel.title), keys), canvas);
  return new uPlot({
    width: plotWidth(holder),
    height: last ? 128 : 92,
    padding: [6, 16, last ? 0 : 6, 0],
    legend: { show: false },
    cursor: { sync: { key: group }, points: { size: 6 }, drag: { x: false, y: false }, y: false },
    scales: { x: { time: false, range: () => range }, y: { range: panel.from === 0 ? fromZero : padded } },
    series: [{}, ...series.map(({ value, ...shown }) => shown)],
    axes: [
      last ? { ...axis, size: 30, values: ticks, label: "seconds from the start of the case" } : { ...axis, size: 0, show: true, values: () => [], ticks: { show: false } },
      { ...axis, size: 54, values: ticks, space: 26 },
    ],
    hooks: {
      drawClear: [bandsBehind(row)],
      setCursor: [(u) => series.forEach((one, index) => {
        const at = u.cursor.idx;
        const y = at === null || at === undefined ? null : u.data[index + 1][at];
        one.value.textContent = y === null || y === undefined ? "" : formatScaled(y);
      })],
    },
  }, [panel.xs, ...panel.lines.map(([, ys]) => ys)], canvas);
}

function drawTimeline(row) {
  const holder = byId("timeline");
  const panels = row.details ? panelsOf(row) : [];
  const hint = byId("timeline-hint");
  if (panels.length === 0) {
    emptyPlot(holder, "Nothing was recorded over time: the engine reports no steps, and no device was sampled.");
    hint.textContent = "";
    return;
  }
  forget(holder);
  holder.replaceChildren();
  holder.classList.remove("without");
  const rounds = row.details.rounds;
  const ends = [...panels.map((panel) => panel.xs[panel.xs.length - 1]), ...rounds.map((round) => round.start + round.elapsed)];
  const range = [0, Math.max(...ends) || 1];
  plots.set(holder.id, panels.map((panel, index) => drawPanel(holder, row, panel, range, index === panels.length - 1, "timeline")));
  const stalls = row.details.stalls;
  hint.replaceChildren(
    "Bands are rounds", rounds.some((round) => round.warmup) ? [", ", "the first of them "].join("") : "", rounds.some((round) => round.warmup) ? swatch("--warmup", "warm-up") : "", ". ",
    stalls.length === 0 ? "The tool itself was never stopped. " : swatch("--stall", "Red: the tool's own threads were stopped, " + stallText(stalls) + ". "),
    row.details.series.length === 0 ? "No clocks, power or memory were sampled." : "");
}

function swatch(name, text) {
  const mark = element("i", { class: "swatch", "aria-hidden": "true" });
  mark.style.setProperty("--k", color(name));
  return element("span", {}, mark, text);
}

function stallText(stalls) {
  const longest = stalls.reduce((a, b) => (b[1] > a[1] ? b : a));
  return stalls.length + (stalls.length === 1 ? " time: " : " times, at most ") + seconds(longest[1]) + " (" + longest[2] + " at " + formatScaled(longest[0]) + " s)";
}
