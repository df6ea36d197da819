// Sorting, filtering, copying and downloading.
const table = document.getElementById("table");

function sortBy(column, head) {
  const numeric = head.dataset.sort === "number";
  const descending = head.getAttribute("aria-sort") === "ascending";
  table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const key = (row) => row.cells[column].dataset.value;
  const rows = [...table.tBodies[0].rows];
  rows.sort((a, b) => {
    if (key(a) === "" || key(b) === "") {
      return (key(a) === "") - (key(b) === "");
    }
    const order = numeric ? Number(key(a)) - Number(key(b)) : key(a).localeCompare(key(b));
    return descending ? -order : order;
  });
  table.tBodies[0].append(...rows);
}

function filterRows(text) {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  for (const row of table.tBodies[0].rows) {
    const cells = [0, 1, 2, 3].map((column) => row.cells[column].textContent.toLowerCase());
    row.hidden = !words.every((word) => (/^\d+$/.test(word) ? cells.slice(0, 3).includes(word) : cells[3].startsWith(word)));
  }
}

function visibleCells() {
  const text = (cell) => (cell.firstChild ? cell.firstChild.textContent : "").trim();
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim().replace(/\s+/g, " "));
  const rows = [...table.tBodies[0].rows].filter((row) => !row.hidden).map((row) => [...row.cells].map(text));
  return [heads, ...rows];
}

function asMarkdown(rows) {
  const line = (cells) => "| " + cells.map((cell) => cell.replace(/[\\|`*<>[\]]/g, "\\$&")).join(" | ") + " |";
  const rule = "|" + rows[0].map((_, column) => (column === 3 ? " --- |" : " ---: |")).join("");
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join("\n") + "\n";
}

function asCsv(rows) {
  const cell = (text) => (/[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text);
  return rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
}

function say(text) {
  document.getElementById("said").textContent = text;
}

function copy(text) {
  const fallback = () => {
    const area = element("textarea", { "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    say(document.execCommand("copy") ? "Copied." : "The browser does not allow copying.");
    area.remove();
  };
  if (navigator.clipboard) {
    navigator.clipboard.writeText(text).then(() => say("Copied."), fallback);
  } else {
    fallback();
  }
}

function download() {
  const address = URL.createObjectURL(new Blob([JSON.stringify(results, null, 2) + "\n"], { type: "application/json" }));
  const link = element("a", { href: address, download: "turbobench-" + results.run_id.replace(/[^\w.-]/g, "_") + ".json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function startTable() {
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = element("button", { type: "button" }, ...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sortBy(column, head));
  });
  document.getElementById("filter").addEventListener("input", (event) => filterRows(event.target.value));
  document.getElementById("copy-markdown").addEventListener("click", () => copy(asMarkdown(visibleCells())));
  document.getElementById("copy-csv").addEventListener("click", () => copy(asCsv(visibleCells())));
  document.getElementById("download").addEventListener("click", download);
  document.querySelector("#results .tools").hidden = false;
}
