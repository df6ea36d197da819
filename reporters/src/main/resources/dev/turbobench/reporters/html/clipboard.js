// Copying the table as it is shown, and getting the document of a run out of the page.
function visibleCells() {
  const text = (cell) => (cell.firstChild ? cell.firstChild.textContent : "").trim();
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.querySelector("button").textContent.trim().replace(/\s+/g, " "));
  const rows = [...table.tBodies[0].rows].filter((row) => !row.hidden).map((row) => [...row.cells].map(text));
  return [heads, ...rows];
}

function asMarkdown(rows) {
  const line = (cells) => "| " + cells.map((cell) => cell.replace(/\s+/g, " ").replace(/[\\|`*<>[\]&~#]/g, "\\$&")).join(" | ") + " |";
  const words = [...table.tHead.rows[0].cells].map((cell) => cell.classList.contains("text"));
  const rule = "|" + words.map((text) => (text ? " --- |" : " ---: |")).join("");
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join("\n") + "\n";
}

// Text that a spreadsheet would run gets an apostrophe in front; numbers keep their sign.
function asCsv(rows) {
  const safe = (text) => (/^[=+\-@\t\r\n]/.test(text) && !/^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text) ? "'" + text : text);
  const cell = (text) => (/[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text);
  return rows.map((row) => row.map(safe).map(cell).join(",") + "\r\n").join("");
}

function say(text) {
  byId("said").textContent = text;
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

// The document lies in the page compressed.
async function documentOf(run) {
  const bytes = Uint8Array.from(atob(byId("archive-" + run).textContent), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

async function download(run) {
  const name = "turbobench-" + runs[run].id.replace(/[^\w.-]/g, "_") + ".json";
  try {
    const address = URL.createObjectURL(new Blob([await documentOf(run)], { type: "application/json" }));
    element("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    say("Saved as " + name + ".");
  } catch (error) {
    say("This browser cannot unpack the document: " + error.message);
  }
}

function startClipboard() {
  byId("copy-markdown").addEventListener("click", () => copy(asMarkdown(visibleCells())));
  byId("copy-csv").addEventListener("click", () => copy(asCsv(visibleCells())));
  document.querySelectorAll(".download").forEach((button) => button.addEventListener("click", () => download(Number(button.dataset.run))));
}
