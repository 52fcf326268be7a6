import { describe, expect, it } from 'vitest';
import { widgetOf } from '../../../../src/shared/messages/checking/widget.ts';

const FORM = {
  type: 'choices',
  heading: 'Which?',
  choices: [{ short_name: 'A', long_name: 'First', reply: 'a' }],
};

const asked = (extraData: unknown, widgetType: unknown = 'zform'): string =>
  JSON.stringify({ widget_type: widgetType, extra_data: extraData });

describe('the widget of a message', () => {
  it('is the form that is asked for, whatever the text', () => {
    expect(widgetOf('/poll x', asked(FORM))).toEqual({ widgetType: 'zform', extraData: FORM });
  });

  it.each([
    ['{', 'API programmer sent invalid JSON content'],
    ['[]', 'widget_content is not a dict'],
    ['{}', 'widget_type is not in widget_content'],
    ['{"widget_type":"zform"}', 'extra_data is not in widget_content'],
    [asked(4), 'extra_data is not a dict'],
    [asked({}, 'bogus'), 'unknown widget type: bogus'],
    [asked({}), 'zform is missing type field'],
    [asked({ type: 'bogus' }), 'unknown zform type: bogus'],
    [asked({ type: 'choices' }), 'heading key is missing from extra_data'],
    [asked({ ...FORM, heading: 1 }), 'extra_data["heading"] is not a string'],
    [asked({ ...FORM, choices: {} }), 'extra_data["choices"] is not a list'],
    [asked({ ...FORM, choices: [9] }), 'extra_data["choices"][0] is not a dict'],
    [
      asked({ ...FORM, choices: [{ short_name: 'A', long_name: 'B' }] }),
      'reply key is missing from extra_data["choices"][0]',
    ],
  ])('that is asked for by %s is refused', (json, problem) => {
    expect(widgetOf('x', json)).toEqual({
      kind: 'refused',
      code: 'BAD_REQUEST',
      text: `Widgets: ${problem}`,
    });
  });

  it.each([
    ['/poll What?\n- red\n* blue\n\ngreen', { question: 'What?', options: ['red', 'blue', 'green'] }],
    ['/poll', { question: '', options: [] }],
    ['/poll\nred', { question: '', options: ['red'] }],
  ])('made by %j is a poll', (content, extraData) => {
    expect(widgetOf(content, null)).toEqual({ widgetType: 'poll', extraData });
  });

  it('made by /todo has tasks with descriptions', () => {
    expect(widgetOf('/todo Chores\n- dishes: by hand: all\nsweep', null)).toEqual({
      widgetType: 'todo',
      extraData: {
        task_list_title: 'Chores',
        tasks: [
          { task: 'dishes', desc: 'by hand: all' },
          { task: 'sweep', desc: '' },
        ],
      },
    });
  });

  it.each(['/polls x', ' /poll x', 'a /poll x', '/me x'])('of %j is none', (content) => {
    expect(widgetOf(content, null)).toBeNull();
  });
});
