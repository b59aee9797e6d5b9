// What every page has: spoken messages, theme, copying, dialogs, menus, keys, the form token for htmx.

const csrf = () => document.querySelector('meta[name="csrf"]')?.content ?? "";
const stored = (key, value) => {
  try {
    if (value === undefined) return localStorage.getItem(key);
    value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value);
  } catch {
    // Storage may be closed: the choice then lasts for this page.
  }
  return null;
};

// Any module says something to a screen reader with: document.dispatchEvent(new CustomEvent("say", {detail: text}))
document.addEventListener("say", ({ detail }) => {
  const place = document.getElementById("say");
  place.textContent = "";
  setTimeout(() => (place.textContent = detail), 60);
});
const say = (text) => document.dispatchEvent(new CustomEvent("say", { detail: text }));

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb !== "get") detail.headers["X-CSRF-Token"] = csrf();
});

// A session that ended must not cost a word: the page stays, and goes on once one has logged in again elsewhere.
let ended = false;
document.addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.xhr.status !== 401 || ended) return;
  ended = true;
  const notice = document.createElement("div");
  notice.className = "banner tone-warning";
  notice.id = "session-ended";
  notice.setAttribute("role", "alert");
  notice.innerHTML = `<p class="banner-body">Votre session est terminée. <a href="/connexion" target="_blank" rel="noopener">Reconnectez-vous dans un
    autre onglet</a>, puis revenez ici : ce que vous avez écrit est toujours dans cette page.</p>`;
  document.getElementById("notices").append(notice);
});
addEventListener("focus", async () => {
  if (!ended) return;
  const answer = await fetch(location.href, { redirect: "manual" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector('meta[name="csrf"]');
  if (!fresh) return;
  ended = false;
  document.querySelector('meta[name="csrf"]').content = fresh.content;
  for (const field of document.querySelectorAll('input[name="csrf"]')) field.value = fresh.content;
  document.getElementById("session-ended")?.remove();
  document.dispatchEvent(new CustomEvent("session"));
});

function showTheme() {
  const chosen = document.documentElement.dataset.theme ?? "auto";
  for (const button of document.querySelectorAll("[data-theme-set]"))
    button.setAttribute("aria-pressed", String(button.dataset.themeSet === chosen));
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const text = source.value ?? source.innerText;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without TLS there is no clipboard: select the text, so that Ctrl+C does it.
    source.select ? source.select() : getSelection().selectAllChildren(source);
    say("Le texte est sélectionné. Copiez-le avec Ctrl+C.");
    return;
  }
  const label = button.querySelector("span") ?? button;
  const before = (button.dataset.label ??= label.textContent);
  label.textContent = "Copié";
  say(button.dataset.copied ?? "Copié dans le presse-papiers");
  setTimeout(() => (label.textContent = before), 2500);
}

document.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest?.(selector);
  const theme = on("[data-theme-set]");
  if (theme) {
    const chosen = theme.dataset.themeSet;
    if (chosen === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
    stored("theme", chosen === "auto" ? null : chosen);
    showTheme();
  }
  const copied = on("[data-copy]");
  if (copied) copy(copied);
  const opener = on("[data-dialog]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialog)?.showModal();
  }
  if (event.target instanceof HTMLDialogElement && event.target.open) {
    const { left, right, top, bottom } = event.target.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    if (x < left || x > right || y < top || y > bottom) event.target.close();
  }
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
});

// Keys. A single key can be switched off (WCAG 2.1.4) and never acts while one types.
const typing = (target) => target.closest?.('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]');

function goToStop(step) {
  const stops = [...document.querySelectorAll("[data-stop]")].filter((stop) => stop.checkVisibility());
  if (!stops.length) return;
  const here = stops.indexOf(document.activeElement.closest("[data-stop]"));
  const next = here < 0 ? (step > 0 ? 0 : stops.length - 1) : Math.min(Math.max(here + step, 0), stops.length - 1);
  stops[next].focus({ preventScroll: true });
  stops[next].scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape")
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target) || stored("shortcuts") === "off" || document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    event.preventDefault();
    document.getElementById("shortcuts")?.showModal();
    return;
  }
  if (event.key === "j" || event.key === "k") return goToStop(event.key === "j" ? 1 : -1);
  const near = event.target.closest?.("[data-stop]");
  const key = CSS.escape(event.key.toLowerCase());
  const pressed = near?.querySelector(`[data-key="${key}"]`) ?? document.querySelector(`[data-shortcut="${key}"]`);
  if (pressed && !pressed.disabled) {
    event.preventDefault();
    pressed.focus();
    pressed.click();
  }
});

function enhance(root) {
  for (const shown of root.querySelectorAll("[data-copy][hidden], [data-dialog][hidden], [data-theme-switch][hidden]"))
    shown.hidden = false;
  for (const chosen of root.querySelectorAll("select[data-submit], input[data-submit]"))
    chosen.onchange = () => chosen.form.requestSubmit();
}
enhance(document);
document.addEventListener("htmx:load", ({ target }) => enhance(target.parentElement ?? document));
showTheme();

const toggle = document.querySelector("[data-shortcuts-toggle]");
if (toggle) {
  toggle.checked = stored("shortcuts") !== "off";
  toggle.addEventListener("change", () => stored("shortcuts", toggle.checked ? null : "off"));
}
