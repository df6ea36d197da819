// One row for each shape, one column for each batch; the deeper the color, the better the value among valid cases.
const heat = { metric: null, run: 0, change: false };

function goodness(id) {
  const values = rowsOfAll.filter((row) => row.status === "VALID").map((row) => number(row, id)).filter((value) => value !== null);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const place = low > 0 ? Math.log : (value) => value;
  return (value) => {
    if (high === low) {
      return 0.5;
    }
    const t = (place(value) - place(low)) / (place(high) - place(low));
    return isBetterLow(id) ? 1 - t : t;
  };
}

const markOfStatus = { INVALID: "!", FAILED: "×", SKIPPED: "–" };

function changeText(change) {
  if (change === null || change.ratio === undefined) {
    return "n/a";
  }
  return (change.verdict === "none shown" ? "~ " : "") + percentChange(change.ratio);
}

function heatButton(row, text, spoken) {
  const button = element("button", {
    type: "button",
    "data-case": row.label,
    class: row.status.toLowerCase(),
    "aria-label": describeCase(row) + ", " + row.status.toLowerCase() + ": " + spoken,
  }, text);
  if (Object.hasOwn(markOfStatus, row.status)) {
    button.append(element("b", { class: "cell-mark " + row.status.toLowerCase(), "aria-hidden": "true" }, markOfStatus[row.status]));
  }
  button.addEventListener("click", () => openCase(heat.run, row));
  return button;
}

function changeCell(row) {
  const change = findChange(heat.run, row, heat.metric);
  const text = changeText(change);
  const button = heatButton(row, text, change === null ? text : text + ", " + change.verdict);
  if (change !== null && (change.verdict === "better" || change.verdict === "worse")) {
    button.classList.add("change", change.verdict);
    button.style.setProperty("--t", Math.min(1, 0.25 + Math.abs(Math.log(change.ratio)) / Math.log(1.5)).toFixed(3));
  } else {
    button.classList.add("none");
  }
  return button;
}

function valueCell(row, better) {
  const value = number(row, heat.metric);
  const text = row.status === "FAILED" || row.status === "SKIPPED" ? row.status.toLowerCase() : format(heat.metric, value);
  const button = heatButton(row, text, value === null ? text : text + " " + metrics[heat.metric].unit);
  if (row.status === "VALID" && value !== null) {
    const t = better(value);
    button.style.setProperty("--t", t.toFixed(3));
    button.classList.toggle("deep", t > 0.5);
  } else if (value === null && row.status !== "FAILED") {
    button.classList.add("none");
  }
  return button;
}

function heatCell(row, better) {
  return row === null ? element("td") : element("td", {}, heat.change ? changeCell(row) : valueCell(row, better));
}

function drawHeatMap() {
  const definition = metrics[heat.metric];
  byId("heat-definition").replaceChildren(
    heat.change ? "Change of " + title(heat.metric) + " against " + runs[0].label + "; ~ where no difference is shown. "
      : title(heat.metric) + " in " + definition.unit + ", " + (definition.direction === "NEUTRAL" ? "" : isBetterLow(heat.metric) ? "lower is better. " : "higher is better. "),
    definition.definition);
  document.querySelector("#matrix .ramp").classList.toggle("change", heat.change);
  const better = goodness(heat.metric);
  const head = element("tr", {}, element("th", { scope: "col" }, element("span", { class: "unseen" }, "Tokens, "), "prompt → completion"),
    ...batches.map((batch) => element("th", { scope: "col" }, "batch " + batch)));
  const body = shapes.map((shape) => element("tr", {}, element("th", { scope: "row" }, shape),
    ...batches.map((batch) => heatCell(findCase(runs[heat.run], shape, batch), better))));
  byId("heat").replaceChildren(element("thead", {}, head), element("tbody", {}, ...body));
  markChosenCase();
}

function chooseHeatMetric(id) {
  heat.metric = id;
  document.querySelectorAll("#heat-switch input").forEach((radio) => { radio.checked = radio.value === id; });
  byId("heat-metric").value = id;
  drawHeatMap();
}

function startHeatMap() {
  const select = byId("heat-metric");
  fillWithMetrics(select);
  if (select.options.length === 0) {
    return;
  }
  const first = [firstOf("throughput_out", "legacy_throughput_out"), firstOf("ttft_mean", "legacy_ftl_ave"), firstOf("tpot_mean"), firstOf("mbu_measured", "mbu_datasheet")]
    .filter((id) => id !== undefined);
  const names = { throughput_out: "Throughput", legacy_throughput_out: "Throughput", ttft_mean: "TTFT", legacy_ftl_ave: "First token", tpot_mean: "TPOT", mbu_measured: "MBU", mbu_datasheet: "MBU" };
  for (const id of first) {
    const radio = element("input", { type: "radio", name: "heat", value: id, id: "heat-" + id });
    radio.addEventListener("change", () => chooseHeatMetric(id));
    byId("heat-switch").append(radio, element("label", { for: "heat-" + id }, names[id]));
  }
  select.addEventListener("change", () => chooseHeatMetric(select.value));
  if (several) {
    const labels = runs.map((run) => run.label);
    const choices = labels.map((label, run) => ({ label, run, change: false }));
    if (page.changes.length > 0) {
      choices.unshift(...labels.slice(1).map((label, index) => ({ label: "change to " + label, run: index + 1, change: true })));
    }
    const runSelect = byId("heat-run");
    fillWithTexts(runSelect, choices.map((choice) => choice.label));
    const choose = () => { Object.assign(heat, choices[runSelect.value]); drawHeatMap(); };
    runSelect.addEventListener("change", choose);
    byId("heat-run-pick").hidden = false;
    Object.assign(heat, choices[0]);
  }
  byId("matrix").hidden = false;
  chooseHeatMetric(first.length > 0 ? first[0] : select.options[0].value);
}
