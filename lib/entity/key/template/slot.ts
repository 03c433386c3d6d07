// The pieces of a template: constant text, and slots that an attribute is printed in.
import type { Codec } from '../../codec/codec.js'
import type { AttributeValue } from '../../struct/attribute-value.js'
import type { KeyType } from '../../table/attribute-lookup.js'

/** What is done with values that hold a character that would end them too early, or sort wrong. */
export type Separators = 'escape' | 'refuse' | 'keep'

/** Why a value has no text. */
export interface NoText {
  readonly trouble: string
}

/** Where a value stands among the texts of a format. */
export interface Place {
  /** The text of the value, or the greatest text below it; `undefined` if all texts are above it. */
  readonly text: string | undefined
  /**
   * How the value stands to that text. `only`: it alone has it. `first`: it is the least of several that have it.
   * `within`: it is any of several that have it. `after`: all that have it are below the value, and all that have the
   * next one above.
   */
  readonly rank: 'only' | 'first' | 'within' | 'after'
}

/** The characters that may stand at one place of a text: from a code point to another, both included. */
export type CharacterRange = readonly [from: number, to: number]

/** Which texts a format prints: any, those of a list, or those of one length with certain characters at each place. */
export type Shape =
  | 'any'
  | { readonly words: readonly string[] }
  | { readonly places: readonly CharacterRange[][] }

/** How the values of one attribute are printed into a key, and read from it. */
export interface SlotFormat {
  /** The number of characters, if it is the same for all values. */
  readonly width: number | undefined
  /** Whether several values may have one text, so that none can be read back. */
  readonly lossy: boolean
  /** Whether the order of texts is the order of values. */
  readonly ordered: boolean
  readonly shape: Shape
  /** The text of a stored value. */
  print(stored: AttributeValue): string | NoText
  /** The value of a text; `invalid` if it is the text of none. Not for lossy formats. */
  read(text: string): unknown
  /** Where a stored value stands, which may be one that has no text. */
  place(stored: AttributeValue): Place
  /** The next smaller text and the next greater one, of formats that have one for each; `undefined` at the end. */
  below?(text: string): string | undefined
  above?(text: string): string | undefined
  /** What texts begin with if the stored values begin with this one; absent: nothing. `exact`: and only then. */
  start?(prefix: AttributeValue): { readonly text: string; readonly exact: boolean } | undefined
}

/** How the text of a slot ends, if values differ in length and constant text follows. */
export interface Ending {
  /** The constant text that follows. */
  readonly text: string
  /** Its first code point, at which the value ends. */
  readonly separator: number
  /** The code point after that, which stands before an escaped one. */
  readonly sign: number
  readonly separators: Separators
}

/** The place of one attribute in a template. */
export interface Slot {
  /** The property of the item. */
  readonly property: string
  /** The stored attribute name. */
  readonly name: string
  readonly codec: Codec
  readonly format: SlotFormat
  /** Whatever may follow is told apart by its place: `undefined` for a fixed width, and for the last piece. */
  readonly ending: Ending | undefined
}

/** A template: how the text of one key attribute is made of attributes. */
export interface Template {
  /** As it stands in the definition. */
  readonly text: string
  readonly type: KeyType
  readonly pieces: readonly (string | Slot)[]
  readonly slots: readonly Slot[]
  /** The most bytes that the key attribute may have. */
  readonly most: number
  readonly separators: Separators
}
