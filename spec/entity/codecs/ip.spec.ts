// IP addresses, networks and interfaces, as Python's ipaddress has them.
import { expect } from 'chai'
import { ipForms } from '../../../lib/entity/codecs/ip.js'

const cases: Record<string, readonly (readonly [string, string | undefined])[]> = {
  ipv4Address: [
    ['192.168.0.1', '192.168.0.1'],
    ['256.0.0.1', undefined],
    ['01.2.3.4', undefined],
    ['1.2.3', undefined],
    ['1.2.3.4/24', undefined],
    ['', undefined],
  ],
  ipv4Network: [
    ['192.168.0.0/16', '192.168.0.0/16'],
    ['192.168.0.0/255.255.0.0', '192.168.0.0/16'],
    ['192.168.0.0/0.0.255.255', '192.168.0.0/16'],
    ['192.168.0.1', '192.168.0.1/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['192.168.0.1/16', undefined],
    ['192.168.0.0/33', undefined],
    ['192.168.0.0/255.0.255.0', undefined],
    ['192.168.0.0/16/16', undefined],
  ],
  ipv4Interface: [
    ['10.66.0.1', '10.66.0.1/32'],
    ['10.66.0.1/24', '10.66.0.1/24'],
    ['10.66.0.1/x', undefined],
  ],
  ipv6Address: [
    ['1:0DB8:0000::', '1:db8::'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['::1', '::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['1:0:0:2:0:0:3:4', '1::2:0:0:3:4'],
    ['::ffff:1.2.3.4', '::ffff:102:304'],
    ['FE80::1%eth0', 'fe80::1%eth0'],
    ['1:2:3', undefined],
    ['fe80::1%', undefined],
    ['::/0', undefined],
  ],
  ipv6Network: [
    ['1:db8::/32', '1:db8::/32'],
    ['1:DB8::', '1:db8::/128'],
    ['1:db8::1/32', undefined],
    ['1:db8::/129', undefined],
    ['fe80::%eth0/64', undefined],
  ],
  ipv6Interface: [
    ['1:db8::', '1:db8::/128'],
    ['1:db8::1/32', '1:db8::1/32'],
    ['::1.2.3.4/64', '::102:304/64'],
  ],
}

describe('ip text', () => {
  it('all six forms are here', () => {
    expect([...ipForms.keys()]).to.have.members(Object.keys(cases))
  })

  for (const [form, rows] of Object.entries(cases))
    for (const [text, canonical] of rows)
      it(`${form} '${text}' is ${canonical ?? 'none'}`, () => {
        const known = ipForms.get(form as never)
        expect(known?.canonical(text)).to.equal(canonical)
        if (canonical !== undefined) expect(known?.canonical(canonical)).to.equal(canonical)
      })
})
