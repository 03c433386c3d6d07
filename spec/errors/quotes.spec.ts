// Values of items in messages that others wrote.
import { expect } from 'chai'
import { textsIn, withoutText } from '../../lib/errors/quotes.js'

describe('withoutText', () => {
  for (const [message, value, own, around] of [
    ['no such thing', 'hunter2', 'no such thing', 'no such thing'],
    ['hunter2 is bad', 'hunter2', '… is bad', '… is bad'],
    ['failed to write', 'failed', '… to write', 'failed to write'],
    ["'failed' to write", 'failed', "'…' to write", "'…' to write"],
    ['[a, b] and a', 'a', '[…, b] and a', '[…, b] and a'],
    ['[a] and a', 'a', '[…] and a', '[…] and a'],
    ['{S: a}', 'a', '{S: …}', '{S: …}'],
    ['more than 4096', '4096', 'more than …', 'more than 4096'],
    ['40817263 and 140817263', '40817263', '… and 140817263', '… and 140817263'],
    ['opened, open', 'open', 'opened, …', 'opened, open'],
    ['a-very-long-value', 'very-long-value', 'a-…', 'a-…'],
    ['xaverylongvalue1x', 'averylongvalue1', 'x…x', 'x…x'],
    ['aaaa.aaaa aaaa.aaaa', 'aaaa.aaaa', '… …', '… …'],
    ['anything', '', 'anything', 'anything'],
  ] as const)
    it(`"${message}" without "${value}"`, () => {
      expect(withoutText(message, value, '…', 'own')).equal(own)
      expect(withoutText(message, value, '…', 'around')).equal(around)
    })

  it('ends where what is shown holds the value', () => {
    expect(withoutText('a value here', 'value', '(a value)', 'own')).equal('a (a value) here')
  })
})

describe('textsIn', () => {
  it('finds all values, each once, and reads no getter', () => {
    const date = new Date(1e12)
    const value = {
      a: 'text',
      b: [1.5, 2n, { c: new Set(['x', 'text']) }],
      d: new Map([['key', new Uint8Array([104, 105])]]),
      e: date,
      get f(): never {
        throw new Error('read')
      },
      g: undefined,
      h: new Date(Number.NaN),
    }
    const cyclic: Record<string, unknown> = { value }
    cyclic['self'] = cyclic
    expect([...textsIn(cyclic)]).members([
      'text',
      '1.5',
      '2',
      'x',
      'key',
      'aGk=',
      date.toISOString(),
      String(date),
      '1000000000000',
    ])
  })

  it('gives up in values that are larger than any message', () => {
    const texts = textsIn(Array.from({ length: 50_000 }, (_, at) => [String(at)]))
    expect(texts.size).within(1_000, 20_000)
  })
})
