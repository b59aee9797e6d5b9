// Text that saves itself. One write at a time for the whole page, so that two forms never race with one version;
// a 409 brings the server's conflict panel, and what was typed stays.

const WAIT = 800;
const timers = new WeakMap();
const dirty = new Set();
const waiting = [];
let writing = false;

const clock = () => {
  const parts = new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", hour: "numeric", minute: "2-digit" }).formatToParts(new Date());
  const of = (type) => parts.find((part) => part.type === type).value;
  return `${Number(of("hour"))}\u00a0h\u00a0${of("minute")}`;
};

function tell(form, state, text) {
  const place = form.querySelector("[data-save-state]");
  if (!place || place.textContent === text) return;
  place.dataset.state = state;
  place.textContent = text;
}

function changed(form) {
  dirty.add(form);
  form.dataset.edits = String(Number(form.dataset.edits ?? 0) + 1);
  if (form.matches("[data-autosave]") && !form.dataset.conflicted) {
    tell(form, "dirty", "Non enregistré");
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => save(form), WAIT));
  }
}

function save(form) {
  clearTimeout(timers.get(form));
  if (!form.isConnected || !dirty.has(form) || form.dataset.conflicted) return;
  const url = form.getAttribute("hx-post") ?? form.getAttribute("action");
  htmx.ajax("POST", url, { source: form, target: form, swap: "none" });
}

const versionOf = (element) => element.closest("[data-version]");

document.addEventListener("input", ({ target }) => {
  const form = target.form?.closest("[data-autosave], [data-guard]");
  if (form) changed(form);
});
document.addEventListener("focusout", ({ target }) => {
  const form = target.form?.closest("[data-autosave]");
  if (form && dirty.has(form)) save(form);
});
document.addEventListener("session", () => dirty.forEach(save));
document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  clearTimeout(timers.get(target));
  if (!target.matches("[data-autosave]") || submitter?.hasAttribute("formaction")) dirty.delete(target);
  else if (!target.hasAttribute("hx-post")) {
    event.preventDefault();
    changed(target);
    save(target);
  }
});
addEventListener("beforeunload", (event) => {
  for (const form of dirty) if (!form.isConnected) dirty.delete(form);
  if (dirty.size) event.preventDefault();
});

// The next page must see what was typed on this one: a link waits for the writes that are under way, three seconds at most.
const PATIENCE = 3000;
const busy = () => writing || waiting.length > 0;
const unsaved = () => [...dirty].filter((form) => form.isConnected && form.matches("[data-autosave]") && !form.dataset.conflicted);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (link.target || link.hasAttribute("download") || link.hasAttribute("data-show-page")) return;
  if (link.getAttribute("href").startsWith("#") || (!busy() && !unsaved().length)) return;
  event.preventDefault();
  unsaved().forEach(save);
  const until = performance.now() + PATIENCE;
  const leave = () => {
    if ((busy() || unsaved().length) && performance.now() < until) setTimeout(leave, 50);
    else location.assign(link.href);
  };
  setTimeout(leave, 50);
});

document.addEventListener("htmx:confirm", (event) => {
  const { verb, issueRequest } = event.detail;
  if (verb === "get" || !writing || event.detail.question) return;
  event.preventDefault();
  waiting.push(() => issueRequest(true));
});
document.addEventListener("htmx:configRequest", ({ detail, target }) => {
  const holder = versionOf(target);
  if (detail.verb === "get" || !holder) return;
  detail.parameters.set("version", holder.dataset.version);
});
document.addEventListener("htmx:beforeSend", ({ detail }) => {
  if (detail.requestConfig.verb === "get") return;
  writing = true;
  const form = detail.elt;
  if (dirty.has(form)) {
    form.dataset.sent = form.dataset.edits;
    tell(form, "saving", "Enregistrement…");
  }
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status !== 409) return;
  const near = detail.elt.closest("form, [data-stop], .pane, main") ?? document.body;
  const place = near.querySelector("[data-conflict]") ?? document.querySelector("[data-conflict]") ?? document.getElementById("notices");
  detail.shouldSwap = true;
  detail.isError = false;
  detail.target = place;
  detail.swapOverride = "innerHTML";
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.requestConfig.verb === "get") return;
  writing = false;
  const form = detail.requestConfig.elt;
  const version = detail.xhr.getResponseHeader("X-Version");
  if (version && detail.successful) {
    const holder = versionOf(form) ?? document.querySelector("[data-version]");
    if (holder) setVersion(holder, version);
  }
  if (dirty.has(form) && form.matches("[data-autosave]")) settle(form, detail);
  waiting.shift()?.();
});

function setVersion(holder, version) {
  holder.dataset.version = version;
  for (const field of holder.querySelectorAll('input[name="version"]')) field.value = version;
}

function settle(form, { successful, xhr }) {
  if (xhr.status === 409) {
    form.dataset.conflicted = "yes";
    tell(form, "failed", "Non enregistré : modifié dans un autre onglet");
  } else if (xhr.status >= 400 && xhr.status < 500 && xhr.status !== 429) {
    // Trying again would change nothing: the server says why in plain text, or the session is over.
    const plain = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain") ? xhr.responseText : "";
    tell(form, "failed", `Non enregistré : ${xhr.status === 401 ? "votre session est terminée." : plain || "le serveur a refusé ce texte."}`);
  } else if (!successful) {
    tell(form, "failed", "Non enregistré : nouvel essai dans un instant");
    timers.set(form, setTimeout(() => save(form), 10 * WAIT));
  } else if (form.dataset.sent === form.dataset.edits) {
    dirty.delete(form);
    tell(form, "saved", `Enregistré à ${clock()}`);
  } else {
    changed(form);
  }
}

document.addEventListener("click", (event) => {
  const mine = event.target.closest?.("[data-keep-mine]");
  if (mine) {
    const holder = versionOf(mine);
    if (holder) setVersion(holder, mine.dataset.keepMine);
    mine.closest(".conflict")?.remove();
    for (const form of [...dirty].filter((each) => each.dataset.conflicted)) {
      delete form.dataset.conflicted;
      save(form);
    }
  }
  if (event.target.closest?.("[data-discard]")) dirty.clear();
});
