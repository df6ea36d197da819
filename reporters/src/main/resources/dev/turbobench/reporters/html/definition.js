// What a number means, shown beside the number on demand. Without scripts the same links lead to the list below.
const definitionBox = byId("definition");
let definitionOwner = null;

function definitionLink(id) {
  return element("a", { class: "def", href: "#def-" + id, "data-metric": id, "aria-label": "What " + title(id) + " means" }, "?");
}

function hideDefinition() {
  if (definitionOwner !== null) {
    definitionOwner.removeAttribute("aria-describedby");
  }
  definitionOwner = null;
  definitionBox.hidden = true;
}

function showDefinition(link) {
  hideDefinition();
  const id = link.dataset.metric;
  const meaning = metrics[id];
  definitionBox.replaceChildren(
    element("b", {}, meaning.label + " "),
    element("span", { class: "unit" }, meaning.unit + (meaning.direction === "NEUTRAL" ? "" : isBetterLow(id) ? ", lower is better" : ", higher is better")),
    element("p", {}, meaning.definition));
  definitionBox.hidden = false;
  const place = link.getBoundingClientRect();
  const width = definitionBox.offsetWidth;
  const left = Math.max(8, Math.min(place.left - 12, document.documentElement.clientWidth - width - 8));
  definitionBox.style.left = left + scrollX + "px";
  definitionBox.style.top = place.bottom + scrollY + 8 + "px";
  definitionOwner = link;
  link.setAttribute("aria-describedby", "definition");
}

function startDefinitions() {
  document.querySelectorAll("th[data-metric]").forEach((head) => {
    if (has(head.dataset.metric)) {
      head.append(" ", definitionLink(head.dataset.metric));
      head.removeAttribute("title");
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.def");
    if (link === null || !has(link.dataset.metric)) {
      hideDefinition();
      return;
    }
    event.preventDefault();
    if (link === definitionOwner) {
      hideDefinition();
    } else {
      showDefinition(link);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      hideDefinition();
    }
  });
  addEventListener("resize", hideDefinition);
}
