// Dropping files: one request a file, each with its own progress and its own answer. Without this, the form posts.
// The server answers {"accepted": [{"filename", "text_fr"?}], "refused": [{"filename", "reason_fr"}]}, or
// {"message_fr"} with an error status.

const SIGNS = { waiting: ["circle", "neutral"], sending: ["reading", "accent"], done: ["check-circle", "success"], refused: ["failed", "danger"] };
const sprite = () => document.querySelector("svg.icon use").getAttribute("href").split("#")[0];
const size = (bytes) =>
  bytes < 1e6
    ? `${Math.max(1, Math.round(bytes / 1e3))}\u00a0ko`
    : `${(bytes / 1e6).toLocaleString("fr-FR", { maximumFractionDigits: 1 })}\u00a0Mo`;
const say = (text) => document.dispatchEvent(new CustomEvent("say", { detail: text }));

function row(list, file) {
  const item = document.createElement("li");
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("class", "icon");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  icon.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
  const part = (name, text) => Object.assign(document.createElement("span"), { className: name, textContent: text });
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.setAttribute("aria-label", `Envoi de ${file.name}`);
  item.append(icon, part("label", `${file.name} (${size(file.size)})`), part("state", ""), part("detail", ""), bar);
  list.append(item);
  list.hidden = false;
  return item;
}

function show(item, state, word, detail = "") {
  const [sign, tone] = SIGNS[state];
  item.className = `tone-${tone}`;
  item.dataset.state = state;
  item.querySelector("use").setAttribute("href", `${sprite()}#${sign}`);
  item.querySelector(".state").textContent = word;
  item.querySelector(".detail").textContent = detail;
  item.querySelector("progress").hidden = state !== "sending";
}

function answer(request, name) {
  let body = {};
  try {
    body = JSON.parse(request.responseText);
  } catch {
    // A proxy may answer in HTML: the status says enough.
  }
  const refused = body.refused?.[0]?.reason_fr ?? body.message_fr;
  if (request.status >= 200 && request.status < 300 && !body.refused?.length) return { text: body.accepted?.[0]?.text_fr ?? "" };
  if (refused) return { refused };
  if (request.status === 413) return { refused: "Le fichier est trop volumineux pour être reçu. Scindez-le, puis renvoyez-le." };
  return { refused: `Le serveur n'a pas pu recevoir ${name}. Vérifiez la connexion, puis renvoyez ce fichier.` };
}

function send(form, file, item) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    for (const field of form.querySelectorAll('input[type="hidden"]')) data.append(field.name, field.value);
    data.append("files", file, file.name);
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRF-Token", document.querySelector('meta[name="csrf"]')?.content ?? "");
    request.upload.onprogress = ({ loaded, total }) => {
      item.querySelector("progress").value = total ? loaded / total : 0;
      if (total && loaded === total) show(item, "sending", "vérification");
    };
    request.onloadend = () => {
      const { text, refused } = answer(request, file.name);
      refused ? show(item, "refused", "refusé", refused) : show(item, "done", "reçu", text);
      done(!refused);
    };
    show(item, "sending", "envoi");
    request.send(data);
  });
}

async function take(form, files) {
  const list = form.querySelector("[data-upload-list]");
  const limit = Number(form.dataset.maxBytes ?? Infinity);
  const items = files.map((file) => [file, row(list, file)]);
  for (const [, item] of items) show(item, "waiting", "en attente");
  form.dataset.queue = String(Number(form.dataset.queue ?? 0) + 1);
  let received = 0;
  for (const [file, item] of items) {
    if (file.size > limit) show(item, "refused", "refusé", `Le fichier dépasse la taille permise (${size(limit)}). Scindez-le, puis renvoyez-le.`);
    else if (await send(form, file, item)) received += 1;
  }
  form.dataset.queue = String(Number(form.dataset.queue) - 1);
  const refused = files.length - received;
  say(`${received} ${received > 1 ? "fichiers reçus" : "fichier reçu"}${refused ? `, ${refused} ${refused > 1 ? "refusés" : "refusé"}` : ""}.`);
  form.dispatchEvent(new CustomEvent("uploaded", { bubbles: true, detail: { received, refused } }));
  if (received && form.dataset.queue === "0" && form.dataset.doneUrl) {
    if (form.dataset.doneTarget) htmx.ajax("GET", form.dataset.doneUrl, { target: form.dataset.doneTarget });
    else if (!refused) location.assign(form.dataset.doneUrl);
  }
}

function enhance(form) {
  if (form.dataset.ready) return;
  form.dataset.ready = "yes";
  const input = form.querySelector('input[type="file"]');
  const zone = form.querySelector(".drop");
  form.querySelector("[data-without-js]")?.remove();
  zone.classList.add("drop-ready");
  input.required = false;
  input.addEventListener("change", () => {
    take(form, [...input.files]);
    input.value = "";
  });
  let depth = 0;
  const over = (step) => zone.classList.toggle("over", (depth = Math.max(0, depth + step)) > 0);
  zone.addEventListener("dragenter", (event) => (event.preventDefault(), over(1)));
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("dragleave", () => over(-1));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    over(0);
    const files = [...event.dataTransfer.files];
    if (files.length) take(form, files);
  });
}

const all = (root) => root.querySelectorAll("form[data-upload]").forEach(enhance);
all(document);
document.addEventListener("htmx:load", ({ target }) => all(target.parentElement ?? document));
// A file dropped beside the zone must not replace the page.
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => event.preventDefault());
addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll("form[data-upload]")].some((form) => Number(form.dataset.queue ?? 0) > 0)) event.preventDefault();
});
