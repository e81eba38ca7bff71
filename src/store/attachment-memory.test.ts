import { memoryAttachments } from './attachment-memory.suite.ts';
import { attachmentSuite } from './attachment.suite.ts';
import { hostSha256 } from './store.suite.ts';

attachmentSuite('in memory', async () => memoryAttachments(hostSha256));
