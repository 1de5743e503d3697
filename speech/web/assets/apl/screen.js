// A device's screen: draws a document at the device's own size, scaled to the available width.

import { make } from "../dom.js";
import { Drawing } from "./drawing.js";

const COMPLETE = "Drawn completely.";

export class Screen {
  #glass = make("div", { className: "glass" });
  #frame = make("div", { className: "screen", role: "region", "aria-label": "The device's screen" }, this.#glass);
  #message = make("p", { className: "fine", role: "status" });
  #drawing = null;
  #observer = new ResizeObserver(() => this.#scale());

  constructor(viewport, send) {
    const dp = (pixels) => Math.round((pixels * 160) / viewport.dpi);
    this.viewport = {
      ...viewport,
      width: dp(viewport.pixelWidth),
      height: dp(viewport.pixelHeight),
      mode: viewport.mode.toLowerCase(),
      shape: viewport.shape.toLowerCase(),
    };
    this.send = send;
    const { width, height, shape } = this.viewport;
    Object.assign(this.#frame.style, { aspectRatio: `${width} / ${height}` });
    Object.assign(this.#glass.style, { width: `${width}px`, height: `${height}px` });
    this.#frame.classList.toggle("is-round", shape === "round");
    this.#frame.classList.toggle("is-tall", height > width);
    this.#observer.observe(this.#frame);
    this.clear();
  }

  get elements() {
    return [this.#frame, this.#message];
  }

  // `elapsed` replaces the wall clock of the document.
  draw(directive, elapsed) {
    this.#drawing?.close();
    try {
      this.#drawing = new Drawing(directive, this.viewport, { send: this.send, finish: () => this.clear(), elapsed });
      this.#glass.replaceChildren(this.#drawing.elements);
      this.#drawing.onUnsupported = () => this.#showMessage();
      this.#showMessage();
    } catch (fault) {
      this.clear();
      this.#message.textContent = `This document cannot be drawn here: ${fault.message}`;
    }
  }

  #showMessage() {
    const unsupported = [...this.#drawing.unsupported];
    this.#message.textContent = unsupported.length ? `Not supported here: ${unsupported.join(", ")}.` : COMPLETE;
  }

  clear() {
    this.#drawing?.close();
    this.#drawing = null;
    this.#glass.replaceChildren(make("div", { className: "dark" }));
    this.#message.textContent = "Nothing is shown yet.";
  }

  close() {
    this.#drawing?.close();
    this.#observer.disconnect();
  }

  #scale() {
    this.#glass.style.transform = `scale(${this.#frame.clientWidth / this.viewport.width})`;
  }
}
