import * as Plot from '@observablehq/plot';
import { DOMParser } from 'linkedom';

/** The part of an element of linkedom that pictures are made with; this project has no types of a browser here. */
export interface SvgElement {
  readonly tagName: string;
  readonly children: Iterable<SvgElement>;
  readonly attributes: Iterable<{ name: string; value: string }>;
  readonly outerHTML: string;
  textContent: string;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  append(...children: SvgElement[]): void;
  remove(): void;
}

/** Makes elements of SVG. */
export interface SvgDocument {
  createElementNS(namespace: string, name: string): SvgElement;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A document of its own for one picture. One of XML escapes the values of attributes too. */
function svgDocument(): SvgDocument {
  const parser = new DOMParser() as unknown as {
    parseFromString: (text: string, type: string) => SvgDocument;
  };
  return parser.parseFromString(`<svg xmlns="${SVG}"></svg>`, 'image/svg+xml');
}

/** The document that a part of a plot is drawn into. */
export function drawnInto(context: { document: unknown }): SvgDocument {
  return context.document as SvgDocument;
}

/** An element of SVG. Text becomes a text node, so that nothing in it acts. */
export function svgElement(
  document: SvgDocument,
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: string | readonly SvgElement[] = [],
): SvgElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (typeof content === 'string') element.textContent = content;
  else element.append(...content);
  return element;
}

/** What a picture is called: the class of its root, and what is said to those who do not see it. */
export interface SvgName {
  kind: string;
  label: string;
}

/** Draws a plot, and gives it the form that pages need. */
export function plotText(options: Plot.PlotOptions, name: SvgName): string {
  const document = svgDocument();
  const svg = Plot.plot({ ...options, document: document as never }) as unknown as SvgElement;
  return svgText(svg, name);
}

/** What a stylesheet says, or what nobody sees: in a picture of its own, nothing is said of its parts. */
const DROPPED = /^(?:aria-.*|class|font-family|font-variant|style|width|height)$/;

/** An `<svg>` without styles and sizes of its own; all numbers have at most one decimal, so that it is small. */
function svgText(svg: SvgElement, { kind, label }: SvgName): string {
  for (const child of [...svg.children])
    if (child.tagName.toLowerCase() === 'style') child.remove();
  for (const { name } of [...svg.attributes]) if (DROPPED.test(name)) svg.removeAttribute(name);
  for (const child of svg.children) simplify(child);
  svg.setAttribute('class', `picture-${kind}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  return svg.outerHTML;
}

const NUMBERS = /^(?:d|transform|x|y|x1|x2|y1|y2|cx|cy|width|height)$/;
const DECIMALS = /(?<!\d)-?\d+\.\d{2,}(?:e-\d+)?/g;

function simplify(element: SvgElement): void {
  for (const { name, value } of [...element.attributes]) {
    if (/^aria-|^font-variant$/.test(name)) element.removeAttribute(name);
    else if (NUMBERS.test(name)) element.setAttribute(name, value.replace(DECIMALS, rounded));
  }
  for (const child of element.children) simplify(child);
}

function rounded(number: string): string {
  // A zero has no sign.
  return String(Math.round(Number(number) * 10) / 10 + 0);
}
