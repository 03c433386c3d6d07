// The parts of a template: constant text, and slots in which attributes are printed.
import type { Codec } from '../../codec/codec.js'
import type { AttributeValue } from '../../struct/attribute-value.js'
import type { KeyType } from '../../table/attribute-lookup.js'
import type { Separators } from '../../table/table-options.js'

/** Why a value has no text. */
export interface NoText {
  readonly trouble: string
}

/** The position of a value among the texts of a format. */
export interface TextPlace {
  /** The text of the value, or the greatest text below it; `undefined` if all texts are above it. */
  readonly text: string | undefined
  /**
   * How the value relates to that text. `only`: no other value has it. `first`, `within`, `last`: it is the smallest of
   * several that have it, any of them, or the greatest. `after`: all that have it are below the value, and all that
   * have the next one are above it.
   */
  readonly rank: 'only' | 'first' | 'within' | 'last' | 'after'
}

/** The characters that are possible at one place of a string: from one code point to another, inclusive. */
export type CharacterRange = readonly [from: number, to: number]

/** Which texts a format prints: any, those of a list, or those of one length with certain characters at each place. */
export type TextShape =
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
  readonly shape: TextShape
  /** Whether its text is the stored string itself. */
  readonly verbatim?: boolean
  /** Returns the text of a stored value. */
  print(stored: AttributeValue): string | NoText
  /** Returns the value of a string; `invalid` if no value has it. Not for lossy formats. */
  read(text: string): unknown
  /** Returns the position of a stored value, which may have no text. */
  place(stored: AttributeValue): TextPlace
  /** Returns the next smaller or the next greater text, in formats that have one; `undefined` at the end. */
  below?(text: string): string | undefined
  above?(text: string): string | undefined
  /** Returns how texts begin if the stored values begin with this one; `exact`: and only then. */
  start?(prefix: AttributeValue): { readonly text: string; readonly exact: boolean } | undefined
}

/** How the text of a slot ends, if values differ in length and constant text follows. */
export interface Ending {
  /** The constant text that follows. */
  readonly text: string
  /** Its first code point, at which the value ends. */
  readonly separator: number
  /** The code point after that, which precedes an escaped one. */
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
  /** `undefined` for a fixed width, which shows where the value ends, and for the last part. */
  readonly ending: Ending | undefined
  /** Whether an item that lacks the attribute may have the key all the same. */
  readonly partial: boolean
}

/** What a template of text does often. */
export interface TextFunctions {
  /**
   * Writes the key of a stored item. Returns `undefined` if an attribute is absent or has no text there; the size is
   * not checked.
   */
  write(stored: object): string | undefined
  /** Writes the key of an item, from its parsed values. As `write` otherwise. */
  print(item: object): string | undefined
  /** Whether an item has this key. False also if an attribute is absent or has no text there. */
  fits(item: object, text: string): boolean
}

/** A template: how the text of one key attribute is made from attributes. */
export interface Template {
  /** The template as it is written in the definition. */
  readonly text: string
  readonly type: KeyType
  readonly pieces: readonly (string | Slot)[]
  readonly slots: readonly Slot[]
  /** The maximum size of the key attribute in bytes. */
  readonly most: number
  readonly separators: Separators
  /**
   * Whether an item that lacks an attribute has the beginning of the text, up to the first that is absent, in place of
   * no key. Nothing is read back from such a key.
   */
  readonly partial: boolean
  /** `undefined` if the key attribute is a number or binary. */
  readonly functions: TextFunctions | undefined
}
