"use strict";
// The results, and how people read them. Everything below works on these and adds text only as text.
const results = JSON.parse(document.getElementById("document").textContent);
const view = JSON.parse(document.getElementById("view").textContent);
const planned = results.planned_cases.map(
  (spec) => results.cases.find((done) => done.index === spec.index) || { ...spec, status: "SKIPPED", notes: [], failure: null, metrics: {} });

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

function metric(row, id) {
  return Object.hasOwn(row.metrics, id) ? row.metrics[id] : null;
}

function number(row, id) {
  const value = metric(row, id);
  return value === null ? null : value.value;
}

function scaled(id, value) {
  return value === null ? null : value * view.units[id].factor;
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
  const key = view.key.find((candidate) => candidate.id === id);
  return key ? key.title : results.metric_definitions[id].label;
}

function shapeOf(row) {
  return row.prompt_tokens + " → " + row.completion_tokens;
}

const shapes = [...new Set(planned.map(shapeOf))];
const batches = [...new Set(planned.map((row) => row.concurrency))].sort((a, b) => a - b);

function findCase(shape, batch) {
  return planned.find((row) => shapeOf(row) === shape && row.concurrency === batch) || null;
}

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// Offer the key metrics first, then the others of which some case has a number.
function fillWithMetrics(select) {
  const keys = new Set(view.key.map((key) => key.id));
  const measured = (id) => results.cases.some((row) => number(row, id) !== null);
  const group = (label, ids) => {
    const options = ids.filter(measured).map((id) => element("option", { value: id }, title(id)));
    if (options.length > 0) {
      select.append(element("optgroup", { label }, ...options));
    }
  };
  group("Main", view.key.map((key) => key.id));
  group("All", Object.keys(results.metric_definitions).filter((id) => !keys.has(id)));
}
