// Shapes of requests as data: the possible values of each parameter.

interface Parameter {
  /** Whether its absence is one of the validation errors that are reported together. */
  readonly required?: true
}

/** Text, with what the service asks of it. */
export interface TextShape extends Parameter {
  readonly kind: 'text'
  readonly oneOf?: readonly string[]
  readonly min?: number
  readonly max?: number
  /** From `^` to `$`. */
  readonly pattern?: RegExp
}

export interface NumberShape extends Parameter {
  readonly kind: 'integer' | 'long'
  readonly min?: number
  readonly max?: number
}

export interface ListShape extends Parameter {
  readonly kind: 'list'
  readonly of: Shape
  readonly min?: number
  readonly max?: number
}

export interface MapShape extends Parameter {
  readonly kind: 'map'
  readonly of: Shape
  /** The class of its members, as refusals name it. */
  readonly className: string
  readonly min?: number
  readonly max?: number
  readonly keys?: { readonly min?: number; readonly max?: number; readonly pattern?: RegExp }
}

export interface StructureShape extends Parameter {
  readonly kind: 'structure'
  readonly name: string
  readonly members: Members
}

/** Without further rules: a boolean, bytes in base64, or an attribute value. */
export interface PlainShape extends Parameter {
  readonly kind: 'boolean' | 'bytes' | 'value'
}

/** One parameter of a request, or a part of one. */
export type Shape = TextShape | NumberShape | ListShape | MapShape | StructureShape | PlainShape

export type Members = { readonly [name: string]: Shape }

export const text = (more: Omit<TextShape, 'kind'> = {}): TextShape => ({ kind: 'text', ...more })
export const oneOf = (...words: string[]): TextShape => ({ kind: 'text', oneOf: words })
export const list = (of: Shape, more: Omit<ListShape, 'kind' | 'of'> = {}): ListShape => ({
  kind: 'list',
  of,
  ...more,
})
export const map = (
  of: Shape,
  more: Omit<MapShape, 'kind' | 'of' | 'className'> & { className?: string } = {},
): MapShape => ({
  kind: 'map',
  of,
  className: of.kind === 'structure' ? of.name : 'AttributeValue',
  ...more,
})
export const structure = (name: string, members: Members): StructureShape => ({
  kind: 'structure',
  name,
  members,
})
/** The same shape, required. */
export const required = <S extends Shape>(shape: S): S & { required: true } => ({ ...shape, required: true })

export const bool: PlainShape = { kind: 'boolean' }
export const value: PlainShape = { kind: 'value' }
/** A map of attribute names to values. */
export const item: MapShape = map(value)
