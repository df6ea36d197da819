"use strict";
// The results, and how people read them. Everything below works on these and adds text only as text.
const page = JSON.parse(document.getElementById("data").textContent);
const metrics = page.metrics;
const runs = page.runs;
const several = runs.length > 1;

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children);
  return made;
}

const byId = (id) => document.getElementById(id);

function metric(row, id) {
  return row !== null && Object.hasOwn(row.metrics, id) ? row.metrics[id] : null;
}

// The number in its base unit; null if there is none.
function number(row, id) {
  const value = metric(row, id);
  return value === null || value.value === undefined ? null : value.value;
}

function scaled(id, value) {
  return value === null ? null : value * metrics[id].factor;
}

function formatScaled(value) {
  const size = Math.abs(value);
  if (size === 0) {
    return "0";
  }
  if (size >= 999.95) {
    return value.toFixed(0);
  }
  if (size >= 99.995) {
    return value.toFixed(1);
  }
  return size >= 0.9995 ? value.toFixed(2) : String(Number(value.toPrecision(3)));
}

function format(id, value) {
  return value === null ? "n/a" : formatScaled(scaled(id, value));
}

function title(id) {
  return Object.hasOwn(page.key, id) ? page.key[id] : metrics[id].label;
}

function titleWithUnit(id) {
  return title(id) + " (" + metrics[id].unit + ")";
}

const has = (id) => Object.hasOwn(metrics, id);

const shapeOf = (row) => row.prompt + " → " + row.completion;
const isBetterLow = (id) => metrics[id].direction === "LOWER_IS_BETTER";
const describeCase = (row) => "batch " + row.batch + ", " + shapeOf(row) + " tokens";

const rowsOfAll = runs.flatMap((run) => run.cases);
const shapes = [...new Set(rowsOfAll.map(shapeOf))];
const batches = [...new Set(rowsOfAll.map((row) => row.batch))].sort((a, b) => a - b);

function findCase(run, shape, batch) {
  return run.cases.find((row) => shapeOf(row) === shape && row.batch === batch) || null;
}

function findChange(run, row, id) {
  return page.changes.find((change) => change.run === run && change.case === row.label && change.metric === id) || null;
}

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function seconds(value) {
  return value < 1e-3 ? formatScaled(value * 1e6) + " µs" : value < 1 ? formatScaled(value * 1e3) + " ms" : formatScaled(value) + " s";
}

function bytes(value) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let step = 0;
  while (value >= 1024 && step < units.length - 1) {
    value /= 1024;
    step++;
  }
  return formatScaled(value) + " " + units[step];
}

function percentChange(ratio) {
  return (ratio >= 1 ? "+" : "−") + Math.abs(100 * (ratio - 1)).toFixed(1) + " %";
}

// The first of some metrics of which a case has a number.
const firstOf = (...ids) => ids.find((id) => has(id) && measuredSomewhere(id));
const measuredSomewhere = (id) => rowsOfAll.some((row) => number(row, id) !== null);

// Offer the key metrics first, then the others of which some case has a number.
function fillWithMetrics(select) {
  const group = (label, ids) => {
    const options = ids.filter(measuredSomewhere).map((id) => element("option", { value: id }, title(id)));
    if (options.length > 0) {
      select.append(element("optgroup", { label }, ...options));
    }
  };
  group("Main", Object.keys(page.key));
  group("All", Object.keys(metrics).filter((id) => !Object.hasOwn(page.key, id)));
}

function fillWithTexts(select, texts) {
  select.append(...texts.map((text, index) => element("option", { value: index }, text)));
}
