import { Button } from '@mantine/core';
import { IconDeviceTv } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { useSession } from '../../api/session.ts';
import { BlindStrip } from '../../ui/blind-strip.tsx';
import { EmptyState, LoadingLine, LoadingRows } from '../../ui/parts.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import { useNow } from '../../ui/ticker.ts';
import { tileFacts } from '../../ui/tile-facts.ts';
import { AgentsStrip } from './agents-strip.tsx';
import { BoardFilterBar } from './board-filter-bar.tsx';
import { type BoardFilters, readBoard, writeBoard } from './board-filters.ts';
import { BoardWords } from './board-words.tsx';
import { BulkStrip } from './bulk-strip.tsx';
import classes from './debt-board-page.module.css';
import { DebtTable } from './debt-table.tsx';
import { isLive } from './state-of.ts';
import { Tiles, TilesAwaited } from './tiles.tsx';
import { useAgents, useBoard } from './use-board.ts';
import { WhyPanel } from './why-panel.tsx';
import { useWords } from './words.ts';

/** What the company owes its callers: how much, how late, who has it, why; supervisors decide here. */
export function DebtBoardPage() {
  const { t } = useWords();
  const { user } = useSession();
  const navigate = useNavigate();
  const filters = readBoard(new URLSearchParams(useLocation().search));
  const { query, rows, settled } = useBoard(filters);
  const acts = user.role !== 'agent';
  // Who has no phone cannot call back: the strip and its tile leave them out.
  const agents = useAgents(acts).filter(({ devices }) => devices.length > 0);
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const first = query.data?.pages[0];
  const selected = rows.filter((row) => picked.has(row.id) && isLive(row));

  const go = (part: Partial<BoardFilters>) => {
    const search = writeBoard({ ...filters, ...part }).toString();
    void navigate({ pathname: '/callbacks', search }, { replace: true });
  };
  const change = (part: Partial<BoardFilters>) => {
    setPicked(new Set());
    go(part);
  };
  const ready = agents.length > 0 ? agents.filter(({ state }) => state === 'ready').length : null;

  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{t('title')}</h1>
        <BoardWords filters={filters} />
        {acts ? (
          <Link className={classes.wall} to="/wall#signed-in">
            <IconDeviceTv size={16} stroke={1.6} aria-hidden />
            {t('wall')}
          </Link>
        ) : (
          <span className={classes.readOnly}>{t('readOnly')}</span>
        )}
      </header>
      <LoadingLine on={query.isFetching && !query.isPending} />
      {first ? <BoardTiles tiles={first.tiles} ready={ready} agents={agents.length || first.tiles.agents} /> : null}
      {query.isPending ? <TilesAwaited /> : null}
      <div className={classes.blind}>
        <BlindStrip />
      </div>
      <BoardFilterBar filters={filters} counts={first?.counts ?? null} onChange={change} />
      <div className={classes.work} data-why={filters.item !== null || undefined}>
        <div className={classes.listSide}>
          <div className={classes.list}>
            {query.isPending ? <LoadingRows rows={8} /> : null}
            {query.isError ? <ProblemState error={query.error} onRetry={() => void query.refetch()} /> : null}
            {query.isSuccess && rows.length === 0 ? <NothingHere filters={filters} /> : null}
            {rows.length + settled.length > 0 ? (
              <DebtTable
                rows={rows}
                settled={settled}
                current={filters.item}
                picked={acts ? picked : null}
                onPick={setPicked}
                onCurrent={(id) => go({ item: filters.item === id ? null : id })}
              />
            ) : null}
            {query.hasNextPage ? (
              <div className={classes.more}>
                <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t('action.more')}
                </Button>
              </div>
            ) : null}
          </div>
          {selected.length > 0 ? <BulkStrip rows={selected} onClear={() => setPicked(new Set())} /> : null}
        </div>
        {filters.item === null ? null : (
          <WhyPanel key={filters.item} id={filters.item} acts={acts} onClose={() => go({ item: null })} />
        )}
      </div>
      {acts ? <AgentsStrip agents={agents} /> : null}
    </div>
  );
}

type TilesProps = { tiles: Parameters<typeof tileFacts>[0]; ready: number | null; agents: number };

/** The tiles follow the second hand; the list does not have to be drawn again with them. */
function BoardTiles({ tiles, ready, agents }: TilesProps) {
  return <Tiles facts={tileFacts(tiles, ready, useNow())} agents={agents} />;
}

function NothingHere({ filters }: { readonly filters: BoardFilters }) {
  const { t } = useWords();
  const all = writeBoard({ ...filters, item: null }).size === 0;
  return <EmptyState title={all ? t('empty.owed') : t('empty.filtered')} />;
}
