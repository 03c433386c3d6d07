// Source of the writes of a run: a list that was checked as a whole, or an iterable that is read during the run.
import type { WriteElement } from './write-element.js'

/**
 * Elements of an array, an iterable or an async iterable. Not a string, which would be iterated character by character.
 */
export type ManySource<T> = readonly T[] | (Iterable<T> & object) | AsyncIterable<T>

/** Why there are no more elements: `'done'`, the source threw, or an element was rejected. */
export interface SourceEnd {
  readonly why: 'done' | 'thrown' | 'refused'
  readonly error?: unknown
}

/** An element, or the reason why there is none. */
export type Next = WriteElement | SourceEnd

/** Delivers one element after the other. */
export interface WriteSource {
  /** The number of elements, if known. */
  readonly total: number | undefined
  /** The number of elements taken. */
  readonly taken: number
  next(): Next | Promise<Next>
  /** Called if the run ends before the source. */
  close(): Promise<void>
  /** Returns the elements known from the start that were never taken. */
  rest(): readonly WriteElement[]
  /** The last element of an iterable, which may be on its way to the caller. */
  readonly last?: WriteElement | undefined
}

/** A source whose elements are all known. */
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

/**
 * Reads elements one by one. `make` is called with each element and its index, and throws if the element is rejected.
 */
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

  /** Lets the source clean up. Its errors are ignored, because the run has ended for another reason. */
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
    // An element that arrives after the end is ignored: how far the source was read has already been reported.
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
