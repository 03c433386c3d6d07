// Collisions of templates, two of which may give one key: their texts as automata, run in parallel.
import { type Automaton, addState, addStep, addText, meet, newAutomaton } from './automaton.js'
import { escaped, nextCodePoint } from './separator.js'
import type { CharacterRange, Slot, Template } from './slot.js'

/**
 * One attribute of a key: its template; `undefined` if a function of the user's own makes its text, which can be any.
 */
export type KeyText = Template | undefined

/** What distinguishes the keys of one entity: its templates, partition first. */
export interface KeyTexts {
  readonly partition: KeyText
  /** `undefined` also if the key has no sort attribute. */
  readonly sort: KeyText
}

/**
 * Whether an item of one entity could have the key of an item of the other. The result is only false if no values at
 * all give one key; refinements of attributes, and attributes that are in both parts of the key, are not taken into
 * account.
 */
export function mayCollide(a: KeyTexts, b: KeyTexts): boolean {
  return mayBeSame(a.partition, b.partition) && mayBeSame(a.sort, b.sort)
}

/** Whether two templates could give the same text. */
export function mayBeSame(a: KeyText, b: KeyText): boolean {
  if (a === undefined || b === undefined) return true
  if (a.type !== b.type) return false
  return a.type !== 'S' || meet(wholeAutomaton(a), wholeAutomaton(b))
}

/**
 * Whether another template could give a string that begins with the first parts of this one: whether keys of another
 * entity may be in a range of which only these parts are known.
 */
export function mayBeginAlike(template: KeyText, pieces: number, other: KeyText): boolean {
  if (template === undefined || other === undefined) return true
  if (template.type !== other.type) return false
  if (template.type !== 'S') return true
  return meet(beginningAutomaton(template.pieces.slice(0, pieces)), wholeAutomaton(other))
}

const everyCharacter: CharacterRange = [0, 0x10ffff]

// All texts that a template gives; of a partial one, also those that end before an attribute.
function wholeAutomaton({ pieces, partial }: Template): Automaton {
  const made = newAutomaton()
  const ends: number[] = []
  for (const piece of pieces) {
    if (typeof piece === 'object' && partial) ends.push(made.end)
    addPiece(made, piece)
  }
  if (ends.length === 0) return made
  ends.push(made.end)
  made.end = addState(made)
  for (const end of ends) made.free[end]?.push(made.end)
  return made
}

// All texts that begin with these parts.
function beginningAutomaton(pieces: readonly (string | Slot)[]): Automaton {
  const made = newAutomaton()
  for (const piece of pieces) addPiece(made, piece)
  made.steps[made.end]?.push({ range: everyCharacter, to: made.end })
  return made
}

const addPiece = (made: Automaton, piece: string | Slot): void =>
  typeof piece === 'string' ? addText(made, piece) : addSlot(made, piece)

function addSlot(made: Automaton, { format: { shape }, ending }: Slot): void {
  if (shape === 'any') addValue(made, ending)
  else if ('places' in shape) for (const ranges of shape.places) addStep(made, ranges)
  else addWords(made, shape.words, ending)
}

// Adds any value: every character that can be before the separator.
function addValue(made: Automaton, ending: Slot['ending']): void {
  const loop = addState(made)
  made.free[made.end]?.push(loop)
  made.end = loop
  const lowest = ending === undefined || ending.separators === 'keep' ? 0 : valueFrom(ending)
  made.steps[loop]?.push({ range: [lowest, everyCharacter[1]], to: loop })
  if (ending?.separators !== 'escape') return
  const escaping = addState(made)
  made.steps[loop]?.push({ range: [ending.sign, ending.sign], to: escaping })
  made.steps[escaping]?.push({ range: [0, ending.sign], to: loop })
}

const valueFrom = ({ separator, sign, separators }: NonNullable<Slot['ending']>): number =>
  (separators === 'escape' ? nextCodePoint(sign) : nextCodePoint(separator)) ?? everyCharacter[1]

function addWords(made: Automaton, words: readonly string[], ending: Slot['ending']): void {
  const start = made.end
  const ends = words.flatMap((word) => {
    const text = ending === undefined ? word : escaped(word, ending)
    if (typeof text !== 'string') return []
    made.end = start
    const own = addState(made)
    made.free[start]?.push(own)
    made.end = own
    addText(made, text)
    return made.end
  })
  made.end = addState(made)
  for (const end of ends) made.free[end]?.push(made.end)
}
