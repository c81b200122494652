// A key for tests alone; whoever finds it can sign nothing with it.
export const SECRET = `untrusted comment: test
RWRTY0IyvzBFpBS6Jt6YAP3hECymu8bwbmE7ZlxCfk3aVnPf1nMAAAACAAAAAAAAAEAAAAAAIpb3vveW5EfRZw66vjo6OFKOQib4e7ipGzcOkcb3/kMlnfj3TCYBoiMTRUW17K+yWfQIBhXoJeFY5BD7mN8Z6tWnJoPNSlql5tstCDkPcVohpXjCJSsC9Elwaonjvfdp+DH9Z+UlKbA=
`;
export const PASSWORD = "pass words";
export const KEY_ID = "8640F468772541B1";
