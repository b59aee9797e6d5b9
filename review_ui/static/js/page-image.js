// <page-image>: a page with its highlighted passages. Boxes are fractions of the page from its top left.

const STEP = 1.25;
const [SMALLEST, LARGEST] = [0.5, 6];
const sprite = () => document.querySelector("svg.icon use")?.getAttribute("href").split("#")[0] ?? "";

function tool(label, sign, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet button-small";
  button.title = label;
  button.innerHTML = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><use href="${sprite()}#${sign}"></use></svg><span class="visually-hidden"></span>`;
  button.lastElementChild.textContent = label;
  button.addEventListener("click", act);
  return button;
}
const part = (tag, name) => Object.assign(document.createElement(tag), { className: name });

class PageImage extends HTMLElement {
  static observedAttributes = ["src", "boxes", "alt", "label", "width", "height"];
  #zoom = 1;
  #current = 0;
  #drawn = false;

  connectedCallback() {
    if (this.#drawn) return;
    this.#drawn = true;
    this.image = this.querySelector("img") ?? new Image();
    this.image.draggable = false;
    this.stage = part("div", "page-image-stage");
    this.port = part("div", "page-image-port");
    this.port.tabIndex = 0;
    this.port.setAttribute("role", "group");
    this.legend = part("p", "page-image-legend");
    this.level = part("span", "page-image-zoom");
    this.nextBox = tool("Passage suivant", "next", () => this.showBox(this.#current + 1));
    this.tools = part("div", "page-image-tools");
    this.tools.setAttribute("role", "group");
    this.tools.setAttribute("aria-label", "Affichage de la page");
    this.tools.append(
      tool("Réduire", "minus", () => this.zoom(this.#zoom / STEP)),
      this.level,
      tool("Agrandir", "plus", () => this.zoom(this.#zoom * STEP)),
      tool("Ajuster à la largeur", "fit", () => this.zoom(1)),
      this.nextBox,
    );
    this.stage.append(this.image);
    this.port.append(this.stage);
    this.replaceChildren(this.tools, this.port, this.legend);
    this.addEventListener("keydown", (event) => this.#key(event));
    this.#drag();
    this.image.addEventListener("load", () => this.#size());
    new ResizeObserver(() => this.#size()).observe(this.port);
    this.#draw();
  }

  attributeChangedCallback() {
    if (this.#drawn) queueMicrotask(() => this.#draw());
  }

  /** Shows another page, or other passages of this one: {src, alt, boxes (JSON), label, width, height}. */
  show(page) {
    for (const name of ["src", "alt", "boxes", "label", "width", "height"])
      page[name] === undefined ? this.removeAttribute(name) : this.setAttribute(name, page[name]);
  }

  /** Zoom against the width of the viewer, 1 fits; the middle of what is seen stays in the middle. */
  zoom(factor) {
    const { port } = this;
    const x = (port.scrollLeft + port.clientWidth / 2) / port.scrollWidth;
    const y = (port.scrollTop + port.clientHeight / 2) / port.scrollHeight;
    this.#zoom = Math.min(Math.max(factor, SMALLEST), LARGEST);
    this.#size();
    port.scrollTo({ left: x * port.scrollWidth - port.clientWidth / 2, top: y * port.scrollHeight - port.clientHeight / 2, behavior: "instant" });
    document.dispatchEvent(new CustomEvent("say", { detail: `Zoom ${this.level.textContent}` }));
  }

  /** Brings the passage of that number, from 0, into view. */
  showBox(number) {
    if (!this.boxes.length) return this.port.scrollTo({ top: 0, left: 0, behavior: "instant" });
    this.#current = number % this.boxes.length;
    const [x0, y0, x1, y1] = this.boxes[this.#current];
    const { port, stage } = this;
    const left = stage.offsetLeft + ((x0 + x1) / 2) * stage.offsetWidth - port.clientWidth / 2;
    const top = stage.offsetTop + ((y0 + y1) / 2) * stage.offsetHeight - port.clientHeight / 2;
    return port.scrollTo({ left, top, behavior: "instant" });
  }

  #read() {
    try {
      return JSON.parse(this.getAttribute("boxes") || "[]");
    } catch {
      return [];
    }
  }

  #draw() {
    this.boxes = this.#read();
    const alt = this.getAttribute("alt") ?? "";
    if (this.image.getAttribute("src") !== this.getAttribute("src")) this.image.src = this.getAttribute("src");
    this.image.alt = alt;
    this.port.setAttribute("aria-label", alt);
    this.legend.textContent = this.getAttribute("label") ?? "";
    this.nextBox.hidden = this.boxes.length < 2;
    this.stage.querySelectorAll("[data-box]").forEach((box) => box.remove());
    this.boxes.forEach(([x0, y0, x1, y1], number) => {
      for (const name of ["page-image-box", "page-image-frame"]) {
        const box = part("div", name);
        box.dataset.box = String(number);
        box.setAttribute("aria-hidden", "true");
        Object.assign(box.style, {
          left: `${x0 * 100}%`,
          top: `${y0 * 100}%`,
          right: `${(1 - x1) * 100}%`,
          bottom: `${(1 - y1) * 100}%`,
        });
        this.stage.append(box);
      }
    });
    this.#size();
    this.showBox(0);
  }

  #size() {
    const width = Number(this.getAttribute("width")) || this.image.naturalWidth || 1;
    const height = Number(this.getAttribute("height")) || this.image.naturalHeight || Math.SQRT2;
    const { paddingLeft, paddingRight } = getComputedStyle(this.port);
    const fit = this.port.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    if (fit <= 0) return;
    this.stage.style.width = `${fit * this.#zoom}px`;
    this.stage.style.height = `${(fit * this.#zoom * height) / width}px`;
    this.level.textContent = `${Math.round(this.#zoom * 100)}\u00a0%`;
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { "+": this.#zoom * STEP, "=": this.#zoom * STEP, "-": this.#zoom / STEP, 0: 1 }[event.key];
    if (by === undefined) return; // arrows, Home and Page Down scroll the focused port by themselves
    event.preventDefault();
    this.zoom(by);
  }

  #drag() {
    let from = null;
    this.port.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.pointerType === "touch" || event.target === this.port) return;
      from = [event.clientX + this.port.scrollLeft, event.clientY + this.port.scrollTop];
      this.port.setPointerCapture(event.pointerId);
    });
    this.port.addEventListener("pointermove", (event) => {
      if (from) this.port.scrollTo({ left: from[0] - event.clientX, top: from[1] - event.clientY, behavior: "instant" });
    });
    for (const name of ["pointerup", "pointercancel"]) this.port.addEventListener(name, () => (from = null));
  }
}
customElements.define("page-image", PageImage);

// A citation is a link to its page; with the viewer there, it shows its passage in place and the focus stays.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-show-page]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const viewer = document.getElementById(link.dataset.viewer);
  if (!viewer?.show) return;
  event.preventDefault();
  const { pageSrc: src, pageAlt: alt, boxes, pageLabel: label, pageWidth: width, pageHeight: height } = link.dataset;
  viewer.show({ src, alt, boxes, label, width, height });
  document.querySelectorAll('[data-show-page][aria-current="true"]').forEach((other) => other.removeAttribute("aria-current"));
  link.setAttribute("aria-current", "true");
  const marked = boxes && boxes !== "[]" ? ", passage surligné" : "";
  document.dispatchEvent(new CustomEvent("say", { detail: `${alt}${marked}` }));
});
