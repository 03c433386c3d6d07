// Functions of a template of text, compiled from its parts: writing a key, and comparing one with an item.
import { isPlainText } from '../../codecs/string.js'
import type { AttributeValue } from '../../struct/attribute-value.js'
import { escaped } from './separator.js'
import type { NoText, Slot, Template, TextFunctions } from './slot.js'

/** Returns the text of a stored value in its slot. */
export function slotText({ format, ending }: Slot, stored: AttributeValue): string | NoText {
  const text = format.print(stored)
  return ending === undefined || typeof text !== 'string' ? text : escaped(text, ending)
}

/**
 * Returns the key attribute that a template makes from parsed values, by property; `undefined` also where only
 * `printStored` can tell.
 */
export function printValues(template: Template, values: object): AttributeValue | undefined {
  const text = template.functions?.print(values)
  return text !== undefined && isSurelyFit(template, text) ? { S: text } : undefined
}

/** Whether a key is within its limits. A UTF-16 unit takes at most three bytes of UTF-8: short text is not measured. */
export function isSurelyFit({ most }: Template, text: string): boolean {
  return text !== '' && text.length * 3 <= most
}

/** Compiles the functions of a template of text. */
export function textFunctions(pieces: readonly (string | Slot)[]): TextFunctions {
  return {
    write: writer(pieces, slotWriter),
    print: writer(pieces, slotReader),
    fits: comparison(pieces),
  }
}

type Writer = (source: object) => string | undefined

function writer(pieces: readonly (string | Slot)[], writerOf: (slot: Slot) => Writer): Writer {
  const [first, ...others] = pieces
  if (first === undefined) return () => ''
  const rest = writer(others, writerOf)
  if (typeof first === 'string')
    return (stored) => {
      const text = rest(stored)
      return text === undefined ? undefined : first + text
    }
  const write = writerOf(first)
  return (stored) => {
    const text = write(stored)
    if (text === undefined) return undefined
    const more = rest(stored)
    return more === undefined ? undefined : text + more
  }
}

function slotWriter(slot: Slot): Writer {
  const { name, format, ending } = slot
  const read = reader(name) as (stored: object) => AttributeValue | undefined
  return (item) => {
    const stored = read(item)
    if (stored === undefined) return undefined
    if (format.verbatim !== true) return textIn(slot, stored)
    return 'S' in stored ? endedText(stored.S, ending) : undefined
  }
}

// Most keys are a name and one attribute: they are compared in one function.
function comparison(pieces: readonly (string | Slot)[]): TextFunctions['fits'] {
  const [first, second, ...others] = pieces
  if (typeof first !== 'string' || typeof second !== 'object' || others.length > 0) {
    const fits = matcher(pieces)
    return (item, text) => fits(item, text, 0)
  }
  const { length } = first
  const read = slotReader(second)
  return (item, text) => {
    const part = read(item)
    return (
      part !== undefined &&
      text.length === length + part.length &&
      text.startsWith(first) &&
      text.endsWith(part)
    )
  }
}

/** Whether a string has from a place on what an item writes there, and then ends. */
type Matcher = (item: object, text: string, at: number) => boolean

// Compares in place: a string put together from its parts would be made only to be compared.
function matcher(pieces: readonly (string | Slot)[]): Matcher {
  const [first, ...others] = pieces
  if (first === undefined) return (_item, text, at) => text.length === at
  const rest = matcher(others)
  if (typeof first === 'string') {
    const { length } = first
    return (item, text, at) => text.startsWith(first, at) && rest(item, text, at + length)
  }
  const read = slotReader(first)
  if (others.length === 0)
    return (item, text, at) => {
      const part = read(item)
      return part !== undefined && text.length === at + part.length && text.endsWith(part)
    }
  return (item, text, at) => {
    const part = read(item)
    return part !== undefined && text.startsWith(part, at) && rest(item, text, at + part.length)
  }
}

function slotReader(slot: Slot): Writer {
  const { property, codec, format, ending } = slot
  const read = reader(property)
  if (format.verbatim === true && isPlainText(codec))
    return (item) => {
      const value = read(item)
      return typeof value === 'string' ? endedText(value, ending) : undefined
    }
  return (item) => {
    const value = read(item)
    const stored = value === undefined ? undefined : codec.encode(value)
    return stored === undefined ? undefined : textIn(slot, stored)
  }
}

// Most names need no check, because objects inherit nothing under them.
function reader(name: string): (source: object) => unknown {
  return name in Object.prototype
    ? (source) => (Object.hasOwn(source, name) ? Reflect.get(source, name) : undefined)
    : (source) => (source as Readonly<Record<string, unknown>>)[name]
}

function endedText(value: string, ending: Slot['ending']): string | undefined {
  const text = ending === undefined ? value : escaped(value, ending)
  return typeof text === 'string' ? text : undefined
}

function textIn(slot: Slot, stored: AttributeValue): string | undefined {
  const text = 'NULL' in stored ? undefined : slotText(slot, stored)
  return typeof text === 'string' ? text : undefined
}
