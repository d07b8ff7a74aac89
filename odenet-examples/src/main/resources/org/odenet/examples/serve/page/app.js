'use strict';

const PATH_POINTS = 20;
const NEIGHBOURS = 10;
const STRIP = 24;
const STATUS_INTERVAL = 2000;
/* The digits of MNIST fill a box of 20 of their 28 pixels, with the centre of mass in the middle. */
const DIGIT_BOX = 20 / 28;
const PALETTE = ['#4c6fe0', '#e07b28', '#2f9a52', '#cf3d4b', '#8a63c7', '#93644f', '#d160ad', '#7a7f87', '#a39a1b', '#1ea0b5'];

const $ = id => document.getElementById(id);
let collection;
let chosen = null;
let running = null;
let lastPath = null;

function colour(label) {
  return label < PALETTE.length ? PALETTE[label] : `hsl(${(label * 137.5) % 360} 55% 50%)`;
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function tell(message) {
  $('error').textContent = message;
  $('error').hidden = message === '';
}

async function ask(path, options) {
  const response = await fetch(path, options);
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.error);
  }
  return body;
}

/* ---- the image ---- */

function showTab(name) {
  for (const tab of ['pick', 'draw', 'upload']) {
    const active = tab === name;
    $('tab-' + tab).setAttribute('aria-selected', active);
    $('tab-' + tab).tabIndex = active ? 0 : -1;
    $(tab).hidden = !active;
  }
}

function setUpTabs() {
  const tabs = [...document.querySelectorAll('[role=tab]')];
  for (const tab of tabs) {
    tab.addEventListener('click', () => showTab(tab.getAttribute('aria-controls')));
    tab.addEventListener('keydown', event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) {
        const usable = tabs.filter(other => !other.hidden);
        const next = usable[(usable.indexOf(tab) + step + usable.length) % usable.length];
        next.focus();
        next.click();
      }
    });
  }
}

function fillStrip() {
  const ids = new Set();
  while (ids.size < Math.min(STRIP, collection.size)) {
    ids.add(Math.floor(Math.random() * collection.size));
  }
  $('strip').replaceChildren(...[...ids].map(id => {
    const name = collection.classes[collection.labels[id]];
    const image = element('img', { src: `/api/image/${id}.png`, alt: `image ${id}, class ${name}` });
    const button = element('button', { type: 'button' }, image);
    button.setAttribute('aria-pressed', false);
    button.addEventListener('click', () => pick(id, button));
    return button;
  }));
}

function pick(id, button) {
  for (const other of $('strip').children) {
    other.setAttribute('aria-pressed', other === button);
  }
  choose({ parameters: { id } });
}

function setUpSheet() {
  const sheet = $('sheet');
  const pen = sheet.getContext('2d', { willReadFrequently: true });
  const clear = () => {
    pen.fillStyle = '#000';
    pen.fillRect(0, 0, sheet.width, sheet.height);
  };
  const place = event => {
    const box = sheet.getBoundingClientRect();
    return [(event.clientX - box.left) * sheet.width / box.width, (event.clientY - box.top) * sheet.height / box.height];
  };
  clear();
  pen.strokeStyle = '#fff';
  pen.lineWidth = 22;
  pen.lineCap = pen.lineJoin = 'round';
  let drawing = false;
  sheet.addEventListener('pointerdown', event => {
    drawing = true;
    sheet.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event));
    pen.lineTo(...place(event));
    pen.stroke();
  });
  sheet.addEventListener('pointermove', event => {
    if (drawing) {
      pen.lineTo(...place(event));
      pen.stroke();
    }
  });
  const lift = () => {
    if (drawing) {
      drawing = false;
      chooseDrawing(sheet, pen);
    }
  };
  sheet.addEventListener('pointerup', lift);
  sheet.addEventListener('pointercancel', lift);
  $('clear').addEventListener('click', clear);
}

/* Scales and moves the strokes to where the digits of the training set have theirs. */
function chooseDrawing(sheet, pen) {
  const pixels = pen.getImageData(0, 0, sheet.width, sheet.height).data;
  let [left, top, right, bottom] = [sheet.width, sheet.height, -1, -1];
  let [mass, massX, massY] = [0, 0, 0];
  for (let y = 0; y < sheet.height; y++) {
    for (let x = 0; x < sheet.width; x++) {
      const ink = pixels[4 * (y * sheet.width + x)];
      if (ink > 0) {
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
        mass += ink;
        massX += ink * x;
        massY += ink * y;
      }
    }
  }
  if (mass === 0) {
    return;
  }
  const { width, height } = collection;
  const small = element('canvas', { width, height });
  const brush = small.getContext('2d', { willReadFrequently: true });
  const scale = DIGIT_BOX * Math.min(width, height) / Math.max(right - left + 1, bottom - top + 1);
  brush.fillStyle = '#000';
  brush.fillRect(0, 0, width, height);
  brush.imageSmoothingQuality = 'high';
  brush.drawImage(sheet, width / 2 - scale * massX / mass, height / 2 - scale * massY / mass,
    scale * sheet.width, scale * sheet.height);
  const data = brush.getImageData(0, 0, width, height).data;
  const grey = Array.from({ length: width * height }, (_, i) => data[4 * i]);
  choose({ parameters: {}, type: 'application/json', body: JSON.stringify({ pixels: grey }) });
}

