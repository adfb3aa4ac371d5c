import { NO_BREAK } from '../format/layout.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Escapes text for HTML, between tags or in a quoted attribute: a parser finds the text itself. Characters that are not
 * printable become `\xNN`, as a terminal shows them: a page has no other use for controls and signs that turn the direction.
 */
export function escapeHtml(text: string): string {
  return escapeTerminal(text.replaceAll(NO_BREAK, ' ')).replace(
    /[&<>"']/g,
    (sign) => ENTITIES[sign] ?? sign,
  );
}

/** A title: its text, in which no date is broken at its hyphens. */
export function titleHtml(text: string): string {
  return escapeHtml(text).replace(/\b\d{4}-\d{2}-\d{2}\b/g, '<span class="date">$&</span>');
}

/** Attributes by name; null leaves one out, and `true` writes its name alone. */
export type Attributes = Readonly<Record<string, string | number | true | null>>;

/** An opening tag, and in it the one place where attributes are written. Names are ours; values may be foreign. */
export function openTag(name: string, attributes: Attributes = {}): string {
  const parts = Object.entries(attributes).flatMap(([key, value]) => {
    if (value === null) return [];
    return value === true ? [` ${key}`] : [` ${key}="${escapeHtml(String(value))}"`];
  });
  return `<${name}${parts.join('')}>`;
}

/** An element. @param content HTML, which is escaped already. */
export function element(name: string, attributes: Attributes, content: string): string {
  return `${openTag(name, attributes)}${content}</${name}>`;
}
