import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import type { Wall } from '../../../../schema/contracts/wall.ts';
import { setTimeZone } from '../../i18n/format.ts';
import { isLanguage, speak } from '../../i18n/index.ts';
import { tileFacts } from '../../ui/tile-facts.ts';
import { useWall } from './use-wall.ts';
import classes from './wall.module.css';
import { WallAgents } from './wall-agents.tsx';
import { WallHead } from './wall-head.tsx';
import { WallLines } from './wall-lines.tsx';
import { WallTiles } from './wall-tiles.tsx';
import { useWords } from './words.ts';

/** Without an answer for so long, what stands here is old and says so. */
const oldAfterMs = 12_000;

/** The full-screen wall: how the company stands, to be read from across the room, without a customer's name or number. */
export function WallPage() {
  const { t } = useWords();
  const { search } = useLocation();
  const { setColorScheme } = useMantineColorScheme();
  const { query, ended, signedIn } = useWall();
  useEffect(() => {
    const wanted = new URLSearchParams(search);
    const [language, theme] = [wanted.get('lang'), wanted.get('theme')];
    if (isLanguage(language)) void speak(language);
    if (theme === 'light' || theme === 'dark') setColorScheme(theme);
  }, [search, setColorScheme]);
  if (ended) {
    return (
      <main className={classes.empty}>
        <h1>{t('ended.title')}</h1>
        <p>{t('ended.more')}</p>
      </main>
    );
  }
  if (!query.data) {
    return (
      <main className={classes.empty}>
        <h1>{t(query.isError ? 'lost.never' : 'waiting')}</h1>
      </main>
    );
  }
  return <Glass wall={query.data.wall} offset={query.data.offset} heardAt={query.dataUpdatedAt} signedIn={signedIn} />;
}

interface GlassProps {
  readonly wall: Wall;
  /** How far the server's clock is ahead of this screen's. */
  readonly offset: number;
  readonly heardAt: number;
  readonly signedIn: boolean;
}

function Glass({ wall, offset, heardAt, signedIn }: GlassProps) {
  setTimeZone(wall.timeZone);
  const [tick, setTick] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setTick(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const now = tick + offset;
  const lost = tick - heardAt > oldAfterMs;
  const blind = lost || !wall.coverage.live;
  return (
    <main className={classes.wall} data-blind={blind || undefined}>
      <WallHead wall={wall} now={now} lostSince={lost ? heardAt + offset : null} signedIn={signedIn} />
      <WallTiles facts={tileFacts(wall.tiles, wall.tiles.agentsReady, now)} agents={wall.tiles.agents} />
      <div className={classes.below}>
        <WallLines lines={wall.lines} now={now} />
        <WallAgents agents={wall.agents} now={now} />
      </div>
    </main>
  );
}
