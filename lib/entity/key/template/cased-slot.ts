// Values in lower or upper case, as other libraries write them into keys.
import { type Codec, invalid } from '../../codec/codec.js'
import type { AttributeValue } from '../../struct/attribute-value.js'
import type { CharacterRange, NoText, SlotFormat, TextPlace, TextShape } from './slot.js'

/** One of the two cases. */
export interface Casing {
  readonly format: 'lower' | 'upper'
  of(text: string): string
  /** Whether nothing that follows a string changes how it is written. */
  isSettled(beginning: string): boolean
}

/** The cases. */
export const casings: readonly Casing[] = Object.freeze([
  // A sigma at the end of a word has a lower case of its own, so that what follows it changes it.
  { format: 'lower', of: (text) => text.toLowerCase(), isSettled: (beginning) => !beginning.includes('Σ') },
  { format: 'upper', of: (text) => text.toUpperCase(), isSettled: () => true },
])

const notText: NoText = { trouble: 'is not a string' }
const nowhere: TextPlace = { text: undefined, rank: 'after' }

/**
 * Makes the format of a string in one case. Nothing is lost if the struct allows only a few strings which differ in
 * more than their case.
 * @param plain the format of the string as it is, which sorts; it is used if the case changes none of a few strings.
 */
export function casedText(codec: Codec, casing: Casing, plain: SlotFormat): SlotFormat {
  const { only } = codec
  const few = only !== undefined && only.size > 0 && [...only].every((word) => typeof word === 'string')
  const words = few ? [...only].map(String) : []
  if (few && words.every((word) => casing.of(word) === word)) return plain
  const wordOf = new Map(words.map((word) => [casing.of(word), word]))
  const lossy = !few || wordOf.size < words.length
  return Object.freeze({
    width: undefined,
    lossy,
    ordered: false,
    shape: few ? { words: [...wordOf.keys()] } : 'any',
    print: (stored: AttributeValue) => ('S' in stored ? casing.of(stored.S) : notText),
    read(text: string) {
      const word = lossy ? undefined : wordOf.get(text)
      return word === undefined ? invalid : codec.decode({ S: word }, [])
    },
    place(stored: AttributeValue): TextPlace {
      if (!('S' in stored)) return nowhere
      const text = casing.of(stored.S)
      return { text, rank: !lossy && wordOf.get(text) === stored.S ? 'only' : 'within' }
    },
    start: (prefix: AttributeValue) =>
      'S' in prefix && casing.isSettled(prefix.S) ? { text: casing.of(prefix.S), exact: false } : undefined,
  })
}

/**
 * Makes the format of a date or a boolean in one case. Their letters stand in the same places in all texts, so that
 * order and values stay.
 * @param plain the same without the case.
 * @param restored returns the text without the case.
 */
export function casedForm(plain: SlotFormat, { of }: Casing, restored: (text: string) => string): SlotFormat {
  const { below, above, start } = plain
  const cased = (text: string | undefined) => (text === undefined ? undefined : of(text))
  return Object.freeze({
    ...plain,
    shape: casedShape(plain.shape, of),
    print(stored: AttributeValue) {
      const text = plain.print(stored)
      return typeof text === 'string' ? of(text) : text
    },
    read: (text: string) => (of(restored(text)) === text ? plain.read(restored(text)) : invalid),
    place(stored: AttributeValue): TextPlace {
      const { text, rank } = plain.place(stored)
      return { text: cased(text), rank }
    },
    ...(below === undefined ? {} : { below: (text: string) => cased(below(restored(text))) }),
    ...(above === undefined ? {} : { above: (text: string) => cased(above(restored(text))) }),
    ...(start === undefined
      ? {}
      : {
          start(prefix: AttributeValue) {
            const begun = start(prefix)
            return begun === undefined ? undefined : { ...begun, text: of(begun.text) }
          },
        }),
  })
}

function casedShape(shape: TextShape, of: (text: string) => string): TextShape {
  if (shape === 'any') return shape
  if ('words' in shape) return { words: shape.words.map(of) }
  return { places: shape.places.map((ranges) => ranges.map((range) => casedRange(range, of))) }
}

// Digits have no case, and letters stand alone in their places.
function casedRange([from, to]: CharacterRange, of: (text: string) => string): CharacterRange {
  const cased = (point: number) => of(String.fromCodePoint(point)).codePointAt(0) ?? point
  return [cased(from), cased(to)]
}
