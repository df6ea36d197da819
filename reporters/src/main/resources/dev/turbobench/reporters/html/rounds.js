// How fast each round was, warm-up included: the warm-up curve, and whether the measured rounds are steady.
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const rateOf = (round) => round.tokens / round.elapsed;

function shadeWarmup(u, count) {
  if (count > 0) {
    const left = u.bbox.left;
    const right = u.valToPos(count - 0.5, "x", true);
    u.ctx.save();
    u.ctx.fillStyle = color("--warmup");
    u.ctx.fillRect(left, u.bbox.top, Math.max(0, right - left), u.bbox.height);
    u.ctx.restore();
  }
}

function drawRounds(row) {
  const all = row.details ? row.details.rounds.filter((round) => round.elapsed > 0) : [];
  if (all.length === 0) {
    emptyPlot(byId("rounds"), "Nothing is known of single rounds.");
    byId("rounds-hint").textContent = "";
    return;
  }
  const warmups = all.filter((round) => round.warmup);
  const measured = all.filter((round) => !round.warmup);
  const name = (index) => (index < warmups.length ? "W" + (index + 1) : String(index - warmups.length + 1));
  const points = all.map((round, index) => ({ x: index, y: rateOf(round), valid: !round.warmup, label: round.warmup ? "warm-up " + (index + 1) : "round " + name(index) }));
  drawLines(byId("rounds"), [{ name: "Output of each round", points }], {
    xLabel: "round; W is warm-up",
    yLabel: "tok/s",
    height: 210,
    xRange: () => [-0.5, all.length - 0.5],
    yRange: fromZero,
    xSplits: (u, axis, low, high, space) => {
      const step = Math.max(1, Math.ceil(all.length * 26 / u.bbox.width * uPlot.pxRatio));
      return all.map((round, index) => index).filter((index) => index % step === 0);
    },
    xValues: (u, values) => values.map(name),
    xText: name,
    behind: (u) => shadeWarmup(u, warmups.length),
    describe: (point) => formatScaled(point.y) + " tok/s, took " + seconds(all[point.x].elapsed),
  });
  const usual = measured.length > 0 ? median(measured.map((round) => round.elapsed)) : null;
  byId("rounds-hint").textContent = usual === null ? "No round was measured."
    : (warmups.length > 0 ? "The first warm-up round took " + (warmups[0].elapsed / usual).toFixed(2) + " times as long as the median measured round (" + seconds(usual) + ")."
      : "There was no warm-up. The median round took " + seconds(usual) + ".");
}
