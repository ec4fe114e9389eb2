
/* The table of records or samples: sorted by a click on a head, searched by what is typed. */
(function () {
  "use strict";
  const table = document.getElementById("table");
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const find = document.getElementById("find");
  const shown = document.getElementById("shown");

  function value(row, column) {
    const cell = row.cells[column];
    return cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v);
  }

  function compare(a, b) {
    return typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true });
  }

  function sort(header) {
    const down = header.getAttribute("aria-sort") === "ascending";
    for (const other of header.parentNode.cells) {
      other.removeAttribute("aria-sort");
    }
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    const column = header.cellIndex;
    rows.sort((a, b) => (down ? -1 : 1) * compare(value(a, column), value(b, column)));
    body.append(...rows);
  }

  function search() {
    const wanted = find.value.toLowerCase().split(/\s+/).filter(word => word !== "");
    let count = 0;
    for (const row of rows) {
      const text = Array.from(row.cells, cell => cell.textContent).join(" ").toLowerCase();
      row.hidden = !wanted.every(word => text.includes(word));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = wanted.length === 0 ? "" : count + " of " + rows.length + " rows";
  }

  for (const header of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    header.replaceChildren(button);
    button.addEventListener("click", () => sort(header));
  }
  find.addEventListener("input", search);
  find.closest("p").hidden = false;
})();

/* Pictures: drawn by the charting library when they are about to be seen or printed. Colours are those of the style, by name, so that
   they follow dark mode and paper by themselves. */
