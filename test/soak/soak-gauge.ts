/**
 * Loaded before the program (`node --import`): writes at its end what it still holds, and how much memory it took, to the
 * file that the environment names.
 */
import { writeFileSync } from 'node:fs';

let rejections = 0;
process.on('unhandledRejection', () => {
  rejections++;
});
process.on('exit', () => {
  const sockets = process
    .getActiveResourcesInfo()
    .filter((name) => /^(TCPSocketWrap|UDPWrap|TLSWrap|GetAddrInfo)/.test(name));
  const peakMb = process.resourceUsage().maxRSS / 1_000;
  const held = { peakMb, sockets: sockets.length, rejections };
  writeFileSync(process.env['MXTLS_HELD'] ?? '', JSON.stringify(held));
});
