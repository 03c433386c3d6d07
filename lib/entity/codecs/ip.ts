// IP addresses, networks and interfaces as strings, checked, and written as Python's `ipaddress` prints them.
import { isIPv4, isIPv6 } from 'node:net'
import type { StorageForm } from '../struct/storage-form.js'

/** The format of addresses of one version. */
interface Version {
  readonly bits: number
  read(text: string): bigint | undefined
  print(address: bigint): string
}

const version4: Version = {
  bits: 32,
  read(text) {
    if (!isIPv4(text)) return undefined
    return text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
  },
  print: (address) => [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.'),
}

const version6: Version = {
  bits: 128,
  read(text) {
    if (!isIPv6(text) || text.includes('%')) return undefined
    const [head = '', tail] = inHextets(text).split('::')
    const first = head === '' ? [] : head.split(':')
    const last = tail === undefined || tail === '' ? [] : tail.split(':')
    const middle = Array<string>(tail === undefined ? 0 : 8 - first.length - last.length).fill('0')
    return [...first, ...middle, ...last].reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n)
  },
  print(address) {
    const hextets = Array.from({ length: 8 }, (_, at) =>
      ((address >> BigInt(112 - 16 * at)) & 65535n).toString(16),
    )
    let best = { start: 0, length: 1 }
    for (let start = 0; start < 8; start++) {
      let length = 0
      while (hextets[start + length] === '0') length++
      if (length > best.length) best = { start, length }
    }
    if (best.length === 1) return hextets.join(':')
    const end = best.start + best.length
    return `${hextets.slice(0, best.start).join(':')}::${hextets.slice(end).join(':')}`
  },
}

// The last 32 bits may be written as an IPv4 address.
function inHextets(text: string): string {
  const at = text.lastIndexOf(':') + 1
  const last = version4.read(text.slice(at))
  if (last === undefined) return text
  return `${text.slice(0, at)}${(last >> 16n).toString(16)}:${(last & 65535n).toString(16)}`
}

function canonicalAddress(version: Version, text: string): string | undefined {
  // A zone (`fe80::1%eth0`) is part of the address, and is kept unchanged.
  const at = version.bits === 128 ? text.indexOf('%') : -1
  if (at >= 0 && !isIPv6(text)) return undefined
  const address = version.read(at < 0 ? text : text.slice(0, at))
  return address === undefined ? undefined : version.print(address) + (at < 0 ? '' : text.slice(at))
}

function prefixOf(version: Version, text: string): number | undefined {
  if (/^\d{1,4}$/.test(text)) return Number(text) <= version.bits ? Number(text) : undefined
  const mask = version.bits === 32 ? version.read(text) : undefined
  if (mask === undefined) return undefined
  const all = 0xffffffffn
  // Either a netmask (ones, then zeros) or a host mask, the inverse of one.
  for (const candidate of [mask, mask ^ all])
    for (let prefix = 0; prefix <= 32; prefix++)
      if (candidate === ((all << BigInt(32 - prefix)) & all)) return prefix
  return undefined
}

function canonicalWithPrefix(version: Version, text: string, network: boolean): string | undefined {
  const [address = '', mask, ...rest] = text.split('/')
  if (rest.length > 0) return undefined
  const prefix = mask === undefined ? version.bits : prefixOf(version, mask)
  const shown = network && address.includes('%') ? undefined : canonicalAddress(version, address)
  if (prefix === undefined || shown === undefined) return undefined
  const hostBits = (1n << BigInt(version.bits - prefix)) - 1n
  if (network && ((version.read(address) ?? 0n) & hostBits) !== 0n) return undefined
  return `${shown}/${prefix}`
}

/**
 * One form of IP strings: its name in messages, and its canonical form (`undefined` if a string does not have the
 * form).
 */
interface IpForm {
  readonly words: string
  canonical(text: string): string | undefined
}

/** The six forms, by their names in `as`. */
export const ipForms: ReadonlyMap<StorageForm, IpForm> = new Map<StorageForm, IpForm>([
  ['ipv4Address', { words: 'an IPv4 address', canonical: (text) => canonicalAddress(version4, text) }],
  [
    'ipv4Network',
    { words: 'an IPv4 network', canonical: (text) => canonicalWithPrefix(version4, text, true) },
  ],
  [
    'ipv4Interface',
    { words: 'an IPv4 interface', canonical: (text) => canonicalWithPrefix(version4, text, false) },
  ],
  ['ipv6Address', { words: 'an IPv6 address', canonical: (text) => canonicalAddress(version6, text) }],
  [
    'ipv6Network',
    { words: 'an IPv6 network', canonical: (text) => canonicalWithPrefix(version6, text, true) },
  ],
  [
    'ipv6Interface',
    { words: 'an IPv6 interface', canonical: (text) => canonicalWithPrefix(version6, text, false) },
  ],
])
