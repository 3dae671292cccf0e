"use strict";
/* Pictures of the figures. Every mark opens the figure it shows; colours hold for colour-blind eyes; nothing moves. */
(() => {
  const { data, money, pool, unitWord, open } = window.fenming, { charts, words } = data;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const percent = (ppm) => `${(ppm / 10000).toFixed(1)}%`;
  const withUnit = (fen) => `${money(fen)} ${unitWord()}`;
  const sums = (numbers) => numbers.map(((sum) => (number) => (sum += number))(0));
  const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
  const isNarrow = () => innerWidth < 640;
  function base() {
    return {
      animation: false, aria: { enabled: false },
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("ink") },
      tooltip: { confine: true, backgroundColor: colour("raised"), borderColor: colour("line"), textStyle: { color: colour("ink"), fontSize: 13 } },
    };
  }
  const axis = (more = {}) => ({
    axisLine: { lineStyle: { color: colour("faint") } }, axisTick: { show: false }, splitLine: { lineStyle: { color: colour("line") } },
    nameTextStyle: { color: colour("soft") }, ...more, axisLabel: { color: colour("soft"), hideOverlap: true, ...(more.axisLabel ?? {}) },
  });

  function results() {
    const rows = [...charts.results].reverse();
    const tone = (row) => colour(row.fen < 0 ? "bad" : "good");
    return {
      ...base(), grid: { left: 8, right: 90, top: 22, bottom: 8, containLabel: true },
      tooltip: { ...base().tooltip, formatter: ({ data: one }) => `${escaped(one.name)}<br>${one.value < 0 ? words.overspend : words.surplus} <b>${withUnit(Math.abs(one.value))}</b>` },
      xAxis: axis({ type: "value", position: "top", boundaryGap: charts.results.some((row) => row.fen < 0) ? ["18%", "6%"] : [0, "6%"], axisLabel: { formatter: (fen) => money(fen).replace(/\.00$/, "") }, splitNumber: isNarrow() ? 3 : 6 }),
      yAxis: axis({ type: "category", data: rows.map((row) => row.name), splitLine: { show: false }, axisLine: { show: false }, axisLabel: { width: isNarrow() ? 120 : 360, overflow: "break", color: colour("ink") } }),
      series: [{
        type: "bar", barMaxWidth: 20,
        data: rows.map((row) => ({ value: row.fen, name: row.name, figure: row.figure, itemStyle: { color: tone(row) }, label: { show: true, color: colour("ink"), position: row.fen < 0 ? "left" : "right", formatter: () => money(row.fen) } })),
        markLine: { symbol: "none", silent: true, label: { show: false }, lineStyle: { color: colour("ink"), type: "solid" }, data: [{ xAxis: 0 }] },
      }],
    };
  }

  function flows() {
    const names = [...new Set(charts.flows.flatMap((flow) => [flow.source, flow.target]))];
    const palette = ["good", "third", "gold", "fourth", "sky", "bad", "mute"].map(colour);
    const tone = (name, place) => (name.includes(words.overspend) ? colour("bad") : name === words.surplus ? colour("third") : palette[place % palette.length]);
    const into = (name) => charts.flows.filter((flow) => flow.target === name).reduce((sum, flow) => sum + flow.fen, 0);
    const out = (name) => charts.flows.filter((flow) => flow.source === name).reduce((sum, flow) => sum + flow.fen, 0);
    return {
      ...base(),
      tooltip: { ...base().tooltip, formatter: ({ data: one, dataType }) => (dataType === "edge" ? `${escaped(one.source)} → ${escaped(one.target)}<br><b>${withUnit(one.fen)}</b>` : `${escaped(one.name)}<br><b>${withUnit(Math.max(into(one.name), out(one.name)))}</b>`) },
      series: [{
        type: "sankey", left: 4, right: isNarrow() ? 90 : 250, top: 14, bottom: 14, nodeWidth: 10, nodeGap: isNarrow() ? 22 : 17, layoutIterations: 48, draggable: false,
        data: names.map((name, place) => ({ name, itemStyle: { color: tone(name, place), borderWidth: 0 } })),
        links: charts.flows.map((flow) => ({ ...flow, value: flow.fen })),
        label: { color: colour("ink"), fontSize: isNarrow() ? 10 : 12, formatter: ({ name }) => `${name}  ${money(Math.max(into(name), out(name)))}`, ...(isNarrow() ? { width: 84, overflow: "break" } : {}) },
        ...(isNarrow() ? { labelLayout: { hideOverlap: true } } : {}),
        lineStyle: { color: "source", opacity: 0.3, curveness: 0.5 }, emphasis: { focus: "adjacency", lineStyle: { opacity: 0.6 } },
      }],
    };
  }

  function burn_up() {
    const many = charts.burn_up.length, step = isNarrow() ? 100 : 100 / many;
    const months = charts.burn_up[0].months.map((_, place) => String(place + 1));
    const place = (number) => (isNarrow() ? { left: 8, right: 16, top: `${(100 / many) * number + 17}%`, height: `${100 / many - 24}%` } : { left: `${step * number + 1}%`, width: `${step - 4}%`, top: 62, bottom: 24 });
    const grids = charts.burn_up.map((_, number) => ({ ...place(number), containLabel: true }));
    const series = charts.burn_up.flatMap((one, number) => {
      const shared = { type: "line", xAxisIndex: number, yAxisIndex: number, symbolSize: 5, showSymbol: true };
      return [
        { ...shared, name: words.advance, color: colour("mute"), lineStyle: { type: "dashed", width: 1.5 }, symbol: "none", data: sums(one.months.map((month) => month.advance)) },
        { ...shared, name: words.spend, color: colour("good"), lineStyle: { width: 2.5 }, data: sums(one.months.map((month) => month.spend)).map((value, at) => ({ value, figure: one.months[at].figure })),
          markLine: { symbol: "none", silent: true, lineStyle: { color: colour("bad"), width: 1 }, label: { formatter: `${words.package} ${money(one.package)}`, position: "insideStartBottom", color: colour("soft") }, data: [{ yAxis: one.package }] } },
      ];
    });
    return {
      ...base(), grid: grids, series,
      title: undefined,
      legend: { top: 0, left: 0, icon: "roundRect", itemHeight: 3, textStyle: { color: colour("soft") }, data: [words.spend, words.advance] },
      tooltip: { ...base().tooltip, trigger: "axis", formatter: (points) => [`${escaped(charts.burn_up[points[0].axisIndex ?? 0].name)} · ${words.month} ${points[0].name}`, ...points.map((point) => `${point.marker}${point.seriesName} <b>${withUnit(point.value)}</b>`)].join("<br>") },
      xAxis: charts.burn_up.map((one, number) => axis({ type: "category", gridIndex: number, data: months, boundaryGap: false, splitLine: { show: false } })),
      yAxis: charts.burn_up.map((one, number) => axis({ type: "value", gridIndex: number, name: one.name, nameLocation: "end", nameTextStyle: { align: "left", color: colour("ink"), fontWeight: 600, fontSize: 13 }, axisLabel: { formatter: (fen) => money(fen).replace(/\.00$/, "") } })),
    };
  }

  function corridor() {
    const points = charts.corridor.points, shown = ([over, before, after]) => ({ over, before, after, own: over - after });
    const line = (pick) => points.map((point) => [point[0], pick(shown(point))]);
    const area = { type: "line", symbol: "none", stack: "borne", lineStyle: { width: 0 } };
    return {
      ...base(), grid: { left: 8, right: 24, top: 42, bottom: 40, containLabel: true },
      legend: { top: 0, left: 0, textStyle: { color: colour("soft") }, icon: "roundRect", itemHeight: 8, data: [words.fund, words.consortium, words.before_cap] },
      tooltip: { ...base().tooltip, trigger: "axis", formatter: (marks) => { const at = points.reduce((best, point) => (Math.abs(point[0] - marks[0].value[0]) < Math.abs(best[0] - marks[0].value[0]) ? point : best)), one = shown(at); return `${words.overspend} <b>${percent(one.over)}</b> ${words.of_budget}<br>${words.fund} ${percent(one.after)} (${words.before_cap} ${percent(one.before)})<br>${words.consortium} ${percent(one.own)}`; } },
      xAxis: axis({ type: "value", max: points.at(-1)[0], name: `${words.overspend}, ${words.of_budget}`, nameLocation: "middle", nameGap: 28, axisLabel: { formatter: percent }, interval: 20000 }),
      yAxis: axis({ type: "value", axisLabel: { formatter: percent }, max: points.at(-1)[0] }),
      series: [
        { ...area, name: words.fund, color: colour("good"), areaStyle: { opacity: 0.45 }, data: line((one) => one.after) },
        { ...area, name: words.consortium, color: colour("bad"), areaStyle: { opacity: 0.3 }, data: line((one) => one.own) },
        { type: "line", name: words.before_cap, symbol: "none", color: colour("ink"), lineStyle: { type: "dashed", width: 1.2 }, data: line((one) => one.before) },
        { type: "scatter", name: words.today, symbolSize: 13, itemStyle: { color: colour("ink"), borderColor: colour("paper"), borderWidth: 2 }, z: 5,
          data: charts.corridor.today.filter((one) => one.at[0] > 0).map((one) => ({ value: [one.at[0], one.at[0]], fund: one.at[1], name: one.name, figure: one.figure })),
          label: { show: true, position: "top", align: "left", distance: 8, color: colour("ink"), formatter: ({ name, value, data: one }) => isNarrow() ? percent(value[0]) : `${name} ${percent(value[0])}: ${words.fund} ${percent(one.fund)}, ${words.consortium} ${percent(value[0] - one.fund)}`, textBorderColor: colour("paper"), textBorderWidth: 3 } },
      ],
    };
  }

  function growths() {
    const { mean, units } = charts.growths[pool()], unchanged = 1000000;
    const tones = { shares: colour("good"), not: colour("bad"), unknown: colour("mute") };
    const at = units.map(([, growth]) => growth), low = Math.min(...at, unchanged), high = Math.max(...at, mean);
    const state = (name) => ({
      type: "bar", name: words[name], stack: "all", color: tones[name], barCategoryGap: "12%", large: false,
      data: units.map(([unit, growth, own, figure]) => (own === name ? { value: growth - unchanged, name: unit, figure } : null)),
    });
    const edge = (value, text, position) => ({ yAxis: value - unchanged, label: { formatter: `${text} ${percent(value)}`, position, color: colour("ink"), textBorderColor: colour("paper"), textBorderWidth: 3 } });
    return {
      ...base(), grid: { left: 8, right: 12, top: 40, bottom: 26, containLabel: true },
      legend: { top: 0, left: 0, textStyle: { color: colour("soft") }, data: [words.shares, words.not] },
      tooltip: { ...base().tooltip, trigger: "item", formatter: ({ data: one, dataIndex }) => `${escaped(one.name)} · ${dataIndex + 1} / ${units.length}<br>${words.growth} <b>${percent(one.value + unchanged)}</b>` },
      xAxis: axis({ type: "category", data: units.map((_, place) => String(place + 1)), splitLine: { show: false }, axisLine: { onZero: false } }),
      yAxis: axis({ type: "value", min: Math.floor((low - unchanged) / 50000) * 50000, max: Math.ceil((high - unchanged) / 50000) * 50000, axisLabel: { formatter: (value) => percent(value + unchanged) } }),
      series: [
        { ...state("shares"), markLine: { symbol: "none", silent: true, lineStyle: { color: colour("ink"), type: "solid", width: 1 }, data: [edge(mean, words.mean, "insideStartTop"), { ...edge(unchanged, words.unchanged, "insideEndBottom"), lineStyle: { type: "dashed", width: 1, color: colour("soft") } }] } },
        state("not"),
      ],
    };
  }

  function spends() {
    const { units, bands, labels } = charts.spends, edges = sums(bands);
    const tones = [colour("good"), colour("sky"), colour("third"), colour("gold"), colour("fourth")];
    const bandOf = (place) => edges.findIndex((edge) => place < edge);
    const names = [...labels, words.outside];
    return {
      ...base(), grid: { left: 8, right: 12, top: 58, bottom: 26, containLabel: true },
      legend: { top: 0, left: 0, textStyle: { color: colour("soft") }, data: names },
      tooltip: { ...base().tooltip, trigger: "item", formatter: ({ data: one, dataIndex, seriesName }) => `${escaped(one.name)} · ${dataIndex + 1} / ${units.length} · ${seriesName}<br>${words.per_head} <b>${(one.value / 100).toFixed(2)} ${words.yuan}</b>` },
      xAxis: axis({ type: "category", data: units.map((_, place) => String(place + 1)), splitLine: { show: false } }),
      yAxis: axis({ type: "value", axisLabel: { formatter: (fen) => `${Math.floor(fen / 100)}` }, name: words.yuan, nameTextStyle: { align: "left" } }),
      series: names.map((name, number) => ({
        type: "bar", name, stack: "all", color: tones[number] && number < bands.length ? tones[number] : colour("mute"), barCategoryGap: "12%",
        data: units.map(([unit, fen, figure], place) => ((bandOf(place) < 0 ? bands.length : bandOf(place)) === number ? { value: fen, name: unit, figure } : null)),
      })),
    };
  }

  /* Each chart's table, made when it is opened. */
  const link = (fen, name) => `<a class="n" href="#figure=${escaped(name)}" data-figure="${escaped(name)}" data-fen="${fen}">${money(fen)}</a>`;
  const tables = {
    flows: () => charts.flows.map((flow) => `<tr><th>${escaped(flow.source)} → ${escaped(flow.target)}</th><td>${link(flow.fen, flow.figure)}</td></tr>`).join(""),
    burn_up: () => charts.burn_up.map((one) => `<tr><th>${escaped(one.name)}</th><th>${words.spend}</th><th>${words.advance}</th></tr>` + one.months.map((month, place) => `<tr><th>${words.month} ${place + 1}</th><td>${link(month.spend, month.figure)}</td><td>${link(month.advance, month.advance_figure)}</td></tr>`).join("")).join(""),
  };
  for (const place of document.querySelectorAll("[data-table]"))
    place.parentNode.addEventListener("toggle", () => (place.innerHTML ||= `<table>${tables[place.dataset.table]()}</table>`));

  const pictures = { results, flows, burn_up, corridor, growths, spends }, drawn = new Map();
  /* On paper the picture is scaled as a whole, whatever the width of the window was. */
  function fitForPrint(place) {
    const svg = place.querySelector("svg");
    svg?.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
  }
  function draw(name) {
    const place = document.querySelector(`[data-chart="${name}"]`);
    if (!drawn.has(name)) {
      const chart = echarts.init(place, null, { renderer: "svg" });
      chart.on("click", ({ data: one }) => one?.figure && open(one.figure));
      chart.on("rendered", () => fitForPrint(place));
      drawn.set(name, chart);
    }
    drawn.get(name).resize();
    drawn.get(name).setOption(pictures[name](), true);
  }
  const drawAll = () => Object.keys(pictures).forEach(draw);
  for (const happened of ["money", "theme"]) document.addEventListener(happened, drawAll);
  document.addEventListener("pool", () => draw("growths"));
  let waiting;
  const later = () => { clearTimeout(waiting); waiting = setTimeout(drawAll, 120); };
  addEventListener("resize", later);
  drawAll();
})();
