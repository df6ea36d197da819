// How near each case came to what the hardware allows: a bar for what was measured, its end for the limit.
function drawLimits() {
  const id = byId("limits-metric").value;
  const rows = runs.flatMap((run) => run.cases.filter((row) => number(row, id) !== null).map((row) => {
    const share = Math.max(0, Math.min(1, number(row, id)));
    const bar = element("span", { class: "limit" + (row.status === "VALID" ? "" : " hollow"), "aria-hidden": "true" }, element("i"));
    bar.firstChild.style.width = 100 * share + "%";
    return element("tr", {}, element("th", { scope: "row" }, several ? element("bdi", {}, run.label + ", ") : "", "batch " + row.batch + ", " + shapeOf(row)), element("td", { class: "bar" }, bar), element("td", {}, format(id, number(row, id)) + " %"));
  }));
  byId("limits").replaceChildren(element("table", { class: "limits" }, element("tbody", {}, ...rows)));
  byId("limits-hint").replaceChildren("The whole width is the limit, the filled part what was reached. ", metrics[id].definition);
}

function startLimits() {
  const ids = ["ideal_share", "mbu", "mfu", "mfu_prefill"].map((id) => firstOf(id + "_measured", id + "_datasheet")).filter((id) => id !== undefined);
  if (ids.length === 0) {
    return false;
  }
  byId("limits-metric").append(...ids.map((id) => element("option", { value: id }, metrics[id].label)));
  byId("limits-metric").addEventListener("change", drawLimits);
  byId("limits-figure").hidden = false;
  redraws.add(drawLimits);
  return true;
}
