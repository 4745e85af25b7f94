// The training player: a training epoch by epoch, painted from the payload.

const PACE_OF_EPOCHS = 400; // milliseconds for an epoch at speed 1

const { epochs, columns, sample, regions, graph } = payload;
const panels = layOutPanels();
const line = timeline({
  paint: paintFrame,
  arrive: (params) => line.open({ steps: epochs.length, at: frameOf(params.get("step")) }),
  pace: PACE_OF_EPOCHS,
  unit: "epoch",
  number: (k) => epochs[k],
});
byId("slider").setAttribute("aria-label", "Epoch");
line.start();

function layOutPanels() {
  const losses = Object.keys(columns).filter((name) => /^(val_)?loss$/.test(name));
  const metrics = Object.keys(columns).filter((name) => !losses.includes(name));
  const last = Math.max(epochs.at(-1), ...Object.values(columns).map((column) => column.length));
  const visit = (epoch) => line.go(frameOf(epoch));
  const curves = (title, names) => {
    const { section, paint } = curvePanel(title, names, { columns, last, visit });
    return { section, paint: (k) => paint(epochs[k]) };
  };
  const made = [];
  if (losses.length) made.push(curves("loss", losses));
  if (metrics.length) made.push(curves("metrics", metrics));
  if (regions) made.push(boundaryPanel(regions));
  made.push(graph.strips ? stripsPanel(graph, sample) : graphPanel(graph, sample));
  byId("stage").className = regions ? "training with-regions" : "training";
  byId("stage").append(...made.map(({ section }) => section));
  return made;
}

/** The frame of an epoch, or of the last one before it that was kept. */
function frameOf(epoch) {
  return Math.max(epochs.findLastIndex((kept) => kept <= Number(epoch)), 0);
}

function paintFrame(k) {
  const epoch = epochs[k];
  const numbers = Object.entries(columns)
    .map(([name, column]) => [name, column[epoch - 1]])
    .filter(([, value]) => typeof value === "number")
    .map(([name, value]) => `${name} ${rounded(value)}`);
  const stopped = k === epochs.length - 1 && payload.stopped ? ` (${payload.stopped})` : "";
  const text = epoch ? numbers.join(" · ") : "as the model was made";
  say(epoch ? `epoch ${epoch}` : "before training", text + stopped);
  for (const panel of panels) panel.paint(k);
}
