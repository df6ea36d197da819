// Everything about one case. It is chosen here or by its cell in the matrix.
const chosen = { run: 0, row: null };

function valueLine(row, id) {
  const value = metric(row, id);
  const known = value.value !== undefined;
  const shown = element("span", { title: value.note || null }, known ? format(id, value.value) + " " + metrics[id].unit : value.note || "n/a");
  if (!known) {
    shown.classList.add("unknown");
  } else if (value.low !== undefined && value.high !== undefined) {
    shown.append(element("span", { class: "range", title: page.methods[value.method] }, format(id, value.low) + " to " + format(id, value.high)));
  }
  return element("div", { class: "value", "data-metric": id }, element("span", {}, metrics[id].label + " ", definitionLink(id)), shown);
}

function markChosenCase() {
  document.querySelectorAll("#heat button").forEach((button) => {
    button.setAttribute("aria-pressed", String(chosen.row !== null && chosen.run === heat.run && button.dataset.case === chosen.row.label));
  });
}

function drawCase() {
  const row = chosen.row;
  const remarks = [...(row.failure ? [row.failure] : []), ...row.notes].map((note) => element("li", {}, note));
  byId("case").replaceChildren(
    element("p", { class: "case-head" }, element("b", {}, "Batch " + row.batch + ", " + shapeOf(row) + " tokens"), " ",
      element("span", { class: "status " + row.status.toLowerCase() }, row.status.toLowerCase()), " ",
      element("span", { class: "unit" }, row.rounds === 1 ? "1 measured round" : row.rounds + " measured rounds")),
    remarks.length > 0 ? element("ul", { class: "remarks" }, ...remarks) : "");
  const ids = Object.keys(row.metrics);
  byId("values").replaceChildren(...(ids.length > 0 ? ids.map((id) => valueLine(row, id)) : [element("p", { class: "empty" }, "The case has no numbers.")]));
  drawTimeline(row);
  drawRounds(row);
  drawMemory(row);
  markChosenCase();
}

function chooseCase(run, row) {
  chosen.run = run;
  chosen.row = row;
  byId("case-run").value = run;
  const select = byId("case-choice");
  select.replaceChildren();
  fillWithTexts(select, runs[run].cases.map((one) => describeCase(one) + (one.status === "VALID" ? "" : ", " + one.status.toLowerCase())));
  select.value = runs[run].cases.indexOf(row);
  drawCase();
}

// From the matrix: the reader follows, also one who sees nothing.
function openCase(run, row) {
  chooseCase(run, row);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  byId("inside").scrollIntoView({ behavior: still ? "auto" : "smooth", block: "start" });
  byId("inside-title").focus({ preventScroll: true });
}

// Start with the case that a reader most likely wants: the valid one with the highest output.
function startCase() {
  if (rowsOfAll.length === 0) {
    return;
  }
  const id = firstOf("throughput_out", "legacy_throughput_out");
  const output = (row) => (id === undefined || row.status !== "VALID" ? -1 : number(row, id) || 0);
  const start = runs[0].cases.length > 0 ? 0 : 1;
  const best = runs[start].cases.reduce((a, b) => (output(b) > output(a) ? b : a));
  fillWithTexts(byId("case-run"), runs.map((run) => run.label));
  byId("case-run-pick").hidden = !several;
  byId("case-run").addEventListener("change", (event) => {
    const run = Number(event.target.value);
    const same = runs[run].cases.find((row) => row.label === chosen.row.label) || runs[run].cases[0];
    if (same !== undefined) {
      chooseCase(run, same);
    }
  });
  byId("case-choice").addEventListener("change", (event) => chooseCase(chosen.run, runs[chosen.run].cases[event.target.value]));
  byId("inside").hidden = false;
  chooseCase(start, best);
  redraws.add(drawCase);
}