function chooseFile() {
  const file = $('file').files[0];
  if (file) {
    const type = file.type || 'application/octet-stream';
    choose({ parameters: { invert: $('invert').checked }, type, body: file });
  }
}

/* ---- how far ---- */

function limit() {
  return document.querySelector('input[name=limit]:checked').value;
}

const deadline = () => Math.round(10 ** $('deadline').value * 10) / 10;
const tolerance = () => Number((10 ** $('tolerance').value).toPrecision(2));

function showLimits() {
  for (const name of ['depth', 'deadline', 'evaluations']) {
    $(name + '-row').hidden = name !== limit();
  }
  $('depth-value').textContent = Number($('depth').value).toFixed(2);
  $('deadline-value').textContent = deadline() + ' ms';
  $('evaluations-value').textContent = $('evaluations').value;
  $('tolerance-value').textContent = tolerance();
}

function limits() {
  const chosenLimit = {
    depth: { t: $('depth').value },
    deadline: { deadlineMs: deadline() },
    evaluations: { evaluations: $('evaluations').value },
  }[limit()];
  return collection.tolerance === null ? chosenLimit : { ...chosenLimit, tolerance: tolerance() };
}

function setUpLimits() {
  const changed = () => {
    showLimits();
    query();
  };
  document.querySelectorAll('input[name=limit], input[type=range]').forEach(input => input.addEventListener('input', changed));
  if (collection.tolerance === null) {
    $('tolerance-row').hidden = true;
  } else {
    $('tolerance').value = Math.log10(collection.tolerance);
  }
  showLimits();
}

/* ---- the query ---- */

function choose(image) {
  chosen = image;
  query();
}

/* One query at a time; of the changes that come meanwhile, the last is asked for next. */
function query() {
  if (chosen === null) {
    return;
  }
  if (running) {
    running.again = true;
    return;
  }
  running = { again: false };
  send().finally(() => {
    const { again } = running;
    running = null;
    if (again) {
      query();
    }
  });
}

async function send() {
  $('answer').setAttribute('aria-busy', true);
  const parameters = new URLSearchParams({ ...chosen.parameters, ...limits(), path: PATH_POINTS, neighbours: NEIGHBOURS });
  const options = { method: 'POST' };
  if (chosen.body) {
    options.body = chosen.body;
    options.headers = { 'Content-Type': chosen.type };
  }
  try {
    show(await ask('/api/query?' + parameters, options));
    tell('');
  } catch (error) {
    tell(error.message);
  } finally {
    $('answer').setAttribute('aria-busy', false);
  }
}

function show(answer) {
  showInput(answer.pixels);
  $('predicted').textContent = collection.classes[answer.predicted];
  $('confidence').textContent = (100 * answer.confidence).toFixed(1) + ' %';
  $('confidence-bar').style.width = 100 * answer.confidence + '%';
  $('reached').textContent = answer.t.toFixed(3);
  $('nfe').textContent = answer.evaluations;
  $('solving').textContent = answer.solvingMs.toFixed(1) + ' ms';
  $('waiting').textContent = answer.waitingMs.toFixed(1) + ' ms';
  $('cut').hidden = !answer.cut;
  showAlong(answer);
  showNeighbours(answer.neighbours);
  lastPath = answer.path;
  drawTrajectory();
  const name = collection.classes[answer.predicted];
  $('trajectory').dataset.points = answer.path.length;
  $('trajectory').setAttribute('aria-label', `The features of the chosen image from t = 0 to t = ${answer.t.toFixed(3)},`
    + ` where it is seen as ${name}, among ${collection.size} images of the collection`);
}

function showInput(pixels) {
  const { width, height, channels } = collection;
  const canvas = $('input');
  Object.assign(canvas, { width, height });
  const brush = canvas.getContext('2d');
  const data = brush.createImageData(width, height);
  const plane = width * height;
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) {
      data.data[4 * i + c] = pixels[Math.min(c, channels - 1) * plane + i];
    }
    data.data[4 * i + 3] = 255;
  }
  brush.putImageData(data, 0, 0);
}

/* A cell for each twentieth of the whole way, as far as it was gone. */
function showAlong(answer) {
  const cells = Array.from({ length: PATH_POINTS }, (_, k) => {
    const t = (k + 1) / PATH_POINTS;
    const point = [...answer.path].reverse().find(p => p.t <= t + 1e-6);
    const cell = element('li');
    if (t > answer.t + 1e-6 || !point) {
      cell.className = 'ahead';
      return cell;
    }
    const name = collection.classes[point.predicted];
    cell.textContent = name.length <= 2 ? name : '';
    cell.title = `t = ${point.t.toFixed(2)}: ${name}, ${(100 * point.confidence).toFixed(0)} %`;
    cell.style.background = colour(point.predicted);
    cell.style.opacity = 0.35 + 0.65 * point.confidence;
    return cell;
  });
  $('along').replaceChildren(...cells);
}

