import { createServer } from 'node:http';

/** The target: takes a POST, answers at once (or after DELAY ms), counts. `GET /count` tells, `POST /reset` forgets. Its own process. */
let count = 0;
const delay = Number(process.env.DELAY ?? 0);

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(String(count));
    return;
  }
  request.resume().on('end', () => {
    if (request.url === '/reset') count = 0;
    else count += 1;
    const answer = () => {
      response.setHeader('content-type', 'application/json');
      response.end('{"ok":true}');
    };
    if (delay > 0) setTimeout(answer, delay);
    else answer();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
process.on('disconnect', () => process.exit(0));
