// Preload for a Node.js sender: DNS questions and the two well-known ports go to the sandbox, nothing else is changed.
// SANDBOX_NET: {"dns": "127.0.0.1:5353", "ports": {"443": 8443}}
const dns = require("node:dns");
const net = require("node:net");

const { dns: server, ports } = JSON.parse(process.env.SANDBOX_NET);
dns.setServers([server]);

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  // Node's own modules pass normalized arguments: [[options, callback]].
  const options = Array.isArray(given[0]) ? given[0][0] : given[0];
  const toLoopback = /^(::ffff:)?127\.|^::1$/.test(options?.host ?? "");
  if (toLoopback && ports[options.port] !== undefined) options.port = ports[options.port];
  return connect.apply(this, given);
};
