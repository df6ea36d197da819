// Sorting and filtering.
const table = byId("table");

function sortBy(sorted, column, head) {
  const numeric = head.dataset.sort === "number";
  const descending = head.getAttribute("aria-sort") === "ascending";
  sorted.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const key = (row) => row.cells[column].dataset.value;
  const rows = [...sorted.tBodies[0].rows];
  rows.sort((a, b) => {
    if (key(a) === "" || key(b) === "") {
      return (key(a) === "") - (key(b) === "");
    }
    const order = numeric ? Number(key(a)) - Number(key(b)) : key(a).localeCompare(key(b));
    return descending ? -order : order;
  });
  sorted.tBodies[0].append(...rows);
}

// A number has to be one of the three of the case; a word the start of its status; otherwise part of a remark or run.
function filterRows(text) {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  for (const row of table.tBodies[0].rows) {
    const numbers = ["batch", "prompt", "completion"].map((name) => row.querySelector("." + name).dataset.value);
    const texts = [...row.querySelectorAll(".text")].map((cell) => cell.textContent.toLowerCase());
    const status = row.querySelector(".state").dataset.value.toLowerCase();
    const fits = (word) => (/^\d+$/.test(word) ? numbers.includes(word)
      : status.startsWith(word) || texts.some((one) => one.replace(status, "").includes(word)));
    row.hidden = !words.every(fits);
  }
}

function startTables() {
  document.querySelectorAll("table.sortable").forEach((sorted) => {
    [...sorted.tHead.rows[0].cells].forEach((head, column) => {
      const button = element("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sortBy(sorted, column, head));
    });
  });
  byId("filter").addEventListener("input", (event) => filterRows(event.target.value));
  document.querySelector("#results .tools").hidden = false;
}
