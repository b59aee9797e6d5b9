// Work in progress, told by the server: each event's data is a Progress {step, text_fr, file, files, page, pages},
// and `left_fr` says how long the whole may still take.

const WORDS = { todo: ["à faire", "neutral", "circle"], doing: ["en cours", "accent", "reading"], done: ["terminé", "success", "check-circle"], failed: ["échec", "danger", "failed"] };

function mark(item, state) {
  const [word, tone, sign] = WORDS[state];
  item.className = `tone-${tone}`;
  item.dataset.state = state;
  item.querySelector(".state").textContent = word;
  const use = item.querySelector("use");
  use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#${sign}`);
  state === "doing" ? item.setAttribute("aria-current", "step") : item.removeAttribute("aria-current");
  if (state !== "doing") item.querySelector("progress")?.remove();
}

function unmark(item) {
  mark(item, "todo");
  item.querySelector(".detail").textContent = "";
}

function pages(item, { file, files, page, pages: total }) {
  if (!total) return;
  let bar = item.querySelector("progress");
  if (!bar) {
    bar = document.createElement("progress");
    bar.setAttribute("aria-labelledby", item.querySelector(".label").id);
    item.append(bar);
  }
  // Files count evenly: the number of pages of those to come is not known yet.
  bar.max = files ?? 1;
  bar.value = (file ?? 1) - 1 + page / total;
}

class Follow {
  constructor(place) {
    this.place = place;
    this.status = place.querySelector("[data-events-status]");
    this.left = place.querySelector("[data-events-left]");
    this.items = [...place.querySelectorAll("[data-step]")];
    this.tries = 0;
    this.last = "";
    this.open();
  }

  open() {
    const url = new URL(this.place.dataset.events, location.href);
    // The browser sends Last-Event-ID when it reconnects by itself; a stream that we open anew has to say it.
    if (this.last) url.searchParams.set("last_event_id", this.last);
    this.source = new EventSource(url);
    this.source.onmessage = (event) => this.hear(event);
    this.source.onerror = () => this.retry();
  }

  retry() {
    if (!this.place.isConnected) return this.source.close();
    if (this.source.readyState !== EventSource.CLOSED) return undefined;
    this.tries += 1;
    if (this.tries > 8) return this.tell("Le suivi est interrompu. Rechargez la page pour le reprendre.");
    setTimeout(() => this.open(), Math.min(1000 * 2 ** this.tries, 30000));
    return undefined;
  }

  hear({ data, lastEventId }) {
    if (!this.place.isConnected) return this.source.close();
    this.tries = 0;
    if (lastEventId) this.last = lastEventId;
    const event = JSON.parse(data);
    if (event.step === "note") return this.tell(event.text_fr);
    if (event.step === "done" || event.step === "failed") return this.end(event);
    const at = this.items.findIndex((item) => item.dataset.step === event.step);
    if (at < 0) return this.tell(event.text_fr);
    const item = this.items[at];
    if (item.dataset.state !== "doing") {
      this.items.slice(0, at).forEach((before) => before.dataset.state !== "done" && mark(before, "done"));
      // Another job has begun meanwhile, or the same anew: what comes after is to be done again.
      this.items.slice(at + 1).forEach((after) => after.dataset.state !== "todo" && unmark(after));
      mark(item, "doing");
      this.tell(item.querySelector(".label").textContent); // only a new step is spoken, not each page
    }
    item.querySelector(".detail").textContent = event.text_fr;
    if (this.left) this.left.textContent = event.left_fr ?? "";
    pages(item, event);
    return undefined;
  }

  tell(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  end(event) {
    this.source.close();
    const failed = event.step === "failed";
    for (const item of this.items)
      if (item.dataset.state === "doing") mark(item, failed ? "failed" : "done");
      else if (!failed && item.dataset.state === "todo") mark(item, "done");
    this.tell(event.text_fr);
    const { doneUrl, doneTarget } = this.place.dataset;
    this.place.dispatchEvent(new CustomEvent("ended", { bubbles: true, detail: event }));
    if (!doneUrl) return;
    if (doneTarget) htmx.ajax("GET", doneUrl, { target: doneTarget });
    else location.assign(doneUrl);
  }
}

const followed = new WeakSet();
function all(root) {
  for (const place of root.querySelectorAll("[data-events]")) {
    if (followed.has(place)) continue;
    followed.add(place);
    new Follow(place);
  }
}
all(document);
document.addEventListener("htmx:load", ({ target }) => all(target.parentElement ?? document));
