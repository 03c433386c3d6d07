// Automata of strings, run next to each other.
import { expect } from 'chai'
import {
  type Automaton,
  addState,
  addStep,
  addText,
  meet,
  newAutomaton,
} from '../../../../lib/entity/key/template/automaton.js'

const text = (value: string): Automaton => {
  const made = newAutomaton()
  addText(made, value)
  return made
}

describe('meet', () => {
  it('is true if there is a string of both', () => {
    expect(meet(text('a😀'), text('a😀'))).equal(true)
    expect(meet(text('a'), text('b'))).equal(false)
    expect(meet(text('a'), text('ab'))).equal(false)
    expect(meet(newAutomaton(), newAutomaton())).equal(true)
  })

  it('follows ranges, steps without a character, and loops', () => {
    const digits = newAutomaton()
    addStep(digits, [[48, 57]])
    expect(meet(digits, text('7'))).equal(true)
    expect(meet(digits, text('x'))).equal(false)
    const any = newAutomaton()
    const loop = addState(any)
    any.free[any.end]?.push(loop)
    any.steps[loop]?.push({ range: [97, 98], to: loop })
    any.end = loop
    expect(meet(any, text('abba'))).equal(true)
    expect(meet(any, text('abc'))).equal(false)
  })
})