function showNeighbours(neighbours) {
  $('neighbours').replaceChildren(...neighbours.map(({ id, entry, label, similarity }) => {
    const name = collection.classes[label] ?? String(label);
    /* An index may hold images that the server has no picture of. */
    const image = id === null
      ? element('div', { className: 'unseen', textContent: entry })
      : element('img', { src: `/api/image/${id}.png`, alt: `image ${id}, class ${name}` });
    image.style.borderColor = colour(label);
    return element('li', {}, image, element('b', { textContent: name }), ' ' + similarity.toFixed(3));
  }));
}

/* ---- the plane ---- */

function drawTrajectory() {
  const canvas = $('trajectory');
  const pixels = window.devicePixelRatio || 1;
  const size = canvas.clientWidth;
  canvas.width = canvas.height = Math.round(size * pixels);
  const brush = canvas.getContext('2d');
  brush.scale(pixels, pixels);
  const place = placing(size);
  brush.globalAlpha = collection.size > 3000 ? 0.3 : 0.5;
  for (let i = 0; i < collection.size; i++) {
    brush.fillStyle = colour(collection.labels[i]);
    brush.beginPath();
    brush.arc(...place(collection.x[i], collection.y[i]), collection.size > 3000 ? 1.6 : 2.4, 0, 2 * Math.PI);
    brush.fill();
  }
  brush.globalAlpha = 1;
  if (lastPath) {
    drawPath(brush, lastPath.map(point => place(point.x, point.y)));
  }
}

/* From the plane to the canvas, with all points and the path inside, and equal scales. */
function placing(size) {
  const path = lastPath || [];
  const xs = [...collection.x, ...path.map(p => p.x)];
  const ys = [...collection.y, ...path.map(p => p.y)];
  const [left, right] = [xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b))];
  const [low, high] = [ys.reduce((a, b) => Math.min(a, b)), ys.reduce((a, b) => Math.max(a, b))];
  const scale = (size - 28) / Math.max(right - left, high - low, 1e-9);
  return (x, y) => [size / 2 + scale * (x - (left + right) / 2), size / 2 - scale * (y - (low + high) / 2)];
}

function drawPath(brush, points) {
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue('--text');
  const ground = style.getPropertyValue('--card');
  brush.lineJoin = brush.lineCap = 'round';
  for (const [width, line] of [[6, ground], [2.5, ink]]) {
    brush.strokeStyle = line;
    brush.lineWidth = width;
    brush.beginPath();
    points.forEach(point => brush.lineTo(...point));
    brush.stroke();
  }
  brush.fillStyle = ground;
  disc(brush, points[0], 5);
  brush.stroke();
  brush.strokeStyle = ground;
  brush.fillStyle = colour(lastPath[lastPath.length - 1].predicted);
  disc(brush, points[points.length - 1], 8);
  brush.strokeStyle = ink;
  brush.stroke();
}

function disc(brush, point, radius) {
  brush.beginPath();
  brush.arc(...point, radius, 0, 2 * Math.PI);
  brush.fill();
}

function showLegend() {
  $('legend').replaceChildren(...collection.classes.map((name, label) => {
    const dot = element('i');
    dot.style.background = colour(label);
    return element('li', {}, dot, name);
  }));
}

/* ---- the server ---- */

async function showLoad() {
  try {
    const status = await ask('/api/status');
    $('load-waiting').textContent = status.waiting;
    $('load-depth').textContent = status.recent ? status.recentDepth.toFixed(2) : '–';
    $('load-latency').textContent = status.recent ? status.latency99Ms.toFixed(0) + ' ms' : '–';
  } catch (error) {
    $('load-waiting').textContent = 'no answer';
  }
}

async function start() {
  try {
    collection = await ask('/api/collection');
  } catch (error) {
    tell(error.message);
    return;
  }
  $('network').textContent = `${collection.network}, ${collection.solver}; ${collection.size.toLocaleString('en')} images of`
    + ` ${collection.name}`
    + (collection.search === 'index' ? `; nearest of the ${collection.searched.toLocaleString('en')} images in the index` : '');
  $('tab-draw').hidden = collection.channels !== 1;
  setUpTabs();
  setUpSheet();
  setUpLimits();
  fillStrip();
  showLegend();
  $('others').addEventListener('click', fillStrip);
  $('file').addEventListener('change', chooseFile);
  $('invert').addEventListener('change', chooseFile);
  window.addEventListener('resize', drawTrajectory);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawTrajectory);
  drawTrajectory();
  $('strip').firstElementChild.click();
  showLoad();
  setInterval(showLoad, STATUS_INTERVAL);
}

start();
