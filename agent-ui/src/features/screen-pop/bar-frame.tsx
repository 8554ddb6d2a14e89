import type { ReactNode } from 'react';
import classes from './bar-frame.module.css';

interface Props {
  readonly tone: 'ring' | 'talk' | 'plain' | 'canvas';
  readonly mark: ReactNode;
  readonly title: ReactNode;
  readonly under?: ReactNode;
  readonly clock?: ReactNode;
  readonly clockWords?: ReactNode;
  readonly badges?: ReactNode;
  readonly line?: ReactNode;
  readonly others?: ReactNode;
  readonly actions?: ReactNode;
}

/** The box of every call: mark, who, clock, facts, other calls, actions; each at its fixed place. */
export function BarFrame(props: Props) {
  const { tone, mark, title, under, clock, clockWords, badges, line, others, actions } = props;
  return (
    <div className={classes.frame} data-tone={tone}>
      <div className={classes.mark}>{mark}</div>
      <div className={classes.who}>
        <div className={classes.title}>{title}</div>
        {under ? <div className={classes.under}>{under}</div> : null}
      </div>
      {clock === undefined ? null : (
        <div className={classes.timing}>
          <div className={classes.clock}>{clock}</div>
          <div className={classes.clockWords}>{clockWords}</div>
        </div>
      )}
      <div className={classes.facts}>
        {badges ? <div className={classes.badges}>{badges}</div> : null}
        {line ? <div className={classes.line}>{line}</div> : null}
      </div>
      {others}
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </div>
  );
}
