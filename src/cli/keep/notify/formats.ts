import type { Message } from './message';

export const WEBHOOK_FORMATS = ['json', 'teams', 'slack'] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

/** A notification as a receiver takes it. */
export function bodyIn(format: WebhookFormat, message: Message): string {
  switch (format) {
    case 'json':
      return JSON.stringify(message);
    case 'teams':
      return JSON.stringify(teamsCard(message));
    case 'slack':
      return JSON.stringify(slackMessage(message));
  }
}

/** Source: Microsoft Learn, "Create incoming webhooks with Workflows for Microsoft Teams"; adaptivecards.io, schema of version 1.4. */
function teamsCard({ title, message, command }: Message): object {
  const text = (words: string, more: object = {}) => ({
    type: 'TextBlock',
    text: unformatted(words),
    wrap: true,
    ...more,
  });
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            text(title, { weight: 'Bolder', size: 'Medium' }),
            text(message),
            ...(command === null ? [] : [text(command, { fontType: 'Monospace' })]),
          ],
        },
      },
    ],
  };
}

/** A name is no link, list, or emphasis: a text block takes a part of Markdown. */
function unformatted(words: string): string {
  return words.replace(/[\\*_[\]()#+`~|>!-]/g, '\\$&');
}

/** Source: Slack's documentation, "Sending messages using incoming webhooks", "Block Kit", "Formatting text for app surfaces". */
function slackMessage({ title, message, command }: Message): object {
  const section = (words: string) => ({ type: 'section', text: { type: 'plain_text', text: words.slice(0, 3000) } });
  return {
    text: escaped(`${title}. ${message}`),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: title.slice(0, 150) } },
      section(message),
      ...(command === null ? [] : [section(command)]),
    ],
  };
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
