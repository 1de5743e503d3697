// A device's screen: draws a document at the device's own size, scaled to the room there is.

import { make } from "../dom.js";
import { Drawing } from "./drawing.js";

const WHOLE = "All of it is drawn here.";

export class Screen {
  #glass = make("div", { className: "glass" });
  #frame = make("div", { className: "screen", role: "region", "aria-label": "The device's screen" }, this.#glass);
  #told = make("p", { className: "fine", role: "status" });
  #drawing = null;
  #observer = new ResizeObserver(() => this.#scale());

  constructor(told, send) {
    const dp = (pixels) => Math.round((pixels * 160) / told.dpi);
    this.viewport = {
      ...told,
      width: dp(told.pixelWidth),
      height: dp(told.pixelHeight),
      mode: told.mode.toLowerCase(),
      shape: told.shape.toLowerCase(),
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
    return [this.#frame, this.#told];
  }

  draw(directive) {
    this.#drawing?.close();
    this.#drawing = new Drawing(directive, this.viewport, this.send, () => this.clear());
    this.#glass.replaceChildren(this.#drawing.elements);
    this.#drawing.tell = () => this.#tell();
    this.#tell();
  }

  #tell() {
    const left = [...this.#drawing.leftOut];
    this.#told.textContent = left.length ? `Not drawn here: ${left.join(", ")}.` : WHOLE;
  }

  clear() {
    this.#drawing?.close();
    this.#drawing = null;
    this.#glass.replaceChildren(make("div", { className: "dark" }));
    this.#told.textContent = "Nothing is shown yet.";
  }

  close() {
    this.#drawing?.close();
    this.#observer.disconnect();
  }

  #scale() {
    this.#glass.style.transform = `scale(${this.#frame.clientWidth / this.viewport.width})`;
  }
}
