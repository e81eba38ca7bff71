/** How we stand in one mailbox each way with a peer, at a post that need not be trusted. */
export interface Mailbox {
  /** Puts a letter where the peer finds it; resolves once it is durable, and throws where it is not. */
  put(bytes: Uint8Array): Promise<void>;
  /** Says it to whoever listens now; it is lost to all others. */
  whisper(bytes: Uint8Array): void;
  /** The longest letter that the post takes now, in bytes. */
  bytesMax(): number;
  close(): void;
}

/** What a mailbox tells. */
export interface MailboxHear {
  /** A letter lies there; it is gone from there once `done` was called. The next waits until it resolves. */
  readonly put: (bytes: Uint8Array, done: () => void) => Promise<void>;
  readonly whisper: (bytes: Uint8Array) => Promise<void>;
  /** Whether the post is there. */
  readonly stands: (isThere: boolean) => void;
}

/** Where the server is and how we show who we are to it. */
export interface NatsPlace {
  /** `nats://` or `tls://`, several with commas between them; user and password may stand in it. */
  readonly url: string;
  /** A file of credentials, as `nsc` writes it. */
  readonly creds?: string;
  /** A file of the authority that signed the server's certificate, PEM. */
  readonly ca?: string;
}

/** Between whom a mailbox stands: `from` writes, `to` fetches. */
export interface Between {
  readonly self: string;
  readonly peer: string;
}

/** Our connection to a NATS server: kept for as long as the node runs, whatever the server does. */
export interface NatsPost {
  /** Opens our mailboxes with a peer, one each way; what is told is told later, never at once. */
  openMailbox(between: Between, hear: MailboxHear): Mailbox;
  close(): Promise<void>;
}

/** What the connection needs besides its place. */
export interface NatsNeeds {
  /** The short name of the centre in subjects: letters of other centres lie elsewhere. */
  readonly centre: string;
  /** Told when the server is there and when it is not. */
  readonly onServer: (isThere: boolean) => void;
}
