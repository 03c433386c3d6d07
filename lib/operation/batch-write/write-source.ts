// Where the writes of a run come from: a list that was checked as a whole, or an iterable that is read as the run goes on.
import type { WriteElement } from './write-element.js'

/** Elements of an array, an iterable or an async iterable. Not of a text, which would be iterated letter by letter. */
export type ManySource<T> = readonly T[] | (Iterable<T> & object) | AsyncIterable<T>

/** Why there are no more elements: `'done'`; the source threw; an element was refused. */
export interface SourceEnd {
  readonly why: 'done' | 'thrown' | 'refused'
  readonly error?: unknown
}

/** An element, or why there is none. */
export type Next = WriteElement | SourceEnd

/** Gives one element after the other. */
export interface WriteSource {
  /** How many elements there are, where that is known. */
  readonly total: number | undefined
  /** How many elements were taken. */
  readonly taken: number
  next(): Next | Promise<Next>
  /** The run ends before the source does. */
  close(): Promise<void>
  /** What was at hand from the start and never taken. */
  rest(): readonly WriteElement[]
  /** The last element of an iterable: it may be on its way to whom it was given to. */
  readonly last?: WriteElement | undefined
}

/** All elements are at hand. */
export function listSource(elements: readonly WriteElement[]): WriteSource {
  const end: SourceEnd = { why: 'done' }
  let taken = 0
  return {
    total: elements.length,
    get taken() {
      return taken
    },
    next: () => (taken < elements.length ? elements[taken++] : undefined) ?? end,
    close: async () => {},
    rest: () => elements.slice(taken),
  }
}

interface Steps {
  next(): IteratorResult<unknown> | Promise<IteratorResult<unknown>>
  return?(): unknown
}

/** Elements are read one by one; `make` is given each of them and its index, and throws where it is refused. */
export class IterableSource implements WriteSource {
  readonly source: Iterable<unknown> | AsyncIterable<unknown>
  readonly make: (given: unknown, index: number) => WriteElement
  readonly total: number | undefined
  taken = 0
  last: WriteElement | undefined
  steps: Steps | undefined
  ended = false

  constructor(
    source: Iterable<unknown> | AsyncIterable<unknown>,
    make: (given: unknown, index: number) => WriteElement,
  ) {
    this.source = source
    this.make = make
    const { size } = source as { readonly size?: unknown }
    this.total = typeof size === 'number' ? size : undefined
  }

  next(): Next | Promise<Next> {
    if (this.ended) return { why: 'done' }
    try {
      this.steps ??= stepsOf(this.source)
      const result = this.steps.next()
      if ('then' in result)
        return Promise.resolve(result).then(
          (settled) => this.read(settled),
          (error) => this.threw(error),
        )
      return this.read(result)
    } catch (error) {
      return this.threw(error)
    }
  }

  /** Lets the source clean up after itself. What it throws then does not matter: the run has ended for another reason. */
  async close(): Promise<void> {
    if (this.ended) return
    this.ended = true
    try {
      await this.steps?.return?.()
    } catch {}
  }

  rest(): readonly WriteElement[] {
    return []
  }

  read({ done, value }: IteratorResult<unknown>): Next {
    // What comes after the run has ended is nobody's: it was told already how far the source was read.
    if (done === true || this.ended) {
      this.ended = true
      return { why: 'done' }
    }
    try {
      this.last = this.make(value, this.taken++)
      return this.last
    } catch (error) {
      return { why: 'refused', error }
    }
  }

  threw(error: unknown): SourceEnd {
    this.ended = true
    return { why: 'thrown', error }
  }
}

function stepsOf(source: Iterable<unknown> | AsyncIterable<unknown>): Steps {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
}
