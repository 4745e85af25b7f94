// The regions of the classes, a colour each, with the samples on top.

const SIDE = 400; // of the image, in pixels
const BORDER = 2; // pixels
const NO_NUMBER = 255; // the byte of a cell where a score is nan
const GREY = [115, 115, 115, 255]; // can be seen on light and on dark
const SHAPES = [
  "M5 0A5 5 0 1 1 -5 0A5 5 0 1 1 5 0z",
  "M-4.5 -4.5H4.5V4.5H-4.5z",
  "M0 -5.6L5.4 4.4H-5.4z",
  "M0 -6L5 0L0 6L-5 0z",
  "M0 5.6L5.4 -4.4H-5.4z",
  "M0 -6L1.6 -2L6 -1.9L2.5 0.9L3.7 5L0 2.5L-3.7 5L-2.5 0.9L-6 -1.9L-1.6 -2z",
  "M-2 -5.5H2V-2H5.5V2H2V5.5H-2V2H-5.5V-2H-2z",
  "M0 -2.5L3.5 -6L6 -3.5L2.5 0L6 3.5L3.5 6L0 2.5L-3.5 6L-6 3.5L-2.5 0L-6 -3.5L-3.5 -6z",
];

const RING = "M8 0A8 8 0 1 1 -8 0A8 8 0 1 1 8 0z";

/**
 * The panel of the regions.
 *
 * section  the element
 * paint(k)  shows the regions of frame k
 */
function boundaryPanel(regions) {
  const canvas = element("canvas", { width: SIDE, height: SIDE, role: "img" });
  canvas.setAttribute("aria-label", "The regions that the model gives to the classes");
  const svg = svgElement("svg", { role: "img", "aria-label": `${regions.samples} samples` });
  const plane = element("div", { class: "plane" }, canvas, svg);
  const key = element("ul", { class: "key" });
  const labels = Object.entries(regions.labels);
  key.append(...labels.map(([k, label]) => classEntry(k, label, regions)));
  key.append(element("li", {}, marker(RING, "ring"), "this sample"));
  if (regions.gaps) key.append(element("li", {}, "grey: not a number"));
  const head = element("div", { class: "head" }, element("h2", {}, "decision boundary"), key);
  const section = element("section", { class: "boundary", "aria-label": "Decision boundary" });
  section.append(head, plane);

  const draw = () => drawPoints(svg, canvas, regions);
  new ResizeObserver(draw).observe(plane);
  const context = canvas.getContext("2d");
  const colours = regions.colours.map(channels);
  const paint = (k) => {
    context.putImageData(image(bytes(regions.moments[k]), regions, colours), 0, 0);
  };
  return { section, paint };
}

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const channels = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

function marker(d, name) {
  const drawn = svgElement("path", { d, class: name });
  return svgElement("svg", { viewBox: "-9 -9 18 18", "aria-hidden": true }, drawn);
}

function classEntry(k, label, { colours }) {
  const drawn = marker(SHAPES[k % SHAPES.length], "point");
  drawn.firstChild.setAttribute("fill", colours[k % colours.length]);
  return element("li", {}, drawn, `class ${label}`);
}

function drawPoints(svg, canvas, { across, up, points, sample, colours }) {
  const scale = scaled(svg, across, up);
  const { x, y, left, top, width, height } = scale;
  Object.assign(canvas.style, {
    left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px`,
  });
  const size = points.length > 300 ? 0.6 : 0.85;
  const drawn = points.map(([a, b, k]) => svgElement("path", {
    class: "point", fill: colours[k % colours.length], d: SHAPES[k % SHAPES.length],
    transform: `translate(${x(a).toFixed(1)} ${y(b).toFixed(1)}) scale(${size})`,
  }));
  const [a, b] = points[sample];
  const ring = svgElement("circle", { class: "ring", r: 9, cx: x(a), cy: y(b) });
  const marks = axes(scale, ticks(...across, width / 70), ticks(...up, height / 50));
  svg.replaceChildren(...marks.filter((mark) => mark.tagName === "text"), ...drawn, ring);
}

/** The pixels of the regions: the stronger the colour the surer, and a line along the border. */
function image(cells, { steps, classes }, colours) {
  const pixels = new ImageData(SIDE, SIDE);
  const leaders = new Uint8Array(SIDE * SIDE);
  const fields = unpacked(cells, classes);
  for (let at = 0; at < SIDE * SIDE; at++) {
    const across = ((at % SIDE) / (SIDE - 1)) * (steps - 1);
    const up = (1 - Math.floor(at / SIDE) / (SIDE - 1)) * (steps - 1);
    if (cells[Math.round(up) * steps + Math.round(across)] === NO_NUMBER) {
      leaders[at] = NO_NUMBER;
      pixels.data.set(GREY, 4 * at);
      continue;
    }
    const [leader, ahead] = lead(fields, across, up, steps);
    leaders[at] = leader;
    pixels.data.set([...colours[leader % colours.length], 40 + 95 * ahead], 4 * at);
  }
  for (let at = 0; at < SIDE * (SIDE - BORDER); at++) {
    const right = at % SIDE < SIDE - BORDER ? leaders[at + BORDER] : leaders[at];
    if (leaders[at] === right && leaders[at] === leaders[at + BORDER * SIDE]) continue;
    pixels.data.set(GREY, 4 * at);
  }
  return pixels;
}

/** For each class how far it is ahead in each cell, 0 where another leads. */
function unpacked(cells, classes) {
  const levels = Math.floor(NO_NUMBER / classes);
  return Array.from({ length: classes }, (_, k) =>
    Float32Array.from(cells, (byte) =>
      Math.floor(byte / levels) === k ? ((byte % levels) / (levels - 1)) ** 2 : 0,
    ),
  );
}

/** The class that leads at a point between cells, and how far. */
function lead(fields, across, up, steps) {
  const [i, j] = [Math.min(Math.floor(across), steps - 2), Math.min(Math.floor(up), steps - 2)];
  const [right, above] = [across - i, up - j];
  const at = j * steps + i;
  let [leader, most, second] = [0, -1, 0];
  fields.forEach((field, k) => {
    const below = field[at] + right * (field[at + 1] - field[at]);
    const over = field[at + steps] + right * (field[at + steps + 1] - field[at + steps]);
    const here = below + above * (over - below);
    if (here > most) [leader, most, second] = [k, here, Math.max(most, 0)];
    else if (here > second) second = here;
  });
  return [leader, most - second];
}
