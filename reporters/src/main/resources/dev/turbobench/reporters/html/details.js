// Everything about one case, opened from its cell in the matrix.
function valueLine(row, id) {
  const value = metric(row, id);
  const link = element("a", { href: "#def-" + id }, results.metric_definitions[id].label);
  link.addEventListener("click", () => { document.querySelector("#background details").open = true; });
  const shown = element("span", { title: value.note }, value.value === null && value.note ? value.note : format(id, value.value) + " " + view.units[id].symbol);
  if (value.interval) {
    shown.append(element("span", { class: "range", title: value.interval.method },
      format(id, value.interval.low) + " to " + format(id, value.interval.high)));
  }
  return element("div", { class: "value" }, link, shown);
}

function toggleCase(row, button) {
  const panel = document.getElementById("case");
  const open = button.getAttribute("aria-expanded") === "true";
  document.querySelectorAll("#heat button").forEach((other) => other.setAttribute("aria-expanded", "false"));
  panel.hidden = open;
  if (open) {
    return;
  }
  button.setAttribute("aria-expanded", "true");
  const close = element("button", { type: "button" }, "Close");
  close.addEventListener("click", () => { toggleCase(row, button); button.focus(); });
  const remarks = row.notes.map((note) => element("li", {}, note));
  if (row.failure) {
    remarks.unshift(element("li", {}, row.failure.code + ": " + row.failure.message));
  }
  panel.replaceChildren(
    element("div", { class: "case-head" },
      element("h3", {}, "Batch " + row.concurrency + ", " + shapeOf(row) + " tokens ",
        element("span", { class: "status " + row.status.toLowerCase() }, row.status.toLowerCase())),
      close),
    remarks.length > 0 ? element("ul", {}, ...remarks) : "",
    element("div", { class: "values" }, ...Object.keys(row.metrics).map((id) => valueLine(row, id))));
}
