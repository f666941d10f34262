import { describe, expect, it } from 'vitest';
import { redact } from '../../../services/sources/amazon-connect/redact.ts';
import { agentPart, contactRecord, queuePart } from './support/contact.ts';
import { newsOf } from './support/news.ts';

const text = (value: unknown) => redact({ line: 1, text: JSON.stringify(value) });

describe('a record for the dead letters', () => {
  const record = contactRecord({
    ContactId: '497f04ca-6de1-408f-9b8a-ec57bcc99b31',
    InitiationTimestamp: '2024-08-02T17:20:00Z',
    DisconnectReason: 'CUSTOMER_DISCONNECT',
    Agent: agentPart('jane.doe', {
      AgentInteractionDuration: 239,
      ConnectedToAgentTimestamp: '2024-08-02T17:20:32Z',
    }),
    Queue: queuePart('Billing', { EnqueueTimestamp: '2024-08-02T17:20:10Z' }),
    TransferredToEndpoint: { Address: '+4940555000', Type: 'TELEPHONE_NUMBER' },
  });

  it('says what it was', () => {
    expect(JSON.parse(text(record))).toMatchObject({
      ContactId: '497f04ca-6de1-408f-9b8a-ec57bcc99b31',
      InitiationTimestamp: '2024-08-02T17:20:00Z',
      DisconnectReason: 'CUSTOMER_DISCONNECT',
      Agent: { ARN: (record.Agent as { ARN: string }).ARN, AgentInteractionDuration: 239 },
      Channel: 'VOICE',
    });
  });

  it('and not whose', () => {
    expect(text(record)).not.toMatch(/4930|4940|Mustermann|brace|jane|Billing|Telephony/);
  });

  it('says it of a contact event too', () => {
    const [, , queued] = newsOf({ ...record, CustomerEndpoint: null });
    const { detail } = queued as { detail: object };
    const kept = text({ ...queued, detail: { ...detail, customerEndpoint: { address: '+4930123456' } } });
    expect(JSON.parse(kept)).toMatchObject({
      source: 'aws.connect',
      detail: { eventType: 'CONNECTED_TO_AGENT', contactId: record.ContactId, channel: 'VOICE' },
    });
    expect(kept).not.toMatch(/4930/);
  });

  it('wherever the address slipped in', () => {
    const wrong = {
      ContactId: '+4930123456',
      Channel: 491_701_234_567,
      '+4930123456': 1,
      Agent: 'Erika Mustermann',
      Queue: [{ ARN: 'Erika' }],
    };
    expect(text(wrong)).not.toMatch(/4930123456|491701234567|Erika/);
    expect(redact({ line: 1, text: '{"CustomerEndpoint":"+4930123456' })).toBe(
      '{"unreadable":"32 characters"}',
    );
  });
});
