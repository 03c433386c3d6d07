// What the entry points show can be named by those who import them.
import { expect } from 'chai'
import { programOf, unexportedTypes } from './signatures.js'

describe('signatures of the entry points', () => {
  it('name exported types only: otherwise a user cannot emit declarations of what returns them', () => {
    const files = new Map([
      ['lib/window.ts', `export { Shown, shown, type Part } from './room.js'`],
      [
        'lib/room.ts',
        `export interface Part {
          readonly a: Inner
          /** @internal */
          readonly b: Inner
        }
        export interface Inner { readonly c: string }
        export type Mark = 'mark'
        export class Base {}
        export class Shown<T extends Inner> extends Base {
          readonly part: Part = { a: { c: '' }, b: { c: '' } }
          mark(): Mark { const inner: Inner = { c: '' }; return inner.c as Mark }
          one(of: string): Part
          one(of: Inner | string): Part { return of as never }
        }
        export function shown(): Promise<Inner[]> { throw new Error() }`,
      ],
    ])
    expect(unexportedTypes(programOf(['lib/window.ts'], files))).deep.equal([
      'Shown: Base',
      'Shown: Inner',
      'shown: Inner',
      'Part.a: Inner',
    ])
    expect(
      unexportedTypes(
        programOf(['lib/index.ts', 'lib/otel/index.ts', 'lib/streams/index.ts', 'lib/testing/index.ts']),
      ),
    ).deep.equal([])
  })
})
