// Curves over the epochs: axes, lines, the epoch that is shown, and the numbers under the pointer.

const MARGIN = { left: 46, right: 14, top: 8, bottom: 24 };

/**
 * A panel of the columns `names`, numbers by epoch from 1 on; null where there is none.
 * `visit(epoch)` is called when one is clicked.
 *
 * section  the element
 * paint(epoch)  marks the epoch and shows its numbers
 */
function curvePanel(title, names, { columns, last, visit }) {
  const svg = svgElement("svg", { role: "img", "aria-label": `${title} over ${last} epochs` });
  const key = element("ul", { class: "key" });
  const heading = element("h2", {}, title);
  const head = element("div", { class: "head" }, heading, key);
  const section = element("section", { class: "curves", "aria-label": title }, head, svg);
  const values = names.flatMap((name) => columns[name]).filter((y) => y !== null);
  const range = rangeOf(values);
  let scale = null;
  let shown = 0;

  function draw() {
    scale = scaled(svg, [0, last], range);
    const xs = ticks(0, last, scale.width / 70).filter(Number.isInteger);
    svg.replaceChildren(...axes(scale, xs, ticks(...range, scale.height / 40)));
    names.forEach((name, i) => {
      for (const d of paths(columns[name], scale)) svg.append(curve(d, i, "line"));
    });
    svg.append(svgElement("g", { class: "marks" }));
    mark(shown);
  }

  /** Marks an epoch, which may be another one than that of the timeline. */
  function mark(epoch) {
    const at = (name) => (epoch > 0 ? columns[name][epoch - 1] : null);
    heading.textContent = epoch === shown ? title : `${title}, epoch ${epoch}`;
    key.replaceChildren(...names.map((name, i) => entry(name, i, at(name))));
    if (!scale) return;
    const { x, y, top, height } = scale;
    const line = svgElement("path", { class: "now", d: `M${x(epoch)} ${top}v${height}` });
    const dots = names.flatMap((name, i) => {
      const value = at(name);
      return value === null || value === undefined ? [] : [dot(i, x(epoch), y(value))];
    });
    svg.querySelector(".marks").replaceChildren(line, ...dots);
  }

  const under = (event) => {
    const x = event.clientX - svg.getBoundingClientRect().left;
    return Math.min(Math.max(Math.round(scale.epoch(x)), 0), last);
  };
  svg.addEventListener("pointermove", (event) => mark(under(event)));
  svg.addEventListener("pointerleave", () => mark(shown));
  svg.addEventListener("click", (event) => visit(under(event)));
  new ResizeObserver(draw).observe(svg);
  return { section, paint: (epoch) => mark((shown = epoch)) };
}

/** Where numbers lie in an SVG of the size that it has now. */
function scaled(svg, [first, last], [low, high]) {
  const { width: all, height: whole } = svg.getBoundingClientRect();
  const { left, right, top, bottom } = MARGIN;
  const width = Math.max(all - left - right, 1);
  const height = Math.max(whole - top - bottom, 1);
  const x = (at) => left + (width * (at - first)) / (last - first || 1);
  const y = (value) => top + height * (1 - (value - low) / (high - low));
  const epoch = (at) => first + ((at - left) / width) * (last - first);
  return { x, y, epoch, left, top, width, height };
}

/** From the smallest to the largest number, from 0 if that is near, and never nothing. */
function rangeOf(values) {
  if (!values.length) return [0, 1];
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (low > 0 && low < high / 2) low = 0;
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

/** Round numbers between two, about so many. */
function ticks(low, high, count) {
  const rough = (high - low || 1) / Math.max(count, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((m) => m * power >= rough);
  const found = [];
  for (let k = Math.ceil(low / step); k * step <= high * (1 + 1e-9); k++) {
    found.push(Number((k * step).toPrecision(12)));
  }
  return found;
}

function axes({ x, y, left, top, width, height }, xs, ys) {
  const across = ys.flatMap((value) => [
    svgElement("path", { class: "grid", d: `M${left} ${y(value)}h${width}` }),
    svgElement("text", { x: left - 6, y: y(value) + 4, "text-anchor": "end" }, `${value}`),
  ]);
  const below = xs.map((value) =>
    svgElement("text", { x: x(value), y: top + height + 17, "text-anchor": "middle" }, `${value}`),
  );
  const axis = svgElement("path", { class: "axis", d: `M${left} ${top + height}h${width}` });
  return [...across, ...below, axis];
}

/** The lines through the numbers; a number that is missing breaks them. */
function paths(column, { x, y }) {
  const found = [];
  let d = "";
  [...column, null].forEach((value, k) => {
    if (value !== null) d += `${d ? "L" : "M"}${x(k + 1).toFixed(1)} ${y(value).toFixed(1)}`;
    else if (d) d = void found.push(d) ?? "";
  });
  return found;
}

const curve = (d, i, kind) => svgElement("path", { class: `${kind} series${i % 6}`, d });
const dot = (i, cx, cy) => svgElement("circle", { class: `dot series${i % 6}`, r: 4.5, cx, cy });

/** A line of the key: how a column is drawn, its name and its number. */
function entry(name, i, value) {
  const sample = svgElement("svg", { viewBox: "0 0 24 8", "aria-hidden": true });
  sample.append(curve("M0 4h24", i, "line"));
  const number = element("b", {}, value === null || value === undefined ? "–" : rounded(value));
  return element("li", {}, sample, `${name} `, number);
}

const rounded = (value) => `${Number(value.toPrecision(4))}`;
