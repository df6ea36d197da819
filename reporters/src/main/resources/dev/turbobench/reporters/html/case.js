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

const familyNames = [["ttft_", "TTFT"], ["tpot_", "TPOT"], ["itl_token_", "ITL by token"], ["itl_emission_", "ITL by emission"], ["e2e_", "E2E"],
  ["queue_", "Queue"], ["throughput_", "Throughput"], ["mem_", "Memory"], ["kv_", "KV cache"], ["legacy_", "Legacy columns"]];
const familyOf = (id) => (familyNames.find(([start]) => id.startsWith(start)) || ["", "Others"])[1];
const openFamilies = new Set();

// The key metrics first; the many others fold into families.
function drawValues(row) {
  const ids = Object.keys(row.metrics);
  if (ids.length === 0) {
    byId("values").replaceChildren(element("p", { class: "empty" }, "The case has no numbers."));
    return;
  }
  const key = ids.filter((id) => Object.hasOwn(page.key, id));
  const families = new Map();
  for (const id of ids) {
    families.set(familyOf(id), [...(families.get(familyOf(id)) || []), id]);
  }
  const folded = [...families].map(([name, members]) => {
    const details = element("details", { class: "family" }, element("summary", {}, name + " ", element("span", { class: "unit" }, members.length)), ...members.map((id) => valueLine(row, id)));
    details.open = openFamilies.has(name);
    details.addEventListener("toggle", () => (details.open ? openFamilies.add(name) : openFamilies.delete(name)));
    return details;
  });
  byId("values").replaceChildren(...key.map((id) => valueLine(row, id)), ...folded);
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
  drawValues(row);
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
