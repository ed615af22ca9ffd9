// The chart of a link's page. The table beside it has the same figures.

(() => {
  const canvas = document.querySelector("canvas[data-clicks]");
  if (!canvas || !window.Chart) return;
  const series = JSON.parse(document.getElementById(canvas.dataset.clicks).textContent);
  // People in full colour; the rest paler, and told apart by more than the colour: each has its own name in the legend.
  const tones = { people: "#1f8a55", unclear: "#d9a441", previews: "#8fa6d8", scans: "#b9c0cc" };
  const letters = getComputedStyle(document.body);
  Chart.defaults.font.family = letters.fontFamily;
  Chart.defaults.font.size = 13;
  Chart.defaults.color = letters.color;
  const datasets = series.sets
    .filter((set) => set.tone === "people" || set.data.some((count) => count > 0))
    .map((set) => ({
      label: set.name, data: set.data, backgroundColor: tones[set.tone], maxBarThickness: 48, stack: "hits",
    }));
  new Chart(canvas, {
    type: "bar",
    data: { labels: series.labels, datasets },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      plugins: { legend: { position: "bottom" } },
      scales: {
        x: { stacked: true, grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 16 } },
        y: { stacked: true, beginAtZero: true, ticks: { precision: 0 } },
      },
    },
  });
})();
