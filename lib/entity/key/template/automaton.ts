// Sets of strings as automata: states, and steps from one to another for characters of a range.
import type { CharacterRange } from './slot.js'

/** A step from one state to another, for any character of a range. */
interface Step {
  readonly range: CharacterRange
  readonly to: number
}

/** Texts as states: steps out of each state, those that take no character, and where a string may end. */
export interface Automaton {
  readonly steps: Step[][]
  readonly free: number[][]
  end: number
}

/** An automaton of the empty string. */
export function newAutomaton(): Automaton {
  return { steps: [[]], free: [[]], end: 0 }
}

/** Adds a state without steps, and returns it. */
export function addState(made: Automaton): number {
  made.free.push([])
  return made.steps.push([]) - 1
}

/** Adds one character of these ranges at the end. */
export function addStep(made: Automaton, ranges: readonly CharacterRange[]): void {
  const to = addState(made)
  for (const range of ranges) made.steps[made.end]?.push({ range, to })
  made.end = to
}

/** Adds a string at the end. */
export function addText(made: Automaton, text: string): void {
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    addStep(made, [[point, point]])
  }
}

/** Whether there is a string that both accept. */
export function meet(a: Automaton, b: Automaton): boolean {
  const seen = new Set<number>()
  const open: [number, number][] = [[0, 0]]
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [one, other] = pair
    const key = one * b.steps.length + other
    if (seen.has(key)) continue
    seen.add(key)
    if (one === a.end && other === b.end) return true
    for (const to of a.free[one] ?? []) open.push([to, other])
    for (const to of b.free[other] ?? []) open.push([one, to])
    for (const step of a.steps[one] ?? [])
      for (const { range, to } of b.steps[other] ?? [])
        if (step.range[0] <= range[1] && range[0] <= step.range[1]) open.push([step.to, to])
  }
  return false
}
