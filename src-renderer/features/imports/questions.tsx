import type { ChoiceReading, ImportOverrides, Question } from '@core/csv/import-plan.ts';
import { Button } from '@mantine/core';
import type { Answer } from './import-entry.ts';
import { topicOf } from './import-entry.ts';
import styles from './imports.module.css';
import questionStyles from './questions.module.css';

interface QuestionsProps {
  readonly questions: readonly Question[];
  readonly answers: readonly Answer[];
  readonly onAnswer: (question: Question, label: string, overrides: ImportOverrides) => void;
  readonly onReopen: (answer: Answer) => void;
}

/** What the file leaves open, every reading worked out on its own rows; the import waits for the answers. */
export function Questions({ questions, answers, onAnswer, onReopen }: QuestionsProps) {
  return (
    <>
      {questions.map((question, place) => (
        <section
          key={`${question.about} ${question.message}`}
          className={questionStyles['question']}
          aria-label={`Question about ${topicOf(question.about)}`}
        >
          <p className={questionStyles['asked']}>{question.message}</p>
          <div className={questionStyles['choices']}>
            {question.choices.map((choice, index) => (
              <button
                key={choice.label}
                type="button"
                className={questionStyles['choice']}
                data-autofocus={place === 0 && index === 0 ? true : undefined}
                onClick={() => onAnswer(question, choice.label, choice.overrides)}
              >
                <span className={questionStyles['choice-label']}>{choice.label}</span>
                {choice.readings?.map((reading) => (
                  <Worked key={`${reading.line} ${reading.text}`} reading={reading} />
                ))}
              </button>
            ))}
          </div>
        </section>
      ))}
      {answers.map((answer) => (
        <p key={`${answer.about} ${answer.label}`} className={questionStyles['answered']}>
          <span>
            You decided about {topicOf(answer.about)}: <b>{answer.label}</b>
          </span>
          <Button variant="subtle" size="compact-xs" onClick={() => onReopen(answer)}>
            Ask again
          </Button>
        </p>
      ))}
    </>
  );
}

function Worked({ reading }: { reading: ChoiceReading }) {
  return (
    <span className={questionStyles['worked']}>
      <span className={styles['soft']}>line {reading.line}</span> <code>{reading.text}</code> becomes{' '}
      <b>{reading.becomes}</b>
    </span>
  );
}
