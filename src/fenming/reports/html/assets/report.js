"use strict";
/* Explanations, money units, the table of units. No framework: the page must open in ten years. */
(() => {
  const byId = (id) => document.getElementById(id);
  const parsed = {};
  const read = (id) => (parsed[id] ??= JSON.parse(byId(id).textContent));
  const words = read("page-data").words;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /* Money: whole fen in data-fen, shown in the unit chosen; two places, rounded half away from zero on whole numbers. */
  const scales = read("page-data").scales;
  let unit = 1;
  const grouped = (whole) => String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
  function money(fen) {
    const hundredth = scales[unit][1] / 100;
    const size = Math.abs(fen);
    const hundredths = (2 * size + hundredth - ((2 * size + hundredth) % (2 * hundredth))) / (2 * hundredth);
    const part = hundredths % 100;
    return (fen < 0 && hundredths ? "−" : "") + grouped((hundredths - part) / 100) + "." + String(part).padStart(2, "0");
  }
  function showMoney() {
    for (const link of all("[data-fen]")) link.textContent = money(Number(link.dataset.fen));
    for (const place of all(".u")) place.textContent = scales[unit][2];
    document.dispatchEvent(new Event("money"));
  }
  function chooseUnit(name) {
    unit = scales.findIndex(([key]) => key === name);
    showMoney();
  }

  /* Explanations: rows [name, label, value, grade, verb, inputs, basis, sentences, part, rest], see embed.py. */
  let places;
  const row = (place) => read("explanations").figures[place];
  function placeOf(name) {
    places ??= new Map(read("explanations").figures.map((one, place) => [one[0], place]));
    return places.get(name);
  }
  const inputsOf = (figure) => figure[5] ?? [];
  function sentence(figure) {
    const template = read("explanations").rules[figure[4]];
    if (template === undefined) return "";
    const whole = (value) => (/[·，]|, /.test(value) ? `(${value})` : value);
    const shown = (place) => `${row(place)[1].slice(shared([figure, row(place)]).length)} ${whole(row(place)[2])}`;
    const roles = new Map(inputsOf(figure).map(([role, place]) => [role, shown(place)]));
    const listed = inputsOf(figure).slice(0, 8).map(([, place]) => shown(place));
    if (figure[9]) listed.push(figure[9]);
    roles.set("all", listed.join(figure[4] === "total" ? " + " : "; "));
    return template.replace(/\{(\w+)\}/g, (field, role) => roles.get(role) ?? field) + (figure[8] ?? "");
  }
  function element(tag, text = "", kind = "") {
    const made = document.createElement(tag);
    made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }
  function badge(figure) {
    const made = element("i", read("explanations").grades[figure[3]][1], `g${figure[3]}`);
    return made;
  }
  function line(place, known = "") {
    const figure = row(place), item = element("li"), details = element("details"), summary = element("summary");
    summary.append(`${figure[1].slice(known.length)} = `, element("b", figure[2]), " ", badge(figure));
    details.append(summary);
    details.addEventListener("toggle", () => details.open && details.children.length === 1 && details.append(...body(figure)));
    item.append(details);
    return item;
  }
  /* What all labels begin with, up to the end of a part, is not said again and again. */
  function shared(figures) {
    if (figures.length < 2) return "";
    const labels = figures.map((figure) => figure[1]);
    let length = 0;
    while (labels.every((label) => label[length] && label[length] === labels[0][length])) length += 1;
    const start = labels[0].slice(0, length), end = Math.max(start.lastIndexOf(": ") + 2, start.lastIndexOf("·") + 1);
    return end > 1 ? start.slice(0, end) : "";
  }
  function body(figure) {
    const made = [];
    const said = sentence(figure);
    if (said) made.push(element("p", said, "say rule"));
    for (const text of figure[7] ?? []) made.push(element("p", text, "say"));
    if (!figure[0].startsWith("report.")) made.push(element("code", figure[0], "name"));
    if (inputsOf(figure).length) made.push(list(inputsOf(figure).map(([, place]) => place), figure[9]));
    if ((figure[6] ?? []).length) made.push(element("p", words.decided_by, "say by"), list(figure[6].slice(0, 8)));
    return made;
  }
  function list(those, rest = "") {
    const made = element("ul");
    made.append(...those.slice(0, 8).map((place) => line(place)));
    if (those.length > 8) {
      const item = element("li", `${rest} `), more = element("button", words.more);
      more.addEventListener("click", () => item.replaceWith(...those.slice(8).map((place) => line(place))));
      item.append(more);
      made.append(item);
    }
    return made;
  }
  function asText(place, level, told) {
    const figure = row(place), margin = "  ".repeat(level);
    const lines = [`${margin}${figure[1]} = ${figure[2]}  [${read("explanations").grades[figure[3]][1]}]  ${figure[0]}`];
    if (told.has(place) || level > 11) return lines;
    told.add(place);
    const said = sentence(figure);
    if (said) lines.push(`${margin}    = ${said}`);
    for (const text of figure[7] ?? []) lines.push(`${margin}    ${text}`);
    for (const [, lower] of inputsOf(figure).slice(0, 8)) lines.push(...asText(lower, level + 1, told));
    if (figure[9]) lines.push(`${margin}  ${figure[9]}`);
    return lines;
  }

  /* The panel follows the address: #figure=NAME, #unit=ID. Links, history and keyboard then work by themselves. */
  const panel = byId("panel");
  let copied = () => "", opener = null;
  function show(title, parts, text) {
    panel.querySelector("h2").textContent = title;
    panel.querySelector(".content").replaceChildren(...parts);
    copied = text;
    if (panel.hidden) opener = document.activeElement;
    panel.hidden = false;
    panel.scrollTop = 0;
    panel.focus({ preventScroll: true });
  }
  function hide() {
    if (panel.hidden) return;
    panel.hidden = true;
    history.replaceState(null, "", location.pathname + location.search);
    opener?.focus?.({ preventScroll: true });
  }
  function showFigure(name) {
    const place = placeOf(name);
    if (place === undefined) return hide();
    const big = element("p", row(place)[2], "big");
    big.append(" ", badge(row(place)));
    show(row(place)[1], [big, ...body(row(place))], () => asText(place, 0, new Set()).join("\n"));
  }
  function showUnit(id) {
    const story = read("page-data").stories[id];
    if (!story) return hide();
    const [name, payable, chapters] = story, parts = [], lines = [`${name} (${id})`];
    const figures = (names) => {
      const made = element("ul");
      const those = names.map(placeOf).filter((place) => place !== undefined), known = shared(those.map(row));
      made.append(...those.map((place) => line(place, known)));
      return made;
    };
    if (payable) parts.push(figures([payable]));
    for (const chapter of chapters) {
      const [heading, ...told] = chapter, names = told.pop();
      parts.push(element("h3", heading), ...told.map((text) => element("p", text, "story")), figures(names));
      lines.push("", heading, ...told.map((text) => `  ${text}`));
    }
    show(name, parts, () => lines.join("\n"));
  }
  function follow() {
    const asked = decodeURIComponent(location.hash.slice(1));
    if (asked.startsWith("figure=")) showFigure(asked.slice(7));
    else if (asked.startsWith("unit=")) showUnit(asked.slice(5));
    else panel.hidden = true;
  }
  window.addEventListener("hashchange", follow);
  byId("close").addEventListener("click", hide);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  byId("copy").addEventListener("click", async (event) => {
    const button = event.target, said = button.textContent, area = element("textarea", copied());
    panel.append(area);
    area.select();
    try { await navigator.clipboard.writeText(area.value); } catch { document.execCommand("copy"); }
    area.remove();
    button.textContent = words.copied;
    setTimeout(() => (button.textContent = said), 1200);
  });

  /* Hover says rule and grade; a copied minus is one that spreadsheets read. */
  document.addEventListener("mouseover", (event) => {
    const link = event.target.closest?.("a.n");
    if (!link || link.dataset.told) return;
    const place = placeOf(link.dataset.figure);
    if (place === undefined) return;
    const figure = row(place);
    link.title = [`${figure[1]} = ${figure[2]}`, sentence(figure), `[${read("explanations").grades[figure[3]][1]}]`].filter(Boolean).join("\n");
    link.dataset.told = "1";
  });
  document.addEventListener("copy", (event) => {
    const text = String(getSelection());
    if (!/−\d/.test(text)) return;
    event.clipboardData.setData("text/plain", text.replace(/−(?=\d)/g, "-"));
    event.preventDefault();
  });

  /* The table of units: find, filter, sort. */
  const units = document.querySelector("table.units"), rows = all("tbody tr", units);
  const find = byId("find-unit"), consortium = byId("of-consortium"), verdict = byId("of-verdict");
  const pool = () => Number(document.querySelector("[name=pool]:checked").value);
  function filter() {
    const sought = find.value.trim().toLowerCase();
    let count = 0;
    for (const one of rows) {
      const fits = (!sought || one.cells[0].textContent.toLowerCase().includes(sought)) &&
        (!consortium.value || one.dataset.consortium === consortium.value) &&
        (!verdict.value || one.dataset.states.split(" ")[pool()] === verdict.value);
      one.hidden = !fits;
      count += fits;
    }
    byId("units-count").textContent = `${words.units_shown}: ${count}`;
  }
  for (const control of [find, consortium, verdict]) control.addEventListener("input", filter);
  const valueOf = (cell) => {
    const text = cell.textContent.trim(), number = Number(text.replace(/[,%]/g, "").replace("−", "-"));
    return text === "–" ? Infinity : Number.isNaN(number) ? text : number;
  };
  function sort(heading) {
    const place = [...heading.parentNode.children].indexOf(heading);
    const way = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    for (const other of heading.parentNode.children) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
    const compare = (left, right) => (left === right ? 0 : typeof left === "string" ? left.localeCompare(right, document.documentElement.lang) : left - right);
    const keyed = rows.map((one) => [valueOf(one.cells[place]), one]);
    keyed.sort((left, right) => way * compare(left[0], right[0]));
    units.tBodies[0].append(...keyed.map(([, one]) => one));
  }
  for (const button of all("thead button", units)) button.addEventListener("click", () => sort(button.parentNode));
  for (const choice of all("[name=pool]")) choice.addEventListener("change", () => { filter(); document.dispatchEvent(new Event("pool")); });

  for (const choice of all("[name=money]")) choice.addEventListener("change", () => chooseUnit(choice.value));
  byId("print").addEventListener("click", () => window.print());
  const root = document.documentElement, dark = matchMedia("(prefers-color-scheme: dark)");
  const paint = (theme) => { root.dataset.theme = theme; document.dispatchEvent(new Event("theme")); };
  dark.addEventListener("change", () => paint(dark.matches ? "dark" : "light"));
  byId("theme").addEventListener("click", () => paint(root.dataset.theme === "dark" ? "light" : "dark"));

  window.fenming = { data: read("page-data"), money, pool, unitWord: () => scales[unit][2], open: (name) => (location.hash = `figure=${name}`) };
  paint(new URLSearchParams(location.search).get("theme") ?? (dark.matches ? "dark" : "light"));
  showMoney();
  filter();
  follow();
})();
