// The sample's graph: its picture with the numbers of a frame, or the parameters as heat strips.

const ROW = 64; // cells in a row of a strip
const COLD = [0, 114, 178];
const WARM = [213, 94, 0];
const ODD = [128, 128, 128, 255]; // neither below 0 nor above
const SHADES = "The stronger its colour, the larger the gradient of a box. "
  + "Point at one to read its numbers above; + magnifies the graph.";
const NO_PICTURE = "In this epoch the graph has yet another structure; no picture was kept of it.";

const sampleTitle = ({ place, x, target }) => `sample ${place}: ${x} → ${target}`;

/**
 * The panel of the drawn graph: each box with data and gradient, shaded by the gradient's size.
 *
 * section  the element
 * paint(k)  shows the numbers of frame k
 */
function graphPanel({ pictures, moments }, sample) {
  const title = `loss of ${sampleTitle(sample)}`;
  const view = { title, drawn: null, parts: null, names: [], leaves: [], told: [], chosen: -1 };
  view.frame = element("div", { class: "frame" });
  view.readout = element("p", { class: "readout" });
  const zoom = zoomButtons((by) => view.zoom(by));
  const head = element("div", { class: "head" }, element("h2", {}, title), view.readout, zoom);
  const whole = element("div", { class: "picture" }, view.frame);
  const note = element("p", { class: "note" });
  const section = element("section", { class: "graph", "aria-label": "Graph of the sample" });
  section.append(head, whole, note);

  function paint(k) {
    const drawn = pictures[moments[k].picture];
    note.textContent = drawn ? SHADES : NO_PICTURE;
    for (const part of [whole, zoom, view.readout]) part.hidden = !drawn;
    if (!drawn) return;
    if (view.drawn !== drawn) mount(view, drawn);
    paintBoxes(view, moments[k]);
    paintConstants(view, moments[k]);
    tell(view);
  }
  return { section, paint };
}

/** Draws a picture, and lets its boxes be pointed at. */
function mount(view, drawn) {
  const { parts, zoom } = picture(view.frame, drawn.svg, view.title);
  const boxes = drawn.names.map((_, i) => parts.get(`n${i}`));
  const leaves = boxes.map((_, i) => !parts.has(`n${i}op`));
  Object.assign(view, { drawn, parts, zoom, boxes, leaves, chosen: -1 });
  for (const [id, part] of parts) if (!part.querySelector("text.data")) bystander(id, part, []);
  boxes.forEach((part, i) => {
    for (const row of part.querySelectorAll(".data, .grad")) row.textContent = ""; // as drawn
    part.classList.add("box", leaves[i] ? "leaf" : "result");
    part.setAttribute("role", "button");
    part.setAttribute("tabindex", 0);
    part.addEventListener("pointerenter", () => tell(view, i));
    part.addEventListener("pointerleave", () => tell(view));
    part.addEventListener("focus", () => choose(view, i));
  });
}

function paintBoxes(view, moment) {
  const [data, grad] = [moment.data.split(" "), moment.grad.split(" ")];
  const sizes = grad.map((text) => Math.abs(Number(text)) || 0);
  // of the leaves, for the 1 with which the sweep begins would leave the others pale
  const largest = Math.max(...sizes.filter((_, i) => view.leaves[i])) || 1;
  view.boxes.forEach((part, i) => {
    write(part.querySelector("text.data"), "data", [-1, data[i]], 0);
    write(part.querySelector("text.grad"), "grad", [-1, grad[i]], 0);
    const share = Math.min(Math.sqrt(sizes[i] / largest), 1);
    part.style.setProperty("--share", `${Math.round(100 * share)}%`);
    view.told[i] = `${view.drawn.names[i]}: data ${data[i]}, gradient ${grad[i]}`;
    part.setAttribute("aria-label", view.told[i]);
  });
}

function paintConstants({ drawn, parts }, moment) {
  const texts = moment.constants.split(" ");
  drawn.constants.forEach((id, i) => {
    parts.get(id).querySelector("text").textContent = texts[i];
  });
}

function choose(view, i) {
  view.boxes[view.chosen]?.classList.remove("chosen");
  view.boxes[i].classList.add("chosen");
  view.chosen = i;
  tell(view);
}

/** Reads out a box: the one that is pointed at, or was chosen, or the loss. */
function tell(view, i = view.chosen) {
  view.readout.textContent = view.told.at(i);
}

/** The parameters of each layer as cells: the stronger the colour, the larger the number. */
function stripsPanel({ nodes, most, strips }, sample) {
  const why = `This sample's graph has ${nodes.toLocaleString("en")} nodes, and one of more than `
    + `${most} can't be read; so here are the model's parameters, layer by layer. Blue is below `
    + "0, vermilion above; the stronger, the larger.";
  const rows = strips.map(stripRow);
  const heading = element("h2", {}, `gradients of the loss of ${sampleTitle(sample)}`);
  const layers = element("div", { class: "layers" }, ...rows.map(({ row }) => row));
  const section = element("section", { class: "graph strips", "aria-label": "Parameters" });
  section.append(element("div", { class: "head" }, heading), element("p", { class: "note" }, why));
  section.append(layers);
  return { section, paint: (k) => rows.forEach(({ paint }) => paint(k)) };
}

function stripRow({ name, parameters, cells, data, grad }) {
  const some = cells < parameters ? `, ${cells} of them shown` : "";
  const small = element("small", {}, `${parameters} parameters${some}`);
  const both = [strip(name, "data", data, cells), strip(name, "grad", grad, cells)];
  const pair = element("div", { class: "pair" }, ...both.map(({ figure }) => figure));
  const row = element("div", { class: "layer" }, element("h3", {}, name, " ", small), pair);
  return { row, paint: (k) => both.forEach(({ paint }) => paint(k)) };
}

function strip(name, kind, numbers, cells) {
  const size = { width: Math.min(cells, ROW), height: Math.ceil(cells / ROW) };
  const canvas = element("canvas", { ...size, role: "img" });
  canvas.style.setProperty("--rows", size.height);
  const caption = element("figcaption");
  const paint = (k) => {
    caption.textContent = `${kind}, at most ${numbers.peaks[k]} in size`;
    canvas.setAttribute("aria-label", `${name}: ${caption.textContent}`);
    paintCells(canvas, bytes(numbers.cells[k]));
  };
  return { figure: element("figure", {}, caption, canvas), paint };
}

function paintCells(canvas, levels) {
  const pixels = new ImageData(canvas.width, canvas.height);
  levels.forEach((level, i) => {
    const share = (level - 128) / 127;
    const shade = [...(share < 0 ? COLD : WARM), 255 * Math.sqrt(Math.abs(share))];
    pixels.data.set(level ? shade : ODD, 4 * i);
  });
  canvas.getContext("2d").putImageData(pixels, 0, 0);
}
