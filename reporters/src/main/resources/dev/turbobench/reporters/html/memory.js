// What each rank held in the round in which it held most.
const partsOfMemory = [["weights", "weights", "--c1"], ["kvLive", "KV in use", "--c3"], ["kvFree", "KV reserved, free", "--c3-soft"], ["workspace", "workspace", "--c2"], ["overhead", "driver, kernels, graphs", "--c6"]];

function drawMemory(row) {
  const holder = byId("memory");
  const ranks = row.details && row.details.memory ? row.details.memory : [];
  const total = (rank) => partsOfMemory.reduce((sum, [field]) => sum + rank[field], 0);
  const most = Math.max(0, ...ranks.map(total));
  if (most === 0) {
    emptyPlot(holder, "The engine did not say what memory it holds.");
    return;
  }
  holder.classList.remove("without");
  const bars = ranks.map((rank, index) => {
    const bar = element("div", { class: "stack", "aria-hidden": "true" });
    for (const [field, , name] of partsOfMemory) {
      const part = element("i");
      part.style.width = 100 * rank[field] / most + "%";
      part.style.background = color(name);
      bar.append(part);
    }
    return element("div", { class: "rank" }, element("p", {}, (ranks.length > 1 ? "rank " + index + ", " : ""), element("bdi", {}, rank.device), ": " + bytes(total(rank))), bar);
  });
  const rows = partsOfMemory.map(([field, label, name]) => {
    const mark = element("i", { class: "swatch", "aria-hidden": "true" });
    mark.style.setProperty("--k", color(name));
    return element("tr", {}, element("th", { scope: "row" }, mark, label), ...ranks.map((rank) => element("td", {}, bytes(rank[field]))));
  });
  const head = ranks.length > 1 ? [element("thead", {}, element("tr", {}, element("td"), ...ranks.map((rank, index) => element("th", { scope: "col" }, "rank " + index))))] : [];
  holder.replaceChildren(...bars, element("div", { class: "scroll" }, element("table", { class: "plain split" }, ...head, element("tbody", {}, ...rows))));
}
