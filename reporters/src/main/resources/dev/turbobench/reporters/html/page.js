startTable();
startHeatMap();
startCharts();
