// One row for each shape, one column for each batch; the deeper the color, the better the value among valid cases.
function goodness(id) {
  const values = planned.filter((row) => row.status === "VALID").map((row) => number(row, id)).filter((value) => value !== null);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const logarithmic = low > 0;
  const place = (value) => (logarithmic ? Math.log(value) : value);
  const lowerIsBetter = results.metric_definitions[id].direction === "LOWER_IS_BETTER";
  return (value) => {
    if (high === low) {
      return 0.5;
    }
    const t = (place(value) - place(low)) / (place(high) - place(low));
    return lowerIsBetter ? 1 - t : t;
  };
}

const markOfStatus = { INVALID: "!", FAILED: "×", SKIPPED: "–" };

function heatCell(row, id, better) {
  if (row === null) {
    return element("td");
  }
  const value = number(row, id);
  const text = row.status === "FAILED" || row.status === "SKIPPED" ? row.status.toLowerCase() : format(id, value);
  const button = element("button", {
    type: "button",
    "aria-expanded": "false",
    "aria-controls": "case",
    "data-case": row.label,
    class: row.status.toLowerCase() + (value === null ? " none" : ""),
    "aria-label": "batch " + row.concurrency + ", " + shapeOf(row) + " tokens, " + row.status.toLowerCase() + ": " + text,
  }, text);
  if (row.status === "VALID" && value !== null) {
    const t = better(value);
    button.style.setProperty("--t", t.toFixed(3));
    button.classList.toggle("deep", t > 0.5);
  } else if (Object.hasOwn(markOfStatus, row.status)) {
    button.append(element("b", { class: "cell-mark " + row.status.toLowerCase(), "aria-hidden": "true" }, markOfStatus[row.status]));
  }
  button.addEventListener("click", () => toggleCase(row, button));
  return element("td", {}, button);
}

function drawHeatMap() {
  const id = document.getElementById("heat-metric").value;
  const definition = results.metric_definitions[id];
  const unit = view.units[id].symbol;
  document.getElementById("heat-definition").textContent =
    title(id) + " in " + unit + ". " + definition.definition;
  const better = goodness(id);
  const head = element("tr", {}, element("th", { scope: "col" }, "prompt → completion"),
    ...batches.map((batch) => element("th", { scope: "col" }, "batch " + batch)));
  const body = shapes.map((shape) => element("tr", {}, element("th", { scope: "row" }, shape),
    ...batches.map((batch) => heatCell(findCase(shape, batch), id, better))));
  document.getElementById("heat").replaceChildren(
    element("thead", {}, head), element("tbody", {}, ...body));
  document.getElementById("case").hidden = true;
}

function startHeatMap() {
  const select = document.getElementById("heat-metric");
  fillWithMetrics(select);
  if (select.options.length === 0) {
    return;
  }
  select.addEventListener("change", drawHeatMap);
  document.getElementById("matrix").hidden = false;
  drawHeatMap();
}
