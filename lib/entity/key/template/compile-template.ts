// Compilation of templates: attributes are looked up, formats found, and everything that cannot be a key rejected.
import { utf8Length } from '../../../util/bytes.js'
import type { Codec } from '../../codec/codec.js'
import type { AttributeValue } from '../../struct/attribute-value.js'
import {
  definitionError,
  isKeyType,
  type KeyContext,
  type KeyType,
  unknownAttribute,
} from '../../table/attribute-lookup.js'
import type { Separators } from '../../table/table-options.js'
import { nextCodePoint } from './separator.js'
import type { Ending, Slot, SlotFormat, Template, TextPlace } from './slot.js'
import { slotFormat } from './slot-formats.js'
import { textFunctions } from './text-writer.js'

/** The place of a template, and what to know about the key attribute. */
export interface TemplateOptions {
  /** For messages: `key.sort`. */
  readonly place: string
  /** The data type of the key attribute. */
  readonly type: KeyType
  readonly separators: Separators
  /** The maximum size of the key attribute in bytes: 2,048 in a partition key, 1,024 in a sort key. */
  readonly most: number
  /** Whether items that lack attributes have the beginning of the text, if it begins with a constant. */
  readonly partial?: boolean
}

/**
 * Compiles a template.
 * @throws EntityDefinitionError if an attribute or a format is unknown, braces do not match, a number has no width, an
 * attribute cannot be in a key, nothing shows where one of two attributes ends, or the template of a number or binary
 * key has more than one attribute.
 */
export function compileTemplate(context: KeyContext, text: string, options: TemplateOptions): Template {
  const refused = (detail: string) => definitionError(context, `${options.place}: ${detail} (in '${text}')`)
  const apart =
    typeof text === 'string' && text.isWellFormed()
      ? takenApart(text)
      : 'a template is a string without lone surrogates'
  if (typeof apart === 'string') throw refused(apart)
  if (apart.length === 0) throw definitionError(context, `${options.place}: the template is empty`)
  if (options.type !== 'S' && (apart.length > 1 || typeof apart[0] === 'string'))
    throw refused(`a key attribute of type ${options.type} can have only one attribute and no text`)
  // What begins with an attribute is empty without it, and a key attribute must not be.
  const partial =
    options.partial === true && options.type === 'S' && typeof apart[0] === 'string' && apart.length > 1
  const pieces = apart.map((piece, at) => {
    if (typeof piece === 'string') return piece
    const step = context.properties.includes(piece.property) ? context.codec.at(piece.property) : undefined
    if (step === undefined) throw refused(unknownAttribute(context, piece.property))
    const format =
      options.type === 'S' ? textFormat(step.codec, piece) : wholeFormat(step.codec, piece, options.type)
    if (typeof format === 'string') throw refused(`'${piece.property}' ${format}`)
    const ending = endingOf(format, apart[at + 1], options.separators)
    if (typeof ending === 'string') throw refused(`'${piece.property}' ${ending}`)
    return Object.freeze({
      property: piece.property,
      name: String(step.name),
      codec: step.codec,
      format,
      ending,
      partial,
    })
  })
  const least = pieces.reduce((sum, piece) => sum + leastBytes(piece), 0)
  if (least > options.most)
    throw refused(
      `every key has at least ${least} bytes, but this key attribute can have at most ${options.most}`,
    )
  return Object.freeze({
    text,
    type: options.type,
    pieces: Object.freeze(pieces),
    slots: Object.freeze(pieces.filter((piece): piece is Slot => typeof piece !== 'string')),
    most: options.most,
    separators: options.separators,
    partial,
    functions: options.type === 'S' ? textFunctions(pieces) : undefined,
  })
}

const leastBytes = (piece: string | Slot): number =>
  typeof piece === 'string' ? utf8Length(piece) : (piece.format.width ?? 0)

const textFormat = (codec: Codec, { format }: NamedSlot): SlotFormat | string => slotFormat(codec, format)

// Numbers and binary are in a key as they are stored: they are not converted to text.
function wholeFormat(codec: Codec, { format }: NamedSlot, type: KeyType): SlotFormat | string {
  if (format !== '') return `cannot have a format in a key attribute of type ${type}`
  const [stored, ...others] = codec.types
  if (others.length > 0 || !isKeyType(stored) || stored !== type)
    return `is stored as ${codec.types.join(' or ') || 'nothing'}, but the key attribute is of type ${type}`
  return wholeValue
}

const noText = (_stored: AttributeValue) => ({ trouble: 'has no text' })

const nowhere: TextPlace = { text: undefined, rank: 'after' }

const wholeValue: SlotFormat = Object.freeze({
  width: undefined,
  lossy: false,
  ordered: true,
  shape: 'any',
  print: noText,
  read: () => undefined,
  place: () => nowhere,
})

function endingOf(
  { width }: SlotFormat,
  next: string | NamedSlot | undefined,
  separators: Separators,
): Ending | string | undefined {
  if (width !== undefined || next === undefined) return undefined
  if (typeof next !== 'string')
    return `has values of any length, and '${next.property}' follows immediately: put text between them to mark where one ends`
  const separator = next.codePointAt(0) ?? 0
  const sign = nextCodePoint(separator)
  if (sign === undefined) return 'cannot end with U+10FFFF, after which no character sorts'
  return Object.freeze({ text: next, separator, sign, separators })
}

/** An attribute named in a template. */
export interface NamedSlot {
  readonly property: string
  readonly format: string
}

/**
 * Splits a template into its parts. `{{` and `}}` are braces. Returns the reason as a string if braces do not match or
 * contain no name.
 */
export function takenApart(text: string): readonly (string | NamedSlot)[] | string {
  const pieces: (string | NamedSlot)[] = []
  let constant = ''
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    if (character !== '{' && character !== '}') constant += character
    else if (text[at + 1] === character) {
      constant += character
      at++
    } else if (character === '}')
      return `there is a '}' at ${at} without a '{'; write a brace in the text as '}}'`
    else {
      const end = text.indexOf('}', at)
      const inside = end < 0 ? undefined : text.slice(at + 1, end)
      if (inside === undefined || inside.includes('{'))
        return `the '{' at ${at} is not closed; write a brace in the text as '{{'`
      const colon = inside.indexOf(':')
      const property = colon < 0 ? inside : inside.slice(0, colon)
      if (property === '') return `the braces at ${at} name no attribute`
      if (colon === inside.length - 1) return `the braces at ${at} have a ':' without a format`
      if (constant !== '') pieces.push(constant)
      constant = ''
      pieces.push({ property, format: colon < 0 ? '' : inside.slice(colon + 1) })
      at = end
    }
  }
  if (constant !== '') pieces.push(constant)
  return pieces
}
