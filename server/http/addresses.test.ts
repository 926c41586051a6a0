import { describe, expect, it } from 'vitest';
import { isInside } from './addresses.ts';

describe('isInside', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['0.0.0.0', 'this host'],
    ['10.1.2.3', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.0.1', 'private'],
    ['100.100.100.200', 'shared, and the metadata of one cloud'],
    ['169.254.169.254', 'link-local, and the metadata of most clouds'],
    ['168.63.129.16', 'the host of one cloud'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['::1', 'loopback'],
    ['::', 'unspecified'],
    ['fe80::1%eth0', 'link-local with a zone'],
    ['fd00:ec2::254', 'unique local, and the metadata of one cloud'],
    ['ff02::1', 'multicast'],
    ['::ffff:127.0.0.1', 'v4-mapped'],
    ['::ffff:a9fe:a9fe', 'v4-mapped in hexadecimal'],
    ['::127.0.0.1', 'v4-compatible'],
    ['64:ff9b::10.0.0.1', 'translated'],
    ['2002:7f00:1::', '6to4 of loopback'],
    ['2002:c0a8:1::1', '6to4 of a private network'],
    ['localhost', 'no address at all'],
  ])('holds for %s (%s)', (address) => {
    expect(isInside(address)).toBe(true);
  });

  it.each([['8.8.8.8'], ['172.32.0.1'], ['100.128.0.1'], ['2606:4700::1111'], ['::ffff:8.8.8.8'], ['2002:808:808::1']])(
    'does not hold for the public address %s',
    (address) => {
      expect(isInside(address)).toBe(false);
    },
  );
});
