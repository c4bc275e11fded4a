import type { ImportOverrides, Question } from '@core/csv/import-plan.ts';
import { Radio } from '@mantine/core';
import styles from './imports.module.css';
import type { Answers } from './imports-model.ts';

interface QuestionsProps {
  readonly questions: readonly Question[];
  readonly answers: Answers;
  readonly onAnswer: (about: Question['about'], choice: number, overrides: ImportOverrides) => void;
}

/** What the file leaves open; the import waits for the answers. */
export function Questions({ questions, answers, onAnswer }: QuestionsProps) {
  return questions.map((question) => (
    <fieldset
      key={question.about}
      className={styles['question']}
      data-answered={answers[question.about] !== undefined}
    >
      <legend>{question.message}</legend>
      <div className={styles['choices']}>
        {question.choices.map((choice, index) => (
          <Radio
            key={choice.label}
            name={question.about}
            label={choice.label}
            checked={answers[question.about] === index}
            onChange={() => onAnswer(question.about, index, choice.overrides)}
          />
        ))}
      </div>
    </fieldset>
  ));
}
