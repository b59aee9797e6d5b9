// The review: focus that stays with the statement, keys within a text, words counted while one writes.

const goTo = (id) => {
  const place = document.getElementById(id);
  const now = document.activeElement?.closest(".statement");
  if (!place || (now && now !== place)) return; // who has gone on to another statement is not called back
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest" });
};

// The server names where the focus goes after a part was put in place: the statement that was decided on.
document.addEventListener("goto", ({ detail }) => goTo(detail.value));

// An opened action is there to write in, from the next key on: the event « toggle » would come too late for it.
document.addEventListener("click", (event) => {
  const action = event.target.closest?.("details[data-opens] > summary")?.parentElement;
  if (!action) return;
  event.preventDefault();
  action.open = !action.open;
  if (!action.open) return;
  const field = action.querySelector("textarea");
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
});

document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.("textarea");
  if (!field) return;
  if (event.key === "Escape") {
    const action = field.closest("details[data-opens]");
    if (action) action.open = false;
    (field.closest("[data-stop]") ?? field.form).focus();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    field.form.querySelector("button:not([type=button])")?.click();
  }
});

// « o » again goes on to the statement's next source.
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.(".statement [data-show-page]");
  if (!link) return;
  const links = [...link.closest(".cites").querySelectorAll("[data-show-page]")];
  for (const other of links) delete other.dataset.key;
  links[(links.indexOf(link) + 1) % links.length].dataset.key = "o";
});

// « Garder le mien » sends a form again that does not save itself. autosave.js has moved the version on by then.
document.addEventListener("click", ({ target }) => {
  const form = target.closest?.("[data-keep-mine]")?.closest("form");
  if (form && !form.matches("[data-autosave]")) setTimeout(() => form.requestSubmit());
}, true);

function count(field) {
  const most = Number(field.dataset.wordsMax);
  const words = field.value.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0;
  const place = document.getElementById(field.dataset.words);
  place.textContent = `${words} ${words < 2 ? "mot" : "mots"} sur ${most}${words > most ? " : raccourcissez" : ""}`;
  place.classList.toggle("error", words > most);
}
document.addEventListener("input", ({ target }) => target.dataset.words && count(target));
for (const field of document.querySelectorAll("[data-words]")) count(field);
