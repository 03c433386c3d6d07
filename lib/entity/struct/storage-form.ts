// Storage forms: how values are stored if their struct leaves a choice.

/** How a value is stored, if its struct leaves a choice. */
export type StorageForm = DateForm | 'number' | TextForm

/** How a Date is stored: as an ISO 8601 string in UTC, or as a number of seconds or milliseconds since 1970. */
export type DateForm =
  | 'iso'
  | 'isoDay'
  | 'isoSeconds'
  | 'isoMicros'
  | 'isoNanos'
  | 'isoTrimmed'
  | 'isoInstant'
  | 'isoPydantic'
  | 'isoNaive'
  | 'isoOffset'
  | 'epochSeconds'
  | 'epochMillis'

/** How a string is stored: as an exact number, or as a checked IP address. */
export type TextForm =
  | 'decimal'
  | 'ipv4Address'
  | 'ipv4Network'
  | 'ipv4Interface'
  | 'ipv6Address'
  | 'ipv6Network'
  | 'ipv6Interface'

/** In place of the type of `as`: values of the struct can be stored in one form only. */
export interface NoStorageForm {
  readonly [problem: symbol]: never
}

/** The storage forms for values of a type. */
export type StorageFormOf<T> = unknown extends T ? StorageForm : FormOf<NonNullable<T>>

type FormOf<T> = T extends Date
  ? DateForm
  : T extends string
    ? TextForm
    : T extends number | bigint
      ? 'number' | 'decimal'
      : NoStorageForm

/** Every storage form, with a sentence about what it stores, for the reference. A form without one does not compile. */
export const storageForms: Readonly<Record<StorageForm, string>> = {
  iso: '`2026-01-02T10:00:00.123Z`: milliseconds, in UTC; the default of dates.',
  isoDay: '`2026-01-02`: the day in UTC.',
  isoSeconds: '`2026-01-02T10:00:00Z`: no fraction.',
  isoMicros: '`2026-01-02T10:00:00.123000Z`: six digits of a second.',
  isoNanos: '`2026-01-02T10:00:00.123000000Z`: nine digits of a second.',
  isoTrimmed: '`2026-01-02T10:00:00.12Z`: no trailing zeros, as in Go; does not sort by time.',
  isoInstant: '`2026-01-02T10:00:00.120Z`, or no fraction if it is zero, as in Java; does not sort by time.',
  isoPydantic:
    '`2026-01-02T10:00:00.123000Z`, or no fraction if it is zero, as pydantic writes UTC; does not sort by time.',
  isoNaive: "`2026-01-02T10:00:00.123000`: no zone, as Python's `isoformat()` writes it without one.",
  isoOffset: "`2026-01-02T10:00:00.123000+00:00`: as Python's `isoformat()` writes UTC.",
  epochSeconds: 'N, whole seconds since 1970, as Time to Live requires.',
  epochMillis: 'N, milliseconds since 1970.',
  number: 'N; the default of numbers.',
  decimal: 'N, from and to exact decimal strings.',
  ipv4Address: 'S, `192.0.2.1`.',
  ipv4Network: 'S, `192.0.2.0/24`, without host bits.',
  ipv4Interface: 'S, `192.0.2.1/24`.',
  ipv6Address: 'S, `2001:db8::1`.',
  ipv6Network: 'S, `2001:db8::/32`, without host bits.',
  ipv6Interface: 'S, `2001:db8::1/32`.',
}
