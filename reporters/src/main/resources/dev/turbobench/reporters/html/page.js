startTables();
startDefinitions();
startClipboard();
startPlots();
startHeatMap();
const drawn = [startPareto(), startCurve(), startLimits()];
byId("charts").hidden = !drawn.includes(true);
redraws.forEach((redraw) => redraw());
startCase();
