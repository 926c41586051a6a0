import type { Server } from 'node:http';

/** Binds the first free port from `first` on. A port that was asked for and is busy is named. @returns the port */
export async function listen(
  server: Server,
  host: string,
  first: number,
  say: (line: string) => void,
): Promise<number> {
  for (let port = first; port < first + 100; port++) {
    if (await bind(server, host, port)) return port;
    say(`Port ${port} is in use; trying ${port + 1}.`);
  }
  throw new Error(`No port from ${first} to ${first + 99} is free. Set PORT to one that is.`);
}

function bind(server: Server, host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', listening);
      if (error.code === 'EADDRINUSE') resolve(false);
      else if (error.code === 'EACCES')
        reject(new Error(`Port ${port} may only be used by the administrator. Set PORT to one above 1023.`));
      else reject(error);
    };
    const listening = () => {
      server.off('error', failed);
      resolve(true);
    };
    server.once('error', failed).once('listening', listening).listen(port, host);
  });
}
