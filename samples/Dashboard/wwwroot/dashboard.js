const shownReadings = 60;

const whole = value => Math.round(value).toLocaleString("en");
const percent = value => `${(value * 100).toFixed(1)} %`;

const charts = [
  { key: "writesPerSecond", title: "Writes per second", format: whole },
  { key: "coalescedShare", title: "Coalesced", format: percent, most: 1 },
  { key: "hitRatio", title: "Hit ratio", format: percent, most: 1 },
  { key: "dirty", title: "Dirty entries", format: whole },
  { key: "flushMilliseconds", title: "Flush latency", format: value => `${value.toFixed(1)} ms` },
  { key: "batchSize", title: "Rows per flush", format: whole },
].map(makeChart);

function makeChart(chart) {
  const figure = document.createElement("figure");
  figure.id = chart.key;
  const caption = figure.appendChild(document.createElement("figcaption"));
  caption.append(chart.title);
  const value = caption.appendChild(document.createElement("b"));
  const canvas = figure.appendChild(document.createElement("canvas"));
  document.getElementById("charts").append(figure);
  return { ...chart, figure, value, canvas, points: [] };
}

function draw(chart) {
  const { canvas, points } = chart;
  const scale = window.devicePixelRatio;
  const width = canvas.width = canvas.clientWidth * scale;
  const height = canvas.height = canvas.clientHeight * scale;
  const most = chart.most ?? Math.max(1, ...points) * 1.1;
  const x = index => width - (points.length - 1 - index) * width / (shownReadings - 1);
  const y = value => height - value / most * (height - 2 * scale) - scale;
  const line = new Path2D();
  points.forEach((point, index) => line.lineTo(x(index), y(point)));

  const context = canvas.getContext("2d");
  context.strokeStyle = context.fillStyle = getComputedStyle(canvas).getPropertyValue("--line");
  context.lineWidth = 2 * scale;
  context.stroke(line);
  line.lineTo(width, height);
  line.lineTo(x(0), height);
  context.globalAlpha = 0.15;
  context.fill(line);
}

function show(reading) {
  for (const chart of charts) {
    chart.points.push(reading[chart.key]);
    if (chart.points.length > shownReadings)
      chart.points.shift();
    chart.value.textContent = chart.format(reading[chart.key]);
    chart.figure.dataset.value = reading[chart.key];
    chart.figure.dataset.readings = Number(chart.figure.dataset.readings ?? 0) + 1;
    draw(chart);
  }

  const circuit = document.getElementById("circuit");
  circuit.className = reading.isStoreDown ? "open" : "closed";
  circuit.textContent = reading.isStoreDown ? "database down: writes wait in memory" : "database reachable";
  document.getElementById("letter-count").textContent = reading.deadLetters;
}

function list(id, texts) {
  document.getElementById(id).replaceChildren(...texts.map(text => {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
  }));
}

const get = async path => (await fetch(path)).json();
const put = path => fetch(path, { method: "PUT" });

async function refreshLists() {
  const [top, letters] = await Promise.all([get("top"), get("dead-letters")]);
  list("top", top.map(place => `${place.player}: ${whole(place.points)}`));
  list("letters", letters.map(letter => `${letter.player}, ${whole(letter.points)} points: ${letter.error}`));
}

const load = document.getElementById("load");
const outage = document.getElementById("outage");
const cheaters = document.getElementById("cheaters");
const showLoad = () => document.getElementById("load-value").textContent = whole(load.value);

load.addEventListener("input", () => { showLoad(); put(`switches/load/${load.value}`); });
outage.addEventListener("change", () => put(`switches/outage/${outage.checked}`));
cheaters.addEventListener("change", () => put(`switches/cheaters/${cheaters.checked}`));
document.getElementById("replay").addEventListener("click", async () => {
  await fetch("dead-letters/replay", { method: "POST" });
  await refreshLists();
});

const switches = await get("switches");
load.max = switches.maxGamesPerSecond;
load.value = switches.gamesPerSecond;
outage.checked = switches.isStoreDown;
cheaters.checked = switches.refusesCheaters;
showLoad();
new EventSource("events").addEventListener("message", event => show(JSON.parse(event.data)));
setInterval(refreshLists, 1000);
