/** A way to share out the partitions that a member knows, with its subscription in the terms of that way. */
export interface GroupProtocol {
  name: string;
  metadata: Buffer;
}

interface Participant {
  protocols: readonly GroupProtocol[];
}

/** The protocol that most participants prefer among those that all know; undefined if there is none. */
export function chooseProtocol(participants: readonly Participant[]): string | undefined {
  const known = (name: string) =>
    participants.every((it) => it.protocols.some((other) => other.name === name));
  const votes = new Map<string, number>();
  for (const { protocols } of participants) {
    const preferred = protocols.find((it) => known(it.name))?.name;
    if (preferred !== undefined) votes.set(preferred, (votes.get(preferred) ?? 0) + 1);
  }
  return [...votes].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** The participant's subscription under the protocol; empty if it does not know the protocol. */
export function metadataFor({ protocols }: Participant, protocolName: string): Buffer {
  return protocols.find((it) => it.name === protocolName)?.metadata ?? Buffer.alloc(0);
}

export function sameProtocols(a: readonly GroupProtocol[], b: readonly GroupProtocol[]): boolean {
  return (
    a.length === b.length && a.every((it, i) => it.name === b[i]!.name && it.metadata.equals(b[i]!.metadata))
  );
}
