// What the tree does not say.
import { expect } from 'chai'
import { trackedSources } from './sources.js'
import { forbiddenWords } from './wording.js'

// Put together from parts, so that this file does not say them either.
const joined = (...parts: string[]) => parts.join('')

describe('words', () => {
  for (const [text, why] of [
    [joined('see /wo', 'rk/main'), 'a path of one machine'],
    [joined('https://registry.npm', 'js.org/a'), "a registry's host"],
    [joined('<<<<<', '<< HEAD'), 'a mark of a merge'],
    [joined('>>>>', '>>> 6fde06f (a message)'), 'a mark of a merge'],
    [joined('as iss', 'ue 12 says'), 'the number of a task'],
    [joined('in an earlier ses', 'sion'), 'who did what'],
    [joined('the hash', 'Key'), 'not DynamoDB’s term: partition key, sort key'],
    [joined('a range', ' key'), 'not DynamoDB’s term: partition key, sort key'],
  ] as const)
    it(`${why} is found`, () => {
      expect(forbiddenWords(new Map([['lib/a.ts', `// Fine.\n${text}\n`]]))).deep.equal([
        `lib/a.ts:2: ${why}`,
      ])
    })

  it('ordinary text is let through', () => {
    const text = `KeyType: 'HASH'\nhttps://example.com/work/\nSession tokens\nmicrosoft/TypeScript#63634\n./home/a`
    expect(forbiddenWords(new Map([['lib/a.ts', text]]))).deep.equal([])
  })

  it('the tree says none of them', () => {
    expect(forbiddenWords(trackedSources())).deep.equal([])
  })
})
