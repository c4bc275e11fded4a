import { expose } from 'comlink';
import { createAnalysisService } from './analysis-service.ts';
import { createReadingStoreClient } from './reading-store-client.ts';

const { api, connectStore } = createAnalysisService();

/** The page hands over the port to the store beside comlink's own messages. */
addEventListener('message', (event: MessageEvent<unknown>) => {
  const port = event.ports[0];
  const data = event.data;
  if (port === undefined || typeof data !== 'object' || data === null) return;
  if ('kind' in data && data.kind === 'store-port') connectStore(createReadingStoreClient(port));
});

expose(api);
