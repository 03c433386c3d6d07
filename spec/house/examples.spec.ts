// Documentation of public methods shows the call.
import { expect } from 'chai'
import { undocumentedCalls } from './examples.js'
import { programOf } from './signatures.js'

const entries = ['lib/index.ts', 'lib/testing/index.ts']

/** Methods without an example, by the reason for it. `*` is any class. */
const withoutExample: ReadonlyMap<string, readonly string[]> = new Map([
  ['they are those of Promise', ['*.then', '*.catch', '*.finally']],
  ['JavaScript calls them', ['*.toString', '*.toJSON']],
  [
    'the library calls them: steps of a run, which a subclass or a stub of an operation has',
    [
      ...['compile', 'decode', 'recover', 'send', 'sendAs', 'failure', 'unsupported', 'refused'],
      ...['isMissing', 'isOwn', 'written', 'withCondition', 'checkTransactable', 'read', 'tableRequest'],
    ].map((name) => `*.${name}`),
  ],
  [
    'the library calls them: what operations need of the runner of a repository, which a stub may be',
    ['run', 'toCommand', 'enlist', 'create', 'mayCreate'].map((name) => `CommandExecutor.${name}`),
  ],
  ['the same, as a type', ['run', 'toCommand', 'clientFor', 'enlist'].map((name) => `Runner.${name}`)],
  ['the base of Entity and EntityUnion, whose methods have examples', ['EntityModel.*', 'UnionModel.*']],
  [
    'options of a definition, shown where the definition is',
    ['AttributeOptions.*', 'AnyIndex.when', 'TemplateIndex.when', 'ComputedSide.*'],
  ],
])

const excused = [...withoutExample.values()].flat()
const isExcused = (name: string) => {
  const [owner = '', method = ''] = name.split('.')
  return [name, `*.${method}`, `${owner}.*`].some((form) => excused.includes(form))
}

const sample = `
/** @example free() */
export function free(): void {}
export function bare(): void {}
export class Widget {
  /** Turns it. @example widget.turn() */
  turn(): void {}
  /** \`.lift(5)\` becomes \`SET #0 = :0\`. */
  lift(by: number): void {}
  /** Says nothing of a call. */
  hide(): void {}
  /** @internal */
  inner(): void {}
  /** One of two. @example widget.load('a') */
  load(name: string): void
  load(index: number): void
  load(given: unknown): void {}
  private own(): void {}
  readonly size = 1
}
export interface Port {
  open(): void
  /** @example port.close() */
  close(): void
}
`

describe('documentation of public methods', function () {
  this.timeout(60_000)
  const program = programOf(entries)

  it('is missed if it shows no call', () => {
    const broken = programOf(['lib/index.ts'], new Map([['lib/index.ts', sample]]))
    expect(undocumentedCalls(broken)).deep.equal(['Port.open', 'Widget.hide', 'bare'])
  })

  it('shows the call, with an example or with what it becomes', () => {
    expect(undocumentedCalls(program).filter((name) => !isExcused(name))).deep.equal([])
  })

  it('is excused only if it shows none', () => {
    const missing = undocumentedCalls(program)
    const idle = excused.filter((form) => {
      const [owner, method] = form.split('.')
      return !missing.some((name) => {
        const [o, m] = name.split('.')
        return (owner === '*' || owner === o) && (method === '*' || method === m)
      })
    })
    expect(idle).deep.equal([])
  })
})