(function () {
  "use strict";
  const pictures = JSON.parse(document.getElementById("charts").textContent);
  const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
  const exact = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
  const short = new Intl.NumberFormat("en", { notation: "compact" });
  const soft = { color: "var(--soft)", fontSize: 11 };
  const line = { lineStyle: { color: "var(--line)" } };
  const still = { animation: false, textStyle: { fontFamily: "system-ui, sans-serif", color: "var(--soft)" } };

  function number(value) {
    return Number.isInteger(value) ? whole.format(value) : exact.format(value);
  }

  function colour(name) {
    return name === "chunks" ? "var(--soft)" : "var(--" + name + ")";
  }

  function tooltip(more) {
    return Object.assign({ confine: true, transitionDuration: 0, backgroundColor: "var(--page)", borderColor: "var(--line)",
      extraCssText: "box-shadow: none", textStyle: { color: "var(--ink)", fontSize: 12 } }, more);
  }

  function legend(series) {
    return { show: series.length > 1, bottom: 0, icon: "rect", itemWidth: 11, itemHeight: 11, selectedMode: false,
      textStyle: { color: "var(--soft)", fontSize: 12 } };
  }

  function axis(more) {
    return Object.assign({ axisLabel: Object.assign({ hideOverlap: true }, soft), axisLine: line, axisTick: line, splitLine: line }, more);
  }

  function stacks(data, one) {
    return data.series.map(s => ({ type: "bar", stack: "all", name: s.name, data: s.values, barCategoryGap: one,
      barMinHeight: 0, itemStyle: { color: colour(s.colour) }, emphasis: { disabled: true } }));
  }

  function amounts(unit) {
    return axis({ type: "value", splitNumber: 3, axisLabel: Object.assign({ hideOverlap: true,
      formatter: v => short.format(v) + (unit === "" || unit === "/s" ? "" : "\u00a0" + unit) }, soft) });
  }

  function shown(unit) {
    return v => number(v) + (unit === "" ? "" : unit === "/s" ? "/s" : " " + unit);
  }

  const bars = data => ({ grid: { left: 6, right: 8, top: 10, bottom: data.series.length > 1 ? 26 : 4, outerBoundsMode: "same" },
    tooltip: tooltip({ trigger: "axis", axisPointer: { type: "none" }, valueFormatter: shown(data.unit) }),
    legend: legend(data.series), xAxis: axis({ type: "category", data: data.labels, splitLine: { show: false } }),
    yAxis: amounts(data.unit), series: stacks(data, "12%") });

  const rows = data => ({ grid: { left: 6, right: 14, top: 2, bottom: data.series.length > 1 ? 26 : 4, outerBoundsMode: "same" },
    tooltip: tooltip({ trigger: "axis", axisPointer: { type: "none" }, valueFormatter: shown(data.unit) }),
    legend: legend(data.series), xAxis: amounts(data.unit),
    yAxis: axis({ type: "category", data: data.labels, inverse: true, splitLine: { show: false }, axisTick: { show: false },
      axisLabel: Object.assign({ width: 120, overflow: "truncate", interval: 0 }, soft) }), series: stacks(data, "25%") });

  const all = data => ({ grid: { left: 0, right: 0, top: 0, bottom: 26, outerBoundsMode: "none" },
    tooltip: tooltip({ trigger: "item", valueFormatter: shown(data.unit) }), legend: legend(data.series),
    xAxis: { type: "value", show: false, max: Math.max(1, data.series.reduce((sum, s) => sum + s.values[0], 0)) },
    yAxis: { type: "category", data: data.labels, show: false }, series: stacks(data, "0%") });

  const reliability = data => ({ grid: { left: 6, right: 14, top: 10, bottom: 28, outerBoundsMode: "same" },
    tooltip: tooltip({ trigger: "item", formatter: p => "predicted " + p.value[0].toFixed(2) + ", observed " + p.value[1].toFixed(2) + ", "
      + number(p.value[2]) + " stretches" }), legend: legend(data.curves),
    xAxis: axis({ type: "value", min: 0, max: 1, name: "predicted", nameLocation: "middle", nameGap: 24, nameTextStyle: soft }),
    yAxis: axis({ type: "value", min: 0, max: 1, name: "observed", nameLocation: "middle", nameGap: 30, nameTextStyle: soft }),
    series: data.curves.map(c => ({ type: "scatter", name: c.name, emphasis: { disabled: true }, itemStyle: { color: colour(c.colour) },
      data: c.bins.map(b => [b.predicted, b.observed, b.count]), symbolSize: v => Math.min(14, 4 + 2 * Math.log10(Math.max(1, v[2]))) }))
      .concat([{ type: "line", data: [[0, 0], [1, 1]], symbol: "none", silent: true, tooltip: { show: false },
        lineStyle: { color: "var(--soft)", width: 1, type: "dashed" } }]) });

  /* A stretch that was scored near 0 is drawn as high as can be seen: what is empty was not scored. */
  function seen(score) {
    return Math.max(score, 0.06);
  }

  function area(stretches, name, row, stroke) {
    return { type: "line", xAxisIndex: row, yAxisIndex: row, symbol: "none", silent: true, emphasis: { disabled: true },
      lineStyle: { color: colour(name), width: stroke }, areaStyle: { color: colour(name), opacity: 1, origin: "start" },
      data: stretches.flatMap(s => [[s[0], seen(s[2])], [s[1], seen(s[2])], [s[1], null]]) };
  }

  function at(data, base) {
    const bin = data.bins.find(b => base >= b[0] && base < b[1]);
    const region = data.regions.find(r => base >= r[0] && base < r[1]);
    return "base " + whole.format(base + 1) + "<br>" + (bin ? "best virus score " + bin[2].toFixed(2) : "no score")
      + (region ? "<br>viral region " + whole.format(region[0] + 1) + " to " + whole.format(region[1]) : "");
  }

  const track = data => ({ grid: [{ left: 28, right: 14, top: 8, height: 44, outerBoundsMode: "none" },
    { left: 28, right: 14, top: 58, height: 12, outerBoundsMode: "none" }],
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    tooltip: tooltip({ trigger: "axis", axisPointer: { type: "line", lineStyle: { color: "var(--soft)" }, snap: false },
      formatter: p => at(data, Math.floor(p[0].axisValue)) }),
    xAxis: [axis({ type: "value", min: 0, max: data.length, axisLabel: { show: false }, axisTick: { show: false }, splitLine: { show: false } }),
      axis({ type: "value", gridIndex: 1, min: 0, max: data.length, splitLine: { show: false },
        axisLabel: Object.assign({ hideOverlap: true, formatter: v => short.format(v) }, soft) })],
    yAxis: [axis({ type: "value", min: 0, max: 1, interval: 0.5, axisLabel: Object.assign({ showMinLabel: true }, soft) }),
      axis({ type: "value", gridIndex: 1, min: 0, max: 1, show: false })],
    series: [area(data.bins.filter(b => b[2] >= data.half), "virus", 0, 0), area(data.bins.filter(b => b[2] < data.half), "others", 0, 0),
      area(data.regions.map(r => [r[0], r[1], 1]), "virus", 1, 1)] });

  const kinds = { bars: bars, rows: rows, whole: all, reliability: reliability, track: track };
  const waiting = new Set(document.querySelectorAll(".chart"));
  const drawn = new Map();

  /* What has a shape of its own is stretched to the paper. */
  function frame(place, chart) {
    chart.getZr().flush();
    const svg = place.querySelector("svg");
    svg.setAttribute("viewBox", "0 0 " + chart.getWidth() + " " + chart.getHeight());
    svg.setAttribute("aria-hidden", "true");
  }

  function draw(place) {
    if (!waiting.delete(place)) {
      return;
    }
    const picture = pictures[Number(place.dataset.chart)];
    if (picture.kind === "rows") {
      place.style.height = 48 + 20 * picture.figures.labels.length + "px";
    }
    const chart = echarts.init(place, null, { renderer: "svg" });
    chart.setOption(Object.assign(kinds[picture.kind](picture.figures), still));
    frame(place, chart);
    drawn.set(place, chart);
    size.observe(place);
  }

  const size = new ResizeObserver(entries => entries.forEach(entry => {
    const chart = drawn.get(entry.target);
    if (entry.contentRect.width > 0 && Math.round(entry.contentRect.width) !== chart.getWidth() && !matchMedia("print").matches) {
      chart.resize();
      frame(entry.target, chart);
    }
  }));
  const near = new IntersectionObserver(entries => {
    entries.filter(entry => entry.isIntersecting).forEach(entry => {
      near.unobserve(entry.target);
      draw(entry.target);
    });
    requestAnimationFrame(() => setTimeout(() => performance.mark("drawn"))); // for whoever measures
  }, { rootMargin: "300px" });

  document.documentElement.classList.add("scripted");
  waiting.forEach(place => near.observe(place));

  /* As wide as paper at most, so that its letters can be read when the picture is fitted to the page. */
  addEventListener("beforeprint", () => {
    Array.from(waiting).forEach(draw);
    drawn.forEach((chart, place) => {
      if (chart.getWidth() > 700) {
        chart.resize({ width: 700 });
        frame(place, chart);
      }
    });
  });
  addEventListener("afterprint", () => drawn.forEach((chart, place) => {
    chart.resize({ width: "auto" });
    frame(place, chart);
  }));
})();
