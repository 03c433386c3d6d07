// A scope whose parts are sent when the spec says so.

import { Scope } from '../../lib/executor/scope/scope.js'
import type { ScopeKind } from '../../lib/executor/scope/scope-context.js'
import type { Facing } from '../../lib/operation/ground/faces.js'
import type { Runner } from '../../lib/operation/ground/runner.js'

/** A part under way. */
export interface Part {
  readonly names: readonly string[]
  done(): void
  fail(error: unknown): void
}

/** What a spec can collect: a write that is known by its name. */
export function write(name: string): Facing {
  const none = (): never => {
    throw new Error('it has no face')
  }
  return { role: 'write', name, batchWriteFace: none, transactWriteFace: none, readFace: none }
}

/** Collects whatever comes, but for what is called `wrong`. */
export class Collecting extends Scope {
  readonly kind: ScopeKind
  readonly parts: Part[] = []

  constructor(runner: Runner, size = Number.POSITIVE_INFINITY, kind: ScopeKind = 'transaction') {
    super(runner, size)
    this.kind = kind
  }

  override take({ name }: Facing): unknown {
    if (name === 'wrong') throw new Error('wrong')
    return `taken ${name}`
  }

  override send(operations: readonly Facing[]): Promise<void> {
    return new Promise((done, fail) => {
      this.parts.push({ names: operations.map(({ name }) => name), done, fail })
    })
  }

  /** The names in the parts that were sent so far. */
  get sent(): (readonly string[])[] {
    return this.parts.map(({ names }) => names)
  }
}

/** Lets all that can go on go on. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
